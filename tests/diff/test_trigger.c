/* Patterns found by way of triggers against all patterns run: every text of training/ and
 * tests/data/, and what random damage makes of them. */
#include "base/file.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "check.h"
#include "corpus.h"
#include "read/table.h"
#include "text/fold.h"
#include "text/tokenizer.h"
#include "text/trigger.h"

#include <stdlib.h>

#define MUTATED_TEXTS 20000

struct finder {
    struct pattern_list list;
    struct trigger_set *set;
    struct pattern *token_pattern;
    struct pattern_scratch *scratch;
    struct tokens tokens;
    uint64_t *marks; /* [set->n_marks] */
    size_t texts, plain_texts, wrong_texts;
    size_t given_up;         /* searches that passed a limit */
    size_t runs, plain_runs; /* patterns run by way of triggers: of all texts, of plain ones */
    size_t *runs_of;         /* [list.count] in plain texts */
};

static void finder_init_with(struct finder *finder, const char *source, size_t length)
{
    stance_error error;
    *finder = (struct finder){.list = PATTERN_LIST_EMPTY};
    REQUIRE(pattern_list_parse(source, length, PATTERN_CASELESS, "patterns", &finder->list,
                               &error) == 0);
    REQUIRE(trigger_set_new(&finder->list, &finder->set, &error) == 0);
    REQUIRE(pattern_compile(TOKENIZER_DEFAULT_PATTERN, strlen(TOKENIZER_DEFAULT_PATTERN),
                            PATTERN_EXACT, "token pattern", &finder->token_pattern, &error) == 0);
    REQUIRE(pattern_scratch_new(&finder->scratch, &error) == 0);
    finder->marks = memory_array(finder->set->n_marks, sizeof *finder->marks);
    finder->runs_of = memory_array(finder->list.count, sizeof *finder->runs_of);
    REQUIRE(finder->marks != NULL && finder->runs_of != NULL);
}

static void finder_init(struct finder *finder, const char *path)
{
    struct buffer source = BUFFER_EMPTY;
    stance_error error;
    REQUIRE(file_read_all(path, (size_t)1 << 20, &source, &error) == 0);
    finder_init_with(finder, source.data, source.length);
    buffer_release(&source);
}

static void finder_release(struct finder *finder)
{
    trigger_set_free(finder->set);
    pattern_list_release(&finder->list);
    pattern_free(finder->token_pattern);
    pattern_scratch_free(finder->scratch);
    tokens_release(&finder->tokens);
    free(finder->marks);
    free(finder->runs_of);
}

/* Returns false where the search gave up: that is no verdict. */
static bool search(struct finder *finder, size_t number, const char *text, size_t length,
                   bool *found)
{
    struct pattern_match match;
    stance_error error;
    return pattern_find(finder->list.items[number].pattern, finder->scratch, text, length, 0,
                        &match, found, &error) == 0;
}

static bool read_words(struct finder *finder, const char *text, size_t length)
{
    stance_error error;
    memset(finder->marks, 0, finder->set->n_marks * sizeof *finder->marks);
    REQUIRE(tokenizer_run(finder->token_pattern, finder->scratch, text, length, &finder->tokens,
                          &error) == 0);
    for (size_t i = 0; i < finder->tokens.count; i++) {
        const struct token *token = &finder->tokens.items[i];
        if (trigger_word(finder->set, finder->scratch,
                         finder->tokens.folded.data + token->folded_start,
                         token->folded_end - token->folded_start, finder->marks, &error) != 0)
            return false;
    }
    return true;
}

static void check_text(struct finder *finder, const char *text, size_t length)
{
    bool plain = trigger_plain(text, length), right = true;
    size_t runs = 0;
    if (plain && !read_words(finder, text, length)) {
        finder->given_up++;
        return;
    }
    for (size_t i = 0; i < finder->list.count; i++) {
        uint64_t bit = (uint64_t)1 << (i % 64);
        bool due = !plain || (trigger_due(finder->set, finder->marks, i / 64) & bit) != 0;
        bool found = plain && (trigger_found(finder->set, finder->marks, i / 64) & bit) != 0;
        bool really;
        runs += due;
        finder->runs_of[i] += plain && due;
        if (!search(finder, i, text, length, &really)) {
            finder->given_up++;
            continue;
        }
        if (right && really != (due ? really : found)) {
            printf("  %s: %.*s: %s by words: %.*s\n", finder->list.items[i].name,
                   (int)finder->list.items[i].expression_length, finder->list.items[i].expression,
                   found ? "found" : "not found", (int)length, text);
            right = false;
        }
    }
    finder->texts++;
    finder->plain_texts += plain;
    finder->wrong_texts += !right;
    finder->runs += runs;
    finder->plain_runs += plain ? runs : 0;
}

