/* Tells how far work has come, in a line on standard error that is written over itself: only on a
 * terminal that can do that, after a second, and ten times a second at most. */
#ifndef STANCE_CLI_PROGRESS_H
#define STANCE_CLI_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>

struct progress {
    const char *what; /* as in progress_line.h, both */
    const char *unit;
    double started; /* seconds, monotonic */
    double told;
    bool enabled;
    bool visible;
};

/* `enabled` false: nothing will be told. */
void progress_begin(struct progress *progress, const char *what, const char *unit, bool enabled);

/* `context` is the struct progress; a total of 0 is unknown. */
void progress_step(void *context, size_t done, size_t total);

/* Takes the line away: for something else to be printed, or for good. */
void progress_hide(struct progress *progress);

#endif
