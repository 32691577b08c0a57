/* Independent tasks on a few threads. */
#ifndef STANCE_BASE_PARALLEL_H
#define STANCE_BASE_PARALLEL_H

#include "base/error.h"

/* One task: `index` counts from 0. Returns 0, or -1 with *error filled. Tasks must not share
 * anything that one of them writes. */
typedef int parallel_task(void *context, size_t index, stance_error *error);

/* Runs tasks 0 … count-1 on up to `threads` threads (at least 1, the caller's among them). Returns
 * 0 if all succeeded, else -1 with the error of the failed task with the lowest index; after a
 * failure no further task is begun. */
int parallel_run(size_t count, size_t threads, parallel_task *task, void *context,
                 stance_error *error);

/* The number of processors that may be used, at least 1. */
size_t parallel_processors(void);

#endif
