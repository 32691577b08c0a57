/* In: patterns, words. Out: which patterns may match a text with these words. Must not know why. */
#include "text/trigger.h"

#include "base/memory.h"
#include "base/utf8.h"
#include "text/claims.h"

#include <stdlib.h>
#include <string.h>

static void set_bit(uint64_t *bits, size_t i)
{
    bits[i / 64] |= (uint64_t)1 << (i % 64);
}

static bool has_bit(const uint64_t *bits, size_t i)
{
    return (bits[i / 64] >> (i % 64) & 1) != 0;
}

/* ---- the set ---- */

void trigger_set_free(struct trigger_set *set)
{
    if (set == NULL)
        return;
    free(set->always);
    free(set->local);
    free(set->led);
    intern_release(&set->literals);
    free(set->entries_end);
    free(set->entries);
    free(set);
}

/* Symbols as numbers below TRIGGER_SYMBOLS. 0 is what no literal has. */
static size_t symbol_number(char symbol)
{
    if (symbol >= 'a' && symbol <= 'z')
        return (size_t)(symbol - 'a') + 3;
    return symbol == '|' ? 1 : symbol == '#' ? 2 : 0;
}

static void note_length(struct trigger_set *set, const struct literal *literal)
{
    uint16_t *row = &set->lengths[symbol_number(literal->symbols[0]) * TRIGGER_SYMBOLS];
    uint16_t bit = (uint16_t)(1U << literal->length);
    if (literal->length > 1)
        row[symbol_number(literal->symbols[1])] |= bit;
    for (size_t next = 0; literal->length == 1 && next < TRIGGER_SYMBOLS; next++)
        row[next] |= bit;
}

static void note_traits(struct trigger_set *set, const uint8_t *traits)
{
    for (size_t i = 0; i < set->count; i++) {
        if ((traits[i] & CLAIMS_UNKNOWN) != 0)
            set_bit(set->always, i);
        if ((traits[i] & CLAIMS_LOCAL) != 0)
            set_bit(set->local, i);
        if ((traits[i] & CLAIMS_LED) != 0)
            set_bit(set->led, i);
    }
}

/* Sorts the claims by literal, those of a literal as they came: a counting sort.
 * numbers[claims->count] are their literals'. */
static int sort_claims(struct trigger_set *set, const struct claims *claims,
                       const uint32_t *numbers, stance_error *error)
{
    size_t n_literals = set->literals.count;
    set->entries_end = memory_array(n_literals + 1, sizeof *set->entries_end);
    set->entries = memory_array(claims->count, sizeof *set->entries);
    if (set->entries_end == NULL || set->entries == NULL)
        return error_no_memory(error);
    size_t *start = set->entries_end;
    for (size_t i = 0; i < claims->count; i++)
        start[numbers[i] + 1]++;
    for (size_t i = 0; i < n_literals; i++)
        start[i + 1] += start[i];
    for (size_t i = 0; i < claims->count; i++) /* afterwards it is where literal i ends */
        set->entries[start[numbers[i]]++] =
            CLAIM_MARKS * (uint32_t)claims->items[i].pattern + claims->items[i].mark;
    return 0;
}

static int take_claims(struct trigger_set *set, const struct claims *claims, stance_error *error)
{
    uint32_t *numbers = memory_array(claims->count, sizeof *numbers);
    int result = numbers == NULL ? error_no_memory(error) : 0;
    for (size_t i = 0; i < claims->count && result == 0; i++) {
        const struct literal *literal = &claims->items[i].literal;
        numbers[i] = intern_add(&set->literals, literal->symbols, literal->length);
        if (numbers[i] == INTERN_ABSENT)
            result = error_no_memory(error);
        note_length(set, literal);
    }
    if (result == 0)
        result = sort_claims(set, claims, numbers, error);
    note_traits(set, claims->traits);
    free(numbers);
    return result;
}

int trigger_set_new(const struct pattern_list *list, struct trigger_set **set, stance_error *error)
{
    struct trigger_set *made = memory_array(1, sizeof *made);
    if (made == NULL)
        return error_no_memory(error);
    struct claims found = CLAIMS_EMPTY;
    made->list = list;
    made->count = list->count;
    made->n_words = (list->count + 63) / 64;
    made->n_marks = CLAIM_MARKS * made->n_words;
    made->always = memory_array(made->n_words, sizeof *made->always);
    made->local = memory_array(made->n_words, sizeof *made->local);
    made->led = memory_array(made->n_words, sizeof *made->led);
    int result = 0;
    if (made->always == NULL || made->local == NULL || made->led == NULL)
        result = error_no_memory(error);
    else if (list->claims == NULL)
        result = claims_find(list, &found, error);
    if (result == 0)
        result = take_claims(made, list->claims != NULL ? list->claims : &found, error);
    claims_release(&found);
    if (result != 0) {
        trigger_set_free(made);
        return -1;
    }
    *set = made;
    return 0;
}

/* ---- words ---- */

/* What the word is in symbols, with an edge at either end. Long words come in several windows,
 * which overlap by the longest literal. */
#define WINDOW 256

struct word_reader {
    const struct trigger_set *set;
    struct pattern_scratch *scratch;
    const char *word;
    size_t length;
    uint64_t *marks;
    uint64_t tried[PATTERN_LIST_MAX / 64];
};

static char symbol_of_byte(char byte)
{
    if (byte >= 'a' && byte <= 'z')
        return byte;
    if (byte >= '0' && byte <= '9')
        return '#';
    return (unsigned char)byte < 0x80 ? '|' : '*';
}

