/* What several suites begin with: labelled rows, a featurizer, a model small enough to reckon with
 * by hand. */
#ifndef TESTS_UNIT_FIXTURE_H
#define TESTS_UNIT_FIXTURE_H

#include "base/random.h"
#include "feature/featurizer.h"
#include "model/model.h"
#include "train/dataset.h"
#include "train/trainer.h"

/* Loads `content`, in the format that its first bytes tell; a finding says "rows.tsv" for the file.
 * Returns what dataset_load() does. */
int rows_try(const char *content, size_t length, struct dataset *dataset, stance_error *error);

/* The same for rows that must be sound. */
void rows_load(const char *content, struct dataset *dataset);

/* Three labels, and the words that tell them. */
extern const char *const rows_labels[3];
extern const char *const rows_words[3][4];

/* Appends `count` words that tell nothing, each after a space. */
void filler_append(struct random *random, size_t count, struct buffer *content);

/* Appends rows "label<TAB>text" whose label a word tells. `noise` of 100 have any label. */
void rows_append(size_t count, unsigned noise, uint64_t seed, struct buffer *content);

/* The same rows as a data set. */
void rows_make(size_t count, unsigned noise, uint64_t seed, struct dataset *dataset);

/* The defaults, with few features and two threads. */
struct trainer_options options_small(void);

/* A featurizer with the usual token pattern, and what it borrows. */
struct workshop {
    struct recipe recipe;
    struct pattern *pattern;
    struct featurizer featurizer;
};

void workshop_open(struct workshop *workshop, const struct recipe *recipe,
                   const struct vocabulary *vocabulary);

void workshop_close(struct workshop *workshop);

/* Freezes the terms of the texts (NULL ends them). */
void workshop_learn(const struct recipe *recipe, const char *const *texts,
                    struct vocabulary *vocabulary);

/* Three labels, five words. A text of one word has the vector 1, so that its score for label k is
 * weights[word][k] + bias[k]:
 *
 *                  accusatory  denial  neutral
 *     bias              0         0      0.5
 *     accused           2        -1     -1.5
 *     calm             -1        -1      1.5
 *     denied           -1         2     -1.5
 *     equal             1         1     -0.5     a tie of the first two
 *     level             0         0     -0.5     a tie of all
 *
 * The five stand in 1, 2, 3, 4 and 5 of 9 texts. */
stance_model *model_by_hand(void);

/* A number in 0 … 1, without 1. */
double random_real(struct random *random);

#endif
