/* In: a path and the names of columns. Out: records with those columns. Must not know what the
 * columns mean. */
#include "read/table.h"

#include "base/buffer.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "read/reader.h"

#include <stdlib.h>
#include <string.h>

static const struct {
    enum table_format format;
    const char *endings[3];
    const struct reader *reader;
} formats[] = {
    {TABLE_TSV, {".tsv", ".tab", NULL}, &reader_tsv},
    {TABLE_CSV, {".csv", NULL}, &reader_csv},
    {TABLE_JSONL, {".jsonl", ".ndjson", NULL}, &reader_jsonl},
    {TABLE_FASTTEXT, {".ft", NULL}, &reader_fasttext},
    {TABLE_DOCCANO, {NULL}, &reader_export},
    {TABLE_LABEL_STUDIO, {".json", NULL}, &reader_export},
};

#define FORMAT_COUNT (sizeof formats / sizeof formats[0])

/* "[{", with white space between them. */
static bool begins_list(const char *head, size_t length)
{
    size_t i = 1;
    while (i < length && strchr(" \t\r\n", head[i]) != NULL)
        i++;
    return head[0] == '[' && i < length && head[i] == '{';
}

/* fastText files end in anything, often ".txt": their mark decides before the ending does. */
static enum table_format guess_format(const struct document *document)
{
    size_t length;
    const char *head = document_head(document, &length);
    static const char mark[] = "__label__";
    if (length >= sizeof mark - 1 && memcmp(head, mark, sizeof mark - 1) == 0)
        return TABLE_FASTTEXT;
    for (size_t i = 0; i < FORMAT_COUNT; i++)
        for (size_t j = 0; formats[i].endings[j] != NULL; j++)
            if (source_name_ends(document_name(document), formats[i].endings[j]))
                return formats[i].format;
    if (length > 0 && begins_list(head, length))
        return TABLE_LABEL_STUDIO;
    return length > 0 && head[0] == '{' ? TABLE_JSONL : TABLE_TSV;
}

/* doccano's exports end as other JSON lines do, but their labels are lists: `"label": ["x"]`. The
 * mark cannot stand inside a string, where its quotation marks would be escaped. */
static bool has_listed_labels(const struct document *document)
{
    static const char *const marks[] = {"\"label\": [", "\"label\":[", "\"labels\": [",
                                        "\"labels\":["};
    size_t length;
    const char *head = document_head(document, &length);
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
        if (memmem(head, length, marks[i], strlen(marks[i])) != NULL)
            return true;
    return false;
}

static const struct reader *reader_of(enum table_format format)
{
    for (size_t i = 0; i < FORMAT_COUNT; i++)
        if (formats[i].format == format)
            return formats[i].reader;
    return &reader_tsv;
}

/* "text|body" -> "text\0body\0\0" */
static char *list_names(const struct table_column *column)
{
    size_t length = strlen(column->name);
    char *names = memory_array(length + 2, 1);
    if (names == NULL)
        return NULL;
    memcpy(names, column->name, length);
    for (char *c = names; *c != '\0' && !column->insisted; c++)
        if (*c == '|')
            *c = '\0';
    return names;
}

int table_open_document(struct document *document, enum table_format format,
                        const struct table_column *columns, size_t n_columns, struct table **table,
                        stance_error *error)
{
    struct table *opened = memory_array(1, sizeof *opened);
    if (opened == NULL) {
        document_close(document);
        return error_no_memory(error);
    }
    opened->document = document;
    opened->columns = columns;
    opened->n_columns = n_columns;
    bool guess = format == TABLE_AUTO;
    if (guess)
        format = guess_format(document);
    if (guess && format == TABLE_JSONL && has_listed_labels(document))
        format = TABLE_DOCCANO;
    opened->reader = reader_of(format);
    int result = 0;
    for (size_t i = 0; i < n_columns; i++) {
        opened->position[i] = TABLE_ABSENT;
        opened->names[i] = list_names(&columns[i]);
        if (opened->names[i] == NULL)
            result = error_no_memory(error);
    }
    if (result == 0 && opened->reader->start != NULL)
        result = opened->reader->start(opened, error);
    if (result != 0) {
        table_close(opened);
        return -1;
    }
    *table = opened;
    return 0;
}

