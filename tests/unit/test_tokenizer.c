#include "check.h"
#include "text/tokenizer.h"

#include <stdlib.h>

struct fixture {
    struct pattern *pattern;
    struct pattern_scratch *scratch;
    struct tokens tokens;
};

static struct fixture fixture_new(const char *expression)
{
    struct fixture fixture = {.tokens = TOKENS_EMPTY};
    stance_error error;
    REQUIRE(pattern_compile(expression, strlen(expression), PATTERN_EXACT, "here", &fixture.pattern,
                            &error) == 0);
    REQUIRE(pattern_scratch_new(&fixture.scratch, &error) == 0);
    return fixture;
}

static void fixture_release(struct fixture *fixture)
{
    tokens_release(&fixture->tokens);
    CHECK(fixture->tokens.items == NULL && fixture->tokens.count == 0);
    pattern_scratch_free(fixture->scratch);
    pattern_free(fixture->pattern);
}

/* Each token as "start-end:folded;". */
static void check_tokens(struct fixture *fixture, const char *text, const char *expected)
{
    stance_error error;
    REQUIRE(tokenizer_run(fixture->pattern, fixture->scratch, text, strlen(text), &fixture->tokens,
                          &error) == 0);
    struct buffer out = BUFFER_EMPTY;
    size_t folded = 0;
    for (size_t i = 0; i < fixture->tokens.count; i++) {
        const struct token *token = &fixture->tokens.items[i];
        buffer_append_format(&out, "%zu-%zu:", token->start, token->end);
        buffer_append(&out, fixture->tokens.folded.data + token->folded_start,
                      token->folded_end - token->folded_start);
        buffer_append_char(&out, ';');
        CHECK(token->folded_start >= folded && token->folded_end > token->folded_start);
        folded = token->folded_end;
    }
    CHECK_BYTES(out.data == NULL ? "" : out.data, out.length, expected);
    buffer_release(&out);
}

static const struct {
    const char *text, *tokens;
} cases[] = {
    {"", ""},
    {"   ", ""},
    {".,!?-'’", ""},
    {"Denied", "0-6:denied;"},
    {"Moscow’s DENIALS.", "0-10:moscow's;11-18:denials;"},
    {"Moscow's denials", "0-8:moscow's;9-16:denials;"},
    {"cyber-attack", "0-12:cyber-attack;"},
    {"cyber--attack", "0-5:cyber;7-13:attack;"},
    {"-cyber- 'attack'", "1-6:cyber;9-15:attack;"},
    {"rock-'n'-roll", "0-4:rock;6-7:n;9-13:roll;"},
    {"a-b'c’d-1", "0-11:a-b'c'd-1;"},
    {"U.S. 2,500", "0-1:u;2-3:s;5-6:2;7-10:500;"},
    {"2024 F-16", "0-4:2024;5-9:f-16;"},
    {"snake_case", "0-5:snake;6-10:case;"},
    {"a\nb\tc\r\nd", "0-1:a;2-3:b;4-5:c;7-8:d;"},
    {"Käse №5 €7", "0-5:käse;9-10:5;14-15:7;"},
    {"Straße STRASSE", "0-7:strasse;8-15:strasse;"},
    {"de\xcc\x81ni", "0-6:déni;"},
    {"ﬁnal", "0-6:final;"},
    {"МИД России", "0-6:мид;7-19:россии;"},
    {"हिन्दी", "0-18:हिन्दी;"},
    {"莫斯科否认", "0-15:莫斯科否认;"},
    {"نفي", "0-6:نفي;"},
    {"😀no😀", "4-6:no;"},
    {"❤\xef\xb8\x8f love", "7-11:love;"},
    {"a\xe2\x80\x9c"
     "b\xe2\x80\x9d"
     "c",
     "0-1:a;4-5:b;8-9:c;"},
};

static void test_default_pattern(void)
{
    struct fixture fixture = fixture_new(TOKENIZER_DEFAULT_PATTERN);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        check_tokens(&fixture, cases[i].text, cases[i].tokens);
    fixture_release(&fixture);
}

