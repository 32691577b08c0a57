/* In: labelled files. Out: their records, whole. Must not know what will be made of them. */
#include "read/records.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

void records_release(struct records *records)
{
    intern_release(&records->columns);
    buffer_release(&records->bytes);
    free(records->cells);
    free(records->end);
    *records = RECORDS_EMPTY;
}

static size_t begin_of(const struct records *records, size_t record)
{
    return record == 0 ? 0 : records->end[record - 1];
}

void records_get(const struct records *records, size_t record, const struct record_cell **cells)
{
    for (uint32_t column = 0; column < records->columns.count; column++)
        cells[column] = NULL;
    for (size_t i = begin_of(records, record); i < records->end[record]; i++)
        cells[records->cells[i].column] = &records->cells[i];
}

static int add_cell(struct records *records, const struct table *table, size_t line,
                    const struct table_cell *cell, stance_error *error)
{
    struct record_cell added = {
        .start = records->bytes.length,
        .length = cell->value.length,
        .column = intern_add(&records->columns, cell->name.text, cell->name.length),
        .is_json = cell->is_json};
    if (added.column == INTERN_ABSENT)
        return error_no_memory(error);
    for (size_t i = begin_of(records, records->count); i < records->n_cells; i++)
        if (records->cells[i].column == added.column)
            return error_set(error, STANCE_RECORD, "%s: line %zu: two columns '%.*s'",
                             table_name(table), line, (int)cell->name.length, cell->name.text);
    buffer_append(&records->bytes, cell->value.text, cell->value.length);
    if (records->bytes.failed || memory_reserve(&records->cells, &records->cells_capacity,
                                                records->n_cells + 1, sizeof *records->cells) != 0)
        return error_no_memory(error);
    records->cells[records->n_cells++] = added;
    return 0;
}

static int add_record(void *context, struct table *table, const struct table_record *record,
                      stance_error *error)
{
    struct records *records = context;
    const struct table_cell *cells;
    size_t count;
    records->n_cells = begin_of(records, records->count); /* of a record that was rejected */
    if (table_cells(table, record, &cells, &count, error) != 0)
        return -1;
    for (size_t i = 0; i < count; i++)
        if (add_cell(records, table, record->line, &cells[i], error) != 0)
            return -1;
    if (memory_reserve(&records->end, &records->end_capacity, records->count + 1,
                       sizeof *records->end) != 0)
        return error_no_memory(error);
    records->end[records->count++] = records->n_cells;
    return 0;
}

int records_load(const char *const *paths, size_t n_paths, const struct records_source *source,
                 const struct warning_sink *warnings, struct rejects *rejects,
                 struct records *records, stance_error *error)
{
    /* Only a label that was asked for must be there: records may be on their way to be labelled. */
    const struct table_column columns[2] = {
        {source->label == NULL ? "label" : source->label, TABLE_POSITIONAL, source->label != NULL},
        {source->text == NULL ? "text" : source->text, TABLE_REQUIRED, source->text != NULL},
    };
    struct records loaded = RECORDS_EMPTY;
    for (size_t i = 0; i < n_paths; i++) {
        if (table_read(paths[i], source->format, columns, 2, warnings, rejects, add_record, &loaded,
                       error) != 0) {
            records_release(&loaded);
            return -1;
        }
    }
    loaded.label = intern_find(&loaded.columns, columns[0].name, strlen(columns[0].name));
    loaded.text = intern_find(&loaded.columns, columns[1].name, strlen(columns[1].name));
    *records = loaded;
    return 0;
}
