#include "train/tune.h"

#include "check.h"
#include "fixture.h"

#include <stdlib.h>

#define POINTS_MAX 64

/* One bit a choice, in the order of struct tune_choices. */
enum {
    WEIGHTING = 1,
    COST = 2,
    WORDS = 4,
    CHARS = 8,
    FREQUENCY = 16,
    CLASS_WEIGHT = 32,
    SCHEME = 64,
    ALL = 127,
    OTHER = 128 /* what is no choice at all */
};

static struct tune_choices choices(unsigned open)
{
    return (struct tune_choices){.weighting = open & WEIGHTING,
                                 .cost = open & COST,
                                 .words = open & WORDS,
                                 .chars = open & CHARS,
                                 .min_document_frequency = open & FREQUENCY,
                                 .class_weight = open & CLASS_WEIGHT,
                                 .scheme = open & SCHEME};
}

/* In which choices two recipes differ. */
static unsigned differences(const struct trainer_options *a, const struct trainer_options *b)
{
    const struct recipe *x = &a->recipe, *y = &b->recipe;
    unsigned found = 0;
    found |= x->weighting != y->weighting ? WEIGHTING : 0;
    found |= a->cost != b->cost ? COST : 0;
    found |= x->word_min != y->word_min || x->word_max != y->word_max ? WORDS : 0;
    found |= x->char_min != y->char_min || x->char_max != y->char_max ? CHARS : 0;
    found |= x->min_document_frequency != y->min_document_frequency ? FREQUENCY : 0;
    found |= a->class_weight != b->class_weight ? CLASS_WEIGHT : 0;
    found |= a->scheme != b->scheme ? SCHEME : 0;
    bool others_equal =
        x->max_features == y->max_features && x->token_pattern == y->token_pattern &&
        a->solver == b->solver && a->n_folds == b->n_folds && a->seed == b->seed &&
        a->threads == b->threads && a->kernel_memory == b->kernel_memory &&
        a->min_precision == b->min_precision && a->resting_label == b->resting_label;
    return others_equal ? found : found | OTHER;
}

/* What a listener hears; it ends the search with the point number `last`. */
struct heard {
    struct trainer_options options[POINTS_MAX];
    double macro_f1[POINTS_MAX], accuracy[POINTS_MAX];
    bool best[POINTS_MAX];
    size_t count;
    size_t last;
};

static int hear(void *context, const struct tune_point *point, stance_error *error)
{
    struct heard *heard = context;
    REQUIRE(heard->count < POINTS_MAX);
    heard->options[heard->count] = *point->options;
    heard->macro_f1[heard->count] = point->macro_f1;
    heard->accuracy[heard->count] = point->accuracy;
    heard->best[heard->count++] = point->best;
    return heard->count == heard->last ? error_set(error, STANCE_IO, "enough") : 0;
}

static int try(const struct dataset *dataset, unsigned open, struct trainer_options *options,
               struct heard *heard, stance_error *error)
{
    const struct tune_choices chosen = choices(open);
    const struct tune_listener listener = {hear, heard};
    *error = (stance_error){0};
    return tune_run(dataset, &chosen, &listener, options, error);
}

/* A search that must go to its end. */
static void search(const struct dataset *dataset, unsigned open, struct trainer_options *options,
                   struct heard *heard)
{
    stance_error error;
    *heard = (struct heard){0};
    int result = try(dataset, open, options, heard, &error);
    CHECK_STRING(result == 0 ? "" : error.message, "");
    REQUIRE(result == 0);
    CHECK(heard->count <= tune_points_max());
}

static const char two_labels[] = "a\tone xa\na\tone xb\nb\ttwo xc\nb\ttwo xd\n";

static struct trainer_options options_start(void)
{
    struct trainer_options options = options_small();
    options.recipe.word_max = 1;
    return options;
}

/* ---- choices ---- */

