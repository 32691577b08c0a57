#include "check.h"
#include "feature/vocabulary.h"

/* Texts as words parted by spaces. */
static void count_texts(const char *const *texts, size_t n_texts, struct vocabulary_counts *counts)
{
    stance_error error;
    for (size_t i = 0; i < n_texts; i++) {
        vocabulary_counts_next_document(counts);
        for (const char *word = texts[i]; *word != '\0';) {
            size_t length = strcspn(word, " ");
            uint32_t number = intern_add(&counts->terms, word, length);
            REQUIRE(number != INTERN_ABSENT);
            REQUIRE(vocabulary_counts_add(counts, number, &error) == 0);
            word += length;
            word += *word == ' ';
        }
    }
}

/* The frozen terms as "term:frequency ". */
static void check_frozen(const struct vocabulary_counts *counts, uint32_t min, uint32_t max,
                         const char *expected)
{
    stance_error error;
    struct vocabulary vocabulary;
    struct buffer text = BUFFER_EMPTY;
    REQUIRE(vocabulary_freeze(counts, min, max, &vocabulary, &error) == 0);
    buffer_append_string(&text, "");
    for (uint32_t i = 0; i < vocabulary.terms.count; i++) {
        size_t length;
        const char *term = intern_get(&vocabulary.terms, i, &length);
        CHECK_INT(intern_find(&vocabulary.terms, term, length), i);
        buffer_append_format(&text, "%.*s:%u ", (int)length, term,
                             vocabulary.document_frequency[i]);
    }
    CHECK_BYTES(text.data, text.length, expected);
    CHECK_INT(vocabulary.document_count, counts->document_count);
    buffer_release(&text);
    vocabulary_release(&vocabulary);
}

static const char *const texts[] = {"wb wa wb wb", "wa wc", "", "wd wa wb wab", "wc"};

static const struct {
    uint32_t min, max;
    const char *frozen;
} cases[] = {
    {1, 0, "wa:3 wab:1 wb:2 wc:2 wd:1 "},
    {2, 0, "wa:3 wb:2 wc:2 "},
    {3, 0, "wa:3 "},
    {4, 0, ""},
    {1, 1, "wa:3 "},
    {1, 2, "wa:3 wb:2 "}, /* wb and wc are tied: the earlier bytes */
    {1, 4, "wa:3 wab:1 wb:2 wc:2 "},
    {1, 5, "wa:3 wab:1 wb:2 wc:2 wd:1 "},
    {2, 99, "wa:3 wb:2 wc:2 "},
};

static void test_freezing(void)
{
    struct vocabulary_counts counts = VOCABULARY_COUNTS_EMPTY;
    count_texts(texts, 5, &counts);
    CHECK_INT(counts.document_count, 5);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        check_frozen(&counts, cases[i].min, cases[i].max, cases[i].frozen);
    vocabulary_counts_release(&counts);
}

static void test_the_order_of_texts_does_not_matter(void)
{
    static const char *const reversed[] = {"wc", "wab wb wa wd", "wc wa", "", "wb wa"};
    struct vocabulary_counts counts = VOCABULARY_COUNTS_EMPTY;
    count_texts(reversed, 5, &counts);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        check_frozen(&counts, cases[i].min, cases[i].max, cases[i].frozen);
    vocabulary_counts_release(&counts);
}

static void test_nothing_counted(void)
{
    struct vocabulary_counts counts = VOCABULARY_COUNTS_EMPTY;
    check_frozen(&counts, 1, 0, "");
    check_frozen(&counts, 1, 3, "");
    vocabulary_counts_release(&counts);
}

static void test_many_terms(void)
{
    enum { TEXTS = 40, TERMS = 3000 };
    struct vocabulary_counts counts = VOCABULARY_COUNTS_EMPTY;
    struct vocabulary vocabulary;
    stance_error error;
    for (unsigned d = 1; d <= TEXTS; d++) {
        vocabulary_counts_next_document(&counts);
        for (unsigned t = 0; t < TERMS; t += d) { /* term t stands in one text for each divisor */
            char term[16];
            int length = snprintf(term, sizeof term, "w%u", t);
            uint32_t number = intern_add(&counts.terms, term, (size_t)length);
            REQUIRE(vocabulary_counts_add(&counts, number, &error) == 0);
        }
    }
    REQUIRE(vocabulary_freeze(&counts, 1, 0, &vocabulary, &error) == 0);
    CHECK_INT(vocabulary.terms.count, TERMS);
    for (unsigned t = 0; t < TERMS; t++) {
        char term[16];
        int length = snprintf(term, sizeof term, "w%u", t);
        uint32_t number = intern_find(&vocabulary.terms, term, (size_t)length);
        REQUIRE(number != INTERN_ABSENT);
        uint32_t divisors = 0;
        for (unsigned d = 1; d <= TEXTS; d++)
            divisors += t % d == 0;
        CHECK(vocabulary.document_frequency[number] == divisors);
    }
    vocabulary_release(&vocabulary);
    vocabulary_counts_release(&counts);
}

const struct suite suite_vocabulary = {
    "feature/vocabulary",
    (const struct test[]){
        {"freezing chooses and sorts", test_freezing},
        {"the order of texts does not matter", test_the_order_of_texts_does_not_matter},
        {"nothing counted", test_nothing_counted},
        {"many terms", test_many_terms},
        {NULL, NULL},
    },
};
