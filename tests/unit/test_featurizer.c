#include "feature/featurizer.h"

#include "check.h"
#include "fixture.h"

static const struct recipe words = {
    .word_min = 1, .word_max = 2, .min_document_frequency = 1, .weighting = WEIGHTING_TF};

static const char *const training[] = {"Moscow denied it", "Kyiv accused Moscow of 12 attacks",
                                       "It denied 12 attacks", NULL};

/* The last vector as "term value|", values before the length was made 1: the smallest is 1. */
static void check_vector(const struct featurizer *featurizer, const char *expected)
{
    const struct vector *vector = &featurizer->vector;
    struct buffer text = BUFFER_EMPTY;
    double smallest = INFINITY;
    buffer_append_string(&text, "");
    for (size_t i = 0; i < vector->count; i++)
        smallest = fmin(smallest, vector->entries[i].value);
    for (size_t i = 0; i < vector->count; i++) {
        size_t length;
        const char *term =
            intern_get(&featurizer->vocabulary->terms, vector->entries[i].term, &length);
        buffer_append_format(&text, "%.*s %.6g|", (int)length, term,
                             vector->entries[i].value / smallest);
        CHECK(i == 0 || vector->entries[i - 1].term < vector->entries[i].term);
    }
    CHECK_BYTES(text.data, text.length, expected);
    if (vector->count > 0)
        CHECK_NEAR(vector_dot(vector, vector), 1, 1e-12);
    buffer_release(&text);
}

static const struct {
    const char *text;
    const char *vector;
    bool known;
} cases[] = {
    {"Moscow denied", "wdenied 1|wmoscow 1|wmoscow denied 1|", true},
    {"MOSCOW — “denied”!", "wdenied 1|wmoscow 1|wmoscow denied 1|", true},
    {"denied it, denied and denied", "wdenied 3|wdenied it 1|wit 1|wit denied 1|", true},
    {"Berlin accused nobody", "waccused 1|", true},
    {"", "", false},
    {"Berlin", "", false},
    {"12", "w12 1|", false}, /* a number is known in every language */
    {"12 attacks", "w12 1|w12 attacks 1|wattacks 1|", true},
    {"москва 12", "w12 1|", false},
};

static void test_vectors(void)
{
    struct vocabulary vocabulary;
    struct workshop workshop;
    stance_error error;
    workshop_learn(&words, training, &vocabulary);
    workshop_open(&workshop, &words, &vocabulary);
    for (int round = 0; round < 2; round++) /* what was done before does not matter */
        for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
            CHECK_INT(
                featurizer_run(&workshop.featurizer, cases[i].text, strlen(cases[i].text), &error),
                0);
            check_vector(&workshop.featurizer, cases[i].vector);
            CHECK(featurizer_knows(&workshop.featurizer) == cases[i].known);
        }
    workshop_close(&workshop);
    vocabulary_release(&vocabulary);
}

static void test_both_blocks(void)
{
    static const struct recipe both = {.word_min = 1,
                                       .word_max = 1,
                                       .char_min = 3,
                                       .char_max = 3,
                                       .min_document_frequency = 1,
                                       .weighting = WEIGHTING_BINARY};
    struct vocabulary vocabulary;
    struct workshop workshop;
    stance_error error;
    workshop_learn(&both, training, &vocabulary);
    workshop_open(&workshop, &both, &vocabulary);
    CHECK_INT(featurizer_run(&workshop.featurizer, "it", 2, &error), 0);
    const struct vector *vector = &workshop.featurizer.vector;
    REQUIRE(vector->count == 3); /* <it and it> share what the word has alone */
    CHECK_NEAR(vector->entries[0].value, 0.5, 1e-15);
    CHECK_NEAR(vector->entries[1].value, 0.5, 1e-15);
    CHECK_NEAR(vector->entries[2].value, sqrt(0.5), 1e-15);
    CHECK_INT(featurizer_run(&workshop.featurizer, "deniable", 8, &error), 0);
    CHECK(vector->count > 0);
    CHECK(!featurizer_knows(&workshop.featurizer)); /* scraps of words alone */
    workshop_close(&workshop);
    vocabulary_release(&vocabulary);
}

static void test_without_single_words_any_term_is_known(void)
{
    static const struct recipe scraps = {
        .char_min = 3, .char_max = 3, .min_document_frequency = 1, .weighting = WEIGHTING_TF};
    struct vocabulary vocabulary;
    struct workshop workshop;
    stance_error error;
    workshop_learn(&scraps, training, &vocabulary);
    workshop_open(&workshop, &scraps, &vocabulary);
    CHECK_INT(featurizer_run(&workshop.featurizer, "deniable", 8, &error), 0);
    CHECK(featurizer_knows(&workshop.featurizer));
    CHECK_INT(featurizer_run(&workshop.featurizer, "xyz", 3, &error), 0);
    CHECK(!featurizer_knows(&workshop.featurizer));
    workshop_close(&workshop);
    vocabulary_release(&vocabulary);
}

static void test_counting(void)
{
    struct vocabulary vocabulary;
    workshop_learn(&words, training, &vocabulary);
    static const struct {
        const char *term;
        uint32_t document_frequency;
    } expected[] = {{"wmoscow", 2}, {"wdenied", 2}, {"wit", 2},        {"w12 attacks", 2},
                    {"wkyiv", 1},   {"wof", 1},     {"wdenied it", 1}, {"wit denied", 1}};
    CHECK_INT(vocabulary.document_count, 3);
    CHECK_INT(vocabulary.terms.count, 17);
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
        uint32_t number =
            intern_find(&vocabulary.terms, expected[i].term, strlen(expected[i].term));
        REQUIRE(number != INTERN_ABSENT);
        CHECK_INT(vocabulary.document_frequency[number], expected[i].document_frequency);
    }
    vocabulary_release(&vocabulary);
}

const struct suite suite_featurizer = {
    "feature/featurizer",
    (const struct test[]){
        {"vectors", test_vectors},
        {"both blocks", test_both_blocks},
        {"without single words any term is known", test_without_single_words_any_term_is_known},
        {"counting", test_counting},
        {NULL, NULL},
    },
};
