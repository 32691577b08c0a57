/* What the patterns of a list ask of the words of a text, pattern by pattern: see literals.h.
 *
 *     \bden(?:y|ied)\b.{0,40}\balleg  ->  {0, FIRST, |deny|} {0, FIRST, |denied|} {0, SECOND,
 * |alleg} {0, LEAD, |den}
 */
#ifndef STANCE_TEXT_CLAIMS_H
#define STANCE_TEXT_CLAIMS_H

#include "text/literals.h"
#include "text/pattern_list.h"

#include <stdint.h>

/* What a word that has the literal says of the pattern. */
enum claim_mark {
    CLAIM_FIRST,
    CLAIM_SECOND,
    CLAIM_FOUND, /* it may match the word alone */
    CLAIM_LEAD,  /* its matches may start in the word */
    CLAIM_MARKS
};

struct claim {
    uint16_t pattern;
    uint8_t mark;
    struct literal literal;
};

/* Bits of a pattern. */
#define CLAIMS_UNKNOWN 1U /* nothing is known of it, and it has no claims */
#define CLAIMS_LOCAL   2U /* single words decide */
#define CLAIMS_LED     4U /* it is known how its matches start */

struct claims {
    struct claim *items; /* [count] those of a pattern together, in its order */
    size_t count;
    size_t capacity;
    uint8_t *traits; /* [patterns of the list] */
};

#define CLAIMS_EMPTY ((struct claims){0})

/* Works out what the patterns of `list` (at most PATTERN_LIST_MAX) ask for; of those behind too
 * much work, nothing is known. On success the caller releases *claims. */
int claims_find(const struct pattern_list *list, struct claims *claims, stance_error *error);

void claims_release(struct claims *claims);

#endif
