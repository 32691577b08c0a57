#include "base/utf8.h"
#include "check.h"
#include "text/fold.h"

#define SOFT_HYPHEN "\xc2\xad"
#define ACUTE       "\xcc\x81"

static const struct {
    const char *text, *folded;
} cases[] = {
    {"", ""},
    {"plain", "plain"},
    {"NATO-Mitglied's 2024", "nato-mitglied's 2024"},
    {"[@Z`{^~\x7f\t", "[@z`{^~\x7f\t"},
    {"Moscow’s", "moscow's"},
    {"’’", "''"},
    {"‘quoted“", "‘quoted“"},
    {"É", "é"},
    {"E" ACUTE, "é"},
    {"e" ACUTE, "é"},
    {"Straße", "strasse"},
    {"STRAẞE", "strasse"},
    {"ﬁnal ﬀ", "final ff"},
    {"ＮＡＴＯ", "nato"},
    {"２０２４", "2024"},
    {"①", "1"},
    {"x²", "x2"},
    {"½", "1⁄2"},
    {"™", "tm"},
    {"Ⅳ", "iv"},
    {"Å", "å"},
    {"K", "k"},
    {"ſ", "s"},
    {"ΟΔΟΣ", "οδοσ"},
    {"οδος", "οδοσ"},
    {"МОСКВА", "москва"},
    {"Й", "й"},
    {"И\xcc\x86", "й"},
    {"İ", "i\xcc\x87"},
    {"ı", "ı"},
    {"ŉ", "ʼn"},
    {"한", "한"},
    {"\xe1\x84\x92\xe1\x85\xa1\xe1\x86\xab", "한"},
    {"ﷺ", "صلى الله عليه وسلم"},
    {"a\xc2\xa0"
     "b",
     "a b"},
    {"…", "..."},
    {"co" SOFT_HYPHEN "operate", "cooperate"},
    {"e" SOFT_HYPHEN ACUTE, "é"},
    {SOFT_HYPHEN, ""},
    {"a\xe2\x80\x8b\xe2\x80\x8d"
     "b",
     "ab"},
    {"❤\xef\xb8\x8f", "❤"},
    {"\xef\xb8\x8f", ""},
    {"\xef\xbb\xbf"
     "A",
     "a"},
    {"q\xcc\xa3\xcc\x87", "q\xcc\xa3\xcc\x87"},
    {"q\xcc\x87\xcc\xa3", "q\xcc\xa3\xcc\x87"},
    {"😀", "😀"},
    {"𝐀𝟎", "a0"},
};

static void test_table(void)
{
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct buffer out = BUFFER_EMPTY;
        stance_error error;
        CHECK_INT(fold_append(cases[i].text, strlen(cases[i].text), &out, &error), 0);
        CHECK_BYTES(out.data, out.length, cases[i].folded);
        CHECK_INT(out.data[out.length], '\0');
        buffer_release(&out);
    }
}

static void test_appends(void)
{
    struct buffer out = BUFFER_EMPTY;
    stance_error error;
    CHECK_INT(fold_append("AB", 2, &out, &error), 0);
    CHECK_INT(fold_append("É!", 3, &out, &error), 0);
    CHECK_INT(fold_append("", 0, &out, &error), 0);
    CHECK_INT(fold_append("CD", 1, &out, &error), 0);
    CHECK_STRING(out.data, "abé!c");
    buffer_release(&out);
}

static void test_nul_is_a_byte(void)
{
    struct buffer out = BUFFER_EMPTY;
    stance_error error;
    CHECK_INT(fold_append("A\0B", 3, &out, &error), 0);
    CHECK_INT(fold_append("\0É", 3, &out, &error), 0);
    CHECK_INT(out.length, 6);
    CHECK(memcmp(out.data, "a\0b\0é", 7) == 0);
    buffer_release(&out);
}

static size_t encode(unsigned code_point, char text[4])
{
    if (code_point < 0x80) {
        text[0] = (char)code_point;
        return 1;
    }
    if (code_point < 0x800) {
        text[0] = (char)(0xc0 | code_point >> 6);
        text[1] = (char)(0x80 | (code_point & 0x3f));
        return 2;
    }
    if (code_point < 0x10000) {
        text[0] = (char)(0xe0 | code_point >> 12);
        text[1] = (char)(0x80 | (code_point >> 6 & 0x3f));
        text[2] = (char)(0x80 | (code_point & 0x3f));
        return 3;
    }
    text[0] = (char)(0xf0 | code_point >> 18);
    text[1] = (char)(0x80 | (code_point >> 12 & 0x3f));
    text[2] = (char)(0x80 | (code_point >> 6 & 0x3f));
    text[3] = (char)(0x80 | (code_point & 0x3f));
    return 4;
}

/* Every code point, alone: the folded form is valid, at most 18 times as long, and folds to itself.
 */
static void test_every_code_point(void)
{
    struct buffer once = BUFFER_EMPTY, twice = BUFFER_EMPTY;
    stance_error error;
    size_t invalid = 0, longer = 0, unstable = 0;
    for (unsigned code_point = 0; code_point < 0x20000; code_point++) {
        if (code_point >= 0xd800 && code_point < 0xe000)
            continue;
        char text[4];
        size_t length = encode(code_point, text);
        buffer_reset(&once);
        buffer_reset(&twice);
        REQUIRE(fold_append(text, length, &once, &error) == 0);
        REQUIRE(fold_append(once.data, once.length, &twice, &error) == 0);
        invalid += utf8_valid_prefix(once.data, once.length) != once.length;
        longer += once.length > 18 * length;
        if (once.length != twice.length || memcmp(once.data, twice.data, once.length) != 0) {
            unstable++;
            fprintf(stderr, "\nU+%04X folds twice\n", code_point);
        }
    }
    CHECK_INT(invalid, 0);
    CHECK_INT(longer, 0);
    CHECK_INT(unstable, 0);
    buffer_release(&once);
    buffer_release(&twice);
}

static void test_version(void)
{
    const char *version = fold_library_version();
    REQUIRE(version != NULL);
    CHECK(version[0] >= '2' && version[0] <= '9' && version[1] == '.');
}

const struct suite suite_fold = {
    "text/fold",
    (const struct test[]){
        {"words and their folded forms", test_table},
        {"the folded form is appended", test_appends},
        {"a NUL is a byte as others", test_nul_is_a_byte},
        {"every code point folds to a stable form", test_every_code_point},
        {"the library's version", test_version},
        {NULL, NULL},
    },
};
