#include "check.h"
#include "feature/pair_table.h"

static void vocabulary_make(const char *const *terms, struct vocabulary *vocabulary)
{
    *vocabulary = VOCABULARY_EMPTY;
    for (; *terms != NULL; terms++)
        REQUIRE(intern_add(&vocabulary->terms, *terms, strlen(*terms)) != INTERN_ABSENT);
}

static void test_pairs(void)
{
    static const char *const terms[] = {"ca b", "qcue", "wa", "wa b", "wb", "wb a", "wc", NULL};
    enum { A = 2, AB = 3, B = 4, BA = 5, C = 6 };
    struct vocabulary vocabulary;
    struct pair_table *table;
    stance_error error;
    vocabulary_make(terms, &vocabulary);
    REQUIRE(pair_table_new(&vocabulary, &table, &error) == 0);
    REQUIRE(table != NULL);
    CHECK_INT(pair_table_find(table, A, B), AB);
    CHECK_INT(pair_table_find(table, B, A), BA);
    CHECK_INT(pair_table_find(table, A, A), INTERN_ABSENT);
    CHECK_INT(pair_table_find(table, A, C), INTERN_ABSENT);
    pair_table_free(table);
    vocabulary_release(&vocabulary);
}

static void test_a_pair_of_unknown_words_needs_strings(void)
{
    static const char *const terms[] = {"wa", "wa b", NULL};
    struct vocabulary vocabulary;
    struct pair_table *table;
    stance_error error;
    vocabulary_make(terms, &vocabulary);
    CHECK_INT(pair_table_new(&vocabulary, &table, &error), 0);
    CHECK(table == NULL);
    vocabulary_release(&vocabulary);
}

static void test_many(void)
{
    enum { WORDS = 120 };
    struct vocabulary vocabulary = VOCABULARY_EMPTY;
    struct pair_table *table;
    stance_error error;
    char term[32];
    for (unsigned i = 0; i < WORDS; i++) {
        int length = snprintf(term, sizeof term, "w%u", i);
        REQUIRE(intern_add(&vocabulary.terms, term, (size_t)length) == i);
    }
    for (unsigned i = 0; i < WORDS; i++)
        for (unsigned j = i % 3; j < WORDS; j += 3) {
            int length = snprintf(term, sizeof term, "w%u %u", i, j);
            REQUIRE(intern_add(&vocabulary.terms, term, (size_t)length) != INTERN_ABSENT);
        }
    REQUIRE(pair_table_new(&vocabulary, &table, &error) == 0);
    for (unsigned i = 0; i < WORDS; i++)
        for (unsigned j = 0; j < WORDS; j++) {
            int length = snprintf(term, sizeof term, "w%u %u", i, j);
            CHECK_INT(pair_table_find(table, i, j),
                      intern_find(&vocabulary.terms, term, (size_t)length));
        }
    pair_table_free(table);
    vocabulary_release(&vocabulary);
}

const struct suite suite_pair_table = {
    "feature/pair_table",
    (const struct test[]){
        {"pairs", test_pairs},
        {"a pair of unknown words needs strings", test_a_pair_of_unknown_words_needs_strings},
        {"many", test_many},
        {NULL, NULL},
    },
};
