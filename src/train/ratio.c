/* In: the vectors and sides of training rows. Out: a factor for each term. Must not know the
 * solver. */
#include "train/ratio.h"

#include <math.h>

void ratio_compute(const struct vector *vectors, const size_t *rows, const signed char *sides,
                   size_t count, size_t n_terms, double *ratios, double *scratch)
{
    double *positive = ratios, *negative = scratch; /* [n_terms] each */
    double positive_sum = (double)n_terms, negative_sum = (double)n_terms;
    for (size_t t = 0; t < n_terms; t++)
        positive[t] = negative[t] = 1;
    for (size_t i = 0; i < count; i++) {
        const struct vector *vector = &vectors[rows[i]];
        double *side = sides[i] > 0 ? positive : negative;
        for (size_t e = 0; e < vector->count; e++)
            side[vector->entries[e].term] += 1;
        *(sides[i] > 0 ? &positive_sum : &negative_sum) += (double)vector->count;
    }
    double shift = log(negative_sum) - log(positive_sum);
    for (size_t t = 0; t < n_terms; t++)
        ratios[t] = log(positive[t]) - log(negative[t]) + shift;

    double squares = 0;
    for (size_t i = 0; i < count; i++) {
        const struct vector *vector = &vectors[rows[i]];
        for (size_t e = 0; e < vector->count; e++) {
            double value = vector->entries[e].value * ratios[vector->entries[e].term];
            squares += value * value;
        }
    }
    double scale = squares > 0 ? sqrt((double)count / squares) : 1;
    for (size_t t = 0; t < n_terms; t++)
        ratios[t] *= scale;
}
