#include "feature/weighting.h"

#include "check.h"

#define N_TERMS 5

/* Three texts; idf = ln(4 / (1 + df)) + 1. */
static const struct {
    const char *term;
    uint32_t document_frequency;
} terms[N_TERMS] = {
    {"c<ab", 1}, {"cabc", 3}, {"wall", 3}, {"wone", 1}, {"wtwo", 2},
};

static const double IDF_ONE = 1.6931471805599454; /* 1 + ln 2 */
static const double IDF_TWO = 1.2876820724517808; /* 1 + ln(4/3) */
static const double TF_TWO = 1.6931471805599454;  /* 1 + ln 2 */
static const double TF_FOUR = 2.3862943611198908; /* 1 + ln 4 */

static void vocabulary_make(struct vocabulary *vocabulary, uint32_t frequencies[N_TERMS])
{
    *vocabulary = VOCABULARY_EMPTY;
    vocabulary->document_count = 3;
    vocabulary->document_frequency = frequencies;
    for (uint32_t t = 0; t < N_TERMS; t++) {
        frequencies[t] = terms[t].document_frequency;
        REQUIRE(intern_add(&vocabulary->terms, terms[t].term, strlen(terms[t].term)) == t);
    }
}

static void test_idf(void)
{
    struct vocabulary vocabulary;
    uint32_t frequencies[N_TERMS];
    vocabulary_make(&vocabulary, frequencies);
    CHECK_NEAR(weighting_idf(&vocabulary, 3), IDF_ONE, 1e-15);
    CHECK_NEAR(weighting_idf(&vocabulary, 4), IDF_TWO, 1e-15);
    CHECK_NEAR(weighting_idf(&vocabulary, 2), 1, 0);
    intern_release(&vocabulary.terms);
}

/* Counts of wall, wone and wtwo, and what they become before the length is made 1. */
static void check_words(enum weighting weighting, const double expected[3])
{
    struct vocabulary vocabulary;
    uint32_t frequencies[N_TERMS];
    vocabulary_make(&vocabulary, frequencies);
    struct vector_entry entries[] = {{2, 4}, {3, 1}, {4, 2}};
    struct vector vector = {entries, 3, 3};
    weighting_apply(weighting, &vocabulary, &vector);
    double length =
        sqrt(expected[0] * expected[0] + expected[1] * expected[1] + expected[2] * expected[2]);
    CHECK_INT(vector.count, 3);
    for (size_t i = 0; i < 3; i++)
        CHECK_NEAR(entries[i].value, expected[i] / length, 1e-15);
    CHECK_NEAR(vector_dot(&vector, &vector), 1, 1e-15);
    intern_release(&vocabulary.terms);
}

static void test_weightings(void)
{
    check_words(WEIGHTING_BINARY, (const double[]){1, 1, 1});
    check_words(WEIGHTING_TF, (const double[]){4, 1, 2});
    check_words(WEIGHTING_TFIDF, (const double[]){TF_FOUR, IDF_ONE, TF_TWO * IDF_TWO});
    check_words(WEIGHTING_NB, (const double[]){TF_FOUR, IDF_ONE, TF_TWO * IDF_TWO});
}

/* Each block has the same length whatever its number of terms: 3-4-5 triangles. */
static void test_blocks_are_normalised_alone(void)
{
    static const double half = 0.70710678118654757; /* 1 / sqrt 2 */
    struct vocabulary vocabulary;
    uint32_t frequencies[N_TERMS];
    vocabulary_make(&vocabulary, frequencies);
    struct vector_entry entries[] = {{0, 30}, {1, 40}, {2, 4}, {3, 3}};
    struct vector vector = {entries, 4, 4};
    weighting_apply(WEIGHTING_TF, &vocabulary, &vector);
    CHECK_NEAR(entries[0].value, 0.6 * half, 1e-15);
    CHECK_NEAR(entries[1].value, 0.8 * half, 1e-15);
    CHECK_NEAR(entries[2].value, 0.8 * half, 1e-15);
    CHECK_NEAR(entries[3].value, 0.6 * half, 1e-15);
    intern_release(&vocabulary.terms);
}

static void test_one_block_alone_has_length_one(void)
{
    struct vocabulary vocabulary;
    uint32_t frequencies[N_TERMS];
    vocabulary_make(&vocabulary, frequencies);
    struct vector_entry entries[] = {{0, 3}, {1, 4}};
    struct vector vector = {entries, 2, 2};
    weighting_apply(WEIGHTING_TF, &vocabulary, &vector);
    CHECK_NEAR(entries[0].value, 0.6, 1e-15);
    CHECK_NEAR(entries[1].value, 0.8, 1e-15);
    intern_release(&vocabulary.terms);
}

static void test_an_empty_vector_stays_empty(void)
{
    struct vocabulary vocabulary;
    uint32_t frequencies[N_TERMS];
    vocabulary_make(&vocabulary, frequencies);
    struct vector vector = VECTOR_EMPTY;
    weighting_apply(WEIGHTING_TFIDF, &vocabulary, &vector);
    CHECK_INT(vector.count, 0);
    intern_release(&vocabulary.terms);
}

const struct suite suite_weighting = {
    "feature/weighting",
    (const struct test[]){
        {"idf", test_idf},
        {"weightings", test_weightings},
        {"blocks are normalised alone", test_blocks_are_normalised_alone},
        {"one block alone has length one", test_one_block_alone_has_length_one},
        {"an empty vector stays empty", test_an_empty_vector_stays_empty},
        {NULL, NULL},
    },
};
