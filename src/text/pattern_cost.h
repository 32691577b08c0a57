/* What an expression costs that PCRE2 sets no limit to. */
#ifndef STANCE_TEXT_PATTERN_COST_H
#define STANCE_TEXT_PATTERN_COST_H

#include <stddef.h>

/* Characters in the ranges of a pattern, or of a list of them: more take too long to compile. */
#define PATTERN_RANGES_LIMIT 3000000

struct pattern_cost {
    size_t
        ranges; /* characters in all of its ranges, a-z; each is looked up when case is ignored */
    size_t repeat; /* the largest n of {n}, {n,} and {n,m} */
};

/* The cost of `length` bytes of valid UTF-8, or of what PCRE2 will refuse; at least what it truly
 * is. Takes time in proportion to the length. */
struct pattern_cost pattern_cost_of(const char *expression, size_t length);

#endif
