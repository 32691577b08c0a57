/* Scores to probabilities: multinomial logistic regression on the scores, label by label
 * ("vector scaling", Guo et al. 2017; Platt 1999 for two labels).
 *
 *     p_k = exp(a_k * s_k + b_k) / sum over the allowed labels j of exp(a_j * s_j + b_j)
 *
 * The label given is the one with the largest p, so label and probability never disagree. */
#ifndef STANCE_MODEL_CALIBRATION_H
#define STANCE_MODEL_CALIBRATION_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

struct calibration {
    double *slope;  /* [n_labels] a, above 0 */
    double *offset; /* [n_labels] b */
    size_t n_labels;
};

#define CALIBRATION_EMPTY ((struct calibration){0})

/* Slopes 1, offsets 0. On success the caller releases *calibration. */
int calibration_init(struct calibration *calibration, size_t n_labels, stance_error *error);

void calibration_release(struct calibration *calibration);

/* a_k * s_k + b_k: the larger, the likelier the label. */
double calibration_logit(const struct calibration *calibration, const double *scores, size_t label);

/* Fills probabilities[n_labels] from scores[n_labels]; labels that are not allowed get 0. `allowed`
 * is [n_labels], at least one true, or NULL for all. */
void calibration_apply(const struct calibration *calibration, const double *scores,
                       const bool *allowed, double *probabilities);

/* Fits to `count` rows of held-out scores[count][n_labels] and their true labels[count]: the
 * largest penalised log-likelihood, by Newton steps on one label's pair (a_k, b_k) after the other,
 * each halved until it helps. The penalty, a small pull towards slope 1 and offset 0, keeps the fit
 * finite where the scores part the labels perfectly. Deterministic. */
int calibration_fit(struct calibration *calibration, const double *scores, const size_t *labels,
                    size_t count, stance_error *error);

#endif
