/* Figures of an evaluation, for people and for programs. */
#ifndef STANCE_REPORT_EVALUATION_H
#define STANCE_REPORT_EVALUATION_H

#include "base/buffer.h"
#include "model/labels.h"
#include "train/metrics.h"

/* Whether a label has a row or an answer: those without are left out of the tables. */
bool evaluation_is_present(const struct metrics *metrics, size_t label);

void evaluation_text(const struct metrics *metrics, const struct labels *labels,
                     struct buffer *out);

/* What the confidence is worth: how much is left, and how right it is, above each threshold; and
 * whether the confidence means what it says. */
void evaluation_confidence_text(const struct metrics *metrics, struct buffer *out);

/* One JSON object: rows accuracy macro_f1 macro_f1_low macro_f1_high per_label confusion ece, and
 * reliability (the bins that hold rows) and coverage, each a list of objects. `model` (may be NULL)
 * is put first as "model". Without a line end. */
void evaluation_json(const struct metrics *metrics, const struct labels *labels, const char *model,
                     struct buffer *out);

void comparison_text(const struct comparison *comparison, const char *first, const char *second,
                     struct buffer *out);
void comparison_json(const struct comparison *comparison, const char *first, const char *second,
                     struct buffer *out);

#endif
