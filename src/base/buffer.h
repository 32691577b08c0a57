/* A growing run of bytes.
 *
 * Invariants: `data` is NULL or holds `capacity` bytes; `length < capacity` once anything was
 * appended, and data[length] is NUL, so that `data` is also a C string. A failed append sets
 * `failed` and keeps what was there; later appends do nothing. So a writer appends freely and looks
 * at `failed` once, before the bytes are used. */
#ifndef STANCE_BASE_BUFFER_H
#define STANCE_BASE_BUFFER_H

#include <stdbool.h>
#include <stddef.h>

struct buffer {
    char *data;
    size_t length;
    size_t capacity;
    bool failed; /* memory ran out: the content is incomplete */
};

#define BUFFER_EMPTY ((struct buffer){0})

void buffer_release(struct buffer *buffer);

/* Forgets the content and the failure, keeps the memory. */
void buffer_reset(struct buffer *buffer);

/* Makes room for `more` further bytes and a NUL. Returns the place to write them to, or NULL with
 * `failed` set. */
char *buffer_reserve(struct buffer *buffer, size_t more);

void buffer_append(struct buffer *buffer, const void *bytes, size_t length);
void buffer_append_string(struct buffer *buffer, const char *string);
void buffer_append_char(struct buffer *buffer, char c);
__attribute__((format(printf, 2, 3))) void buffer_append_format(struct buffer *buffer,
                                                                const char *format, ...);

#endif
