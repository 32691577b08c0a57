/* What features are called for people who never heard of n-grams. */
#ifndef STANCE_REPORT_FEATURE_NAME_H
#define STANCE_REPORT_FEATURE_NAME_H

#include "base/buffer.h"
#include "model/explain.h"

/* "word", "phrase", "spelling" or "cue". */
const char *feature_kind_plain(enum contribution_kind kind);

/* Appends a character n-gram as it stands in words: "<no" (see ngram.h) is "no…", the beginning of
 * one, and "ing>" is "…ing"; "ever" is "…ever…". */
void feature_put_spelling(const char *ngram, size_t length, struct buffer *out);

#endif
