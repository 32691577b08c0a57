/* What a vocabulary has to say of each word: worked out when the word is first met, and kept.
 *
 *     "Denied" --fold--> "denied" -> its number as a term, its character n-grams
 *
 * Most words of a text were met before, so a token costs one look at a hash table. A lexicon
 * belongs to one thread; it forgets everything when it grows, or with the next text might
 * grow, beyond LEXICON_WORDS_MAX. */
#ifndef STANCE_FEATURE_LEXICON_H
#define STANCE_FEATURE_LEXICON_H

#include "base/intern.h"
#include "feature/ngram.h"
#include "feature/recipe.h"
#include "text/trigger.h"

#include <stdbool.h>

#define LEXICON_WORDS_MAX 40000 /* some 10 MB */
#define WORD_NONE         UINT32_MAX

struct char_term {
    uint32_t term;
    uint32_t count; /* in the word */
};

/* What a text asks of a word it holds; small, for every token touches one. */
struct word {
    uint32_t term;   /* the word as a term; INTERN_ABSENT where it is none */
    uint32_t text;   /* the text in which it was met last */
    uint32_t count;  /* how often it was met there */
    bool has_letter; /* any but digits and joiners */
};

/* Its character n-grams that are terms: chars[start .. start + count). */
struct word_chars {
    size_t start;
    size_t count;
};

/* A token as it stands in texts, and its word: half a cache line. Longer ones are folded each time
 * they are met. */
#define SPELLING_MAX 27

struct spelling {
    uint32_t word;  /* or WORD_NONE */
    uint8_t length; /* 0: a free place */
    char bytes[SPELLING_MAX];
};

struct lexicon {
    const struct recipe *recipe;
    const struct trigger_set *triggers; /* NULL: words have no marks */
    struct pattern_scratch *scratch;    /* for triggers */
    const struct intern *known;         /* terms of a vocabulary; or */
    struct intern *growing; /* terms of a vocabulary that is being counted: new ones are added */
    struct spelling *spellings; /* [spelling_slots] open addressing, at least half of it free */
    size_t spelling_slots;      /* 0 or a power of two */
    size_t n_spellings;
    struct intern folded;          /* words, folded */
    struct word *words;            /* [folded.count] */
    struct word_chars *word_chars; /* [folded.count] */
    size_t words_capacity;
    size_t word_chars_capacity;
    uint64_t *marks; /* [folded.count][triggers->n_marks] what each word says of the cues */
    size_t marks_capacity;
    struct char_term *chars; /* [n_chars] of all words, one after the other */
    size_t n_chars;
    size_t chars_capacity;
    bool broken;         /* its last word was not worked out to the end */
    uint32_t generation; /* how often it forgot: word numbers hold within one */
    struct buffer fold;
    struct ngram_scratch ngrams;
};

/* An empty lexicon. It borrows all; one of `known` and `growing` is NULL, `triggers` and `scratch`
 * may be. */
void lexicon_init(struct lexicon *lexicon, const struct recipe *recipe,
                  const struct trigger_set *triggers, struct pattern_scratch *scratch,
                  const struct intern *known, struct intern *growing);

void lexicon_release(struct lexicon *lexicon);

/* Whether it is time to lexicon_reset(), for size or after a failure; to be asked before a text (of
 * `length` bytes), for word numbers change. */
bool lexicon_is_full(const struct lexicon *lexicon, size_t length);

/* Forgets all words. */
void lexicon_reset(struct lexicon *lexicon);

/* Asks the memory for what lexicon_find() will look at. */
void lexicon_prefetch(const struct lexicon *lexicon, const char *spelling, size_t length);

/* The number of the word that is spelled so: *word, or WORD_NONE where folding leaves nothing.
 * After a failure the lexicon is to be reset before it is used again. */
int lexicon_find(struct lexicon *lexicon, const char *spelling, size_t length, uint32_t *word,
                 stance_error *error);

/* The character n-grams of a word: [*count]; NULL where there are none. */
static inline const struct char_term *lexicon_chars(const struct lexicon *lexicon, uint32_t word,
                                                    size_t *count)
{
    *count = lexicon->word_chars[word].count;
    return *count == 0 ? NULL : lexicon->chars + lexicon->word_chars[word].start;
}

#endif
