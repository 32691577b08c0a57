/* Named patterns, read from a data file, that travel inside a model.
 *
 *     # a comment
 *     name<TAB>pattern<TAB>what it is for
 *
 * Patterns ignore case. The text of the file is kept as it is: a model stores it, and parsing it
 * again gives the same list. */
#ifndef STANCE_TEXT_PATTERN_LIST_H
#define STANCE_TEXT_PATTERN_LIST_H

#include "text/pattern.h"

#include <stdint.h>

#define PATTERN_LIST_MAX   1024  /* patterns in a list */
#define PATTERN_LIST_BYTES 65536 /* of all its expressions together */
#define PATTERN_LIST_KNOWN 2     /* bytes of a text that may tell which patterns do not match it */

struct named_pattern {
    char *name;
    struct pattern *pattern;
    const char *expression; /* [expression_length] what it was compiled from: a part of `source` */
    size_t expression_length;
};

struct pattern_list {
    struct named_pattern *items; /* [count] in the order of the file */
    size_t count;
    size_t capacity;
    char *source; /* [source_length] the text it was parsed from */
    size_t source_length;
    size_t expression_bytes; /* of all items */
    size_t ranges;           /* see pattern_cost.h; likewise */
    /* What is known of a list beforehand, see known_patterns.h; NULL: nothing. */
    const struct claims *claims;
    const uint64_t (*by_byte)[256]; /* [PATTERN_LIST_KNOWN] bit i of [n][b]: pattern i (there
                                       are at most 64) may match a text whose byte n is b */
};

#define PATTERN_LIST_EMPTY ((struct pattern_list){0})

/* Parses `length` bytes of valid UTF-8 into *list, which the caller releases. `kind` is
 * PATTERN_CASELESS, or PATTERN_TRUSTED. `where` names the source in messages, which say the line.
 */
int pattern_list_parse(const char *source, size_t length, enum pattern_kind kind, const char *where,
                       struct pattern_list *list, stance_error *error);

void pattern_list_release(struct pattern_list *list);

/* The first pattern of the list that matches somewhere in `text`: *index, or list->count where none
 * does. */
int pattern_list_find(const struct pattern_list *list, struct pattern_scratch *scratch,
                      const char *text, size_t length, size_t *index, stance_error *error);

#endif
