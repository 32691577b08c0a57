/* Folding: the form in which two spellings of one word are the same bytes. Unicode NFKC with case
 * folding (UAX #15, #21), default-ignorable characters removed, and U+2019 as an apostrophe. */
#ifndef STANCE_TEXT_FOLD_H
#define STANCE_TEXT_FOLD_H

#include "base/buffer.h"
#include "base/error.h"

/* Appends the folded form of valid UTF-8 to `out`. The result may be empty, and up to 18 times as
 * long (U+FDFA). */
int fold_append(const char *text, size_t length, struct buffer *out, stance_error *error);

/* utf8proc's version, for a model's record. */
const char *fold_library_version(void);

#endif
