/* In: the bytes of a page. Out: the same as UTF-8. Must not know elements, but for the one that
 * names the character set. */
#include "read/charset.h"

#include "base/utf8.h"
#include "base/word.h"

#include <errno.h>
#include <iconv.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

#define REPLACEMENT    "\xef\xbf\xbd"
#define SEARCH_LIMIT   ((size_t)8 << 10) /* the standard says 1 KiB, and pages do not keep to it */
#define NAME_SIZE      40
#define FALLBACK       "CP1252"
#define OUTPUT_AT_ONCE ((size_t)64 << 10)

/* What pages call a character set, and what it is: the Encoding Standard's names where they are not
 * what iconv takes them for. */
static const char *const others[][2] = {
    {"ascii", "CP1252"},      {"us-ascii", "CP1252"}, {"iso-8859-1", "CP1252"},
    {"iso8859-1", "CP1252"},  {"latin1", "CP1252"},   {"iso-8859-9", "CP1254"},
    {"iso-8859-11", "CP874"}, {"tis-620", "CP874"},   {"gb2312", "GB18030"},
    {"gbk", "GB18030"},       {"x-gbk", "GB18030"},   {"ks_c_5601-1987", "CP949"},
    {"euc-kr", "CP949"},      {"shift_jis", "CP932"}, {"x-sjis", "CP932"},
    {"sjis", "CP932"},        {"big5", "BIG5-HKSCS"}, {"x-cp1250", "CP1250"},
    {"x-cp1251", "CP1251"},   {"x-cp1252", "CP1252"}, {"utf8", "UTF-8"},
    {"utf-16", "UTF-8"},      {"utf-16le", "UTF-8"},  {"utf-16be", "UTF-8"},
};

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static bool is_of_name(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
           c == '_' || c == '.' || c == ':';
}

/* Takes what stands after `key =` in a tag, with or without quotes. */
static bool take_value(const char *tag, const char *end, const char *key, char *name)
{
    size_t width = strlen(key);
    for (const char *at = tag; (size_t)(end - at) > width; at++) {
        if (strncasecmp(at, key, width) != 0)
            continue;
        const char *value = at + width;
        while (value < end && is_space(*value))
            value++;
        if (value == end || *value != '=')
            continue;
        value++;
        while (value < end && (is_space(*value) || *value == '"' || *value == '\''))
            value++;
        size_t length = 0;
        while (value + length < end && is_of_name(value[length]))
            length++;
        if (length == 0 || length >= NAME_SIZE)
            continue;
        memcpy(name, value, length);
        name[length] = '\0';
        return true;
    }
    return false;
}

/* Fills name[NAME_SIZE] with what the page says of itself. */
static bool find_declared(const char *page, size_t length, char *name)
{
    const char *end = page + (length < SEARCH_LIMIT ? length : SEARCH_LIMIT);
    for (const char *at = page; (at = memchr(at, '<', (size_t)(end - at))) != NULL; at++) {
        const char *stop = memchr(at, '>', (size_t)(end - at));
        if (stop == NULL)
            return false;
        if ((stop - at > 5 && strncasecmp(at, "<meta", 5) == 0 &&
             take_value(at, stop, "charset", name)) ||
            (stop - at > 5 && strncasecmp(at, "<?xml", 5) == 0 &&
             take_value(at, stop, "encoding", name)))
            return true;
    }
    return false;
}

static const char *name_for_iconv(const char *name)
{
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        if (strcasecmp(name, others[i][0]) == 0)
            return others[i][1];
    return name;
}

/* Appends the page, decoded through iconv. Returns whether iconv knows the character set. */
static bool convert(const char *charset, const char *page, size_t length, struct buffer *out)
{
    iconv_t converter = iconv_open("UTF-8", charset);
    if ((intptr_t)converter == -1)
        return false;
    char *input = (char *)page; /* iconv() does not write there, but says it might */
    while (length > 0) {
        char *output = buffer_reserve(out, OUTPUT_AT_ONCE);
        if (output == NULL)
            break;
        char *written = output;
        size_t room = OUTPUT_AT_ONCE;
        size_t result = iconv(converter, &input, &length, &written, &room);
        out->length += (size_t)(written - output);
        if (result == (size_t)-1 && errno != E2BIG && length > 0) {
            buffer_append_string(out, REPLACEMENT);
            input++;
            length--;
        }
    }
    iconv_close(converter);
    return true;
}

static void append_without_nul(const char *text, size_t length, struct buffer *out)
{
    const char *end = text + length;
    for (const char *nul; (nul = memchr(text, '\0', (size_t)(end - text))) != NULL;
         text = nul + 1) {
        buffer_append(out, text, (size_t)(nul - text));
        buffer_append_string(out, REPLACEMENT);
    }
    buffer_append(out, text, (size_t)(end - text));
}

static bool is_ascii(const char *page, size_t length)
{
    size_t i = 0;
    while (i + WORD_SIZE <= length && word_has_high(word_load(page + i)) == 0)
        i += WORD_SIZE;
    while (i < length && (unsigned char)page[i] < 0x80)
        i++;
    return i == length;
}

/* Returns the name for iconv; *mark is the length of the byte order mark. */
static const char *find_charset(const char *page, size_t length, char *declared, size_t *mark)
{
    static const struct {
        char mark[4];
        const char *charset;
    } marks[] = {{"\xef\xbb\xbf", "UTF-8"}, {"\xff\xfe", "UTF-16LE"}, {"\xfe\xff", "UTF-16BE"}};
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        *mark = strlen(marks[i].mark);
        if (length >= *mark && memcmp(page, marks[i].mark, *mark) == 0)
            return marks[i].charset;
    }
    *mark = 0;
    bool valid = utf8_valid_prefix(page, length) == length;
    if (valid && !is_ascii(page, length))
        return "UTF-8";
    if (find_declared(page, length, declared))
        return name_for_iconv(declared);
    return valid ? "UTF-8" : FALLBACK;
}

int charset_decode(const char *page, size_t length, struct buffer *out, stance_error *error)
{
    char declared[NAME_SIZE];
    size_t mark;
    const char *charset = find_charset(page, length, declared, &mark);
    struct buffer decoded = BUFFER_EMPTY;
    page += mark;
    length -= mark;
    if (strcasecmp(charset, "UTF-8") == 0 ||
        (!convert(charset, page, length, &decoded) && !convert(FALLBACK, page, length, &decoded)))
        utf8_repair(page, length, &decoded);
    append_without_nul(decoded.data == NULL ? "" : decoded.data, decoded.length, out);
    bool failed = decoded.failed || out->failed;
    buffer_release(&decoded);
    return failed ? error_no_memory(error) : 0;
}
