/* Records that cannot be used: each is told, as far as ten of a file, and all are counted. */
#ifndef STANCE_READ_REJECTS_H
#define STANCE_READ_REJECTS_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

struct rejects {
    struct warning_sink told; /* receives the messages */
    bool strict;              /* the first one is a failure */
    size_t count;             /* of all files */
    size_t of_file;           /* of the file that is being read */
};

/* Takes the failure of table_next(), or of the caller's own look at a record. Returns whether
 * reading may go on: a record that is no good was told and counted. If not, *error is the caller's
 * to return: another failure, or no `rejects` (NULL), or strict ones. */
bool rejects_take(struct rejects *rejects, const stance_error *error);

/* Ends a file: tells how many of its records were no good, if any. NULL is allowed. */
void rejects_end_file(struct rejects *rejects, const char *name);

#endif
