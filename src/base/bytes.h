/* Numbers as bytes, little-endian on every machine; reading checks every count against what
 * remains. */
#ifndef STANCE_BASE_BYTES_H
#define STANCE_BASE_BYTES_H

#include "base/buffer.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A place in a run of bytes that is being read. Reading past the end sets `overrun`, gives zeros
 * and moves no further, so that a reader may look at `overrun` once for a group of fields. */
struct byte_reader {
    const unsigned char *bytes;
    size_t length;
    size_t position; /* bytes read, at most length */
    bool overrun;
};

struct byte_reader byte_reader_on(const void *bytes, size_t length);

uint64_t bytes_get_u64(struct byte_reader *reader);
float bytes_get_f32(struct byte_reader *reader);
double bytes_get_f64(struct byte_reader *reader);

/* Fills values[count]; with too few bytes left, nothing. */
void bytes_get_f32s(struct byte_reader *reader, float *values, size_t count);

/* Whether `count` items of at least `size` bytes can still follow: to be asked before memory is
 * reserved for a count that a file claims. */
static inline bool bytes_can_hold(const struct byte_reader *reader, uint64_t count, size_t size)
{
    return !reader->overrun && count <= (reader->length - reader->position) / size;
}

/* The next `length` bytes, in place, or NULL where fewer remain. */
static inline const char *bytes_get_run(struct byte_reader *reader, size_t length)
{
    if (!bytes_can_hold(reader, length, 1)) {
        reader->overrun = true;
        return NULL;
    }
    const char *run = (const char *)reader->bytes + reader->position;
    reader->position += length;
    return run;
}

/* Inline, as the two before: a vocabulary has a hundred thousand of each. */
static inline uint32_t bytes_get_u32(struct byte_reader *reader)
{
    const unsigned char *run = (const unsigned char *)bytes_get_run(reader, 4);
    return run == NULL ? 0
                       : (uint32_t)run[0] | (uint32_t)run[1] << 8 | (uint32_t)run[2] << 16 |
                             (uint32_t)run[3] << 24;
}

void bytes_put_u32(struct buffer *out, uint32_t value);
void bytes_put_u64(struct buffer *out, uint64_t value);
void bytes_put_f32(struct buffer *out, float value);
void bytes_put_f64(struct buffer *out, double value);

#endif
