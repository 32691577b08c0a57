/* In: a bag. Out: decision values. Must not know labels. */
#include "model/tally.h"

#include "base/memory.h"
#include "feature/weighting.h"

#include <stdlib.h>
#include <string.h>

#define AHEAD      6                  /* words */
#define ROWS_BYTES ((size_t)16 << 20) /* of 20,000 machines a row takes 320 kB */
#define BASES      4096               /* terms in more texts than this are few */

/* A row: what a word that stands once in a text adds to the sums and to the squared lengths.
 *
 *     n_machines  base * weight of the word as a term
 *     n_machines  sum of base * count * weight of its character n-grams
 *     1           base^2 of the word
 *     1           sum of (base * count)^2 of its character n-grams */
static size_t row_size(const struct tally *tally)
{
    return 2 * tally->scorer->n_machines + 2;
}

int tally_init(struct tally *tally, const struct scorer *scorer, stance_error *error)
{
    *tally = (struct tally){.scorer = scorer};
    tally->row = memory_array(row_size(tally), sizeof *tally->row);
    tally->sums = memory_array(BLOCK_COUNT * scorer->n_machines, sizeof *tally->sums);
    tally->bases = memory_array(BASES, sizeof *tally->bases);
    return tally->row == NULL || tally->sums == NULL || tally->bases == NULL
               ? error_no_memory(error)
               : 0;
}

void tally_release(struct tally *tally)
{
    free(tally->rows);
    free(tally->row);
    free(tally->sums);
    free(tally->bases);
    *tally = (struct tally){0};
}

/* sums[m] += value * weight of the term for machine m */
static void add_term(const struct scorer *scorer, uint32_t term, double value, double *sums)
{
    const float *weights = scorer->weights + (size_t)term * scorer->n_machines;
    for (size_t m = 0; m < scorer->n_machines; m++)
        sums[m] += value * (double)weights[m];
}

/* weighting_base(), whose logarithm is the same for all terms that stand in so many texts. */
static double base_of(const struct tally *tally, const struct featurizer *featurizer, uint32_t term)
{
    enum weighting weighting = featurizer->recipe->weighting;
    uint32_t frequency = featurizer->vocabulary->document_frequency[term];
    if (frequency >= BASES)
        return weighting_base(weighting, featurizer->vocabulary, term);
    double *base = &tally->bases[frequency];
    if (*base == 0)
        *base = weighting_base(weighting, featurizer->vocabulary, term);
    return *base;
}

static void fill_row(const struct tally *tally, const struct featurizer *featurizer,
                     uint32_t number, double *row)
{
    const struct word *word = &featurizer->lexicon.words[number];
    size_t n_machines = tally->scorer->n_machines;
    double *squares = row + 2 * n_machines;
    memset(row, 0, row_size(tally) * sizeof *row);
    if (word->term != INTERN_ABSENT) {
        double value = base_of(tally, featurizer, word->term);
        add_term(tally->scorer, word->term, value, row);
        squares[0] = value * value;
    }
    size_t n_chars;
    const struct char_term *chars = lexicon_chars(&featurizer->lexicon, number, &n_chars);
    for (size_t i = 0; i < n_chars; i++) {
        double value = base_of(tally, featurizer, chars[i].term) * chars[i].count;
        add_term(tally->scorer, chars[i].term, value, row + n_machines);
        squares[1] += value * value;
    }
}

/* Makes the rows of the words that came into the lexicon since, as far as there is room. */
static int extend_rows(struct tally *tally, const struct featurizer *featurizer,
                       stance_error *error)
{
    const struct lexicon *lexicon = &featurizer->lexicon;
    if (tally->generation != lexicon->generation) {
        tally->generation = lexicon->generation;
        tally->n_rows = 0;
    }
    size_t size = row_size(tally), count = ROWS_BYTES / (size * sizeof *tally->rows);
    if (count > lexicon->folded.count)
        count = lexicon->folded.count;
    if (memory_reserve(&tally->rows, &tally->rows_capacity, count, size * sizeof *tally->rows) != 0)
        return error_no_memory(error);
    for (; tally->n_rows < count; tally->n_rows++)
        fill_row(tally, featurizer, (uint32_t)tally->n_rows, tally->rows + tally->n_rows * size);
    return 0;
}

