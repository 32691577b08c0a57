/* In: lines with tabs between fields (the IANA type: no quoting, a quotation mark is an ordinary
 * character). Out: records. Must not know what the columns mean. */
#include "base/memory.h"
#include "read/reader.h"

#include <stdlib.h>
#include <string.h>

struct tsv {
    struct table_field *fields; /* [n_fields] of the current line */
    size_t n_fields;
    size_t capacity;
    size_t first_line; /* where the first line is a record: its number; else 0 */
};

static int split(struct tsv *tsv, const struct line *line, stance_error *error)
{
    tsv->n_fields = 0;
    const char *end = line->text + line->length;
    for (const char *field = line->text;; field++) {
        const char *stop = memchr(field, '\t', (size_t)(end - field));
        if (stop == NULL)
            stop = end;
        if (memory_reserve(&tsv->fields, &tsv->capacity, tsv->n_fields + 1, sizeof *tsv->fields) !=
            0)
            return error_no_memory(error);
        tsv->fields[tsv->n_fields++] = (struct table_field){field, (size_t)(stop - field)};
        field = stop;
        if (stop == end)
            return 0;
    }
}

static int start(struct table *table, stance_error *error)
{
    struct tsv *tsv = table->state = memory_array(1, sizeof *tsv);
    if (tsv == NULL)
        return error_no_memory(error);
    struct line line;
    bool is_header;
    if (table_next_line(table, &line, error) != 0)
        return -1;
    if (line.text == NULL)
        return 0;
    if (split(tsv, &line, error) != 0 ||
        table_match_header(table, tsv->fields, tsv->n_fields, line.number, &is_header, error) != 0)
        return -1;
    tsv->first_line = is_header ? 0 : line.number;
    return 0;
}

static int next(struct table *table, struct table_record *record, stance_error *error)
{
    struct tsv *tsv = table->state;
    size_t number = tsv->first_line; /* its fields are still in place: no line was read since */
    tsv->first_line = 0;
    if (number == 0) {
        struct line line;
        if (table_next_line(table, &line, error) != 0)
            return -1;
        if (line.text == NULL)
            return 0;
        if (split(tsv, &line, error) != 0)
            return -1;
        number = line.number;
    }
    return table_pick(table, tsv->fields, tsv->n_fields, number, record, error);
}

static int cells(struct table *table, const struct table_record *record, stance_error *error)
{
    (void)record;
    const struct tsv *tsv = table->state;
    return table_add_cells(table, tsv->fields, error);
}

static void stop(struct table *table)
{
    struct tsv *tsv = table->state;
    if (tsv != NULL)
        free(tsv->fields);
    free(tsv);
}

const struct reader reader_tsv = {start, next, cells, stop};
