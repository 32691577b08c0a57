/* See rows.h; a row is its label and its text as they stand. */
#include "rows.h"
#include "support.h"

static void write_row(const struct table_field fields[ROW_FIELDS], struct buffer *out)
{
    PROMISE(fields[ROW_GROUP].text == NULL);
    buffer_append_string(out, "__label__");
    buffer_append(out, fields[ROW_LABEL].text, fields[ROW_LABEL].length);
    buffer_append_char(out, ' ');
    buffer_append(out, fields[ROW_TEXT].text, fields[ROW_TEXT].length);
    buffer_append_string(out, "\r\n");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct row_format fasttext = {TABLE_FASTTEXT, NULL, NULL, write_row};
    rows_check(&fasttext, data, size);
    return 0;
}
