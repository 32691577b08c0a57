/* See rows.h; what escape_csv() makes of a field is a field of CSV. */
#include "report/escape.h"
#include "rows.h"
#include "support.h"

/* Line ends are one character to a reader, also inside a field. */
static void append_with_line_feeds(const struct table_field *field, struct buffer *out)
{
    for (size_t i = 0; i < field->length; i++) {
        size_t next = i;
        while (next < field->length && field->text[next] == '\r')
            next++;
        if (next < field->length && field->text[next] == '\n')
            i = next;
        buffer_append_char(out, field->text[i]);
    }
}

static void write_row(const struct table_field fields[ROW_FIELDS], struct buffer *out)
{
    for (size_t i = 0; i < ROW_FIELDS && fields[i].text != NULL; i++) {
        struct buffer field = BUFFER_EMPTY;
        if (i > 0)
            buffer_append_char(out, ',');
        append_with_line_feeds(&fields[i], &field);
        escape_csv(field.data, field.length, out);
        buffer_release(&field);
    }
    buffer_append_string(out, "\r\n");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct row_format csv = {TABLE_CSV, "label,text", ",group", write_row};
    rows_check(&csv, data, size);
    return 0;
}
