/* In: rows with labels and groups, a seed. Out: a fold for each row. Must not know features. */
#include "train/folds.h"

#include "base/memory.h"
#include "base/random.h"

#include <stdlib.h>
#include <string.h>

struct assignment {
    size_t n_folds;
    size_t n_labels;
    size_t *label_total; /* [n_labels] rows of the label */
    size_t *in_group;    /* [n_groups][n_labels] rows */
    size_t *group_size;  /* [n_groups] */
    size_t *in_fold;     /* [n_folds][n_labels] */
    size_t *fold_size;   /* [n_folds] */
    size_t *fold_of;     /* [n_groups] */
    size_t *order;       /* [n_groups] */
};

static void assignment_release(struct assignment *a)
{
    free(a->label_total);
    free(a->in_group);
    free(a->group_size);
    free(a->in_fold);
    free(a->fold_size);
    free(a->fold_of);
    free(a->order);
}

static int assignment_init(struct assignment *a, const struct dataset *dataset, size_t n_folds,
                           stance_error *error)
{
    *a = (struct assignment){.n_folds = n_folds, .n_labels = dataset->labels.count};
    a->label_total = memory_array(a->n_labels, sizeof *a->label_total);
    a->in_group = memory_array(dataset->n_groups, a->n_labels * sizeof *a->in_group);
    a->group_size = memory_array(dataset->n_groups, sizeof *a->group_size);
    a->in_fold = memory_array(n_folds, a->n_labels * sizeof *a->in_fold);
    a->fold_size = memory_array(n_folds, sizeof *a->fold_size);
    a->fold_of = memory_array(dataset->n_groups, sizeof *a->fold_of);
    a->order = memory_array(dataset->n_groups, sizeof *a->order);
    if (a->label_total == NULL || a->in_group == NULL || a->group_size == NULL ||
        a->in_fold == NULL || a->fold_size == NULL || a->fold_of == NULL || a->order == NULL) {
        assignment_release(a);
        return error_no_memory(error);
    }
    for (size_t i = 0; i < dataset->count; i++) {
        const struct dataset_row *row = &dataset->rows[i];
        a->label_total[row->label]++;
        a->in_group[row->group * a->n_labels + row->label]++;
        a->group_size[row->group]++;
    }
    return 0;
}

/* Sorts a->order by falling group size; equal sizes keep their shuffled order. */
static int sort_by_size(struct assignment *a, size_t n_groups, stance_error *error)
{
    size_t largest = 0;
    for (size_t g = 0; g < n_groups; g++)
        largest = a->group_size[g] > largest ? a->group_size[g] : largest;
    size_t *start = memory_array(largest + 2, sizeof *start);
    size_t *sorted = memory_array(n_groups, sizeof *sorted);
    if (start == NULL || sorted == NULL) {
        free(start);
        free(sorted);
        return error_no_memory(error);
    }
    for (size_t g = 0; g < n_groups; g++) /* a counting sort, the largest size first */
        start[largest - a->group_size[g] + 1]++;
    for (size_t s = 1; s <= largest; s++)
        start[s] += start[s - 1];
    for (size_t i = 0; i < n_groups; i++)
        sorted[start[largest - a->group_size[a->order[i]]]++] = a->order[i];
    memcpy(a->order, sorted, n_groups * sizeof *sorted);
    free(start);
    free(sorted);
    return 0;
}

/* How uneven fold `f` would become if the group joined it: each label's share of its rows, squared
 * (a convex cost sends the group where its labels are rarest), plus the share of all rows. */
static double cost(const struct assignment *a, size_t f, size_t group, size_t n_rows)
{
    double total = 0;
    for (size_t k = 0; k < a->n_labels; k++) {
        double rows = (double)a->in_group[group * a->n_labels + k];
        double before = (double)a->in_fold[f * a->n_labels + k] / (double)a->label_total[k];
        double after = before + rows / (double)a->label_total[k];
        total += after * after - before * before;
    }
    double before = (double)a->fold_size[f] / (double)n_rows;
    double after = before + (double)a->group_size[group] / (double)n_rows;
    return total + after * after - before * before;
}

int folds_assign(const struct dataset *dataset, size_t n_folds, uint64_t seed, size_t *fold,
                 stance_error *error)
{
    if (dataset->n_groups < n_folds)
        return error_set(error, STANCE_DATA, "%zu groups of rows are too few for %zu folds",
                         dataset->n_groups, n_folds);
    struct assignment a;
    if (assignment_init(&a, dataset, n_folds, error) != 0)
        return -1;
    struct random random;
    random_seed(&random, seed);
    for (size_t g = 0; g < dataset->n_groups; g++)
        a.order[g] = g;
    random_shuffle(&random, a.order, dataset->n_groups);
    if (sort_by_size(&a, dataset->n_groups, error) != 0) {
        assignment_release(&a);
        return -1;
    }
    for (size_t i = 0; i < dataset->n_groups; i++) {
        size_t group = a.order[i], best = 0;
        double best_cost = 0;
        for (size_t f = 0; f < n_folds; f++) {
            double c = cost(&a, f, group, dataset->count);
            if (f == 0 || c < best_cost) {
                best = f;
                best_cost = c;
            }
        }
        a.fold_of[group] = best;
        a.fold_size[best] += a.group_size[group];
        for (size_t k = 0; k < a.n_labels; k++)
            a.in_fold[best * a.n_labels + k] += a.in_group[group * a.n_labels + k];
    }
    for (size_t i = 0; i < dataset->count; i++)
        fold[i] = a.fold_of[dataset->rows[i].group];
    assignment_release(&a);
    return 0;
}
