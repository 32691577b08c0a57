/* In: records. Out: a file's bytes, and what was lost. Must not know where the records come from.
 */
#include "report/labelled.h"

#include "base/memory.h"
#include "report/escape.h"

#include <stdlib.h>
#include <string.h>

#define FASTTEXT_MARK "__label__"

struct labelled_writer;

/* A file: head, records with `between` between them, tail. */
struct layout {
    enum table_format format;
    const char *head;
    void (*put_names)(struct labelled_writer *writer); /* NULL: none */
    void (*put_record)(struct labelled_writer *writer);
    const char *between;
    const char *tail;
};

struct labelled_writer {
    const struct records *records;
    const uint32_t *order;            /* [columns.count] the columns as they are written */
    const struct record_cell **cells; /* [columns.count] of the current record, by column */
    struct buffer *out;
    struct labelled_losses *losses;
};

static const char *text_of(const struct labelled_writer *writer, const struct record_cell *cell)
{
    return writer->records->bytes.data + cell->start;
}

static bool is_empty(const struct record_cell *cell)
{
    return cell == NULL || cell->length == 0;
}

static const struct record_cell *label_of(const struct labelled_writer *writer)
{
    uint32_t label = writer->records->label;
    return label == INTERN_ABSENT ? NULL : writer->cells[label];
}

/* ---- tables ---- */

/* Appends text with a space for each byte of `unfit`, and a line end of two as one. Returns whether
 * there was any. */
static bool put_fit(const char *text, size_t length, const char *unfit, size_t n_unfit,
                    struct buffer *out)
{
    size_t from = 0;
    for (size_t i = 0; i < length; i++) {
        if (memchr(unfit, text[i], n_unfit) == NULL)
            continue;
        buffer_append(out, text + from, i - from);
        buffer_append_char(out, ' ');
        if (text[i] == '\r' && i + 1 < length && text[i + 1] == '\n')
            i++;
        from = i + 1;
    }
    buffer_append(out, text + from, length - from);
    return from > 0;
}

static bool put_tsv(const char *text, size_t length, struct buffer *out)
{
    return put_fit(text, length, "\t\n\r", sizeof "\t\n\r", out); /* and the NUL at its end */
}

static bool put_csv(const char *text, size_t length, struct buffer *out)
{
    struct buffer fit = BUFFER_EMPTY;
    bool changed = put_fit(text, length, "", 1, &fit);
    escape_csv(fit.length == 0 ? "" : fit.data, fit.length, out);
    out->failed = out->failed || fit.failed;
    buffer_release(&fit);
    return changed;
}

static void put_table_names(struct labelled_writer *writer, char separator, const char *line_end,
                            bool (*put)(const char *text, size_t length, struct buffer *out))
{
    const struct intern *columns = &writer->records->columns;
    for (uint32_t i = 0; i < columns->count; i++) {
        size_t length;
        const char *name = intern_get(columns, writer->order[i], &length);
        if (i > 0)
            buffer_append_char(writer->out, separator);
        put(name, length, writer->out);
    }
    buffer_append_string(writer->out, line_end);
}

static void put_table_record(struct labelled_writer *writer, char separator, const char *line_end,
                             bool (*put)(const char *text, size_t length, struct buffer *out))
{
    for (uint32_t i = 0; i < writer->records->columns.count; i++) {
        const struct record_cell *cell = writer->cells[writer->order[i]];
        if (i > 0)
            buffer_append_char(writer->out, separator);
        if (is_empty(cell))
            continue;
        const char *text = text_of(writer, cell);
        writer->losses->breaks += put(text, cell->length, writer->out);
        writer->losses->lists += cell->is_json && (text[0] == '[' || text[0] == '{');
    }
    buffer_append_string(writer->out, line_end);
}

static void put_tsv_names(struct labelled_writer *writer)
{
    put_table_names(writer, '\t', "\n", put_tsv);
}

static void put_tsv_record(struct labelled_writer *writer)
{
    put_table_record(writer, '\t', "\n", put_tsv);
}

static void put_csv_names(struct labelled_writer *writer)
{
    put_table_names(writer, ',', "\r\n", put_csv);
}

static void put_csv_record(struct labelled_writer *writer)
{
    put_table_record(writer, ',', "\r\n", put_csv);
}

/* ---- JSON ---- */

static void put_name(struct labelled_writer *writer, uint32_t column)
{
    size_t length;
    const char *name = intern_get(&writer->records->columns, column, &length);
    escape_json(name, length, writer->out);
}

static void put_string(struct labelled_writer *writer, const struct record_cell *cell)
{
    escape_json(text_of(writer, cell), cell->length, writer->out);
}

/* The members of an object, without that of column `but`. */
static void put_members(struct labelled_writer *writer, uint32_t but)
{
    bool first = true;
    for (uint32_t i = 0; i < writer->records->columns.count; i++) {
        uint32_t column = writer->order[i];
        const struct record_cell *cell = writer->cells[column];
        if (cell == NULL || column == but)
            continue;
        buffer_append_string(writer->out, first ? "" : ", ");
        first = false;
        put_name(writer, column);
        buffer_append_string(writer->out, ": ");
        if (cell->is_json)
            buffer_append(writer->out, text_of(writer, cell), cell->length);
        else
            put_string(writer, cell);
    }
}

