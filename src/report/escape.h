/* Text made safe for each output: no character of an article or a file name can break a row, a
 * field or a terminal. */
#ifndef STANCE_REPORT_ESCAPE_H
#define STANCE_REPORT_ESCAPE_H

#include "base/buffer.h"

#include <stdbool.h>
#include <stddef.h>

/* For one field of TSV: runs of white space and control characters (C0, DEL, C1) become one space.
 */
void escape_plain(const char *text, size_t length, struct buffer *out);

/* For a line on a terminal: so do the characters that turn its direction, which could make a line
 * read as what it is not. */
void escape_terminal(const char *text, size_t length, struct buffer *out);

/* For one field of CSV (RFC 4180): quoted where it must be. White space is kept. */
void escape_csv(const char *text, size_t length, struct buffer *out);

/* For a string of JSON (RFC 8259), with its quotation marks. `text` must be valid UTF-8; to be safe
 * for file names, which may be anything, invalid bytes become U+FFFD. */
void escape_json(const char *text, size_t length, struct buffer *out);

/* For the text of an HTML page, and for an attribute between double quotes. Control characters
 * become spaces; what turns the direction of a line is left out, so that a page reads as it is
 * written. Invalid bytes become U+FFFD. */
void escape_html(const char *text, size_t length, struct buffer *out);

/* Whether a spreadsheet would take a cell with this text for a formula and run it, as OWASP lists
 * how one begins ("CSV Injection"): = + - @, also in full width, after a tab or a line end. */
bool escape_is_formula(const char *text, size_t length);

#endif
