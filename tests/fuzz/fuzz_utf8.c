/* What is proven to be UTF-8 is so by the arithmetic of RFC 3629; repairing makes UTF-8 of
 * anything, and changes only what is not. */
#include "support.h"

#include "base/utf8.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* The width of the code point at the start of `s`, or 0 where there is none. */
static size_t decode(const uint8_t *s, size_t length)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    size_t width = s[0] < 0x80             ? 1
                   : (s[0] & 0xe0) == 0xc0 ? 2
                   : (s[0] & 0xf0) == 0xe0 ? 3
                   : (s[0] & 0xf8) == 0xf0 ? 4
                                           : 0;
    if (width <= 1)
        return width;
    uint32_t code_point = s[0] & (0x7fu >> width);
    for (size_t i = 1; i < width; i++) {
        if (i >= length || (s[i] & 0xc0) != 0x80)
            return 0;
        code_point = code_point << 6 | (s[i] & 0x3f);
    }
    bool is_surrogate = code_point >= 0xd800 && code_point <= 0xdfff;
    return code_point < least[width] || is_surrogate || code_point > 0x10ffff ? 0 : width;
}

static size_t count_of(const char *text, size_t length, const char *part)
{
    size_t count = 0, width = strlen(part);
    for (size_t i = 0; i + width <= length; i++)
        count += memcmp(text + i, part, width) == 0;
    return count;
}

static void check_repaired(const char *text, size_t length)
{
    struct buffer repaired = BUFFER_EMPTY, again = BUFFER_EMPTY;
    size_t replaced = utf8_repair(text, length, &repaired);
    PROMISE(!repaired.failed);
    PROMISE(utf8_valid_prefix(repaired.data, repaired.length) == repaired.length);
    PROMISE(count_of(repaired.data, repaired.length, "\xef\xbf\xbd") ==
            count_of(text, length, "\xef\xbf\xbd") + replaced);
    PROMISE(utf8_repair(repaired.data, repaired.length, &again) == 0);
    PROMISE(again.length == repaired.length);
    PROMISE((replaced == 0) == (utf8_valid_prefix(text, length) == length));
    buffer_release(&repaired);
    buffer_release(&again);
}

static void check_valid(const char *text, size_t length)
{
    size_t count = 0;
    for (size_t i = 0; i < length; count++) {
        size_t width = utf8_width((unsigned char)text[i]);
        size_t space = utf8_space_width(text + i, length - i);
        PROMISE(width == decode((const uint8_t *)text + i, length - i));
        PROMISE(space == 0 || space == width);
        for (size_t inside = 1; inside < width; inside++)
            PROMISE(utf8_cut(text, length, i + inside) == i || i == 0);
        PROMISE(utf8_cut(text, length, i) == i);
        i += width;
    }
    PROMISE(utf8_count(text, length) == count);
    PROMISE(utf8_cut(text, length, length) == length);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    /* In memory of just its length, so that the sanitizer sees who reads beyond it. */
    char *text = malloc(size + (size == 0));
    PROMISE(text != NULL);
    memcpy(text, data, size);
    size_t valid = 0, width;
    while (valid < size && (width = decode(data + valid, size - valid)) > 0)
        valid += width;
    PROMISE(utf8_valid_prefix(text, size) == valid);
    check_valid(text, valid);
    check_repaired(text, size);
    free(text);
    return 0;
}
