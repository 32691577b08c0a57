#include "train/trainer.h"

#include "base/memory.h"
#include "check.h"
#include "fixture.h"
#include "train/folds.h"

#include <stdlib.h>

static double accuracy(const struct dataset *dataset, const struct cross_validation *cv)
{
    size_t right = 0;
    for (size_t i = 0; i < cv->count; i++)
        right += cv->predicted[i] == dataset->rows[i].label;
    return (double)right / (double)cv->count;
}

/* The accuracy of cross-validation alone. */
static double cross_validate(const struct dataset *dataset, const struct trainer_options *options)
{
    struct cross_validation cv;
    stance_error error = {0};
    int result = trainer_run(dataset, options, NULL, NULL, &cv, &error);
    CHECK_STRING(error.message, "");
    REQUIRE(result == 0);
    double found = accuracy(dataset, &cv);
    cross_validation_release(&cv);
    return found;
}

/* ---- options ---- */

static void test_the_defaults_are_sound(void)
{
    struct trainer_options options;
    stance_error error;
    trainer_options_init(&options);
    CHECK_INT(trainer_options_check(&options, &error), 0);
    CHECK(options.threads >= 1);
}

static void test_options(void)
{
    static const double costs[] = {0, -1, NAN, INFINITY};
    struct trainer_options options;
    stance_error error;
    for (size_t i = 0; i < sizeof costs / sizeof costs[0]; i++) {
        trainer_options_init(&options);
        options.cost = costs[i];
        CHECK_INT(trainer_options_check(&options, &error), -1);
        CHECK_STRING(error.message, "C must be a number above 0");
    }
    static const double precisions[] = {-0.1, 1.1, NAN};
    for (size_t i = 0; i < sizeof precisions / sizeof precisions[0]; i++) {
        trainer_options_init(&options);
        options.min_precision = precisions[i];
        CHECK_INT(trainer_options_check(&options, &error), -1);
        CHECK_STRING(error.message, "a wanted precision is a number from 0 to 1");
    }
    trainer_options_init(&options);
    options.n_folds = 1;
    CHECK_INT(trainer_options_check(&options, &error), -1);
    CHECK_STRING(error.message, "cross-validation needs at least 2 folds");
    trainer_options_init(&options);
    options.recipe.word_max = 9;
    CHECK_INT(trainer_options_check(&options, &error), -1);
    CHECK_INT(error.status, STANCE_ARGUMENT);
}

static const struct {
    enum solver asked;
    enum weighting weighting;
    size_t rows;
    enum solver solver;
} solvers[] = {
    {SOLVER_AUTO, WEIGHTING_TFIDF, 2, SOLVER_LIBSVM},
    {SOLVER_AUTO, WEIGHTING_TFIDF, 10000, SOLVER_LIBSVM},
    {SOLVER_AUTO, WEIGHTING_TFIDF, 10001, SOLVER_LIBLINEAR},
    {SOLVER_AUTO, WEIGHTING_BINARY, 10000, SOLVER_LIBSVM},
    {SOLVER_AUTO, WEIGHTING_TF, 10001, SOLVER_LIBLINEAR},
    {SOLVER_AUTO, WEIGHTING_NB, 2, SOLVER_LIBLINEAR},
    {SOLVER_LIBSVM, WEIGHTING_NB, 2, SOLVER_LIBSVM},
    {SOLVER_LIBSVM, WEIGHTING_TFIDF, 1000000, SOLVER_LIBSVM},
    {SOLVER_LIBLINEAR, WEIGHTING_TFIDF, 2, SOLVER_LIBLINEAR},
};

static void test_solvers(void)
{
    for (size_t i = 0; i < sizeof solvers / sizeof solvers[0]; i++) {
        struct trainer_options options;
        trainer_options_init(&options);
        options.solver = solvers[i].asked;
        options.recipe.weighting = solvers[i].weighting;
        CHECK_INT(trainer_solver(&options, solvers[i].rows), solvers[i].solver);
    }
}

/* ---- what is learnt ---- */

