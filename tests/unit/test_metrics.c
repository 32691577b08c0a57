#include "train/metrics.h"

#include "base/memory.h"
#include "check.h"
#include "fixture.h"

#include <stdlib.h>

/*              given 0  1  2
 *     true 0         3  1  0      label 3 neither occurs nor is given
 *          1         1  2  0
 *          2         0  1  2 */
#define N_ROWS   10
#define N_LABELS 4

static const size_t truth[N_ROWS] = {0, 0, 0, 0, 1, 1, 1, 2, 2, 2};
static const size_t given[N_ROWS] = {0, 0, 0, 1, 1, 1, 0, 2, 2, 1};
static const double sure[N_ROWS] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1};

static struct metrics compute(const size_t *true_labels, const size_t *given_labels,
                              const double *confidence, size_t count, size_t n_labels,
                              uint64_t seed)
{
    struct metrics metrics;
    stance_error error;
    REQUIRE(metrics_compute(true_labels, given_labels, confidence, count, n_labels, seed, &metrics,
                            &error) == 0);
    return metrics;
}

static void test_by_hand(void)
{
    static const size_t confusion[N_LABELS][N_LABELS] = {{3, 1}, {1, 2}, {0, 1, 2}};
    static const struct label_metrics expected[N_LABELS] = {
        {0.75, 0.75, 0.75, 4},
        {0.5, 2.0 / 3, 4.0 / 7, 3},
        {1, 2.0 / 3, 0.8, 3},
        {0, 0, 0, 0},
    };
    struct metrics metrics = compute(truth, given, sure, N_ROWS, N_LABELS, 1);
    CHECK_INT(metrics.count, N_ROWS);
    CHECK_INT(metrics.n_labels, N_LABELS);
    for (size_t k = 0; k < N_LABELS; k++) {
        for (size_t j = 0; j < N_LABELS; j++)
            CHECK_INT(metrics.confusion[k * N_LABELS + j], confusion[k][j]);
        CHECK_NEAR(metrics.per_label[k].precision, expected[k].precision, 1e-15);
        CHECK_NEAR(metrics.per_label[k].recall, expected[k].recall, 1e-15);
        CHECK_NEAR(metrics.per_label[k].f1, expected[k].f1, 1e-15);
        CHECK_INT(metrics.per_label[k].support, expected[k].support);
    }
    CHECK_NEAR(metrics.accuracy, 0.7, 1e-15);
    CHECK_NEAR(metrics.macro_f1, (0.75 + 4.0 / 7 + 0.8) / 3, 1e-15);
    CHECK_NEAR(metrics.ece, 0.3, 1e-15);
    metrics_release(&metrics);
    CHECK(metrics.confusion == NULL);
}

static void test_a_label_given_in_vain_counts(void)
{
    static const size_t answers[N_ROWS] = {0, 0, 0, 0, 1, 1, 1, 2, 2, 3};
    struct metrics metrics = compute(truth, answers, sure, N_ROWS, N_LABELS, 1);
    CHECK_NEAR(metrics.macro_f1, (1 + 1 + 0.8 + 0) / 4, 1e-15);
    CHECK_NEAR(metrics.per_label[3].precision, 0, 0);
    metrics_release(&metrics);
}

static void test_no_rows(void)
{
    struct metrics metrics = compute(truth, given, sure, 0, N_LABELS, 1);
    CHECK_NEAR(metrics.accuracy, 0, 0);
    CHECK_NEAR(metrics.macro_f1, 0, 0);
    CHECK_NEAR(metrics.macro_f1_high, 0, 0);
    CHECK_NEAR(metrics.ece, 0, 0);
    metrics_release(&metrics);
}

static const struct {
    size_t count;
    bool right[6];
    double confidence[6];
    double ece;
} calibrations[] = {
    {1, {true}, {1}, 0},
    {1, {false}, {0}, 0},
    {1, {false}, {1}, 1},
    {1, {true}, {0.25}, 0.75},
    {2, {true, false}, {0.5, 0.5}, 0},
    {4, {true, true, true, false}, {0.75, 0.75, 0.75, 0.75}, 0},
    {2, {true, false}, {0.95, 0.85}, 0.45}, /* two bins: 0.05 + 0.85, halved */
    {5, {true, true, false, false, true}, {0.95, 0.85, 0.95, 0.55, 0.52}, 0.224},
    {2, {true, false}, {0.999, 1}, 0.4995}, /* 1 is in the last bin */
};