static void put_json_record(struct labelled_writer *writer)
{
    buffer_append_char(writer->out, '{');
    put_members(writer, INTERN_ABSENT);
    buffer_append_string(writer->out, "}\n");
}

/* {"label": ["x"], "id": …}: no label is an empty list. */
static void put_doccano_record(struct labelled_writer *writer)
{
    const struct record_cell *label = label_of(writer);
    buffer_append_char(writer->out, '{');
    if (writer->records->label == INTERN_ABSENT)
        buffer_append_string(writer->out, "\"label\"");
    else
        put_name(writer, writer->records->label);
    buffer_append_string(writer->out, ": [");
    if (!is_empty(label))
        put_string(writer, label);
    buffer_append_string(writer->out, "], ");
    put_members(writer, writer->records->label);
    buffer_append_string(writer->out, "}\n");
}

/* {"data": {"id": …}, "annotations": [{"result": [{"from_name": "label", …}]}]}: a task with the
 * choice that the label is, as annotated; no label is a task to be annotated. */
static void put_task(struct labelled_writer *writer)
{
    const struct record_cell *label = label_of(writer);
    struct buffer *out = writer->out;
    buffer_append_string(out, "{\"data\": {");
    put_members(writer, writer->records->label);
    buffer_append_string(out, "}, \"annotations\": [");
    if (!is_empty(label)) {
        buffer_append_string(out, "{\"result\": [{\"from_name\": ");
        put_name(writer, writer->records->label);
        buffer_append_string(out, ", \"to_name\": ");
        put_name(writer, writer->records->text);
        buffer_append_string(out, ", \"type\": \"choices\", \"value\": {\"choices\": [");
        put_string(writer, label);
        buffer_append_string(out, "]}}]}");
    }
    buffer_append_string(out, "]}");
}

/* ---- fastText ---- */

static void put_fasttext_record(struct labelled_writer *writer)
{
    const struct record_cell *label = label_of(writer);
    const struct record_cell *text = writer->cells[writer->records->text];
    if (is_empty(label) || is_empty(text) ||
        memmem(text_of(writer, text), text->length, FASTTEXT_MARK, strlen(FASTTEXT_MARK)) != NULL) {
        writer->losses->records++;
        return;
    }
    buffer_append_string(writer->out, FASTTEXT_MARK);
    const char *name = text_of(writer, label);
    bool changed = false;
    for (size_t i = 0; i < label->length; i++) {
        bool fits = (unsigned char)name[i] > ' ';
        buffer_append(writer->out, fits ? name + i : "_", 1);
        changed = changed || !fits;
    }
    writer->losses->labels += changed;
    buffer_append_char(writer->out, ' ');
    writer->losses->breaks += put_tsv(text_of(writer, text), text->length, writer->out);
    buffer_append_char(writer->out, '\n');
}

/* ---- what they share ---- */

static const struct layout layouts[] = {
    {TABLE_TSV, "", put_tsv_names, put_tsv_record, "", ""},
    {TABLE_CSV, "", put_csv_names, put_csv_record, "", ""},
    {TABLE_JSONL, "", NULL, put_json_record, "", ""},
    {TABLE_FASTTEXT, "", NULL, put_fasttext_record, "", ""},
    {TABLE_DOCCANO, "", NULL, put_doccano_record, "", ""},
    {TABLE_LABEL_STUDIO, "[\n", NULL, put_task, ",\n", "\n]\n"},
};

static const struct layout *layout_of(enum table_format format)
{
    size_t i = 0;
    while (layouts[i].format != format)
        i++;
    return &layouts[i];
}

/* Where a column stands: "id", the label, the others, the text. */
static int rank(const struct records *records, uint32_t column)
{
    size_t length;
    const char *name = intern_get(&records->columns, column, &length);
    if (column == records->label)
        return 1;
    if (column == records->text)
        return 3;
    return length == 2 && memcmp(name, "id", 2) == 0 ? 0 : 2;
}

static void order_columns(const struct records *records, uint32_t *order)
{
    size_t place = 0;
    for (int r = 0; r <= 3; r++)
        for (uint32_t column = 0; column < records->columns.count; column++)
            if (rank(records, column) == r)
                order[place++] = column;
}

static void put_all(struct labelled_writer *writer, const struct layout *layout)
{
    buffer_append_string(writer->out, layout->head);
    if (layout->put_names != NULL)
        layout->put_names(writer);
    for (size_t i = 0; i < writer->records->count; i++) {
        records_get(writer->records, i, writer->cells);
        buffer_append_string(writer->out, i == 0 ? "" : layout->between);
        layout->put_record(writer);
    }
    buffer_append_string(writer->out, layout->tail);
}

int labelled_write(const struct records *records, enum table_format to, struct buffer *out,
                   struct labelled_losses *losses, stance_error *error)
{
    uint32_t *order = memory_array(records->columns.count, sizeof *order);
    const struct record_cell **cells = memory_array(records->columns.count, sizeof(*cells));
    struct labelled_writer writer = {records, order, cells, out, losses};
    *losses = (struct labelled_losses){0};
    if (order != NULL && cells != NULL) {
        order_columns(records, order);
        put_all(&writer, layout_of(to));
    }
    if (to == TABLE_FASTTEXT)
        losses->columns = records->columns.count - 1 - (records->label != INTERN_ABSENT);
    int result = order == NULL || cells == NULL || out->failed ? error_no_memory(error) : 0;
    free(order);
    free((void *)cells);
    return result;
}
