#include "report/terminal.h"

#include "base/utf8.h"
#include "check.h"
#include "fixture.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

static const struct terminal plain = {.colour = false, .width = 40};
static const struct terminal coloured = {.colour = true, .width = 40};

static const struct {
    const char *text;
    size_t indent;
    const char *wrapped;
} cases[] = {
    {"", 0, "\n"},
    {"   ", 4, "\n"},
    {"short", 4, "short\n"},
    {"  two \t\n words ", 4, "two words\n"},
    {"123456789 123456789 123456789 12345678 x", 0, "123456789 123456789 123456789 12345678\nx\n"},
    {"123456789 123456789 123456789 123456789 x", 0,
     "123456789 123456789 123456789 123456789\nx\n"},
    {"123456789 123456789 123456789 1234567890 x", 0,
     "123456789 123456789 123456789\n1234567890 x\n"},
    {"123456789 123456789 123456789 12345 x", 4, "123456789 123456789 123456789 12345\n    x\n"},
    {"0123456789012345678901234567890123456789012345 and on", 4,
     "0123456789012345678901234567890123456789012345\n    and on\n"},
    {"and 0123456789012345678901234567890123456789012345", 4,
     "and\n    0123456789012345678901234567890123456789012345\n"},
    /* 39 letters of two bytes each */
    {"жжжжжжжжж жжжжжжжжж жжжжжжжжж жжжжжжжжж ж", 0,
     "жжжжжжжжж жжжжжжжжж жжжжжжжжж жжжжжжжжж\nж\n"},
    {"a\33[31mred\xc2\x9b"
     "2J",
     0, "a [31mred 2J\n"},
};

static void test_wrapping(void)
{
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct buffer out = BUFFER_EMPTY;
        terminal_wrap(&plain, STYLE_RED, cases[i].text, strlen(cases[i].text), cases[i].indent,
                      &out);
        CHECK(!out.failed);
        CHECK_BYTES(out.data, out.length, cases[i].wrapped);
        buffer_release(&out);
    }
}

/* Each line ends before the width, and no word is lost. */
static void test_any_words(void)
{
    struct random random;
    random_seed(&random, 1);
    for (int i = 0; i < 300; i++) {
        struct terminal terminal = {.width = 40 + (size_t)random_below(&random, 81)};
        size_t indent = (size_t)random_below(&random, 20);
        struct buffer text = BUFFER_EMPTY, out = BUFFER_EMPTY, joined = BUFFER_EMPTY;
        for (uint64_t words = 1 + random_below(&random, 60); words > 0; words--) {
            for (uint64_t letters = 1 + random_below(&random, 12); letters > 0; letters--)
                buffer_append_string(&text, letters % 3 == 0 ? "é" : "e");
            buffer_append_string(&text, words > 1 ? " " : "");
        }
        terminal_wrap(&terminal, STYLE_PLAIN, text.data, text.length, indent, &out);
        size_t column = indent; /* where the first line begins */
        for (const char *line = out.data; *line != '\0';) {
            size_t length = strcspn(line, "\n");
            CHECK(column + utf8_count(line, length) < terminal.width);
            size_t spaces = strspn(line, " ");
            CHECK_INT(spaces, column == indent && line == out.data ? 0 : indent);
            buffer_append_string(&joined, joined.length > 0 ? " " : "");
            buffer_append(&joined, line + spaces, length - spaces);
            line += length + 1;
            column = 0;
        }
        CHECK_BYTES(joined.data, joined.length, text.data);
        buffer_release(&text);
        buffer_release(&out);
        buffer_release(&joined);
    }
}

static void test_colour(void)
{
    struct buffer out = BUFFER_EMPTY;
    terminal_put(&coloured, STYLE_RED, "no", &out);
    CHECK_BYTES(out.data, out.length, "\33[31mno\33[0m");
    buffer_reset(&out);
    terminal_put(&coloured, STYLE_PLAIN, "no", &out);
    CHECK_BYTES(out.data, out.length, "no");
    buffer_reset(&out);
    terminal_put(&plain, STYLE_RED, "no", &out);
    CHECK_BYTES(out.data, out.length, "no");
    buffer_reset(&out);
    terminal_wrap(&coloured, STYLE_BOLD, "no never", 8, 2, &out);
    CHECK_BYTES(out.data, out.length, "\33[1mno never\33[0m\n");
    buffer_release(&out);
}