/* What is closed stays; what is open is tried, without the value that is there. */
static const struct {
    unsigned open;
    enum weighting weighting;
    uint32_t word_max, char_max; /* with the minimum 1, 4 */
    uint32_t frequency;
    double cost;
    size_t points;
} searches[] = {
    {0, WEIGHTING_TFIDF, 1, 4, 2, 1.5, 1},
    {WEIGHTING, WEIGHTING_TFIDF, 1, 4, 2, 1.5, 1 + 2},
    {WEIGHTING, WEIGHTING_TF, 1, 4, 2, 1.5, 1 + 3},
    {COST, WEIGHTING_TFIDF, 1, 4, 2, 1.5, 1 + 4 + 2},
    {COST, WEIGHTING_TFIDF, 1, 4, 2, 0.3, 1 + 3 + 2},
    {COST, WEIGHTING_BINARY, 1, 4, 2, 1.5, 1 + 4 + 2},
    {COST, WEIGHTING_NB, 1, 4, 2, 1.5, 1 + 4 + 2},
    {COST, WEIGHTING_TF, 1, 4, 2, 1.5, 1 + 4 + 2}, /* a weighting that is never tried */
    {WORDS, WEIGHTING_TFIDF, 1, 4, 2, 1.5, 1 + 2},
    {WORDS, WEIGHTING_TFIDF, 4, 4, 2, 1.5, 1 + 3},
    {WORDS, WEIGHTING_TFIDF, 0, 4, 2, 1.5, 1 + 3},
    {CHARS, WEIGHTING_TFIDF, 1, 4, 2, 1.5, 1 + 3},
    {CHARS, WEIGHTING_TFIDF, 1, 0, 2, 1.5, 1 + 2},
    {CHARS, WEIGHTING_TFIDF, 0, 4, 2, 1.5, 1 + 2}, /* no words: not without characters */
    {FREQUENCY, WEIGHTING_TFIDF, 1, 4, 2, 1.5, 1 + 2},
    {FREQUENCY, WEIGHTING_TFIDF, 1, 4, 5, 1.5, 1 + 3},
    {CLASS_WEIGHT, WEIGHTING_TFIDF, 1, 4, 2, 1.5, 1 + 1},
    {SCHEME, WEIGHTING_TFIDF, 1, 4, 2, 1.5, 1 + 1},
    {ALL & ~WEIGHTING, WEIGHTING_TFIDF, 1, 4, 2, 1.5, 1 + 4 + 2 + 3 + 2 + 1 + 1 + 2},
    {ALL & ~COST, WEIGHTING_TFIDF, 1, 4, 2, 1.5, 1 + 2 + 2 + 3 + 2 + 1 + 1},
    {ALL & ~COST & ~WEIGHTING, WEIGHTING_TFIDF, 1, 4, 2, 1.5, 1 + 2 + 3 + 2 + 1 + 1},
    {ALL & ~WORDS & ~CHARS, WEIGHTING_TFIDF, 1, 4, 2, 1.5, 1 + 12 + 2 + 1 + 1 + 2},
    {ALL & ~CLASS_WEIGHT & ~SCHEME, WEIGHTING_TFIDF, 1, 4, 2, 1.5, 1 + 12 + 2 + 3 + 2 + 2},
    {ALL & ~FREQUENCY, WEIGHTING_TFIDF, 1, 4, 2, 1.5, 1 + 12 + 2 + 3 + 1 + 1 + 2},
};

static void test_closed_choices(void)
{
    struct dataset dataset;
    rows_make(30, 30, 1, &dataset);
    for (size_t i = 0; i < sizeof searches / sizeof searches[0]; i++) {
        struct trainer_options options = options_start();
        options.recipe.weighting = searches[i].weighting;
        options.recipe.word_max = searches[i].word_max;
        options.recipe.word_min = searches[i].word_max > 0;
        options.recipe.char_max = searches[i].char_max;
        options.recipe.char_min = searches[i].char_max > 0 ? 4 : 0;
        options.recipe.min_document_frequency = searches[i].frequency;
        options.cost = searches[i].cost;
        const struct trainer_options start = options;
        struct heard heard;
        unsigned tried = 0;
        search(&dataset, searches[i].open, &options, &heard);
        CHECK_INT(heard.count, searches[i].points);
        for (size_t p = 0; p < heard.count; p++)
            tried |= differences(&heard.options[p], &start);
        CHECK_INT(tried, searches[i].open);
        CHECK((differences(&options, &start) & ~searches[i].open) == 0);
    }
    dataset_release(&dataset);
}

/* From a start that is no point of the grid, each change is one. */
static void test_the_most_points(void)
{
    struct trainer_options options = options_start();
    struct heard heard;
    struct dataset dataset;
    rows_make(30, 30, 2, &dataset);
    options.recipe.weighting = WEIGHTING_TF;
    options.recipe.word_min = options.recipe.word_max = 2;
    options.recipe.min_document_frequency = 4;
    search(&dataset, ALL, &options, &heard);
    CHECK_INT(heard.count, tune_points_max());
    dataset_release(&dataset);
}

/* Of two labels there is one machine, whatever the scheme. */
static void test_two_labels_have_no_scheme(void)
{
    struct trainer_options options = options_start();
    struct heard heard;
    struct dataset dataset;
    rows_load(two_labels, &dataset);
    options.n_folds = 2;
    search(&dataset, SCHEME, &options, &heard);
    CHECK_INT(heard.count, 1);
    dataset_release(&dataset);
}

/* ---- the order ---- */

