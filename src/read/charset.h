/* Which character set a page is in, and the same page in UTF-8. */
#ifndef STANCE_READ_CHARSET_H
#define STANCE_READ_CHARSET_H

#include "base/buffer.h"
#include "base/error.h"

#include <stddef.h>

/* Appends the page as valid UTF-8 without NULs and byte order mark to `out`. In this order: a byte
 * order mark is believed; what is UTF-8 all through is UTF-8, whatever the page says; then what it
 * says (<meta charset>, <meta http-equiv>, <?xml encoding?>) in its first 8 KiB; else it is
 * windows-1252. What does not decode becomes U+FFFD. */
int charset_decode(const char *page, size_t length, struct buffer *out, stance_error *error);

#endif
