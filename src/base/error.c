/* In: a status and the parts of a sentence. Out: a stance_error, or a call of the warning sink.
 * Must not know who will print it. */
#include "base/error.h"

#include "base/utf8.h"

#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* File names and labels are the world's: none may move the reader's cursor. C0, DEL and C1 (U+0080
 * to U+009F) become '?', and so do the controls of direction. A code point that was cut at the end
 * of the room is dropped. */
static void finish_message(char *message, size_t size)
{
    size_t length = strlen(message);
    if (length == size - 1) {
        size_t start = length;
        while (start > 0 && length - start < 3 &&
               ((unsigned char)message[start - 1] & 0xc0) == 0x80)
            start--;
        if (start > 0 && utf8_width((unsigned char)message[start - 1]) > length - start + 1)
            message[start - 1] = '\0';
    }
    char *out = message;
    for (const char *c = message; *c != '\0'; c++) {
        unsigned char first = (unsigned char)c[0], second = (unsigned char)c[1];
        bool c1 = first == 0xc2 && second >= 0x80 && second < 0xa0;
        bool turn = utf8_turns_direction(c, strnlen(c, 3));
        *out = *c;
        if (first < 0x20 || first == 0x7f || c1 || turn)
            *out = '?';
        out++;
        c += turn ? 2 : c1;
    }
    *out = '\0';
}

void error_fill(stance_error *error, enum stance_status status, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    error->status = status;
    vsnprintf(error->message, sizeof error->message, format, arguments);
    va_end(arguments);
    finish_message(error->message, sizeof error->message);
}

void error_fill_system(stance_error *error, const char *path, const char *action)
{
    char space[128];
    const char *reason = strerror_r(errno, space, sizeof space); /* GNU's: never NULL */
    error_fill(error, STANCE_IO, "%s: cannot %s: %s", path, action, reason);
}

void warning_send(const struct warning_sink *sink, const char *format, ...)
{
    if (sink == NULL || sink->receive == NULL)
        return;
    char message[1024];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    finish_message(message, sizeof message);
    sink->receive(sink->context, message);
}
