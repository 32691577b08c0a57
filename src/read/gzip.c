/* In: bytes of a gzip file. Out: the bytes that were packed. Must not know what they are. The only
 * file that includes <zlib.h>. */
#include "read/gzip.h"

#include "base/file.h"
#include "base/memory.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#define WINDOW_OF_GZIP (15 + 16) /* zlib's: the largest window, gzip's header and nothing else */

struct gzip {
    z_stream stream;
    int fd;
    const char *path;
    uint64_t packed; /* bytes read of the file */
    bool at_eof;
    bool inside;  /* a member has begun, and not ended */
    bool further; /* the first member has ended */
    bool pending; /* the last read was filled up: there may be more without reading on */
    unsigned char in[GZIP_HEAD_LIMIT];
};

int gzip_new(int fd, const char *path, const char *head, size_t length, struct gzip **gzip,
             stance_error *error)
{
    struct gzip *made = memory_array(1, sizeof *made);
    if (made == NULL)
        return error_no_memory(error);
    if (inflateInit2(&made->stream, WINDOW_OF_GZIP) != Z_OK) {
        free(made);
        return error_no_memory(error);
    }
    made->fd = fd;
    made->path = path;
    memcpy(made->in, head, length);
    made->stream.next_in = made->in;
    made->stream.avail_in = (unsigned)length;
    made->packed = length;
    *gzip = made;
    return 0;
}

void gzip_free(struct gzip *gzip)
{
    if (gzip == NULL)
        return;
    inflateEnd(&gzip->stream);
    free(gzip);
}

bool gzip_would_wait(const struct gzip *gzip)
{
    return !gzip->pending && gzip->stream.avail_in == 0 && !gzip->at_eof &&
           file_would_wait(gzip->fd);
}

static int refill(struct gzip *gzip, stance_error *error)
{
    size_t got;
    if (file_read(gzip->fd, gzip->path, (char *)gzip->in, sizeof gzip->in, &got, error) != 0)
        return -1;
    gzip->at_eof = got == 0;
    gzip->packed += got;
    gzip->stream.next_in = gzip->in;
    gzip->stream.avail_in = (unsigned)got;
    return 0;
}

/* Between two members there may be zeros: tar and tapes fill up with them. */
static void skip_filling(struct gzip *gzip)
{
    z_stream *stream = &gzip->stream;
    while (gzip->further && stream->avail_in > 0 && *stream->next_in == 0) {
        stream->next_in++;
        stream->avail_in--;
    }
}

static int complain(const struct gzip *gzip, stance_error *error)
{
    const z_stream *stream = &gzip->stream;
    return error_set(error, STANCE_DATA, "%s: byte %" PRIu64 " of the gzip file: damaged: %s",
                     file_display_name(gzip->path), gzip->packed - stream->avail_in,
                     stream->msg == NULL ? "no gzip data" : stream->msg);
}

/* Unpacks once from what is there. */
static int unpack(struct gzip *gzip, stance_error *error)
{
    z_stream *stream = &gzip->stream;
    if (!gzip->inside) {
        skip_filling(gzip);
        if (stream->avail_in == 0)
            return 0;
        gzip->inside = true;
    }
    int status = inflate(stream, Z_NO_FLUSH);
    if (status == Z_MEM_ERROR)
        return error_no_memory(error);
    if (status == Z_STREAM_END) {
        gzip->inside = false;
        gzip->further = true;
        inflateReset(stream);
        return 0;
    }
    return status == Z_OK || status == Z_BUF_ERROR ? 0 : complain(gzip, error);
}

int gzip_read(struct gzip *gzip, char *bytes, size_t capacity, size_t *length, stance_error *error)
{
    z_stream *stream = &gzip->stream;
    unsigned room = capacity < UINT32_MAX ? (unsigned)capacity : UINT32_MAX;
    stream->next_out = (unsigned char *)bytes;
    stream->avail_out = room;
    int result = 0;
    while (result == 0 && stream->avail_out == room) {
        if (!gzip->pending && stream->avail_in == 0 && gzip->at_eof) {
            if (gzip->inside)
                result = error_set(error, STANCE_DATA,
                                   "%s: byte %" PRIu64 " of the gzip file: it breaks off there",
                                   file_display_name(gzip->path), gzip->packed);
            break;
        }
        if (!gzip->pending && stream->avail_in == 0)
            result = refill(gzip, error);
        if (result == 0)
            result = unpack(gzip, error);
        gzip->pending = gzip->inside && stream->avail_out == 0;
    }
    *length = room - stream->avail_out;
    /* A failure is told by the next call, which fails in the same way. */
    return *length > 0 ? 0 : result;
}