int table_open(const char *path, enum table_format format, const struct table_column *columns,
               size_t n_columns, const struct warning_sink *warnings, struct table **table,
               stance_error *error)
{
    struct document *document;
    if (document_open(path, warnings, &document, error) != 0)
        return -1;
    return table_open_document(document, format, columns, n_columns, table, error);
}

void table_close(struct table *table)
{
    if (table == NULL)
        return;
    if (table->reader->stop != NULL)
        table->reader->stop(table);
    for (size_t i = 0; i < table->n_columns; i++)
        free(table->names[i]);
    document_close(table->document);
    buffer_release(&table->header);
    free(table->header_end);
    free(table->cells);
    free(table);
}

int table_next(struct table *table, struct table_record *record, stance_error *error)
{
    *record = (struct table_record){0};
    return table->reader->next(table, record, error);
}

int table_read(const char *path, enum table_format format, const struct table_column *columns,
               size_t n_columns, const struct warning_sink *warnings, struct rejects *rejects,
               table_receiver *receive, void *context, stance_error *error)
{
    struct table *table;
    if (table_open(path, format, columns, n_columns, warnings, &table, error) != 0)
        return -1;
    struct table_record record;
    size_t taken = 0;
    int result;
    do {
        result = table_next(table, &record, error);
        if (result == 0 && record.line == 0)
            break;
        if (result == 0)
            result = receive(context, table, &record, error);
        taken += result == 0;
    } while (result == 0 || rejects_take(rejects, error));
    table_close(table);
    rejects_end_file(rejects, file_display_name(path));
    if (result == 0 && taken == 0)
        result = error_set(error, STANCE_DATA, "%s: no rows", file_display_name(path));
    return result;
}

int table_cells(struct table *table, const struct table_record *record,
                const struct table_cell **cells, size_t *count, stance_error *error)
{
    table->n_cells = 0;
    if (table->reader->cells(table, record, error) != 0)
        return -1;
    *cells = table->cells;
    *count = table->n_cells;
    return 0;
}

int table_add_cell(struct table *table, const struct table_cell *cell, stance_error *error)
{
    if (memory_reserve(&table->cells, &table->cells_capacity, table->n_cells + 1,
                       sizeof *table->cells) != 0)
        return error_no_memory(error);
    table->cells[table->n_cells++] = *cell;
    return 0;
}

int table_add_cells(struct table *table, const struct table_field *fields, stance_error *error)
{
    for (size_t i = 0, begin = 0; i < table->n_fields; i++) {
        const struct table_cell cell = {
            .name = {table->header.data + begin, table->header_end[i] - begin}, .value = fields[i]};
        if (table_add_cell(table, &cell, error) != 0)
            return -1;
        begin = table->header_end[i];
    }
    return 0;
}

const char *table_name(const struct table *table)
{
    return document_name(table->document);
}

bool table_needs(const struct table_column *column)
{
    return column->need == TABLE_REQUIRED || column->insisted;
}

static bool field_is(const struct table_field *field, const char *name)
{
    return field->length == strlen(name) && memcmp(field->text, name, field->length) == 0;
}

/* The first field that has the first of the names which any field has. */
static size_t find_column(const struct table_field *fields, size_t n_fields, const char *names)
{
    for (const char *name = names; *name != '\0'; name += strlen(name) + 1)
        for (size_t i = 0; i < n_fields; i++)
            if (field_is(&fields[i], name))
                return i;
    return TABLE_ABSENT;
}

