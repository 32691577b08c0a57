/* Vectors to scores: one linear machine after the other.
 *
 *     d_m = w_m · x + b_m                       [n_machines] decision values
 *     s_k = d_k                                 one-vs-rest: machine k says "label k"
 *     s_k = sum over j of ±d_kj / (K - 1)       one-vs-one: machine kj says "k, not j"
 *
 * With two labels there is one machine either way, and s = (d, -d). Support vectors are folded into
 * w once, when a model is trained: w = sum of sv_coef * SV, times the machine's naive-Bayes ratios
 * where the recipe has them. */
#ifndef STANCE_MODEL_SCORER_H
#define STANCE_MODEL_SCORER_H

#include "base/error.h"
#include "feature/vector.h"

#include <stddef.h>
#include <stdint.h>

enum scheme { SCHEME_ONE_VS_REST, SCHEME_ONE_VS_ONE };

#define MACHINE_REST SIZE_MAX
#define MACHINES_MAX 20000 /* pairs of 200 labels: each costs every word of a text a step */

/* Machine m parts the texts of label `positive` from those of `negative`, or from all others
 * (MACHINE_REST). */
struct machine {
    size_t positive;
    size_t negative;
};

struct scorer {
    enum scheme scheme;
    size_t n_labels;
    size_t n_machines;
    size_t n_terms;
    float *weights; /* [n_terms][n_machines]: a term's weights side by side */
    double *bias;   /* [n_machines] */
};

#define SCORER_EMPTY ((struct scorer){0})

/* The number of machines a scheme has for `n_labels` (at least 2) labels. */
size_t scheme_machine_count(enum scheme scheme, size_t n_labels);

/* Fails where that is more than MACHINES_MAX. */
int scheme_check(enum scheme scheme, size_t n_labels, stance_error *error);

/* Machine `index` of a scheme; pairs in the order 01, 02 … 12 … */
struct machine scheme_machine(enum scheme scheme, size_t n_labels, size_t index);

/* "one-vs-rest" or "one-vs-one". */
const char *scheme_name(enum scheme scheme);

/* Makes room for all weights, zero. On success the caller releases *scorer. */
int scorer_init(struct scorer *scorer, enum scheme scheme, size_t n_labels, size_t n_terms,
                stance_error *error);

void scorer_release(struct scorer *scorer);

/* Fills decisions[n_machines]. */
void scorer_decide(const struct scorer *scorer, const struct vector *vector, double *decisions);

/* Turns decisions[n_machines] into scores[n_labels]. */
void scheme_scores(enum scheme scheme, size_t n_labels, const double *decisions, double *scores);

#endif
