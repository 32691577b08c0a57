/* Hand-labelled rows, from one or more files, in the order of the files. */
#ifndef STANCE_TRAIN_DATASET_H
#define STANCE_TRAIN_DATASET_H

#include "base/buffer.h"
#include "base/intern.h"
#include "model/labels.h"
#include "read/rejects.h"
#include "read/table.h"

#include <stddef.h>
#include <stdint.h>

struct dataset_row {
    size_t text_start; /* in dataset.texts, in bytes */
    size_t text_length;
    size_t label; /* index in dataset.labels */
    size_t group; /* rows of one group never stand on both sides of a fold; dense, from 0 */
    size_t file;  /* index in dataset.files */
    size_t line;
};

struct dataset {
    struct dataset_row *rows; /* [count] */
    size_t count;
    size_t capacity;
    struct buffer texts;  /* all texts, valid UTF-8 without spaces around them */
    struct labels labels; /* sorted */
    char **files;         /* [n_files] display names */
    size_t n_files;
    size_t n_groups;
    uint64_t checksum; /* of labels, groups and texts, row by row; file names do not count */
};

#define DATASET_EMPTY ((struct dataset){.labels = LABELS_EMPTY})

struct dataset_columns {
    enum table_format format;
    const char *label; /* NULL: "label" */
    const char *text;  /* NULL: "text" */
    const char *group; /* NULL: "group", where the file has it; without it each row is a group */
};

/* Reads all files ("-": standard input). A record that cannot be read, or with an empty label or
 * text, goes to `rejects` and is passed over; where that is NULL, it is a failure. Texts that are
 * the same word for word are put into one group. On success the caller releases *dataset. */
int dataset_load(const char *const *paths, size_t n_paths, const struct dataset_columns *columns,
                 const struct warning_sink *warnings, struct rejects *rejects,
                 struct dataset *dataset, stance_error *error);

void dataset_release(struct dataset *dataset);

/* The text of a row; not NUL-terminated. */
const char *dataset_text(const struct dataset *dataset, size_t row, size_t *length);

/* "FILE: line N" for a message. */
void dataset_place(const struct dataset *dataset, size_t row, char *text, size_t size);

/* How many rows each label has: counts[labels.count]. */
void dataset_label_counts(const struct dataset *dataset, size_t *counts);

#endif
