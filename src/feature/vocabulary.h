/* The terms a model knows, numbered, each with its document frequency. Frozen once built. */
#ifndef STANCE_FEATURE_VOCABULARY_H
#define STANCE_FEATURE_VOCABULARY_H

#include "base/error.h"
#include "base/intern.h"

#include <stdint.h>

struct vocabulary {
    struct intern terms; /* number <-> bytes; sorted by bytes, so that a term's number depends on
                            the set of terms alone */
    uint32_t *document_frequency; /* [terms.count] in how many training texts the term stands */
    uint64_t document_count;      /* training texts */
};

#define VOCABULARY_EMPTY ((struct vocabulary){0})

void vocabulary_release(struct vocabulary *vocabulary);

/* Counts the document frequencies of all terms of a training set, to freeze a part of them. */
struct vocabulary_counts {
    struct intern terms;
    uint32_t *document_frequency; /* [n_counted] */
    uint64_t *last_document;      /* [n_counted] the last text it was seen in, from 1 */
    uint32_t n_counted;           /* terms that have a count; later ones were never counted */
    size_t frequency_capacity;
    size_t last_capacity;
    uint64_t document_count;
};

#define VOCABULARY_COUNTS_EMPTY ((struct vocabulary_counts){0})

void vocabulary_counts_release(struct vocabulary_counts *counts);

/* Begins the next text. */
void vocabulary_counts_next_document(struct vocabulary_counts *counts);

/* Counts a term of the current text, by its number in counts->terms, once however often it stands
 * there. */
int vocabulary_counts_add(struct vocabulary_counts *counts, uint32_t number, stance_error *error);

/* Freezes the terms that stand in at least `min_document_frequency` texts, and of these at most
 * `max_features` (0: all), the most frequent first and ties by their bytes. On success the caller
 * releases *vocabulary. */
int vocabulary_freeze(const struct vocabulary_counts *counts, uint32_t min_document_frequency,
                      uint32_t max_features, struct vocabulary *vocabulary, stance_error *error);

#endif
