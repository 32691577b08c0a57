#include "base/random.h"
#include "check.h"

/* splitmix64's published values for the seed 1234567. */
static void test_seed(void)
{
    struct random random;
    random_seed(&random, 1234567);
    CHECK_INT(random.state[0], 6457827717110365317U);
    CHECK_INT(random.state[1], 3203168211198807973U);
    CHECK_INT(random.state[2], 9817491932198370423U);
    CHECK_INT(random.state[3], 4593380528125082431U);
}

/* The published values of xoshiro256** for the state 1, 2, 3, 4. */
static void test_published_values(void)
{
    static const uint64_t expected[] = {
        11520U,
        0U,
        1509978240U,
        1215971899390074240U,
        1216172134540287360U,
        607988272756665600U,
        16172922978634559625U,
        8476171486693032832U,
        10595114339597558777U,
        2904607092377533576U,
    };
    struct random random = {{1, 2, 3, 4}};
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++)
        CHECK_INT(random_next(&random), expected[i]);
}

static void test_first_values_of_seeds(void)
{
    static const struct {
        uint64_t seed;
        uint64_t first[3];
    } cases[] = {
        {0, {0x99ec5f36cb75f2b4, 0xbf6e1f784956452a, 0x1a5f849d4933e6e0}},
        {1, {0xb3f2af6d0fc710c5, 0x853b559647364cea, 0x92f89756082a4514}},
        {UINT64_MAX, {0x8f5520d52a7ead08, 0xc476a018caa1802d, 0x81de31c0d260469e}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct random random;
        random_seed(&random, cases[i].seed);
        for (size_t j = 0; j < 3; j++)
            CHECK_INT(random_next(&random), cases[i].first[j]);
    }
}

static void test_below(void)
{
    static const uint64_t bounds[] = {1,
                                      2,
                                      3,
                                      6,
                                      1000,
                                      ((uint64_t)1 << 32) + 1,
                                      (uint64_t)1 << 63,
                                      ((uint64_t)1 << 63) + 1,
                                      UINT64_MAX};
    struct random random;
    random_seed(&random, 42);
    for (size_t i = 0; i < sizeof bounds / sizeof bounds[0]; i++)
        for (size_t draw = 0; draw < 1000; draw++)
            if (random_below(&random, bounds[i]) >= bounds[i])
                CHECK_INT(draw, -1);
}

static void test_below_is_even(void)
{
    size_t counts[6] = {0};
    struct random random;
    random_seed(&random, 7);
    for (size_t i = 0; i < 60000; i++)
        counts[random_below(&random, 6)]++;
    for (size_t i = 0; i < 6; i++)
        CHECK(counts[i] > 9600 && counts[i] < 10400);
}

/* A third of all draws below 3 * 2^62 must fall in each third; the remainder alone would put half
 * of them in the first. */
static void test_below_has_no_bias(void)
{
    size_t low = 0;
    struct random random;
    random_seed(&random, 7);
    for (size_t i = 0; i < 30000; i++)
        low += random_below(&random, (uint64_t)3 << 62) < (uint64_t)1 << 62;
    CHECK(low > 9600 && low < 10400);
}

static void test_shuffle_is_a_permutation(void)
{
    enum { COUNT = 500 };
    struct random random;
    random_seed(&random, 3);
    size_t order[COUNT], seen[COUNT] = {0}, moved = 0;
    for (size_t i = 0; i < COUNT; i++)
        order[i] = i;
    random_shuffle(&random, order, COUNT);
    for (size_t i = 0; i < COUNT; i++) {
        REQUIRE(order[i] < COUNT);
        seen[order[i]]++;
        moved += order[i] != i;
    }
    for (size_t i = 0; i < COUNT; i++)
        CHECK_INT(seen[i], 1);
    CHECK(moved > COUNT / 2);
}

static void test_shuffle_of_little(void)
{
    struct random random, untouched;
    random_seed(&random, 5);
    untouched = random;
    size_t one[] = {9};
    random_shuffle(&random, NULL, 0);
    random_shuffle(&random, one, 1);
    CHECK_INT(one[0], 9);
    CHECK(memcmp(&random, &untouched, sizeof random) == 0);
}

static void test_shuffle_is_even(void)
{
    size_t counts[27] = {0};
    struct random random;
    random_seed(&random, 11);
    for (size_t i = 0; i < 12000; i++) {
        size_t order[] = {0, 1, 2};
        random_shuffle(&random, order, 3);
        counts[order[0] * 9 + order[1] * 3 + order[2]]++;
    }
    static const size_t permutations[] = {5, 7, 11, 15, 19, 21};
    for (size_t i = 0; i < 6; i++)
        CHECK(counts[permutations[i]] > 1850 && counts[permutations[i]] < 2150);
}

static void test_shuffle_depends_on_the_seed_alone(void)
{
    size_t orders[3][50];
    static const uint64_t seeds[3] = {8, 8, 9};
    for (size_t k = 0; k < 3; k++) {
        struct random random;
        random_seed(&random, seeds[k]);
        for (size_t i = 0; i < 50; i++)
            orders[k][i] = i;
        random_shuffle(&random, orders[k], 50);
    }
    CHECK(memcmp(orders[0], orders[1], sizeof orders[0]) == 0);
    CHECK(memcmp(orders[0], orders[2], sizeof orders[0]) != 0);
}

const struct suite suite_random = {
    "base/random",
    (const struct test[]){
        {"a seed fills the state", test_seed},
        {"published values", test_published_values},
        {"the first values of some seeds", test_first_values_of_seeds},
        {"numbers stay below the bound", test_below},
        {"numbers are even", test_below_is_even},
        {"a large bound has no bias", test_below_has_no_bias},
        {"a shuffle is a permutation", test_shuffle_is_a_permutation},
        {"a shuffle of nothing, of one", test_shuffle_of_little},
        {"all permutations are as likely", test_shuffle_is_even},
        {"a shuffle depends on the seed alone", test_shuffle_depends_on_the_seed_alone},
        {NULL, NULL},
    },
};
