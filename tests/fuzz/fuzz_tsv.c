/* See rows.h; what escape_plain() makes of a field is a field of TSV. */
#include "report/escape.h"
#include "rows.h"
#include "support.h"

static void write_row(const struct table_field fields[ROW_FIELDS], struct buffer *out)
{
    for (size_t i = 0; i < ROW_FIELDS && fields[i].text != NULL; i++) {
        if (i > 0)
            buffer_append_char(out, '\t');
        escape_plain(fields[i].text, fields[i].length, out);
    }
    buffer_append_char(out, '\n');
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct row_format tsv = {TABLE_TSV, "label\ttext", "\tgroup", write_row};
    rows_check(&tsv, data, size);
    return 0;
}
