/* In: bytes that may be anything. Out: proof, or repair. Must not know letters or languages. */
#include "base/utf8.h"

#include "base/word.h"

#include <string.h>

/* The length of the valid code point at the start, or 0; then *bad is the length of the maximal
 * part that no valid code point can contain (1 to 3 bytes). */
static size_t code_point_length(const unsigned char *s, size_t length, size_t *bad)
{
    *bad = 1;
    unsigned char lead = s[0];
    if (lead < 0x80)
        return 1;
    size_t width;
    unsigned char low = 0x80, high = 0xbf; /* the range of the second byte */
    if (lead >= 0xc2 && lead <= 0xdf) {
        width = 2;
    } else if (lead >= 0xe0 && lead <= 0xef) {
        width = 3;
        if (lead == 0xe0)
            low = 0xa0; /* else overlong */
        if (lead == 0xed)
            high = 0x9f; /* else a surrogate */
    } else if (lead >= 0xf0 && lead <= 0xf4) {
        width = 4;
        if (lead == 0xf0)
            low = 0x90; /* else overlong */
        if (lead == 0xf4)
            high = 0x8f; /* else above U+10FFFF */
    } else {
        return 0;
    }
    for (size_t i = 1; i < width; i++) {
        if (i >= length || s[i] < low || s[i] > high) {
            *bad = i;
            return 0;
        }
        low = 0x80;
        high = 0xbf;
    }
    return width;
}

static size_t ascii_prefix(const unsigned char *s, size_t length)
{
    size_t i = 0;
    for (; i + 4 * WORD_SIZE <= length; i += 4 * WORD_SIZE)
        if (word_has_high(word_load(s + i) | word_load(s + i + WORD_SIZE) |
                          word_load(s + i + 2 * WORD_SIZE) | word_load(s + i + 3 * WORD_SIZE)) != 0)
            break;
    while (i + WORD_SIZE <= length && word_has_high(word_load(s + i)) == 0)
        i += WORD_SIZE;
    while (i < length && s[i] < 0x80)
        i++;
    return i;
}

size_t utf8_valid_prefix(const char *text, size_t length)
{
    const unsigned char *s = (const unsigned char *)text;
    size_t i = 0;
    while (i < length) {
        if (s[i] < 0x80)
            i += ascii_prefix(s + i, length - i);
        /* Two bytes a letter: Latin, Greek, Cyrillic, Arabic and others, in runs. */
        while (i + 2 <= length && s[i] >= 0xc2 && s[i] <= 0xdf && (s[i + 1] & 0xc0) == 0x80)
            i += 2;
        if (i == length)
            break;
        size_t bad;
        size_t width = code_point_length(s + i, length - i, &bad);
        if (width == 0)
            break;
        i += width;
    }
    return i;
}

size_t utf8_repair(const char *text, size_t length, struct buffer *out)
{
    size_t replaced = 0;
    while (length > 0) {
        size_t valid = utf8_valid_prefix(text, length);
        buffer_append(out, text, valid);
        text += valid;
        length -= valid;
        if (length == 0)
            break;
        size_t bad;
        code_point_length((const unsigned char *)text, length, &bad);
        buffer_append(out, "\xef\xbf\xbd", 3);
        replaced++;
        text += bad;
        length -= bad;
    }
    return replaced;
}

size_t utf8_width(unsigned char lead)
{
    return lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
}

size_t utf8_cut(const char *text, size_t length, size_t limit)
{
    if (length <= limit)
        return length;
    size_t cut = limit;
    while (cut > 0 && limit - cut < 3 && ((unsigned char)text[cut] & 0xc0) == 0x80)
        cut--;
    /* Only invalid text has more than three continuation bytes in a row: cut it anywhere. */
    return cut == 0 || ((unsigned char)text[cut] & 0xc0) == 0x80 ? limit : cut;
}

size_t utf8_space_width(const char *text, size_t length)
{
    static const char wide[][4] = {"\xe2\x80\xa8", "\xe3\x80\x80", "\xef\xbb\xbf"};
    unsigned char c = (unsigned char)text[0];
    if (c < 0x80)
        return c <= ' ' || c == 0x7f;
    if (length >= 2 && memcmp(text, "\xc2\xa0", 2) == 0)
        return 2;
    for (size_t i = 0; i < sizeof wide / sizeof wide[0]; i++)
        if (length >= 3 && memcmp(text, wide[i], 3) == 0)
            return 3;
    return 0;
}

/* The width of an unseen character at the start of `text`, or 0. */
static size_t unseen_width(const char *text, size_t length)
{
    if (length >= 2 && memcmp(text, "\xc2\xad", 2) == 0)
        return 2;
    if (length >= 3 &&
        (memcmp(text, "\xe2\x80\x8b", 3) == 0 || memcmp(text, "\xe2\x81\xa0", 3) == 0))
        return 3;
    return 0;
}

void utf8_collapse(const char *text, size_t length, struct buffer *out)
{
    bool empty = true, space = false;
    for (size_t i = 0; i < length;) {
        size_t width = utf8_space_width(text + i, length - i);
        space = space || width > 0;
        if (width == 0)
            width = unseen_width(text + i, length - i);
        if (width == 0) {
            if (space && !empty)
                buffer_append_char(out, ' ');
            empty = space = false;
            size_t from = i;
            while (i < length && (unsigned char)text[i] > ' ' && (unsigned char)text[i] < 0x7f)
                i++;
            width = i == from ? utf8_width((unsigned char)text[i]) : 0;
            buffer_append(out, text + from, i + width - from);
        }
        i += width;
    }
}

size_t utf8_count(const char *text, size_t length)
{
    size_t count = 0;
    for (size_t i = 0; i < length; i++)
        count += ((unsigned char)text[i] & 0xc0) != 0x80;
    return count;
}

bool utf8_turns_direction(const char *text, size_t length)
{
    if (length < 3 || (unsigned char)text[0] != 0xe2)
        return false;
    unsigned char second = (unsigned char)text[1], third = (unsigned char)text[2];
    return (second == 0x80 && third >= 0xaa && third <= 0xae) ||
           (second == 0x81 && third >= 0xa6 && third <= 0xa9);
}

size_t utf8_leading_space(const char *text, size_t length)
{
    size_t skipped = 0, width = 1;
    while (skipped < length && width > 0)
        skipped += width = utf8_space_width(text + skipped, length - skipped);
    return skipped;
}
