/* In: labelled rows and options. Out: a model, and what cross-validation says of it. Must not know
 * files or output. */
#include "train/trainer.h"

#include "base/memory.h"
#include "base/parallel.h"
#include "text/tokenizer.h"
#include "train/abstention.h"
#include "train/folds.h"
#include "train/prepare.h"
#include "train/ratio.h"
#include "train/solver_liblinear.h"
#include "train/solver_libsvm.h"

#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/* Both greater than the solvers' defaults (0.001, 0.1): the same labels in two thirds of the time.
 */
#define LIBSVM_TOLERANCE    1e-2
#define LIBLINEAR_TOLERANCE 0.3

#define LIBLINEAR_COST  0.5
#define MANY_ROWS_FOLDS 3

void trainer_options_init(struct trainer_options *options)
{
    *options = (struct trainer_options){
        .recipe = {.token_pattern = TOKENIZER_DEFAULT_PATTERN,
                   .word_min = 1,
                   .word_max = 2,
                   .char_min = 3,
                   .char_max = 5,
                   .min_document_frequency = 2,
                   .weighting = WEIGHTING_TFIDF},
        .scheme = SCHEME_ONE_VS_REST,
        .cost = 1.5,
        .class_weight = CLASS_WEIGHT_NONE,
        .n_folds = 5,
        .seed = 1,
        .threads = parallel_processors(),
        .kernel_memory = (size_t)4 << 30,
        .resting_label = LABEL_DEFAULT_RESTING,
    };
}

int trainer_options_check(const struct trainer_options *options, stance_error *error)
{
    if (recipe_check(&options->recipe, error) != 0)
        return -1;
    if (!(options->cost > 0) || !isfinite(options->cost))
        return error_set(error, STANCE_ARGUMENT, "C must be a number above 0");
    if (options->n_folds < 2)
        return error_set(error, STANCE_ARGUMENT, "cross-validation needs at least 2 folds");
    if (!(options->min_precision >= 0 && options->min_precision <= 1))
        return error_set(error, STANCE_ARGUMENT, "a wanted precision is a number from 0 to 1");
    return 0;
}

enum solver trainer_solver(const struct trainer_options *options, size_t rows)
{
    if (options->solver != SOLVER_AUTO)
        return options->solver;
    return rows <= TRAINER_LIBSVM_ROWS && options->recipe.weighting != WEIGHTING_NB
               ? SOLVER_LIBSVM
               : SOLVER_LIBLINEAR;
}

void trainer_suit(const struct dataset *dataset, const struct trainer_open *open,
                  struct trainer_options *options)
{
    if (open->cost && trainer_solver(options, dataset->count) == SOLVER_LIBLINEAR)
        options->cost = LIBLINEAR_COST;
    if (open->folds && dataset->count > TRAINER_LIBSVM_ROWS)
        options->n_folds = MANY_ROWS_FOLDS;
    if (open->chars && options->recipe.word_max > 0 && dataset->count > 0 &&
        dataset->texts.length / dataset->count > TRAINER_LONG_TEXT)
        options->recipe.char_min = options->recipe.char_max = 0;
}

const char *class_weight_name(enum class_weight class_weight)
{
    return class_weight == CLASS_WEIGHT_BALANCED ? "balanced" : "none";
}

const char *solver_name(enum solver solver)
{
    return solver == SOLVER_LIBLINEAR ? "LIBLINEAR" : "libsvm";
}

void cross_validation_release(struct cross_validation *cv)
{
    free(cv->fold);
    free(cv->scores);
    free(cv->probabilities);
    free(cv->predicted);
    *cv = CROSS_VALIDATION_EMPTY;
}

