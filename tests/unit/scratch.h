/* A temporary folder for the files that a test needs, and an ear for warnings. */
#ifndef TESTS_UNIT_SCRATCH_H
#define TESTS_UNIT_SCRATCH_H

#include "base/error.h"

#include <stddef.h>

#define SCRATCH_PATH_SIZE 512

struct scratch {
    char folder[SCRATCH_PATH_SIZE]; /* in $TMPDIR, or in /tmp */
    char path[SCRATCH_PATH_SIZE];   /* what scratch_path() gave last */
};

void scratch_make(struct scratch *scratch);

/* Removes the folder with the files and the empty folders in it. */
void scratch_remove(const struct scratch *scratch);

/* The path of `name` in the folder, valid until the next call. */
const char *scratch_path(struct scratch *scratch, const char *name);

/* Writes a file and returns its path. */
const char *scratch_write(struct scratch *scratch, const char *name, const void *bytes,
                          size_t length);

/* How many names there are in the folder. */
size_t scratch_count(const struct scratch *scratch);

/* What `message` says after the path that scratch_path() gave last; all of it where it begins
 * otherwise. */
const char *scratch_after_path(const struct scratch *scratch, const char *message);

struct warnings {
    const struct scratch *scratch;
    size_t count;
    char text[4096]; /* one a line, without the path */
};

struct warning_sink warnings_sink(struct warnings *warnings, const struct scratch *scratch);

#endif
