/* Models whose patterns are made to be slow, large or odd. */
#include "base/memory.h"
#include "base/random.h"
#include "forge.h"
#include "model/builtin.h"

#include <stdlib.h>

#define LINE ((size_t)1 << 20)

/* ---- forging ---- */

static void put_source(struct pattern_list *list, const char *source, size_t length)
{
    free(list->source);
    list->source = memory_copy_string(source, length);
    list->source_length = length;
    REQUIRE(list->source != NULL);
}

/* The small model with other patterns; NULL: its own. */
static struct buffer forge_patterns(const char *token, const char *boilerplate, const char *cues)
{
    struct buffer small = forge_small();
    stance_model *model = forge_open(&small);
    if (token != NULL) {
        free(model->recipe.token_pattern);
        model->recipe.token_pattern = memory_copy_string(token, strlen(token));
        REQUIRE(model->recipe.token_pattern != NULL);
    }
    if (boilerplate != NULL)
        put_source(&model->boilerplate, boilerplate, strlen(boilerplate));
    if (cues != NULL)
        put_source(&model->cues, cues, strlen(cues));
    struct buffer bytes = forge_write(model);
    stance_model_free(model);
    buffer_release(&small);
    return bytes;
}

static void put_lines(struct buffer *source, const char *expression, size_t count)
{
    for (size_t i = 0; i < count; i++)
        buffer_append_format(source, "name%zu\t%s\n", i, expression);
    REQUIRE(!source->failed);
}

static bool try_and_release(struct buffer *bytes, enum forge_verdict verdict, const char *reason)
{
    bool loaded = forge_try(bytes, bytes->length, verdict, reason);
    buffer_release(bytes);
    return loaded;
}

/* ---- patterns that are none ---- */

static const char *const refused[] = {
    "\\C",         "(",          ")",
    "[z-a]",       "a{99999}",   "a{5,2}",
    "(?<=a+)b",    "\\p{Xyzzy}", "(?<n>a)(?<n>b)",
    "(?1)",        "\\1",        "(?P>x)",
    "(*FOO)",      "a**",        "(?<=(?:a{60000}){60000})b",
    "\\x{110000}", "(?(",        "(?C256)",
    "\\N{U+}",     "[[:nope:]]", "(?:(?:(?:a{1,200}){1,200}){1,200})",
};

static void test_refused(void)
{
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        struct buffer source = BUFFER_EMPTY;
        put_lines(&source, refused[i], 1);
        struct buffer token = forge_patterns(refused[i], NULL, NULL);
        struct buffer rules = forge_patterns(NULL, source.data, NULL);
        struct buffer cues = forge_patterns(NULL, NULL, source.data);
        try_and_release(&token, FORGE_REFUSED, "section RECP is unsound: token pattern: byte ");
        try_and_release(&rules, FORGE_REFUSED,
                        "section BOIL is unsound: boilerplate: line 1: byte ");
        try_and_release(&cues, FORGE_REFUSED, "section CUES is unsound: cues: line 1: byte ");
        buffer_release(&source);
    }
}

/* ---- lists that are too much ---- */

/* Each of these `count` times: too slow to compile or to analyse, if all of it were done. */
static const struct {
    const char *expression;
    size_t count;
} lists[] = {
    {"[\\x{0}-\\x{10ffff}]", 1024},
    {"[a-\xf4\x8f\xbf\xbf]", 1024},
    {"[^\\0-\\x{fffff}][^\\0-\\x{fffff}]", 2},
    {"a", 1024},
    {"a", 1025},
    {"a", 100000},
    {"[abcd][efgh][ijkl][mnop]", 1024},
    {"(?:[abcd][efgh][ijkl][mnop]|[bcde][efgh][ijkl]){1}", 1000},
    {"(?:a|b|c|d)(?:a|b|c|d)(?:a|b|c|d)(?:a|b|c|d)", 1000},
    {"ab|ac|ad|ae|af|ag|ah|ba|bc|bd|be|bf|bg|bh|ca|cb", 1000},
    {"(?:x?){50}(?:[abcd]{1,3}){3}", 1000},
    {"((((((((((a*)*)*)*)*)*)*)*)*)*)*", 1000},
    {"(?<=a|bb|ccc|dddd)(?<!a|bb|ccc|dddd)", 1000},
    {"\\w+\\w+\\w+\\w+\\w+\\w+\\w+\\w+\\w+\\w+", 1000},
    {"(?|(a)|(b))(?1)(?R)?", 1000},
    {"\\p{Lu}\\P{Ll}\\X\\R\\h\\V[[:alpha:]\\d]", 1000},
};

static void test_lists(void)
{
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
        struct buffer source = BUFFER_EMPTY;
        put_lines(&source, lists[i].expression, lists[i].count);
        struct buffer bytes = forge_patterns(NULL, source.data, source.data);
        try_and_release(&bytes, FORGE_HARMLESS, "section BOIL is unsound: boilerplate: line ");
        buffer_release(&source);
    }
}