/* Options that are left open come to suit the number of rows and their length. */
static void test_what_suits_the_data(void)
{
    static const struct {
        size_t count, bytes; /* of the data */
        struct trainer_open open;
        uint32_t char_max;
        double cost;
        size_t folds;
    } cases[] = {
        {100, 100, {true, true, true}, 5, 1.5, 5},
        {10000, 1000, {true, true, true}, 5, 1.5, 5},
        {10000, 1001, {true, true, true}, 0, 1.5, 5},
        {10001, 200, {true, true, true}, 5, 0.5, 3},
        {10001, 2000, {false, false, false}, 5, 1.5, 5},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct dataset dataset = DATASET_EMPTY;
        dataset.count = cases[i].count;
        dataset.texts.length = cases[i].count * cases[i].bytes;
        struct trainer_options options;
        trainer_options_init(&options);
        trainer_suit(&dataset, &cases[i].open, &options);
        CHECK_INT(options.recipe.char_max, cases[i].char_max);
        CHECK_NEAR(options.cost, cases[i].cost, 0);
        CHECK_INT(options.n_folds, cases[i].folds);
        stance_error error;
        CHECK_INT(trainer_options_check(&options, &error), 0);
    }
}

static void check_validation(const struct dataset *dataset, const struct trainer_options *options,
                             const struct cross_validation *cv)
{
    stance_error error;
    size_t *fold = memory_array(dataset->count, sizeof *fold);
    REQUIRE(fold != NULL);
    CHECK_INT(cv->count, dataset->count);
    CHECK_INT(cv->n_labels, dataset->labels.count);
    REQUIRE(folds_assign(dataset, options->n_folds, options->seed, fold, &error) == 0);
    CHECK(memcmp(fold, cv->fold, dataset->count * sizeof *fold) == 0);
    for (size_t i = 0; i < cv->count; i++) {
        const double *probabilities = cv->probabilities + i * cv->n_labels;
        double sum = 0;
        for (size_t k = 0; k < cv->n_labels; k++) {
            sum += probabilities[k];
            CHECK(isfinite(cv->scores[i * cv->n_labels + k]));
            CHECK(probabilities[k] <= probabilities[cv->predicted[i]]);
        }
        CHECK_NEAR(sum, 1, 1e-12);
    }
    free(fold);
}

static void test_a_signal_is_learnt(void)
{
    struct dataset dataset;
    rows_make(120, 0, 1, &dataset);
    for (int scheme = SCHEME_ONE_VS_REST; scheme <= SCHEME_ONE_VS_ONE; scheme++)
        for (int weighting = WEIGHTING_BINARY; weighting <= WEIGHTING_NB; weighting++) {
            struct trainer_options options = options_small();
            struct cross_validation cv;
            stance_model *model = NULL;
            stance_error error;
            options.scheme = (enum scheme)scheme;
            options.recipe.weighting = (enum weighting)weighting;
            REQUIRE(trainer_run(&dataset, &options, NULL, &model, &cv, &error) == 0);
            check_validation(&dataset, &options, &cv);
            CHECK(accuracy(&dataset, &cv) > 0.9);
            CHECK_INT(model->scorer.n_machines, 3);
            CHECK_INT(model->scorer.n_terms, model->vocabulary.terms.count);
            CHECK_INT(model->scorer.scheme, scheme);
            CHECK_INT(model->vocabulary.document_count, 120);
            CHECK_INT(model->labels.resting, 2);
            cross_validation_release(&cv);
            stance_model_free(model);
        }
    dataset_release(&dataset);
}

/* Labels by chance: an honest cross-validation finds a third of them. */
static void test_noise_is_not_learnt(void)
{
    struct trainer_options options = options_small();
    struct dataset dataset;
    rows_make(240, 100, 2, &dataset);
    double found = cross_validate(&dataset, &options);
    CHECK(found > 0.2 && found < 0.47);
    dataset_release(&dataset);
}

/* Articles that use a word of their own and have a label by chance: whoever sees other rows of the
 * same article knows the label. */