static void test_calibration_error(void)
{
    for (size_t i = 0; i < sizeof calibrations / sizeof calibrations[0]; i++) {
        size_t zeros[6] = {0}, answers[6];
        for (size_t row = 0; row < calibrations[i].count; row++)
            answers[row] = calibrations[i].right[row] ? 0 : 1;
        struct metrics metrics =
            compute(zeros, answers, calibrations[i].confidence, calibrations[i].count, 2, 1);
        CHECK_NEAR(metrics.ece, calibrations[i].ece, 1e-12);
        size_t binned = 0;
        for (size_t b = 0; b < METRICS_BINS; b++)
            binned += metrics.bins[b].count;
        CHECK_INT(binned, metrics.count);
        CHECK_INT(metrics.coverage[0].count, metrics.count);
        CHECK_NEAR(metrics.coverage[0].precision, metrics.accuracy, 1e-12);
        for (size_t t = 1; t < METRICS_THRESHOLDS; t++)
            CHECK(metrics.coverage[t].count <= metrics.coverage[t - 1].count);
        metrics_release(&metrics);
    }
}

/* Answers that are right with the probability `skill`. */
struct exam {
    size_t *truth;
    size_t *given;
    double *confidence;
    size_t count;
};

static struct exam exam_hold(size_t count, double skill, uint64_t seed)
{
    struct exam exam = {memory_array(count, sizeof(size_t)), memory_array(count, sizeof(size_t)),
                        memory_array(count, sizeof(double)), count};
    REQUIRE(exam.truth != NULL && exam.given != NULL && exam.confidence != NULL);
    struct random random;
    random_seed(&random, seed);
    for (size_t i = 0; i < count; i++) {
        exam.truth[i] = (size_t)random_below(&random, 3);
        bool right = random_real(&random) < skill;
        exam.given[i] = right ? exam.truth[i] : (exam.truth[i] + 1) % 3;
        exam.confidence[i] = skill;
    }
    return exam;
}

static void exam_release(struct exam *exam)
{
    free(exam->truth);
    free(exam->given);
    free(exam->confidence);
}

static struct metrics exam_mark(const struct exam *exam, uint64_t seed)
{
    return compute(exam->truth, exam->given, exam->confidence, exam->count, 3, seed);
}

static void test_the_interval_holds_the_score(void)
{
    static const double skills[] = {0.1, 0.5, 0.8, 0.97};
    for (size_t i = 0; i < sizeof skills / sizeof skills[0]; i++) {
        struct exam exam = exam_hold(400, skills[i], 1 + i);
        struct metrics metrics = exam_mark(&exam, 1);
        /* A proportion of 400 rows: its standard error, 1.96 times to each side. */
        double expected = 2 * 1.96 * sqrt(skills[i] * (1 - skills[i]) / 400);
        CHECK(metrics.macro_f1_low < metrics.macro_f1);
        CHECK(metrics.macro_f1 < metrics.macro_f1_high);
        CHECK_NEAR(metrics.macro_f1_high - metrics.macro_f1_low, expected, 0.35 * expected);
        metrics_release(&metrics);
        exam_release(&exam);
    }
}

static void test_no_doubt_where_all_is_right(void)
{
    struct exam exam = exam_hold(50, 1, 1);
    struct metrics metrics = exam_mark(&exam, 1);
    CHECK_NEAR(metrics.macro_f1, 1, 0);
    CHECK_NEAR(metrics.macro_f1_low, 1, 0);
    CHECK_NEAR(metrics.macro_f1_high, 1, 0);
    metrics_release(&metrics);
    exam_release(&exam);
}

static void test_the_seed_decides_the_interval(void)
{
    struct exam exam = exam_hold(100, 0.7, 1);
    struct metrics first = exam_mark(&exam, 1), again = exam_mark(&exam, 1);
    struct metrics other = exam_mark(&exam, 2);
    CHECK_NEAR(first.macro_f1_low, again.macro_f1_low, 0);
    CHECK_NEAR(first.macro_f1_high, again.macro_f1_high, 0);
    CHECK(first.macro_f1_low != other.macro_f1_low || first.macro_f1_high != other.macro_f1_high);
    CHECK_NEAR(first.macro_f1, other.macro_f1, 0);
    CHECK_NEAR(first.macro_f1_low, other.macro_f1_low, 0.02);
    metrics_release(&first);
    metrics_release(&again);
    metrics_release(&other);
    exam_release(&exam);
}

/* Rows that only the first, only the second answers right; p from tables. */
static const struct {
    size_t only_first, only_second;
    double p_value;
} mcnemar[] = {
    {0, 0, 1},
    {5, 5, 1},
    {1, 9, 0.021484375},
    {9, 1, 0.021484375},
    {0, 6, 0.03125},
    {6, 18, 0.022655844688415527},
    {0, 24, 1.1920928955078125e-07},
    {12, 13, 1},                   /* chi-squared from here on: (|b-c|-1)^2 / (b+c) */
    {10, 15, 0.4237107971667936},  /* 0.64 */
    {5, 20, 0.005110260660855866}, /* 7.84 */
    {20, 5, 0.005110260660855866},
    {0, 25, 1.5866563039511885e-06},  /* 23.04 */
    {121, 59, 5.450094825427117e-06}, /* 20.6722 */
    {150, 86, 4.114562281345944e-05}, /* 16.8178 */
};

