/* The tables that were made while the program was built, against what they stand for. */
#include "text/known_patterns.h"

#include "check.h"
#include "model/builtin.h"

#include <string.h>

/* A list as the program has it, and once more without what is known of it. */
struct lists {
    struct pattern_list own;
    struct pattern_list plain;
};

static int parse(const char *source, size_t length, struct lists *lists)
{
    stance_error error;
    *lists = (struct lists){0};
    return builtin_parse_patterns(source, length, "own", &lists->own, &error) |
           pattern_list_parse(source, length, PATTERN_CASELESS, "plain", &lists->plain, &error);
}

static void release(struct lists *lists)
{
    pattern_list_release(&lists->own);
    pattern_list_release(&lists->plain);
}

static void test_claims(void)
{
    size_t length;
    const char *source = builtin_cues(&length);
    struct lists lists;
    struct claims claims;
    stance_error error;
    REQUIRE(parse(source, length, &lists) == 0);
    REQUIRE(lists.own.claims == &known_cue_claims && lists.plain.claims == NULL);
    REQUIRE(claims_find(&lists.plain, &claims, &error) == 0);
    REQUIRE(claims.count == known_cue_claims.count);
    for (size_t i = 0; i < claims.count; i++) {
        const struct claim *found = &claims.items[i], *known = &known_cue_claims.items[i];
        CHECK_INT(known->pattern, found->pattern);
        CHECK_INT(known->mark, found->mark);
        CHECK_INT(known->literal.length, found->literal.length);
        CHECK(memcmp(known->literal.symbols, found->literal.symbols, found->literal.length) == 0);
    }
    CHECK(memcmp(claims.traits, known_cue_claims.traits, lists.plain.count) == 0);
    claims_release(&claims);
    release(&lists);
}

static void check_same(const struct lists *lists, struct pattern_scratch *scratch, const char *text,
                       size_t length)
{
    stance_error error;
    size_t own, plain;
    REQUIRE(pattern_list_find(&lists->own, scratch, text, length, &own, &error) == 0);
    REQUIRE(pattern_list_find(&lists->plain, scratch, text, length, &plain, &error) == 0);
    CHECK_INT(own, plain);
}

/* Every beginning of two bytes, with what lets rules match behind it. */
static void test_beginnings(void)
{
    static const char *const rests[] = {"",
                                        "2024 ©",
                                        "gs: NATO",
                                        "by Anna Petrova",
                                        "hoto: Agency",
                                        "une 4",
                                        "-06-04",
                                        " min read",
                                        "SCOW, June 4 -",
                                        "ww.example.com",
                                        " inputs from",
                                        "me | next",
                                        "pdated 3 May 2024",
                                        "rce: Reuters",
                                        "\xe2\x80\xa2 a"};
    size_t length;
    const char *source = builtin_boilerplate(&length);
    struct pattern_scratch *scratch = NULL;
    struct lists lists;
    stance_error error;
    REQUIRE(parse(source, length, &lists) == 0 && pattern_scratch_new(&scratch, &error) == 0);
    REQUIRE(lists.own.by_byte == known_rules_by_byte && lists.plain.by_byte == NULL);
    for (int first = 1; first < 0x80; first++)
        for (int second = 1; second < 0x80; second++)
            for (size_t i = 0; i < sizeof rests / sizeof rests[0]; i++) {
                char text[64];
                int size = snprintf(text, sizeof text, "%c%c%s", first, second, rests[i]);
                check_same(&lists, scratch, text, (size_t)size);
            }
    pattern_scratch_free(scratch);
    release(&lists);
}

/* What the rules themselves say that they find, whole and cut short. */
static void test_examples(void)
{
    size_t length;
    const char *source = builtin_boilerplate(&length);
    struct pattern_scratch *scratch = NULL;
    struct lists lists;
    stance_error error;
    size_t found = 0;
    REQUIRE(parse(source, length, &lists) == 0 && pattern_scratch_new(&scratch, &error) == 0);
    for (size_t i = 0; i + 1 < length; i++) {
        const char *end = source[i] == '"' ? strchr(source + i + 1, '"') : NULL;
        if (end == NULL)
            continue;
        const char *text = source + i + 1;
        size_t index;
        for (size_t size = (size_t)(end - text); size > 0; size--)
            if (((unsigned char)text[size] & 0xc0) != 0x80) /* not inside a character */
                check_same(&lists, scratch, text, size);
        REQUIRE(pattern_list_find(&lists.own, scratch, text, (size_t)(end - text), &index,
                                  &error) == 0);
        found += index < lists.own.count;
    }
    CHECK(found >= 20);
    pattern_scratch_free(scratch);
    release(&lists);
}

const struct suite suite_known_patterns = {
    "text/known_patterns",
    (const struct test[]){
        {"claims of the cues", test_claims},
        {"beginnings of boilerplate", test_beginnings},
        {"examples of boilerplate", test_examples},
        {NULL, NULL},
    },
};
