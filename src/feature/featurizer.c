/* In: a text. Out: its bag, its vector. Must not know labels. */
#include "feature/featurizer.h"

#include "base/memory.h"
#include "feature/term.h"
#include "feature/weighting.h"

#include <stdlib.h>
#include <string.h>

#define TOKENS_AHEAD 8
#define PAIRS_AHEAD  8
#define PAIRS_AFTER  64 /* texts: a pair table takes as long to make as some hundred texts */

/* What depends on the vocabulary: the places of n-grams, and the cues' numbers as terms, so that
 * nobody has to spell them again. */
static int number_terms(struct featurizer *featurizer, stance_error *error)
{
    size_t count = featurizer->cues == NULL ? 0 : featurizer->cues->count;
    struct buffer *term = &featurizer->lexicon.ngrams.term;
    featurizer->cue_terms = memory_array(count, sizeof *featurizer->cue_terms);
    featurizer->places =
        memory_array(featurizer->vocabulary->terms.count, sizeof *featurizer->places);
    if (featurizer->cue_terms == NULL || featurizer->places == NULL)
        return error_no_memory(error);
    for (size_t i = 0; i < count; i++) {
        const char *name = featurizer->cues->items[i].name;
        if (term_spell(TERM_CUE, name, strlen(name), term, error) != 0)
            return -1;
        featurizer->cue_terms[i] =
            intern_find(&featurizer->vocabulary->terms, term->data, term->length);
    }
    return 0;
}

/* Words are what triggers ask for only where they are the usual tokens. */
static int make_triggers(struct featurizer *featurizer, stance_error *error)
{
    if (trigger_set_new(featurizer->cues, &featurizer->triggers, error) != 0)
        return -1;
    featurizer->marks = memory_array(featurizer->triggers->n_marks, sizeof *featurizer->marks);
    return featurizer->marks == NULL ? error_no_memory(error) : 0;
}

int featurizer_init(struct featurizer *featurizer, const struct recipe *recipe,
                    const struct pattern *token_pattern, const struct pattern_list *cues,
                    const struct vocabulary *vocabulary, stance_error *error)
{
    *featurizer = (struct featurizer){
        .recipe = recipe, .token_pattern = token_pattern, .cues = cues, .vocabulary = vocabulary};
    if (pattern_scratch_new(&featurizer->scratch, error) != 0)
        return -1;
    if (cues != NULL && cues->count > 0 && tokenizer_is_default(token_pattern) &&
        make_triggers(featurizer, error) != 0) {
        featurizer_release(featurizer);
        return -1;
    }
    lexicon_init(&featurizer->lexicon, recipe, featurizer->triggers, featurizer->scratch,
                 vocabulary == NULL ? NULL : &vocabulary->terms, NULL);
    if (vocabulary != NULL && number_terms(featurizer, error) != 0) {
        featurizer_release(featurizer);
        return -1;
    }
    return 0;
}

void featurizer_release(struct featurizer *featurizer)
{
    pattern_scratch_free(featurizer->scratch);
    tokens_release(&featurizer->tokens);
    lexicon_release(&featurizer->lexicon);
    pair_table_free(featurizer->pairs);
    free(featurizer->sequence);
    free(featurizer->cue_terms);
    free(featurizer->places);
    trigger_set_free(featurizer->triggers);
    free(featurizer->marks);
    free(featurizer->bag.words);
    free(featurizer->bag.ngrams);
    free(featurizer->bag.cues);
    vector_release(&featurizer->vector);
    *featurizer = (struct featurizer){0};
}

/* ---- words ---- */

