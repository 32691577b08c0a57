/* Output for people: wrapped lines, and colour where a terminal shows it. */
#ifndef STANCE_REPORT_TERMINAL_H
#define STANCE_REPORT_TERMINAL_H

#include "base/buffer.h"

#include <stdbool.h>
#include <stddef.h>

struct terminal {
    bool colour;
    size_t width; /* columns, 40 to 120 */
};

/* What descriptor `fd` can show. No colour unless it is a terminal, NO_COLOR is unset or empty and
 * TERM is not "dumb". */
struct terminal terminal_of(int fd);

/* Whether descriptor `fd` is a terminal that knows control sequences: TERM is neither unset nor
 * "dumb". */
bool terminal_obeys(int fd);

enum style {
    STYLE_PLAIN,
    STYLE_BOLD,
    STYLE_DIM,
    STYLE_RED,
    STYLE_GREEN,
    STYLE_YELLOW,
    STYLE_BLUE,
    STYLE_MAGENTA,
    STYLE_CYAN
};

/* The style that label number `label` has everywhere; `resting` is that of the model, or any number
 * that is no label's. */
enum style style_of_label(size_t label, size_t resting);

/* Appends `text` in a style. */
void terminal_put(const struct terminal *terminal, enum style style, const char *text,
                  struct buffer *out);

/* Appends `text` (made safe with escape_terminal()) broken at spaces so that
 * it ends before the terminal's width; further lines begin with `indent` spaces. The first line is
 * taken to be at column `indent` already. Ends with a line end. */
void terminal_wrap(const struct terminal *terminal, enum style style, const char *text,
                   size_t length, size_t indent, struct buffer *out);

/* A part of a text that is shown in a style, or, without colour, in *asterisks*. */
struct mark {
    size_t offset; /* in bytes, and of whole characters */
    size_t length;
    enum style style;
};

/* terminal_wrap() of a text with marks in it, by rising offset, none of which reaches into the
 * next. */
void terminal_wrap_marked(const struct terminal *terminal, const char *text, size_t length,
                          const struct mark *marks, size_t n_marks, size_t indent,
                          struct buffer *out);

#endif
