/* In: a text. Out: its vector. Must not know labels. */
#include "feature/featurizer.h"

#include "base/memory.h"
#include "feature/term.h"
#include "feature/weighting.h"

#include <stdlib.h>

int featurizer_init(struct featurizer *featurizer, const struct recipe *recipe,
                    const struct pattern *token_pattern, const struct pattern_list *cues,
                    const struct vocabulary *vocabulary, stance_error *error)
{
    *featurizer = (struct featurizer){
        .recipe = recipe, .token_pattern = token_pattern, .cues = cues, .vocabulary = vocabulary};
    return pattern_scratch_new(&featurizer->scratch, error);
}

void featurizer_release(struct featurizer *featurizer)
{
    pattern_scratch_free(featurizer->scratch);
    tokens_release(&featurizer->tokens);
    ngram_scratch_release(&featurizer->ngrams);
    vector_release(&featurizer->vector);
}

static int by_term(const void *left, const void *right)
{
    uint32_t a = ((const struct vector_entry *)left)->term;
    uint32_t b = ((const struct vector_entry *)right)->term;
    return (a > b) - (a < b);
}

/* Sorts the entries and adds up those of the same term. */
static void merge(struct vector *vector)
{
    if (vector->count == 0)
        return;
    qsort(vector->entries, vector->count, sizeof *vector->entries, by_term);
    size_t kept = 0;
    for (size_t i = 1; i < vector->count; i++) {
        if (vector->entries[i].term == vector->entries[kept].term)
            vector->entries[kept].value += vector->entries[i].value;
        else
            vector->entries[++kept] = vector->entries[i];
    }
    vector->count = kept + 1;
}

static bool has_letter(const char *word, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if ((unsigned char)word[i] >= 0x80 || (word[i] >= 'a' && word[i] <= 'z')) /* folded */
            return true;
    return false;
}

static int receive_known(void *context, const char *term, size_t length, size_t first_token,
                         size_t last_token, stance_error *error)
{
    struct featurizer *featurizer = context;
    uint32_t number = intern_find(&featurizer->vocabulary->terms, term, length);
    if (number == INTERN_ABSENT)
        return 0;
    if (first_token == last_token && term_block(term) == BLOCK_WORD)
        featurizer->known_words += has_letter(term + 1, length - 1);
    struct vector *vector = &featurizer->vector;
    if (memory_reserve(&vector->entries, &vector->capacity, vector->count + 1,
                       sizeof *vector->entries) != 0)
        return error_no_memory(error);
    vector->entries[vector->count++] = (struct vector_entry){number, 1.0};
    return 0;
}

bool featurizer_knows(const struct featurizer *featurizer)
{
    return featurizer->recipe->word_min == 1 ? featurizer->known_words > 0
                                             : featurizer->vector.count > 0;
}

/* Each cue that is found somewhere in the text is a term, once. A text of which no word is known
 * has none: some cues are found in any language. */
static int each_cue(struct featurizer *featurizer, const char *text, size_t length,
                    ngram_receiver *receive, void *context, stance_error *error)
{
    struct buffer *term = &featurizer->ngrams.term;
    bool counting = featurizer->vocabulary == NULL;
    bool usable = featurizer->cues != NULL && (counting || featurizer_knows(featurizer));
    size_t count = usable ? featurizer->cues->count : 0;
    for (size_t i = 0; i < count; i++) {
        const struct named_pattern *cue = &featurizer->cues->items[i];
        struct pattern_match match;
        bool found;
        if (pattern_find(cue->pattern, featurizer->scratch, text, length, 0, &match, &found,
                         error) != 0)
            return -1;
        if (!found)
            continue;
        buffer_reset(term);
        buffer_append_char(term, TERM_CUE);
        buffer_append_string(term, cue->name);
        if (term->failed)
            return error_no_memory(error);
        if (receive(context, term->data, term->length, 0, 0, error) != 0)
            return -1;
    }
    return 0;
}

/* Sends every term of the text, repetitions included. */
static int each_term(struct featurizer *featurizer, const char *text, size_t length,
                     ngram_receiver *receive, void *context, stance_error *error)
{
    if (tokenizer_run(featurizer->token_pattern, featurizer->scratch, text, length,
                      &featurizer->tokens, error) != 0 ||
        ngram_each(featurizer->recipe, &featurizer->tokens, &featurizer->ngrams, receive, context,
                   error) != 0)
        return -1;
    return each_cue(featurizer, text, length, receive, context, error);
}

int featurizer_run(struct featurizer *featurizer, const char *text, size_t length,
                   stance_error *error)
{
    featurizer->vector.count = 0;
    featurizer->known_words = 0;
    if (each_term(featurizer, text, length, receive_known, featurizer, error) != 0)
        return -1;
    merge(&featurizer->vector);
    weighting_apply(featurizer->recipe->weighting, featurizer->vocabulary, &featurizer->vector);
    return 0;
}

static int receive_any(void *context, const char *term, size_t length, size_t first_token,
                       size_t last_token, stance_error *error)
{
    (void)first_token;
    (void)last_token;
    return vocabulary_counts_add(context, term, length, error);
}

int featurizer_count(struct featurizer *featurizer, const char *text, size_t length,
                     struct vocabulary_counts *counts, stance_error *error)
{
    vocabulary_counts_next_document(counts);
    return each_term(featurizer, text, length, receive_any, counts, error);
}
