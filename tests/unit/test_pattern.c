#include "base/buffer.h"
#include "base/parallel.h"
#include "check.h"
#include "text/pattern.h"

#include <stdlib.h>
#include <time.h>

#ifdef __SANITIZE_ADDRESS__
#define SLOWER 4
#else
#define SLOWER 1
#endif

static struct pattern *compile(const char *expression, bool caseless)
{
    struct pattern *pattern = NULL;
    stance_error error;
    if (pattern_compile(expression, strlen(expression), caseless ? PATTERN_CASELESS : PATTERN_EXACT,
                        "here", &pattern, &error) != 0)
        fprintf(stderr, "\n%s\n", error.message);
    REQUIRE(pattern != NULL);
    return pattern;
}

static struct pattern_scratch *new_scratch(void)
{
    struct pattern_scratch *scratch = NULL;
    stance_error error;
    REQUIRE(pattern_scratch_new(&scratch, &error) == 0);
    return scratch;
}

static const struct {
    const char *expression;
    bool caseless;
    const char *text;
    size_t from;
    long long start, end; /* -1: no match */
} cases[] = {
    {"b+", false, "abbc", 0, 1, 3},
    {"b+", false, "abbc", 2, 2, 3},
    {"b+", false, "abbc", 3, -1, -1},
    {"b+", false, "", 0, -1, -1},
    {"B", false, "abc", 0, -1, -1},
    {"B", true, "abc", 0, 1, 2},
    {"ÉTÉ", true, "l'été", 0, 2, 7},
    {"straße", true, "STRASSE", 0, -1, -1},
    {"σ", true, "ΟΔΟΣ", 0, 6, 8},
    {".", false, "€a", 0, 0, 3},
    {"\\w+", false, " Ωмега9 ", 0, 1, 12},
    {"\\d", false, "٣", 0, 0, 2},
    {"\\bминистр\\b", true, "Министр заявил", 0, 0, 14},
    {"\\p{Lu}", false, "aÄ", 0, 1, 3},
    {"", false, "abc", 0, 0, 0},
    {"", false, "abc", 3, 3, 3},
    {"x*", false, "abc", 1, 1, 1},
    {"\\Aa", false, "aa", 0, 0, 1},
    {"\\Aa", false, "aa", 1, -1, -1},
    {"(?<=a)b", false, "ab", 1, 1, 2},
    {"\\bb", false, "ab", 1, -1, -1},
    {"c\\z", false, "abc", 0, 2, 3},
    {"a.c", false, "a\nc", 0, -1, -1},
    {"(?s)a.c", false, "a\nc", 0, 0, 3},
    {"^b", false, "a\nb", 0, -1, -1},
    {"(?m)^b", false, "a\nb", 0, 2, 3},
    {"a\\Kb", false, "ab", 0, 1, 2},
    {"(?=ab(?1))(?(DEFINE)(c\\K))", false, "xabc", 0, 1, 1},
    {"((a)|(b)|(c)|(d))+", false, "xdcba", 0, 1, 5},
};

static void test_matches(void)
{
    struct pattern_scratch *scratch = new_scratch();
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct pattern *pattern = compile(cases[i].expression, cases[i].caseless);
        struct pattern_match match = {0};
        bool found = false;
        stance_error error;
        REQUIRE(pattern_find(pattern, scratch, cases[i].text, strlen(cases[i].text), cases[i].from,
                             &match, &found, &error) == 0);
        CHECK_INT(found ? (long long)match.start : -1, cases[i].start);
        CHECK_INT(found ? (long long)match.end : -1, cases[i].end);
        pattern_free(pattern);
    }
    pattern_scratch_free(scratch);
}

static void test_nul_is_a_byte(void)
{
    struct pattern *pattern = NULL;
    struct pattern_scratch *scratch = new_scratch();
    struct pattern_match match;
    bool found;
    stance_error error;
    REQUIRE(pattern_compile("a\0b", 3, PATTERN_EXACT, "here", &pattern, &error) == 0);
    CHECK_INT(pattern_find(pattern, scratch, "a\0a\0b", 5, 0, &match, &found, &error), 0);
    CHECK(found && match.start == 2 && match.end == 5);
    pattern_free(pattern);
    pattern_scratch_free(scratch);
}

