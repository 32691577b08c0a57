/* In: bytes of a fuzzer. Out: texts and files. Must not know what is tested with them. */
#include "support.h"

#include "base/utf8.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

void promise_broken(const char *file, int line, const char *condition)
{
    dprintf(STDERR_FILENO, "%s:%d: broken promise: %s\n", file, line, condition);
    abort();
}

void promise_error(const stance_error *error, const char *where)
{
    size_t length = strnlen(error->message, sizeof error->message);
    PROMISE(error->status != STANCE_OK);
    PROMISE(length > 0 && length < sizeof error->message);
    PROMISE(memchr(error->message, '\n', length) == NULL);
    PROMISE(strncmp(error->message, where, strlen(where)) == 0);
}

void append_valid_input(const uint8_t *data, size_t size, struct buffer *text)
{
    if (size > 0)
        utf8_repair((const char *)data, size, text);
    PROMISE(!text->failed && utf8_valid_prefix(text->data, text->length) == text->length);
}

void memory_file_make(struct memory_file *file, const void *bytes, size_t length)
{
    file->fd = memfd_create("input", MFD_CLOEXEC);
    PROMISE(file->fd >= 0);
    for (size_t done = 0; done < length;) {
        ssize_t put = write(file->fd, (const char *)bytes + done, length - done);
        PROMISE(put > 0);
        done += (size_t)put;
    }
    snprintf(file->path, sizeof file->path, "/proc/self/fd/%d", file->fd);
}

void memory_file_close(const struct memory_file *file)
{
    close(file->fd);
}
