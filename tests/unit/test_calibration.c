#include "model/calibration.h"

#include "base/memory.h"
#include "check.h"
#include "fixture.h"

#include <stdlib.h>

#define N_LABELS 3

static void check_probabilities(const struct calibration *calibration, const double *scores,
                                const bool *allowed, const double *expected)
{
    double probabilities[N_LABELS];
    calibration_apply(calibration, scores, allowed, probabilities);
    for (size_t k = 0; k < N_LABELS; k++)
        CHECK_NEAR(probabilities[k], expected[k], 1e-12);
}

static void test_a_new_one_is_softmax(void)
{
    struct calibration calibration;
    stance_error error;
    REQUIRE(calibration_init(&calibration, N_LABELS, &error) == 0);
    /* e^0 : e^ln2 : e^ln5 = 1 : 2 : 5 */
    double scores[] = {0, log(2), log(5)};
    check_probabilities(&calibration, scores, NULL, (double[]){0.125, 0.25, 0.625});
    calibration.slope[1] = 2;
    calibration.offset[2] = -log(5);
    check_probabilities(&calibration, scores, NULL, (double[]){1.0 / 6, 4.0 / 6, 1.0 / 6});
    calibration_release(&calibration);
}

static void test_among_restricts_and_renormalises(void)
{
    struct calibration calibration;
    stance_error error;
    REQUIRE(calibration_init(&calibration, N_LABELS, &error) == 0);
    double scores[] = {0, log(2), log(5)};
    check_probabilities(&calibration, scores, (bool[]){true, true, true},
                        (double[]){0.125, 0.25, 0.625});
    check_probabilities(&calibration, scores, (bool[]){true, true, false},
                        (double[]){1.0 / 3, 2.0 / 3, 0});
    check_probabilities(&calibration, scores, (bool[]){true, false, false}, (double[]){1, 0, 0});
    double far[] = {-2000, -2001, 3000}; /* what is left out must not drown the rest */
    check_probabilities(&calibration, far, (bool[]){true, true, false},
                        (double[]){1 / (1 + exp(-1)), exp(-1) / (1 + exp(-1)), 0});
    calibration_release(&calibration);
}

static size_t largest(const double *values, size_t count)
{
    size_t best = 0;
    for (size_t k = 1; k < count; k++)
        best = values[k] > values[best] ? k : best;
    return best;
}

static void test_equal_slopes_keep_the_order(void)
{
    struct calibration calibration;
    struct random random;
    stance_error error;
    REQUIRE(calibration_init(&calibration, N_LABELS, &error) == 0);
    random_seed(&random, 4);
    for (int i = 0; i < 2000; i++) {
        double scores[N_LABELS], probabilities[N_LABELS], sum = 0;
        double slope = 0.01 + 20 * random_real(&random), offset = 10 * random_real(&random) - 5;
        double width = i % 2 == 0 ? 4 : 4000;
        for (size_t k = 0; k < N_LABELS; k++) {
            calibration.slope[k] = slope;
            calibration.offset[k] = offset;
            scores[k] = width * (random_real(&random) - 0.5);
        }
        calibration_apply(&calibration, scores, NULL, probabilities);
        for (size_t k = 0; k < N_LABELS; k++) {
            CHECK(probabilities[k] >= 0 && probabilities[k] <= 1);
            sum += probabilities[k];
        }
        CHECK_NEAR(sum, 1, 1e-12);
        CHECK_INT(largest(probabilities, N_LABELS), largest(scores, N_LABELS));
    }
    calibration_release(&calibration);
}

/* Rows whose labels are drawn from known probabilities. */
struct rows {
    double *scores; /* [count][N_LABELS] */
    size_t *labels; /* [count] */
    size_t count;
};

static const double true_slope[N_LABELS] = {3, 2, 4}, true_offset[N_LABELS] = {0.5, -0.5, 0};

