/* Models asked about labelled rows. */
#ifndef STANCE_TRAIN_EVALUATE_H
#define STANCE_TRAIN_EVALUATE_H

#include "model/model.h"
#include "train/dataset.h"

/* The rows that are scored, and the labels that data and models have between them. */
struct questions {
    const struct dataset *dataset;
    struct labels labels; /* sorted; the data's and the models' */
    bool *among;          /* [labels.count] labels that count */
    size_t *rows;         /* [count] rows of the data set whose label counts */
    size_t *truth;        /* [count] their labels, as numbers in `labels` */
    size_t count;
};

/* The answers of one model, row by row. */
struct answers {
    size_t *given;      /* [count] labels, as numbers in questions.labels */
    double *confidence; /* [count] */
};

/* Prepares the rows whose label is one of among[n_among] (n_among 0: all). A name that neither data
 * nor models have is an error. On success the caller releases *questions. */
int questions_init(struct questions *questions, const struct dataset *dataset,
                   const struct stance_model *const *models, size_t n_models,
                   const char *const *among, size_t n_among, stance_error *error);

void questions_release(struct questions *questions);

/* Asks one model all questions; it may answer with the labels that count only. On success the
 * caller releases *answers. */
int answers_ask(const struct questions *questions, const struct stance_model *model, size_t threads,
                struct answers *answers, stance_error *error);

void answers_release(struct answers *answers);

#endif