/* ---- texts ---- */

struct texts {
    struct buffer *items; /* [count] */
    size_t count;
    size_t capacity;
};

static void texts_release(struct texts *texts)
{
    for (size_t i = 0; i < texts->count; i++)
        buffer_release(&texts->items[i]);
    free(texts->items);
}

static void texts_add(struct texts *texts, const char *text, size_t length)
{
    REQUIRE(memory_reserve(&texts->items, &texts->capacity, texts->count + 1,
                           sizeof *texts->items) == 0);
    struct buffer *buffer = &texts->items[texts->count++];
    *buffer = BUFFER_EMPTY;
    buffer_append(buffer, text, length);
    REQUIRE(!buffer->failed);
}

static void texts_of_table(struct texts *texts, const char *path)
{
    static const struct table_column columns[] = {{"text", TABLE_REQUIRED, false}};
    struct table *table;
    struct table_record record;
    stance_error error;
    REQUIRE(table_open(path, TABLE_AUTO, columns, 1, NULL, &table, &error) == 0);
    while (table_next(table, &record, &error) == 0 && record.line != 0)
        texts_add(texts, record.fields[0].text, record.fields[0].length);
    table_close(table);
}

static void texts_of_document(struct texts *texts, const char *path)
{
    struct document *document;
    struct line line;
    stance_error error;
    REQUIRE(document_open(path, NULL, &document, &error) == 0);
    while (document_next(document, &line, &error) == 0 && line.text != NULL)
        texts_add(texts, line.text, line.length);
    document_close(document);
}

static void texts_read(struct texts *texts)
{
    texts_of_table(texts, "training/stance.tsv");
    texts_of_table(texts, "tests/data/check.tsv");
    texts_of_table(texts, "tests/data/fresh.tsv");
    texts_of_document(texts, "tests/data/article.txt");
    texts_of_document(texts, "tests/data/kinds.csv");
}

/* ---- damage ---- */

static const char *const oddities[] = {"_",
                                       "'",
                                       "’",
                                       "‘",
                                       "“",
                                       "”",
                                       "-",
                                       "–",
                                       "…",
                                       ".",
                                       ",",
                                       " ",
                                       "  ",
                                       "\n",
                                       "0",
                                       "7",
                                       "é",
                                       "É",
                                       "ß",
                                       "ſ",
                                       "K", /* U+212A */
                                       "İ",
                                       "ı",
                                       "ŉ",
                                       "ŀ",
                                       "ª",
                                       "²",
                                       "½",
                                       "µ",
                                       "µ",
                                       "\xcc\x81" /* U+0301 */,
                                       "\xcc\x87" /* U+0307 */,
                                       "\xc2\xad" /* U+00AD */,
                                       "\xe2\x80\x8b" /* U+200B */,
                                       "\xe2\x80\x8d" /* U+200D */,
                                       "\xe2\x80\x91" /* U+2011 */,
                                       "\xc2\xa0" /* U+00A0 */,
                                       "‿",
                                       "ﬁ",
                                       "n",
                                       "D",
                                       "д",
                                       "中",
                                       "١",
                                       "😀",
                                       "\xef\xb8\x8f" /* U+FE0F */,
                                       "s",
                                       "ed",
                                       "ing",
                                       "n't",
                                       "’s",
                                       "never",
                                       "not ",
                                       " no ",
                                       "denies",
                                       "deny",
                                       "co-",
                                       "re-",
                                       "un"};

/* Appends a copy of `text` in which some words and characters are damaged: `often` of 256. */
static void append_damaged(struct random *random, const struct buffer *text, uint64_t often,
                           struct buffer *out)
{
    bool shouting = random_below(random, 8) == 0;
    for (size_t i = 0; i < text->length;) {
        size_t width = utf8_width((unsigned char)text->data[i]);
        char c = text->data[i];
        uint64_t kind = random_below(random, 256) < often ? random_below(random, 8) : 8;
        bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (kind < 3) /* something comes in */
            buffer_append_string(
                out, oddities[random_below(random, sizeof oddities / sizeof *oddities)]);
        if (kind == 3) { /* a character goes: words are cut and glued */
            i += width;
            continue;
        }
        if (kind == 4 && is_letter) /* the other case */
            c = (char)(c ^ 0x20);
        if (kind == 5) /* it stands twice */
            buffer_append(out, text->data + i, width);
        if (kind == 6 && c == ' ') /* two words become one, or none */
            c = random_below(random, 2) == 0 ? '_' : '-';
        if (shouting && is_letter)
            c = (char)(c & ~0x20);
        if (width == 1)
            buffer_append_char(out, c);
        else
            buffer_append(out, text->data + i, width);
        i += width;
    }
    REQUIRE(!out->failed);
}

