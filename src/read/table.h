/* Files of records with named columns: TSV, CSV (RFC 4180), JSON lines, fastText, and what the
 * labelling tools doccano and Label Studio export.
 *
 *     document --reader_tsv, reader_csv, ...--> record: the wanted fields of a line, or of several
 *
 * One interface, one reader a file: a reader turns lines of a document into records, each with the
 * fields the caller asked for, in the order in which it asked. */
#ifndef STANCE_READ_TABLE_H
#define STANCE_READ_TABLE_H

#include "base/error.h"
#include "read/document.h"
#include "read/rejects.h"

#include <stdbool.h>
#include <stddef.h>

enum table_format {
    TABLE_AUTO, /* by the file's ending, then by its first bytes */
    TABLE_TSV,
    TABLE_CSV,
    TABLE_JSONL,
    TABLE_FASTTEXT,
    TABLE_DOCCANO,     /* what doccano exports: JSON lines, or one list */
    TABLE_LABEL_STUDIO /* what Label Studio exports: JSON or JSON-MIN, one list */
};

#define TABLE_COLUMNS_MAX 8

enum table_need {
    TABLE_OPTIONAL,  /* taken where it is */
    TABLE_REQUIRED,  /* a file without it is refused */
    TABLE_POSITIONAL /* optional where columns have names, required where there is no header line */
};

/* A column that the caller wants. In a TSV or CSV file without a header line the fields are the
 * columns that are not optional, in order: "label<TAB>text". */
struct table_column {
    const char *name; /* or several, "text|body": the first of them that is there counts. What the
                         user named is one name, whatever is in it */
    enum table_need need;
    bool insisted; /* the user named it: a file without a header line is refused too */
};

struct table_field {
    const char *text; /* valid UTF-8, not NUL-terminated; NULL: the record has no such field */
    size_t length;
};

struct table_record {
    size_t line; /* where the record begins, from 1; 0 at the end of the table */
    struct table_field fields[TABLE_COLUMNS_MAX]; /* [n_columns] as asked for; valid until the next
                                                     call */
};

/* A field together with its column's name. */
struct table_cell {
    struct table_field name;
    struct table_field value; /* never a NULL text */
    bool is_json;             /* the value is JSON text (a number, a list …) and not a string */
};

struct table;

/* Opens a table and finds the wanted columns (1 to TABLE_COLUMNS_MAX of them, borrowed until the
 * table is closed; the first two are the label and the text, which some formats do not name). A
 * file without a required column is refused with the list of those it has. */
int table_open(const char *path, enum table_format format, const struct table_column *columns,
               size_t n_columns, const struct warning_sink *warnings, struct table **table,
               stance_error *error);

/* The same of an open document, which it takes over, whatever comes of it. */
int table_open_document(struct document *document, enum table_format format,
                        const struct table_column *columns, size_t n_columns, struct table **table,
                        stance_error *error);

/* The next record, or a line of 0 at the end. A record that cannot be read is an error that names
 * its line, with the status STANCE_RECORD: the next call gives the record behind it. After a quote
 * that is left open in a CSV file, that is the line after the one with the quote. After an error of
 * another status the table cannot be read on. */
int table_next(struct table *table, struct table_record *record, stance_error *error);

/* All fields of the record that table_next() gave last, wanted or not, in the order in which they
 * stand there: cells[count], valid until the table's next call. A JSON null is no field. */
int table_cells(struct table *table, const struct table_record *record,
                const struct table_cell **cells, size_t *count, stance_error *error);

/* Closes a table; NULL is allowed. */
void table_close(struct table *table);

/* Takes a record; a failure with STANCE_RECORD is of this record alone. */
typedef int table_receiver(void *context, struct table *table, const struct table_record *record,
                           stance_error *error);

/* Opens a table, gives each record to `receive`, and closes it. Records that are no good, to
 * table_next() or to `receive`, go to `rejects` (may be NULL: see rejects_take()); a table of which
 * none is taken is a failure. */
int table_read(const char *path, enum table_format format, const struct table_column *columns,
               size_t n_columns, const struct warning_sink *warnings, struct rejects *rejects,
               table_receiver *receive, void *context, stance_error *error);

/* The name for messages. */
const char *table_name(const struct table *table);

#endif