static int cross_validation_init(struct cross_validation *cv, size_t count, size_t n_labels,
                                 stance_error *error)
{
    *cv = (struct cross_validation){.count = count, .n_labels = n_labels};
    cv->fold = memory_array(count, sizeof *cv->fold);
    cv->scores = memory_array(count, n_labels * sizeof *cv->scores);
    cv->probabilities = memory_array(count, n_labels * sizeof *cv->probabilities);
    cv->predicted = memory_array(count, sizeof *cv->predicted);
    if (cv->fold == NULL || cv->scores == NULL || cv->probabilities == NULL ||
        cv->predicted == NULL) {
        cross_validation_release(cv);
        return error_no_memory(error);
    }
    return 0;
}

/* ---- from vectors to machines ---- */

/* One job trains one machine on one part of the rows: part f < n_folds is "all but fold f", part
 * n_folds is "all". */
struct training {
    struct prepared *prepared;
    const struct dataset *dataset;
    const struct trainer_options *options;
    size_t n_terms;
    size_t n_labels;
    size_t n_machines;
    size_t n_parts;     /* n_folds, and one more if a model is wanted */
    const size_t *fold; /* [dataset->count] */
    double *held_out;   /* [dataset->count][n_machines] decision values */
    double *weights;    /* [n_machines][n_terms] of the part "all" */
    double *bias;       /* [n_machines] of the part "all" */
    const struct trainer_progress *progress;
    pthread_mutex_t progress_lock;
    size_t jobs_done;
};

/* The working memory of a job. */
struct job {
    size_t part;
    struct machine machine;
    size_t machine_index;
    size_t *rows;       /* [count] */
    size_t *serial;     /* [count] 0, 1, 2 … */
    signed char *sides; /* [count] */
    size_t count;
    double *coefficients; /* [count] */
    double *factors;      /* [n_terms], or NULL */
    double *weights;      /* [n_terms] */
    double bias;
};

static void job_release(struct job *job)
{
    free(job->rows);
    free(job->serial);
    free(job->sides);
    free(job->coefficients);
    free(job->factors);
    free(job->weights);
}

/* The side of a label for a machine: +1, -1, or 0 for none. */
static signed char side_of(struct machine machine, size_t label)
{
    if (label == machine.positive)
        return 1;
    return machine.negative == MACHINE_REST || machine.negative == label ? -1 : 0;
}

static int job_init(struct job *job, const struct training *training, size_t index,
                    stance_error *error)
{
    *job = (struct job){.part = index / training->n_machines,
                        .machine_index = index % training->n_machines};
    job->machine =
        scheme_machine(training->options->scheme, training->n_labels, job->machine_index);
    size_t n_rows = training->dataset->count;
    job->rows = memory_array(n_rows, sizeof *job->rows);
    job->serial = memory_array(n_rows, sizeof *job->serial);
    job->sides = memory_array(n_rows, sizeof *job->sides);
    job->coefficients = memory_array(n_rows, sizeof *job->coefficients);
    job->weights = memory_array(training->n_terms, sizeof *job->weights);
    bool scaled = training->options->recipe.weighting == WEIGHTING_NB;
    if (scaled)
        job->factors = memory_array(training->n_terms, sizeof *job->factors);
    if (job->rows == NULL || job->serial == NULL || job->sides == NULL ||
        job->coefficients == NULL || job->weights == NULL || (scaled && job->factors == NULL))
        return error_no_memory(error);
    for (size_t i = 0; i < n_rows; i++) {
        signed char side = side_of(job->machine, training->dataset->rows[i].label);
        if (training->fold[i] == job->part || side == 0)
            continue;
        job->serial[job->count] = job->count;
        job->rows[job->count] = i;
        job->sides[job->count++] = side;
    }
    return 0;
}

/* libsvm: support vectors from a kernel, folded into weights. A machine with factors has a kernel
 * of its own, whose rows are all members. */
