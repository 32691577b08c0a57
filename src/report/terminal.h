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

/* Appends `text` in a style. */
void terminal_put(const struct terminal *terminal, enum style style, const char *text,
                  struct buffer *out);

/* Appends `text` (made safe with escape_terminal()) broken at spaces so that
 * it ends before the terminal's width; further lines begin with `indent` spaces. The first line is
 * taken to be at column `indent` already. Ends with a line end. */
void terminal_wrap(const struct terminal *terminal, enum style style, const char *text,
                   size_t length, size_t indent, struct buffer *out);

#endif
