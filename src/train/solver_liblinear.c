/* In: vectors and sides. Out: the weights of a separating plane. The only file that includes
 * <linear.h>; LIBLINEAR's process-wide parts (its print hook, its use of rand()) are dealt with
 * here. */
#include "train/solver_liblinear.h"

#include "base/memory.h"

#include <limits.h>
#include <linear.h>
#include <pthread.h>
#include <stdlib.h>

#define SEED 1

/* Each row's nodes in one run, ended by index -1. The bias is one more term that is 1 in every row.
 *
 *     nodes: (number, value) … (n_terms + 1, 1) (-1, 0) | (number, value) …
 *
 * Terms are numbered by how many rows hold them, the commonest first: so the weights that are read
 * again and again lie side by side and stay in the processor's cache. */
struct linear_rows {
    struct feature_node *nodes;
    struct feature_node **starts; /* [count] */
    uint32_t *number;             /* [n_terms] from 1 */
    size_t count;
    size_t n_terms;
};

static void drop_message(const char *message)
{
    (void)message;
}

static void silence_liblinear(void)
{
    set_print_string_function(drop_message);
}

void linear_rows_free(struct linear_rows *rows)
{
    if (rows == NULL)
        return;
    free(rows->nodes);
    free(rows->starts);
    free(rows->number);
    free(rows);
}

static const struct vector *row_at(const struct vector *vectors, const size_t *rows, size_t i)
{
    return &vectors[rows == NULL ? i : rows[i]];
}

/* Turns the number of rows that hold each term into its number, by counting how many terms are
 * commoner. Equal ones keep their order. */
static int number_by_frequency(uint32_t *frequency, size_t n_terms, size_t n_rows)
{
    size_t *next = memory_array(n_rows + 2, sizeof *next); /* [frequency] */
    if (next == NULL)
        return -1;
    for (size_t t = 0; t < n_terms; t++)
        next[frequency[t]]++;
    size_t commoner = 0;
    for (size_t f = n_rows + 1; f-- > 0;) {
        size_t here = next[f];
        next[f] = commoner;
        commoner += here;
    }
    for (size_t t = 0; t < n_terms; t++)
        frequency[t] = (uint32_t)(++next[frequency[t]]);
    free(next);
    return 0;
}

static void fill(struct linear_rows *made, const struct vector *vectors, const size_t *rows,
                 const double *factors)
{
    struct feature_node *node = made->nodes;
    for (size_t i = 0; i < made->count; i++) {
        const struct vector *vector = row_at(vectors, rows, i);
        made->starts[i] = node;
        for (size_t e = 0; e < vector->count; e++) {
            uint32_t term = vector->entries[e].term;
            double factor = factors == NULL ? 1.0 : factors[term];
            *node++ =
                (struct feature_node){(int)made->number[term], vector->entries[e].value * factor};
        }
        *node++ = (struct feature_node){(int)made->n_terms + 1, 1.0};
        *node++ = (struct feature_node){-1, 0};
    }
}

int linear_rows_new(const struct vector *vectors, const size_t *rows, size_t count, size_t n_terms,
                    const double *factors, struct linear_rows **made, stance_error *error)
{
    if (count > INT_MAX || n_terms > INT_MAX - 2)
        return error_set(error, STANCE_DATA, "more rows or terms than LIBLINEAR can number");
    struct linear_rows *work = memory_array(1, sizeof *work);
    if (work == NULL)
        return error_no_memory(error);
    size_t total = 2 * count;
    for (size_t i = 0; i < count; i++)
        total += row_at(vectors, rows, i)->count;
    work->count = count;
    work->n_terms = n_terms;
    work->nodes = memory_large_array(total, sizeof *work->nodes);
    work->starts = memory_array(count, sizeof *work->starts);
    work->number = memory_array(n_terms, sizeof *work->number);
    if (work->nodes == NULL || work->starts == NULL || work->number == NULL)
        goto no_memory;
    for (size_t i = 0; i < count; i++) {
        const struct vector *vector = row_at(vectors, rows, i);
        for (size_t e = 0; e < vector->count; e++)
            work->number[vector->entries[e].term]++;
    }
    if (number_by_frequency(work->number, n_terms, count) != 0)
        goto no_memory;
    fill(work, vectors, rows, factors);
    *made = work;
    return 0;
no_memory:
    linear_rows_free(work);
    return error_no_memory(error);
}

static void take_weights(const struct model *model, const struct linear_rows *rows, double *weights,
                         double *bias)
{
    /* The weights belong to the label that LIBLINEAR met first. */
    double sign = model->label[0] > 0 ? 1.0 : -1.0;
    for (size_t t = 0; t < rows->n_terms; t++)
        weights[t] = sign * model->w[rows->number[t] - 1];
    *bias = sign * model->w[rows->n_terms];
}

static struct model *train_alone(const struct problem *problem, const struct parameter *parameter)
{
    static pthread_mutex_t rand_lock = PTHREAD_MUTEX_INITIALIZER;
    pthread_mutex_lock(&rand_lock);
    srand(SEED); /* NOLINT(cert-msc32-c,cert-msc51-cpp) ; the same numbers for each machine */
    struct model *model = train(problem, parameter);
    pthread_mutex_unlock(&rand_lock);
    return model;
}

int solver_liblinear_train(const struct linear_rows *rows, const size_t *members,
                           const signed char *sides, size_t count,
                           const struct solver_options *options, double *weights, double *bias,
                           stance_error *error)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, silence_liblinear);
    double *y = memory_array(count, sizeof *y);
    struct feature_node **x = memory_array(count, sizeof *x);
    /* LIBLINEAR uses what malloc() gives without a look at it: some 16 numbers a row and a term. */
    if (y == NULL || x == NULL || memory_check(128 * (count + rows->n_terms) + 65536) != 0) {
        free(y);
        free(x);
        return error_no_memory(error);
    }
    for (size_t i = 0; i < count; i++) {
        y[i] = sides[i];
        x[i] = rows->starts[members[i]];
    }
    int weight_label[] = {1, -1};
    double weight[] = {options->positive_weight, options->negative_weight};
    struct problem problem = {.l = (int)count,
                              .n = (int)rows->n_terms + 1,
                              .y = y,
                              .x = x,
                              .bias = 1}; /* its node is in every row */
    struct parameter parameter = {.solver_type = L2R_L2LOSS_SVC_DUAL,
                                  .eps = options->tolerance,
                                  .C = options->cost,
                                  .nr_weight = 2,
                                  .weight_label = weight_label,
                                  .weight = weight};
    const char *complaint = check_parameter(&problem, &parameter);
    int result = 0;
    if (complaint != NULL) {
        result = error_set(error, STANCE_ARGUMENT, "LIBLINEAR: %s", complaint);
    } else {
        struct model *model = train_alone(&problem, &parameter);
        take_weights(model, rows, weights, bias);
        free_and_destroy_model(&model);
    }
    free(y);
    free(x);
    return result;
}

int solver_liblinear_version(void)
{
    return liblinear_version;
}
