/* In: bytes. Out: a gzip member. Must not know what the test does with it. */
#include "packed.h"

#include "check.h"

#include <zlib.h>

void packed_append(const void *bytes, size_t length, struct buffer *out)
{
    z_stream stream = {0};
    REQUIRE(deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) == Z_OK);
    size_t bound = deflateBound(&stream, length);
    char *place = buffer_reserve(out, bound);
    REQUIRE(place != NULL);
    stream.next_in = (unsigned char *)bytes;
    stream.avail_in = (unsigned)length;
    stream.next_out = (unsigned char *)place;
    stream.avail_out = (unsigned)bound;
    REQUIRE(deflate(&stream, Z_FINISH) == Z_STREAM_END);
    out->length += stream.total_out;
    deflateEnd(&stream);
}