/* Rows lie anywhere in megabytes: the memory is asked for them before they are needed. */
static inline void prefetch_row(const struct tally *tally, uint32_t number, size_t size)
{
    if (number >= tally->n_rows)
        return;
    const double *row = tally->rows + number * size;
    __builtin_prefetch(row);
    __builtin_prefetch((const char *)row + 64);
}

static inline const double *row_of(const struct tally *tally, const struct featurizer *featurizer,
                                   uint32_t number, size_t size)
{
    if (number < tally->n_rows)
        return tally->rows + number * size;
    fill_row(tally, featurizer, number, tally->row);
    return tally->row;
}

/* Inline, so that the compiler makes one with a constant number of machines, and unrolls it. */
static inline void add_words_of(const struct tally *tally, const struct featurizer *featurizer,
                                size_t n_machines, double squares[BLOCK_COUNT])
{
    size_t size = 2 * n_machines + 2;
    double *words = tally->sums + BLOCK_WORD * n_machines;
    double *chars = tally->sums + BLOCK_CHAR * n_machines;
    double word_square = 0, char_square = 0;
    for (size_t i = 0; i < featurizer->bag.n_words; i++) {
        uint32_t number = featurizer->bag.words[i];
        const double *row = row_of(tally, featurizer, number, size);
        if (i + AHEAD < featurizer->bag.n_words)
            prefetch_row(tally, featurizer->bag.words[i + AHEAD], size);
        uint32_t count = featurizer->lexicon.words[number].count;
        double damp = weighting_damp(featurizer->recipe->weighting, count);
        for (size_t m = 0; m < n_machines; m++) {
            words[m] += damp * row[m];
            chars[m] += damp * row[n_machines + m];
        }
        word_square += damp * damp * row[2 * n_machines];
        char_square += damp * damp * row[2 * n_machines + 1];
    }
    squares[BLOCK_WORD] += word_square;
    squares[BLOCK_CHAR] += char_square;
}

static void add_words(const struct tally *tally, const struct featurizer *featurizer,
                      double squares[BLOCK_COUNT])
{
    if (tally->scorer->n_machines == 4)
        add_words_of(tally, featurizer, 4, squares);
    else
        add_words_of(tally, featurizer, tally->scorer->n_machines, squares);
}

static void add_parts(const struct tally *tally, const struct featurizer *featurizer,
                      double squares[BLOCK_COUNT])
{
    enum weighting weighting = featurizer->recipe->weighting;
    const struct bag *bag = &featurizer->bag;
    size_t n_machines = tally->scorer->n_machines;
    for (size_t i = 0; i < bag->n_ngrams; i++) {
        double value = base_of(tally, featurizer, bag->ngrams[i].term) *
                       weighting_damp(weighting, bag->ngrams[i].count);
        add_term(tally->scorer, bag->ngrams[i].term, value, tally->sums + BLOCK_WORD * n_machines);
        squares[BLOCK_WORD] += value * value;
    }
    for (size_t i = 0; i < bag->n_cues; i++) {
        double value = base_of(tally, featurizer, bag->cues[i]);
        add_term(tally->scorer, bag->cues[i], value, tally->sums + BLOCK_CUE * n_machines);
        squares[BLOCK_CUE] += value * value;
    }
}

int tally_decide(struct tally *tally, const struct featurizer *featurizer, double *decisions,
                 stance_error *error)
{
    double squares[BLOCK_COUNT] = {0}, scale[BLOCK_COUNT];
    size_t n_machines = tally->scorer->n_machines;
    if (extend_rows(tally, featurizer, error) != 0)
        return -1;
    memset(tally->sums, 0, BLOCK_COUNT * n_machines * sizeof *tally->sums);
    add_words(tally, featurizer, squares);
    add_parts(tally, featurizer, squares);
    weighting_scale(squares, scale);
    for (size_t m = 0; m < n_machines; m++) {
        decisions[m] = tally->scorer->bias[m];
        for (int b = 0; b < BLOCK_COUNT; b++)
            decisions[m] += scale[b] * tally->sums[(size_t)b * n_machines + m];
    }
    return 0;
}