static const struct {
    const char *expression;
    size_t byte;
    const char *reason; /* part of it, where it matters */
} refused[] = {
    {"\\C", 2, "\\C is disabled"},
    {"ab\\Cd", 4, "\\C is disabled"},
    {"(a", 2, ""},
    {"a)", 1, ""},
    {"[z-a]", 3, ""},
    {"*a", 0, ""},
    {"a\xff", 1, "UTF-8"},
    {"\\p{Nonsense}", 12, ""},
    {"(?<=a+)b", 0, ""},
    {"(?=a\\K)", 7, "\\K"},
    {"(?:(?:(?:a{1,200}){1,200}){1,200})", 34, "too large"},
};

static void test_ranges_limit(void)
{
    struct pattern *pattern = NULL;
    stance_error error;
    static const char three[] = "[\\0-\\x{10ffff}][a-\xf4\x8f\xbf\xbf][!-\\N{U+ffff}]";
    CHECK_INT(pattern_compile(three, sizeof three - 1, PATTERN_CASELESS, "here", &pattern, &error),
              -1);
    CHECK_STRING(error.message, "here: ranges of 3342333 characters, more than 3000000");
    CHECK(pattern == NULL);
}

static void test_refused(void)
{
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        struct pattern *pattern = NULL;
        stance_error error;
        char begin[64];
        CHECK_INT(pattern_compile(refused[i].expression, strlen(refused[i].expression),
                                  PATTERN_EXACT, "cues: line 3", &pattern, &error),
                  -1);
        CHECK(pattern == NULL);
        CHECK_INT(error.status, STANCE_ARGUMENT);
        snprintf(begin, sizeof begin, "cues: line 3: byte %zu of the pattern: ", refused[i].byte);
        CHECK_BYTES(error.message,
                    strlen(error.message) < strlen(begin) ? strlen(error.message) : strlen(begin),
                    begin);
        CHECK_CONTAINS(error.message, refused[i].reason);
    }
}

static void test_length_limit(void)
{
    char *letters = malloc(PATTERN_LENGTH_LIMIT + 1);
    REQUIRE(letters != NULL);
    memset(letters, 'a', PATTERN_LENGTH_LIMIT + 1);
    struct pattern *pattern = NULL;
    stance_error error;
    CHECK_INT(
        pattern_compile(letters, PATTERN_LENGTH_LIMIT + 1, PATTERN_EXACT, "here", &pattern, &error),
        -1);
    CHECK_INT(error.status, STANCE_ARGUMENT);
    CHECK_STRING(error.message, "here: a pattern of more than 4096 bytes");
    CHECK(pattern == NULL);
    CHECK_INT(
        pattern_compile(letters, PATTERN_LENGTH_LIMIT, PATTERN_EXACT, "here", &pattern, &error), 0);
    pattern_free(pattern);
    free(letters);
}

static void test_nesting_limit(void)
{
    static const struct {
        size_t depth;
        int result;
    } depths[] = {{100, 0}, {101, -1}};
    for (size_t i = 0; i < 2; i++) {
        struct buffer expression = BUFFER_EMPTY;
        for (size_t open = 0; open < depths[i].depth; open++)
            buffer_append_char(&expression, '(');
        for (size_t close = 0; close < depths[i].depth; close++)
            buffer_append_char(&expression, ')');
        struct pattern *pattern = NULL;
        stance_error error;
        CHECK_INT(pattern_compile(expression.data, expression.length, PATTERN_EXACT, "here",
                                  &pattern, &error),
                  depths[i].result);
        pattern_free(pattern);
        buffer_release(&expression);
    }
}

/* `count` times `unit`, then `end`. The search must give up, and say so. */
static void check_gives_up(struct pattern_scratch *scratch, const char *expression,
                           const char *unit, size_t count, const char *end)
{
    struct pattern *pattern = compile(expression, false);
    struct buffer text = BUFFER_EMPTY;
    for (size_t i = 0; i < count; i++)
        buffer_append_string(&text, unit);
    buffer_append_string(&text, end);
    struct pattern_match match;
    bool found;
    stance_error error = {STANCE_OK, ""};
    pattern_scratch_begin(scratch, text.length);
    CHECK_INT(pattern_find(pattern, scratch, text.data, text.length, 0, &match, &found, &error),
              -1);
    CHECK_INT(error.status, STANCE_DATA);
    CHECK_BYTES(error.message, strlen(error.message) < 19 ? strlen(error.message) : 19,
                "a pattern gave up: ");
    CHECK_CONTAINS(error.message, expression);
    buffer_release(&text);
    pattern_free(pattern);
}

