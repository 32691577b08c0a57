/* Seeded, grouped, stratified k-fold cross-validation: each row is held out once, rows of one group
 * together, and the labels are spread over the folds as evenly as the groups allow. */
#ifndef STANCE_TRAIN_FOLDS_H
#define STANCE_TRAIN_FOLDS_H

#include "train/dataset.h"

#include <stdint.h>

/* Fills fold[dataset->count] with 0 … n_folds-1. The groups are shuffled, then taken largest first,
 * each into the fold where it leaves the label counts most even (as scikit-learn's
 * StratifiedGroupKFold does). n_folds is at least 2; fewer groups than folds are an error. */
int folds_assign(const struct dataset *dataset, size_t n_folds, uint64_t seed, size_t *fold,
                 stance_error *error);

#endif
