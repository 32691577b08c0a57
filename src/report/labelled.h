/* Labelled records to what trains models and to what labelling tools import. */
#ifndef STANCE_REPORT_LABELLED_H
#define STANCE_REPORT_LABELLED_H

#include "base/buffer.h"
#include "read/records.h"

/* What the format could not hold. */
struct labelled_losses {
    size_t breaks;  /* cells in which a tab, a line break or a NUL became a space */
    size_t lists;   /* cells in which a JSON list or object became text */
    size_t labels;  /* labels in which white space became '_' */
    size_t columns; /* left out */
    size_t records; /* left out: without a label or a text, or with the mark of one in the text */
};

/* Appends all records in format `to` (not TABLE_AUTO): the columns "id" and the label first, the
 * text last, the others in the order of first sight. Returns 0, or -1 when memory runs out. */
int labelled_write(const struct records *records, enum table_format to, struct buffer *out,
                   struct labelled_losses *losses, stance_error *error);

#endif
