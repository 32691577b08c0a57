/* In: rows and words. Out: data sets, vectors and a model to test with. */
#include "fixture.h"

#include "base/memory.h"
#include "check.h"
#include "scratch.h"

#include <stdlib.h>

int rows_try(const char *content, size_t length, struct dataset *dataset, stance_error *error)
{
    static const struct dataset_columns columns = {0};
    static const char name[] = "rows.tsv";
    struct scratch scratch;
    scratch_make(&scratch);
    const char *path = scratch_write(&scratch, "rows", content, length);
    int result = dataset_load(&path, 1, &columns, NULL, NULL, dataset, error);
    scratch_remove(&scratch);
    if (result == 0) {
        free(dataset->files[0]);
        dataset->files[0] = memory_copy_string(name, strlen(name));
        REQUIRE(dataset->files[0] != NULL);
    }
    return result;
}

void rows_load(const char *content, struct dataset *dataset)
{
    stance_error error = {0};
    int result = rows_try(content, strlen(content), dataset, &error);
    CHECK_STRING(error.message, "");
    REQUIRE(result == 0);
}

const char *const rows_labels[3] = {"accusatory", "denial", "neutral"};

const char *const rows_words[3][4] = {
    {"accused", "blamed", "condemned", "charged"},
    {"denied", "rejected", "refuted", "baseless"},
    {"opened", "measured", "published", "scheduled"},
};

void filler_append(struct random *random, size_t count, struct buffer *content)
{
    static const char *const words[] = {"the",    "minister", "port", "on",      "tuesday",
                                        "report", "a",        "of",   "harbour", "in",
                                        "by",     "official", "city", "two"};
    for (size_t i = 0; i < count; i++)
        buffer_append_format(content, " %s",
                             words[random_below(random, sizeof words / sizeof words[0])]);
}

void rows_append(size_t count, unsigned noise, uint64_t seed, struct buffer *content)
{
    struct random random;
    random_seed(&random, seed);
    for (size_t i = 0; i < count; i++) {
        size_t label = (size_t)random_below(&random, 3), told = label;
        if (random_below(&random, 100) < noise)
            told = (size_t)random_below(&random, 3);
        buffer_append_format(content, "%s\trow%zu", rows_labels[label], i);
        filler_append(&random, 4, content);
        buffer_append_format(content, " %s", rows_words[told][random_below(&random, 4)]);
        filler_append(&random, 4, content);
        buffer_append_char(content, '\n');
    }
}

void rows_make(size_t count, unsigned noise, uint64_t seed, struct dataset *dataset)
{
    struct buffer content = BUFFER_EMPTY;
    rows_append(count, noise, seed, &content);
    rows_load(content.data, dataset);
    buffer_release(&content);
}

struct trainer_options options_small(void)
{
    struct trainer_options options;
    trainer_options_init(&options);
    options.recipe.char_min = options.recipe.char_max = 4;
    options.threads = 2;
    return options;
}

void workshop_open(struct workshop *workshop, const struct recipe *recipe,
                   const struct vocabulary *vocabulary)
{
    stance_error error;
    workshop->recipe = *recipe;
    REQUIRE(pattern_compile(TOKENIZER_DEFAULT_PATTERN, strlen(TOKENIZER_DEFAULT_PATTERN),
                            PATTERN_EXACT, "token pattern", &workshop->pattern, &error) == 0);
    REQUIRE(featurizer_init(&workshop->featurizer, &workshop->recipe, workshop->pattern, NULL,
                            vocabulary, &error) == 0);
}

void workshop_close(struct workshop *workshop)
{
    featurizer_release(&workshop->featurizer);
    pattern_free(workshop->pattern);
}

void workshop_learn(const struct recipe *recipe, const char *const *texts,
                    struct vocabulary *vocabulary)
{
    stance_error error;
    struct workshop workshop;
    struct vocabulary_counts counts = VOCABULARY_COUNTS_EMPTY;
    workshop_open(&workshop, recipe, NULL);
    for (; *texts != NULL; texts++)
        REQUIRE(featurizer_count(&workshop.featurizer, *texts, strlen(*texts), &counts, &error) ==
                0);
    REQUIRE(vocabulary_freeze(&counts, recipe->min_document_frequency, recipe->max_features,
                              vocabulary, &error) == 0);
    vocabulary_counts_release(&counts);
    workshop_close(&workshop);
}

stance_model *model_by_hand(void)
{
    static const char *const labels[] = {"accusatory", "denial", "neutral"};
    static const char *const terms[] = {"waccused", "wcalm", "wdenied", "wequal", "wlevel"};
    static const float weights[] = {
        2, -1, -1.5f, -1, -1, 1.5f, -1, 2, -1.5f, 1, 1, -0.5f, 0, 0, -0.5f,
    };
    static const char rules[] = "byline\t^By \\p{Lu}\n# no prose\ncredit\t^Photo:\n";
    stance_error error;
    stance_model *model = model_new();
    REQUIRE(model != NULL);
    for (size_t k = 0; k < 3; k++)
        REQUIRE(labels_add(&model->labels, labels[k], strlen(labels[k]), &error) == 0);
    model->labels.resting = 2;
    model->recipe = (struct recipe){
        .word_min = 1, .word_max = 1, .min_document_frequency = 1, .weighting = WEIGHTING_TFIDF};
    REQUIRE(model_set_token_pattern(model, TOKENIZER_DEFAULT_PATTERN,
                                    strlen(TOKENIZER_DEFAULT_PATTERN), &error) == 0);
    static const char cues[] = "deny\tdenie[sd]\n";
    REQUIRE(pattern_list_parse(rules, strlen(rules), PATTERN_CASELESS, "rules", &model->boilerplate,
                               &error) == 0);
    REQUIRE(pattern_list_parse(cues, strlen(cues), PATTERN_CASELESS, "cues", &model->cues,
                               &error) == 0);
    model->vocabulary.document_count = 9;
    model->vocabulary.document_frequency = memory_array(5, sizeof(uint32_t));
    REQUIRE(model->vocabulary.document_frequency != NULL);
    for (uint32_t t = 0; t < 5; t++) {
        model->vocabulary.document_frequency[t] = t + 1;
        REQUIRE(intern_add(&model->vocabulary.terms, terms[t], strlen(terms[t])) == t);
    }
    REQUIRE(scorer_init(&model->scorer, SCHEME_ONE_VS_REST, 3, 5, &error) == 0);
    memcpy(model->scorer.weights, weights, sizeof weights);
    model->scorer.bias[2] = 0.5;
    REQUIRE(calibration_init(&model->calibration, 3, &error) == 0);
    REQUIRE(model_add_fact(model, &error, "program", "by hand") == 0);
    REQUIRE(model_add_fact(model, &error, "rows", "%d", 9) == 0);
    return model;
}

double random_real(struct random *random)
{
    return (double)(random_next(random) >> 11) / 9007199254740992.0; /* 2^53 */
}
