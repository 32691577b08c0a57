/* How far work has come, as one line for people:
 *
 *     training  ######..............  30 %  machine 12 of 40  1.5 s each  0:42 left
 *     reading  118 MB  62 MB/s */
#ifndef STANCE_REPORT_PROGRESS_LINE_H
#define STANCE_REPORT_PROGRESS_LINE_H

#include "base/buffer.h"

#include <stddef.h>

struct progress_state {
    const char *what; /* is done: "training", ASCII */
    const char *unit; /* what is counted: "machine"; NULL: bytes */
    size_t done;
    size_t total;   /* 0: unknown */
    double seconds; /* since the work began */
};

/* Appends the line, less than `columns` bytes of it and without a line end. Where there are fewer
 * than 80 columns there is no bar. */
void progress_line(const struct progress_state *state, size_t columns, struct buffer *out);

#endif
