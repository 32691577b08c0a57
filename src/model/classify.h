/* One paragraph to its label. stance_classify() in stance.h is the public way in. */
#ifndef STANCE_MODEL_CLASSIFY_H
#define STANCE_MODEL_CLASSIFY_H

#include "feature/featurizer.h"
#include "model/model.h"
#include "model/tally.h"

/* What classifying needs beside the model; see stance_classifier in stance.h. */
struct stance_classifier {
    const struct stance_model *model;
    struct featurizer featurizer;
    struct tally tally;
    bool *allowed;         /* [n_labels] labels that may be given */
    double *decisions;     /* [n_machines] of the last paragraph */
    double *scores;        /* [n_labels] */
    double *probabilities; /* [n_labels] */
};

/* stance_classify() for text that is known to be valid UTF-8. */
int classify_valid(struct stance_classifier *classifier, const char *text, size_t length,
                   stance_result *result, stance_error *error);

/* The answer for a paragraph that is no prose (boilerplate): the resting label with the confidence
 * 1, where that label exists and is allowed. Returns false where it is not: then classify it. */
bool classify_resting(struct stance_classifier *classifier, stance_result *result);

#endif
