/* Naive-Bayes log-count ratios (Wang & Manning 2012), for one machine:
 *
 *     p_t = 1 + texts of the positive side with t;   q_t likewise for the negative side
 *     r_t = ln((p_t / sum p) / (q_t / sum q))
 *
 * All r are then divided by one number, so that the training vectors r∘x have length 1 in the root
 * mean square and C means the same for every machine and weighting. */
#ifndef STANCE_TRAIN_RATIO_H
#define STANCE_TRAIN_RATIO_H

#include "base/error.h"
#include "feature/vector.h"

#include <stddef.h>

/* Fills ratios[n_terms] from `count` rows: row i is vectors[rows[i]], and sides[i] is +1 or -1. */
void ratio_compute(const struct vector *vectors, const size_t *rows, const signed char *sides,
                   size_t count, size_t n_terms, double *ratios, double *scratch);

#endif
