/* In: text of the world. Out: text that a format can hold. Must not know what is being written. */
#include "report/escape.h"

#include "base/utf8.h"

#include <stdbool.h>
#include <string.h>

/* The width of the control character or ASCII space at `text`, or 0. C1 controls (U+0080 … U+009F)
 * are commands to some terminals. */
static size_t control_width(const unsigned char *text, size_t length)
{
    if (text[0] <= ' ' || text[0] == 0x7f)
        return 1;
    return length >= 2 && text[0] == 0xc2 && text[1] >= 0x80 && text[1] < 0xa0 ? 2 : 0;
}

void escape_plain(const char *text, size_t length, struct buffer *out)
{
    const unsigned char *bytes = (const unsigned char *)text;
    for (size_t i = 0; i < length;) {
        size_t run = i;
        while (run < length && control_width(bytes + run, length - run) == 0)
            run++;
        buffer_append(out, text + i, run - i);
        i = run;
        while (i < length) {
            size_t width = control_width(bytes + i, length - i);
            if (width == 0)
                break;
            i += width;
        }
        if (i > run)
            buffer_append_char(out, ' ');
    }
}

void escape_csv(const char *text, size_t length, struct buffer *out)
{
    bool quote = false;
    for (size_t i = 0; i < length && !quote; i++)
        quote = text[i] == ',' || text[i] == '"' || text[i] == '\n' || text[i] == '\r';
    if (!quote) {
        buffer_append(out, text, length);
        return;
    }
    buffer_append_char(out, '"');
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '"')
            buffer_append_char(out, '"');
        buffer_append_char(out, text[i]);
    }
    buffer_append_char(out, '"');
}

static void escape_json_valid(const char *text, size_t length, struct buffer *out)
{
    static const char shorts[] = "b\bf\fn\nr\rt\t\"\"\\\\";
    for (size_t i = 0; i < length;) {
        size_t run = i;
        while (run < length && (unsigned char)text[run] >= 0x20 && text[run] != '"' &&
               text[run] != '\\' && text[run] != 0x7f)
            run++;
        buffer_append(out, text + i, run - i);
        if (run == length)
            return;
        const char *found = NULL;
        for (size_t s = 1; s < sizeof shorts - 1 && found == NULL; s += 2)
            if (shorts[s] == text[run])
                found = &shorts[s - 1];
        if (found != NULL)
            buffer_append_format(out, "\\%c", *found);
        else
            buffer_append_format(out, "\\u%04x", (unsigned char)text[run]);
        i = run + 1;
    }
}

void escape_json(const char *text, size_t length, struct buffer *out)
{
    buffer_append_char(out, '"');
    if (utf8_valid_prefix(text, length) == length) {
        escape_json_valid(text, length, out);
    } else {
        struct buffer repaired = BUFFER_EMPTY;
        utf8_repair(text, length, &repaired);
        escape_json_valid(repaired.data == NULL ? "" : repaired.data, repaired.length, out);
        out->failed = out->failed || repaired.failed;
        buffer_release(&repaired);
    }
    buffer_append_char(out, '"');
}