static void test_hostile_patterns_give_up(void)
{
    static const struct {
        const char *expression, *unit;
        size_t count;
        const char *end;
    } hostile[] = {
        {"(a+)+$", "a", 40, "b"},
        {"^(a|aa)+$", "a", 60, "b"},
        {"^(?:a*)*c", "a", 1 << 20, "bc"},
        {"(?:(?:a+)+)+$", "a", 64, "!"},
        {"^(\\w+\\s?)*$", "word ", 40, "!"},
        {"^(?:\\w|\\W)*z", "a", 1 << 20, "z!"},
        {"(?R)", "a", 1, ""},
        {"^(?:(?R))?b", "a", 10, "b"},
    };
    struct pattern_scratch *scratch = new_scratch();
    for (size_t i = 0; i < sizeof hostile / sizeof hostile[0]; i++)
        check_gives_up(scratch, hostile[i].expression, hostile[i].unit, hostile[i].count,
                       hostile[i].end);
    struct pattern *pattern = compile("b+", false);
    struct pattern_match match;
    bool found;
    stance_error error;
    CHECK_INT(pattern_find(pattern, scratch, "abb", 3, 0, &match, &found, &error), 0);
    CHECK(found && match.start == 1 && match.end == 3);
    pattern_free(pattern);
    pattern_scratch_free(scratch);
}

/* Each of these passes any limit on the steps from one place: it takes too many places, or passes
 * too many characters in a step. */
static void test_the_whole_text_has_one_amount_of_work(void)
{
    static const struct {
        const char *expression, *unit, *end;
        size_t count;
    } cases_of_work[] = {
        {"\\w++!", "a", " !", 1 << 20},
        {"(*NO_JIT)\\w++!", "a", " !", 1 << 20},
        {"(?:(?=\\w*+!)|a)+$", "a", " !", 1 << 20},
        {"(a+)(?:\\1b|a)*c", "a", ".abc", 1 << 20},
        {"(a++)b|\\1c", "a", ".bc", 1 << 20},
        {"[ab]{30000}c", "a", ".c", 1 << 20},
        {"(?s)(?:.(?!.*x))*+y", "ab ", ".x.y", 1 << 18},
        {"(?<=(?=\\w*+!)|d)c", "abc", " !", 1 << 18},
        {"(?:(?=(?:\\w\\W?)*+!)|a)++$", "a", " !", 1 << 14},
    };
    struct pattern_scratch *scratch = new_scratch();
    for (size_t i = 0; i < sizeof cases_of_work / sizeof cases_of_work[0]; i++) {
        clock_t start = clock();
        check_gives_up(scratch, cases_of_work[i].expression, cases_of_work[i].unit,
                       cases_of_work[i].count, cases_of_work[i].end);
        double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
        CHECK(seconds < 2 * SLOWER);
    }
    pattern_scratch_free(scratch);
}

/* Half a million steps from the start of each word: on a short text the limit holds for the whole.
 */
static void test_limit_is_for_the_whole_search(void)
{
    struct pattern_scratch *scratch = new_scratch();
    check_gives_up(scratch, "(a+)+$", "aaaaaaaaaaaaaaaaaaa!", 40, "");
    pattern_scratch_free(scratch);
}

static void test_without_jit(void)
{
    struct pattern *pattern = compile("(*NO_JIT)b+", false);
    struct pattern_scratch *scratch = new_scratch();
    struct pattern_match match = {0};
    bool found = false;
    stance_error error;
    CHECK_INT(pattern_find(pattern, scratch, "abb", 3, 0, &match, &found, &error), 0);
    CHECK(found && match.start == 1 && match.end == 3);
    check_gives_up(scratch, "(*NO_JIT)(a+)+$", "a", 40, "b");
    pattern_free(pattern);
    pattern_scratch_free(scratch);
}

/* More nested groups than the JIT's stack holds, few enough for the other matcher. */
static void test_deep_match_falls_back(void)
{
    struct pattern *pattern = compile("^(?:a|b)*z", false);
    struct pattern_scratch *scratch = new_scratch();
    struct buffer text = BUFFER_EMPTY;
    for (size_t i = 0; i < 60000; i++)
        buffer_append_char(&text, i % 2 == 0 ? 'a' : 'b');
    buffer_append_char(&text, 'z');
    struct pattern_match match = {0};
    bool found = false;
    stance_error error;
    CHECK_INT(pattern_find(pattern, scratch, text.data, text.length, 0, &match, &found, &error), 0);
    CHECK(found && match.start == 0 && match.end == text.length);
    buffer_release(&text);
    pattern_free(pattern);
    pattern_scratch_free(scratch);
}

