#include "check.h"
#include "feature/lexicon.h"

static const struct recipe recipe = {
    .word_min = 1, .word_max = 1, .char_min = 3, .char_max = 3, .min_document_frequency = 1};

static const char *const terms[] = {"c<no", "cana", "wbanana", "wno", "w12", NULL};

static void terms_make(struct intern *known)
{
    *known = INTERN_EMPTY;
    for (size_t i = 0; terms[i] != NULL; i++)
        REQUIRE(intern_add(known, terms[i], strlen(terms[i])) == i);
}

static uint32_t find(struct lexicon *lexicon, const char *spelling)
{
    stance_error error;
    uint32_t word;
    REQUIRE(lexicon_find(lexicon, spelling, strlen(spelling), &word, &error) == 0);
    return word;
}

static const struct {
    const char *spelling;
    uint32_t term;
    uint32_t n_chars; /* different ones */
    bool has_letter;
} cases[] = {
    {"banana", 2, 1, true},
    {"BANANA", 2, 1, true},
    {"no", 3, 1, true},
    {"12", 4, 0, false},
    {"mañana", INTERN_ABSENT, 1, true},
    {"1-2", INTERN_ABSENT, 0, false},
    {"xyz", INTERN_ABSENT, 0, true},
};

static void test_words(void)
{
    struct intern known;
    struct lexicon lexicon;
    terms_make(&known);
    lexicon_init(&lexicon, &recipe, NULL, NULL, &known, NULL);
    for (int round = 0; round < 2; round++)
        for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
            uint32_t number = find(&lexicon, cases[i].spelling);
            const struct word *word = &lexicon.words[number];
            CHECK_INT(word->term, cases[i].term);
            CHECK_INT(lexicon.word_chars[number].count, cases[i].n_chars);
            CHECK(word->has_letter == cases[i].has_letter);
        }
    lexicon_release(&lexicon);
    intern_release(&known);
}

static void test_spellings_share_a_word(void)
{
    struct intern known;
    struct lexicon lexicon;
    terms_make(&known);
    lexicon_init(&lexicon, &recipe, NULL, NULL, &known, NULL);
    uint32_t word = find(&lexicon, "banana");
    CHECK_INT(find(&lexicon, "Banana"), word);
    CHECK(find(&lexicon, "no") != word);
    CHECK_INT(find(&lexicon, "\u00ad"), WORD_NONE); /* a soft hyphen alone folds to nothing */
    CHECK_INT(lexicon.chars[lexicon.word_chars[word].start].count, 2); /* b-ana-na, ban-ana */
    lexicon_release(&lexicon);
    intern_release(&known);
}

static void test_growing(void)
{
    struct intern growing = INTERN_EMPTY;
    struct lexicon lexicon;
    lexicon_init(&lexicon, &recipe, NULL, NULL, NULL, &growing);
    uint32_t number = find(&lexicon, "no");
    const struct word *word = &lexicon.words[number];
    CHECK_INT(growing.count, 3); /* wno c<no cno> */
    CHECK_INT(lexicon.word_chars[number].count, 2);
    CHECK(intern_find(&growing, "wno", 3) == word->term);
    lexicon_release(&lexicon);
    intern_release(&growing);
}

static void test_forgetting(void)
{
    struct intern known;
    struct lexicon lexicon;
    terms_make(&known);
    lexicon_init(&lexicon, &recipe, NULL, NULL, &known, NULL);
    CHECK(!lexicon_is_full(&lexicon, 0));
    CHECK(lexicon_is_full(&lexicon, (size_t)5 * LEXICON_WORDS_MAX + 5));
    for (unsigned i = 0; i <= LEXICON_WORDS_MAX; i++) {
        char spelling[16];
        snprintf(spelling, sizeof spelling, "w%u", i);
        find(&lexicon, spelling);
    }
    CHECK(lexicon_is_full(&lexicon, 0));
    lexicon_reset(&lexicon);
    CHECK(!lexicon_is_full(&lexicon, 0));
    CHECK_INT(lexicon.generation, 1);
    uint32_t number = find(&lexicon, "no");
    CHECK_INT(lexicon.words[number].term, 3);
    lexicon_release(&lexicon);
    intern_release(&known);
}

/* A cue that gives up on a word leaves the lexicon to be reset, and nothing half made behind. */
static void test_a_failure(void)
{
    static const char cues[] = "slow\t\\b(?:[a-f][a-f]?)+zq\\b\n";
    struct intern known;
    struct lexicon lexicon;
    struct pattern_list list;
    struct trigger_set *triggers;
    struct pattern_scratch *scratch;
    stance_error error;
    uint32_t word;
    char slow[200];
    memset(slow, 'a', sizeof slow);
    memcpy(slow + sizeof slow - 3, "gzq", 3);
    terms_make(&known);
    REQUIRE(pattern_list_parse(cues, sizeof cues - 1, PATTERN_CASELESS, "cues", &list, &error) ==
            0);
    REQUIRE(trigger_set_new(&list, &triggers, &error) == 0);
    REQUIRE(pattern_scratch_new(&scratch, &error) == 0);
    lexicon_init(&lexicon, &recipe, triggers, scratch, &known, NULL);
    for (int round = 0; round < 2; round++) {
        CHECK_INT(find(&lexicon, "no"), 0);
        CHECK_INT(lexicon_find(&lexicon, slow, sizeof slow, &word, &error), -1);
        CHECK_CONTAINS(error.message, "gave up");
        CHECK(lexicon_is_full(&lexicon, 0));
        lexicon_reset(&lexicon);
        CHECK(!lexicon_is_full(&lexicon, 0));
    }
    uint32_t number = find(&lexicon, "no");
    CHECK_INT(lexicon.words[number].term, 3);
    lexicon_release(&lexicon);
    pattern_scratch_free(scratch);
    trigger_set_free(triggers);
    pattern_list_release(&list);
    intern_release(&known);
}

const struct suite suite_lexicon = {
    "feature/lexicon",
    (const struct test[]){
        {"words", test_words},
        {"spellings share a word", test_spellings_share_a_word},
        {"growing", test_growing},
        {"forgetting", test_forgetting},
        {"a failure", test_a_failure},
        {NULL, NULL},
    },
};
