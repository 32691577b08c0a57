#include "text/scanner.h"

#include "base/buffer.h"
#include "check.h"

/* Each token as "start-end;", with a "+" where it is not ASCII. */
static void check_scan(const char *text, size_t capacity, const char *expected)
{
    struct scanned tokens[4];
    struct buffer out = BUFFER_EMPTY;
    size_t from = 0, count;
    do {
        count = scanner_run(text, strlen(text), &from, tokens, capacity);
        for (size_t i = 0; i < count; i++)
            buffer_append_format(&out, "%zu-%zu%s;", tokens[i].start, tokens[i].end,
                                 tokens[i].ascii ? "" : "+");
        CHECK_INT(from, count < capacity ? strlen(text) : tokens[count - 1].end);
    } while (count == capacity);
    CHECK_BYTES(out.data == NULL ? "" : out.data, out.length, expected);
    buffer_release(&out);
}

static void test_tokens(void)
{
    static const struct {
        const char *text, *tokens;
    } cases[] = {
        {"", ""},
        {" \n.,!?-'’", ""},
        {"Denied", "0-6;"},
        {"Moscow’s DENIALS.", "0-10+;11-18;"},
        {"cyber-attack's", "0-14;"},
        {"cyber--attack", "0-5;7-13;"},
        {"-cyber- 'attack’", "1-6;9-15;"},
        {"a-é b’ c", "0-4+;5-6;10-11;"},
        {"de\xcc\x81ni 莫斯科 no😀no", "0-6+;7-16+;17-19;23-25;"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        for (size_t capacity = 1; capacity <= 4; capacity++)
            check_scan(cases[i].text, capacity, cases[i].tokens);
}

/* Tokens and joiners across the end of a block of 64 bytes. */
static void test_tokens_across_blocks(void)
{
    static const struct {
        const char *tail, *tokens; /* behind 62 letters */
    } cases[] = {
        {"", "0-62;"},
        {"bc d", "0-64;65-66;"},
        {"bcd e", "0-65;66-67;"},
        {"b-c d", "0-65;66-67;"},
        {"b--c", "0-63;65-66;"},
        {"b-", "0-63;"},
        {"’c d", "0-66+;67-68;"},
        {"b’c d", "0-67+;68-69;"},
        {"b’", "0-63;"},
        {"éd e", "0-65+;66-67;"},
        {"bé c", "0-65+;66-67;"},
        {"b€c d", "0-63;66-67;68-69;"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct buffer text = BUFFER_EMPTY;
        for (size_t letters = 0; letters < 62; letters++)
            buffer_append_char(&text, 'a');
        buffer_append_string(&text, cases[i].tail);
        for (size_t capacity = 1; capacity <= 4; capacity++)
            check_scan(text.data, capacity, cases[i].tokens);
        buffer_release(&text);
    }
}

static void test_from_the_middle(void)
{
    static const char text[] = "one two three";
    struct scanned token;
    size_t from = 5;
    CHECK_INT(scanner_run(text, 9, &from, &token, 1), 1);
    CHECK(token.start == 5 && token.end == 7 && token.ascii && from == 7);
    CHECK_INT(scanner_run(text, 9, &from, &token, 1), 1);
    CHECK(token.start == 8 && token.end == 9 && token.ascii && from == 9);
    CHECK_INT(scanner_run(text, 9, &from, &token, 1), 0);
    CHECK_INT(from, 9);
}

const struct suite suite_scanner = {
    "text/scanner",
    (const struct test[]){
        {"tokens and their places", test_tokens},
        {"tokens across blocks", test_tokens_across_blocks},
        {"from the middle of a text", test_from_the_middle},
        {NULL, NULL},
    },
};
