/* In: columns and values. Out: a line. Must not know which command writes it. */
#include "report/writer.h"

#include "report/escape.h"
#include "report/number.h"

#include <string.h>

struct value value_string(const char *string, size_t length)
{
    return (struct value){.string = string, .length = length};
}

struct value value_name(const char *string)
{
    return value_string(string, strlen(string));
}

struct value value_integer(uint64_t integer)
{
    return (struct value){.integer = integer};
}

struct value value_real(double real)
{
    return (struct value){.real = real};
}

struct value value_boolean(bool boolean)
{
    return (struct value){.integer = boolean};
}

enum report_format writer_safe(enum report_format format)
{
    switch (format) {
    case FORMAT_TSV:
    case FORMAT_SAFE_TSV:
        return FORMAT_SAFE_TSV;
    case FORMAT_CSV:
    case FORMAT_SAFE_CSV:
        return FORMAT_SAFE_CSV;
    case FORMAT_TEXT:
    case FORMAT_JSONL:
    case FORMAT_LIBSVM:
        break;
    }
    return format;
}

static bool is_csv(enum report_format format)
{
    return format == FORMAT_CSV || format == FORMAT_SAFE_CSV;
}

/* A quotation mark means nothing in TSV, but a spreadsheet may take it, and its twin, off. */
static bool is_dangerous(enum report_format format, const char *string, size_t length)
{
    if (format == FORMAT_SAFE_TSV && length > 0 && string[0] == '"')
        return true;
    return (format == FORMAT_SAFE_TSV || format == FORMAT_SAFE_CSV) &&
           escape_is_formula(string, length);
}

struct value value_absent(void)
{
    return (struct value){.absent = true};
}

static void put_string(enum report_format format, const char *string, size_t length,
                       struct buffer *out)
{
    if (is_dangerous(format, string, length)) {
        struct buffer harmless = BUFFER_EMPTY;
        buffer_append_char(&harmless, '\'');
        buffer_append(&harmless, string, length);
        out->failed = out->failed || harmless.failed;
        if (!harmless.failed)
            put_string(format, harmless.data, harmless.length, out);
        buffer_release(&harmless);
        return;
    }
    if (format == FORMAT_JSONL)
        escape_json(string, length, out);
    else if (is_csv(format))
        escape_csv(string, length, out);
    else
        escape_plain(string, length, out);
}

static void put_reals(const struct value *value, struct buffer *out)
{
    buffer_append_char(out, '{');
    for (size_t i = 0; i < value->n_reals; i++) {
        buffer_append_string(out, i == 0 ? "" : ", ");
        escape_json(value->names[i], strlen(value->names[i]), out);
        buffer_append(out, ": ", 2);
        number_put_real(value->reals[i], out);
    }
    buffer_append_char(out, '}');
}

static void put_value(enum report_format format, enum value_type type, const struct value *value,
                      struct buffer *out)
{
    switch (type) {
    case VALUE_STRING:
        put_string(format, value->string, value->length, out);
        return;
    case VALUE_INTEGER:
        number_put_integer(value->integer, out);
        return;
    case VALUE_REAL:
        number_put_real(value->real, out);
        return;
    case VALUE_BOOLEAN:
        buffer_append_string(out, value->integer != 0 ? "true" : "false");
        return;
    case VALUE_REALS:
        put_reals(value, out);
        return;
    }
}

static const char *line_end(enum report_format format)
{
    return is_csv(format) ? "\r\n" : "\n"; /* RFC 4180 */
}

static void put_separator(enum report_format format, bool *first, struct buffer *out)
{
    if (!*first)
        buffer_append_string(out, is_csv(format) ? "," : format == FORMAT_JSONL ? ", " : "\t");
    *first = false;
}

void writer_header(enum report_format format, const struct column *columns, size_t n_columns,
                   struct buffer *out)
{
    if (format == FORMAT_JSONL)
        return;
    bool first = true;
    for (size_t i = 0; i < n_columns; i++) {
        if (columns[i].only_json)
            continue;
        put_separator(format, &first, out);
        put_string(format, columns[i].name, strlen(columns[i].name), out);
    }
    buffer_append_string(out, line_end(format));
}

void writer_row(enum report_format format, const struct column *columns, const struct value *values,
                size_t n_columns, struct buffer *out)
{
    bool first = true;
    if (format == FORMAT_JSONL)
        buffer_append_char(out, '{');
    for (size_t i = 0; i < n_columns; i++) {
        if (format == FORMAT_JSONL ? values[i].absent : columns[i].only_json)
            continue;
        put_separator(format, &first, out);
        if (format == FORMAT_JSONL) {
            escape_json(columns[i].name, strlen(columns[i].name), out);
            buffer_append_string(out, ": ");
        }
        if (!values[i].absent)
            put_value(format, columns[i].type, &values[i], out);
    }
    if (format == FORMAT_JSONL)
        buffer_append_char(out, '}');
    buffer_append_string(out, line_end(format));
}
