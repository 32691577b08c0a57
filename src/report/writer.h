/* Rows to TSV, CSV or JSON lines: one list of columns serves the three. */
#ifndef STANCE_REPORT_WRITER_H
#define STANCE_REPORT_WRITER_H

#include "base/buffer.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum report_format {
    FORMAT_TEXT,
    FORMAT_TSV,
    FORMAT_CSV,
    FORMAT_JSONL,
    FORMAT_LIBSVM,   /* vectors, which svm_file writes and not this module */
    FORMAT_SAFE_TSV, /* for spreadsheets: see writer_safe() */
    FORMAT_SAFE_CSV
};

enum value_type {
    VALUE_STRING,
    VALUE_INTEGER,
    VALUE_REAL, /* six decimals */
    VALUE_BOOLEAN,
    VALUE_REALS /* a JSON object of reals: JSON lines only */
};

struct column {
    const char *name;
    enum value_type type;
    bool only_json; /* left out of TSV and CSV */
};

struct value {
    const char *string; /* VALUE_STRING: [length], valid UTF-8 */
    size_t length;
    uint64_t integer;         /* VALUE_INTEGER, VALUE_BOOLEAN */
    double real;              /* VALUE_REAL */
    const double *reals;      /* VALUE_REALS: [n_reals] */
    const char *const *names; /* their names */
    size_t n_reals;
    bool absent; /* an empty field of TSV and CSV; JSON lines have no such member */
};

struct value value_string(const char *string, size_t length);
struct value value_name(const char *string); /* NUL-terminated */
struct value value_integer(uint64_t integer);
struct value value_real(double real);
struct value value_boolean(bool boolean);
struct value value_absent(void);

/* The format for files that a spreadsheet will open: in TSV and CSV a string that it would take for
 * a formula begins with an apostrophe, which makes it text. */
enum report_format writer_safe(enum report_format format);

/* Appends the header line that TSV and CSV begin with; nothing for JSON lines. */
void writer_header(enum report_format format, const struct column *columns, size_t n_columns,
                   struct buffer *out);

/* Appends one row: values[i] is that of columns[i]. */
void writer_row(enum report_format format, const struct column *columns, const struct value *values,
                size_t n_columns, struct buffer *out);

#endif