static int solve_libsvm(struct training *training, struct job *job,
                        const struct solver_options *solver, stance_error *error)
{
    const struct prepared *prepared = training->prepared;
    struct kernel *own = NULL;
    if (job->factors != NULL &&
        kernel_new(prepared->vectors, job->rows, job->count, training->n_terms, job->factors,
                   training->options->kernel_memory / training->options->threads, 1, &own,
                   error) != 0)
        return -1;
    int result = solver_libsvm_train(own == NULL ? prepared->kernel : own,
                                     own == NULL ? job->rows : job->serial, job->sides, job->count,
                                     solver, job->coefficients, &job->bias, error);
    if (result == 0)
        solver_fold(prepared->vectors, job->rows, job->coefficients, job->count, training->n_terms,
                    job->factors, job->weights);
    kernel_free(own);
    return result;
}

/* LIBLINEAR: weights at once. */
static int solve_liblinear(struct training *training, struct job *job,
                           const struct solver_options *solver, stance_error *error)
{
    const struct prepared *prepared = training->prepared;
    struct linear_rows *own = NULL;
    if (job->factors != NULL && linear_rows_new(prepared->vectors, job->rows, job->count,
                                                training->n_terms, job->factors, &own, error) != 0)
        return -1;
    int result = solver_liblinear_train(own == NULL ? prepared->linear : own,
                                        own == NULL ? job->rows : job->serial, job->sides,
                                        job->count, solver, job->weights, &job->bias, error);
    for (size_t t = 0; job->factors != NULL && t < training->n_terms; t++)
        job->weights[t] *= job->factors[t];
    linear_rows_free(own);
    return result;
}

static int solve(struct training *training, struct job *job, stance_error *error)
{
    size_t positives = 0;
    for (size_t i = 0; i < job->count; i++)
        positives += job->sides[i] > 0;
    size_t negatives = job->count - positives;
    if (positives == 0 || negatives == 0) {
        /* All rows of a label stand in the fold that is held out: say no, or yes, to everything. */
        job->bias = positives == 0 ? -1 : 1;
        return 0;
    }
    const struct trainer_options *options = training->options;
    bool by_libsvm = trainer_solver(options, training->dataset->count) == SOLVER_LIBSVM;
    struct solver_options solver = {options->cost,
                                    by_libsvm ? LIBSVM_TOLERANCE : LIBLINEAR_TOLERANCE, 1, 1};
    if (options->class_weight == CLASS_WEIGHT_BALANCED) {
        solver.positive_weight = (double)job->count / (2.0 * (double)positives);
        solver.negative_weight = (double)job->count / (2.0 * (double)negatives);
    }
    if (job->factors != NULL) {
        /* job->weights is not needed yet: it serves as working memory. */
        ratio_compute(training->prepared->vectors, job->rows, job->sides, job->count,
                      training->n_terms, job->factors, job->weights);
        memset(job->weights, 0, training->n_terms * sizeof *job->weights);
    }
    return by_libsvm ? solve_libsvm(training, job, &solver, error)
                     : solve_liblinear(training, job, &solver, error);
}

static void keep_result(struct training *training, const struct job *job)
{
    if (job->part == training->options->n_folds) {
        memcpy(training->weights + job->machine_index * training->n_terms, job->weights,
               training->n_terms * sizeof *job->weights);
        training->bias[job->machine_index] = job->bias;
        return;
    }
    for (size_t i = 0; i < training->dataset->count; i++) {
        if (training->fold[i] != job->part)
            continue;
        const struct vector *vector = &training->prepared->vectors[i];
        double decision = job->bias;
        for (size_t e = 0; e < vector->count; e++)
            decision += vector->entries[e].value * job->weights[vector->entries[e].term];
        training->held_out[i * training->n_machines + job->machine_index] = decision;
    }
}

static int run_job(void *context, size_t index, stance_error *error)
{
    struct training *training = context;
    struct job job;
    int result = job_init(&job, training, index, error);
    if (result == 0)
        result = solve(training, &job, error);
    if (result == 0)
        keep_result(training, &job);
    job_release(&job);
    if (result == 0 && training->progress != NULL && training->progress->step != NULL) {
        pthread_mutex_lock(&training->progress_lock);
        training->progress->step(training->progress->context, ++training->jobs_done,
                                 training->n_parts * training->n_machines);
        pthread_mutex_unlock(&training->progress_lock);
    }
    return result;
}

