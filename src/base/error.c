/* In: a status and the parts of a sentence. Out: a stance_error, or a call of the warning sink.
 * Must not know who will print it. */
#include "base/error.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* File names and labels are the world's: none may move the reader's cursor. */
static void mask_controls(char *message)
{
    for (char *c = message; *c != '\0'; c++)
        if ((unsigned char)*c < 0x20 || *c == 0x7f)
            *c = '?';
}

void error_fill(stance_error *error, enum stance_status status, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    error->status = status;
    vsnprintf(error->message, sizeof error->message, format, arguments);
    va_end(arguments);
    mask_controls(error->message);
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
    mask_controls(message);
    sink->receive(sink->context, message);
}
