/* In: term counts. Out: a vector of length 1. Must not know labels: the naive-Bayes ratios, which
 * do, are in model/scorer and train/ratio. */
#include "feature/weighting.h"

#include "feature/term.h"

#include <math.h>

double weighting_idf(const struct vocabulary *vocabulary, uint32_t term)
{
    return log((1.0 + (double)vocabulary->document_count) /
               (1.0 + (double)vocabulary->document_frequency[term])) +
           1.0;
}

static double weigh(enum weighting weighting, const struct vocabulary *vocabulary, uint32_t term,
                    double count)
{
    switch (weighting) {
    case WEIGHTING_BINARY:
        return 1.0;
    case WEIGHTING_TF:
        return count;
    case WEIGHTING_TFIDF:
    case WEIGHTING_NB:
        return (1.0 + log(count)) * weighting_idf(vocabulary, term);
    }
    return count;
}

static enum block block_of(const struct vocabulary *vocabulary, uint32_t term)
{
    size_t length;
    return term_block(intern_get(&vocabulary->terms, term, &length));
}

void weighting_apply(enum weighting weighting, const struct vocabulary *vocabulary,
                     struct vector *vector)
{
    double squares[BLOCK_COUNT] = {0};
    for (size_t i = 0; i < vector->count; i++) {
        struct vector_entry *entry = &vector->entries[i];
        entry->value = weigh(weighting, vocabulary, entry->term, entry->value);
        squares[block_of(vocabulary, entry->term)] += entry->value * entry->value;
    }
    /* After each block has length 1, the whole has the square root of the number of blocks. */
    double blocks = 0, scale[BLOCK_COUNT] = {0};
    for (int b = 0; b < BLOCK_COUNT; b++)
        blocks += squares[b] > 0;
    for (int b = 0; b < BLOCK_COUNT; b++)
        if (squares[b] > 0)
            scale[b] = 1.0 / (sqrt(squares[b]) * sqrt(blocks));
    for (size_t i = 0; i < vector->count; i++)
        vector->entries[i].value *= scale[block_of(vocabulary, vector->entries[i].term)];
}
