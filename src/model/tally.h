/* Bags to decision values, without a vector in between: what a word adds to each machine, with all
 * its character n-grams, is worked out when the word is first met.
 *
 *     d_m = b_m + sum over blocks of scale * sum over parts of w_m · value
 *
 * The same as scorer_decide() on the bag's vector, but for the order of the sums. */
#ifndef STANCE_MODEL_TALLY_H
#define STANCE_MODEL_TALLY_H

#include "feature/featurizer.h"
#include "model/scorer.h"

struct tally {
    const struct scorer *scorer;
    double *rows;  /* [n_rows][2 n_machines + 2], see tally.c; row i is word i of the lexicon */
    size_t n_rows; /* the words that come when there is no room left have none */
    size_t rows_capacity;
    uint32_t generation; /* of the lexicon that the rows are of */
    double *row;         /* [2 n_machines + 2] of a word without one */
    double *sums;        /* [BLOCK_COUNT][n_machines] */
    double *bases;       /* of rarer terms, by document frequency; 0: not worked out yet */
};

/* On success the caller releases *tally, which borrows the scorer. */
int tally_init(struct tally *tally, const struct scorer *scorer, stance_error *error);

void tally_release(struct tally *tally);

/* Fills decisions[n_machines] for the featurizer's bag; always with the same featurizer. */
int tally_decide(struct tally *tally, const struct featurizer *featurizer, double *decisions,
                 stance_error *error);

#endif
