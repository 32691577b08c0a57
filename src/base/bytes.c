/* In: numbers or bytes. Out: bytes or numbers. Must not know what is stored. */
#include "base/bytes.h"

#include <string.h>

struct byte_reader byte_reader_on(const void *bytes, size_t length)
{
    return (struct byte_reader){.bytes = bytes, .length = length};
}

uint64_t bytes_get_u64(struct byte_reader *reader)
{
    if (!bytes_can_hold(reader, 1, 8)) {
        reader->overrun = true; /* and half of it is not read either */
        return 0;
    }
    uint64_t low = bytes_get_u32(reader);
    return low | (uint64_t)bytes_get_u32(reader) << 32;
}

static bool is_little_endian(void)
{
    const uint16_t one = 1;
    unsigned char first;
    memcpy(&first, &one, 1);
    return first == 1;
}

void bytes_get_f32s(struct byte_reader *reader, float *values, size_t count)
{
    if (!bytes_can_hold(reader, count, sizeof *values)) {
        reader->overrun = true;
    } else if (is_little_endian()) { /* as it stands in the file */
        const char *run = bytes_get_run(reader, count * sizeof *values);
        memcpy(values, run, count * sizeof *values);
    } else {
        for (size_t i = 0; i < count; i++)
            values[i] = bytes_get_f32(reader);
    }
}

float bytes_get_f32(struct byte_reader *reader)
{
    uint32_t bits = bytes_get_u32(reader);
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

double bytes_get_f64(struct byte_reader *reader)
{
    uint64_t bits = bytes_get_u64(reader);
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

static void put(struct buffer *out, uint64_t value, size_t width)
{
    unsigned char bytes[8];
    for (size_t i = 0; i < width; i++)
        bytes[i] = (unsigned char)(value >> (8 * i));
    buffer_append(out, bytes, width);
}

void bytes_put_u32(struct buffer *out, uint32_t value)
{
    put(out, value, 4);
}

void bytes_put_u64(struct buffer *out, uint64_t value)
{
    put(out, value, 8);
}

void bytes_put_f32(struct buffer *out, float value)
{
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    bytes_put_u32(out, bits);
}

void bytes_put_f64(struct buffer *out, double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    bytes_put_u64(out, bits);
}
