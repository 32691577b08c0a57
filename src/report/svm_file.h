/* Vectors as svm-train and scikit-learn's load_svmlight_file read them, and what their numbers
 * mean:
 *
 *     LABEL INDEX:VALUE INDEX:VALUE …        indices from 1, rising; label 0: unknown
 */
#ifndef STANCE_REPORT_SVM_FILE_H
#define STANCE_REPORT_SVM_FILE_H

#include "base/buffer.h"
#include "feature/vector.h"
#include "model/model.h"

#include <stddef.h>

/* Appends a row: index i is term i - 1. Values have 17 digits, so that what is read is what was
 * written, to the last bit. */
void svm_row(size_t label, const struct vector *vector, struct buffer *out);

/* Appends a TSV table with a header line "kind index term rows": the labels, numbered as they are
 * in rows (kind "label"), then the terms, each with the number of training rows it stands in. */
void svm_vocabulary(const struct stance_model *model, struct buffer *out);

#endif
