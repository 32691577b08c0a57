#include "train/folds.h"

#include "base/memory.h"
#include "check.h"
#include "fixture.h"

#include <stdlib.h>

/* Rows without texts and names: folds look at labels and groups alone. The rows are the caller's.
 */
static void deal(struct dataset *dataset, size_t n_groups, size_t group_max, size_t n_labels,
                 uint64_t seed)
{
    struct random random;
    random_seed(&random, seed);
    *dataset = DATASET_EMPTY;
    dataset->labels.count = n_labels;
    dataset->n_groups = n_groups;
    dataset->rows = memory_array(n_groups * group_max, sizeof *dataset->rows);
    REQUIRE(dataset->rows != NULL);
    for (size_t g = 0; g < n_groups; g++) {
        size_t size = 1 + (size_t)random_below(&random, group_max);
        for (size_t i = 0; i < size; i++) {
            /* Label 0 twice as often as 1, 1 twice as often as 2 … */
            size_t label = 0;
            while (label + 1 < n_labels && random_below(&random, 3) == 0)
                label++;
            dataset->rows[dataset->count++] = (struct dataset_row){.label = label, .group = g};
        }
    }
}

static size_t *assign(const struct dataset *dataset, size_t n_folds, uint64_t seed)
{
    stance_error error;
    size_t *fold = memory_array(dataset->count, sizeof *fold);
    REQUIRE(fold != NULL);
    memset(fold, 0xff, dataset->count * sizeof *fold);
    REQUIRE(folds_assign(dataset, n_folds, seed, fold, &error) == 0);
    return fold;
}

static const struct {
    size_t n_groups, group_max, n_labels, n_folds;
    size_t slack; /* rows by which a fold may miss its share of a label */
} cases[] = {
    {300, 1, 3, 5, 2}, {300, 1, 2, 10, 2}, {200, 6, 3, 5, 6},   {100, 12, 4, 4, 12},
    {40, 1, 2, 2, 1},  {7, 1, 1, 7, 1},    {10, 30, 3, 10, 30},
};

static void check_folds(const struct dataset *dataset, const size_t *fold, size_t n_folds,
                        size_t slack)
{
    size_t counts[16][8] = {{0}}, sizes[16] = {0}, totals[8] = {0}, fold_of_group[400];
    memset(fold_of_group, 0xff, sizeof fold_of_group);
    for (size_t i = 0; i < dataset->count; i++) {
        const struct dataset_row *row = &dataset->rows[i];
        REQUIRE(fold[i] < n_folds);
        counts[fold[i]][row->label]++;
        sizes[fold[i]]++;
        totals[row->label]++;
        if (fold_of_group[row->group] == SIZE_MAX)
            fold_of_group[row->group] = fold[i];
        CHECK(fold_of_group[row->group] == fold[i]);
    }
    for (size_t f = 0; f < n_folds; f++) {
        CHECK(sizes[f] > 0);
        CHECK_NEAR((double)sizes[f], (double)dataset->count / (double)n_folds, (double)slack);
        for (size_t k = 0; k < dataset->labels.count; k++)
            CHECK_NEAR((double)counts[f][k], (double)totals[k] / (double)n_folds, (double)slack);
    }
}

static void test_groups_stay_whole_and_labels_are_spread(void)
{
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        for (uint64_t seed = 1; seed <= 5; seed++) {
            struct dataset dataset;
            deal(&dataset, cases[i].n_groups, cases[i].group_max, cases[i].n_labels, seed);
            size_t *fold = assign(&dataset, cases[i].n_folds, seed);
            check_folds(&dataset, fold, cases[i].n_folds, cases[i].slack);
            free(fold);
            free(dataset.rows);
        }
}

static void test_the_seed_decides(void)
{
    struct dataset dataset;
    deal(&dataset, 100, 3, 3, 1);
    size_t *first = assign(&dataset, 5, 1), *again = assign(&dataset, 5, 1);
    size_t *other = assign(&dataset, 5, 2), different = 0;
    CHECK(memcmp(first, again, dataset.count * sizeof *first) == 0);
    for (size_t i = 0; i < dataset.count; i++)
        different += first[i] != other[i];
    CHECK(different > dataset.count / 4);
    free(first);
    free(again);
    free(other);
    free(dataset.rows);
}

/* A label of two rows in one group cannot be spread: that is no failure. */
static void test_a_label_in_one_group(void)
{
    struct dataset dataset;
    rows_load("label\tgroup\ttext\na\tw\t1\na\tx\t2\nb\ty\t3\nb\ty\t4\na\tz\t5\n", &dataset);
    size_t *fold = assign(&dataset, 2, 1);
    CHECK_INT(fold[2], fold[3]);
    CHECK(fold[0] != fold[2]); /* the others make up for the two */
    free(fold);
    dataset_release(&dataset);
}

static void test_too_few_groups(void)
{
    struct dataset dataset;
    size_t fold[5] = {77};
    stance_error error;
    rows_load("label\tgroup\ttext\na\tx\t1\na\tx\t2\nb\ty\t3\nb\ty\t4\nb\tz\t5\n", &dataset);
    CHECK_INT(folds_assign(&dataset, 4, 1, fold, &error), -1);
    CHECK_INT(error.status, STANCE_DATA);
    CHECK_STRING(error.message, "3 groups of rows are too few for 4 folds");
    CHECK_INT(fold[0], 77);
    CHECK_INT(folds_assign(&dataset, 3, 1, fold, &error), 0);
    dataset_release(&dataset);
}

/* Rows that repeat a text must not be counted as groups of their own. */
static void test_repetitions_make_no_groups(void)
{
    struct dataset dataset;
    size_t fold[4];
    stance_error error;
    rows_load("label\tgroup\ttext\na\tx\tone\nb\t\tone\nb\ty\ttwo\na\t\ttwo\n", &dataset);
    CHECK_INT(folds_assign(&dataset, 3, 1, fold, &error), -1);
    CHECK_STRING(error.message, "2 groups of rows are too few for 3 folds");
    dataset_release(&dataset);
}

const struct suite suite_folds = {
    "train/folds",
    (const struct test[]){
        {"groups stay whole and labels are spread", test_groups_stay_whole_and_labels_are_spread},
        {"the seed decides", test_the_seed_decides},
        {"a label in one group", test_a_label_in_one_group},
        {"too few groups", test_too_few_groups},
        {"repetitions make no groups", test_repetitions_make_no_groups},
        {NULL, NULL},
    },
};
