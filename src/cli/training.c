/* In: settings. Out: a trained model, or figures. Must not know which command asked. */
#include "cli/training.h"

#include "base/file.h"
#include "base/memory.h"
#include "cli/options_shared.h"
#include "cli/progress.h"
#include "cli/talk.h"
#include "model/builtin.h"
#include "model/model.h"

#include <limits.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>

#define PATTERN_FILE_LIMIT ((size_t)1 << 20)

/* Patterns that go into the model: a file's, the program's own, or none. */
static int load_patterns(const char *path, const char *(*builtin)(size_t *length),
                         struct buffer *file, struct pattern_source *source, stance_error *error)
{
    if (path == NULL) {
        source->text = builtin(&source->length);
        source->name = "built-in patterns";
        return 0;
    }
    if (strcmp(path, "none") == 0)
        return 0;
    if (file_read_all(path, PATTERN_FILE_LIMIT, file, error) != 0)
        return -1;
    *source = (struct pattern_source){file->data, file->length, path};
    return 0;
}

void training_files_release(struct training_files *files)
{
    buffer_release(&files->boilerplate);
    buffer_release(&files->cues);
}

int training_options(const struct settings *settings, struct training_files *files,
                     struct trainer_options *options, stance_error *error)
{
    trainer_options_init(options);
    options->recipe.token_pattern = (char *)settings->token_pattern; /* borrowed, not changed */
    options->recipe.word_min = settings->words.min;
    options->recipe.word_max = settings->words.max;
    options->recipe.char_min = settings->chars.min;
    options->recipe.char_max = settings->chars.max;
    options->recipe.min_document_frequency = (uint32_t)settings->min_df;
    options->recipe.max_features = (uint32_t)settings->max_features;
    options->recipe.weighting = (enum weighting)settings->weighting;
    options->scheme = (enum scheme)settings->scheme;
    options->solver = (enum solver)settings->solver;
    options->cost = settings->cost;
    options->class_weight = (enum class_weight)settings->class_weight;
    options->n_folds = settings->cv > 0 ? settings->cv : settings->folds;
    options->seed = settings->seed;
    options->min_precision = settings->min_precision;
    options->threads = settings->threads;
    options->resting_label = settings->resting_label;
    if (trainer_options_check(options, error) != 0 ||
        load_patterns(settings->boilerplate, builtin_boilerplate, &files->boilerplate,
                      &options->boilerplate, error) != 0)
        return -1;
    return load_patterns(settings->cues, builtin_cues, &files->cues, &options->cues, error);
}

/* Whether the data has a label, other than the resting one, of the model that the built-in cues
 * were written for. */
static int builtin_cues_serve(const struct dataset *dataset, bool *serve, stance_error *error)
{
    stance_model *model;
    if (stance_model_load(BUILTIN_DEFAULT_MODEL, &model, error) != 0)
        return -1;
    *serve = false;
    for (size_t k = 0; k < model->labels.count; k++) {
        const char *name = model->labels.names[k];
        if (k != model->labels.resting &&
            labels_find(&dataset->labels, name, strlen(name)) != LABEL_ABSENT)
            *serve = true;
    }
    stance_model_free(model);
    return 0;
}

int training_suit(const struct option_row *rows, const struct settings *settings,
                  const struct dataset *dataset, struct trainer_options *options,
                  stance_error *error)
{
    const struct trainer_open open = {
        .cost = !option_given(rows, settings, AT(cost)),
        .chars = !option_given(rows, settings, AT(chars)),
        .folds = settings->cv == 0 && !option_given(rows, settings, AT(folds)),
    };
    trainer_suit(dataset, &open, options);
    bool serve = true;
    if (settings->cues == NULL && builtin_cues_serve(dataset, &serve, error) != 0)
        return -1;
    if (!serve)
        options->cues = (struct pattern_source){0};
    return 0;
}

int training_load(const struct settings *settings, char *const *operands, size_t n_operands,
                  struct dataset *dataset, size_t *skipped, stance_error *error)
{
    struct rejects rejects = {.told = {talk_line, NULL}, .strict = settings->strict};
    const struct warning_sink warnings = {settings->quiet ? NULL : talk_warning, NULL};
    const struct dataset_columns columns = {
        .format = (enum table_format)settings->input,
        .label = settings->label_column,
        .text = settings->text_column,
        .group = settings->group_column,
    };
    int result = dataset_load((const char *const *)operands, n_operands, &columns, &warnings,
                              &rejects, dataset, error);
    *skipped = rejects.count;
    return result;
}

int training_run(const struct settings *settings, const struct dataset *dataset,
                 const struct trainer_options *options, struct stance_model **model,
                 struct cross_validation *cv, stance_error *error)
{
    /* A solver takes hundreds of megabytes and gives them back, once a machine: keep them for the
     * next one, rather than have the kernel clear new pages each time. */
    mallopt(M_TRIM_THRESHOLD, INT_MAX);
    struct progress told;
    progress_begin(&told, "training", "machine", !settings->quiet);
    const struct trainer_progress progress = {progress_step, &told};
    int result = trainer_run(dataset, options, &progress, model, cv, error);
    progress_hide(&told);
    return result;
}

int training_metrics(const struct settings *settings, const struct dataset *dataset,
                     const struct cross_validation *cv, struct metrics *metrics,
                     stance_error *error)
{
    size_t *truth = memory_array(cv->count, sizeof *truth);
    double *confidence = memory_array(cv->count, sizeof *confidence);
    int result = truth == NULL || confidence == NULL ? error_no_memory(error) : 0;
    for (size_t i = 0; i < cv->count && result == 0; i++) {
        truth[i] = dataset->rows[i].label;
        confidence[i] = cv->probabilities[i * cv->n_labels + cv->predicted[i]];
    }
    if (result == 0)
        result = metrics_compute(truth, cv->predicted, confidence, cv->count, cv->n_labels,
                                 settings->seed, metrics, error);
    free(truth);
    free(confidence);
    return result;
}