static int try_pattern(struct word_reader *reader, size_t number, stance_error *error)
{
    uint64_t *found_marks = reader->marks + CLAIM_FOUND * reader->set->n_words;
    if (has_bit(found_marks, number) || has_bit(reader->tried, number))
        return 0;
    set_bit(reader->tried, number);
    struct pattern_match match;
    bool found;
    if (pattern_find(reader->set->list->items[number].pattern, reader->scratch, reader->word,
                     reader->length, 0, &match, &found, error) != 0)
        return -1;
    if (found)
        set_bit(found_marks, number);
    return 0;
}

static int take_literal(struct word_reader *reader, uint32_t literal, stance_error *error)
{
    const struct trigger_set *set = reader->set;
    size_t begin = literal == 0 ? 0 : set->entries_end[literal - 1];
    size_t end = set->entries_end[literal];
    if (!pattern_scratch_spend(reader->scratch, end - begin))
        return error_set(error, STANCE_DATA, "the patterns gave up: too many ask for the same");
    for (size_t i = begin; i < end; i++) {
        size_t number = set->entries[i] / CLAIM_MARKS, mark = set->entries[i] % CLAIM_MARKS;
        if (mark != CLAIM_FOUND)
            set_bit(reader->marks + mark * set->n_words, number);
        else if (try_pattern(reader, number, error) != 0)
            return -1;
    }
    return 0;
}

/* Looks for literals that begin at symbols[0 … starts-1]. */
static int take_window(struct word_reader *reader, const char *symbols, size_t length,
                       size_t starts, stance_error *error)
{
    const struct trigger_set *set = reader->set;
    for (size_t i = 0; i < starts; i++) {
        size_t next = i + 1 < length ? symbol_number(symbols[i + 1]) : 0;
        unsigned lengths = set->lengths[symbol_number(symbols[i]) * TRIGGER_SYMBOLS + next];
        for (size_t size = 1; lengths >> size != 0 && i + size <= length; size++) {
            if ((lengths >> size & 1) == 0)
                continue;
            uint32_t literal = intern_find(&set->literals, symbols + i, size);
            if (literal != INTERN_ABSENT && take_literal(reader, literal, error) != 0)
                return -1;
        }
    }
    return 0;
}

int trigger_word(const struct trigger_set *set, struct pattern_scratch *scratch, const char *word,
                 size_t length, uint64_t *marks, stance_error *error)
{
    struct word_reader reader = {set, scratch, word, length, NULL, {0}};
    reader.marks = marks;
    char symbols[WINDOW];
    size_t filled = 0;
    symbols[filled++] = '|';
    for (size_t i = 0; i < length; i++) {
        symbols[filled++] = symbol_of_byte(word[i]);
        if (filled == WINDOW - 1) {
            size_t starts = filled - LITERAL_MAX;
            if (take_window(&reader, symbols, filled, starts, error) != 0)
                return -1;
            memmove(symbols, symbols + starts, LITERAL_MAX);
            filled = LITERAL_MAX;
        }
    }
    symbols[filled++] = '|';
    return take_window(&reader, symbols, filled, filled, error);
}

/* ---- texts ---- */

#define BLOCK 64

static bool block_is_ascii(const char *block)
{
    unsigned char odd = 0;
    for (size_t i = 0; i < BLOCK; i++)
        odd |= (unsigned char)(((unsigned char)block[i] & 0x80) | (block[i] == '_'));
    return odd == 0;
}

/* Each of these is, for a pattern and for a token alike, either part of a word, and folding maps it
 * to one character that differs in case alone, or part of none; and none is equal but for its case
 * to something in ASCII (as U+017F is to s, and U+212A to k). */
static bool is_plain(const unsigned char *at, size_t width)
{
    if (width == 2) {
        unsigned code_point = (at[0] & 0x1fU) << 6 | (at[1] & 0x3fU);
        switch (code_point) {
        case 0xaa: /* ª º: letters that fold to a and o */
        case 0xba:
        case 0xb2: /* ² ³ ¹: numbers that fold to digits */
        case 0xb3:
        case 0xb9:
        case 0xbc: /* ¼ ½ ¾ */
        case 0xbd:
        case 0xbe:
        case 0xb5:  /* micro */
        case 0xdf:  /* ß, to ss */
        case 0x130: /* dotted capital I, to two characters */
        case 0x132: /* ligatures ij, l with a dot, n with an apostrophe, long s */
        case 0x133:
        case 0x13f:
        case 0x140:
        case 0x149:
        case 0x17f:
            return false;
        default:
            return code_point < 0x180;
        }
    }
    /* U+2000 … U+203E: spaces, dashes, quotation marks, bullets. U+203F is a kind of '_'. */
    return width == 3 && at[0] == 0xe2 && at[1] == 0x80 && at[2] < 0xbf;
}

bool trigger_plain(const char *text, size_t length)
{
    size_t i = 0;
    while (i < length) {
        if (length - i >= BLOCK && block_is_ascii(text + i)) {
            i += BLOCK;
            continue;
        }
        for (size_t stop = length - i > BLOCK ? i + BLOCK : length; i < stop;) {
            unsigned char lead = (unsigned char)text[i];
            size_t width = utf8_width(lead);
            if (lead < 0x80 ? lead == '_' : !is_plain((const unsigned char *)text + i, width))
                return false;
            i += width;
        }
    }
    return true;
}