static void report(const struct finder *finder, const char *what)
{
    printf("\n  %s: %zu texts, %zu plain; of %zu patterns %.2f are run, of a plain text %.2f\n",
           what, finder->texts, finder->plain_texts, finder->list.count,
           (double)finder->runs / (double)finder->texts,
           (double)finder->plain_runs / (double)finder->plain_texts);
}

static void test_shipped_cues(void)
{
    struct finder finder;
    struct texts texts = {0};
    finder_init(&finder, "training/cues.txt");
    texts_read(&texts);
    for (size_t i = 0; i < texts.count; i++)
        check_text(&finder, texts.items[i].data, texts.items[i].length);
    CHECK_INT(finder.wrong_texts, 0);
    CHECK_INT(finder.given_up, 0);
    report(&finder, "cues");
    if (getenv("TRIGGER_REPORT") != NULL)
        for (size_t i = 0; i < finder.list.count; i++)
            printf("  %8.4f %s\n", (double)finder.runs_of[i] / (double)finder.plain_texts,
                   finder.list.items[i].name);
    /* That triggers are of use is a promise too. */
    CHECK(finder.plain_runs < 12 * finder.plain_texts);
    CHECK(10 * finder.plain_texts > 9 * finder.texts);
    texts_release(&texts);
    finder_release(&finder);
}

static void check_damaged(const char *path, size_t count, uint64_t seed)
{
    struct finder finder;
    struct texts texts = {0};
    struct random random;
    struct buffer damaged = BUFFER_EMPTY;
    finder_init(&finder, path);
    texts_read(&texts);
    random_seed(&random, seed);
    for (size_t i = 0; i < count; i++) {
        const struct buffer *text = &texts.items[random_below(&random, texts.count)];
        buffer_reset(&damaged);
        append_damaged(&random, text, i % 2 == 0 ? 2 : 40, &damaged);
        if (damaged.length > 0)
            check_text(&finder, damaged.data, damaged.length);
    }
    CHECK_INT(finder.wrong_texts, 0);
    CHECK_INT(finder.given_up, 0);
    report(&finder, path);
    buffer_release(&damaged);
    texts_release(&texts);
    finder_release(&finder);
}

static void test_damaged_texts(void)
{
    check_damaged("training/cues.txt", MUTATED_TEXTS, 4);
    check_damaged("training/boilerplate.txt", MUTATED_TEXTS / 10, 5);
}

/* ---- patterns by chance ---- */

#define RANDOM_LISTS 400

static const char *const atoms[] = {
    "den",       "y",       "no",       " ",    " ?",   "\\b",      "\\b",        "\\w*",
    "\\w+",      "s?",      "ing",      "[sy]", "[^a]", ".{0,9}",   ".*?",        "-?",
    "[- ]",      "['’]",    "['’]?",    "'",    "\\d",  "\\d+",     "\\s+",       "(?:ed)?",
    "(?:ed|s)?", "(?! no)", "(?<!no )", "a",    "a+",   "[a-z]",    "[a-d]+",     "\\W",
    "\\S",       "\\B",     "_?",       "é",    "\\A",  "\\z",      "(?:\\w+ )?", "(?>s?)",
    "s?+",       "\\w++",   "it",       "IT",   "1",    "(?:a|b)*", "(?: it)+",   "[^'’]",
    "[^’]",      "\\.",     "n't",      "\\w*?"};

static void append_pattern(struct random *random, int depth, struct buffer *out)
{
    size_t length = 1 + random_below(random, 5);
    for (size_t i = 0; i < length; i++) {
        if (depth > 0 && random_below(random, 4) == 0) {
            static const char *const closings[] = {")", ")", ")", ")?", ")*", ")+", "){1,2}"};
            buffer_append_string(out, "(?:");
            append_pattern(random, depth - 1, out);
            buffer_append_string(out, closings[random_below(random, 7)]);
        } else {
            buffer_append_string(out, atoms[random_below(random, sizeof atoms / sizeof *atoms)]);
        }
        if (depth > 0 && random_below(random, 6) == 0)
            buffer_append_char(out, '|');
    }
}

static void append_words(struct random *random, struct buffer *out)
{
    static const char *const words[] = {
        "den", "deny", "DENY", "denies", "no",   "No",  "it",  "a",  "aed",   "s", "ing",    "dens",
        "1",   "12a",  "é",    "dené",   "it's", "n’t", "n't", "ab", "noden", "y", "deny-it"};
    static const char *const gaps[] = {" ",  " ", " ",  "-",  "'",  "’",
                                       ". ", "",  "--", " '", "’ ", "  "};
    for (size_t i = 1 + random_below(random, 6); i > 0; i--) {
        buffer_append_string(out, words[random_below(random, sizeof words / sizeof *words)]);
        buffer_append_string(out, gaps[random_below(random, sizeof gaps / sizeof *gaps)]);
    }
}

