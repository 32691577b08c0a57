/* Labelled rows to a model, and to honest numbers about it.
 *
 *     rows -> vocabulary -> vectors -> folds -> machines of every fold  -> held-out scores
 *                                   \-> machines of all rows -> model   <- calibration
 *
 * The document frequencies come from all rows, for no label is in them; naive-Bayes ratios and
 * machines see only the rows of their own training part. The same data, options and seed give the
 * same model, bit for bit, whatever the number of threads. */
#ifndef STANCE_TRAIN_TRAINER_H
#define STANCE_TRAIN_TRAINER_H

#include "model/model.h"
#include "train/dataset.h"

#include <stdint.h>

enum class_weight {
    CLASS_WEIGHT_NONE,    /* every row counts the same */
    CLASS_WEIGHT_BALANCED /* both sides of a machine count the same: n / (2 * rows of the side) */
};

/* The text that a list of patterns is parsed from; NULL: no patterns. */
struct pattern_source {
    const char *text; /* [length] */
    size_t length;
    const char *name; /* for messages */
};

enum solver {
    SOLVER_AUTO,     /* libsvm up to TRAINER_LIBSVM_ROWS rows where one Gram matrix serves all
                        machines, as it does but for naive Bayes; else LIBLINEAR */
    SOLVER_LIBSVM,   /* hinge loss, exact; time and memory grow with the square of the rows */
    SOLVER_LIBLINEAR /* squared hinge loss; time and memory grow with the rows */
};

#define TRAINER_LIBSVM_ROWS 10000 /* a Gram matrix of 1.6 GB */

struct trainer_options {
    struct recipe recipe; /* token_pattern borrowed */
    enum scheme scheme;
    enum solver solver;
    double cost; /* C of the C-SVC, above 0 */
    enum class_weight class_weight;
    size_t n_folds; /* at least 2 */
    uint64_t seed;
    size_t threads;
    size_t kernel_memory;      /* bytes that Gram matrices may take together */
    double min_precision;      /* wanted of the answers given, 0..1; 0: an answer to everything */
    const char *resting_label; /* see struct labels; no such label in the data: none */
    struct pattern_source boilerplate;
    struct pattern_source cues;
};

/* The defaults: the recipe that does best on other people's news among those that do well on
 * held-out stories; models/README.md has the figures. */
void trainer_options_init(struct trainer_options *options);

/* Options that the user left open. */
struct trainer_open {
    bool cost;
    bool chars;
    bool folds;
};

/* Gives those options the value that suits the data:
 *
 * - C: 1.5, with LIBLINEAR 0.5, whose squared loss punishes the same error more;
 * - no character n-grams where the texts have more than TRAINER_LONG_TEXT bytes in the mean: words
 *   abound there, and the n-grams cost four times as much as all else and make the labels worse;
 * - 5 folds, above TRAINER_LIBSVM_ROWS rows 3. */
void trainer_suit(const struct dataset *dataset, const struct trainer_open *open,
                  struct trainer_options *options);

#define TRAINER_LONG_TEXT 1000

/* Returns 0, or -1 with an error that says which option makes no sense. */
int trainer_options_check(const struct trainer_options *options, stance_error *error);

/* The solver that trains `rows` rows: never SOLVER_AUTO. */
enum solver trainer_solver(const struct trainer_options *options, size_t rows);

/* "none" or "balanced". */
const char *class_weight_name(enum class_weight class_weight);

/* "libsvm" or "LIBLINEAR". */
const char *solver_name(enum solver solver);

/* Told after each machine; may be called from any thread, but never by two at a time. */
struct trainer_progress {
    void (*step)(void *context, size_t done, size_t total); /* NULL: nobody is told */
    void *context;
};

/* What cross-validation says of each row, by a model that never saw it nor its group, calibrated on
 * the other folds. */
struct cross_validation {
    size_t *fold;          /* [count] */
    double *scores;        /* [count][n_labels] held-out scores, uncalibrated */
    double *probabilities; /* [count][n_labels] */
    size_t *predicted;     /* [count] label */
    size_t count;
    size_t n_labels;
};

#define CROSS_VALIDATION_EMPTY ((struct cross_validation){0})

void cross_validation_release(struct cross_validation *cv);

/* Trains. *model may be NULL for cross-validation alone. On success the caller owns what it gets.
 */
int trainer_run(const struct dataset *dataset, const struct trainer_options *options,
                const struct trainer_progress *progress, struct stance_model **model,
                struct cross_validation *cv, stance_error *error);

struct prepared;

/* The same on vectors that are there: prepared_serves() the options' recipe. A model that is wanted
 * is taken out of *prepared, which then serves no further run. */
int trainer_run_prepared(struct prepared *prepared, const struct trainer_options *options,
                         const struct trainer_progress *progress, struct stance_model **model,
                         struct cross_validation *cv, stance_error *error);

#endif
