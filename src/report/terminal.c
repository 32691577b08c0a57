/* In: text and a style. Out: bytes for a terminal, or for a file. Must not know labels. */
#include "report/terminal.h"

#include "base/utf8.h"
#include "report/escape.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define WIDTH_DEFAULT 80
#define WIDTH_MIN     40
#define WIDTH_MAX     120 /* longer lines are hard to read */

bool terminal_obeys(int fd)
{
    const char *term = getenv("TERM");
    return isatty(fd) && term != NULL && strcmp(term, "dumb") != 0;
}

static bool wants_colour(void)
{
    const char *no_color = getenv("NO_COLOR"); /* no-color.org */
    return no_color == NULL || no_color[0] == '\0';
}

struct terminal terminal_of(int fd)
{
    struct terminal terminal = {.width = WIDTH_DEFAULT};
    if (!isatty(fd))
        return terminal;
    struct winsize size;
    if (ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
        terminal.width = size.ws_col;
    if (terminal.width < WIDTH_MIN)
        terminal.width = WIDTH_MIN;
    if (terminal.width > WIDTH_MAX)
        terminal.width = WIDTH_MAX;
    terminal.colour = wants_colour() && terminal_obeys(fd);
    return terminal;
}

static const char *code_of(enum style style)
{
    static const char *const codes[] = {
        [STYLE_PLAIN] = "",       [STYLE_BOLD] = "\33[1m",     [STYLE_DIM] = "\33[2m",
        [STYLE_RED] = "\33[31m",  [STYLE_GREEN] = "\33[32m",   [STYLE_YELLOW] = "\33[33m",
        [STYLE_BLUE] = "\33[34m", [STYLE_MAGENTA] = "\33[35m", [STYLE_CYAN] = "\33[36m",
    };
    return codes[style];
}

void terminal_put(const struct terminal *terminal, enum style style, const char *text,
                  struct buffer *out)
{
    bool styled = terminal->colour && style != STYLE_PLAIN;
    if (styled)
        buffer_append_string(out, code_of(style));
    buffer_append_string(out, text);
    if (styled)
        buffer_append_string(out, "\33[0m");
}

enum style style_of_label(size_t label, size_t resting)
{
    static const enum style palette[] = {STYLE_RED,  STYLE_GREEN,   STYLE_YELLOW,
                                         STYLE_BLUE, STYLE_MAGENTA, STYLE_CYAN};
    return label == resting ? STYLE_DIM : palette[label % (sizeof palette / sizeof palette[0])];
}

/* In columns. Codes of styles have none; there is no other ESC in text that is plain. */
static size_t width_of(const char *word, size_t length)
{
    size_t width = 0;
    for (size_t i = 0; i < length;) {
        const char *code = memchr(word + i, '\33', length - i);
        size_t stop = code == NULL ? length : (size_t)(code - word);
        width += utf8_count(word + i, stop - i);
        const char *end = code == NULL ? NULL : memchr(code, 'm', length - stop);
        i = end == NULL ? length : (size_t)(end - word) + 1;
    }
    return width;
}

static void put_word(const struct terminal *terminal, const char *word, size_t length,
                     size_t indent, size_t *column, struct buffer *out)
{
    size_t width = width_of(word, length);
    if (*column > indent && *column + 1 + width >= terminal->width) {
        buffer_append_char(out, '\n');
        for (size_t i = 0; i < indent; i++)
            buffer_append_char(out, ' ');
        *column = indent;
    } else if (*column > indent) {
        buffer_append_char(out, ' ');
        (*column)++;
    }
    buffer_append(out, word, length);
    *column += width;
}

/* Breaks a plain text, and lets go of it. */
static void put_words(const struct terminal *terminal, struct buffer *plain, size_t indent,
                      struct buffer *out)
{
    size_t column = indent;
    const char *end = plain->data + plain->length;
    for (const char *word = plain->data; plain->length > 0 && word < end;) {
        const char *stop = memchr(word, ' ', (size_t)(end - word));
        if (stop == NULL)
            stop = end;
        if (stop > word)
            put_word(terminal, word, (size_t)(stop - word), indent, &column, out);
        word = stop + 1;
    }
    out->failed = out->failed || plain->failed;
    buffer_release(plain);
}

void terminal_wrap(const struct terminal *terminal, enum style style, const char *text,
                   size_t length, size_t indent, struct buffer *out)
{
    struct buffer plain = BUFFER_EMPTY;
    escape_terminal(text, length, &plain);
    bool styled = terminal->colour && style != STYLE_PLAIN;
    if (styled)
        buffer_append_string(out, code_of(style));
    put_words(terminal, &plain, indent, out);
    buffer_append_string(out, styled ? "\33[0m\n" : "\n");
}

void terminal_wrap_marked(const struct terminal *terminal, const char *text, size_t length,
                          const struct mark *marks, size_t n_marks, size_t indent,
                          struct buffer *out)
{
    struct buffer plain = BUFFER_EMPTY;
    size_t from = 0;
    for (size_t i = 0; i < n_marks; i++) {
        escape_terminal(text + from, marks[i].offset - from, &plain);
        buffer_append_string(&plain, terminal->colour ? code_of(marks[i].style) : "*");
        escape_terminal(text + marks[i].offset, marks[i].length, &plain);
        buffer_append_string(&plain, terminal->colour ? "\33[0m" : "*");
        from = marks[i].offset + marks[i].length;
    }
    escape_terminal(text + from, length - from, &plain);
    put_words(terminal, &plain, indent, out);
    buffer_append_char(out, '\n');
}