static void test_random_patterns(void)
{
    struct random random;
    struct buffer buffer = BUFFER_EMPTY;
    size_t local = 0, always = 0, count = 0, texts = 0, given_up = 0;
    random_seed(&random, 11);
    for (size_t i = 0; i < RANDOM_LISTS; i++) {
        struct finder finder;
        buffer_reset(&buffer);
        for (size_t k = 0; k < 20; k++) {
            buffer_append_string(&buffer, "p\t");
            append_pattern(&random, 2, &buffer);
            buffer_append_char(&buffer, '\n');
        }
        finder_init_with(&finder, buffer.data, buffer.length);
        for (size_t k = 0; k < finder.list.count; k++) {
            local += finder.set->local[0] >> k & 1;
            always += finder.set->always[0] >> k & 1;
            count++;
        }
        for (size_t k = 0; k < 100; k++) {
            buffer_reset(&buffer);
            append_words(&random, &buffer);
            check_text(&finder, buffer.data, buffer.length);
        }
        CHECK_INT(finder.wrong_texts, 0);
        texts += finder.texts;
        given_up += finder.given_up;
        finder_release(&finder);
    }
    CHECK(given_up < texts / 10);
    printf("\n  %zu random patterns, %zu local, %zu always\n", count, local, always);
    CHECK(40 * local > count);
    CHECK(10 * always < 8 * count);
    buffer_release(&buffer);
}

/* Every character that a plain text may have is for patterns what it is for tokens. */
static void test_plain_characters(void)
{
    struct pattern *token, *word;
    struct pattern_scratch *scratch;
    struct buffer folded = BUFFER_EMPTY;
    stance_error error;
    REQUIRE(pattern_compile("[\\p{L}\\p{N}\\p{M}]", 17, PATTERN_EXACT, "token", &token, &error) ==
            0);
    REQUIRE(pattern_compile("\\w", 2, PATTERN_CASELESS, "word", &word, &error) == 0);
    REQUIRE(pattern_scratch_new(&scratch, &error) == 0);
    size_t letters = 0;
    for (uint32_t c = 1; c < 0x110000; c++) {
        char text[5] = {0};
        if (c >= 0xd800 && c < 0xe000)
            continue;
        size_t width = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
        for (size_t k = width - 1; k > 0; k--)
            text[k] = (char)(0x80 | (c >> (6 * (width - 1 - k)) & 0x3f));
        text[0] = (char)(width == 1   ? c
                         : width == 2 ? 0xc0 | c >> 6
                         : width == 3 ? 0xe0 | c >> 12
                                      : 0xf0 | c >> 18);
        if (!trigger_plain(text, width))
            continue;
        struct pattern_match match;
        bool in_token, in_word, same;
        REQUIRE(pattern_find(token, scratch, text, width, 0, &match, &in_token, &error) == 0);
        REQUIRE(pattern_find(word, scratch, text, width, 0, &match, &in_word, &error) == 0);
        CHECK(in_token == in_word);
        if (!in_token)
            continue;
        letters++;
        buffer_reset(&folded);
        REQUIRE(fold_append(text, width, &folded, &error) == 0);
        CHECK_INT(utf8_count(folded.data, folded.length), 1);
        /* Ignoring case, it matches its folded form and no other ASCII. */
        struct pattern *itself;
        REQUIRE(pattern_compile(text, width, PATTERN_CASELESS, "itself", &itself, &error) == 0);
        REQUIRE(pattern_find(itself, scratch, folded.data, folded.length, 0, &match, &same,
                             &error) == 0);
        CHECK(same);
        for (char a = 1; a < 127 && c >= 0x80; a++) {
            REQUIRE(pattern_find(itself, scratch, &a, 1, 0, &match, &same, &error) == 0);
            CHECK(!same);
        }
        pattern_free(itself);
    }
    CHECK(letters > 200);
    buffer_release(&folded);
    pattern_scratch_free(scratch);
    pattern_free(word);
    pattern_free(token);
}

const struct suite suite_trigger = {
    "text/trigger (differential)",
    (const struct test[]){
        {"the shipped cues on every text", test_shipped_cues},
        {"damaged texts", test_damaged_texts},
        {"patterns by chance", test_random_patterns},
        {"every character of plain texts", test_plain_characters},
        {NULL, NULL},
    },
};
