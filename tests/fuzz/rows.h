/* What every reader of tables promises: rows of valid UTF-8 in the order of their lines; written in
 * the same format, or as JSON lines, they are read back the same. */
#ifndef TESTS_FUZZ_ROWS_H
#define TESTS_FUZZ_ROWS_H

#include "base/buffer.h"
#include "read/table.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { ROW_LABEL, ROW_TEXT, ROW_GROUP, ROW_FIELDS };

/* How a format writes rows. */
struct row_format {
    enum table_format format;
    const char *header; /* of a file with groups, up to the group's column; NULL: no header line */
    const char *group_header; /* the rest of it, in a file with groups; the line end is not in it */
    /* Appends a row, with its line end. */
    void (*write)(const struct table_field fields[ROW_FIELDS], struct buffer *out);
};

extern const struct row_format rows_json;

/* Reads the input as this format with the columns label, text and, where there is one, group, and
 * checks all that. */
void rows_check(const struct row_format *format, const uint8_t *data, size_t size);

#endif