/* A word of the text: the sequence gets it, and the bag where it is met for the first time. */
static void take_word(struct featurizer *featurizer, uint32_t number)
{
    struct word *word = &featurizer->lexicon.words[number];
    struct bag *bag = &featurizer->bag;
    featurizer->sequence[featurizer->n_sequence++] = number;
    featurizer->known_words += word->term != INTERN_ABSENT && word->has_letter;
    if (word->text == featurizer->text) {
        word->count++;
        return;
    }
    word->text = featurizer->text;
    word->count = 1;
    bag->words[bag->n_words++] = number;
    if (featurizer->triggers == NULL)
        return;
    size_t n_marks = featurizer->triggers->n_marks;
    const uint64_t *marks = featurizer->lexicon.marks + number * n_marks;
    for (size_t i = 0; i < n_marks; i++)
        featurizer->marks[i] |= marks[i];
}

/* Begins a text: finds its words. */
static int take_words(struct featurizer *featurizer, const char *text, size_t length,
                      stance_error *error)
{
    if (lexicon_is_full(&featurizer->lexicon, length) || featurizer->text == UINT32_MAX) {
        lexicon_reset(&featurizer->lexicon);
        featurizer->text = 0;
    }
    featurizer->text++;
    featurizer->known_words = 0;
    featurizer->n_sequence = 0;
    if (featurizer->triggers != NULL)
        memset(featurizer->marks, 0, featurizer->triggers->n_marks * sizeof *featurizer->marks);
    featurizer->bag.n_words = featurizer->bag.n_ngrams = featurizer->bag.n_cues = 0;
    if (tokenizer_find(featurizer->token_pattern, featurizer->scratch, text, length,
                       &featurizer->tokens, error) != 0)
        return -1;
    struct bag *bag = &featurizer->bag;
    size_t count = featurizer->tokens.count;
    if (memory_reserve(&featurizer->sequence, &featurizer->sequence_capacity, count,
                       sizeof *featurizer->sequence) != 0 ||
        memory_reserve(&bag->words, &bag->words_capacity, count, sizeof *bag->words) != 0)
        return error_no_memory(error);
    for (size_t i = 0; i < count; i++) {
        const struct token *token = &featurizer->tokens.items[i];
        if (i + TOKENS_AHEAD < count)
            lexicon_prefetch(&featurizer->lexicon, text + token[TOKENS_AHEAD].start,
                             token[TOKENS_AHEAD].end - token[TOKENS_AHEAD].start);
        uint32_t word;
        if (lexicon_find(&featurizer->lexicon, text + token->start, token->end - token->start,
                         &word, error) != 0)
            return -1;
        if (word == WORD_NONE)
            continue;
        featurizer->tokens.items[featurizer->n_sequence] = *token; /* tokens stay beside words */
        take_word(featurizer, word);
    }
    return 0;
}

static const char *folded_word(const void *context, size_t index, size_t *length)
{
    const struct featurizer *featurizer = context;
    return intern_get(&featurizer->lexicon.folded, featurizer->sequence[index], length);
}

/* ---- word n-grams ---- */

/* An n-gram of the text: the bag gets it, or counts it where it has it already, which is told by
 * the place that it was put in last. */
static int take_ngram(struct featurizer *featurizer, uint32_t term, stance_error *error)
{
    struct bag *bag = &featurizer->bag;
    uint32_t *place = &featurizer->places[term];
    if (*place < bag->n_ngrams && bag->ngrams[*place].term == term) {
        bag->ngrams[*place].count++;
        return 0;
    }
    if (memory_reserve(&bag->ngrams, &bag->ngrams_capacity, bag->n_ngrams + 1,
                       sizeof *bag->ngrams) != 0)
        return error_no_memory(error);
    *place = (uint32_t)bag->n_ngrams;
    bag->ngrams[bag->n_ngrams++] = (struct term_count){term, 1};
    return 0;
}

static int receive_ngram(void *context, const char *term, size_t length, stance_error *error)
{
    struct featurizer *featurizer = context;
    uint32_t number = intern_find(&featurizer->vocabulary->terms, term, length);
    return number == INTERN_ABSENT ? 0 : take_ngram(featurizer, number, error);
}

