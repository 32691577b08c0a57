/* In: bytes. Out: the same bytes, one after the other. Must not know what they mean. */
#include "base/buffer.h"

#include "base/memory.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void buffer_release(struct buffer *buffer)
{
    free(buffer->data);
    *buffer = BUFFER_EMPTY;
}

void buffer_reset(struct buffer *buffer)
{
    buffer->length = 0;
    buffer->failed = false;
    if (buffer->data != NULL)
        buffer->data[0] = '\0';
}

char *buffer_reserve(struct buffer *buffer, size_t more)
{
    if (buffer->failed)
        return NULL;
    if (more < buffer->capacity - buffer->length) /* length <= capacity */
        return buffer->data + buffer->length;
    if (more >= SIZE_MAX - buffer->length ||
        memory_reserve(&buffer->data, &buffer->capacity, buffer->length + more + 1, 1) != 0) {
        buffer->failed = true;
        return NULL;
    }
    return buffer->data + buffer->length;
}

void buffer_append(struct buffer *buffer, const void *bytes, size_t length)
{
    char *place = buffer_reserve(buffer, length);
    if (place == NULL)
        return;
    if (length > 0)
        memcpy(place, bytes, length);
    place[length] = '\0';
    buffer->length += length;
}

void buffer_append_string(struct buffer *buffer, const char *string)
{
    buffer_append(buffer, string, strlen(string));
}

void buffer_append_char(struct buffer *buffer, char c)
{
    buffer_append(buffer, &c, 1);
}

void buffer_append_format(struct buffer *buffer, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    va_list again;
    va_copy(again, arguments);
    int needed = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    char *place = needed < 0 ? NULL : buffer_reserve(buffer, (size_t)needed);
    if (place != NULL) {
        vsnprintf(place, (size_t)needed + 1, format, again);
        buffer->length += (size_t)needed;
    } else {
        buffer->failed = true;
    }
    va_end(again);
}
