/* In: an expression. Out: the literals that its matches start with. Must not know texts. */
#include "text/lead.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

#define LEADS_MAX 200 /* literals */
#define NEST_MAX  20  /* groups */

struct reader {
    struct literal_set *lead;
    bool failed; /* out of memory */
};

/* The end of the group that begins at `at` (with its parenthesis behind), or `end`. */
static const char *skip_group(const char *at, const char *end)
{
    size_t depth = 0;
    bool in_class = false;
    for (; at < end; at++) {
        if (*at == '\\')
            at++;
        else if (in_class)
            in_class = *at != ']';
        else if (*at == '[')
            in_class = true;
        else if (*at == '(')
            depth++;
        else if (*at == ')' && --depth == 0)
            return at + 1;
    }
    return end;
}

/* The next '|' that is in no group, or `end`. */
static const char *alternative_end(const char *at, const char *end)
{
    while (at < end && *at != '|') {
        if (*at == '\\') {
            at += end - at > 1 ? 2 : 1;
        } else if (*at == '(') {
            at = skip_group(at, end);
        } else if (*at == '[') {
            for (at++; at < end && *at != ']'; at++)
                if (*at == '\\' && at + 1 < end)
                    at++;
            at += at < end;
        } else {
            at++;
        }
    }
    return at;
}

static bool begins_with(const char *at, const char *end, const char *with)
{
    size_t length = strlen(with);
    return (size_t)(end - at) >= length && memcmp(at, with, length) == 0;
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Whether what stands before `at` may be left out or repeated. */
static bool is_quantifier(const char *at, const char *end)
{
    return at < end && (*at == '?' || *at == '*' || *at == '{' || *at == '+');
}

static bool add(struct reader *reader, const char *letters, size_t count)
{
    struct literal_set *lead = reader->lead;
    if (lead->count == LEADS_MAX)
        return false;
    if (memory_reserve(&lead->items, &lead->capacity, lead->count + 1, sizeof *lead->items) != 0) {
        reader->failed = true;
        return false;
    }
    struct literal *literal = &lead->items[lead->count++];
    literal->symbols[0] = '|';
    literal->length = 1;
    for (size_t i = 0; i < count && literal->length < LITERAL_MAX; i++)
        literal->symbols[literal->length++] = (char)(letters[i] | 0x20); /* to lower case */
    return true;
}

static bool take_alternatives(struct reader *reader, const char *at, const char *end, bool edge,
                              size_t depth);

/* How one alternative begins. `edge`: it stands where a word begins. */
static bool take_alternative(struct reader *reader, const char *at, const char *end, bool edge,
                             size_t depth)
{
    for (;;) { /* what takes no letters */
        if (begins_with(at, end, "\\b")) {
            edge = true;
            at += 2;
        } else if (begins_with(at, end, "(?<!") || begins_with(at, end, "(?<=") ||
                   begins_with(at, end, "(?!") || begins_with(at, end, "(?=")) {
            at = skip_group(at, end);
        } else {
            break;
        }
        if (is_quantifier(at, end))
            return false;
    }
    if (begins_with(at, end, "(?:")) {
        const char *close = skip_group(at, end);
        return close[-1] == ')' && !is_quantifier(close, end) && depth < NEST_MAX &&
               take_alternatives(reader, at + 3, close - 1, edge, depth + 1);
    }
    const char *letters = at;
    while (at < end && is_letter(*at))
        at++;
    size_t count = (size_t)(at - letters);
    count -= count > 0 && is_quantifier(at, end); /* the last one may be missing */
    return edge && count > 0 && add(reader, letters, count);
}

static bool take_alternatives(struct reader *reader, const char *at, const char *end, bool edge,
                              size_t depth)
{
    for (;;) {
        const char *stop = alternative_end(at, end);
        if (!take_alternative(reader, at, stop, edge, depth))
            return false;
        if (stop == end)
            return true;
        at = stop + 1;
    }
}

int pattern_lead_find(const char *expression, size_t length, struct literal_set *lead,
                      stance_error *error)
{
    *lead = (struct literal_set){0};
    struct reader reader = {lead, false};
    /* \Q, comments and odd classes would have to be read otherwise; nobody needs them. */
    bool odd = memchr(expression, '#', length) != NULL;
    for (size_t i = 0; i + 1 < length && !odd; i++)
        odd = memcmp(expression + i, "\\Q", 2) == 0 || memcmp(expression + i, "[]", 2) == 0 ||
              memcmp(expression + i, "[^]", i + 2 < length ? 3 : 2) == 0 ||
              memcmp(expression + i, "[[", 2) == 0;
    if (odd || !take_alternatives(&reader, expression, expression + length, false, 0)) {
        literal_set_release(lead);
        if (reader.failed)
            return error_no_memory(error);
    }
    return 0;
}
