/* In: lines of CSV as RFC 4180 has it (quoted fields may hold commas, quotation marks and line
 * ends). Out: records. The only file that includes <csv.h>. */
#include "base/buffer.h"
#include "base/memory.h"
#include "read/reader.h"

#include <csv.h>
#include <stdlib.h>
#include <string.h>

/* libcsv pushes: it is fed line by line, so that a record's first line is known, and the fields
 * gather here until it reports the end of the record.
 *
 * A quote that is left open takes the following lines for its field, up to the next quote, the
 * limit of a record or the end of the file. None of them is lost: what is read while a quoted field
 * is open is kept, and once that turns out to have been a mistake it is read again.
 *
 *     kept: | lines of sound records | lines after that of the quote … | not yet read again |
 *                                      again                             next            length
 */
struct csv {
    struct csv_parser parser;
    struct buffer text; /* the fields of the record, one after the other */
    size_t *field_end;  /* [n_fields] where field i ends in `text` */
    size_t n_fields;
    size_t capacity;
    struct table_field *fields; /* [n_fields], made when the record is complete */
    size_t fields_capacity;
    size_t record_line; /* where the record began; 0: none has begun */
    size_t quote_line;  /* where the quoted field that is open began */
    struct buffer kept; /* lines, each with its '\n', but for one whose rest is still to come */
    size_t again;
    size_t next;
    size_t next_number; /* of the line at `next` */
    bool complete;
    bool held; /* the complete record is the first one, and not yet given out */
};

static int no_space(unsigned char c)
{
    (void)c; /* RFC 4180: spaces are part of a field; libcsv would trim them */
    return 0;
}

static void on_field(void *bytes, size_t length, void *context)
{
    struct csv *csv = context;
    buffer_append(&csv->text, bytes, length);
    if (memory_reserve(&csv->field_end, &csv->capacity, csv->n_fields + 1,
                       sizeof *csv->field_end) != 0)
        csv->text.failed = true;
    else
        csv->field_end[csv->n_fields++] = csv->text.length;
}

static void on_record(int terminator, void *context)
{
    (void)terminator;
    ((struct csv *)context)->complete = true;
}

static int bad_csv(const struct table *table, size_t line, const char *what, stance_error *error)
{
    return error_set(error, STANCE_RECORD, "%s: line %zu: %s", table_name(table), line, what);
}

static int start_parser(struct csv *csv, stance_error *error)
{
    if (csv_init(&csv->parser, CSV_STRICT | CSV_STRICT_FINI) != 0)
        return error_no_memory(error);
    csv_set_space_func(&csv->parser, no_space);
    csv_set_blk_size(&csv->parser, 65536); /* its buffer would grow by 128 bytes at a time */
    return 0;
}

/* ---- lines, some of them for the second time ---- */

static int keep(struct csv *csv, const struct line *line, stance_error *error)
{
    if (csv->again > 0) {
        csv->kept.length -= csv->again;
        memmove(csv->kept.data, csv->kept.data + csv->again, csv->kept.length);
        csv->again = 0;
    }
    buffer_append(&csv->kept, line->text, line->length);
    if (!line->continued)
        buffer_append_char(&csv->kept, '\n');
    csv->next = csv->kept.length;
    return csv->kept.failed ? error_no_memory(error) : 0;
}

static int next_line(struct table *table, struct line *line, stance_error *error)
{
    struct csv *csv = table->state;
    if (csv->next == csv->kept.length) {
        if (document_next(table->document, line, error) != 0)
            return -1;
        return csv->parser.quoted && line->text != NULL ? keep(csv, line, error) : 0;
    }
    const char *text = csv->kept.data + csv->next;
    const char *stop = memchr(text, '\n', csv->kept.length - csv->next);
    size_t length = stop == NULL ? csv->kept.length - csv->next : (size_t)(stop - text);
    *line = (struct line){
        .text = text, .length = length, .number = csv->next_number, .continued = stop == NULL};
    csv->next += length + (stop != NULL);
    csv->next_number += stop != NULL;
    return 0;
}

/* What was read up to here is not to be read again. */
static void forget_lines(struct csv *csv)
{
    csv->again = csv->next;
    if (csv->again == csv->kept.length) {
        buffer_reset(&csv->kept);
        csv->again = csv->next = 0;
    }
}

/* ---- records ---- */

