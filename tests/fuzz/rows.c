/* In: bytes that claim to be a table. Out: nothing, or the end. Must not know what columns mean. */
#include "rows.h"

#include "base/bytes.h"
#include "base/utf8.h"
#include "report/escape.h"
#include "support.h"

#include <string.h>

static const struct table_column columns[ROW_FIELDS] = {
    [ROW_LABEL] = {"label", true, false},
    [ROW_TEXT] = {"text", true, false},
    [ROW_GROUP] = {"group", false, false},
};

/* All fields of all rows, one after the other, each as its length and its bytes; UINT64_MAX stands
 * for a field that is not there. Two tables are equal where these bytes are. */
struct rows {
    size_t count;
    bool grouped; /* some row has a group */
    struct buffer bytes;
};

static void rows_add(struct rows *rows, const struct table_record *record)
{
    for (size_t i = 0; i < ROW_FIELDS; i++) {
        const struct table_field *field = &record->fields[i];
        PROMISE(field->text != NULL || i == ROW_GROUP);
        bytes_put_u64(&rows->bytes, field->text == NULL ? UINT64_MAX : field->length);
        if (field->text == NULL)
            continue;
        PROMISE(utf8_valid_prefix(field->text, field->length) == field->length);
        buffer_append(&rows->bytes, field->text, field->length);
        rows->grouped = rows->grouped || i == ROW_GROUP;
    }
    PROMISE(!rows->bytes.failed);
    rows->count++;
}

/* Returns whether all could be read; *rows has those before the first that could not. */
static bool rows_read(const void *bytes, size_t length, enum table_format format, struct rows *rows)
{
    struct memory_file file;
    struct table *table;
    struct table_record record;
    stance_error error;
    *rows = (struct rows){0};
    memory_file_make(&file, bytes, length);
    int result = table_open(file.path, format, columns, ROW_FIELDS, NULL, &table, &error);
    if (result == 0) {
        size_t line = 0;
        while ((result = table_next(table, &record, &error)) == 0 && record.line != 0) {
            PROMISE(record.line > line);
            line = record.line;
            rows_add(rows, &record);
        }
        table_close(table);
    }
    if (result != 0)
        promise_error(&error, file.path);
    memory_file_close(&file);
    return result == 0;
}

/* Returns whether they can be read again: written, a row may be longer than a line can be, and a
 * NUL may come to stand so early that the file is none of text. */
static bool rows_write(const struct rows *rows, const struct row_format *format, struct buffer *out)
{
    size_t longest = 0;
    struct byte_reader reader = byte_reader_on(rows->bytes.data, rows->bytes.length);
    if (format->header != NULL) {
        buffer_append_string(out, format->header);
        buffer_append_string(out, rows->grouped ? format->group_header : "");
        buffer_append_char(out, '\n');
    }
    for (size_t row = 0; row < rows->count; row++) {
        struct table_field fields[ROW_FIELDS] = {0};
        for (size_t i = 0; i < ROW_FIELDS; i++) {
            uint64_t length = bytes_get_u64(&reader);
            if (length != UINT64_MAX)
                fields[i] =
                    (struct table_field){bytes_get_run(&reader, (size_t)length), (size_t)length};
        }
        size_t before = out->length;
        format->write(fields, out);
        longest = out->length - before > longest ? out->length - before : longest;
    }
    PROMISE(!reader.overrun && reader.position == reader.length && !out->failed);
    return longest <= DOCUMENT_LINE_LIMIT && memchr(out->data, '\0', out->length) == NULL;
}

static bool is_equal(const struct buffer *a, const struct buffer *b)
{
    return a->length == b->length && (a->length == 0 || memcmp(a->data, b->data, a->length) == 0);
}

/* Escaping may have changed a field, but what is once written is read as it stands. */
static void check_same_format(const struct rows *rows, const struct row_format *format)
{
    struct buffer written = BUFFER_EMPTY, again = BUFFER_EMPTY;
    struct rows reread;
    if (rows_write(rows, format, &written)) {
        PROMISE(rows_read(written.data, written.length, format->format, &reread));
        PROMISE(reread.count == rows->count);
        rows_write(&reread, format, &again);
        PROMISE(is_equal(&written, &again));
        buffer_release(&reread.bytes);
    }
    buffer_release(&written);
    buffer_release(&again);
}

static void write_json(const struct table_field fields[ROW_FIELDS], struct buffer *out)
{
    for (size_t i = 0; i < ROW_FIELDS; i++) {
        if (fields[i].text == NULL)
            continue;
        buffer_append_format(out, "%s\"%s\": ", i == 0 ? "{" : ", ", columns[i].name);
        escape_json(fields[i].text, fields[i].length, out);
    }
    buffer_append_string(out, "}\n");
}

const struct row_format rows_json = {TABLE_JSONL, NULL, NULL, write_json};

/* JSON changes nothing. */
static void check_json(const struct rows *rows)
{
    struct buffer written = BUFFER_EMPTY;
    struct rows reread;
    if (rows_write(rows, &rows_json, &written)) {
        PROMISE(rows_read(written.data, written.length, TABLE_JSONL, &reread));
        PROMISE(reread.count == rows->count);
        PROMISE(is_equal(&reread.bytes, &rows->bytes));
        buffer_release(&reread.bytes);
    }
    buffer_release(&written);
}

void rows_check(const struct row_format *format, const uint8_t *data, size_t size)
{
    struct rows rows;
    rows_read(data, size, format->format, &rows);
    if (rows.count > 0) {
        check_same_format(&rows, format);
        check_json(&rows);
    }
    buffer_release(&rows.bytes);
}
