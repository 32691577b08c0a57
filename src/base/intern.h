/* Interning: gives each different byte string a number, 0, 1, 2 … in the order of first sight.
 * An open-addressed hash table over one run of bytes; numbers and strings stay valid until release
 * (the pointers only until the next intern_add). */
#ifndef STANCE_BASE_INTERN_H
#define STANCE_BASE_INTERN_H

#include "base/buffer.h"

#include <stdbool.h>
#include <stdint.h>

#define INTERN_ABSENT UINT32_MAX

/* A place of the table. Its two halves are asked for together, and lie in one cache line. */
struct intern_slot {
    uint32_t number; /* of the string, + 1; 0: free */
    uint32_t tag;    /* high half of its hash, to spare most comparisons */
};

struct intern {
    struct buffer bytes; /* all strings, one after the other */
    size_t *end;         /* [count] where string i ends in `bytes`; it begins where i-1 ends */
    size_t end_capacity;
    struct intern_slot *slots; /* [slot_count] linear probing */
    size_t slot_count;         /* 0 or a power of two, at least twice `count` */
    uint32_t count;
};

#define INTERN_EMPTY ((struct intern){0})

void intern_release(struct intern *intern);

/* Makes room for `count` strings of `bytes` bytes together, so that adding them moves nothing. */
int intern_reserve(struct intern *intern, size_t count, size_t bytes);

/* The number of the string, or INTERN_ABSENT. */
uint32_t intern_find(const struct intern *intern, const char *bytes, size_t length);

/* The number of the string, which is added if it is new; INTERN_ABSENT when memory runs out or
 * there are UINT32_MAX - 1 strings. */
uint32_t intern_add(struct intern *intern, const char *bytes, size_t length);

/* intern_add() for a string that is known to be new, after intern_reserve() for it. Returns whether
 * it was added: see intern_is_even(). */
bool intern_add_new(struct intern *intern, const char *bytes, size_t length);

/* Whether the strings are spread as hashes are. Strings that were chosen for their hashes can stand
 * in one long run, which each search would have to pass. */
bool intern_is_even(const struct intern *intern);

/* String `number` (below count) and its length in bytes. Not NUL-terminated. */
const char *intern_get(const struct intern *intern, uint32_t number, size_t *length);

#endif