static int take_pairs(struct featurizer *featurizer, stance_error *error)
{
    const struct word *words = featurizer->lexicon.words;
    const uint32_t *sequence = featurizer->sequence;
    size_t count = featurizer->n_sequence;
    for (size_t i = 0; i + 1 < count; i++) {
        if (i + PAIRS_AHEAD + 1 < count)
            pair_table_prefetch(featurizer->pairs, words[sequence[i + PAIRS_AHEAD]].term,
                                words[sequence[i + PAIRS_AHEAD + 1]].term);
        /* No pair has the term INTERN_ABSENT. */
        uint32_t pair = pair_table_find(featurizer->pairs, words[sequence[i]].term,
                                        words[sequence[i + 1]].term);
        if (pair != INTERN_ABSENT && take_ngram(featurizer, pair, error) != 0)
            return -1;
    }
    return 0;
}

static int take_ngrams(struct featurizer *featurizer, stance_error *error)
{
    const struct recipe *recipe = featurizer->recipe;
    if (recipe->word_min == 1 && recipe->word_max == 2 && featurizer->text == PAIRS_AFTER &&
        featurizer->pairs == NULL &&
        pair_table_new(featurizer->vocabulary, &featurizer->pairs, error) != 0)
        return -1;
    return featurizer->pairs != NULL
               ? take_pairs(featurizer, error)
               : ngram_words(recipe, 2, featurizer->n_sequence, folded_word, featurizer,
                             &featurizer->lexicon.ngrams, receive_ngram, featurizer, error);
}

/* ---- cues ---- */

static int search(struct featurizer *featurizer, size_t cue, const char *text, size_t length,
                  bool *found, stance_error *error)
{
    struct pattern_match match;
    return pattern_find(featurizer->cues->items[cue].pattern, featurizer->scratch, text, length, 0,
                        &match, found, error);
}

static bool is_joiner(const char *text)
{
    return *text == '-' || *text == '\'' || (unsigned char)*text >= 0x80;
}

/* Tries the cue where the words of the text say that it may start: at the start of a token, and
 * behind what is no letter in it. */
static int search_led(struct featurizer *featurizer, size_t cue, const char *text, size_t length,
                      bool *found, stance_error *error)
{
    const struct lexicon *lexicon = &featurizer->lexicon;
    const struct trigger_set *triggers = featurizer->triggers;
    const struct pattern *pattern = featurizer->cues->items[cue].pattern;
    *found = false;
    for (size_t i = 0; i < featurizer->n_sequence; i++) {
        const uint64_t *marks =
            lexicon->marks + (size_t)featurizer->sequence[i] * triggers->n_marks;
        if (!trigger_leads(triggers, marks, cue))
            continue;
        const struct token *token = &featurizer->tokens.items[i];
        for (size_t at = token->start; at < token->end; at++) {
            if (at > token->start && !is_joiner(text + at - 1))
                continue;
            if (((unsigned char)text[at] & 0xc0) == 0x80)
                continue; /* inside a character */
            if (pattern_match_at(pattern, featurizer->scratch, text, length, at, found, error) != 0)
                return -1;
            if (*found)
                return 0;
        }
    }
    return 0;
}

/* Calls back for each cue that is found somewhere in the text, in order. Most are decided by the
 * words of the text, and only the others searched for. */
