#include "train/prepare.h"

#include "base/memory.h"
#include "check.h"
#include "fixture.h"
#include "model/model_file.h"

#include <stdlib.h>

/* ---- what serves ---- */

static struct recipe recipe_of(enum weighting weighting)
{
    return (struct recipe){.token_pattern = "\\w+",
                           .word_min = 1,
                           .word_max = 2,
                           .char_min = 3,
                           .char_max = 5,
                           .min_document_frequency = 2,
                           .max_features = 1000,
                           .weighting = weighting};
}

static void test_weightings(void)
{
    static const bool serve[4][4] = {
        [WEIGHTING_BINARY][WEIGHTING_BINARY] = true, [WEIGHTING_TF][WEIGHTING_TF] = true,
        [WEIGHTING_TFIDF][WEIGHTING_TFIDF] = true,   [WEIGHTING_TFIDF][WEIGHTING_NB] = true,
        [WEIGHTING_NB][WEIGHTING_TFIDF] = true,      [WEIGHTING_NB][WEIGHTING_NB] = true,
    };
    for (int i = WEIGHTING_BINARY; i <= WEIGHTING_NB; i++)
        for (int j = WEIGHTING_BINARY; j <= WEIGHTING_NB; j++) {
            struct recipe first = recipe_of((enum weighting)i);
            struct recipe second = recipe_of((enum weighting)j);
            CHECK(prepared_serves(&first, &second) == serve[i][j]);
        }
}

static const struct {
    const char *name;
    struct recipe recipe; /* as recipe_of(), but for one field */
} others[] = {
    {"word_min", {"\\w+", 2, 2, 3, 5, 2, 1000, WEIGHTING_TFIDF}},
    {"word_max", {"\\w+", 1, 3, 3, 5, 2, 1000, WEIGHTING_TFIDF}},
    {"char_min", {"\\w+", 1, 2, 4, 5, 2, 1000, WEIGHTING_TFIDF}},
    {"char_max", {"\\w+", 1, 2, 3, 4, 2, 1000, WEIGHTING_TFIDF}},
    {"min_document_frequency", {"\\w+", 1, 2, 3, 5, 3, 1000, WEIGHTING_TFIDF}},
    {"max_features", {"\\w+", 1, 2, 3, 5, 2, 0, WEIGHTING_TFIDF}},
    {"token_pattern", {"\\w", 1, 2, 3, 5, 2, 1000, WEIGHTING_TFIDF}},
};

static void test_fields(void)
{
    struct recipe recipe = recipe_of(WEIGHTING_TFIDF), same = recipe;
    char pattern[] = "\\w+"; /* equal, and elsewhere */
    same.token_pattern = pattern;
    CHECK(prepared_serves(&recipe, &same));
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        CHECK(!prepared_serves(&recipe, &others[i].recipe));
        CHECK(!prepared_serves(&others[i].recipe, &recipe));
        CHECK(prepared_serves(&others[i].recipe, &others[i].recipe));
    }
}

/* ---- what it gives ---- */

/* What may change on the same vectors. */
static const struct {
    enum weighting weighting;
    enum scheme scheme;
    enum solver solver;
    double cost;
    enum class_weight class_weight;
} runs[] = {
    {WEIGHTING_TFIDF, SCHEME_ONE_VS_REST, SOLVER_AUTO, 1.5, CLASS_WEIGHT_NONE},
    {WEIGHTING_TFIDF, SCHEME_ONE_VS_REST, SOLVER_AUTO, 0.1, CLASS_WEIGHT_NONE},
    {WEIGHTING_NB, SCHEME_ONE_VS_REST, SOLVER_AUTO, 0.3, CLASS_WEIGHT_NONE},
    {WEIGHTING_NB, SCHEME_ONE_VS_ONE, SOLVER_LIBSVM, 1, CLASS_WEIGHT_BALANCED},
    {WEIGHTING_TFIDF, SCHEME_ONE_VS_ONE, SOLVER_LIBLINEAR, 1, CLASS_WEIGHT_BALANCED},
    {WEIGHTING_TFIDF, SCHEME_ONE_VS_REST, SOLVER_LIBSVM, 1.5, CLASS_WEIGHT_NONE},
};

#define N_RUNS (sizeof runs / sizeof runs[0])

static struct trainer_options options_of(size_t run)
{
    struct trainer_options options = options_small();
    options.recipe.weighting = runs[run].weighting;
    options.scheme = runs[run].scheme;
    options.solver = runs[run].solver;
    options.cost = runs[run].cost;
    options.class_weight = runs[run].class_weight;
    return options;
}

static void check_same_validation(const struct cross_validation *cv,
                                  const struct cross_validation *expected)
{
    size_t n_scores = expected->count * expected->n_labels;
    REQUIRE(cv->count == expected->count && cv->n_labels == expected->n_labels);
    CHECK(memcmp(cv->fold, expected->fold, cv->count * sizeof *cv->fold) == 0);
    CHECK(memcmp(cv->scores, expected->scores, n_scores * sizeof *cv->scores) == 0);
    CHECK(memcmp(cv->probabilities, expected->probabilities,
                 n_scores * sizeof *cv->probabilities) == 0);
    CHECK(memcmp(cv->predicted, expected->predicted, cv->count * sizeof *cv->predicted) == 0);
}

