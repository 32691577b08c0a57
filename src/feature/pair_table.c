/* In: two words' numbers. Out: their pair's. Must not know texts. */
#include "feature/pair_table.h"

#include "base/memory.h"
#include "feature/term.h"

#include <stdlib.h>
#include <string.h>

#define FILTER_BITS 20 /* 128 KiB: most pairs of words are no term, and end there */

struct pair {
    uint32_t first;
    uint32_t second;
    uint32_t term; /* + 1; 0: a free place */
};

struct pair_table {
    struct pair *pairs; /* [mask + 1] open addressing, at least half of it free */
    size_t mask;
    uint64_t *filter; /* [2^FILTER_BITS / 64] */
};

static uint64_t hash_pair(uint32_t first, uint32_t second)
{
    uint64_t x = ((uint64_t)first << 32 | second) * 0x9e3779b97f4a7c15u; /* Fibonacci hashing */
    return x ^ x >> 29;
}

static uint64_t filter_bit(uint64_t hash)
{
    return hash >> (64 - FILTER_BITS);
}

/* Whether the term is a pair of words; then where its second word begins. */
static bool is_pair(const char *term, size_t length, size_t *second)
{
    if (term_block(term) != BLOCK_WORD)
        return false;
    const char *space = memchr(term, ' ', length);
    if (space == NULL)
        return false;
    *second = (size_t)(space - term) + 1;
    return memchr(space + 1, ' ', length - *second) == NULL;
}

/* The number of a word as a term: *number, or INTERN_ABSENT. */
static int find_word(const struct vocabulary *vocabulary, const char *word, size_t length,
                     struct buffer *key, uint32_t *number, stance_error *error)
{
    if (term_spell(TERM_WORD, word, length, key, error) != 0)
        return -1;
    *number = intern_find(&vocabulary->terms, key->data, key->length);
    return 0;
}

static void add(struct pair_table *table, uint32_t first, uint32_t second, uint32_t term)
{
    uint64_t hash = hash_pair(first, second);
    size_t slot = hash & table->mask;
    while (table->pairs[slot].term != 0)
        slot = (slot + 1) & table->mask;
    table->pairs[slot] = (struct pair){first, second, term + 1};
    table->filter[filter_bit(hash) / 64] |= (uint64_t)1 << filter_bit(hash) % 64;
}

/* *whole becomes false where a pair's word is no term. */
static int fill(struct pair_table *table, const struct vocabulary *vocabulary, struct buffer *key,
                bool *whole, stance_error *error)
{
    *whole = true;
    for (uint32_t term = 0; term < vocabulary->terms.count && *whole; term++) {
        size_t length, second;
        uint32_t a, b;
        const char *bytes = intern_get(&vocabulary->terms, term, &length);
        if (!is_pair(bytes, length, &second))
            continue;
        if (find_word(vocabulary, bytes + 1, second - 2, key, &a, error) != 0 ||
            find_word(vocabulary, bytes + second, length - second, key, &b, error) != 0)
            return -1;
        *whole = a != INTERN_ABSENT && b != INTERN_ABSENT;
        if (*whole)
            add(table, a, b, term);
    }
    return 0;
}

int pair_table_new(const struct vocabulary *vocabulary, struct pair_table **table,
                   stance_error *error)
{
    size_t slots = 64;
    while (slots < 2 * (size_t)vocabulary->terms.count)
        slots *= 2;
    struct pair_table *made = memory_array(1, sizeof *made);
    if (made == NULL)
        return error_no_memory(error);
    made->mask = slots - 1;
    made->pairs = memory_array(slots, sizeof *made->pairs);
    made->filter = memory_array(((size_t)1 << FILTER_BITS) / 64, sizeof *made->filter);
    if (made->pairs == NULL || made->filter == NULL) {
        pair_table_free(made);
        return error_no_memory(error);
    }
    struct buffer key = BUFFER_EMPTY;
    bool whole;
    int result = fill(made, vocabulary, &key, &whole, error);
    buffer_release(&key);
    if (result != 0 || !whole) {
        pair_table_free(made);
        made = NULL;
    }
    if (result == 0)
        *table = made;
    return result;
}

void pair_table_free(struct pair_table *table)
{
    if (table == NULL)
        return;
    free(table->pairs);
    free(table->filter);
    free(table);
}

static bool may_hold(const struct pair_table *table, uint64_t hash)
{
    return (table->filter[filter_bit(hash) / 64] >> filter_bit(hash) % 64 & 1) != 0;
}

uint32_t pair_table_find(const struct pair_table *table, uint32_t first, uint32_t second)
{
    uint64_t hash = hash_pair(first, second);
    if (!may_hold(table, hash))
        return INTERN_ABSENT;
    for (size_t slot = hash & table->mask; table->pairs[slot].term != 0;
         slot = (slot + 1) & table->mask)
        if (table->pairs[slot].first == first && table->pairs[slot].second == second)
            return table->pairs[slot].term - 1;
    return INTERN_ABSENT;
}

void pair_table_prefetch(const struct pair_table *table, uint32_t first, uint32_t second)
{
    uint64_t hash = hash_pair(first, second);
    if (may_hold(table, hash))
        __builtin_prefetch(&table->pairs[hash & table->mask]);
}
