/* In: vectors and sides. Out: the weights of a separating plane. The only file that includes
 * <linear.h>; LIBLINEAR's process-wide part (its print hook) is dealt with here. */
#include "train/solver_liblinear.h"

#include "base/memory.h"

#include <limits.h>
#include <linear.h>
#include <pthread.h>
#include <stdlib.h>

static void drop_message(const char *message)
{
    (void)message;
}

static void silence_liblinear(void)
{
    set_print_string_function(drop_message);
}

/* A problem in LIBLINEAR's form: all rows' nodes in one run, each row ended by index -1. The bias
 * is one more term, n_terms + 1, that is 1 in every row.
 *
 *     nodes: (term+1, value) … (n_terms+1, 1) (-1, 0) | (term+1, value) …           */
struct rows {
    struct feature_node *nodes;
    struct feature_node **starts; /* [count] */
    double *y;                    /* [count] */
};

static void rows_release(struct rows *rows)
{
    free(rows->nodes);
    free(rows->starts);
    free(rows->y);
}

static int rows_make(const struct vector *vectors, const size_t *members, const signed char *sides,
                     size_t count, size_t n_terms, const double *factors, struct rows *rows,
                     stance_error *error)
{
    size_t total = 2 * count;
    for (size_t i = 0; i < count; i++)
        total += vectors[members[i]].count;
    rows->nodes = memory_array(total, sizeof *rows->nodes);
    rows->starts = memory_array(count, sizeof *rows->starts);
    rows->y = memory_array(count, sizeof *rows->y);
    if (rows->nodes == NULL || rows->starts == NULL || rows->y == NULL) {
        rows_release(rows);
        return error_no_memory(error);
    }
    struct feature_node *node = rows->nodes;
    for (size_t i = 0; i < count; i++) {
        const struct vector *vector = &vectors[members[i]];
        rows->starts[i] = node;
        rows->y[i] = sides[i];
        for (size_t e = 0; e < vector->count; e++) {
            uint32_t term = vector->entries[e].term;
            double factor = factors == NULL ? 1.0 : factors[term];
            *node++ = (struct feature_node){(int)term + 1, vector->entries[e].value * factor};
        }
        *node++ = (struct feature_node){(int)n_terms + 1, 1.0};
        *node++ = (struct feature_node){-1, 0};
    }
    return 0;
}

static void take_weights(const struct model *model, size_t n_terms, const double *factors,
                         double *weights, double *bias)
{
    /* The weights belong to the label that LIBLINEAR met first. */
    double sign = model->label[0] > 0 ? 1.0 : -1.0;
    for (size_t t = 0; t < n_terms; t++)
        weights[t] = sign * model->w[t] * (factors == NULL ? 1.0 : factors[t]);
    *bias = sign * model->w[n_terms];
}

int solver_liblinear_train(const struct vector *vectors, const size_t *rows,
                           const signed char *sides, size_t count, size_t n_terms,
                           const double *factors, const struct solver_options *options,
                           double *weights, double *bias, stance_error *error)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, silence_liblinear);
    if (count > INT_MAX || n_terms > INT_MAX - 2)
        return error_set(error, STANCE_DATA, "more rows or terms than LIBLINEAR can number");
    struct rows made;
    if (rows_make(vectors, rows, sides, count, n_terms, factors, &made, error) != 0)
        return -1;
    int weight_label[] = {1, -1};
    double weight[] = {options->positive_weight, options->negative_weight};
    struct problem problem = {.l = (int)count,
                              .n = (int)n_terms + 1,
                              .y = made.y,
                              .x = made.starts,
                              .bias = 1}; /* its node is in every row */
    struct parameter parameter = {.solver_type = L2R_L2LOSS_SVC,
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
        struct model *model = train(&problem, &parameter);
        take_weights(model, n_terms, factors, weights, bias);
        free_and_destroy_model(&model);
    }
    rows_release(&made);
    return result;
}

int solver_liblinear_version(void)
{
    return liblinear_version;
}
