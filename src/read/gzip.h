/* The bytes that were packed with gzip, as they come: one member after the other, as gzip -d gives
 * them. Little memory, however much they unpack to. */
#ifndef STANCE_READ_GZIP_H
#define STANCE_READ_GZIP_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

#define GZIP_MAGIC      "\x1f\x8b"
#define GZIP_MAGIC_SIZE (sizeof GZIP_MAGIC - 1)

struct gzip;

/* Reads from `fd` (borrowed), whose first `length` bytes were read already: they are `head`, which
 * is copied, and of at most GZIP_HEAD_LIMIT bytes. `path` (borrowed) is for messages. On success
 * *gzip is the caller's. */
int gzip_new(int fd, const char *path, const char *head, size_t length, struct gzip **gzip,
             stance_error *error);

#define GZIP_HEAD_LIMIT ((size_t)64 << 10)

/* Unpacks up to `capacity` (at least 1) bytes; *length is 0 only at the end. Where the packed bytes
 * are damaged or break off, that is an error, but only once what stands before was given out; it
 * stays the same however often it is asked for more. */
int gzip_read(struct gzip *gzip, char *bytes, size_t capacity, size_t *length, stance_error *error);

/* Whether the next read would have to wait for the other end of a pipe. */
bool gzip_would_wait(const struct gzip *gzip);

/* Frees it; NULL is allowed. */
void gzip_free(struct gzip *gzip);

#endif
