/* In: an expression. Out: how much work it makes. Must not know what it matches. */
#include "text/pattern_cost.h"

#include <stdbool.h>
#include <string.h>

#define HIGHEST    0x10ffff /* code point */
#define NUMBER_MAX 0xffffff /* where numbers stop to grow */

/* 16 for what is no digit in any base. */
static unsigned digit_value(char c)
{
    if (c >= '0' && c <= '9')
        return (unsigned)(c - '0');
    if (c >= 'a' && c <= 'f')
        return (unsigned)(c - 'a') + 10;
    return c >= 'A' && c <= 'F' ? (unsigned)(c - 'A') + 10 : 16;
}

/* The number that begins at `at`; *behind is behind its digits. */
static size_t read_number(const char *at, const char *end, unsigned base, const char **behind)
{
    size_t number = 0;
    for (; at < end; at++) {
        unsigned digit = digit_value(*at);
        if (digit >= base)
            break;
        number = number * base + digit;
        number = number < NUMBER_MAX ? number : NUMBER_MAX;
    }
    *behind = at;
    return number;
}

/* An upper bound of the character that begins with this byte of UTF-8. */
static size_t highest_from(unsigned char lead)
{
    return lead < 0x80 ? 0x7f : lead < 0xe0 ? 0x7ff : lead < 0xf0 ? 0xffff : HIGHEST;
}

/* The same for what stands behind a backslash. */
static size_t highest_escaped(const char *at, const char *end)
{
    if (at == end)
        return 0;
    if (*at == 'x' && end - at > 1 && at[1] == '{') {
        const char *behind;
        size_t number = read_number(at + 2, end, 16, &behind);
        return behind > at + 2 && behind < end && *behind == '}' ? number : HIGHEST;
    }
    bool wide = *at != '\0' &&
                strchr("oNQE", *at) != NULL; /* \Q and \E are left out, and what follows counts */
    bool number = *at == 'x' || (*at >= '0' && *at <= '9');
    return wide ? HIGHEST : number ? 0x1ff : highest_from((unsigned char)*at);
}

/* The same for what stands behind a '-', which may be that of a range. */
static size_t highest(const char *at, const char *end, bool spaces_count)
{
    if (at == end)
        return 0;
    if (*at == '\\')
        return highest_escaped(at + 1, end);
    if (!spaces_count && (*at == ' ' || *at == '\t'))
        return HIGHEST;
    return highest_from((unsigned char)*at);
}

/* Whether braces behind \c are part of the escape. */
static bool takes_braces(char c)
{
    return c != '\0' && strchr("xopPNgku", c) != NULL;
}

struct pattern_cost pattern_cost_of(const char *expression, size_t length)
{
    struct pattern_cost cost = {0, 0};
    const char *end = expression + length;
    bool spaces_count = memmem(expression, length, "xx", 2) == NULL; /* (?xx) leaves them out */
    for (const char *at = expression; at < end;) {
        char c = *at++;
        if (c == '\\' && at < end) {
            c = *at++;
            at += at < end && *at == '{' && takes_braces(c);
        } else if (c == '-') {
            cost.ranges += highest(at, end, spaces_count);
        } else if (c == '{') {
            size_t repeat = read_number(at, end, 10, &at);
            cost.repeat = repeat > cost.repeat ? repeat : cost.repeat;
        }
    }
    return cost;
}
