/* In: labelled rows and a recipe. Out: vectors. Must not know what is learnt from them. */
#include "train/prepare.h"

#include "base/memory.h"
#include "base/parallel.h"
#include "feature/featurizer.h"
#include "model/builtin.h"

#include <stdlib.h>
#include <string.h>

#define VECTOR_CHUNK 1024 /* rows that one task turns into vectors; it learns its words anew */

struct vectorizing {
    const struct dataset *dataset;
    const struct stance_model *model;
    struct vector *vectors; /* [dataset->count] */
};

static int vectorize_chunk(void *context, size_t chunk, stance_error *error)
{
    const struct vectorizing *work = context;
    struct featurizer featurizer;
    if (featurizer_init(&featurizer, &work->model->recipe, work->model->token_pattern,
                        &work->model->cues, &work->model->vocabulary, error) != 0)
        return -1;
    size_t begin = chunk * VECTOR_CHUNK;
    size_t end = begin + VECTOR_CHUNK;
    int result = 0;
    for (size_t i = begin; i < end && i < work->dataset->count && result == 0; i++) {
        size_t length;
        const char *text = dataset_text(work->dataset, i, &length);
        result = featurizer_run(&featurizer, text, length, error);
        if (result != 0)
            break;
        const struct vector *made = &featurizer.vector;
        struct vector *kept = &work->vectors[i];
        if (memory_reserve(&kept->entries, &kept->capacity, made->count, sizeof *kept->entries) !=
            0)
            result = error_no_memory(error);
        else if (made->count > 0)
            memcpy(kept->entries, made->entries, made->count * sizeof *kept->entries);
        kept->count = result == 0 ? made->count : 0;
    }
    featurizer_release(&featurizer);
    return result;
}

static int build_vocabulary(const struct dataset *dataset, struct stance_model *model,
                            stance_error *error)
{
    struct vocabulary_counts counts = VOCABULARY_COUNTS_EMPTY;
    struct featurizer featurizer;
    if (featurizer_init(&featurizer, &model->recipe, model->token_pattern, &model->cues, NULL,
                        error) != 0)
        return -1;
    int result = 0;
    for (size_t i = 0; i < dataset->count && result == 0; i++) {
        size_t length;
        const char *text = dataset_text(dataset, i, &length);
        result = featurizer_count(&featurizer, text, length, &counts, error);
    }
    if (result == 0)
        result = vocabulary_freeze(&counts, model->recipe.min_document_frequency,
                                   model->recipe.max_features, &model->vocabulary, error);
    if (result == 0 && model->vocabulary.terms.count == 0) {
        vocabulary_release(&model->vocabulary);
        result = error_set(error, STANCE_DATA, "no term stands in %u rows: nothing to learn from",
                           model->recipe.min_document_frequency);
    }
    featurizer_release(&featurizer);
    vocabulary_counts_release(&counts);
    return result;
}

static int parse_patterns(const struct pattern_source *source, struct pattern_list *list,
                          stance_error *error)
{
    return source->text == NULL
               ? 0
               : builtin_parse_patterns(source->text, source->length, source->name, list, error);
}

static int begin_model(const struct dataset *dataset, const struct trainer_options *options,
                       struct stance_model *model, stance_error *error)
{
    model->recipe = options->recipe;
    model->recipe.token_pattern = NULL; /* the model makes a copy of its own */
    if (model_set_token_pattern(model, options->recipe.token_pattern,
                                strlen(options->recipe.token_pattern), error) != 0)
        return -1;
    if (parse_patterns(&options->boilerplate, &model->boilerplate, error) != 0 ||
        parse_patterns(&options->cues, &model->cues, error) != 0)
        return -1;
    for (size_t k = 0; k < dataset->labels.count; k++)
        if (labels_add(&model->labels, dataset->labels.names[k], strlen(dataset->labels.names[k]),
                       error) != 0)
            return -1;
    if (options->resting_label != NULL)
        model->labels.resting =
            labels_find(&model->labels, options->resting_label, strlen(options->resting_label));
    return build_vocabulary(dataset, model, error);
}

static int make_vectors(struct prepared *prepared, const struct trainer_options *options,
                        stance_error *error)
{
    const struct dataset *dataset = prepared->dataset;
    if (begin_model(dataset, options, prepared->model, error) != 0)
        return -1;
    struct vectorizing vectorizing = {dataset, prepared->model, prepared->vectors};
    return parallel_run((dataset->count + VECTOR_CHUNK - 1) / VECTOR_CHUNK, options->threads,
                        vectorize_chunk, &vectorizing, error);
}

int prepared_make(const struct dataset *dataset, const struct trainer_options *options,
                  struct prepared *prepared, stance_error *error)
{
    if (trainer_options_check(options, error) != 0)
        return -1;
    if (dataset->labels.count < 2)
        return error_set(error, STANCE_DATA, "all rows have the label '%s': nothing to tell apart",
                         dataset->labels.names[0]);
    *prepared =
        (struct prepared){.dataset = dataset,
                          .model = model_new(),
                          .vectors = memory_array(dataset->count, sizeof *prepared->vectors)};
    int result = prepared->model == NULL || prepared->vectors == NULL
                     ? error_no_memory(error)
                     : make_vectors(prepared, options, error);
    if (result != 0)
        prepared_release(prepared);
    return result;
}

int prepared_kernel(struct prepared *prepared, const struct trainer_options *options,
                    stance_error *error)
{
    if (prepared->kernel != NULL)
        return 0;
    size_t count = prepared->dataset->count;
    size_t *rows = memory_array(count, sizeof *rows);
    if (rows == NULL)
        return error_no_memory(error);
    for (size_t i = 0; i < count; i++)
        rows[i] = i;
    int result =
        kernel_new(prepared->vectors, rows, count, prepared->model->vocabulary.terms.count, NULL,
                   options->kernel_memory, options->threads, &prepared->kernel, error);
    free(rows);
    return result;
}

int prepared_linear(struct prepared *prepared, stance_error *error)
{
    return prepared->linear != NULL
               ? 0
               : linear_rows_new(prepared->vectors, NULL, prepared->dataset->count,
                                 prepared->model->vocabulary.terms.count, NULL, &prepared->linear,
                                 error);
}

/* Naive Bayes starts from the vectors of tf-idf. */
static enum weighting base_weighting(enum weighting weighting)
{
    return weighting == WEIGHTING_NB ? WEIGHTING_TFIDF : weighting;
}

bool prepared_serves(const struct recipe *first, const struct recipe *second)
{
    return first->word_min == second->word_min && first->word_max == second->word_max &&
           first->char_min == second->char_min && first->char_max == second->char_max &&
           first->min_document_frequency == second->min_document_frequency &&
           first->max_features == second->max_features &&
           base_weighting(first->weighting) == base_weighting(second->weighting) &&
           strcmp(first->token_pattern, second->token_pattern) == 0;
}

void prepared_release(struct prepared *prepared)
{
    for (size_t i = 0; prepared->vectors != NULL && i < prepared->dataset->count; i++)
        vector_release(&prepared->vectors[i]);
    free(prepared->vectors);
    kernel_free(prepared->kernel);
    linear_rows_free(prepared->linear);
    stance_model_free(prepared->model);
    *prepared = (struct prepared){0};
}
