#include "base/buffer.h"
#include "base/memory.h"
#include "check.h"
#include "text/trigger.h"

#include <stdlib.h>

static const char source[] = "deny\t\\bden(?:y|ied)\\b\n"
                             "charge\tdenied.{0,9}charge\n"
                             "quote\t\\A\"\n"
                             "talks\t\\btruce\\b|peace talks\n"
                             "figure\t\\b\\d+ (?:ships|planes)\n";

static const struct {
    const char *word;
    const char *first, *second, *found; /* a digit a pattern */
} words[] = {
    {"", "", "", ""},         {"deny", "", "", "0"},       {"denied", "1", "", "0"},
    {"denieds", "1", "", ""}, {"re-deny", "", "", "0"},    {"sudden", "", "", ""},
    {"charges", "", "1", ""}, {"truce", "", "", "3"},      {"peace", "3", "", ""},
    {"peace's", "3", "", ""}, {"talks", "", "3", ""},      {"1984", "", "4", ""},
    {"ships", "4", "", ""},   {"d\xc3\xa9ny", "", "", ""},
};

static void append_bits(struct buffer *out, const uint64_t *bits)
{
    buffer_reset(out);
    buffer_append_string(out, "");
    for (unsigned i = 0; i < 64; i++)
        if ((bits[0] >> i & 1) != 0)
            buffer_append_format(out, "%u", i);
}

static void check_bits(uint64_t bits, const char *expected)
{
    struct buffer digits = BUFFER_EMPTY;
    append_bits(&digits, &bits);
    CHECK_BYTES(digits.data, digits.length, expected);
    buffer_release(&digits);
}

struct fixture {
    struct pattern_list list;
    struct trigger_set *set;
    struct pattern_scratch *scratch;
};

static void set_up(struct fixture *fixture, const char *patterns, size_t length)
{
    stance_error error;
    REQUIRE(pattern_list_parse(patterns, length, PATTERN_CASELESS, "rules", &fixture->list,
                               &error) == 0);
    REQUIRE(trigger_set_new(&fixture->list, &fixture->set, &error) == 0);
    REQUIRE(pattern_scratch_new(&fixture->scratch, &error) == 0);
}

static void tear_down(struct fixture *fixture)
{
    trigger_set_free(fixture->set);
    pattern_list_release(&fixture->list);
    pattern_scratch_free(fixture->scratch);
}

static void test_words(void)
{
    struct fixture fixture;
    stance_error error;
    set_up(&fixture, source, sizeof source - 1);
    CHECK_INT(fixture.set->count, 5);
    CHECK_INT(fixture.set->n_words, 1);
    CHECK_INT(fixture.set->n_marks, 4);
    check_bits(fixture.set->always[0], "2");
    check_bits(fixture.set->local[0], "0");
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        uint64_t marks[3] = {0};
        CHECK_INT(trigger_word(fixture.set, fixture.scratch, words[i].word, strlen(words[i].word),
                               marks, &error),
                  0);
        check_bits(marks[0], words[i].first);
        check_bits(marks[1], words[i].second);
        check_bits(marks[2], words[i].found);
        CHECK(trigger_found(fixture.set, marks, 0) == marks[2]);
    }
    tear_down(&fixture);
}

static void test_words_of_a_text(void)
{
    static const char *const text[] = {"peace", "truce", "1984", "ships"};
    struct fixture fixture;
    stance_error error;
    uint64_t marks[3] = {0};
    set_up(&fixture, source, sizeof source - 1);
    for (size_t i = 0; i < sizeof text / sizeof text[0]; i++)
        CHECK_INT(
            trigger_word(fixture.set, fixture.scratch, text[i], strlen(text[i]), marks, &error), 0);
    check_bits(trigger_found(fixture.set, marks, 0), "3");
    check_bits(trigger_due(fixture.set, marks, 0), "24");
    tear_down(&fixture);
}

static void test_long_word(void)
{
    struct fixture fixture;
    struct buffer word = BUFFER_EMPTY;
    stance_error error;
    set_up(&fixture, source, sizeof source - 1);
    /* Wherever in a long word a literal stands, it is seen. */
    for (size_t before = 0; before < 600; before += 7) {
        uint64_t marks[3] = {0};
        buffer_reset(&word);
        for (size_t i = 0; i < before; i++)
            buffer_append_char(&word, 'x');
        buffer_append_string(&word, "charge");
        for (size_t i = 0; i < 600; i++)
            buffer_append_char(&word, 'y');
        buffer_append_string(&word, "-denied");
        CHECK_INT(trigger_word(fixture.set, fixture.scratch, word.data, word.length, marks, &error),
                  0);
        check_bits(marks[0] & marks[1], "1");
        check_bits(marks[2], "0");
    }
    buffer_release(&word);
    tear_down(&fixture);
}

