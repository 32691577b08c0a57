/* Files as whole things: read one, replace one so that a reader sees the old or the new, never a
 * half. */
#ifndef STANCE_BASE_FILE_H
#define STANCE_BASE_FILE_H

#include "base/buffer.h"
#include "base/error.h"

#include <stdbool.h>
#include <stdint.h>

/* Opens `path` for reading, or standard input for "-". A directory is refused. On success *fd is
 * the caller's, to be given to file_close(). */
int file_open(const char *path, int *fd, stance_error *error);

/* Closes a descriptor from file_open(); standard input stays open. */
void file_close(int fd);

/* Reads up to `capacity` bytes, going on after EINTR; *length is 0 only at the end of the file.
 * `path` is for the message. */
int file_read(int fd, const char *path, char *bytes, size_t capacity, size_t *length,
              stance_error *error);

/* How far a descriptor is in its file, in bytes; false where there are no places, as in a pipe. */
bool file_position(int fd, uint64_t *position);

/* The size of `path` ("-": of what standard input is) in bytes; false for what is no regular file.
 */
bool file_size(const char *path, uint64_t *size);

/* Whether a read would have to wait: a pipe or a terminal that has nothing to give yet. */
bool file_would_wait(int fd);

/* Appends the whole of `path`, at most `limit` bytes, to `content`. */
int file_read_all(const char *path, size_t limit, struct buffer *content, stance_error *error);

/* Writes beside `path`, flushes to the disk and renames: afterwards `path` holds all of the bytes,
 * or what it held before. An existing file keeps its permissions, a symbolic link goes on pointing
 * to what is replaced, and what is no regular file (a pipe, /dev/full) is written in place. The
 * signals that ask a process to end are held back meanwhile. */
int file_write_atomic(const char *path, const void *bytes, size_t length, stance_error *error);

/* Fails, in the same words, where file_write_atomic(path) would: for work that takes long. */
int file_check_writable(const char *path, stance_error *error);

/* Whether two paths lead to one existing file. */
bool file_is_same(const char *a, const char *b);

/* The name that messages and output use for `path`: "standard input" for "-". */
const char *file_display_name(const char *path);

#endif
