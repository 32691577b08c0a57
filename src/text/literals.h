/* What a pattern asks of the words of a text: literals of which some must occur where it matches.
 *
 *     \bden(?:y|ied)\b.{0,40}\balleg   ->  first {|deny|, |denied|}  and  second {|alleg}
 *     \b(?:aid\w*|came forward)\b      ->  alone {|aid}  or  first {|forward|} and second {|came|}
 *
 * A literal is written in symbols: a … z, '#' for any digit, and '|' at either end for the edge of
 * a word: what stands beyond it is no letter and no digit. A run of letters and digits lies inside
 * one token, so a literal is looked for in the tokens one by one. All this holds for texts that
 * trigger_plain() lets through (see trigger.h), and for patterns that ignore case. */
#ifndef STANCE_TEXT_LITERALS_H
#define STANCE_TEXT_LITERALS_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

#define LITERAL_MAX 15 /* symbols; what is longer is cut, and asks for less */

struct literal {
    unsigned char length;
    char symbols[LITERAL_MAX];
};

struct literal_set {
    struct literal *items; /* [count] each one once */
    size_t count;
    size_t capacity;
};

/* A text in which the pattern matches has
 *   either a token with a literal of `alone`, in which, taken alone, the pattern matches as well;
 *   or, where `searched`, a literal of `first` in some token and one of `second` in some token.
 * And where the pattern matches a token with a literal of `alone`, it matches the text. */
struct pattern_literals {
    bool known; /* false: nothing is known of the pattern, the rest is empty */
    bool searched;
    struct literal_set alone;
    struct literal_set first;
    struct literal_set second;
    size_t work; /* pieces and literals written to find them, known or not; bounded */
};

#define PATTERN_LITERALS_EMPTY ((struct pattern_literals){0})

/* Finds the literals of `length` bytes of an expression that pattern_compile() has accepted. Takes
 * bounded time and memory for any expression: one that asks for more is not `known`. On success
 * *literals is the caller's. */
int pattern_literals_find(const char *expression, size_t length, struct pattern_literals *literals,
                          stance_error *error);

void pattern_literals_release(struct pattern_literals *literals);

void literal_set_release(struct literal_set *set);

#endif