static void test_groups_do_not_leak(void)
{
    struct trainer_options options = options_small();
    for (int grouped = 0; grouped <= 1; grouped++) {
        struct buffer content = BUFFER_EMPTY;
        struct random random;
        struct dataset dataset;
        random_seed(&random, 3);
        buffer_append_string(&content, grouped ? "label\tgroup\ttext\n" : "label\tnone\ttext\n");
        for (size_t article = 0; article < 60; article++) {
            const char *label = rows_labels[random_below(&random, 2)];
            for (int i = 0; i < 5; i++) {
                buffer_append_format(&content, "%s\tg%zu\tname%zu name%zu", label, article, article,
                                     article);
                filler_append(&random, 5, &content);
                buffer_append_char(&content, '\n');
            }
        }
        rows_load(content.data, &dataset);
        CHECK_INT(dataset.n_groups, grouped ? 60 : 300);
        double found = cross_validate(&dataset, &options);
        CHECK(grouped ? found < 0.7 : found > 0.9);
        dataset_release(&dataset);
        buffer_release(&content);
    }
}

static void test_validation_alone_is_the_same(void)
{
    struct trainer_options options = options_small();
    struct cross_validation with, without;
    struct dataset dataset;
    stance_model *model = NULL;
    stance_error error;
    rows_make(90, 30, 4, &dataset);
    REQUIRE(trainer_run(&dataset, &options, NULL, &model, &with, &error) == 0);
    REQUIRE(trainer_run(&dataset, &options, NULL, NULL, &without, &error) == 0);
    CHECK(memcmp(with.scores, without.scores, 90 * 3 * sizeof(double)) == 0);
    CHECK(memcmp(with.probabilities, without.probabilities, 90 * 3 * sizeof(double)) == 0);
    CHECK(memcmp(with.predicted, without.predicted, 90 * sizeof(size_t)) == 0);
    cross_validation_release(&with);
    cross_validation_release(&without);
    stance_model_free(model);
    dataset_release(&dataset);
}

/* The threshold is one of the held-out confidences, and those from it on are right often enough. */
static void test_a_wanted_precision(void)
{
    struct trainer_options options = options_small();
    struct cross_validation cv;
    struct dataset dataset;
    stance_model *model = NULL;
    stance_error error;
    rows_make(120, 40, 11, &dataset);
    options.min_precision = 0.9;
    REQUIRE(trainer_run(&dataset, &options, NULL, &model, &cv, &error) == 0);
    size_t answers = 0, right = 0, met = 0;
    for (size_t i = 0; i < cv.count; i++) {
        double confidence = cv.probabilities[i * cv.n_labels + cv.predicted[i]];
        met += confidence == model->min_confidence;
        if (confidence >= model->min_confidence) {
            answers++;
            right += cv.predicted[i] == dataset.rows[i].label;
        }
    }
    CHECK(accuracy(&dataset, &cv) < 0.9);
    CHECK(met > 0);
    CHECK(answers < cv.count);
    CHECK(10 * right >= 9 * answers);
    cross_validation_release(&cv);
    stance_model_free(model);
    options.min_precision = 0;
    REQUIRE(trainer_run(&dataset, &options, NULL, &model, &cv, &error) == 0);
    CHECK_NEAR(model->min_confidence, 0, 0);
    cross_validation_release(&cv);
    stance_model_free(model);
    dataset_release(&dataset);
}

/* All rows look alike, and have a label by chance. */
static void test_a_precision_out_of_reach(void)
{
    struct trainer_options options = options_small();
    struct buffer content = BUFFER_EMPTY;
    struct cross_validation cv = {.count = 77};
    struct dataset dataset;
    stance_model *model = NULL;
    stance_error error;
    buffer_append_string(&content, "label\ttext\n");
    for (size_t i = 0; i < 20; i++)
        buffer_append_format(&content, "%s\trow%zu of the same words\n", rows_labels[i % 2], i);
    rows_load(content.data, &dataset);
    options.recipe.char_min = options.recipe.char_max = 0;
    options.min_precision = 0.95;
    CHECK_INT(trainer_run(&dataset, &options, NULL, &model, &cv, &error), -1);
    CHECK_INT(error.status, STANCE_DATA);
    CHECK_CONTAINS(error.message, "no confidence gives a precision of 0.95 on held-out rows; ");
    CHECK(model == NULL);
    CHECK_INT(cv.count, 77);
    /* Nothing is chosen where no model is wanted. */
    REQUIRE(trainer_run(&dataset, &options, NULL, NULL, &cv, &error) == 0);
    cross_validation_release(&cv);
    dataset_release(&dataset);
    buffer_release(&content);
}

