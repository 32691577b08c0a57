/* Support vector machines for two sides, trained with libsvm (C-SVC).
 *
 * libsvm evaluates a linear kernel on sparse rows again and again, which is slow; so the Gram
 * matrix of a data set, K_ij = x_i · x_j, is computed once and serves every machine, every C and
 * every fold that uses the same vectors. Where it would not fit in memory, libsvm gets the sparse
 * rows. */
#ifndef STANCE_TRAIN_SOLVER_LIBSVM_H
#define STANCE_TRAIN_SOLVER_LIBSVM_H

#include "base/error.h"
#include "feature/vector.h"

#include <stddef.h>

struct kernel;

/* The kernel of `count` rows: row i is vectors[rows[i]], its terms (below n_terms) multiplied by
 * factors[n_terms] (NULL: by 1). A Gram matrix takes 16 * count^2 bytes; if that is more than
 * `memory_limit` bytes, sparse rows are kept instead. `threads` share the work; the result does not
 * depend on their number. On success *kernel is the caller's; vectors are not needed any more. */
int kernel_new(const struct vector *vectors, const size_t *rows, size_t count, size_t n_terms,
               const double *factors, size_t memory_limit, size_t threads, struct kernel **kernel,
               stance_error *error);

/* Frees a kernel; NULL is allowed. */
void kernel_free(struct kernel *kernel);

struct solver_options {
    double cost;            /* C, above 0 */
    double tolerance;       /* libsvm's stopping tolerance, above 0 */
    double positive_weight; /* C is multiplied by it on the positive side */
    double negative_weight;
};

/* Trains on `count` rows of a kernel: row i is the kernel's row members[i], and sides[i] is +1 or
 * -1; both sides must occur. Fills coefficients[count] (alpha_i * y_i, 0 for rows that are no
 * support vectors) and *bias, so that the decision value of x is sum of coefficients[i] * K(x_i, x)
 * + *bias, positive for the positive side. Safe to call from several threads on one kernel. */
int solver_libsvm_train(const struct kernel *kernel, const size_t *members,
                        const signed char *sides, size_t count,
                        const struct solver_options *options, double *coefficients, double *bias,
                        stance_error *error);

/* Folds support vectors into one weight a term: adds coefficients[i] * vectors[rows[i]], in the
 * order of i, to weights[n_terms], which the caller has zeroed; with factors, the term's factor
 * squared is multiplied in, so that the weights fit vectors without factors. */
void solver_fold(const struct vector *vectors, const size_t *rows, const double *coefficients,
                 size_t count, size_t n_terms, const double *factors, double *weights);

/* libsvm's version, as 324 for 3.24. */
int solver_libsvm_version(void);

#endif