static int each_cue(struct featurizer *featurizer, const char *text, size_t length,
                    int (*receive)(struct featurizer *featurizer, size_t cue, void *context,
                                   stance_error *error),
                    void *context, stance_error *error)
{
    const struct trigger_set *triggers = featurizer->triggers;
    size_t count = featurizer->cues == NULL ? 0 : featurizer->cues->count;
    bool told = triggers != NULL && trigger_plain(text, length);
    for (size_t w = 0; w * 64 < count; w++) {
        uint64_t found = told ? trigger_found(triggers, featurizer->marks, w) : 0;
        uint64_t due = told ? trigger_due(triggers, featurizer->marks, w) : UINT64_MAX;
        for (uint64_t left = found | due; left != 0; left &= left - 1) {
            size_t bit = (size_t)__builtin_ctzll(left), cue = 64 * w + bit;
            bool matches = (found >> bit & 1) != 0;
            if (cue >= count)
                break;
            bool led = told && (triggers->led[w] >> bit & 1) != 0;
            if (!matches &&
                (led ? search_led : search)(featurizer, cue, text, length, &matches, error) != 0)
                return -1;
            if (matches && receive(featurizer, cue, context, error) != 0)
                return -1;
        }
    }
    return 0;
}

static int take_cue(struct featurizer *featurizer, size_t cue, void *context, stance_error *error)
{
    (void)context;
    struct bag *bag = &featurizer->bag;
    uint32_t term = featurizer->cue_terms[cue];
    if (term == INTERN_ABSENT)
        return 0;
    if (memory_reserve(&bag->cues, &bag->cues_capacity, bag->n_cues + 1, sizeof *bag->cues) != 0)
        return error_no_memory(error);
    bag->cues[bag->n_cues++] = term;
    return 0;
}

bool featurizer_knows(const struct featurizer *featurizer)
{
    if (featurizer->recipe->word_min == 1)
        return featurizer->known_words > 0;
    const struct bag *bag = &featurizer->bag;
    bool any = bag->n_ngrams > 0;
    for (size_t i = 0; i < bag->n_words && !any; i++)
        any = featurizer->lexicon.word_chars[bag->words[i]].count > 0;
    return any;
}

int featurizer_collect(struct featurizer *featurizer, const char *text, size_t length,
                       stance_error *error)
{
    if (take_words(featurizer, text, length, error) != 0 || take_ngrams(featurizer, error) != 0)
        return -1;
    /* A text of which no word is known has no cues: some are found in any language. */
    return featurizer_knows(featurizer) ? each_cue(featurizer, text, length, take_cue, NULL, error)
                                        : 0;
}

/* ---- the vector ---- */

static int add_entry(struct featurizer *featurizer, uint32_t term, double value,
                     stance_error *error)
{
    struct vector *vector = &featurizer->vector;
    if (memory_reserve(&vector->entries, &vector->capacity, vector->count + 1,
                       sizeof *vector->entries) != 0)
        return error_no_memory(error);
    vector->entries[vector->count++] = (struct vector_entry){term, value};
    return 0;
}

static int add_word(struct featurizer *featurizer, uint32_t number, double squares[BLOCK_COUNT],
                    stance_error *error)
{
    const struct word *word = &featurizer->lexicon.words[number];
    enum weighting weighting = featurizer->recipe->weighting;
    const struct vocabulary *vocabulary = featurizer->vocabulary;
    double damp = weighting_damp(weighting, word->count);
    if (word->term != INTERN_ABSENT) {
        double value = weighting_base(weighting, vocabulary, word->term) * damp;
        squares[BLOCK_WORD] += value * value;
        if (add_entry(featurizer, word->term, value, error) != 0)
            return -1;
    }
    size_t n_chars;
    const struct char_term *chars = lexicon_chars(&featurizer->lexicon, number, &n_chars);
    for (size_t i = 0; i < n_chars; i++) {
        double value = weighting_base(weighting, vocabulary, chars[i].term) * chars[i].count * damp;
        squares[BLOCK_CHAR] += value * value;
        if (add_entry(featurizer, chars[i].term, value, error) != 0)
            return -1;
    }
    return 0;
}

