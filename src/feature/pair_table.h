/* The word pairs of a vocabulary, by the numbers of their words: finds "no evidence" from "no" and
 * "evidence" without building the string. */
#ifndef STANCE_FEATURE_PAIR_TABLE_H
#define STANCE_FEATURE_PAIR_TABLE_H

#include "base/error.h"
#include "feature/vocabulary.h"

struct pair_table;

/* Makes the table. *table is NULL where some pair has a word that is not itself a term: then pairs
 * are to be found by their strings. The caller frees it; the vocabulary is not needed any more. */
int pair_table_new(const struct vocabulary *vocabulary, struct pair_table **table,
                   stance_error *error);

void pair_table_free(struct pair_table *table);

/* The pair of the terms `first` and `second`, or INTERN_ABSENT. */
uint32_t pair_table_find(const struct pair_table *table, uint32_t first, uint32_t second);

/* Asks the memory for what pair_table_find() will look at. */
void pair_table_prefetch(const struct pair_table *table, uint32_t first, uint32_t second);

#endif
