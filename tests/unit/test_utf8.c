#include "base/utf8.h"
#include "check.h"

static const struct {
    const char *bytes;
    size_t length;
    size_t valid;         /* bytes that are valid from the start */
    const char *repaired; /* with U+FFFD for each maximal invalid part */
} cases[] = {
    {"", 0, 0, ""},
    {"plain ASCII, more than eight bytes", 34, 34, "plain ASCII, more than eight bytes"},
    {"d\xc3\xa9menti", 8, 8, "démenti"},
    {"\xe2\x82\xac \xf0\x9f\x98\x80", 8, 8, "€ 😀"},
    {"a\xff"
     "b",
     3, 1,
     "a\xef\xbf\xbd"
     "b"},
    {"\xc0\xaf", 2, 0, "\xef\xbf\xbd\xef\xbf\xbd"},                 /* overlong '/' */
    {"\xe0\x80\xaf", 3, 0, "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"}, /* overlong, three bytes */
    {"\xed\xa0\x80", 3, 0, "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"}, /* a surrogate */
    {"\xf4\x90\x80\x80", 4, 0, "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"},
    {"\xe2\x82", 2, 0, "\xef\xbf\xbd"}, /* cut short: one maximal part */
    {"ab\xf0\x9f\x98", 5, 2, "ab\xef\xbf\xbd"},
};

static void test_prefix_and_repair(void)
{
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        CHECK_INT(utf8_valid_prefix(cases[i].bytes, cases[i].length), cases[i].valid);
        struct buffer out = BUFFER_EMPTY;
        size_t replaced = utf8_repair(cases[i].bytes, cases[i].length, &out);
        CHECK_BYTES(out.data == NULL ? "" : out.data, out.length, cases[i].repaired);
        CHECK((replaced > 0) == (cases[i].valid < cases[i].length));
        CHECK_INT(utf8_valid_prefix(out.data, out.length), out.length);
        buffer_release(&out);
    }
}

static void test_cut_never_splits_a_code_point(void)
{
    const char *text = "a€b"; /* 1 + 3 + 1 bytes */
    static const size_t expected[] = {0, 1, 1, 1, 4, 5};
    for (size_t limit = 1; limit <= 5; limit++)
        CHECK_INT(utf8_cut(text, 5, limit), expected[limit]);
    CHECK_INT(utf8_cut("\x80\x80\x80\x80\x80", 5, 4), 4); /* invalid: cut anywhere */
}

static void test_count(void)
{
    CHECK_INT(utf8_count("a€b", 5), 3);
    CHECK_INT(utf8_count("", 0), 0);
}

/* A bad sequence at each place among ASCII and among letters of two bytes: the words of eight bytes
 * and the runs of letters must not step over it. */
static void test_prefix_at_each_place(void)
{
    static const char *const bad[] = {"\x80",     "\xc0\xaf",     "\xc3",
                                      "\xe2\x82", "\xed\xa0\x80", "\xff"};
    static const char *const good[] = {"x", "é", "ж", "€", "\xf0\x9f\x98\x80"};
    for (size_t b = 0; b < sizeof bad / sizeof bad[0]; b++)
        for (size_t g = 0; g < sizeof good / sizeof good[0]; g++)
            for (size_t before = 0; before < 48; before++) {
                struct buffer text = BUFFER_EMPTY;
                for (size_t i = 0; i < before; i++)
                    buffer_append_string(&text, i % 5 == 0 ? "a" : good[g]);
                size_t valid = text.length;
                CHECK_INT(utf8_valid_prefix(text.data, valid), valid);
                buffer_append_string(&text, bad[b]);
                CHECK_INT(utf8_valid_prefix(text.data, text.length), valid);
                buffer_append_string(&text, "and forty bytes of ASCII that follow it.");
                CHECK_INT(utf8_valid_prefix(text.data, text.length), valid);
                buffer_release(&text);
            }
}

/* Spaces are told by their first byte where that is ASCII, and in full elsewhere. */
static void test_spaces(void)
{
    for (int c = 0; c < 0x80; c++) {
        char text[3] = {(char)c, ' ', ' '};
        CHECK_INT(utf8_space_width(text, sizeof text), c <= ' ' || c == 0x7f);
    }
    CHECK_INT(utf8_space_width("\xc2\xa0", 2), 2);
    CHECK_INT(utf8_space_width("\xe2\x80\xa8", 3), 3);
    CHECK_INT(utf8_space_width("\xe2\x80\xa9", 3), 0);
    CHECK_INT(utf8_space_width("\xc2", 1), 0);
    CHECK_INT(utf8_leading_space(" \t\xc2\xa0\n", 5), 5);
    CHECK_INT(utf8_leading_space(" \xef\xbb\xbf"
                                 "a ",
                                 6),
              4);
    CHECK_INT(utf8_leading_space("a ", 2), 0);
    CHECK_INT(utf8_leading_space("", 0), 0);
}

/* NOLINTBEGIN(misc-misleading-bidirectional): which is what this is about */
static void test_what_turns_direction(void)
{
    static const struct {
        const char *text;
        bool turns;
    } texts[] = {
        {"\u2029", false},   {"\u202a", true}, {"\u202e", true},  {"\u202f", false},
        {"\u2065", false},   {"\u2066", true}, {"\u2069", true},  {"\u206a", false},
        {"\u00aa", false},   {"abc", false},   {"\u20aa", false}, {"\u10aa", false},
        {"\xe2\x80", false}, {"", false},
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        CHECK_INT(utf8_turns_direction(texts[i].text, strlen(texts[i].text)), texts[i].turns);
}
/* NOLINTEND(misc-misleading-bidirectional) */

const struct suite suite_utf8 = {
    "base/utf8",
    (const struct test[]){
        {"valid prefix and repair", test_prefix_and_repair},
        {"a bad sequence at each place", test_prefix_at_each_place},
        {"spaces", test_spaces},
        {"what turns the direction of a line", test_what_turns_direction},
        {"a cut never splits a code point", test_cut_never_splits_a_code_point},
        {"code points are counted", test_count},
        {NULL, NULL},
    },
};