/* Where nothing gains, the steps all begin at the start; so their changes are those of one choice
 * each, one after the other. */
static void test_the_order(void)
{
    static const struct {
        size_t count;
        unsigned changed;
    } steps[] = {
        {1, 0},         {12, WEIGHTING | COST}, {2, WORDS},  {3, CHARS},
        {2, FREQUENCY}, {1, CLASS_WEIGHT},      {1, SCHEME}, {2, COST},
    };
    struct trainer_options options = options_start();
    const struct trainer_options start = options;
    struct heard heard;
    struct dataset dataset;
    size_t point = 0;
    rows_make(90, 0, 3, &dataset);
    search(&dataset, ALL, &options, &heard);
    CHECK_NEAR(heard.macro_f1[0], 1, 0);
    for (size_t s = 0; s < sizeof steps / sizeof steps[0]; s++)
        for (size_t i = 0; i < steps[s].count && point < heard.count; i++, point++) {
            unsigned changed = differences(&heard.options[point], &start);
            CHECK((changed & ~steps[s].changed) == 0);
            CHECK((changed != 0) == (steps[s].changed != 0));
            CHECK(heard.best[point] == (point == 0));
            for (size_t before = 0; before < point; before++) /* none is tried twice */
                CHECK(differences(&heard.options[point], &heard.options[before]) != 0);
        }
    CHECK_INT(point, heard.count);
    CHECK_INT(differences(&options, &start), 0); /* the plainest of equals */
    dataset_release(&dataset);
}

/* ---- the best ---- */

static double macro_f1_of(const struct dataset *dataset, const struct trainer_options *options,
                          double *accuracy)
{
    struct cross_validation cv;
    stance_error error;
    size_t right = 0, given[3] = {0}, meant[3] = {0}, both[3] = {0};
    double sum = 0;
    REQUIRE(trainer_run(dataset, options, NULL, NULL, &cv, &error) == 0);
    for (size_t i = 0; i < cv.count; i++) {
        size_t label = dataset->rows[i].label;
        given[cv.predicted[i]]++;
        meant[label]++;
        both[label] += cv.predicted[i] == label;
        right += cv.predicted[i] == label;
    }
    for (size_t k = 0; k < 3; k++)
        sum += 2 * (double)both[k] / (double)(given[k] + meant[k]);
    *accuracy = (double)right / (double)cv.count;
    cross_validation_release(&cv);
    return sum / 3;
}

static void test_the_best_is_left(void)
{
    struct trainer_options options = options_start();
    struct heard heard;
    struct dataset dataset;
    size_t best = 0, n_best = 1;
    rows_make(90, 30, 4, &dataset);
    options.cost = 0.001; /* far too low: others gain */
    const struct trainer_options start = options;
    search(&dataset, ALL, &options, &heard);
    CHECK_INT(differences(&heard.options[0], &start), 0);
    CHECK(heard.best[0]);
    for (size_t i = 1; i < heard.count; i++) {
        bool gains = heard.macro_f1[i] > heard.macro_f1[best];
        CHECK(heard.best[i] == gains);
        if (gains) {
            best = i;
            n_best++;
        }
    }
    CHECK(n_best > 1);
    CHECK(heard.macro_f1[best] > heard.macro_f1[0]);
    CHECK_INT(differences(&options, &heard.options[best]), 0);
    CHECK(differences(&options, &start) != 0);
    for (size_t i = 0; i < heard.count; i += 3) { /* the figures are those of a plain training */
        double accuracy;
        CHECK_NEAR(heard.macro_f1[i], macro_f1_of(&dataset, &heard.options[i], &accuracy), 1e-12);
        CHECK_NEAR(heard.accuracy[i], accuracy, 1e-12);
    }
    dataset_release(&dataset);
}

/* The best of the points before a point. */
static const struct trainer_options *best_before(const struct heard *heard, size_t point)
{
    while (!heard->best[--point])
        ;
    return &heard->options[point];
}

static void test_steps_start_from_the_best(void)
{
    struct trainer_options options = options_start();
    struct heard heard;
    struct dataset dataset;
    rows_make(90, 30, 4, &dataset);
    options.cost = 0.001;
    search(&dataset, ALL, &options, &heard);
    size_t n = heard.count;
    const struct trainer_options *best = best_before(&heard, n - 2); /* the last step has two */
    CHECK(best != &heard.options[0]);
    CHECK_INT(differences(&heard.options[n - 1], best), COST);
    CHECK_INT(differences(&heard.options[n - 2], best), COST);
    CHECK_NEAR(heard.options[n - 2].cost, 0.6 * best->cost, 1e-12);
    CHECK_NEAR(heard.options[n - 1].cost, 1.7 * best->cost, 1e-12);
    CHECK_INT(differences(&heard.options[n - 3], best_before(&heard, n - 3)), SCHEME);
    CHECK_INT(differences(&heard.options[n - 4], best_before(&heard, n - 4)), CLASS_WEIGHT);
    dataset_release(&dataset);
}

