/* The labels of a model: whatever names the training data holds. */
#ifndef STANCE_MODEL_LABELS_H
#define STANCE_MODEL_LABELS_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LABELS_MAX            1000
#define LABEL_LENGTH_MAX      255 /* bytes */
#define LABEL_ABSENT          SIZE_MAX
#define LABEL_DEFAULT_RESTING "neutral"

struct labels {
    char **names; /* [count], NUL-terminated UTF-8, sorted by bytes, all different */
    size_t count;
    /* The label of a paragraph in which there is nothing to label (boilerplate, or not one known
     * feature), or LABEL_ABSENT: then such a paragraph gets the model's most likely one. */
    size_t resting;
};

#define LABELS_EMPTY ((struct labels){NULL, 0, LABEL_ABSENT})

void labels_release(struct labels *labels);

/* Adds a name at the end; the order is the caller's to keep. */
int labels_add(struct labels *labels, const char *name, size_t length, stance_error *error);

/* Sorts the names by their bytes; indices change, `resting` is not looked at. */
void labels_sort(struct labels *labels);

/* The index of a name, or LABEL_ABSENT. */
size_t labels_find(const struct labels *labels, const char *name, size_t length);

/* Whether a name has what may move a terminal's cursor: C0, DEL or C1. */
bool label_has_control(const char *name, size_t length);

/* All names, parted by ", ", cut after `size` bytes: for messages. */
void labels_describe(const struct labels *labels, char *text, size_t size);

#endif
