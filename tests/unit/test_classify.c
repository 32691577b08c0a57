#include "model/classify.h"

#include "check.h"
#include "fixture.h"

enum { ACCUSATORY, DENIAL, NEUTRAL };

static stance_result classify(stance_classifier *classifier, const char *text)
{
    stance_result result = {0};
    stance_error error;
    REQUIRE(stance_classify(classifier, text, strlen(text), &result, &error) == 0);
    return result;
}

struct bench {
    stance_model *model;
    stance_classifier *classifier;
};

static struct bench bench_open(void)
{
    struct bench bench = {.model = model_by_hand()};
    stance_error error;
    REQUIRE(stance_classifier_new(bench.model, &bench.classifier, &error) == 0);
    return bench;
}

static void bench_close(struct bench *bench)
{
    stance_classifier_free(bench->classifier);
    stance_model_free(bench->model);
}

static const struct {
    const char *text;
    size_t label;
    bool known;
    double scores[3];
} cases[] = {
    {"accused", ACCUSATORY, true, {2, -1, -1}},
    {"He ACCUSED nobody in Tallinn.", ACCUSATORY, true, {2, -1, -1}},
    {"denied", DENIAL, true, {-1, 2, -1}},
    {"calm", NEUTRAL, true, {-1, -1, 2}},
    {"equal", ACCUSATORY, true, {1, 1, 0}}, /* ties go to the earlier label */
    {"level", ACCUSATORY, true, {0, 0, 0}},
    {"", NEUTRAL, false, {0, 0, 0.5}},
    {"не знаю ни слова", NEUTRAL, false, {0, 0, 0.5}},
    {"...", NEUTRAL, false, {0, 0, 0.5}},
};

static void test_answers(void)
{
    struct bench bench = bench_open();
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        stance_result result = classify(bench.classifier, cases[i].text);
        double total = 0, sum = 0;
        for (size_t k = 0; k < 3; k++)
            total += exp(cases[i].scores[k]);
        for (size_t k = 0; k < 3; k++) {
            CHECK_NEAR(result.scores[k], cases[i].scores[k], 1e-12);
            CHECK_NEAR(result.probabilities[k], exp(cases[i].scores[k]) / total, 1e-12);
            sum += result.probabilities[k];
        }
        CHECK_NEAR(sum, 1, 1e-12);
        CHECK_INT(result.label, cases[i].label);
        CHECK(result.known == cases[i].known);
        CHECK_NEAR(result.confidence, cases[i].known ? result.probabilities[result.label] : 0, 0);
    }
    bench_close(&bench);
}

/* Two words of equal weight: x = (idf, idf') / length. */
static void test_two_words(void)
{
    struct bench bench = bench_open();
    double accused = log(10.0 / 2) + 1, denied = log(10.0 / 4) + 1;
    double length = sqrt(accused * accused + denied * denied);
    stance_result result = classify(bench.classifier, "accused, he denied");
    CHECK_NEAR(result.scores[ACCUSATORY], (2 * accused - denied) / length, 1e-12);
    CHECK_NEAR(result.scores[DENIAL], (2 * denied - accused) / length, 1e-12);
    CHECK_INT(result.label, ACCUSATORY); /* the rarer word weighs more */
    bench_close(&bench);
}

static void test_the_model_speaks(void)
{
    struct bench bench = bench_open();
    CHECK_INT(stance_model_label_count(bench.model), 3);
    CHECK_STRING(stance_model_label(bench.model, DENIAL), "denial");
    bench_close(&bench);
}

