/* What is wrong with labelled data, found before anything is learnt from it. */
#ifndef STANCE_TRAIN_HYGIENE_H
#define STANCE_TRAIN_HYGIENE_H

#include "train/dataset.h"

#include <stdbool.h>

/* Two texts are near duplicates above this Jaccard similarity of their sets of three-word
 * shingles (Broder 1997). */
#define HYGIENE_NEAR_DUPLICATE 0.6

#define HYGIENE_LABEL_MIN 10 /* fewer rows of a label teach nothing that holds */

enum finding_kind {
    FINDING_DUPLICATE,      /* the same words, the same label */
    FINDING_CONFLICT,       /* the same words, another label */
    FINDING_NEAR_DUPLICATE, /* nearly the same words */
    FINDING_LABEL_TYPO,     /* a label that is nearly another one, and much rarer */
    FINDING_LABEL_FEW       /* a label with fewer than HYGIENE_LABEL_MIN rows */
};

struct finding {
    enum finding_kind kind;
    size_t first;      /* the earlier row, or the more frequent label; LABEL_FEW: its rows */
    size_t second;     /* the later row, or the suspicious label */
    double similarity; /* of near duplicates */
};

struct hygiene {
    struct finding *findings; /* [count] by kind, then by place */
    size_t count;
    size_t capacity;
};

#define HYGIENE_EMPTY ((struct hygiene){0})

/* Words are compared folded, without punctuation. A row is reported against the earliest row that
 * it repeats. Time and memory grow in proportion to the text. On success the caller releases
 * *hygiene. */
int hygiene_check(const struct dataset *dataset, struct hygiene *hygiene, stance_error *error);

void hygiene_release(struct hygiene *hygiene);

/* The number of findings of a kind. */
size_t hygiene_count(const struct hygiene *hygiene, enum finding_kind kind);

/* One line about a finding, for people. */
void hygiene_describe(const struct dataset *dataset, const struct finding *finding, char *text,
                      size_t size);

#endif
