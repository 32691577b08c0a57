/* In: counts and frequencies. Out: weights. Must not know labels: the naive-Bayes ratios, which do,
 * are in train/ratio. */
#include "feature/weighting.h"

#include <math.h>

double weighting_base(enum weighting weighting, const struct vocabulary *vocabulary, uint32_t term)
{
    if (weighting == WEIGHTING_BINARY || weighting == WEIGHTING_TF)
        return 1.0;
    return log((1.0 + (double)vocabulary->document_count) /
               (1.0 + (double)vocabulary->document_frequency[term])) +
           1.0;
}

double weighting_damp(enum weighting weighting, uint32_t count)
{
    switch (weighting) {
    case WEIGHTING_BINARY:
        return 1.0;
    case WEIGHTING_TF:
        return count;
    case WEIGHTING_TFIDF:
    case WEIGHTING_NB:
        return count == 1 ? 1.0 : 1.0 + log((double)count);
    }
    return count;
}

void weighting_scale(const double squares[BLOCK_COUNT], double scale[BLOCK_COUNT])
{
    double blocks =
        0; /* each gets the length 1, the whole that of the square root of their number */
    for (int b = 0; b < BLOCK_COUNT; b++)
        blocks += squares[b] > 0;
    for (int b = 0; b < BLOCK_COUNT; b++)
        scale[b] = squares[b] > 0 ? 1.0 / (sqrt(squares[b]) * sqrt(blocks)) : 0;
}