static struct rows rows_draw(size_t count, uint64_t seed)
{
    struct rows rows = {memory_array(count, N_LABELS * sizeof(double)),
                        memory_array(count, sizeof(size_t)), count};
    REQUIRE(rows.scores != NULL && rows.labels != NULL);
    struct random random;
    random_seed(&random, seed);
    for (size_t i = 0; i < count; i++) {
        double weights[N_LABELS], total = 0;
        for (size_t k = 0; k < N_LABELS; k++) {
            rows.scores[i * N_LABELS + k] = 3 * random_real(&random) - 2;
            weights[k] = exp(true_slope[k] * rows.scores[i * N_LABELS + k] + true_offset[k]);
            total += weights[k];
        }
        double drawn = total * random_real(&random);
        while (rows.labels[i] + 1 < N_LABELS && drawn >= weights[rows.labels[i]])
            drawn -= weights[rows.labels[i]++];
    }
    return rows;
}

static void rows_release(struct rows *rows)
{
    free(rows->scores);
    free(rows->labels);
}

static double log_likelihood(const struct calibration *calibration, const struct rows *rows)
{
    double sum = 0, probabilities[N_LABELS];
    for (size_t i = 0; i < rows->count; i++) {
        calibration_apply(calibration, rows->scores + i * N_LABELS, NULL, probabilities);
        sum += log(probabilities[rows->labels[i]]);
    }
    return sum;
}

static void test_a_fit_finds_what_the_rows_were_drawn_from(void)
{
    struct calibration calibration, truth;
    struct rows rows = rows_draw(5000, 1), others = rows_draw(5000, 2);
    stance_error error;
    REQUIRE(calibration_init(&calibration, N_LABELS, &error) == 0);
    REQUIRE(calibration_init(&truth, N_LABELS, &error) == 0);
    double before = log_likelihood(&calibration, &rows);
    double others_before = log_likelihood(&calibration, &others);
    REQUIRE(calibration_fit(&calibration, rows.scores, rows.labels, rows.count, &error) == 0);
    for (size_t k = 0; k < N_LABELS; k++) {
        truth.slope[k] = true_slope[k];
        truth.offset[k] = true_offset[k];
        CHECK_NEAR(calibration.slope[k], true_slope[k], 0.3);
        CHECK_NEAR(calibration.offset[k] - calibration.offset[0], true_offset[k] - true_offset[0],
                   0.2);
    }
    CHECK(log_likelihood(&calibration, &rows) > before + 500);
    CHECK(log_likelihood(&calibration, &rows) > log_likelihood(&truth, &rows) - 5);
    CHECK(log_likelihood(&calibration, &others) > others_before + 500);
    calibration_release(&truth);
    calibration_release(&calibration);
    rows_release(&rows);
    rows_release(&others);
}

/* At the best fit no slope and no offset could be moved with gain: the derivatives are 0, that of
 * the penalty (2 rows' worth) included. */
static void test_a_fit_is_a_summit(void)
{
    struct calibration calibration;
    struct rows rows = rows_draw(400, 3);
    stance_error error;
    REQUIRE(calibration_init(&calibration, N_LABELS, &error) == 0);
    REQUIRE(calibration_fit(&calibration, rows.scores, rows.labels, rows.count, &error) == 0);
    for (size_t k = 0; k < N_LABELS; k++) {
        double by_slope = 2 * (1 - calibration.slope[k]), by_offset = -2 * calibration.offset[k];
        for (size_t i = 0; i < rows.count; i++) {
            double probabilities[N_LABELS];
            calibration_apply(&calibration, rows.scores + i * N_LABELS, NULL, probabilities);
            double residual = (rows.labels[i] == k ? 1 : 0) - probabilities[k];
            by_slope += residual * rows.scores[i * N_LABELS + k];
            by_offset += residual;
        }
        CHECK_NEAR(by_slope, 0, 0.001);
        CHECK_NEAR(by_offset, 0, 0.001);
    }
    calibration_release(&calibration);
    rows_release(&rows);
}

