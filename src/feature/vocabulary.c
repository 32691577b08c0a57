/* In: the terms of training texts. Out: a frozen, numbered choice of them. Must not know labels. */
#include "feature/vocabulary.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

void vocabulary_release(struct vocabulary *vocabulary)
{
    intern_release(&vocabulary->terms);
    free(vocabulary->document_frequency);
    *vocabulary = VOCABULARY_EMPTY;
}

void vocabulary_counts_release(struct vocabulary_counts *counts)
{
    intern_release(&counts->terms);
    free(counts->document_frequency);
    free(counts->last_document);
    *counts = VOCABULARY_COUNTS_EMPTY;
}

void vocabulary_counts_next_document(struct vocabulary_counts *counts)
{
    counts->document_count++;
}

int vocabulary_counts_add(struct vocabulary_counts *counts, uint32_t number, stance_error *error)
{
    if (memory_reserve(&counts->document_frequency, &counts->frequency_capacity,
                       counts->terms.count, sizeof *counts->document_frequency) != 0 ||
        memory_reserve(&counts->last_document, &counts->last_capacity, counts->terms.count,
                       sizeof *counts->last_document) != 0)
        return error_no_memory(error);
    for (; counts->n_counted < counts->terms.count; counts->n_counted++) {
        counts->document_frequency[counts->n_counted] = 0;
        counts->last_document[counts->n_counted] = 0;
    }
    if (counts->last_document[number] != counts->document_count) {
        counts->last_document[number] = counts->document_count;
        counts->document_frequency[number]++;
    }
    return 0;
}

struct candidate {
    const char *bytes;
    size_t length;
    uint32_t frequency;
};

static int by_bytes(const void *left, const void *right)
{
    const struct candidate *a = left, *b = right;
    size_t shorter = a->length < b->length ? a->length : b->length;
    int order = memcmp(a->bytes, b->bytes, shorter);
    return order != 0 ? order : (a->length > b->length) - (a->length < b->length);
}

static int by_frequency(const void *left, const void *right)
{
    const struct candidate *a = left, *b = right;
    if (a->frequency != b->frequency)
        return a->frequency < b->frequency ? 1 : -1;
    return by_bytes(left, right);
}

int vocabulary_freeze(const struct vocabulary_counts *counts, uint32_t min_document_frequency,
                      uint32_t max_features, struct vocabulary *vocabulary, stance_error *error)
{
    struct vocabulary frozen = VOCABULARY_EMPTY;
    struct candidate *candidates = memory_array(counts->terms.count, sizeof *candidates);
    if (candidates == NULL)
        return error_no_memory(error);
    size_t kept = 0;
    for (uint32_t i = 0; i < counts->n_counted; i++) {
        if (counts->document_frequency[i] < min_document_frequency)
            continue;
        struct candidate *candidate = &candidates[kept++];
        candidate->bytes = intern_get(&counts->terms, i, &candidate->length);
        candidate->frequency = counts->document_frequency[i];
    }
    if (max_features > 0 && kept > max_features) {
        qsort(candidates, kept, sizeof *candidates, by_frequency);
        kept = max_features;
    }
    qsort(candidates, kept, sizeof *candidates, by_bytes);
    int result = 0;
    frozen.document_count = counts->document_count;
    frozen.document_frequency = memory_array(kept, sizeof *frozen.document_frequency);
    if (frozen.document_frequency == NULL)
        result = error_no_memory(error);
    for (size_t i = 0; i < kept && result == 0; i++) {
        if (intern_add(&frozen.terms, candidates[i].bytes, candidates[i].length) == INTERN_ABSENT)
            result = error_no_memory(error);
        else
            frozen.document_frequency[i] = candidates[i].frequency;
    }
    free(candidates);
    if (result != 0) {
        vocabulary_release(&frozen);
        return -1;
    }
    *vocabulary = frozen;
    return 0;
}
