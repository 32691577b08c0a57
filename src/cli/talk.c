/* In: messages and answers. Out: bytes on standard error and standard output. */
#include "cli/talk.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define BAR_WIDTH 30

void talk_error(const stance_error *error)
{
    if (error->message[0] != '\0')
        fprintf(stderr, "stance: %s\n", error->message);
}

void talk_warning(void *context, const char *message)
{
    (void)context;
    fprintf(stderr, "stance: warning: %s\n", message);
}

int talk_answer(struct buffer *out, stance_error *error)
{
    if (out->failed)
        return error_no_memory(error);
    if (out->length > 0)
        fwrite(out->data, 1, out->length, stdout);
    buffer_reset(out);
    /* stdout keeps its own error mark for talk_finish(); but there is no point in going on. */
    return ferror(stdout) ? error_set(error, STANCE_IO, "%s", "") : 0;
}

int talk_finish(stance_error *error)
{
    errno = 0;
    if (fflush(stdout) == 0 && !ferror(stdout))
        return 0;
    if (errno == 0)
        errno = EIO; /* an earlier write failed, whose reason is gone */
    return error_system(error, "standard output", "write");
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
