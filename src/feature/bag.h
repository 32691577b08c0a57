/* A text as a bag: which words, word n-grams and cues a vocabulary knows of it, and how often.
 * Unweighted, and before words are taken apart into character n-grams. */
#ifndef STANCE_FEATURE_BAG_H
#define STANCE_FEATURE_BAG_H

#include <stddef.h>
#include <stdint.h>

struct term_count {
    uint32_t term;
    uint32_t count;
};

struct bag {
    uint32_t *words; /* [n_words] each different word once, in order; its count is in the lexicon */
    size_t n_words;
    size_t words_capacity;
    struct term_count *ngrams; /* [n_ngrams] of two and more words, each once */
    size_t n_ngrams;
    size_t ngrams_capacity;
    uint32_t *cues; /* [n_cues] their terms */
    size_t n_cues;
    size_t cues_capacity;
};

#endif