static void test_many_patterns(void)
{
    struct fixture fixture;
    struct buffer list = BUFFER_EMPTY;
    stance_error error;
    uint64_t marks[3 * PATTERN_LIST_MAX / 64] = {0};
    for (size_t i = 0; i < PATTERN_LIST_MAX; i++) /* all but each seventh: deny */
        buffer_append_format(&list, "p%zu\t%s\n", i, i % 7 == 0 ? "." : "\\bdeny\\b");
    set_up(&fixture, list.data, list.length);
    CHECK_INT(fixture.set->n_words, PATTERN_LIST_MAX / 64);
    CHECK_INT(trigger_word(fixture.set, fixture.scratch, "deny", 4, marks, &error), 0);
    for (size_t i = 0; i < PATTERN_LIST_MAX; i++) {
        CHECK_INT(trigger_due(fixture.set, marks, i / 64) >> (i % 64) & 1, i % 7 == 0);
        CHECK_INT(trigger_found(fixture.set, marks, i / 64) >> (i % 64) & 1, i % 7 != 0);
    }
    buffer_release(&list);
    tear_down(&fixture);
}

static void test_empty_list(void)
{
    struct fixture fixture;
    stance_error error;
    uint64_t marks[1] = {0};
    set_up(&fixture, "", 0);
    CHECK_INT(fixture.set->n_marks, 0);
    CHECK_INT(trigger_word(fixture.set, fixture.scratch, "deny", 4, marks, &error), 0);
    tear_down(&fixture);
    trigger_set_free(NULL);
}

static void test_hostile_pattern_is_an_error(void)
{
    static const char patterns[] = "bad\t\\b(?:aa+)+b\\b\n";
    static const char word[] = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaabab";
    struct fixture fixture;
    stance_error error;
    uint64_t marks[3] = {0};
    set_up(&fixture, patterns, sizeof patterns - 1);
    CHECK_INT(trigger_word(fixture.set, fixture.scratch, word, sizeof word - 1, marks, &error), -1);
    CHECK_INT(error.status, STANCE_DATA);
    tear_down(&fixture);
}

static const struct {
    const char *text;
    bool plain;
} texts[] = {
    {"", true},
    {"The ministry denied it.", true},
    {"tab\tand\nline\x01", true},
    {"“It’s over” – or — so… • ‘they’ say", true},
    {"Caf\xc3\xa9, \xc5\x81\xc3\xb3w, 5\xc2\xa0\xc2\xb0, \xc2\xa3 3", true},
    {"snake_case", false},
    {"_", false},
    {"Stra\xc3\x9f"
     "e",
     false}, /* ß */
    {"\xc5\xbf"
     "aid",
     false}, /* U+017F */
    {"\xe2\x84\xaa"
     "ill",
     false},                    /* U+212A */
    {"den\xcc\x81y", false},    /* U+0301 */
    {"\xc4\xb0stanbul", false}, /* U+0130 */
    {"m\xc2\xb2", false},       /* U+00B2 */
    {"a\xe2\x80\xbf"
     "b",
     false},                     /* U+203F */
    {"\xd0\xb4\xd0\xb0", false}, /* not proven */
    {"\xf0\x9f\x98\x80", false},
};

static void test_plain(void)
{
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        CHECK_INT(trigger_plain(texts[i].text, strlen(texts[i].text)), texts[i].plain);
}

static void test_plain_wherever(void)
{
    char text[300];
    for (size_t i = 0; i + 3 <= sizeof text; i++) {
        memset(text, 'a', sizeof text);
        CHECK(trigger_plain(text, sizeof text));
        memcpy(text + i, "\xe2\x80\x9c", 3);
        CHECK(trigger_plain(text, sizeof text));
        text[i + 2] = (char)0xbf;
        CHECK(!trigger_plain(text, sizeof text));
        memcpy(text + i, "a_a", 3);
        CHECK(!trigger_plain(text, sizeof text));
        CHECK(trigger_plain(text, i + 1));
    }
}

const struct suite suite_trigger = {
    "text/trigger",
    (const struct test[]){
        {"words", test_words},
        {"the words of a text", test_words_of_a_text},
        {"a long word", test_long_word},
        {"many patterns", test_many_patterns},
        {"an empty list", test_empty_list},
        {"a hostile pattern is an error", test_hostile_pattern_is_an_error},
        {"plain texts", test_plain},
        {"what is not plain, wherever it stands", test_plain_wherever},
        {NULL, NULL},
    },
};
