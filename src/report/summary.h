/* How many paragraphs of each file, or of each day, have which label. */
#ifndef STANCE_REPORT_SUMMARY_H
#define STANCE_REPORT_SUMMARY_H

#include "base/error.h"
#include "base/intern.h"
#include "report/writer.h"

#include <stddef.h>

struct summary {
    const char *const *labels; /* [n_labels] borrowed */
    size_t n_labels;
    struct intern keys; /* what is counted by; numbered in the order of first sight */
    size_t *counts;     /* [keys.count][n_labels] */
    size_t capacity;
};

/* An empty summary, which the caller releases. */
void summary_init(struct summary *summary, const char *const *labels, size_t n_labels);

void summary_release(struct summary *summary);

/* Makes a place for a key, unless it has one: keys are told in the order of their places. */
int summary_add_key(struct summary *summary, const char *key, size_t length, stance_error *error);

/* Counts a paragraph of a label (below n_labels). */
int summary_count(struct summary *summary, const char *key, size_t length, size_t label,
                  stance_error *error);

/* How much of a date ("2031-06-04T10:00:00Z") is the key of its day or, with `by_month`, of its
 * month: 10 or 7 bytes; 0 where it does not begin as ISO 8601 has it, and the day is unknown. */
size_t summary_date_key(const char *date, size_t length, bool by_month);

/* Adds all counts of another summary of the same labels. */
int summary_merge(struct summary *summary, const struct summary *other, stance_error *error);

/* The order of keys: that of their places, or by their bytes, the empty key (unknown) last. */
enum summary_order { SUMMARY_BY_PLACE, SUMMARY_BY_KEY };

/* Appends a header and a row for each key that was counted: the key (a column `key_name`),
 * paragraphs, count_LABEL of each label, share_LABEL of each (0..1). Returns 0, or -1 when memory
 * runs out. */
int summary_rows(const struct summary *summary, enum summary_order order, const char *key_name,
                 enum report_format format, struct buffer *out, stance_error *error);

/* The same as a table for people; where there are several keys, the last line is their sum. */
int summary_text(const struct summary *summary, enum summary_order order, const char *key_name,
                 struct buffer *out, stance_error *error);

#endif