struct heard {
    size_t calls;
    size_t total;
    bool in_order;
};

static void hear(void *context, size_t done, size_t total)
{
    struct heard *heard = context;
    heard->in_order = heard->in_order && done == ++heard->calls;
    heard->total = total;
}

static void test_progress(void)
{
    struct trainer_options options = options_small();
    struct heard heard = {.in_order = true};
    struct trainer_progress progress = {hear, &heard};
    struct cross_validation cv;
    struct dataset dataset;
    stance_model *model = NULL;
    stance_error error;
    rows_make(60, 0, 5, &dataset);
    REQUIRE(trainer_run(&dataset, &options, &progress, &model, &cv, &error) == 0);
    CHECK(heard.in_order);
    CHECK_INT(heard.calls, (5 + 1) * 3); /* five folds and the whole, three machines each */
    CHECK_INT(heard.total, (5 + 1) * 3);
    cross_validation_release(&cv);
    stance_model_free(model);
    dataset_release(&dataset);
}

/* How many rows the machine gives to the rare label, which is named `rare`. */
static size_t count_rare(const char *rare, enum class_weight class_weight)
{
    struct trainer_options options = options_small();
    struct buffer content = BUFFER_EMPTY;
    struct random random;
    struct dataset dataset;
    struct cross_validation cv;
    stance_error error;
    size_t given = 0;
    random_seed(&random, 6);
    for (size_t i = 0; i < 200; i++) {
        bool is_rare = i % 8 == 0;
        buffer_append_format(&content, "%s\trow%zu", is_rare ? rare : "common", i);
        if (random_below(&random, 2) == 0)
            buffer_append_string(&content, is_rare ? " sign" : " mark");
        filler_append(&random, 6, &content);
        buffer_append_char(&content, '\n');
    }
    rows_load(content.data, &dataset);
    size_t label = labels_find(&dataset.labels, rare, strlen(rare));
    options.class_weight = class_weight;
    REQUIRE(trainer_run(&dataset, &options, NULL, NULL, &cv, &error) == 0);
    for (size_t i = 0; i < cv.count; i++)
        given += cv.scores[2 * i + label] > 0;
    cross_validation_release(&cv);
    dataset_release(&dataset);
    buffer_release(&content);
    return given;
}

static void test_balance_helps_the_rare_label(void)
{
    size_t plain = count_rare("rare", CLASS_WEIGHT_NONE);
    size_t second = count_rare("rare", CLASS_WEIGHT_BALANCED);
    size_t first = count_rare("a rare one", CLASS_WEIGHT_BALANCED);
    CHECK(second > plain);
    CHECK_NEAR((double)first, (double)second, 1); /* whichever side of the machine it is on */
}

static void test_the_seed_decides_the_folds(void)
{
    struct dataset dataset;
    struct cross_validation first, other;
    struct trainer_options options = options_small();
    stance_error error;
    rows_make(60, 30, 7, &dataset);
    REQUIRE(trainer_run(&dataset, &options, NULL, NULL, &first, &error) == 0);
    options.seed = 2;
    REQUIRE(trainer_run(&dataset, &options, NULL, NULL, &other, &error) == 0);
    CHECK(memcmp(first.fold, other.fold, 60 * sizeof(size_t)) != 0);
    CHECK(memcmp(first.scores, other.scores, 60 * 3 * sizeof(double)) != 0);
    cross_validation_release(&first);
    cross_validation_release(&other);
    dataset_release(&dataset);
}

