/* The paragraphs of a command's inputs, worked on in several threads and answered in their order:
 *
 *     reader (the calling thread) --batches--> workers --the oldest first--> standard output
 *
 * A bounded number of batches is on its way. The bytes that are written, and what is said on
 * standard error, do not depend on the number of threads. */
#ifndef STANCE_CLI_PIPELINE_H
#define STANCE_CLI_PIPELINE_H

#include "base/buffer.h"
#include "cli/inputs.h"
#include "text/paragraph.h"

/* What is done with paragraphs. `context` is shared: only begin_file() and end() may
 * write there. */
struct pipeline_work {
    void *context;
    const struct pattern_list *boilerplate;
    /* Makes what one thread needs for itself. */
    int (*worker_new)(const void *context, void **worker, stance_error *error);
    void (*worker_free)(void *worker);
    /* Appends the answer to a paragraph of `file` to `out`, or fills *error, which ends the
     * command. */
    int (*answer)(void *worker, const char *file, const struct paragraph *paragraph,
                  struct buffer *out, stance_error *error);
    /* Appends what stands above the answers of `file` (which outlives the command) to `out`: called
     * once a file with answers, in their order. May be NULL. */
    void (*begin_file)(void *context, const char *file, struct buffer *out);
    /* Appends what stands below all answers to `out`, or fills *error: called once, when all
     * workers are freed, unless a failure has ended the command. May be NULL. */
    int (*end)(void *context, struct buffer *out, stance_error *error);
};

/* Does the work on every paragraph of the inputs in up to `threads` threads; in the calling one
 * alone where that is 1 or there is little to do. A file that cannot be read is reported and the
 * others are done; the status is then EXIT_FAILED. */
enum exit_status pipeline_run(const struct inputs *inputs, const struct pipeline_work *work,
                              size_t threads);

#endif
