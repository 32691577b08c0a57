/* Support vector machines for two sides, trained with LIBLINEAR: for more rows than libsvm can
 * take.
 *
 * L2-regularised, squared hinge loss, in the primal (solver 2, trust-region Newton): of LIBLINEAR's
 * solvers the one that never calls rand(), so that the result depends on nothing but the data. */
#ifndef STANCE_TRAIN_SOLVER_LIBLINEAR_H
#define STANCE_TRAIN_SOLVER_LIBLINEAR_H

#include "feature/vector.h"
#include "train/solver_libsvm.h"

/* Trains on `count` rows: row i is vectors[rows[i]], its terms (below n_terms) multiplied by
 * factors[n_terms] (NULL: by 1), and sides[i] is +1 or -1; both sides must occur. Fills
 * weights[n_terms], for vectors without the factors, and *bias, so that the decision value of x is
 * weights · x + *bias. Safe to call from several threads at once. */
int solver_liblinear_train(const struct vector *vectors, const size_t *rows,
                           const signed char *sides, size_t count, size_t n_terms,
                           const double *factors, const struct solver_options *options,
                           double *weights, double *bias, stance_error *error);

/* LIBLINEAR's version, as 230 for 2.30. */
int solver_liblinear_version(void);

#endif
