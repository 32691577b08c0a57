/* The bytes of an input: of a file, a pipe or standard input, unpacked where gzip has packed them.
 *
 *     file --read--> bytes --gzip, if they begin as it does--> bytes --kind--> document, table,
 * page
 *
 * Whether they are packed is told by the bytes alone, not by the name. */
#ifndef STANCE_READ_SOURCE_H
#define STANCE_READ_SOURCE_H

#include "base/buffer.h"
#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct source;

/* Opens `path` ("-": standard input) without reading. A folder is refused. On success *source is
 * the caller's. */
int source_open(const char *path, struct source **source, stance_error *error);

/* From now on adds to *count what is read, of a packed file what is read of it; `count` is borrowed
 * and may be NULL: nobody counts. */
void source_count(struct source *source, uint64_t *count);

/* Closes a source; NULL is allowed. */
void source_close(struct source *source);

/* Gives up to `capacity` (at least SOURCE_READ_MIN) bytes; *length is 0 only at the end. What could
 * be read before a failure is given out before it. */
int source_read(struct source *source, char *bytes, size_t capacity, size_t *length,
                stance_error *error);

#define SOURCE_READ_MIN ((size_t)64)

/* Reads once more and shows all bytes that were looked at so far: the first of the source, which
 * source_read() will give again. *at_end says that there are no more. To be called before the first
 * source_read(). The bytes are the source's, valid until the next call. */
int source_look(struct source *source, const char **head, size_t *length, bool *at_end,
                stance_error *error);

/* Appends all that is left, at most `limit` bytes, to `content`. More are an error. */
int source_read_all(struct source *source, size_t limit, struct buffer *content,
                    stance_error *error);

/* Whether the next read would have to wait: a pipe or a terminal that has nothing to give yet. */
bool source_would_wait(const struct source *source);

const char *source_path(const struct source *source);

/* The name for messages and output: "standard input" for "-". */
const char *source_name(const struct source *source);

/* Whether a file of this name has this ending ('.' and all), in any case of letters, with ".gz"
 * behind it or not. */
bool source_name_ends(const char *path, const char *ending);

#endif