/* A unit again and again, as often as a pattern is long. */
static const char *const units[] = {
    "a|",
    "a*",
    "(a*)*",
    "(?1)(a)",
    "(?:a|b)",
    "[ab]",
    "(?=a)",
    "(?<=aaaa)",
    "\\b",
    "a?",
    "(?|(a)|(b))",
    "[a-z]",
    "a{1000}",
    "\\x{1f600}",
    "(?:a|",
    "(?>a*)",
    "(?(1)a|b)()",
    "[^\\x{80}-\\x{10ffff}]",
    "(?C)",
    "\\Q",
    "\\E",
    "((?2))(a)",
    "(*F)",
    "(?i)",
    "[[:alpha:]\\d]",
    "(?:ab|cd)?",
    "(?!a)",
    "\\d\\D",
};

static void test_long_patterns(void)
{
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        struct buffer expression = BUFFER_EMPTY, source = BUFFER_EMPTY;
        while (expression.length + strlen(units[i]) <= PATTERN_LENGTH_LIMIT)
            buffer_append_string(&expression, units[i]);
        put_lines(&source, expression.data, 15);
        struct buffer bytes = forge_patterns(NULL, source.data, source.data);
        try_and_release(&bytes, FORGE_HARMLESS, " is unsound: ");
        bytes = forge_patterns(expression.data, NULL, NULL);
        try_and_release(&bytes, FORGE_HARMLESS, "section RECP is unsound: token pattern: ");
        buffer_release(&source);
        buffer_release(&expression);
    }
}

/* Patterns that a machine made of parts of others: mostly nonsense, now and then a pattern. */
static void test_random_patterns(void)
{
    static const char *const parts[] = {
        "a",
        "b",
        "(",
        ")",
        "(?:",
        "(?=",
        "(?!",
        "(?<=",
        "(?<!",
        "[",
        "]",
        "[^",
        "|",
        "*",
        "+",
        "?",
        "{2}",
        "{1,9}",
        "{3,}",
        "\\w",
        "\\b",
        "\\d",
        "\\S",
        ".",
        "^",
        "$",
        "\\1",
        "(?1)",
        "(?R)",
        "\\Q",
        "\\E",
        "-",
        "\\x{10ffff}",
        "é",
        "’",
        "(?i)",
        "(?x)",
        "#",
        " ",
        "(*UTF)",
        "(*COMMIT)",
        "\\K",
        "(?C1)",
        "\\X",
        "\\R",
        "\\p{Lu}",
        "(?>",
        "(?<n>",
        "\\k<n>",
        "(?(1)",
        "++",
        "*?",
        "(*LIMIT_MATCH=9)",
        "(*NO_JIT)",
        "(*ACCEPT)",
        "(*SKIP)",
        "[:alpha:]",
        "\\",
        "denied",
    };
    struct random random;
    random_seed(&random, 5);
    for (size_t i = 0; i < (forge_is_long() ? 5000 : 200); i++) {
        struct buffer expression = BUFFER_EMPTY, source = BUFFER_EMPTY;
        for (uint64_t n = 1 + random_below(&random, 12); n > 0; n--)
            buffer_append_string(&expression,
                                 parts[random_below(&random, sizeof parts / sizeof parts[0])]);
        put_lines(&source, expression.data, 1);
        struct buffer bytes = i % 3 == 0   ? forge_patterns(expression.data, NULL, NULL)
                              : i % 3 == 1 ? forge_patterns(NULL, source.data, NULL)
                                           : forge_patterns(NULL, NULL, source.data);
        try_and_release(&bytes, FORGE_HARMLESS, " is unsound: ");
        buffer_release(&source);
        buffer_release(&expression);
    }
}

/* ---- texts that are too much ---- */

static const char *const catastrophic[] = {
    "(a+)+$",
    "(a|aa)+$",
    "(?:a*)*c",
    "(\\w+\\s?)*$",
    "(?:(?:a+)+)+!",
    "^(?:\\w|\\W)*z",
    "(?R)",
    "(?:(?R))?b",
    "(a(?1)?b?)+!",
    "\\w++!",
    "(*NO_JIT)\\w++!",
    "(*NO_START_OPT)(*NO_AUTO_POSSESS)a*!",
    "(?:(?=\\w*+!)|a)+$",
    "(a+)(?:\\1b|a)*c",
    "(a++)b|\\1c",
    "[ab]{30000}c",
    "(?s).*.*.*x.y",
    "(?<=[ab]{255})c",
    "(?:a?){60}a{60}!",
    "(*LIMIT_MATCH=4000000000)(a+)+!",
    "(*LIMIT_DEPTH=4000000000)(*LIMIT_HEAP=4000000000)(?:(a)|b)*!",
    "(*UTF)(*UCP)(\\X)+!",
    "(?C1)(a+)+!",
    "(*COMMIT)(a+)+!",
    "(?:(*THEN)a+|b)+!",
    "(?:a(*SKIP)b|a)+?!",
    "(?i)(ſ|s|k)+x?a*!",
    "([^ ]+ )*+\\d$",
    "(?=(a+))\\1b",
    "\\K(?:a+)+!",
    "(?<!(?=\\w*+!))z",
    "(?:\\b\\w*\\W*)+!",
    "(?m)(^.*)+$x",
    "(?:[\\p{Lu}\\p{Ll}\\p{Nd}\\x{100}-\\x{17f}]+)+!",
};