static void test_a_fit_is_the_same_each_time(void)
{
    struct calibration first, second;
    struct rows rows = rows_draw(300, 5);
    stance_error error;
    REQUIRE(calibration_init(&first, N_LABELS, &error) == 0);
    REQUIRE(calibration_init(&second, N_LABELS, &error) == 0);
    CHECK_INT(calibration_fit(&first, rows.scores, rows.labels, rows.count, &error), 0);
    CHECK_INT(calibration_fit(&second, rows.scores, rows.labels, rows.count, &error), 0);
    CHECK(memcmp(first.slope, second.slope, N_LABELS * sizeof(double)) == 0);
    CHECK(memcmp(first.offset, second.offset, N_LABELS * sizeof(double)) == 0);
    calibration_release(&first);
    calibration_release(&second);
    rows_release(&rows);
}

static void check_sound(const struct calibration *calibration)
{
    for (size_t k = 0; k < calibration->n_labels; k++) {
        CHECK(isfinite(calibration->slope[k]) && calibration->slope[k] > 0);
        CHECK(isfinite(calibration->offset[k]));
    }
}

static void test_perfect_separation_stays_finite(void)
{
    double scores[60 * N_LABELS];
    size_t labels[60];
    struct calibration calibration;
    stance_error error;
    for (size_t i = 0; i < 60; i++) {
        labels[i] = i % N_LABELS;
        for (size_t k = 0; k < N_LABELS; k++)
            scores[i * N_LABELS + k] = k == labels[i] ? 1 : -1;
    }
    REQUIRE(calibration_init(&calibration, N_LABELS, &error) == 0);
    CHECK_INT(calibration_fit(&calibration, scores, labels, 60, &error), 0);
    check_sound(&calibration);
    double probabilities[N_LABELS];
    calibration_apply(&calibration, scores, NULL, probabilities);
    CHECK(probabilities[0] > 0.9 && probabilities[0] < 1);
    calibration_release(&calibration);
}

/* The worse the score the likelier the label: a slope must not turn, however much that would fit.
 */
static void test_a_slope_never_turns(void)
{
    struct calibration calibration;
    struct rows rows = rows_draw(500, 6);
    stance_error error;
    for (size_t i = 0; i < rows.count * N_LABELS; i++)
        rows.scores[i] = -rows.scores[i];
    REQUIRE(calibration_init(&calibration, N_LABELS, &error) == 0);
    double before = log_likelihood(&calibration, &rows);
    CHECK_INT(calibration_fit(&calibration, rows.scores, rows.labels, rows.count, &error), 0);
    check_sound(&calibration);
    CHECK(log_likelihood(&calibration, &rows) > before);
    calibration_release(&calibration);
    rows_release(&rows);
}

static void test_odd_rows(void)
{
    static const double scores[] = {1e6, -1e6, 0, -1e6, 1e6, 0, 0, 0, 0};
    static const size_t labels[] = {1, 0, 0};
    for (size_t count = 0; count <= 3; count++) {
        struct calibration calibration;
        stance_error error;
        REQUIRE(calibration_init(&calibration, N_LABELS, &error) == 0);
        CHECK_INT(calibration_fit(&calibration, scores, labels, count, &error), 0);
        check_sound(&calibration);
        for (size_t k = 0; k < N_LABELS && count == 0; k++) {
            CHECK_NEAR(calibration.slope[k], 1, 1e-9);
            CHECK_NEAR(calibration.offset[k], 0, 1e-9);
        }
        calibration_release(&calibration);
    }
}

const struct suite suite_calibration = {
    "model/calibration",
    (const struct test[]){
        {"a new one is softmax", test_a_new_one_is_softmax},
        {"among restricts and renormalises", test_among_restricts_and_renormalises},
        {"equal slopes keep the order", test_equal_slopes_keep_the_order},
        {"a fit finds what the rows were drawn from",
         test_a_fit_finds_what_the_rows_were_drawn_from},
        {"a fit is a summit", test_a_fit_is_a_summit},
        {"a fit is the same each time", test_a_fit_is_the_same_each_time},
        {"perfect separation stays finite", test_perfect_separation_stays_finite},
        {"a slope never turns", test_a_slope_never_turns},
        {"odd rows", test_odd_rows},
        {NULL, NULL},
    },
};
