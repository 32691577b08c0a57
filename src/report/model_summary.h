/* What is in a model, for people and for programs: labels, recipe, training record, calibration and
 * the `top` heaviest words, word n-grams, character n-grams and cues of each label, by what they
 * add to its score (for a value of 1 in the vector). */
#ifndef STANCE_REPORT_MODEL_SUMMARY_H
#define STANCE_REPORT_MODEL_SUMMARY_H

#include "model/model.h"
#include "report/terminal.h"

/* Returns 0, or -1 when memory runs out. */
int model_summary_text(const struct stance_model *model, const struct terminal *terminal,
                       size_t top, struct buffer *out, stance_error *error);

/* One JSON object, with a line end. */
int model_summary_json(const struct stance_model *model, size_t top, struct buffer *out,
                       stance_error *error);

#endif
