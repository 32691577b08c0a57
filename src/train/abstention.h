/* When to say nothing: the confidence below which answers are wrong too often. */
#ifndef STANCE_TRAIN_ABSTENTION_H
#define STANCE_TRAIN_ABSTENTION_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

/* Fills *threshold with the lowest confidence[count] at and above which the answers, taken
 * together, are right[count] in at least the share `precision` (0..1) of the rows; so as many rows
 * as possible keep their answer. No such confidence is an error that tells the best share there is.
 */
int abstention_threshold(const double *confidence, const bool *right, size_t count,
                         double precision, double *threshold, stance_error *error);

#endif
