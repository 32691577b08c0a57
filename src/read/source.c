/* In: a path. Out: its bytes, unpacked. Must not know what they mean. */
#include "read/source.h"

#include "base/file.h"
#include "base/memory.h"
#include "read/gzip.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define LOOK_SIZE ((size_t)4 << 10) /* enough for most first lines */
#define READ_SIZE ((size_t)64 << 10)

struct source {
    char *path;
    int fd;
    bool begun;         /* the first bytes were read, and told whether the rest is packed */
    bool at_end;        /* a read gave nothing: a terminal must not be asked again */
    struct gzip *gzip;  /* NULL: not packed */
    struct buffer head; /* looked at */
    size_t head_given;  /* bytes of it that source_read() has given */
    uint64_t *count;    /* NULL: nobody counts */
    uint64_t counted;   /* where in the file that was */
};

int source_open(const char *path, struct source **source, stance_error *error)
{
    struct source *opened = memory_array(1, sizeof *opened);
    if (opened == NULL)
        return error_no_memory(error);
    opened->fd = -1;
    opened->path = memory_copy_string(path, strlen(path));
    int result =
        opened->path == NULL ? error_no_memory(error) : file_open(path, &opened->fd, error);
    if (result != 0) {
        source_close(opened);
        return -1;
    }
    *source = opened;
    return 0;
}

void source_count(struct source *source, uint64_t *count)
{
    source->count = count;
    (void)file_position(source->fd, &source->counted);
}

void source_close(struct source *source)
{
    if (source == NULL)
        return;
    gzip_free(source->gzip);
    file_close(source->fd);
    buffer_release(&source->head);
    free(source->path);
    free(source);
}

const char *source_path(const struct source *source)
{
    return source->path;
}

const char *source_name(const struct source *source)
{
    return file_display_name(source->path);
}

bool source_name_ends(const char *path, const char *ending)
{
    static const char packed[] = ".gz";
    size_t length = strlen(path), tail = strlen(ending), mark = sizeof packed - 1;
    if (length >= mark && strcasecmp(path + length - mark, packed) == 0)
        length -= mark;
    return length >= tail && strncasecmp(path + length - tail, ending, tail) == 0;
}

bool source_would_wait(const struct source *source)
{
    if (source->head_given < source->head.length || source->at_end)
        return false;
    return source->gzip == NULL ? file_would_wait(source->fd) : gzip_would_wait(source->gzip);
}

/* The first read: as many bytes as tell whether they are packed, in `bytes`. */
static int begin(struct source *source, char *bytes, size_t capacity, size_t *length,
                 stance_error *error)
{
    size_t got = 1;
    *length = 0;
    capacity = capacity < GZIP_HEAD_LIMIT ? capacity : GZIP_HEAD_LIMIT;
    while (got > 0 && (*length == 0 || (*length < GZIP_MAGIC_SIZE && bytes[0] == GZIP_MAGIC[0]))) {
        if (file_read(source->fd, source->path, bytes + *length, capacity - *length, &got, error) !=
            0)
            return -1;
        *length += got;
    }
    source->begun = true;
    if (*length < GZIP_MAGIC_SIZE || memcmp(bytes, GZIP_MAGIC, GZIP_MAGIC_SIZE) != 0)
        return 0;
    if (gzip_new(source->fd, source->path, bytes, *length, &source->gzip, error) != 0)
        return -1;
    return gzip_read(source->gzip, bytes, capacity, length, error);
}

/* The kernel knows what was read of a packed file; a pipe has no places, and what it gave counts.
 */
static void count(struct source *source, size_t length)
{
    uint64_t position;
    if (source->count == NULL)
        return;
    if (!file_position(source->fd, &position))
        position = source->counted + length;
    *source->count += position - source->counted;
    source->counted = position;
}

/* Reads past what was looked at. */
static int read_on(struct source *source, char *bytes, size_t capacity, size_t *length,
                   stance_error *error)
{
    *length = 0;
    if (source->at_end)
        return 0;
    int result;
    if (!source->begun)
        result = begin(source, bytes, capacity, length, error);
    else if (source->gzip != NULL)
        result = gzip_read(source->gzip, bytes, capacity, length, error);
    else
        result = file_read(source->fd, source->path, bytes, capacity, length, error);
    source->at_end = result == 0 && *length == 0;
    if (result == 0)
        count(source, *length);
    return result;
}

int source_read(struct source *source, char *bytes, size_t capacity, size_t *length,
                stance_error *error)
{
    size_t left = source->head.length - source->head_given;
    if (left == 0)
        return read_on(source, bytes, capacity, length, error);
    *length = left < capacity ? left : capacity;
    memcpy(bytes, source->head.data + source->head_given, *length);
    source->head_given += *length;
    return 0;
}

int source_look(struct source *source, const char **head, size_t *length, bool *at_end,
                stance_error *error)
{
    char *place = buffer_reserve(&source->head, LOOK_SIZE);
    if (place == NULL)
        return error_no_memory(error);
    size_t got;
    if (read_on(source, place, LOOK_SIZE, &got, error) != 0)
        return -1;
    source->head.length += got;
    *head = source->head.data;
    *length = source->head.length;
    *at_end = source->at_end;
    return 0;
}

int source_read_all(struct source *source, size_t limit, struct buffer *content,
                    stance_error *error)
{
    size_t start = content->length;
    for (size_t got = 1; got > 0;) {
        char *place = buffer_reserve(content, READ_SIZE);
        if (place == NULL)
            return error_no_memory(error);
        if (source_read(source, place, READ_SIZE, &got, error) != 0)
            return -1;
        content->length += got;
        content->data[content->length] = '\0';
        if (content->length - start > limit)
            return error_set(error, STANCE_DATA, "%s: larger than %zu bytes", source_name(source),
                             limit);
    }
    return 0;
}