static const struct {
    const char *text;
    struct mark marks[3]; /* a length of 0 ends them */
    const char *plain;
    const char *coloured;
} marked[] = {
    {"no marks", {{0, 0, STYLE_RED}}, "no marks\n", "no marks\n"},
    {"a \"lie\", he said",
     {{3, 3, STYLE_RED}, {9, 2, STYLE_BOLD}},
     "a \"*lie*\", *he* said\n",
     "a \"\33[31mlie\33[0m\", \33[1mhe\33[0m said\n"},
    {"two\n \twords\33[31m",
     {{0, 11, STYLE_RED}},
     "*two words* [31m\n",
     "\33[31mtwo words\33[0m [31m\n"},
    {"x  y",
     {{0, 1, STYLE_RED}, {3, 1, STYLE_RED}},
     "*x* *y*\n",
     "\33[31mx\33[0m \33[31my\33[0m\n"},
    /* Codes take no room: the last word ends in column 38 both times. */
    {"123456789 123456789 123456789 12345678 é",
     {{30, 8, STYLE_RED}, {39, 2, STYLE_RED}},
     "123456789 123456789 123456789\n*12345678* *é*\n",
     "123456789 123456789 123456789 \33[31m12345678\33[0m\n\33[31mé\33[0m\n"},
    {"123456789 123456789 123456789 123456 é",
     {{30, 6, STYLE_RED}, {37, 2, STYLE_RED}},
     "123456789 123456789 123456789 *123456*\n*é*\n",
     "123456789 123456789 123456789 \33[31m123456\33[0m \33[31mé\33[0m\n"},
};

static void test_marks(void)
{
    for (size_t i = 0; i < sizeof marked / sizeof marked[0]; i++) {
        struct buffer out = BUFFER_EMPTY;
        size_t count = 0;
        while (count < 3 && marked[i].marks[count].length > 0)
            count++;
        terminal_wrap_marked(&plain, marked[i].text, strlen(marked[i].text), marked[i].marks, count,
                             0, &out);
        CHECK_BYTES(out.data, out.length, marked[i].plain);
        buffer_reset(&out);
        terminal_wrap_marked(&coloured, marked[i].text, strlen(marked[i].text), marked[i].marks,
                             count, 0, &out);
        CHECK_BYTES(out.data, out.length, marked[i].coloured);
        buffer_release(&out);
    }
}

static void test_styles_of_labels(void)
{
    CHECK_INT(style_of_label(0, 3), STYLE_RED);
    CHECK_INT(style_of_label(2, 3), STYLE_YELLOW);
    CHECK_INT(style_of_label(3, 3), STYLE_DIM);
    CHECK_INT(style_of_label(6, SIZE_MAX), STYLE_RED);
}

static void test_a_file_is_no_terminal(void)
{
    int fds[2];
    REQUIRE(pipe(fds) == 0);
    struct terminal terminal = terminal_of(fds[1]);
    CHECK(!terminal.colour);
    CHECK_INT(terminal.width, 80);
    close(fds[0]);
    close(fds[1]);
}

/* Puts an environment variable aside. */
struct kept {
    const char *name;
    char value[256];
    bool present;
};

static struct kept keep(const char *name)
{
    struct kept kept = {.name = name};
    const char *value = getenv(name);
    kept.present = value != NULL;
    if (kept.present)
        snprintf(kept.value, sizeof kept.value, "%s", value);
    return kept;
}

static void set(const char *name, const char *value)
{
    if (value == NULL)
        unsetenv(name);
    else
        setenv(name, value, 1);
}

static void put_back(const struct kept *kept)
{
    set(kept->name, kept->present ? kept->value : NULL);
}

static const struct {
    unsigned short columns;
    const char *term;
    const char *no_color;
    size_t width;
    bool colour;
} terminals[] = {
    {100, "xterm", NULL, 100, true}, {100, "xterm", "", 100, true}, {100, "xterm", "1", 100, false},
    {100, "dumb", NULL, 100, false}, {100, NULL, NULL, 100, false}, {10, "xterm", NULL, 40, true},
    {500, "xterm", NULL, 120, true}, {0, "xterm", NULL, 80, true},
};

static void test_terminals(void)
{
    int master = posix_openpt(O_RDWR | O_NOCTTY);
    if (master < 0) /* a machine without pseudo-terminals */
        return;
    char name[64];
    REQUIRE(grantpt(master) == 0 && unlockpt(master) == 0 &&
            ptsname_r(master, name, sizeof name) == 0);
    int slave = open(name, O_RDWR | O_NOCTTY);
    REQUIRE(slave >= 0);
    struct kept term = keep("TERM"), no_color = keep("NO_COLOR");
    for (size_t i = 0; i < sizeof terminals / sizeof terminals[0]; i++) {
        struct winsize size = {.ws_row = 24, .ws_col = terminals[i].columns};
        CHECK_INT(ioctl(slave, TIOCSWINSZ, &size), 0);
        set("TERM", terminals[i].term);
        set("NO_COLOR", terminals[i].no_color);
        struct terminal terminal = terminal_of(slave);
        CHECK_INT(terminal.width, terminals[i].width);
        CHECK(terminal.colour == terminals[i].colour);
    }
    put_back(&term);
    put_back(&no_color);
    close(slave);
    close(master);
}

const struct suite suite_terminal = {
    "report/terminal",
    (const struct test[]){
        {"wrapping", test_wrapping},
        {"any words", test_any_words},
        {"colour", test_colour},
        {"marks", test_marks},
        {"styles of labels", test_styles_of_labels},
        {"a file is no terminal", test_a_file_is_no_terminal},
        {"terminals", test_terminals},
        {NULL, NULL},
    },
};
