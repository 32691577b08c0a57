/* Labelled records with all their columns, from one or more tables, in memory. */
#ifndef STANCE_READ_RECORDS_H
#define STANCE_READ_RECORDS_H

#include "base/buffer.h"
#include "base/intern.h"
#include "read/rejects.h"
#include "read/table.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct record_cell {
    size_t start; /* in records.bytes */
    size_t length;
    uint32_t column; /* number in records.columns */
    bool is_json;    /* JSON text (a number, a list …) and not a string */
};

struct records {
    struct intern columns;     /* names, in the order of first sight */
    struct buffer bytes;       /* all values, one after the other */
    struct record_cell *cells; /* [n_cells] record by record; one cell a column at most */
    size_t n_cells;
    size_t cells_capacity;
    size_t *end;  /* [count] where record i ends in `cells`; it begins where i-1 ends */
    size_t count; /* of records */
    size_t end_capacity;
    uint32_t label; /* number of the label's column; INTERN_ABSENT: no record has one */
    uint32_t text;
};

#define RECORDS_EMPTY ((struct records){.label = INTERN_ABSENT, .text = INTERN_ABSENT})

struct records_source {
    enum table_format format;
    const char *label; /* name of the label's column; NULL: "label", where there is one */
    const char *text;  /* NULL: "text" */
};

/* Reads all files ("-": standard input). A record that is no good (one with two fields of one name
 * among them) is given to `rejects` (may be NULL), and passed over. On success the caller releases
 * *records. */
int records_load(const char *const *paths, size_t n_paths, const struct records_source *source,
                 const struct warning_sink *warnings, struct rejects *rejects,
                 struct records *records, stance_error *error);

void records_release(struct records *records);

/* Points cells[records->columns.count] at the cells of a record; NULL: it has no such column. */
void records_get(const struct records *records, size_t record, const struct record_cell **cells);

#endif
