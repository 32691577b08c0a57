/* The recipe: all that decides how a text becomes a vector. It is chosen when a model is trained
 * and travels inside the model. */
#ifndef STANCE_FEATURE_RECIPE_H
#define STANCE_FEATURE_RECIPE_H

#include "text/pattern_list.h"

#include <stdbool.h>
#include <stdint.h>

#define RECIPE_ORDER_MAX 8 /* the longest n-gram, in words or characters */

/* The weight of a term t in a text, before the vector's length is made 1. */
enum weighting {
    WEIGHTING_BINARY, /* 1 */
    WEIGHTING_TF,     /* tf, how often t stands in the text */
    WEIGHTING_TFIDF,  /* (1 + ln tf) * idf, with idf = ln((1 + n) / (1 + df)) + 1 */
    WEIGHTING_NB /* as tfidf; then, machine by machine, times the naive-Bayes log-count ratio */
};

struct recipe {
    char *token_pattern; /* a token is a match of it */
    uint32_t word_min;   /* orders of word n-grams, 1..RECIPE_ORDER_MAX; 0 and 0: none */
    uint32_t word_max;
    uint32_t char_min; /* orders of character n-grams inside words, likewise */
    uint32_t char_max;
    uint32_t min_document_frequency; /* terms in fewer training texts are left out; at least 1 */
    uint32_t max_features;           /* keep only that many terms, the most frequent; 0: all */
    enum weighting weighting;
};

/* Checks ranges. Returns 0, or -1 with an error that names the option. */
int recipe_check(const struct recipe *recipe, stance_error *error);

/* "binary", "tf", "tfidf" or "nb". */
const char *weighting_name(enum weighting weighting);

#endif