static void test_patterns_of_the_user(void)
{
    static const struct {
        const char *expression, *text, *tokens;
    } patterns[] = {
        {"\\S+", "It's “Über”, no?", "0-4:it's;5-17:“über”,;18-21:no?;"},
        {"[a-z]*", "ab-CD€ef", "0-2:ab;8-10:ef;"},
        {"", "abc", ""},
        {"x*", "€€", ""},
        {"(?=a)", "aaa", ""},
        {"(?!€).|", "€b€", "3-4:b;"},
        {".", "a€b", "0-1:a;1-4:€;4-5:b;"},
        {"(?<=a)b", "abbab", "1-2:b;4-5:b;"},
        {"(?<=.)..", "abcdef", "1-3:bc;3-5:de;"},
        {"\\Aa", "aaa", "0-1:a;"},
        {"a\\Kb", "abab", "1-2:b;3-4:b;"},
        {"(?s).+", "A\nB", "0-3:a\nb;"},
    };
    for (size_t i = 0; i < sizeof patterns / sizeof patterns[0]; i++) {
        struct fixture fixture = fixture_new(patterns[i].expression);
        check_tokens(&fixture, patterns[i].text, patterns[i].tokens);
        fixture_release(&fixture);
    }
}

static void test_tokens_are_replaced(void)
{
    struct fixture fixture = fixture_new(TOKENIZER_DEFAULT_PATTERN);
    check_tokens(&fixture, "one two three", "0-3:one;4-7:two;8-13:three;");
    check_tokens(&fixture, "four", "0-4:four;");
    CHECK_INT(fixture.tokens.folded.length, 4);
    check_tokens(&fixture, "", "");
    CHECK_INT(fixture.tokens.folded.length, 0);
    fixture_release(&fixture);
}

static void test_text_need_not_end_with_a_nul(void)
{
    struct fixture fixture = fixture_new(TOKENIZER_DEFAULT_PATTERN);
    char *text = malloc(5);
    REQUIRE(text != NULL);
    memcpy(text, "ab cd", 5);
    stance_error error;
    CHECK_INT(tokenizer_run(fixture.pattern, fixture.scratch, text, 4, &fixture.tokens, &error), 0);
    REQUIRE(fixture.tokens.count == 2);
    CHECK_INT(fixture.tokens.items[1].end, 4);
    free(text);
    fixture_release(&fixture);
}

static void test_one_token_of_1_mib(void)
{
    static const char *const units[] = {"a-", "é’", "a"};
    struct fixture fixture = fixture_new(TOKENIZER_DEFAULT_PATTERN);
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        struct buffer text = BUFFER_EMPTY;
        while (text.length < (1 << 20) - 8)
            buffer_append_string(&text, units[i]);
        buffer_append_string(&text, "Z end");
        stance_error error;
        CHECK_INT(tokenizer_run(fixture.pattern, fixture.scratch, text.data, text.length,
                                &fixture.tokens, &error),
                  0);
        REQUIRE(fixture.tokens.count == 2);
        CHECK_INT(fixture.tokens.items[0].start, 0);
        CHECK_INT(fixture.tokens.items[0].end, text.length - 4);
        CHECK_INT(fixture.tokens.items[1].start, text.length - 3);
        CHECK_INT(fixture.tokens.folded.data[fixture.tokens.items[0].folded_end - 1], 'z');
        buffer_release(&text);
    }
    fixture_release(&fixture);
}

static void test_many_tokens(void)
{
    enum { COUNT = 200000 };
    struct fixture fixture = fixture_new(TOKENIZER_DEFAULT_PATTERN);
    struct buffer text = BUFFER_EMPTY;
    for (size_t i = 0; i < COUNT; i++)
        buffer_append_string(&text, i % 2 == 0 ? "No " : "és ");
    stance_error error;
    CHECK_INT(tokenizer_run(fixture.pattern, fixture.scratch, text.data, text.length,
                            &fixture.tokens, &error),
              0);
    REQUIRE(fixture.tokens.count == COUNT);
    CHECK_INT(fixture.tokens.items[COUNT - 1].end, text.length - 1);
    CHECK_INT(fixture.tokens.folded.length, COUNT / 2 * (2 + 3));
    buffer_release(&text);
    fixture_release(&fixture);
}

static void test_hostile_pattern_is_an_error(void)
{
    struct fixture fixture = fixture_new("(a+)+$");
    static const char text[] = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab";
    stance_error error;
    CHECK_INT(tokenizer_run(fixture.pattern, fixture.scratch, text, sizeof text - 1,
                            &fixture.tokens, &error),
              -1);
    CHECK_INT(error.status, STANCE_DATA);
    fixture_release(&fixture);
}

const struct suite suite_tokenizer = {
    "text/tokenizer",
    (const struct test[]){
        {"tokens, places and folded forms", test_default_pattern},
        {"patterns of the user", test_patterns_of_the_user},
        {"tokens are replaced", test_tokens_are_replaced},
        {"a text need not end with a NUL", test_text_need_not_end_with_a_nul},
        {"one token of 1 MiB", test_one_token_of_1_mib},
        {"many tokens", test_many_tokens},
        {"a hostile pattern is an error", test_hostile_pattern_is_an_error},
        {NULL, NULL},
    },
};
