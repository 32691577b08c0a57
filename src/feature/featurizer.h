/* The whole way from a text to its vector, with one recipe and one vocabulary. */
#ifndef STANCE_FEATURE_FEATURIZER_H
#define STANCE_FEATURE_FEATURIZER_H

#include "feature/ngram.h"
#include "feature/recipe.h"
#include "feature/vector.h"
#include "feature/vocabulary.h"
#include "text/tokenizer.h"

#include <stdbool.h>

/* Working memory for one thread; recipe, patterns and vocabulary are borrowed and shared. */
struct featurizer {
    const struct recipe *recipe;
    const struct pattern *token_pattern;
    const struct pattern_list *cues;     /* NULL: none */
    const struct vocabulary *vocabulary; /* NULL while the vocabulary is being counted */
    struct pattern_scratch *scratch;
    struct tokens tokens; /* of the last text */
    struct ngram_scratch ngrams;
    struct vector vector; /* of the last text */
    size_t known_words;   /* tokens of the last text, numbers aside, that are in the vocabulary */
};

/* On success the caller releases *featurizer. */
int featurizer_init(struct featurizer *featurizer, const struct recipe *recipe,
                    const struct pattern *token_pattern, const struct pattern_list *cues,
                    const struct vocabulary *vocabulary, stance_error *error);

void featurizer_release(struct featurizer *featurizer);

/* Sets featurizer->tokens and featurizer->vector to those of `text` (valid UTF-8): the known terms,
 * weighted, of length 1; an empty vector where no term is known. */
int featurizer_run(struct featurizer *featurizer, const char *text, size_t length,
                   stance_error *error);

/* Whether the vocabulary knows anything of the last text: a word at least, for numbers and scraps
 * of words are found in every language. Without single words in the recipe, any term. */
bool featurizer_knows(const struct featurizer *featurizer);

/* Counts the terms of `text` as those of one more training text. */
int featurizer_count(struct featurizer *featurizer, const char *text, size_t length,
                     struct vocabulary_counts *counts, stance_error *error);

#endif
