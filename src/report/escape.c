/* In: text of the world. Out: text that a format can hold. Must not know what is being written. */
#include "report/escape.h"

#include "base/utf8.h"
#include "base/word.h"

#include <stdbool.h>
#include <string.h>

/* The width of the control character or ASCII space at `text`, or 0. C1 controls (U+0080 … U+009F)
 * are commands to some terminals. */
static size_t control_width(const unsigned char *text, size_t length)
{
    if (text[0] < 0x80)
        return text[0] <= ' ' || text[0] == 0x7f;
    return length >= 2 && text[0] == 0xc2 && text[1] >= 0x80 && text[1] < 0xa0 ? 2 : 0;
}

/* Whether a word holds nothing that could have to change: no control character, no lead byte of a
 * C1 control, and no space beside a space of `neighbour`, the word one byte before or after it. */
static bool word_is_plain(uint64_t word, uint64_t neighbour)
{
    uint64_t not_two_spaces = (word ^ WORD_OF(' ')) | (neighbour ^ WORD_OF(' '));
    return (word_has_less(word, ' ') | word_has(word, 0x7f) | word_has(word, 0xc2) |
            word_has(not_two_spaces, 0)) == 0;
}

/* A space that stands alone stays as it is. */
static bool is_lone_space(const unsigned char *text, size_t length)
{
    return text[0] == ' ' && (length == 1 || control_width(text + 1, length - 1) == 0);
}

/* Steps over words that stay as they are. Where the end is near, a last word up to the end is
 * looked at, some bytes of it a second time. */
static size_t plain_words(const unsigned char *text, size_t i, size_t length)
{
    size_t from = i;
    while (i + WORD_SIZE < length && word_is_plain(word_load(text + i), word_load(text + i + 1)))
        i += WORD_SIZE;
    if (length > WORD_SIZE && i + WORD_SIZE >= length) {
        const unsigned char *last = text + length - WORD_SIZE;
        if (word_is_plain(word_load(last), word_load(last - 1)))
            return length;
    }
    /* What follows a space decides about it. */
    return i > from && text[i - 1] == ' ' ? i - 1 : i;
}

/* How far from `i` the text may be copied: `length`, or where a run of white space begins that is
 * not one space. No such run goes on at `i`. */
static size_t plain_run(const unsigned char *text, size_t i, size_t length)
{
    while (i < length) {
        i = plain_words(text, i, length);
        size_t stop = i + WORD_SIZE + 1 < length ? i + WORD_SIZE + 1 : length;
        for (; i < stop; i++)
            if (control_width(text + i, length - i) > 0 && !is_lone_space(text + i, length - i))
                return i;
    }
    return length;
}

void escape_plain(const char *text, size_t length, struct buffer *out)
{
    const unsigned char *bytes = (const unsigned char *)text;
    for (size_t i = 0; i < length;) {
        size_t run = plain_run(bytes, i, length);
        buffer_append(out, text + i, run - i);
        size_t width;
        for (i = run; i < length && (width = control_width(bytes + i, length - i)) > 0;)
            i += width;
        if (i > run)
            buffer_append_char(out, ' ');
    }
}

void escape_terminal(const char *text, size_t length, struct buffer *out)
{
    size_t start = out->length;
    escape_plain(text, length, out);
    if (out->failed || out->length == start)
        return;
    /* What was appended shrinks in its place: three bytes become one, or none after a space. */
    const char *end = out->data + out->length;
    char *to = out->data + start;
    bool spaced = false; /* a space ends what was written */
    for (const char *from = to; from < end;) {
        bool turns = utf8_turns_direction(from, (size_t)(end - from));
        bool space = turns || *from == ' ';
        if (space && !spaced)
            *to++ = ' ';
        if (!space)
            *to++ = *from;
        from += turns ? 3 : 1;
        spaced = space;
    }
    *to = '\0';
    out->length = (size_t)(to - out->data);
}

bool escape_is_formula(const char *text, size_t length)
{
    static const char *const starts[] = {"=",
                                         "+",
                                         "-",
                                         "@",
                                         "\t",
                                         "\xef\xbc\x9d",
                                         "\xef\xbc\x8b",
                                         "\xef\xbc\x8d",
                                         "\r",
                                         "\xef\xbc\xa0",
                                         "\n"};
    while (length > 0 && *text == ' ') { /* some spreadsheets take them off */
        text++;
        length--;
    }
    for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++) {
        size_t width = strlen(starts[i]);
        if (length >= width && memcmp(text, starts[i], width) == 0)
            return true;
    }
    return false;
}

