/* Tokens to terms: word n-grams and character n-grams inside words, as byte strings.
 *
 *     moscow denies      ->  w moscow | w denies | w moscow denies
 *     <denies> (3 to 3)  ->  c <de | c den | c eni | c nie | c ies | c es>
 *
 * '<' and '>' mark where a word begins and ends. */
#ifndef STANCE_FEATURE_NGRAM_H
#define STANCE_FEATURE_NGRAM_H

#include "feature/recipe.h"
#include "text/tokenizer.h"

/* Called for each n-gram, with the token where it begins and the one where it ends. Returns 0, or
 * -1 to stop. */
typedef int ngram_receiver(void *context, const char *term, size_t length, size_t first_token,
                           size_t last_token, stance_error *error);

/* Working memory, reused from text to text. */
struct ngram_scratch {
    struct buffer term;
    struct buffer word; /* a word with its marks */
};

void ngram_scratch_release(struct ngram_scratch *scratch);

/* Sends every n-gram of `tokens` that the recipe asks for, repetitions included, in a fixed order.
 */
int ngram_each(const struct recipe *recipe, const struct tokens *tokens,
               struct ngram_scratch *scratch, ngram_receiver *receive, void *context,
               stance_error *error);

#endif