static int no_such_column(const struct table *table, const char *name,
                          const struct table_field *fields, size_t n_fields, size_t line,
                          stance_error *error)
{
    struct buffer names = BUFFER_EMPTY;
    for (size_t i = 0; i < n_fields; i++) {
        buffer_append_string(&names, i == 0 ? "" : ", ");
        buffer_append(&names, fields[i].text, utf8_cut(fields[i].text, fields[i].length, 64));
    }
    error_fill(error, STANCE_DATA, "%s: line %zu: no column '%s'; the columns are: %s",
               table_name(table), line, name, names.data == NULL ? "" : names.data);
    buffer_release(&names);
    return -1;
}

/* Keeps the names of all columns: the line they stand in will be gone. */
static int keep_names(struct table *table, const struct table_field *fields, size_t n_fields,
                      stance_error *error)
{
    table->n_fields = n_fields;
    table->header_end = memory_array(n_fields, sizeof *table->header_end);
    if (table->header_end == NULL)
        return error_no_memory(error);
    for (size_t i = 0; i < n_fields; i++) {
        buffer_append(&table->header, fields[i].text, fields[i].length);
        table->header_end[i] = table->header.length;
    }
    return table->header.failed ? error_no_memory(error) : 0;
}

/* The columns of a file without a header line: those that are not optional, in order. */
static int name_by_position(struct table *table, stance_error *error)
{
    struct table_field names[TABLE_COLUMNS_MAX];
    size_t next = 0;
    for (size_t i = 0; i < table->n_columns; i++) {
        const struct table_column *column = &table->columns[i];
        if (column->need == TABLE_OPTIONAL)
            continue;
        names[next] = (struct table_field){column->name, strlen(column->name)};
        table->position[i] = next++;
    }
    return keep_names(table, names, next, error);
}

int table_match_header(struct table *table, const struct table_field *fields, size_t n_fields,
                       size_t line, bool *is_header, stance_error *error)
{
    const struct table_column *missing = NULL;
    bool any = false, insisted = false;
    size_t n_positional = 0;
    for (size_t i = 0; i < table->n_columns; i++) {
        const struct table_column *column = &table->columns[i];
        table->position[i] = find_column(fields, n_fields, table->names[i]);
        any = any || table->position[i] != TABLE_ABSENT;
        insisted = insisted || column->insisted;
        n_positional += column->need != TABLE_OPTIONAL;
        if (missing == NULL && table_needs(column) && table->position[i] == TABLE_ABSENT)
            missing = column;
    }
    *is_header = missing == NULL;
    if (*is_header)
        return keep_names(table, fields, n_fields, error);
    /* Exactly those columns, none of them by a wanted name: a file without a header. */
    if (any || insisted || n_fields != n_positional)
        return no_such_column(table, missing->name, fields, n_fields, line, error);
    return name_by_position(table, error);
}

int table_pick(const struct table *table, const struct table_field *fields, size_t n_fields,
               size_t line, struct table_record *record, stance_error *error)
{
    if (n_fields != table->n_fields)
        return error_set(error, STANCE_RECORD, "%s: line %zu: %zu fields where there must be %zu",
                         table_name(table), line, n_fields, table->n_fields);
    record->line = line;
    for (size_t i = 0; i < table->n_columns; i++)
        if (table->position[i] != TABLE_ABSENT)
            record->fields[i] = fields[table->position[i]];
    return 0;
}

/* Passes over the rest of the line. */
static int refuse_long_line(struct table *table, struct line *line, stance_error *error)
{
    size_t number = line->number;
    while (line->text != NULL && line->continued)
        if (document_next(table->document, line, error) != 0)
            return -1;
    return error_set(error, STANCE_RECORD, "%s: line %zu: longer than %zu bytes", table_name(table),
                     number, DOCUMENT_LINE_LIMIT);
}

int table_next_line(struct table *table, struct line *line, stance_error *error)
{
    do {
        if (document_next(table->document, line, error) != 0)
            return -1;
        if (line->text != NULL && line->continued)
            return refuse_long_line(table, line, error);
    } while (line->text != NULL && line->length == 0);
    return 0;
}