/* Labels and terms have their numbers by their bytes, wherever in the data they come first. */
static void test_the_order_of_rows_renames_nothing(void)
{
    struct trainer_options options = options_small();
    struct buffer content = BUFFER_EMPTY, turned = BUFFER_EMPTY;
    stance_model *models[2] = {NULL, NULL};
    rows_append(60, 0, 8, &content);
    for (const char *end = content.data + content.length; end > content.data;) {
        const char *line = end - 1;
        while (line > content.data && line[-1] != '\n')
            line--;
        buffer_append(&turned, line, (size_t)(end - line));
        end = line;
    }
    for (int i = 0; i < 2; i++) {
        struct dataset dataset;
        struct cross_validation cv;
        stance_error error;
        rows_load(i == 0 ? content.data : turned.data, &dataset);
        REQUIRE(trainer_run(&dataset, &options, NULL, &models[i], &cv, &error) == 0);
        cross_validation_release(&cv);
        dataset_release(&dataset);
    }
    const struct vocabulary *a = &models[0]->vocabulary, *b = &models[1]->vocabulary;
    REQUIRE(a->terms.count == b->terms.count && a->terms.count > 100);
    for (uint32_t t = 0; t < a->terms.count; t++) {
        size_t length;
        const char *term = intern_get(&a->terms, t, &length);
        CHECK(intern_find(&b->terms, term, length) == t);
        CHECK(a->document_frequency[t] == b->document_frequency[t]);
    }
    for (size_t k = 0; k < 3; k++)
        CHECK_STRING(models[1]->labels.names[k], rows_labels[k]);
    for (size_t m = 0; m < 3; m++) /* the solver stops within its tolerance */
        CHECK_NEAR(models[0]->scorer.bias[m], models[1]->scorer.bias[m], 0.05);
    stance_model_free(models[0]);
    stance_model_free(models[1]);
    buffer_release(&content);
    buffer_release(&turned);
}

/* ---- odd data ---- */

/* The one group of a label is held out: its fold knows nothing of the label, and says so. */
static void test_a_label_in_one_group(void)
{
    struct buffer content = BUFFER_EMPTY;
    struct dataset dataset;
    buffer_append_string(&content, "label\tgroup\ttext\n");
    for (size_t i = 0; i < 40; i++)
        buffer_append_format(&content, "%s\t%zu\tnumber%zu %s of many words\n", rows_labels[i % 2],
                             i, i, rows_words[i % 2][i % 4]);
    for (size_t i = 0; i < 6; i++)
        buffer_append_format(&content, "neutral\tone\tnumber%zu opened of many words\n", i);
    rows_load(content.data, &dataset);
    for (int scheme = SCHEME_ONE_VS_REST; scheme <= SCHEME_ONE_VS_ONE; scheme++) {
        struct trainer_options options = options_small();
        struct cross_validation cv;
        stance_model *model = NULL;
        stance_error error;
        options.scheme = (enum scheme)scheme;
        REQUIRE(trainer_run(&dataset, &options, NULL, &model, &cv, &error) == 0);
        check_validation(&dataset, &options, &cv);
        for (size_t i = 40; i < 46; i++) {
            CHECK_NEAR(cv.scores[3 * i + 2], -1, 0);
            CHECK(cv.predicted[i] != 2);
        }
        cross_validation_release(&cv);
        stance_model_free(model);
    }
    dataset_release(&dataset);
    buffer_release(&content);
}

static void test_resting_labels(void)
{
    static const struct {
        const char *asked;
        size_t resting;
    } cases[] = {{"neutral", 2}, {"denial", 1}, {"calm", LABEL_ABSENT}, {NULL, LABEL_ABSENT}};
    struct dataset dataset;
    rows_make(40, 0, 9, &dataset);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct trainer_options options = options_small();
        struct cross_validation cv;
        stance_model *model = NULL;
        stance_error error;
        options.n_folds = 2;
        options.resting_label = cases[i].asked;
        REQUIRE(trainer_run(&dataset, &options, NULL, &model, &cv, &error) == 0);
        CHECK(model->labels.resting == cases[i].resting);
        cross_validation_release(&cv);
        stance_model_free(model);
    }
    dataset_release(&dataset);
}