static int add_bag(struct featurizer *featurizer, double squares[BLOCK_COUNT], stance_error *error)
{
    enum weighting weighting = featurizer->recipe->weighting;
    const struct bag *bag = &featurizer->bag;
    for (size_t i = 0; i < bag->n_words; i++)
        if (add_word(featurizer, bag->words[i], squares, error) != 0)
            return -1;
    for (size_t i = 0; i < bag->n_ngrams; i++) {
        double value = weighting_base(weighting, featurizer->vocabulary, bag->ngrams[i].term) *
                       weighting_damp(weighting, bag->ngrams[i].count);
        squares[BLOCK_WORD] += value * value;
        if (add_entry(featurizer, bag->ngrams[i].term, value, error) != 0)
            return -1;
    }
    for (size_t i = 0; i < bag->n_cues; i++) {
        double value = weighting_base(weighting, featurizer->vocabulary, bag->cues[i]);
        squares[BLOCK_CUE] += value * value;
        if (add_entry(featurizer, bag->cues[i], value, error) != 0)
            return -1;
    }
    return 0;
}

static int by_term(const void *left, const void *right)
{
    uint32_t a = ((const struct vector_entry *)left)->term;
    uint32_t b = ((const struct vector_entry *)right)->term;
    return (a > b) - (a < b);
}

/* Sorts the entries and adds up those of the same term: character n-grams of several words. */
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

int featurizer_run(struct featurizer *featurizer, const char *text, size_t length,
                   stance_error *error)
{
    struct vector *vector = &featurizer->vector;
    double squares[BLOCK_COUNT] = {0}, scale[BLOCK_COUNT];
    vector->count = 0;
    if (featurizer_collect(featurizer, text, length, error) != 0 ||
        add_bag(featurizer, squares, error) != 0)
        return -1;
    merge(vector);
    weighting_scale(squares, scale);
    for (size_t i = 0; i < vector->count; i++) {
        size_t term_length;
        const char *term =
            intern_get(&featurizer->vocabulary->terms, vector->entries[i].term, &term_length);
        vector->entries[i].value *= scale[term_block(term)];
    }
    return 0;
}

/* ---- counting ---- */

static int receive_new_ngram(void *context, const char *term, size_t length, stance_error *error)
{
    struct vocabulary_counts *counts = context;
    uint32_t number = intern_add(&counts->terms, term, length);
    return number == INTERN_ABSENT ? error_no_memory(error)
                                   : vocabulary_counts_add(counts, number, error);
}

static int count_words(struct featurizer *featurizer, struct vocabulary_counts *counts,
                       stance_error *error)
{
    for (size_t i = 0; i < featurizer->bag.n_words; i++) {
        const struct word *word = &featurizer->lexicon.words[featurizer->bag.words[i]];
        if (word->term != INTERN_ABSENT && vocabulary_counts_add(counts, word->term, error) != 0)
            return -1;
        size_t n_chars;
        const struct char_term *chars =
            lexicon_chars(&featurizer->lexicon, featurizer->bag.words[i], &n_chars);
        for (size_t c = 0; c < n_chars; c++)
            if (vocabulary_counts_add(counts, chars[c].term, error) != 0)
                return -1;
    }
    return 0;
}

static int count_cue(struct featurizer *featurizer, size_t cue, void *context, stance_error *error)
{
    struct buffer *term = &featurizer->lexicon.ngrams.term;
    const char *name = featurizer->cues->items[cue].name;
    if (term_spell(TERM_CUE, name, strlen(name), term, error) != 0)
        return -1;
    return receive_new_ngram(context, term->data, term->length, error);
}

int featurizer_count(struct featurizer *featurizer, const char *text, size_t length,
                     struct vocabulary_counts *counts, stance_error *error)
{
    featurizer->lexicon.growing = &counts->terms;
    vocabulary_counts_next_document(counts);
    if (take_words(featurizer, text, length, error) != 0 ||
        count_words(featurizer, counts, error) != 0 ||
        ngram_words(featurizer->recipe, 2, featurizer->n_sequence, folded_word, featurizer,
                    &featurizer->lexicon.ngrams, receive_new_ngram, counts, error) != 0)
        return -1;
    return each_cue(featurizer, text, length, count_cue, counts, error);
}