static bool needs_quotes(const char *text, size_t length)
{
    size_t i = 0;
    for (; i + WORD_SIZE <= length; i += WORD_SIZE) {
        uint64_t word = word_load(text + i);
        if ((word_has(word, ',') | word_has(word, '"') | word_has(word, '\n') |
             word_has(word, '\r')) != 0)
            return true;
    }
    for (; i < length; i++)
        if (text[i] == ',' || text[i] == '"' || text[i] == '\n' || text[i] == '\r')
            return true;
    return false;
}

void escape_csv(const char *text, size_t length, struct buffer *out)
{
    if (!needs_quotes(text, length)) {
        buffer_append(out, text, length);
        return;
    }
    buffer_append_char(out, '"');
    for (size_t i = 0; i < length;) {
        const char *quote = memchr(text + i, '"', length - i);
        size_t run = quote == NULL ? length : (size_t)(quote - text) + 1;
        buffer_append(out, text + i, run - i);
        if (quote != NULL)
            buffer_append_char(out, '"');
        i = run;
    }
    buffer_append_char(out, '"');
}

/* How far from `i` the text may stand in a string of JSON as it is. */
static size_t json_run(const char *text, size_t i, size_t length)
{
    for (; i + WORD_SIZE <= length; i += WORD_SIZE) {
        uint64_t word = word_load(text + i);
        if ((word_has_less(word, ' ') | word_has(word, '"') | word_has(word, '\\') |
             word_has(word, 0x7f)) != 0)
            break;
    }
    while (i < length && (unsigned char)text[i] >= ' ' && text[i] != '"' && text[i] != '\\' &&
           text[i] != 0x7f)
        i++;
    return i;
}

static void escape_json_valid(const char *text, size_t length, struct buffer *out)
{
    static const char shorts[] = "b\bf\fn\nr\rt\t\"\"\\\\";
    for (size_t i = 0; i < length;) {
        size_t run = json_run(text, i, length);
        buffer_append(out, text + i, run - i);
        if (run == length)
            return;
        const char *found = NULL;
        for (size_t s = 1; s < sizeof shorts - 1 && found == NULL; s += 2)
            if (shorts[s] == text[run])
                found = &shorts[s - 1];
        if (found != NULL) {
            buffer_append_char(out, '\\');
            buffer_append_char(out, *found);
        } else {
            buffer_append_format(out, "\\u%04x", (unsigned char)text[run]);
        }
        i = run + 1;
    }
}

typedef void escape_valid(const char *text, size_t length, struct buffer *out);

static void escape_repaired(const char *text, size_t length, escape_valid *escape,
                            struct buffer *out)
{
    if (utf8_valid_prefix(text, length) == length) {
        escape(text, length, out);
        return;
    }
    struct buffer repaired = BUFFER_EMPTY;
    utf8_repair(text, length, &repaired);
    escape(repaired.data == NULL ? "" : repaired.data, repaired.length, out);
    out->failed = out->failed || repaired.failed;
    buffer_release(&repaired);
}

void escape_json(const char *text, size_t length, struct buffer *out)
{
    buffer_append_char(out, '"');
    escape_repaired(text, length, escape_json_valid, out);
    buffer_append_char(out, '"');
}

/* What stands in a page for a character that must not, or NULL. */
static const char *html_entity(char c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

static void escape_html_valid(const char *text, size_t length, struct buffer *out)
{
    size_t from = 0, width;
    for (size_t i = 0; i < length; i += width) {
        const char *instead = html_entity(text[i]);
        width = 1;
        if (instead == NULL && text[i] != ' ' &&
            (width = control_width((const unsigned char *)text + i, length - i)) > 0) {
            instead = " ";
        } else if (instead == NULL) {
            bool turns = utf8_turns_direction(text + i, length - i);
            instead = turns ? "" : NULL;
            width = turns ? 3 : 1;
        }
        if (instead == NULL)
            continue;
        buffer_append(out, text + from, i - from);
        buffer_append_string(out, instead);
        from = i + width;
    }
    buffer_append(out, text + from, length - from);
}

void escape_html(const char *text, size_t length, struct buffer *out)
{
    escape_repaired(text, length, escape_html_valid, out);
}
