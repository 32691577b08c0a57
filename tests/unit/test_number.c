#include "report/number.h"

#include "base/random.h"
#include "check.h"

#include <float.h>
#include <inttypes.h>

/* Whether the buffer, which is emptied, holds what printf gives. */
static bool agrees(struct buffer *out, const char *expected)
{
    bool same = !out->failed && strcmp(out->data, expected) == 0;
    if (!same)
        fprintf(stderr, "\n%s is not %s\n", out->data, expected);
    buffer_reset(out);
    return same;
}

static bool real_agrees(double real, struct buffer *out)
{
    char expected[400]; /* DBL_MAX has 309 digits before the point */
    snprintf(expected, sizeof expected, "%.6f", real);
    number_put_real(real, out);
    return agrees(out, expected);
}

static bool integer_agrees(uint64_t integer, struct buffer *out)
{
    char expected[24];
    snprintf(expected, sizeof expected, "%" PRIu64, integer);
    number_put_integer(integer, out);
    return agrees(out, expected);
}

static void test_integers(void)
{
    struct buffer out = BUFFER_EMPTY;
    struct random random;
    random_seed(&random, 1);
    bool same = integer_agrees(0, &out) && integer_agrees(UINT64_MAX, &out);
    for (uint64_t power = 1; power < UINT64_MAX / 10; power *= 10)
        same = same && integer_agrees(power - 1, &out) && integer_agrees(power, &out);
    for (int i = 0; i < 100000; i++)
        same = same && integer_agrees(random_next(&random) >> random_below(&random, 64), &out);
    CHECK(same);
    buffer_release(&out);
}

static void test_edges(void)
{
    static const double edges[] = {0,
                                   -0.0,
                                   1,
                                   0.5,
                                   1e-6,
                                   5e-7,
                                   4.9999999e-7,
                                   0.9999995,
                                   0.9999994,
                                   0.99999949999,
                                   DBL_MIN,
                                   DBL_MAX,
                                   DBL_EPSILON,
                                   5e-324,
                                   0.1,
                                   1e15,
                                   123456.5,
                                   -0.25,
                                   -1e-9,
                                   INFINITY,
                                   -INFINITY,
                                   1.0 / 3,
                                   1099511627775.9999,
                                   1099511627776.0};
    struct buffer out = BUFFER_EMPTY;
    for (size_t i = 0; i < sizeof edges / sizeof edges[0]; i++)
        CHECK(real_agrees(edges[i], &out));
    /* Odd multiples of 2^-7 lie exactly between two millionths: 0.0078125. */
    for (int i = 1; i < 100000; i++)
        CHECK(real_agrees(i / 128.0, &out));
    buffer_release(&out);
}

static void test_a_million_reals(void)
{
    struct buffer out = BUFFER_EMPTY;
    struct random random;
    random_seed(&random, 2);
    bool same = true;
    for (int i = 0; i < 1000000 && same; i++) {
        uint64_t bits = random_next(&random);
        double real = (double)(bits >> 11) * 0x1p-53; /* 0 <= real < 1 */
        if (i % 4 == 1)
            real = ldexp(real, (int)random_below(&random, 120) - 70);
        else if (i % 4 == 2)
            real = (double)(bits % 2000001) / 2e6; /* as near to a tie as a double comes */
        same = real_agrees(real, &out);
    }
    CHECK(same);
    buffer_release(&out);
}

const struct suite suite_number = {
    "report/number",
    (const struct test[]){
        {"integers as printf has them", test_integers},
        {"reals at the edges", test_edges},
        {"a million reals as printf has them", test_a_million_reals},
        {NULL, NULL},
    },
};
