/* In: counts, as work goes on. Out: a line on the terminal. Must not know the work. */
#include "cli/progress.h"

#include "cli/talk.h"
#include "report/progress_line.h"
#include "report/terminal.h"

#include <time.h>
#include <unistd.h>

#define WAIT     1.0 /* seconds: shorter work needs no line */
#define INTERVAL 0.1

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

void progress_begin(struct progress *progress, const char *what, const char *unit, bool enabled)
{
    *progress = (struct progress){.what = what,
                                  .unit = unit,
                                  .started = now(),
                                  .enabled = enabled && terminal_obeys(STDERR_FILENO)};
}

void progress_step(void *context, size_t done, size_t total)
{
    struct progress *progress = context;
    if (!progress->enabled)
        return;
    double time = now();
    if (time - progress->started < WAIT || time - progress->told < INTERVAL)
        return;
    const struct progress_state state = {.what = progress->what,
                                         .unit = progress->unit,
                                         .done = done,
                                         .total = total,
                                         .seconds = time - progress->started};
    struct buffer line = BUFFER_EMPTY;
    progress_line(&state, terminal_of(STDERR_FILENO).width, &line);
    if (!line.failed) {
        talk_over(line.data);
        progress->told = time;
        progress->visible = true;
    }
    buffer_release(&line);
}

void progress_hide(struct progress *progress)
{
    if (progress->visible)
        talk_over("");
    progress->visible = false;
}
