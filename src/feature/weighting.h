/* How much a term weighs in a text.
 *
 *     value = base(term) * damp(count in the text)              words, word n-grams, cues
 *     value = base(term) * sum over the different words that hold it
 *                          of count in the word * damp(count of the word)     character n-grams
 *
 * So a word that stands once brings the same to every text, and what it brings can be worked out
 * once. Then the blocks are made equally long:
 *
 *     length of a block = sqrt(sum of value^2)                  words, cues
 *                       = sqrt(sum over different words of the sum of its part of value^2)
 *
 * and the whole gets the length 1 (the character block, whose words share n-grams, but for that).
 */
#ifndef STANCE_FEATURE_WEIGHTING_H
#define STANCE_FEATURE_WEIGHTING_H

#include "feature/recipe.h"
#include "feature/term.h"
#include "feature/vocabulary.h"

/* tf-idf and naive Bayes: idf = ln((1 + n) / (1 + df)) + 1, smooth as scikit-learn's; else 1. */
double weighting_base(enum weighting weighting, const struct vocabulary *vocabulary, uint32_t term);

/* binary: 1; tf: count; tf-idf and naive Bayes: 1 + ln count. */
double weighting_damp(enum weighting weighting, uint32_t count);

/* Fills scale[BLOCK_COUNT], which values are to be multiplied by, from the squared lengths of the
 * blocks; an empty block's is 0. */
void weighting_scale(const double squares[BLOCK_COUNT], double scale[BLOCK_COUNT]);

#endif