static void put_text(struct buffer *text, const char *unit, size_t length)
{
    buffer_reset(text);
    buffer_append_string(text, "the minister ");
    while (text->length + strlen(unit) + 4 <= length)
        buffer_append_string(text, unit);
    buffer_append_string(text, " !zc");
    REQUIRE(!text->failed);
}

/* Each of the patterns, as a cue and as the token pattern, on lines of a megabyte. */
static void test_catastrophic(void)
{
    static const char *const lines[] = {"a", "ab ", "denied the port _", "s\xc5\xbf\xc3\xa9"};
    struct buffer text = BUFFER_EMPTY;
    size_t gave_up = 0, count = sizeof catastrophic / sizeof catastrophic[0];
    for (size_t i = 0; i < count; i += forge_is_long() ? 1 : 6) {
        struct buffer source = BUFFER_EMPTY;
        put_lines(&source, catastrophic[i], 1);
        struct buffer forged[] = {forge_patterns(NULL, NULL, source.data),
                                  forge_patterns(catastrophic[i], NULL, NULL)};
        for (size_t f = 0; f < 2; f++) {
            stance_model *model = forge_open(&forged[f]);
            size_t n_lines = forge_is_long() && f == 0 ? sizeof lines / sizeof lines[0] : 1;
            for (size_t l = 0; l < n_lines; l++) {
                put_text(&text, lines[l], LINE);
                gave_up += !forge_classify(model, text.data, text.length);
            }
            stance_model_free(model);
            try_and_release(&forged[f], FORGE_HARMLESS, "");
        }
        buffer_release(&source);
    }
    CHECK(gave_up > 3);
    buffer_release(&text);
}

/* A thousand slow cues share the work that one may do. */
static void test_a_thousand_catastrophes(void)
{
    struct buffer source = BUFFER_EMPTY, text = BUFFER_EMPTY;
    put_lines(&source, "(?:\\w+\\W?)++!\\W", 1000);
    struct buffer bytes = forge_patterns(NULL, NULL, source.data);
    stance_model *model = forge_open(&bytes);
    put_text(&text, "ab ", LINE);
    CHECK(!forge_classify(model, text.data, text.length));
    stance_model_free(model);
    buffer_release(&bytes);
    buffer_release(&text);
    buffer_release(&source);
}

/* The program's own patterns go without a count of their work: words of theirs, in any order, must
 * not keep them long. */
static void test_own_patterns(void)
{
    static const char *const lines[] = {
        "denied ",
        "not ",
        "said that no ",
        "was denied the ",
        "accused of ",
        "willing to ",
        "a",
        "den",
        "has ",
        "reject the claim of ",
        "’s ",
        "no evidence ",
        "- ",
        "vowed to _ ",
        "\xd0\xb0\xd0\xb1 denied ",
    };
    struct buffer shipped = forge_shipped(), text = BUFFER_EMPTY;
    stance_model *model = forge_open(&shipped);
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i += forge_is_long() ? 1 : 4) {
        put_text(&text, lines[i], LINE);
        CHECK(forge_classify(model, text.data, text.length));
    }
    size_t n_cues;
    const char *cues = builtin_cues(&n_cues);
    buffer_reset(&text);
    for (struct random random = {{1, 2, 3, 4}}; text.length < LINE - 64;) {
        const char *word = cues + random_below(&random, n_cues - 40);
        for (size_t i = 0; i < 24; i++)
            buffer_append_char(&text, word[i] >= 'a' && word[i] <= 'z' ? word[i] : ' ');
    }
    CHECK(forge_classify(model, text.data, text.length));
    stance_model_free(model);
    buffer_release(&shipped);
    buffer_release(&text);
}

const struct suite suite_patterns = {
    "hostile/patterns",
    (const struct test[]){
        {"no patterns", test_refused},
        {"lists of too much", test_lists},
        {"long patterns", test_long_patterns},
        {"random patterns", test_random_patterns},
        {"lines of a megabyte", test_catastrophic},
        {"a thousand slow cues", test_a_thousand_catastrophes},
        {"the program's own patterns", test_own_patterns},
        {NULL, NULL},
    },
};
