/* In: vectors and sides. Out: the coefficients of a separating plane. The only file that includes
 * <svm.h>; libsvm's process-wide parts (its print hook) are dealt with here. */
#include "train/solver_libsvm.h"

#include "base/memory.h"
#include "base/parallel.h"

#include <libsvm/svm.h>
#include <limits.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>

#define CACHE_MIB 300 /* of libsvm's own, a thread */

/* A row in libsvm's form. Precomputed kernel: node 0 holds the row's serial number (from 1) and
 * node j the product with row j; so a subset of the rows is a set of pointers, and nothing is
 * copied.
 *
 *     nodes[i] = { (0, i+1) (1, K_i0) (2, K_i1) … (count, K_i,count-1) }
 *
 * Sparse rows: the entries, numbered from 1, with an end mark of index -1. */
struct kernel {
    struct svm_node **nodes; /* [count] */
    struct svm_node *gram;   /* [count][count + 1] where a precomputed kernel's rows lie, or NULL */
    size_t count;
    bool precomputed;
};

/* Postings: for each term, the rows that hold it and their values there. */
struct posting {
    uint32_t row;
    double value;
};

struct gram_work {
    struct kernel *kernel;
    const struct vector *vectors;
    const size_t *rows;
    const double *factors;
    const struct posting *postings; /* [total] by term, then by row */
    const size_t *start;            /* [n_terms + 1] */
};

static double factor_of(const double *factors, uint32_t term)
{
    return factors == NULL ? 1.0 : factors[term];
}