static void check_same_model(const stance_model *model, const stance_model *expected)
{
    struct buffer bytes = BUFFER_EMPTY, expected_bytes = BUFFER_EMPTY;
    stance_error error;
    REQUIRE(model_write(model, &bytes, &error) == 0);
    REQUIRE(model_write(expected, &expected_bytes, &error) == 0);
    CHECK(bytes.length == expected_bytes.length &&
          memcmp(bytes.data, expected_bytes.data, bytes.length) == 0);
    buffer_release(&bytes);
    buffer_release(&expected_bytes);
}

/* Run after run on one prepared gives what trainer_run() gives from the rows. */
static void test_runs_on_one(void)
{
    struct trainer_options first = options_of(0);
    struct prepared prepared;
    struct dataset dataset;
    stance_error error;
    rows_make(90, 30, 1, &dataset);
    REQUIRE(prepared_make(&dataset, &first, &prepared, &error) == 0);
    for (int round = 0; round < 2; round++)
        for (size_t i = 0; i < N_RUNS; i++) {
            struct trainer_options options = options_of(i);
            struct cross_validation cv, expected;
            REQUIRE(prepared_serves(&prepared.model->recipe, &options.recipe));
            REQUIRE(trainer_run_prepared(&prepared, &options, NULL, NULL, &cv, &error) == 0);
            REQUIRE(trainer_run(&dataset, &options, NULL, NULL, &expected, &error) == 0);
            check_same_validation(&cv, &expected);
            cross_validation_release(&cv);
            cross_validation_release(&expected);
        }
    prepared_release(&prepared);
    dataset_release(&dataset);
}

/* The model of the second run is that of trainer_run(), whichever of the two recipes made the
 * vectors. */
static void test_models(void)
{
    struct dataset dataset;
    rows_make(60, 30, 2, &dataset);
    for (size_t i = 0; i < N_RUNS; i++)
        for (size_t j = 0; j < N_RUNS; j++) {
            struct trainer_options first = options_of(i), second = options_of(j);
            struct prepared prepared;
            struct cross_validation cv, expected;
            stance_model *model = NULL, *expected_model = NULL;
            stance_error error;
            REQUIRE(prepared_make(&dataset, &first, &prepared, &error) == 0);
            REQUIRE(trainer_run_prepared(&prepared, &first, NULL, NULL, &cv, &error) == 0);
            cross_validation_release(&cv);
            REQUIRE(trainer_run_prepared(&prepared, &second, NULL, &model, &cv, &error) == 0);
            CHECK(prepared.model == NULL); /* it was taken out */
            prepared_release(&prepared);
            REQUIRE(trainer_run(&dataset, &second, NULL, &expected_model, &expected, &error) == 0);
            check_same_validation(&cv, &expected);
            check_same_model(model, expected_model);
            CHECK_INT(model->recipe.weighting, runs[j].weighting);
            cross_validation_release(&cv);
            cross_validation_release(&expected);
            stance_model_free(model);
            stance_model_free(expected_model);
        }
    dataset_release(&dataset);
}

static void test_the_kernel_is_made_once(void)
{
    struct trainer_options options = options_of(0);
    struct prepared prepared;
    struct cross_validation cv;
    struct dataset dataset;
    stance_error error;
    rows_make(40, 0, 3, &dataset);
    REQUIRE(prepared_make(&dataset, &options, &prepared, &error) == 0);
    CHECK(prepared.kernel == NULL); /* not before it is asked for */
    CHECK(prepared.dataset == &dataset);
    REQUIRE(prepared_kernel(&prepared, &options, &error) == 0);
    const struct kernel *kernel = prepared.kernel;
    CHECK(kernel != NULL);
    struct vector *vectors = prepared.vectors;
    prepared.vectors = NULL; /* another kernel would need them */
    REQUIRE(prepared_kernel(&prepared, &options, &error) == 0);
    prepared.vectors = vectors;
    REQUIRE(trainer_run_prepared(&prepared, &options, NULL, NULL, &cv, &error) == 0);
    CHECK(prepared.kernel == kernel);
    cross_validation_release(&cv);
    prepared_release(&prepared);
    CHECK(prepared.model == NULL && prepared.vectors == NULL && prepared.kernel == NULL);
    dataset_release(&dataset);
}

/* A run that fails leaves what was prepared as it was. */
static void test_a_run_that_fails(void)
{
    struct trainer_options options = options_of(0), bad = options;
    struct prepared prepared;
    struct cross_validation cv = {.count = 77}, expected;
    struct dataset dataset;
    stance_model *model = NULL;
    stance_error error;
    rows_make(40, 0, 4, &dataset);
    REQUIRE(prepared_make(&dataset, &options, &prepared, &error) == 0);
    bad.n_folds = 41;
    CHECK_INT(trainer_run_prepared(&prepared, &bad, NULL, &model, &cv, &error), -1);
    CHECK_STRING(error.message, "40 groups of rows are too few for 41 folds");
    CHECK(model == NULL);
    CHECK_INT(cv.count, 77);
    REQUIRE(trainer_run_prepared(&prepared, &options, NULL, NULL, &cv, &error) == 0);
    REQUIRE(trainer_run(&dataset, &options, NULL, NULL, &expected, &error) == 0);
    check_same_validation(&cv, &expected);
    cross_validation_release(&cv);
    cross_validation_release(&expected);
    prepared_release(&prepared);
    dataset_release(&dataset);
}

const struct suite suite_prepare = {
    "train/prepare",
    (const struct test[]){
        {"weightings that serve each other", test_weightings},
        {"fields that must be equal", test_fields},
        {"runs on one", test_runs_on_one},
        {"models", test_models},
        {"the kernel is made once", test_the_kernel_is_made_once},
        {"a run that fails", test_a_run_that_fails},
        {NULL, NULL},
    },
};
