#include "feature/vector.h"

#include "check.h"

#define LENGTH_MAX 4

static const struct {
    struct vector_entry a[LENGTH_MAX];
    size_t a_count;
    struct vector_entry b[LENGTH_MAX];
    size_t b_count;
    double product;
} cases[] = {
    {{{0, 0}}, 0, {{0, 0}}, 0, 0},
    {{{0, 2}, {5, 3}}, 2, {{0, 0}}, 0, 0},
    {{{0, 2}, {5, 3}}, 2, {{0, 7}}, 1, 14},
    {{{0, 2}, {5, 3}}, 2, {{5, -0.5}}, 1, -1.5},
    {{{0, 2}, {5, 3}}, 2, {{1, 1}, {4, 1}, {6, 1}}, 3, 0},
    {{{0, 2}, {5, 3}}, 2, {{0, 2}, {5, 3}}, 2, 13},
    {{{1, 1}, {2, 1}, {UINT32_MAX, 4}}, 3, {{2, 0.5}, {UINT32_MAX, 0.25}}, 2, 1.5},
};

static void test_dot(void)
{
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct vector_entry a_entries[LENGTH_MAX], b_entries[LENGTH_MAX];
        memcpy(a_entries, cases[i].a, sizeof a_entries);
        memcpy(b_entries, cases[i].b, sizeof b_entries);
        struct vector a = {a_entries, cases[i].a_count, LENGTH_MAX};
        struct vector b = {b_entries, cases[i].b_count, LENGTH_MAX};
        CHECK_NEAR(vector_dot(&a, &b), cases[i].product, 0);
        CHECK_NEAR(vector_dot(&b, &a), cases[i].product, 0);
    }
}

static void test_release_leaves_an_empty_vector(void)
{
    struct vector vector = VECTOR_EMPTY;
    vector_release(&vector);
    CHECK(vector.entries == NULL);
    CHECK_INT(vector.count, 0);
}

const struct suite suite_vector = {
    "feature/vector",
    (const struct test[]){
        {"dot product", test_dot},
        {"release leaves an empty vector", test_release_leaves_an_empty_vector},
        {NULL, NULL},
    },
};
