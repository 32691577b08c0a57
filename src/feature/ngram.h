/* Tokens to terms: word n-grams and character n-grams inside words, as byte strings.
 *
 *     moscow denies      ->  w moscow | w denies | w moscow denies
 *     <denies> (3 to 3)  ->  c <de | c den | c eni | c nie | c ies | c es>
 *
 * '<' and '>' mark where a word begins and ends. */
#ifndef STANCE_FEATURE_NGRAM_H
#define STANCE_FEATURE_NGRAM_H

#include "base/buffer.h"
#include "base/error.h"
#include "feature/recipe.h"

/* Called for each n-gram. Returns 0, or -1 to stop. */
typedef int ngram_receiver(void *context, const char *term, size_t length, stance_error *error);

/* Working memory, reused from text to text. */
struct ngram_scratch {
    struct buffer term;
    struct buffer word; /* a word with its marks */
};

void ngram_scratch_release(struct ngram_scratch *scratch);

/* Word `index` of a text, folded. */
typedef const char *ngram_word(const void *context, size_t index, size_t *length);

/* Sends every word n-gram of a text of `count` words, of the recipe's orders but at least
 * `order_min` words, repetitions included, in a fixed order. */
int ngram_words(const struct recipe *recipe, uint32_t order_min, size_t count, ngram_word *word,
                const void *words, struct ngram_scratch *scratch, ngram_receiver *receive,
                void *context, stance_error *error);

/* Sends every character n-gram of a folded word that the recipe asks for, repetitions included. */
int ngram_chars(const struct recipe *recipe, const char *folded, size_t length,
                struct ngram_scratch *scratch, ngram_receiver *receive, void *context,
                stance_error *error);

#endif
