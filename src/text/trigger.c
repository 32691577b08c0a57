/* In: patterns, words. Out: which patterns may match a text with these words. Must not know why. */
#include "text/trigger.h"

#include "base/memory.h"
#include "base/utf8.h"
#include "text/lead.h"
#include "text/literals.h"

#include <stdlib.h>
#include <string.h>

#define WORK_MAX 200000 /* see literals.h; a list of a hundred patterns has a tenth of that */

enum mark { MARK_FIRST, MARK_SECOND, MARK_FOUND, MARK_LEAD, MARKS };

/* A literal that a pattern asks for, while the set is built. */
struct claim {
    uint32_t literal;
    uint32_t entry;
};

struct claims {
    struct claim *items; /* [count] */
    size_t count;
    size_t capacity;
};

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

static int claim(struct trigger_set *set, struct claims *claims, size_t pattern, enum mark mark,
                 const struct literal_set *literals, stance_error *error)
{
    if (memory_reserve(&claims->items, &claims->capacity, claims->count + literals->count,
                       sizeof *claims->items) != 0)
        return error_no_memory(error);
    for (size_t i = 0; i < literals->count; i++) {
        const struct literal *literal = &literals->items[i];
        uint32_t number = intern_add(&set->literals, literal->symbols, literal->length);
        if (number == INTERN_ABSENT)
            return error_no_memory(error);
        note_length(set, literal);
        claims->items[claims->count++] =
            (struct claim){number, (uint32_t)(pattern * 4 + (size_t)mark)};
    }
    return 0;
}

/* What the matches of a pattern that has to be searched for start with. */
static int add_lead(struct trigger_set *set, struct claims *claims, size_t number,
                    stance_error *error)
{
    const struct named_pattern *item = &set->list->items[number];
    struct literal_set lead;
    if (pattern_lead_find(item->expression, item->expression_length, &lead, error) != 0)
        return -1;
    if (lead.count > 0)
        set_bit(set->led, number);
    int result = claim(set, claims, number, MARK_LEAD, &lead, error);
    literal_set_release(&lead);
    return result;
}

/* *work is that of the patterns before: where they took too much, nothing is known of this one. */
static int add_pattern(struct trigger_set *set, struct claims *claims, size_t number, size_t *work,
                       stance_error *error)
{
    const struct named_pattern *item = &set->list->items[number];
    struct pattern_literals literals = PATTERN_LITERALS_EMPTY;
    if (*work <= WORK_MAX &&
        pattern_literals_find(item->expression, item->expression_length, &literals, error) != 0)
        return -1;
    *work += literals.work;
    if (!literals.known)
        set_bit(set->always, number);
    else if (!literals.searched)
        set_bit(set->local, number);
    int result = 0;
    if (claim(set, claims, number, MARK_FIRST, &literals.first, error) != 0 ||
        claim(set, claims, number, MARK_SECOND, &literals.second, error) != 0 ||
        claim(set, claims, number, MARK_FOUND, &literals.alone, error) != 0)
        result = -1;
    if (result == 0 && literals.known && literals.searched)
        result = add_lead(set, claims, number, error);
    pattern_literals_release(&literals);
    return result;
}

/* Sorts the claims by literal, those of a literal as they came: a counting sort. */
static int sort_claims(struct trigger_set *set, const struct claims *claims, stance_error *error)
{
    size_t n_literals = set->literals.count;
    set->entries_end = memory_array(n_literals + 1, sizeof *set->entries_end);
    set->entries = memory_array(claims->count, sizeof *set->entries);
    if (set->entries_end == NULL || set->entries == NULL)
        return error_no_memory(error);
    size_t *start = set->entries_end;
    for (size_t i = 0; i < claims->count; i++)
        start[claims->items[i].literal + 1]++;
    for (size_t i = 0; i < n_literals; i++)
        start[i + 1] += start[i];
    for (size_t i = 0; i < claims->count; i++) /* afterwards it is where literal i ends */
        set->entries[start[claims->items[i].literal]++] = claims->items[i].entry;
    return 0;
}

int trigger_set_new(const struct pattern_list *list, struct trigger_set **set, stance_error *error)
{
    struct trigger_set *made = memory_array(1, sizeof *made);
    if (made == NULL)
        return error_no_memory(error);
    struct claims claims = {0};
    made->list = list;
    made->count = list->count;
    made->n_words = (list->count + 63) / 64;
    made->n_marks = MARKS * made->n_words;
    made->always = memory_array(made->n_words, sizeof *made->always);
    made->local = memory_array(made->n_words, sizeof *made->local);
    made->led = memory_array(made->n_words, sizeof *made->led);
    size_t work = 0;
    int result = 0;
    if (made->always == NULL || made->local == NULL || made->led == NULL)
        result = error_no_memory(error);
    for (size_t i = 0; i < list->count && result == 0; i++)
        result = add_pattern(made, &claims, i, &work, error);
    if (result == 0)
        result = sort_claims(made, &claims, error);
    free(claims.items);
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
    uint64_t *found_marks = reader->marks + MARK_FOUND * reader->set->n_words;
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
        size_t number = set->entries[i] / 4, mark = set->entries[i] % 4;
        if (mark != MARK_FOUND)
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
