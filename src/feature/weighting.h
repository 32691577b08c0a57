/* Counts to values: the weighting of a recipe, and unit length.
 *
 *     x_t = f(tf_t) * g(df_t);   each block of x is divided by its length, then the whole
 *
 * (Salton & Buckley 1988; idf smoothed as if one more text held every term, so that it is finite.)
 */
#ifndef STANCE_FEATURE_WEIGHTING_H
#define STANCE_FEATURE_WEIGHTING_H

#include "feature/recipe.h"
#include "feature/vector.h"
#include "feature/vocabulary.h"

/* Turns the counts in `vector` (value = tf, at least 1) into weights. An empty vector stays empty.
 */
void weighting_apply(enum weighting weighting, const struct vocabulary *vocabulary,
                     struct vector *vector);

/* ln((1 + document_count) / (1 + document_frequency)) + 1. */
double weighting_idf(const struct vocabulary *vocabulary, uint32_t term);

#endif