static void test_large_text(void)
{
    struct pattern *pattern = compile("\\bdenied\\b", true);
    struct pattern_scratch *scratch = new_scratch();
    struct buffer text = BUFFER_EMPTY;
    while (text.length < 1 << 20)
        buffer_append_string(&text, "the minister said denial and €; ");
    size_t place = text.length;
    buffer_append_string(&text, "Denied.");
    struct pattern_match match = {0};
    bool found = false;
    stance_error error;
    CHECK_INT(pattern_find(pattern, scratch, text.data, text.length, 0, &match, &found, &error), 0);
    CHECK(found && match.start == place && match.end == place + 6);
    buffer_release(&text);
    pattern_free(pattern);
    pattern_scratch_free(scratch);
}

static int find_often(void *context, size_t index, stance_error *error)
{
    struct pattern_scratch *scratch;
    if (pattern_scratch_new(&scratch, error) != 0)
        return -1;
    int result = 0;
    for (size_t i = 0; i < 2000 && result == 0; i++) {
        char text[32];
        int length = snprintf(text, sizeof text, "%*s", (int)(index + 4), "bab");
        struct pattern_match match = {0};
        bool found = false;
        result = pattern_find(context, scratch, text, (size_t)length, 0, &match, &found, error);
        if (result == 0 && (!found || match.start != index + 2))
            result = error_set(error, STANCE_DATA, "thread %zu: wrong match", index);
    }
    pattern_scratch_free(scratch);
    return result;
}

static void test_shared_by_threads(void)
{
    struct pattern *pattern = compile("ab", false);
    stance_error error = {STANCE_OK, ""};
    CHECK_INT(parallel_run(8, 8, find_often, pattern, &error), 0);
    CHECK_STRING(error.message, "");
    pattern_free(pattern);
}

/* At the place, and not behind it; the same cold and, after some dozens of searches, as machine
 * code. What stands before the place is still seen. */
static void test_match_at(void)
{
    static const char text[] = "no denial: they deny it";
    struct pattern *pattern;
    struct pattern_scratch *scratch;
    stance_error error;
    REQUIRE(pattern_compile("(?<=they )den|^no", 17, PATTERN_CASELESS, "test", &pattern, &error) ==
            0);
    REQUIRE(pattern_scratch_new(&scratch, &error) == 0);
    for (int round = 0; round < 200; round++)
        for (size_t at = 0; at < sizeof text - 1; at++) {
            bool found;
            CHECK_INT(pattern_match_at(pattern, scratch, text, sizeof text - 1, at, &found, &error),
                      0);
            CHECK(found == (at == 0 || at == 16));
        }
    pattern_scratch_free(scratch);
    pattern_free(pattern);
}

static void test_knows_its_expression(void)
{
    struct pattern *exact = compile("ab", false), *caseless = compile("ab", true);
    CHECK(pattern_is(exact, "ab", 2));
    CHECK(!pattern_is(exact, "abc", 3));
    CHECK(!pattern_is(exact, "a", 1));
    CHECK(!pattern_is(exact, "aB", 2));
    CHECK(!pattern_is(caseless, "ab", 2));
    pattern_free(exact);
    pattern_free(caseless);
}

static void test_free_of_nothing(void)
{
    pattern_free(NULL);
    pattern_scratch_free(NULL);
}

static void test_version(void)
{
    char version[32] = "";
    pattern_library_version(version);
    CHECK(strncmp(version, "10.", 3) == 0);
    CHECK(strchr(version, ' ') == NULL);
}

const struct suite suite_pattern = {
    "text/pattern",
    (const struct test[]){
        {"matches and their places", test_matches},
        {"a NUL is a byte as others", test_nul_is_a_byte},
        {"what is no pattern", test_refused},
        {"ranges of too much", test_ranges_limit},
        {"the longest pattern", test_length_limit},
        {"the deepest pattern", test_nesting_limit},
        {"hostile patterns give up", test_hostile_patterns_give_up},
        {"the whole text has one amount of work", test_the_whole_text_has_one_amount_of_work},
        {"the limit is for the whole search", test_limit_is_for_the_whole_search},
        {"patterns that refuse the JIT", test_without_jit},
        {"a deep match falls back", test_deep_match_falls_back},
        {"a large text", test_large_text},
        {"shared by threads", test_shared_by_threads},
        {"match at a place", test_match_at},
        {"knows its expression", test_knows_its_expression},
        {"free of nothing", test_free_of_nothing},
        {"the library's version", test_version},
        {NULL, NULL},
    },
};
