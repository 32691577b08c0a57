/* A data set made ready for machines: the vocabulary of a recipe, the vector of each row, and the
 * rows in a solver's form where they are asked for. What does not touch the vectors (C, class
 * weights, schemes, tf-idf or naive Bayes) can change without making them anew. */
#ifndef STANCE_TRAIN_PREPARE_H
#define STANCE_TRAIN_PREPARE_H

#include "train/solver_liblinear.h"
#include "train/solver_libsvm.h"
#include "train/trainer.h"

struct prepared {
    const struct dataset *dataset; /* borrowed */
    struct stance_model *model;    /* labels, recipe, patterns, vocabulary; no machines yet */
    struct vector *vectors;        /* [dataset->count] */
    struct kernel *kernel;         /* of all rows, for libsvm; NULL until prepared_kernel() */
    struct linear_rows *linear;    /* all rows, for LIBLINEAR; NULL until prepared_linear() */
};

/* Makes vocabulary and vectors by options->recipe. On success the caller releases *prepared, which
 * borrows the data set. */
int prepared_make(const struct dataset *dataset, const struct trainer_options *options,
                  struct prepared *prepared, stance_error *error);

/* Makes the kernel unless it is there. */
int prepared_kernel(struct prepared *prepared, const struct trainer_options *options,
                    stance_error *error);

/* Makes LIBLINEAR's rows unless they are there. */
int prepared_linear(struct prepared *prepared, stance_error *error);

/* Whether the vectors made by `first` are those that `second` asks for. Both name the same
 * patterns. */
bool prepared_serves(const struct recipe *first, const struct recipe *second);

void prepared_release(struct prepared *prepared);

#endif
