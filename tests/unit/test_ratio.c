#include "train/ratio.h"

#include "check.h"

#define N_TERMS 3
#define N_ROWS  4

/* Four texts of length 1 over three terms:
 *
 *     +   0 1       p = 1 + 2, 1 + 1, 1 + 0    sum 6
 *     +   0         q = 1 + 1, 1 + 2, 1 + 2    sum 8
 *     -     1 2
 *     -   0 1 2     r = ln(3/6 : 2/8), ln(2/6 : 3/8), ln(1/6 : 3/8) = ln 2, ln 8/9, ln 4/9 */
static struct vector_entry entries[N_ROWS][N_TERMS] = {
    {{0, 0.6}, {1, 0.8}},
    {{0, 1}},
    {{1, 0.8}, {2, 0.6}},
    {{0, 2.0 / 3}, {1, 2.0 / 3}, {2, 1.0 / 3}},
};

static const struct vector vectors[N_ROWS] = {
    {entries[0], 2, N_TERMS},
    {entries[1], 1, N_TERMS},
    {entries[2], 2, N_TERMS},
    {entries[3], 3, N_TERMS},
};

static const size_t all[N_ROWS] = {0, 1, 2, 3};
static const signed char sides[N_ROWS] = {1, 1, -1, -1};

static double scaled_square(const struct vector *vector, const double *ratios)
{
    double sum = 0;
    for (size_t e = 0; e < vector->count; e++) {
        double value = vector->entries[e].value * ratios[vector->entries[e].term];
        sum += value * value;
    }
    return sum;
}

static void test_four_texts(void)
{
    double ratios[N_TERMS], scratch[N_TERMS], squares = 0;
    ratio_compute(vectors, all, sides, N_ROWS, N_TERMS, ratios, scratch);
    for (size_t i = 0; i < N_ROWS; i++)
        squares += scaled_square(&vectors[i], ratios);
    CHECK_NEAR(squares, N_ROWS, 1e-12); /* mean square length 1 */
    CHECK(ratios[0] > 0);
    CHECK_NEAR(ratios[1] / ratios[0], log(8.0 / 9) / log(2), 1e-12);
    CHECK_NEAR(ratios[2] / ratios[0], log(4.0 / 9) / log(2), 1e-12);
}

static void test_sides_turned(void)
{
    static const signed char turned[N_ROWS] = {-1, -1, 1, 1};
    double ratios[N_TERMS], opposite[N_TERMS], scratch[N_TERMS];
    ratio_compute(vectors, all, sides, N_ROWS, N_TERMS, ratios, scratch);
    ratio_compute(vectors, all, turned, N_ROWS, N_TERMS, opposite, scratch);
    for (size_t t = 0; t < N_TERMS; t++)
        CHECK_NEAR(opposite[t], -ratios[t], 1e-12);
}

/* Rows 1 and 2 alone: p = 2 1 1 of 4, q = 1 2 2 of 5, r = ln(5/2), ln(5/8), ln(5/8). */
static void test_only_the_rows_named_count(void)
{
    static const size_t rows[] = {2, 1};
    static const signed char two_sides[] = {-1, 1};
    double ratios[N_TERMS], scratch[N_TERMS];
    ratio_compute(vectors, rows, two_sides, 2, N_TERMS, ratios, scratch);
    double scale = ratios[0] / log(2.5);
    CHECK_NEAR(ratios[1], scale * log(0.625), 1e-12);
    CHECK_NEAR(ratios[2], scale * log(0.625), 1e-12);
    CHECK_NEAR(scaled_square(&vectors[1], ratios) + scaled_square(&vectors[2], ratios), 2, 1e-12);
}

/* Terms in no row keep a ratio; rows without a known term scale nothing. */
static void test_nothing_to_tell_apart(void)
{
    static const size_t same[] = {0, 0};
    static const signed char two_sides[] = {1, -1};
    const struct vector empty[2] = {VECTOR_EMPTY, VECTOR_EMPTY};
    double ratios[N_TERMS], scratch[N_TERMS];
    ratio_compute(vectors, same, two_sides, 2, N_TERMS, ratios, scratch);
    for (size_t t = 0; t < N_TERMS; t++)
        CHECK_NEAR(ratios[t], 0, 0);
    ratio_compute(empty, all, two_sides, 2, N_TERMS, ratios, scratch);
    for (size_t t = 0; t < N_TERMS; t++)
        CHECK_NEAR(ratios[t], 0, 0);
}

const struct suite suite_ratio = {
    "train/ratio",
    (const struct test[]){
        {"four texts", test_four_texts},
        {"sides turned", test_sides_turned},
        {"only the rows named count", test_only_the_rows_named_count},
        {"nothing to tell apart", test_nothing_to_tell_apart},
        {NULL, NULL},
    },
};