static void test_among(void)
{
    struct bench bench = bench_open();
    bool sides[] = {true, true, false}, denial[] = {false, true, false};
    stance_classifier_among(bench.classifier, sides);
    stance_result result = classify(bench.classifier, "calm");
    CHECK_INT(result.label, ACCUSATORY);
    CHECK_NEAR(result.confidence, 0.5, 1e-12);
    CHECK_NEAR(result.probabilities[NEUTRAL], 0, 0);
    result = classify(bench.classifier, "denied");
    CHECK_INT(result.label, DENIAL);
    CHECK_NEAR(result.confidence, 1 / (1 + exp(-3)), 1e-12);
    result =
        classify(bench.classifier, "unheard"); /* may not rest: the likeliest, not sure at all */
    CHECK_INT(result.label, ACCUSATORY);
    CHECK(!result.known);
    CHECK_NEAR(result.confidence, 0, 0);
    stance_classifier_among(bench.classifier, denial);
    result = classify(bench.classifier, "accused");
    CHECK_INT(result.label, DENIAL);
    CHECK_NEAR(result.confidence, 1, 0);
    stance_classifier_among(bench.classifier, NULL);
    CHECK_INT(classify(bench.classifier, "accused").label, ACCUSATORY);
    CHECK_INT(classify(bench.classifier, "calm").label, NEUTRAL);
    bench_close(&bench);
}

static void test_a_model_without_a_resting_label(void)
{
    struct bench bench = bench_open();
    stance_result result;
    bench.model->labels.resting = LABEL_ABSENT;
    result = classify(bench.classifier, "unheard");
    CHECK_INT(result.label, NEUTRAL); /* its bias makes it the likeliest */
    CHECK(!result.known);
    CHECK_NEAR(result.confidence, 0, 0);
    CHECK(!classify_resting(bench.classifier, &result));
    bench_close(&bench);
}

static void test_resting(void)
{
    struct bench bench = bench_open();
    stance_result result;
    bool sides[] = {true, true, false};
    REQUIRE(classify_resting(bench.classifier, &result));
    CHECK_INT(result.label, NEUTRAL);
    CHECK_NEAR(result.confidence, 1, 0);
    CHECK_NEAR(result.probabilities[NEUTRAL], 1, 0);
    CHECK_NEAR(result.probabilities[DENIAL], 0, 0);
    stance_classifier_among(bench.classifier, sides);
    CHECK(!classify_resting(bench.classifier, &result));
    bench_close(&bench);
}

static void test_what_is_not_utf8_is_refused(void)
{
    static const struct {
        const char *text;
        size_t length;
        const char *message;
    } bad[] = {
        {"\xff", 1, "byte 0: not UTF-8"},
        {"accused \xc3", 9, "byte 8: not UTF-8"},
        {"\xed\xa0\x80", 3, "byte 0: not UTF-8"},
        {"denied\xc0\xaf", 8, "byte 6: not UTF-8"},
    };
    struct bench bench = bench_open();
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        stance_result result = {.label = 77};
        stance_error error;
        CHECK_INT(stance_classify(bench.classifier, bad[i].text, bad[i].length, &result, &error),
                  -1);
        CHECK_INT(error.status, STANCE_DATA);
        CHECK_STRING(error.message, bad[i].message);
        CHECK_INT(result.label, 77); /* nothing is written on failure */
    }
    bench_close(&bench);
}

static void test_length_counts_not_a_nul(void)
{
    struct bench bench = bench_open();
    stance_result result;
    stance_error error;
    CHECK_INT(stance_classify(bench.classifier, "calmed", 4, &result, &error), 0);
    CHECK_INT(result.label, NEUTRAL);
    CHECK(result.known);
    CHECK_INT(stance_classify(bench.classifier, "\0denied", 7, &result, &error), 0);
    CHECK_INT(result.label, DENIAL);
    bench_close(&bench);
}

static void test_nothing_is_freed(void)
{
    stance_model_free(NULL);
    stance_classifier_free(NULL);
}

const struct suite suite_classify = {
    "model/classify",
    (const struct test[]){
        {"answers", test_answers},
        {"two words", test_two_words},
        {"the model speaks", test_the_model_speaks},
        {"among some labels", test_among},
        {"a model without a resting label", test_a_model_without_a_resting_label},
        {"resting", test_resting},
        {"what is not UTF-8 is refused", test_what_is_not_utf8_is_refused},
        {"the length counts, not a NUL", test_length_counts_not_a_nul},
        {"NULL may be freed", test_nothing_is_freed},
        {NULL, NULL},
    },
};
