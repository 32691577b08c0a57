/* What a reader of tables is made of. For the files of this folder only. */
#ifndef STANCE_READ_READER_H
#define STANCE_READ_READER_H

#include "base/buffer.h"
#include "read/table.h"

#include <stdint.h>

struct reader {
    /* Finds the wanted columns; may take the first line. NULL: nothing to do. */
    int (*start)(struct table *table, stance_error *error);
    /* Reads one record; line 0 at the end. */
    int (*next)(struct table *table, struct table_record *record, stance_error *error);
    /* Appends all fields of the last record with table_add_cell(). */
    int (*cells)(struct table *table, const struct table_record *record, stance_error *error);
    /* Frees table->state. NULL: nothing to do. */
    void (*stop)(struct table *table);
};

#define TABLE_ABSENT SIZE_MAX

struct table {
    struct document *document;
    const struct reader *reader;
    const struct table_column *columns; /* [n_columns] */
    size_t n_columns;
    char *names[TABLE_COLUMNS_MAX]; /* of wanted column i, one after the other, each with a NUL; an
                                       empty one ends them */
    size_t position[TABLE_COLUMNS_MAX]; /* of wanted column i among a record's fields, or ABSENT */
    size_t n_fields;                    /* that each record of the file has */
    struct buffer header;               /* names of all columns, one after the other */
    size_t *header_end;                 /* [n_fields] where that of column i ends in `header` */
    struct table_cell *cells;           /* [n_cells] what table_cells() gave last */
    size_t n_cells;
    size_t cells_capacity;
    void *state; /* the reader's own */
};

extern const struct reader reader_tsv, reader_csv, reader_jsonl, reader_fasttext, reader_export;

/* Whether a file with named columns is refused if it has not this one. */
bool table_needs(const struct table_column *column);

/* Looks for the wanted columns in the first record, and fills table->position, n_fields and header.
 * *is_header says whether the record names columns; where it is data, the fields are the columns
 * that are not optional, in order. */
int table_match_header(struct table *table, const struct table_field *fields, size_t n_fields,
                       size_t line, bool *is_header, stance_error *error);

/* Picks the wanted ones of a record's fields; a wrong number of them is an error. */
int table_pick(const struct table *table, const struct table_field *fields, size_t n_fields,
               size_t line, struct table_record *record, stance_error *error);

/* Adds a cell to those of the last record. */
int table_add_cell(struct table *table, const struct table_cell *cell, stance_error *error);

/* Adds the fields[n_fields] of a record, each by its column's name. */
int table_add_cells(struct table *table, const struct table_field *fields, stance_error *error);

/* The next line that is not empty; NULL text at the end. A line of more than DOCUMENT_LINE_LIMIT
 * bytes is an error of a record, STANCE_RECORD, and passed over: no row is that long. */
int table_next_line(struct table *table, struct line *line, stance_error *error);

#endif
