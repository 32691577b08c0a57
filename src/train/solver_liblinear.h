/* Support vector machines for two sides, trained with LIBLINEAR: for more rows than libsvm can
 * take.
 *
 * L2-regularised, squared hinge loss, by coordinate descent in the dual (solver 1), which is some
 * three times as fast on texts as Newton's method in the primal (solver 2). It visits the rows in
 * an order that it draws from rand(), which belongs to the whole process: so one machine is trained
 * at a time, each from the same seed, and the result depends on nothing but the data. */
#ifndef STANCE_TRAIN_SOLVER_LIBLINEAR_H
#define STANCE_TRAIN_SOLVER_LIBLINEAR_H

#include "feature/vector.h"
#include "train/solver_libsvm.h"

/* Rows in LIBLINEAR's form, which all machines share. */
struct linear_rows;

/* The rows' terms must be below n_terms; row i is vectors[rows[i]], or vectors[i] where `rows` is
 * NULL, its terms multiplied by factors[n_terms] (NULL: by 1). On success *made is the caller's;
 * the vectors are not needed any more. */
int linear_rows_new(const struct vector *vectors, const size_t *rows, size_t count, size_t n_terms,
                    const double *factors, struct linear_rows **made, stance_error *error);

/* Frees rows; NULL is allowed. */
void linear_rows_free(struct linear_rows *rows);

/* Trains on `count` of the rows: row i is members[i], and sides[i] is +1 or -1; both sides must
 * occur. Fills weights[n_terms], for the rows as they are (with their factors), and *bias, so that
 * the decision value of x is weights · x + *bias. Safe to call from several threads on one set of
 * rows, which wait for each other. */
int solver_liblinear_train(const struct linear_rows *rows, const size_t *members,
                           const signed char *sides, size_t count,
                           const struct solver_options *options, double *weights, double *bias,
                           stance_error *error);

/* LIBLINEAR's version, as 230 for 2.30. */
int solver_liblinear_version(void);

#endif