static int train_machines(struct training *training, stance_error *error)
{
    size_t n_rows = training->dataset->count;
    training->held_out = memory_array(n_rows, training->n_machines * sizeof(double));
    training->weights = memory_array(training->n_terms, training->n_machines * sizeof(double));
    training->bias = memory_array(training->n_machines, sizeof(double));
    if (training->held_out == NULL || training->weights == NULL || training->bias == NULL)
        return error_no_memory(error);
    int result = 0;
    if (training->options->recipe.weighting != WEIGHTING_NB) /* else each machine has its own */
        result = trainer_solver(training->options, n_rows) == SOLVER_LIBSVM
                     ? prepared_kernel(training->prepared, training->options, error)
                     : prepared_linear(training->prepared, error);
    return result != 0 ? -1
                       : parallel_run(training->n_parts * training->n_machines,
                                      training->options->threads, run_job, training, error);
}

/* ---- from scores to probabilities ---- */

static size_t largest(const double *values, size_t count)
{
    size_t best = 0;
    for (size_t k = 1; k < count; k++)
        if (values[k] > values[best])
            best = k;
    return best;
}

/* Fits to all rows but those of fold `without`; without == n_folds fits to all. */
static int fit_calibration(const struct dataset *dataset, const struct cross_validation *cv,
                           size_t without, struct calibration *calibration, stance_error *error)
{
    double *scores = memory_array(cv->count, cv->n_labels * sizeof *scores);
    size_t *labels = memory_array(cv->count, sizeof *labels);
    size_t used = 0;
    int result = scores == NULL || labels == NULL ? error_no_memory(error) : 0;
    for (size_t i = 0; i < cv->count && result == 0; i++) {
        if (cv->fold[i] == without)
            continue;
        memcpy(scores + used * cv->n_labels, cv->scores + i * cv->n_labels,
               cv->n_labels * sizeof *scores);
        labels[used++] = dataset->rows[i].label;
    }
    if (result == 0)
        result = calibration_init(calibration, cv->n_labels, error);
    if (result == 0 && calibration_fit(calibration, scores, labels, used, error) != 0) {
        calibration_release(calibration);
        result = -1;
    }
    free(scores);
    free(labels);
    return result;
}

/* Each fold's probabilities come from a calibration that did not see it. */
static int cross_calibrate(const struct dataset *dataset, struct cross_validation *cv,
                           size_t n_folds, stance_error *error)
{
    for (size_t f = 0; f < n_folds; f++) {
        struct calibration calibration;
        if (fit_calibration(dataset, cv, f, &calibration, error) != 0)
            return -1;
        for (size_t i = 0; i < cv->count; i++) {
            if (cv->fold[i] != f)
                continue;
            double *probabilities = cv->probabilities + i * cv->n_labels;
            calibration_apply(&calibration, cv->scores + i * cv->n_labels, NULL, probabilities);
            cv->predicted[i] = largest(probabilities, cv->n_labels);
        }
        calibration_release(&calibration);
    }
    return 0;
}

/* ---- the whole ---- */

/* The confidence below which the model shall not answer, by the held-out answers. */
static int choose_abstention(const struct dataset *dataset, const struct cross_validation *cv,
                             double precision, double *min_confidence, stance_error *error)
{
    *min_confidence = 0;
    if (precision == 0)
        return 0;
    double *confidence = memory_array(cv->count, sizeof *confidence);
    bool *right = memory_array(cv->count, sizeof *right);
    int result = confidence == NULL || right == NULL ? error_no_memory(error) : 0;
    for (size_t i = 0; i < cv->count && result == 0; i++) {
        confidence[i] = cv->probabilities[i * cv->n_labels + cv->predicted[i]];
        right[i] = cv->predicted[i] == dataset->rows[i].label;
    }
    if (result == 0)
        result =
            abstention_threshold(confidence, right, cv->count, precision, min_confidence, error);
    free(confidence);
    free(right);
    return result;
}