/* The first posting of a term whose row is at least `row`. */
static size_t find_posting(const struct gram_work *work, uint32_t term, size_t row)
{
    size_t low = work->start[term], high = work->start[term + 1];
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (work->postings[middle].row < row)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Row i of the Gram matrix from its diagonal on, and by symmetry column i. The products are added
 * term by term in rising order, whatever the thread. */
static int compute_gram_row(void *context, size_t i, stance_error *error)
{
    const struct gram_work *work = context;
    struct kernel *kernel = work->kernel;
    const struct vector *vector = &work->vectors[work->rows[i]];
    double *products = memory_array(kernel->count, sizeof *products);
    if (products == NULL)
        return error_no_memory(error);
    for (size_t e = 0; e < vector->count; e++) {
        uint32_t term = vector->entries[e].term;
        double value = vector->entries[e].value * factor_of(work->factors, term);
        for (size_t p = find_posting(work, term, i); p < work->start[term + 1]; p++)
            products[work->postings[p].row] += value * work->postings[p].value;
    }
    for (size_t j = i; j < kernel->count; j++) {
        kernel->nodes[i][j + 1] = (struct svm_node){(int)(j + 1), products[j]};
        kernel->nodes[j][i + 1] = (struct svm_node){(int)(i + 1), products[j]};
    }
    kernel->nodes[i][0].index = 0;
    kernel->nodes[i][0].value = (double)(i + 1);
    free(products);
    return 0;
}

static int make_postings(struct gram_work *work, size_t n_terms, struct posting **postings,
                         size_t **start, stance_error *error)
{
    *start = memory_array(n_terms + 1, sizeof **start);
    if (*start == NULL)
        return error_no_memory(error);
    for (size_t i = 0; i < work->kernel->count; i++) {
        const struct vector *vector = &work->vectors[work->rows[i]];
        for (size_t e = 0; e < vector->count; e++)
            (*start)[vector->entries[e].term + 1]++;
    }
    for (size_t t = 0; t < n_terms; t++)
        (*start)[t + 1] += (*start)[t];
    *postings = memory_array((*start)[n_terms], sizeof **postings);
    size_t *next = memory_array(n_terms, sizeof *next);
    if (*postings == NULL || next == NULL) {
        free(next);
        return error_no_memory(error);
    }
    for (size_t i = 0; i < work->kernel->count; i++) {
        const struct vector *vector = &work->vectors[work->rows[i]];
        for (size_t e = 0; e < vector->count; e++) {
            uint32_t term = vector->entries[e].term;
            double value = vector->entries[e].value * factor_of(work->factors, term);
            (*postings)[(*start)[term] + next[term]++] = (struct posting){(uint32_t)i, value};
        }
    }
    free(next);
    return 0;
}

static int make_gram(struct kernel *kernel, const struct vector *vectors, const size_t *rows,
                     size_t n_terms, const double *factors, size_t threads, stance_error *error)
{
    struct gram_work work = {
        .kernel = kernel, .vectors = vectors, .rows = rows, .factors = factors};
    struct posting *postings = NULL;
    size_t *start = NULL;
    int result = make_postings(&work, n_terms, &postings, &start, error);
    work.postings = postings;
    work.start = start;
    size_t width = kernel->count + 1; /* kernel_new() has seen that the product fits */
    kernel->gram = memory_large_array(kernel->count * width, sizeof *kernel->gram);
    if (kernel->gram == NULL && result == 0)
        result = error_no_memory(error);
    for (size_t i = 0; i < kernel->count && result == 0; i++)
        kernel->nodes[i] = kernel->gram + i * width;
    if (result == 0)
        result = parallel_run(kernel->count, threads, compute_gram_row, &work, error);
    free(postings);
    free(start);
    return result;
}

static int make_sparse(struct kernel *kernel, const struct vector *vectors, const size_t *rows,
                       const double *factors, stance_error *error)
{
    for (size_t i = 0; i < kernel->count; i++) {
        const struct vector *vector = &vectors[rows[i]];
        struct svm_node *nodes = memory_array(vector->count + 1, sizeof *nodes);
        if (nodes == NULL)
            return error_no_memory(error);
        for (size_t e = 0; e < vector->count; e++) {
            uint32_t term = vector->entries[e].term;
            nodes[e].index = (int)term + 1;
            nodes[e].value = vector->entries[e].value * factor_of(factors, term);
        }
        nodes[vector->count].index = -1;
        kernel->nodes[i] = nodes;
    }
    return 0;
}

int kernel_new(const struct vector *vectors, const size_t *rows, size_t count, size_t n_terms,
               const double *factors, size_t memory_limit, size_t threads, struct kernel **kernel,
               stance_error *error)
{
    if (count > INT_MAX / 2 || n_terms > INT_MAX / 2)
        return error_set(error, STANCE_DATA, "more rows or terms than libsvm can number");
    struct kernel *made = memory_array(1, sizeof *made);
    if (made == NULL)
        return error_no_memory(error);
    made->count = count;
    made->nodes = memory_array(count, sizeof *made->nodes);
    made->precomputed = count == 0 || memory_limit / sizeof(struct svm_node) / count >= count + 1;
    int result = 0;
    if (made->nodes == NULL)
        result = error_no_memory(error);
    else if (made->precomputed)
        result = make_gram(made, vectors, rows, n_terms, factors, threads, error);
    else
        result = make_sparse(made, vectors, rows, factors, error);
    if (result != 0) {
        kernel_free(made);
        return -1;
    }
    *kernel = made;
    return 0;
}

void kernel_free(struct kernel *kernel)
{
    if (kernel == NULL)
        return;
    for (size_t i = 0; !kernel->precomputed && kernel->nodes != NULL && i < kernel->count; i++)
        free(kernel->nodes[i]);
    free(kernel->gram);
    free(kernel->nodes);
    free(kernel);
}

static void drop_message(const char *message)
{
    (void)message;
}

static void silence_libsvm(void)
{
    svm_set_print_string_function(drop_message);
}

/* Takes the coefficients out of a two-class model. libsvm calls the class it meets first the
 * positive one, so the sign may have to be turned. */
static void take_solution(const struct svm_model *model, double *coefficients, double *bias)
{
    double sign = model->label[0] > 0 ? 1.0 : -1.0;
    for (int s = 0; s < model->l; s++)
        coefficients[model->sv_indices[s] - 1] = sign * model->sv_coef[0][s];
    *bias = -sign * model->rho[0];
}

/* libsvm uses what malloc() gives without a look at it, so that a failure would end the process.
 * What it may come to use is asked for first: the cache, which grows to the whole matrix, and some
 * 25 numbers a row. */
static int check_memory(size_t count)
{
    size_t cache = (size_t)CACHE_MIB << 20;
    if (count < cache / sizeof(float) / (count + 1))
        cache = count * count * sizeof(float);
    return memory_check(cache + 256 * count + 65536);
}

int solver_libsvm_train(const struct kernel *kernel, const size_t *members,
                        const signed char *sides, size_t count,
                        const struct solver_options *options, double *coefficients, double *bias,
                        stance_error *error)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, silence_libsvm);
    double *y = memory_array(count, sizeof *y);
    struct svm_node **x = memory_array(count, sizeof *x);
    if (y == NULL || x == NULL || check_memory(count) != 0) {
        free(y);
        free(x);
        return error_no_memory(error);
    }
    for (size_t i = 0; i < count; i++) {
        y[i] = sides[i];
        x[i] = kernel->nodes[members[i]];
        coefficients[i] = 0;
    }
    int weight_label[] = {1, -1};
    double weight[] = {options->positive_weight, options->negative_weight};
    struct svm_problem problem = {.l = (int)count, .y = y, .x = x};
    struct svm_parameter parameter = {.svm_type = C_SVC,
                                      .kernel_type = kernel->precomputed ? PRECOMPUTED : LINEAR,
                                      .cache_size = CACHE_MIB,
                                      .eps = options->tolerance,
                                      .C = options->cost,
                                      .nr_weight = 2,
                                      .weight_label = weight_label,
                                      .weight = weight,
                                      .shrinking = 0}; /* it would have the rows read at random */
    const char *complaint = svm_check_parameter(&problem, &parameter);
    int result = 0;
    if (complaint != NULL) {
        result = error_set(error, STANCE_ARGUMENT, "libsvm: %s", complaint);
    } else {
        struct svm_model *model = svm_train(&problem, &parameter);
        take_solution(model, coefficients, bias);
        svm_free_and_destroy_model(&model);
    }
    free(y);
    free(x);
    return result;
}

void solver_fold(const struct vector *vectors, const size_t *rows, const double *coefficients,
                 size_t count, size_t n_terms, const double *factors, double *weights)
{
    for (size_t i = 0; i < count; i++) {
        if (coefficients[i] == 0)
            continue;
        const struct vector *vector = &vectors[rows[i]];
        for (size_t e = 0; e < vector->count; e++)
            weights[vector->entries[e].term] += coefficients[i] * vector->entries[e].value;
    }
    for (size_t t = 0; factors != NULL && t < n_terms; t++)
        weights[t] *= factors[t] * factors[t];
}

int solver_libsvm_version(void)
{
    return libsvm_version;
}
