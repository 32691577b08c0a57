/* Which patterns of a list a text has to be searched for at all, by the words it has.
 *
 *     words --trigger_word--> marks, OR-ed over the text --trigger_found, trigger_due--> patterns
 *
 * A list of patterns that each look for other words is costly to run over every text, and a text
 * has the words of few of them. What a word says of the patterns is the same in every text, so a
 * caller keeps the marks of the words it has seen.
 *
 * Words are the tokens of TOKENIZER_DEFAULT_PATTERN, folded (see tokenizer.h). They tell the truth
 * about texts that trigger_plain() lets through; any other text is searched for every pattern. */
#ifndef STANCE_TEXT_TRIGGER_H
#define STANCE_TEXT_TRIGGER_H

#include "base/error.h"
#include "base/intern.h"
#include "text/pattern_list.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TRIGGER_SYMBOLS 32

/* What a list of patterns asks of the words of a text. Immutable, shared by threads.
 *
 * A set of patterns is n_words words of 64 bits, bit i % 64 of word i / 64 for pattern i. Marks are
 * four of them, one after the other:
 *
 *     first [n_words] | second [n_words] | found [n_words] | lead [n_words]
 *
 * A pattern that is not found through a word alone is searched for if it has come up in both first
 * and second. One that is `led` need not be searched for from end to end: its matches start in
 * words that have its lead mark, at the start of the word or behind a joiner in it. */
struct trigger_set {
    const struct pattern_list *list; /* borrowed: must outlive the set */
    size_t count;                    /* patterns */
    size_t n_words;
    size_t n_marks;   /* 4 * n_words */
    uint64_t *always; /* [n_words] searched for in every text: nothing is known of them */
    uint64_t *local;  /* [n_words] never searched for: single words decide */
    uint64_t *led;    /* [n_words] it is known how their matches start */

    struct intern literals; /* in symbols, see literals.h */
    size_t *entries_end;    /* [literals.count] where the entries of literal i end */
    uint32_t *entries;      /* a pattern's number and one of the three marks: 4 * pattern + mark */
    /* Bit n: a literal of n symbols begins with these two. */
    uint16_t lengths[TRIGGER_SYMBOLS * TRIGGER_SYMBOLS];
};

/* Finds out what the patterns of `list` (at most PATTERN_LIST_MAX) ask for. On success *set is the
 * caller's. */
int trigger_set_new(const struct pattern_list *list, struct trigger_set **set, stance_error *error);

/* Frees a set; NULL is allowed. */
void trigger_set_free(struct trigger_set *set);

/* ORs into marks[n_marks] what the folded token `word` says of the patterns. Fails where a pattern
 * does on the word alone (see pattern_find). */
int trigger_word(const struct trigger_set *set, struct pattern_scratch *scratch, const char *word,
                 size_t length, uint64_t *marks, stance_error *error);

/* Word `w` (below n_words) of the set of patterns that match the text whose words gave `marks`. */
static inline uint64_t trigger_found(const struct trigger_set *set, const uint64_t *marks, size_t w)
{
    return marks[2 * set->n_words + w];
}

/* The same for the patterns that the text has to be searched for. All others do not match. */
static inline uint64_t trigger_due(const struct trigger_set *set, const uint64_t *marks, size_t w)
{
    return (set->always[w] | (marks[w] & marks[set->n_words + w])) & ~trigger_found(set, marks, w);
}

/* Whether pattern `number` (which is led) may match from within the word that has these marks. */
static inline bool trigger_leads(const struct trigger_set *set, const uint64_t *word_marks,
                                 size_t number)
{
    return (word_marks[3 * set->n_words + number / 64] >> number % 64 & 1) != 0;
}

/* Whether words tell the truth about `text` (valid UTF-8): it has no '_', which is part of a word
 * for a pattern and not for a token, and beyond ASCII nothing but marks, spaces and dashes of
 * U+0080 … U+00BF and U+2000 … U+203E, and Latin letters that folding changes in their case at
 * most. */
bool trigger_plain(const char *text, size_t length);

#endif
