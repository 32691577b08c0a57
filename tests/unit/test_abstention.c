#include "train/abstention.h"

#include "check.h"
#include "fixture.h"

#define ROWS_MAX 10

static const struct {
    size_t count;
    double confidence[ROWS_MAX];
    bool right[ROWS_MAX];
    double precision;
    double threshold;
} cases[] = {
    /* one row */
    {1, {0.5}, {true}, 1, 0.5},
    {1, {0.5}, {true}, 0, 0.5},
    {1, {0.5}, {false}, 0, 0.5},
    {1, {0}, {true}, 1, 0},
    {1, {1}, {true}, 1, 1},
    /* precision 0: all keep their answers; 1: those above the first that is wrong */
    {3, {0.9, 0.5, 0.2}, {false, false, false}, 0, 0.2},
    {3, {0.9, 0.5, 0.2}, {true, true, true}, 1, 0.2},
    {3, {0.9, 0.5, 0.2}, {true, true, false}, 1, 0.5},
    {3, {0.9, 0.5, 0.2}, {true, false, true}, 1, 0.9},
    /* the share itself is enough */
    {4, {0.9, 0.8, 0.7, 0.6}, {true, true, false, true}, 0.75, 0.6},
    {4, {0.9, 0.8, 0.7, 0.6}, {true, true, false, true}, 0.76, 0.8},
    {3, {0.9, 0.8, 0.7}, {true, false, true}, 2.0 / 3, 0.7},
    {10, {1, 1, 1, 1, 1, 1, 1, 1, 1, 1}, {0, 1, 1, 1, 1, 1, 1, 1, 1, 1}, 0.9, 1},
    /* whatever the order of the rows */
    {4, {0.6, 0.9, 0.7, 0.8}, {true, true, false, true}, 0.76, 0.8},
    {4, {0.7, 0.6, 0.8, 0.9}, {false, true, true, true}, 0.75, 0.6},
    /* equally sure: kept or dropped together, whichever comes first */
    {3, {0.9, 0.7, 0.7}, {true, true, false}, 0.6, 0.7},
    {3, {0.9, 0.7, 0.7}, {true, true, false}, 0.7, 0.9},
    {3, {0.7, 0.7, 0.9}, {false, true, true}, 0.7, 0.9},
    {3, {0.9, 0.9, 0.5}, {true, false, true}, 0.6, 0.5},
    {4, {0.5, 0.5, 0.5, 0.5}, {true, true, true, false}, 0.75, 0.5},
    /* lost, and reached again with more rows */
    {5, {0.9, 0.8, 0.7, 0.6, 0.5}, {true, false, true, true, false}, 0.7, 0.6},
    {5, {0.9, 0.8, 0.7, 0.6, 0.5}, {false, true, true, true, false}, 0.7, 0.6},
    {5, {0.9, 0.8, 0.7, 0.6, 0.5}, {true, false, true, true, true}, 0.8, 0.5},
    {5, {0.9, 0.8, 0.7, 0.6, 0.5}, {true, false, true, true, false}, 0.8, 0.9},
};

static void test_thresholds(void)
{
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        double threshold = -1;
        stance_error error = {0};
        CHECK_INT(abstention_threshold(cases[i].confidence, cases[i].right, cases[i].count,
                                       cases[i].precision, &threshold, &error),
                  0);
        CHECK_STRING(error.message, "");
        CHECK_NEAR(threshold, cases[i].threshold, 0);
    }
}

static const struct {
    size_t count;
    double confidence[ROWS_MAX];
    bool right[ROWS_MAX];
    double precision;
    const char *message;
} failures[] = {
    {0,
     {0},
     {0},
     0.5,
     "no confidence gives a precision of 0.5 on held-out rows; the best is 0.0000"},
    {1,
     {0.5},
     {false},
     0.5,
     "no confidence gives a precision of 0.5 on held-out rows; the best is 0.0000"},
    {2,
     {0.9, 0.5},
     {false, true},
     1,
     "no confidence gives a precision of 1 on held-out rows; the best is 0.5000"},
    {3,
     {0.9, 0.9, 0.5},
     {true, false, true},
     0.7, /* not 1 by the first of the two alone */
     "no confidence gives a precision of 0.7 on held-out rows; the best is 0.6667"},
    {4,
     {0.9, 0.8, 0.7, 0.6},
     {false, true, true, false},
     0.975, /* the best is in the middle */
     "no confidence gives a precision of 0.975 on held-out rows; the best is 0.6667"},
};

static void test_out_of_reach(void)
{
    for (size_t i = 0; i < sizeof failures / sizeof failures[0]; i++) {
        double threshold = 77;
        stance_error error;
        CHECK_INT(abstention_threshold(failures[i].confidence, failures[i].right, failures[i].count,
                                       failures[i].precision, &threshold, &error),
                  -1);
        CHECK_INT(error.status, STANCE_DATA);
        CHECK_STRING(error.message, failures[i].message);
        CHECK_NEAR(threshold, 77, 0);
    }
}

/* The share of right answers from a confidence on. */
static double share_from(double least, const double *confidence, const bool *right, size_t count)
{
    size_t answers = 0, n_right = 0;
    for (size_t i = 0; i < count; i++)
        if (confidence[i] >= least) {
            answers++;
            n_right += right[i];
        }
    return (double)n_right / (double)answers;
}

/* Many rows, with ties: the threshold does, and no lower confidence does. */
static void test_no_lower_one_would_do(void)
{
    enum { COUNT = 300 };
    static const double precisions[] = {0.3, 0.5, 0.6, 0.7, 0.8};
    double confidence[COUNT];
    bool right[COUNT];
    for (uint64_t seed = 1; seed <= 20; seed++) {
        struct random random;
        random_seed(&random, seed);
        for (size_t i = 0; i < COUNT; i++) {
            confidence[i] = (double)random_below(&random, 100) / 100;
            right[i] = random_real(&random) < 0.2 + 0.6 * confidence[i];
        }
        for (size_t p = 0; p < sizeof precisions / sizeof precisions[0]; p++) {
            double threshold = -1, lowest = 2;
            stance_error error;
            for (size_t i = 0; i < COUNT; i++)
                if (confidence[i] < lowest &&
                    share_from(confidence[i], confidence, right, COUNT) >= precisions[p])
                    lowest = confidence[i];
            int result =
                abstention_threshold(confidence, right, COUNT, precisions[p], &threshold, &error);
            CHECK_INT(result, lowest > 1 ? -1 : 0);
            CHECK_NEAR(threshold, lowest > 1 ? -1 : lowest, 0);
        }
    }
}

const struct suite suite_abstention = {
    "train/abstention",
    (const struct test[]){
        {"thresholds", test_thresholds},
        {"out of reach", test_out_of_reach},
        {"no lower one would do", test_no_lower_one_would_do},
        {NULL, NULL},
    },
};
