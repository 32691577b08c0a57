/* In: messages and answers. Out: bytes on standard error and standard output. */
#include "cli/talk.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdio_ext.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define BAR_WIDTH 30

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

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

void progress_begin(struct progress_bar *bar, const char *what, int quiet)
{
    *bar = (struct progress_bar){
        .what = what, .started = now(), .percent = -1, .enabled = !quiet && isatty(STDERR_FILENO)};
}

void progress_step(void *context, size_t done, size_t total)
{
    struct progress_bar *bar = context;
    int percent = total == 0 ? 100 : (int)(100 * done / total);
    if (!bar->enabled || percent == bar->percent || now() - bar->started < 1)
        return;
    bar->percent = percent;
    fprintf(stderr, "\r%s ", bar->what);
    for (int i = 0; i < BAR_WIDTH; i++)
        fputc(i * 100 < percent * BAR_WIDTH ? '#' : '.', stderr);
    fprintf(stderr, " %3d %%", percent);
}

void progress_end(struct progress_bar *bar)
{
    if (bar->percent >= 0)
        fprintf(stderr, "\r\33[K");
}
