#include "check.h"
#include "feature/ngram.h"
#include "feature/term.h"
#include "fixture.h"

/* What came, as "w moscow|". */
struct heard {
    struct buffer text;
    size_t count;
    size_t stop_after;
};

static int hear(void *context, const char *term, size_t length, stance_error *error)
{
    struct heard *heard = context;
    if (heard->count == heard->stop_after)
        return error_set(error, STANCE_DATA, "enough");
    heard->count++;
    buffer_append_format(&heard->text, "%c %.*s|", term[0], (int)length - 1, term + 1);
    return 0;
}

static const char *folded_word(const void *context, size_t index, size_t *length)
{
    const struct tokens *tokens = context;
    const struct token *token = &tokens->items[index];
    *length = token->folded_end - token->folded_start;
    return tokens->folded.data + token->folded_start;
}

/* The words of `text` and their characters, by `recipe`. */
static int run(const struct recipe *recipe, const char *text, struct heard *heard,
               stance_error *error)
{
    struct workshop workshop;
    struct ngram_scratch scratch = {BUFFER_EMPTY, BUFFER_EMPTY};
    struct tokens tokens = TOKENS_EMPTY;
    workshop_open(&workshop, recipe, NULL);
    REQUIRE(tokenizer_run(workshop.pattern, workshop.featurizer.scratch, text, strlen(text),
                          &tokens, error) == 0);
    int result =
        ngram_words(recipe, 1, tokens.count, folded_word, &tokens, &scratch, hear, heard, error);
    for (size_t i = 0; i < tokens.count && result == 0; i++) {
        size_t length;
        const char *word = folded_word(&tokens, i, &length);
        result = ngram_chars(recipe, word, length, &scratch, hear, heard, error);
    }
    ngram_scratch_release(&scratch);
    tokens_release(&tokens);
    workshop_close(&workshop);
    return result;
}

static const struct {
    uint32_t word_min, word_max, char_min, char_max;
    const char *text;
    const char *heard;
} cases[] = {
    {1, 2, 0, 0, "Moscow denies", "w moscow|w moscow denies|w denies|"},
    {2, 3, 0, 0, "a b c", "w a b|w a b c|w b c|"},
    {2, 3, 0, 0, "alone", ""},
    {1, 1, 0, 0, "no, no", "w no|w no|"},
    {1, 8, 3, 5, "", ""},
    {1, 8, 3, 5, "... !", ""},
    {0, 0, 3, 3, "denies", "c <de|c den|c eni|c nie|c ies|c es>|"},
    {0, 0, 3, 4, "a it", "c <a>|c <it|c <it>|c it>|"},
    {0, 0, 1, 1, "ab", "c <|c a|c b|c >|"},
    {0, 0, 2, 2, "né", "c <n|c né|c é>|"},
    {1, 1, 4, 4, "Нет", "w нет|c <нет|c нет>|"},
};

static void test_orders(void)
{
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct recipe recipe = {.word_min = cases[i].word_min,
                                .word_max = cases[i].word_max,
                                .char_min = cases[i].char_min,
                                .char_max = cases[i].char_max};
        struct heard heard = {.stop_after = SIZE_MAX};
        stance_error error;
        buffer_append_string(&heard.text, "");
        CHECK_INT(run(&recipe, cases[i].text, &heard, &error), 0);
        CHECK_BYTES(heard.text.data, heard.text.length, cases[i].heard);
        buffer_release(&heard.text);
    }
}

static void test_a_receiver_stops_it(void)
{
    static const struct recipe recipes[] = {
        {.word_min = 1, .word_max = 2},
        {.char_min = 3, .char_max = 3},
    };
    for (size_t i = 0; i < 2; i++) {
        struct heard heard = {.stop_after = 2};
        stance_error error;
        CHECK_INT(run(&recipes[i], "Moscow denies everything", &heard, &error), -1);
        CHECK_STRING(error.message, "enough");
        CHECK_INT(heard.count, 2);
        buffer_release(&heard.text);
    }
}

/* Character n-grams see the first 256 bytes of a word, cut between code points. */
static void test_a_long_word_is_cut(void)
{
    static const struct {
        const char *letter;
        size_t letters;
        size_t kept;
    } words[] = {
        {"x", 256, 256}, {"x", 257, 256}, {"x", 99999, 256}, {"é", 200, 128}, {"ж", 128, 128}};
    static const struct recipe recipe = {.char_min = 1, .char_max = 1};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        struct buffer word = BUFFER_EMPTY;
        struct heard heard = {.stop_after = SIZE_MAX};
        stance_error error;
        for (size_t n = 0; n < words[i].letters; n++)
            buffer_append_string(&word, words[i].letter);
        CHECK_INT(run(&recipe, word.data, &heard, &error), 0);
        CHECK_INT(heard.count, words[i].kept + 2); /* and the two marks */
        buffer_release(&word);
        buffer_release(&heard.text);
    }
}

/* Three bytes a letter: 85 of them fit into 256 bytes. */
static void test_a_cut_never_splits_a_letter(void)
{
    static const struct recipe recipe = {.char_min = 1, .char_max = 1};
    struct buffer word = BUFFER_EMPTY;
    struct heard heard = {.stop_after = SIZE_MAX};
    stance_error error;
    for (size_t n = 0; n < 100; n++)
        buffer_append_string(&word, "語");
    CHECK_INT(run(&recipe, word.data, &heard, &error), 0);
    CHECK_INT(heard.count, 85 + 2);
    CHECK_CONTAINS(heard.text.data, "c 語|c >|");
    buffer_release(&word);
    buffer_release(&heard.text);
}

static void test_blocks(void)
{
    CHECK_INT(term_block("wmoscow"), BLOCK_WORD);
    CHECK_INT(term_block("c<mo"), BLOCK_CHAR);
    CHECK_INT(term_block("cwar"), BLOCK_CHAR);
    CHECK_STRING(block_name(BLOCK_WORD), "word");
    CHECK_INT(term_block("qwar"), BLOCK_CUE);
    CHECK_STRING(block_name(BLOCK_CHAR), "char");
    CHECK_STRING(block_name(BLOCK_CUE), "cue");
}

const struct suite suite_ngram = {
    "feature/ngram",
    (const struct test[]){
        {"orders", test_orders},
        {"a receiver stops it", test_a_receiver_stops_it},
        {"a long word is cut", test_a_long_word_is_cut},
        {"a cut never splits a letter", test_a_cut_never_splits_a_letter},
        {"blocks", test_blocks},
        {NULL, NULL},
    },
};