static void test_the_same_again(void)
{
    struct heard heard[3];
    struct trainer_options options[3];
    struct dataset dataset;
    rows_make(60, 30, 5, &dataset);
    for (size_t i = 0; i < 3; i++) {
        options[i] = options_start();
        options[i].threads = 1 + i % 2;
        options[i].seed = i < 2 ? 1 : 2;
        search(&dataset, ALL & ~WORDS & ~CHARS, &options[i], &heard[i]);
    }
    CHECK_INT(heard[1].count, heard[0].count);
    for (size_t i = 0; i < heard[0].count; i++) {
        heard[1].options[i].threads = 1;
        CHECK_INT(differences(&heard[1].options[i], &heard[0].options[i]), 0);
        CHECK_NEAR(heard[1].macro_f1[i], heard[0].macro_f1[i], 0);
        CHECK_NEAR(heard[1].accuracy[i], heard[0].accuracy[i], 0);
        CHECK(heard[1].best[i] == heard[0].best[i]);
    }
    options[1].threads = 1;
    CHECK_INT(differences(&options[1], &options[0]), 0);
    CHECK(heard[2].macro_f1[0] != heard[0].macro_f1[0]); /* other folds */
    dataset_release(&dataset);
}

/* ---- ends ---- */

static void test_a_listener_that_ends_it(void)
{
    static const size_t lasts[] = {1, 2, 14};
    struct dataset dataset;
    rows_make(30, 30, 6, &dataset);
    for (size_t i = 0; i < sizeof lasts / sizeof lasts[0]; i++) {
        struct trainer_options options = options_start();
        struct heard heard = {.last = lasts[i]};
        stance_error error;
        CHECK_INT(try(&dataset, ALL, &options, &heard, &error), -1);
        CHECK_INT(error.status, STANCE_IO);
        CHECK_STRING(error.message, "enough");
        CHECK_INT(heard.count, lasts[i]);
    }
    dataset_release(&dataset);
}

/* No term stands in three rows: that is no point, and no failure. */
static void test_a_recipe_without_terms(void)
{
    struct trainer_options options = options_start();
    struct heard heard;
    struct dataset dataset;
    rows_load(two_labels, &dataset);
    options.recipe.char_min = options.recipe.char_max = 0;
    options.n_folds = 2;
    search(&dataset, FREQUENCY | CLASS_WEIGHT, &options, &heard);
    CHECK_INT(heard.count, 1 + 1 + 1);
    CHECK_INT(heard.options[1].recipe.min_document_frequency, 1);
    CHECK_INT(heard.options[2].class_weight, CLASS_WEIGHT_BALANCED);
    dataset_release(&dataset);
}

static const struct {
    uint32_t frequency;
    size_t n_folds;
    double cost;
    enum stance_status status;
    const char *message;
} starts[] = {
    {3, 2, 1, STANCE_DATA, "no term stands in 3 rows: nothing to learn from"},
    {1, 5, 1, STANCE_DATA, "4 groups of rows are too few for 5 folds"},
    {1, 2, 0, STANCE_ARGUMENT, "C must be a number above 0"},
};

static void test_a_start_that_fails(void)
{
    struct dataset dataset;
    rows_load(two_labels, &dataset);
    for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++) {
        struct trainer_options options = options_start();
        struct heard heard = {0};
        stance_error error;
        options.recipe.char_min = options.recipe.char_max = 0;
        options.recipe.min_document_frequency = starts[i].frequency;
        options.n_folds = starts[i].n_folds;
        options.cost = starts[i].cost;
        CHECK_INT(try(&dataset, ALL, &options, &heard, &error), -1);
        CHECK_INT(error.status, starts[i].status);
        CHECK_STRING(error.message, starts[i].message);
        CHECK_INT(heard.count, 0);
    }
    dataset_release(&dataset);
}

const struct suite suite_tune = {
    "train/tune",
    (const struct test[]){
        {"closed choices", test_closed_choices},
        {"the most points", test_the_most_points},
        {"two labels have no scheme", test_two_labels_have_no_scheme},
        {"the order", test_the_order},
        {"the best is left", test_the_best_is_left},
        {"steps start from the best", test_steps_start_from_the_best},
        {"the same again", test_the_same_again},
        {"a listener that ends it", test_a_listener_that_ends_it},
        {"a recipe without terms", test_a_recipe_without_terms},
        {"a start that fails", test_a_start_that_fails},
        {NULL, NULL},
    },
};
