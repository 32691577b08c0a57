/* In: messages and answers. Out: bytes on standard error and standard output. */
#include "cli/talk.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdio_ext.h>
#include <string.h>

void talk_line(void *context, const char *message)
{
    (void)context;
    fprintf(stderr, "stance: %s\n", message);
}

void talk_error(const stance_error *error)
{
    talk_line(NULL, error->message);
}

void talk_usage(const char *format, ...)
{
    char message[1024];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    stance_error error;
    error_fill(&error, STANCE_ARGUMENT, "%s", message);
    talk_error(&error);
}

void talk_warning(void *context, const char *message)
{
    (void)context;
    fprintf(stderr, "stance: warning: %s\n", message);
}

/* Forgets what could not be written, so that the failure is told once, with its reason. */
static int fail_to_write(stance_error *error)
{
    error_fill_system(error, "standard output", "write");
    __fpurge(stdout);
    clearerr(stdout);
    return -1;
}

int talk_bytes(const char *bytes, size_t length, stance_error *error)
{
    size_t written = length == 0 ? 0 : fwrite(bytes, 1, length, stdout);
    return written < length ? fail_to_write(error) : 0;
}

int talk_answer(struct buffer *out, stance_error *error)
{
    if (out->failed)
        return error_no_memory(error);
    int result = talk_bytes(out->data, out->length, error);
    buffer_reset(out);
    return result;
}

int talk_finish(stance_error *error)
{
    return fflush(stdout) == 0 ? 0 : fail_to_write(error);
}

void talk_over(const char *line)
{
    fprintf(stderr, "\r%s\33[K", line);
}