static int feed(struct table *table, const char *bytes, size_t length, size_t line,
                stance_error *error)
{
    struct csv *csv = table->state;
    size_t n_fields = csv->n_fields;
    bool was_open = csv->parser.quoted;
    size_t parsed = csv_parse(&csv->parser, bytes, length, on_field, on_record, csv);
    if (!was_open || csv->n_fields > n_fields)
        csv->quote_line = line;
    if (csv->text.failed || csv_error(&csv->parser) == CSV_ENOMEM)
        return error_no_memory(error);
    if (parsed != length && csv->quote_line < line)
        return error_set(error, STANCE_RECORD,
                         "%s: line %zu: a quoted field that is left open, or ends wrongly in line "
                         "%zu",
                         table_name(table), csv->quote_line, line);
    if (parsed != length)
        return bad_csv(table, line, "a quotation mark in the wrong place", error);
    if (csv->text.length + csv->n_fields + csv->parser.entry_pos > DOCUMENT_LINE_LIMIT)
        return bad_csv(table, csv->parser.quoted ? csv->quote_line : csv->record_line,
                       "a record of more than 1 MiB; is a quote left open?", error);
    return 0;
}

/* Feeds lines until a record is complete or the input ends. */
static int gather(struct table *table, struct line *line, stance_error *error)
{
    struct csv *csv = table->state;
    while (!csv->complete) {
        if (next_line(table, line, error) != 0)
            return -1;
        if (line->text == NULL)
            break;
        if (csv->record_line == 0)
            csv->record_line = line->number;
        if (feed(table, line->text, line->length, line->number, error) != 0 ||
            (!line->continued && feed(table, "\n", 1, line->number, error) != 0))
            return -1;
        if (!line->continued && (!csv->parser.quoted || csv->quote_line == line->number)) {
            forget_lines(csv);
            csv->next_number = line->number + 1;
        }
        if (csv->n_fields == 0 && csv->text.length == 0 && !csv->complete && line->length == 0)
            csv->record_line = csv->parser.quoted ? csv->record_line : 0;
    }
    if (!csv->complete && csv->record_line != 0 &&
        csv_fini(&csv->parser, on_field, on_record, csv) != 0)
        return bad_csv(table, csv->quote_line, "a quoted field is never closed", error);
    return 0;
}

/* Makes ready for the line after the one at fault, which is that of the open quote where there is
 * one, else `line`, whose rest is passed over. */
static int recover(struct table *table, struct line *line, stance_error *error)
{
    struct csv *csv = table->state;
    size_t at_fault = csv->parser.quoted ? csv->quote_line : line->number;
    csv_free(&csv->parser);
    if (start_parser(csv, error) != 0)
        return -1;
    if (line->text == NULL || at_fault < line->number) {
        csv->next = csv->again;
        csv->next_number = at_fault + 1;
        return 0;
    }
    while (line->text != NULL && line->continued)
        if (next_line(table, line, error) != 0)
            return -1;
    forget_lines(csv);
    csv->next_number = at_fault + 1;
    return 0;
}

/* Reads until a record is complete or the input ends (complete is then false). */
static int read_record(struct table *table, stance_error *error)
{
    struct csv *csv = table->state;
    buffer_reset(&csv->text);
    csv->n_fields = 0;
    csv->record_line = 0;
    csv->complete = false;
    struct line line;
    if (gather(table, &line, error) != 0) {
        stance_error second;
        if (error->status == STANCE_RECORD && recover(table, &line, &second) != 0)
            *error = second;
        return -1;
    }
    if (!csv->complete)
        return 0;
    if (memory_reserve(&csv->fields, &csv->fields_capacity, csv->n_fields, sizeof *csv->fields) !=
        0)
        return error_no_memory(error);
    for (size_t i = 0, begin = 0; i < csv->n_fields; i++) {
        const char *text = csv->text.data == NULL ? "" : csv->text.data + begin;
        csv->fields[i] = (struct table_field){text, csv->field_end[i] - begin};
        begin = csv->field_end[i];
    }
    return 0;
}

static int start(struct table *table, stance_error *error)
{
    struct csv *csv = table->state = memory_array(1, sizeof *csv);
    if (csv == NULL)
        return error_no_memory(error);
    if (start_parser(csv, error) != 0 || read_record(table, error) != 0)
        return -1;
    if (!csv->complete)
        return 0;
    bool is_header;
    if (table_match_header(table, csv->fields, csv->n_fields, csv->record_line, &is_header,
                           error) != 0)
        return -1;
    csv->held = !is_header;
    return 0;
}

static int next(struct table *table, struct table_record *record, stance_error *error)
{
    struct csv *csv = table->state;
    if (!csv->held && read_record(table, error) != 0)
        return -1;
    csv->held = false;
    if (!csv->complete)
        return 0;
    return table_pick(table, csv->fields, csv->n_fields, csv->record_line, record, error);
}

static int cells(struct table *table, const struct table_record *record, stance_error *error)
{
    (void)record;
    const struct csv *csv = table->state;
    return table_add_cells(table, csv->fields, error);
}

static void stop(struct table *table)
{
    struct csv *csv = table->state;
    if (csv == NULL)
        return;
    csv_free(&csv->parser);
    buffer_release(&csv->text);
    buffer_release(&csv->kept);
    free(csv->field_end);
    free(csv->fields);
    free(csv);
}

const struct reader reader_csv = {start, next, cells, stop};
