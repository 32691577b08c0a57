/* What labels are called in event data: a CAMEO code and a PLOVER event type for each. */
#ifndef STANCE_REPORT_EVENT_CODES_H
#define STANCE_REPORT_EVENT_CODES_H

#include "base/buffer.h"
#include "base/error.h"

#include <stddef.h>

struct event_code {
    const char *label;
    const char *cameo;  /* "": none */
    const char *plover; /* "": none */
};

struct event_codes {
    char *text;               /* the strings of `codes` are parts of it */
    struct event_code *codes; /* [count] */
    size_t count;
    size_t capacity;
};

#define EVENT_CODES_EMPTY ((struct event_codes){0})

/* Parses lines "label<TAB>cameo<TAB>plover", further fields being comments; empty lines, and lines
 * that begin with '#', are skipped. `name` is for messages. On success the caller releases *codes.
 */
int event_codes_parse(const char *text, size_t length, const char *name, struct event_codes *codes,
                      stance_error *error);

void event_codes_release(struct event_codes *codes);

/* The codes of a label; empty ones where it has none. Valid until the release. */
struct event_code event_codes_find(const struct event_codes *codes, const char *label);

#endif
