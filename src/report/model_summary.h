/* What is in a model, for people. */
#ifndef STANCE_REPORT_MODEL_SUMMARY_H
#define STANCE_REPORT_MODEL_SUMMARY_H

#include "model/model.h"

/* Appends labels, recipe, training record and the `top` heaviest terms of each label. Returns 0, or
 * -1 when memory runs out. */
int model_summary(const struct stance_model *model, size_t top, struct buffer *out,
                  stance_error *error);

#endif
