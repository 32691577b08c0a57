/* Tuning: a small grid of recipes, each judged by the same cross-validation.
 *
 * First weightings and C together, for they depend on each other; then, one after the other, word
 * n-grams, character n-grams, minimum document frequency, class weights, multi-class scheme, and C
 * once more, more finely; each step starts from the best point so far, and of two equal points the
 * first stays. */
#ifndef STANCE_TRAIN_TUNE_H
#define STANCE_TRAIN_TUNE_H

#include "train/trainer.h"

/* The choices that are open; a choice that is not stays as it is. */
struct tune_choices {
    bool weighting;
    bool cost;
    bool words;
    bool chars;
    bool min_document_frequency;
    bool class_weight;
    bool scheme;
};

struct tune_point {
    const struct trainer_options *options;
    double macro_f1; /* of the cross-validation, 0..1 */
    double accuracy;
    bool best; /* so far */
};

/* Told of each point tried, in order; -1 ends the search. */
struct tune_listener {
    int (*tried)(void *context, const struct tune_point *point, stance_error *error);
    void *context;
};

/* The number of points that are tried where all choices are open: at most that many. */
size_t tune_points_max(void);

/* Tries the points and leaves the best in *options, which holds the first. */
int tune_run(const struct dataset *dataset, const struct tune_choices *open,
             const struct tune_listener *listener, struct trainer_options *options,
             stance_error *error);

#endif