static int finish_model(const struct training *training, const struct cross_validation *cv,
                        struct stance_model *model, stance_error *error)
{
    struct scorer *scorer = &model->scorer;
    if (scorer_init(scorer, training->options->scheme, training->n_labels, training->n_terms,
                    error) != 0)
        return -1;
    for (size_t m = 0; m < training->n_machines; m++) {
        scorer->bias[m] = training->bias[m];
        for (size_t t = 0; t < training->n_terms; t++)
            scorer->weights[t * training->n_machines + m] =
                (float)training->weights[m * training->n_terms + t];
    }
    if (choose_abstention(training->dataset, cv, training->options->min_precision,
                          &model->min_confidence, error) != 0)
        return -1;
    return fit_calibration(training->dataset, cv, training->options->n_folds, &model->calibration,
                           error);
}

static int run(struct training *training, struct stance_model *model, struct cross_validation *cv,
               stance_error *error)
{
    const struct dataset *dataset = training->dataset;
    const struct trainer_options *options = training->options;
    if (folds_assign(dataset, options->n_folds, options->seed, cv->fold, error) != 0 ||
        train_machines(training, error) != 0)
        return -1;
    for (size_t i = 0; i < cv->count; i++)
        scheme_scores(options->scheme, training->n_labels,
                      training->held_out + i * training->n_machines,
                      cv->scores + i * training->n_labels);
    if (cross_calibrate(dataset, cv, options->n_folds, error) != 0)
        return -1;
    return model == NULL ? 0 : finish_model(training, cv, model, error);
}

static void training_release(struct training *training)
{
    free(training->held_out);
    free(training->weights);
    free(training->bias);
}

int trainer_run_prepared(struct prepared *prepared, const struct trainer_options *options,
                         const struct trainer_progress *progress, struct stance_model **model,
                         struct cross_validation *cv, stance_error *error)
{
    const struct dataset *dataset = prepared->dataset;
    if (trainer_options_check(options, error) != 0 ||
        scheme_check(options->scheme, dataset->labels.count, error) != 0)
        return -1;
    struct cross_validation validated;
    if (cross_validation_init(&validated, dataset->count, dataset->labels.count, error) != 0)
        return -1;
    struct training training = {.prepared = prepared,
                                .dataset = dataset,
                                .options = options,
                                .n_terms = prepared->model->vocabulary.terms.count,
                                .n_labels = dataset->labels.count,
                                .n_machines =
                                    scheme_machine_count(options->scheme, dataset->labels.count),
                                .n_parts = options->n_folds + (model != NULL),
                                .fold = validated.fold,
                                .progress = progress,
                                .progress_lock = PTHREAD_MUTEX_INITIALIZER};
    int result = run(&training, model == NULL ? NULL : prepared->model, &validated, error);
    training_release(&training);
    if (result != 0) {
        cross_validation_release(&validated);
        return -1;
    }
    if (model != NULL) {
        *model = prepared->model;
        (*model)->recipe.weighting = options->recipe.weighting; /* see prepared_serves() */
        prepared->model = NULL;
    }
    *cv = validated;
    return 0;
}

int trainer_run(const struct dataset *dataset, const struct trainer_options *options,
                const struct trainer_progress *progress, struct stance_model **model,
                struct cross_validation *cv, stance_error *error)
{
    struct prepared prepared;
    if (prepared_make(dataset, options, &prepared, error) != 0)
        return -1;
    int result = trainer_run_prepared(&prepared, options, progress, model, cv, error);
    prepared_release(&prepared);
    return result;
}
