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

static void test_base(void)
{
    struct vocabulary vocabulary;
    uint32_t frequencies[N_TERMS];
    vocabulary_make(&vocabulary, frequencies);
    CHECK_NEAR(weighting_base(WEIGHTING_TFIDF, &vocabulary, 3), IDF_ONE, 1e-15);
    CHECK_NEAR(weighting_base(WEIGHTING_NB, &vocabulary, 4), IDF_TWO, 1e-15);
    CHECK_NEAR(weighting_base(WEIGHTING_TFIDF, &vocabulary, 2), 1, 0);
    CHECK_NEAR(weighting_base(WEIGHTING_TF, &vocabulary, 3), 1, 0);
    CHECK_NEAR(weighting_base(WEIGHTING_BINARY, &vocabulary, 3), 1, 0);
    intern_release(&vocabulary.terms);
}

static void test_damp(void)
{
    static const struct {
        enum weighting weighting;
        double one, two, four;
    } cases[] = {{WEIGHTING_BINARY, 1, 1, 1},
                 {WEIGHTING_TF, 1, 2, 4},
                 {WEIGHTING_TFIDF, 1, TF_TWO, TF_FOUR},
                 {WEIGHTING_NB, 1, TF_TWO, TF_FOUR}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        CHECK_NEAR(weighting_damp(cases[i].weighting, 1), cases[i].one, 0);
        CHECK_NEAR(weighting_damp(cases[i].weighting, 2), cases[i].two, 1e-15);
        CHECK_NEAR(weighting_damp(cases[i].weighting, 4), cases[i].four, 1e-15);
    }
}

static void test_scale(void)
{
    static const struct {
        double squares[BLOCK_COUNT];
        double scale[BLOCK_COUNT];
    } cases[] = {
        {{25, 0, 0}, {0.2, 0, 0}},
        {{0, 4, 0}, {0, 0.5, 0}},
        {{1, 4, 0}, {0.70710678118654757, 0.35355339059327379, 0}},
        {{1, 1, 1}, {0.57735026918962584, 0.57735026918962584, 0.57735026918962584}},
        {{0, 0, 0}, {0, 0, 0}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        double scale[BLOCK_COUNT];
        weighting_scale(cases[i].squares, scale);
        for (int b = 0; b < BLOCK_COUNT; b++)
            CHECK_NEAR(scale[b], cases[i].scale[b], 1e-15);
    }
}

const struct suite suite_weighting = {
    "feature/weighting",
    (const struct test[]){
        {"base", test_base},
        {"damp", test_damp},
        {"scale", test_scale},
        {NULL, NULL},
    },
};
