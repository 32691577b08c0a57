/* UTF-8 as RFC 3629 has it: no overlong forms, no surrogates, nothing above U+10FFFF. */
#ifndef STANCE_BASE_UTF8_H
#define STANCE_BASE_UTF8_H

#include "base/buffer.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How many bytes of `text` are valid from its start: `length` if all are. */
size_t utf8_valid_prefix(const char *text, size_t length);

/* Appends `text` to `out` with each maximal invalid part replaced by one U+FFFD, as Unicode 15
 * (section 3.9, table 3-8) recommends. Returns the number of replacements. */
size_t utf8_repair(const char *text, size_t length, struct buffer *out);

/* The length in bytes of the code point that begins with `lead`, in text known to be valid. */
size_t utf8_width(unsigned char lead);

/* The largest length at most `limit` at which `text` may be cut without splitting a code point. */
size_t utf8_cut(const char *text, size_t length, size_t limit);

/* The length in bytes of all the white space at the start of `text`. */
size_t utf8_leading_space(const char *text, size_t length);

/* The width in bytes of the white space at the start of `text` (at least one byte long), or 0:
 * ASCII controls and blank, U+00A0, U+2028, U+3000, U+FEFF. */
size_t utf8_space_width(const char *text, size_t length);

/* Whether `text` begins with a character that turns the direction of what a terminal shows after it
 * (U+202A to U+202E, U+2066 to U+2069: three bytes each). */
bool utf8_turns_direction(const char *text, size_t length);

/* Appends valid text with each run of white space as one blank, none at the ends, and without what
 * is not seen but where a line breaks: soft hyphens, zero-width spaces, word joiners. */
void utf8_collapse(const char *text, size_t length, struct buffer *out);

/* The number of code points in valid text. */
size_t utf8_count(const char *text, size_t length);

#endif