static void test_patterns_travel(void)
{
    static const char rules[] = "byline\t^By\ncredit\t^Photo\n";
    static const char cues[] = "vowel\t[aeiou]\n";
    struct trainer_options options = options_small();
    struct cross_validation cv;
    struct dataset dataset;
    stance_model *model = NULL;
    stance_error error;
    rows_make(40, 0, 10, &dataset);
    options.boilerplate = (struct pattern_source){rules, strlen(rules), "rules.txt"};
    options.cues = (struct pattern_source){cues, strlen(cues), "cues.txt"};
    REQUIRE(trainer_run(&dataset, &options, NULL, &model, &cv, &error) == 0);
    CHECK_INT(model->boilerplate.count, 2);
    CHECK_INT(model->cues.count, 1);
    cross_validation_release(&cv);
    stance_model_free(model);
    dataset_release(&dataset);
}

static const struct {
    const char *content;
    size_t n_folds;
    double cost;
    uint32_t min_document_frequency;
    char *token_pattern;
    const char *boilerplate;
    enum stance_status status;
    const char *message;
} bad[] = {
    {"a\tone x\na\ttwo x\n", 2, 1, 1, NULL, "", STANCE_DATA,
     "all rows have the label 'a': nothing to tell apart"},
    {"a\tone x\nb\ttwo x\nb\tthree x\n", 4, 1, 1, NULL, "", STANCE_DATA,
     "3 groups of rows are too few for 4 folds"},
    {"a\tone x\nb\ttwo x\n", 2, 1, 3, NULL, "", STANCE_DATA,
     "no term stands in 3 rows: nothing to learn from"},
    {"a\tone x\nb\ttwo x\n", 2, 1, 1, "(", "", STANCE_ARGUMENT,
     "token pattern: byte 1 of the pattern: missing closing parenthesis"},
    {"a\tone x\nb\ttwo x\n", 2, 1, 1, NULL, "ok\tx\nbad\t(\n", STANCE_ARGUMENT,
     "rules.txt: line 2: byte 1 of the pattern: missing closing parenthesis"},
    {"a\tone x\nb\ttwo x\n", 2, 0, 1, NULL, "", STANCE_ARGUMENT, "C must be a number above 0"},
};

static void test_failures(void)
{
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct trainer_options options = options_small();
        struct cross_validation cv = {.count = 77};
        struct dataset dataset;
        stance_model *model = NULL;
        stance_error error;
        rows_load(bad[i].content, &dataset);
        options.n_folds = bad[i].n_folds;
        options.cost = bad[i].cost;
        options.recipe.min_document_frequency = bad[i].min_document_frequency;
        if (bad[i].token_pattern != NULL)
            options.recipe.token_pattern = bad[i].token_pattern;
        options.boilerplate =
            (struct pattern_source){bad[i].boilerplate, strlen(bad[i].boilerplate), "rules.txt"};
        CHECK_INT(trainer_run(&dataset, &options, NULL, &model, &cv, &error), -1);
        CHECK_INT(error.status, bad[i].status);
        CHECK_STRING(error.message, bad[i].message);
        CHECK(model == NULL);
        CHECK_INT(cv.count, 77);
        dataset_release(&dataset);
    }
}

const struct suite suite_trainer = {
    "train/trainer",
    (const struct test[]){
        {"the defaults are sound", test_the_defaults_are_sound},
        {"options", test_options},
        {"solvers", test_solvers},
        {"what suits the data", test_what_suits_the_data},
        {"a signal is learnt", test_a_signal_is_learnt},
        {"noise is not learnt", test_noise_is_not_learnt},
        {"groups do not leak", test_groups_do_not_leak},
        {"validation alone is the same", test_validation_alone_is_the_same},
        {"a wanted precision", test_a_wanted_precision},
        {"a precision out of reach", test_a_precision_out_of_reach},
        {"progress", test_progress},
        {"balance helps the rare label", test_balance_helps_the_rare_label},
        {"the seed decides the folds", test_the_seed_decides_the_folds},
        {"the order of rows renames nothing", test_the_order_of_rows_renames_nothing},
        {"a label in one group", test_a_label_in_one_group},
        {"resting labels", test_resting_labels},
        {"boilerplate travels", test_patterns_travel},
        {"failures", test_failures},
        {NULL, NULL},
    },
};
