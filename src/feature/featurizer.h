/* The whole way from a text to its vector, with one recipe and one vocabulary.
 *
 *     text -> tokens -> words (lexicon) -> bag -> vector
 *
 * A bag is all that a linear model needs; the vector is for those who want to see, or to learn
 * from, every term. */
#ifndef STANCE_FEATURE_FEATURIZER_H
#define STANCE_FEATURE_FEATURIZER_H

#include "feature/bag.h"
#include "feature/lexicon.h"
#include "feature/pair_table.h"
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
    struct tokens tokens; /* places of those of the last text */
    struct lexicon lexicon;
    uint32_t *sequence; /* [n_sequence] the words of the last text, in order */
    size_t n_sequence;
    size_t sequence_capacity;
    uint32_t text;       /* number of the last text, from 1; see struct word */
    uint32_t *cue_terms; /* [cues->count] terms, or INTERN_ABSENT */
    uint32_t *places;    /* [vocabulary->terms.count] where in the bag an n-gram was put last */
    struct trigger_set *triggers; /* of the cues; NULL: every text is searched for all */
    uint64_t *marks;              /* [triggers->n_marks] what the words of the last text say */
    struct pair_table *pairs;     /* NULL: not made yet, or of no use */
    struct bag bag;               /* of the last text */
    struct vector vector;         /* of the last text, after featurizer_run() */
    size_t known_words; /* tokens of the last text, numbers aside, that are in the vocabulary */
};

/* On success the caller releases *featurizer. */
int featurizer_init(struct featurizer *featurizer, const struct recipe *recipe,
                    const struct pattern *token_pattern, const struct pattern_list *cues,
                    const struct vocabulary *vocabulary, stance_error *error);

void featurizer_release(struct featurizer *featurizer);

/* Sets featurizer->bag to that of `text` (valid UTF-8). Word numbers in it are the lexicon's, and
 * valid until the next call. */
int featurizer_collect(struct featurizer *featurizer, const char *text, size_t length,
                       stance_error *error);

/* The same, and featurizer->vector: the known terms, weighted (see weighting.h); an empty vector
 * where no term is known. */
int featurizer_run(struct featurizer *featurizer, const char *text, size_t length,
                   stance_error *error);

/* Whether the vocabulary knows anything of the last text: a word at least, for numbers and scraps
 * of words are found in every language. Without single words in the recipe, any term. */
bool featurizer_knows(const struct featurizer *featurizer);

/* Counts the terms of `text` as those of one more training text; always with the same *counts. */
int featurizer_count(struct featurizer *featurizer, const char *text, size_t length,
                     struct vocabulary_counts *counts, stance_error *error);

#endif