static void test_mcnemar(void)
{
    for (size_t i = 0; i < sizeof mcnemar / sizeof mcnemar[0]; i++) {
        enum { BOTH = 7, NEITHER = 4, MAX = 300 };
        size_t zeros[MAX] = {0}, first[MAX] = {0}, second[MAX] = {0}, count = BOTH;
        struct comparison comparison;
        stance_error error;
        for (size_t row = 0; row < mcnemar[i].only_first; row++)
            second[count++] = 1;
        for (size_t row = 0; row < mcnemar[i].only_second; row++)
            first[count++] = 1;
        for (size_t row = 0; row < NEITHER; row++, count++)
            first[count] = second[count] = 1;
        REQUIRE(metrics_compare(zeros, first, second, count, 2, 1, &comparison, &error) == 0);
        CHECK_INT(comparison.only_first_right, mcnemar[i].only_first);
        CHECK_INT(comparison.only_second_right, mcnemar[i].only_second);
        CHECK_NEAR(comparison.p_value, mcnemar[i].p_value, 1e-9 * mcnemar[i].p_value);
    }
}

static void test_a_difference(void)
{
    struct exam worse = exam_hold(400, 0.6, 1), better = exam_hold(400, 0.6, 1);
    struct comparison comparison, turned, again;
    stance_error error;
    for (size_t i = 0; i < 400; i += 4)
        better.given[i] = better.truth[i];
    struct metrics worse_metrics = exam_mark(&worse, 1), better_metrics = exam_mark(&better, 1);
    REQUIRE(metrics_compare(worse.truth, worse.given, better.given, 400, 3, 1, &comparison,
                            &error) == 0);
    REQUIRE(metrics_compare(worse.truth, better.given, worse.given, 400, 3, 1, &turned, &error) ==
            0);
    REQUIRE(metrics_compare(worse.truth, worse.given, better.given, 400, 3, 1, &again, &error) ==
            0);
    CHECK_NEAR(comparison.difference, better_metrics.macro_f1 - worse_metrics.macro_f1, 1e-12);
    CHECK(comparison.difference_low > 0);
    CHECK(comparison.difference_low < comparison.difference);
    CHECK(comparison.difference < comparison.difference_high);
    /* Paired: the interval is narrower than that of either score. */
    CHECK(comparison.difference_high - comparison.difference_low <
          0.8 * (worse_metrics.macro_f1_high - worse_metrics.macro_f1_low));
    CHECK_INT(comparison.only_first_right, 0);
    CHECK(comparison.p_value < 1e-6);
    CHECK_NEAR(turned.difference, -comparison.difference, 1e-12);
    CHECK_NEAR(turned.difference_low, -comparison.difference_high, 1e-3);
    CHECK_NEAR(turned.p_value, comparison.p_value, 0);
    CHECK_NEAR(again.difference_low, comparison.difference_low, 0);
    CHECK_NEAR(again.difference_high, comparison.difference_high, 0);
    metrics_release(&worse_metrics);
    metrics_release(&better_metrics);
    exam_release(&worse);
    exam_release(&better);
}

static void test_no_difference_from_itself(void)
{
    struct exam exam = exam_hold(100, 0.7, 1);
    struct comparison comparison;
    stance_error error;
    REQUIRE(metrics_compare(exam.truth, exam.given, exam.given, 100, 3, 1, &comparison, &error) ==
            0);
    CHECK_NEAR(comparison.difference, 0, 0);
    CHECK_NEAR(comparison.difference_low, 0, 0);
    CHECK_NEAR(comparison.difference_high, 0, 0);
    CHECK_NEAR(comparison.p_value, 1, 0);
    exam_release(&exam);
}

const struct suite suite_metrics = {
    "train/metrics",
    (const struct test[]){
        {"by hand", test_by_hand},
        {"a label given in vain counts", test_a_label_given_in_vain_counts},
        {"no rows", test_no_rows},
        {"calibration error", test_calibration_error},
        {"the interval holds the score", test_the_interval_holds_the_score},
        {"no doubt where all is right", test_no_doubt_where_all_is_right},
        {"the seed decides the interval", test_the_seed_decides_the_interval},
        {"McNemar's test", test_mcnemar},
        {"a difference", test_a_difference},
        {"no difference from itself", test_no_difference_from_itself},
        {NULL, NULL},
    },
};
