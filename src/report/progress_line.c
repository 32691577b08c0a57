/* In: counts and seconds. Out: a line of text. Must not know clocks or terminals. */
#include "report/progress_line.h"

#include <math.h>

#define BAR_WIDTH     20
#define BAR_COLUMNS   80    /* with fewer there is no bar */
#define SECONDS_LIMIT 3.6e6 /* a thousand hours: nobody waits for more */

/* The thousand that suits `bytes`: its name, and how many bytes it is. */
static double scale_of(double bytes, const char **name)
{
    static const char *const names[] = {"bytes", "kB", "MB", "GB", "TB"};
    double scale = 1;
    size_t i = 0;
    for (; i + 1 < sizeof names / sizeof names[0] && bytes >= 1000 * scale; i++)
        scale *= 1000;
    *name = names[i];
    return scale;
}

/* Two digits at least. */
static void put_number(double number, struct buffer *out)
{
    buffer_append_format(out, number < 9.95 ? "%.1f" : "%.0f", number);
}

static void put_bar(size_t percent, struct buffer *out)
{
    buffer_append_string(out, "  ");
    for (size_t i = 0; i < BAR_WIDTH; i++)
        buffer_append_char(out, i * 100 < percent * BAR_WIDTH ? '#' : '.');
}

static void put_count(const struct progress_state *state, struct buffer *out)
{
    if (state->unit != NULL) {
        buffer_append_format(out, "  %s %zu", state->unit, state->done);
        if (state->total > 0)
            buffer_append_format(out, " of %zu", state->total);
        return;
    }
    const char *name;
    double scale = scale_of((double)(state->total > 0 ? state->total : state->done), &name);
    buffer_append_format(out, "  %.0f", floor((double)state->done / scale));
    if (state->total > 0)
        buffer_append_format(out, " of %.0f", floor((double)state->total / scale));
    buffer_append_format(out, " %s", name);
}

static void put_rate(const struct progress_state *state, double rate, struct buffer *out)
{
    const char *name;
    double scale = state->unit == NULL ? scale_of(rate, &name) : 1;
    buffer_append_string(out, "  ");
    if (state->unit != NULL && rate < 1) {
        put_number(1 / rate, out);
        buffer_append_string(out, " s each");
        return;
    }
    put_number(rate / scale, out);
    if (state->unit == NULL)
        buffer_append_format(out, " %s/s", name);
    else
        buffer_append_string(out, "/s");
}

static void put_time_left(double seconds, struct buffer *out)
{
    if (seconds > SECONDS_LIMIT)
        return;
    unsigned long left = (unsigned long)ceil(seconds);
    if (left >= 3600)
        buffer_append_format(out, "  %lu:%02lu:%02lu left", left / 3600, left / 60 % 60, left % 60);
    else
        buffer_append_format(out, "  %lu:%02lu left", left / 60, left % 60);
}

void progress_line(const struct progress_state *state, size_t columns, struct buffer *out)
{
    size_t start = out->length;
    size_t done = state->total > 0 && state->done > state->total ? state->total : state->done;
    struct progress_state shown = *state;
    shown.done = done; /* a file may grow while it is read */
    buffer_append_string(out, state->what);
    if (state->total > 0) {
        size_t percent = (size_t)(100 * ((double)done / (double)state->total));
        if (columns >= BAR_COLUMNS)
            put_bar(percent, out);
        buffer_append_format(out, "  %zu %%", percent);
    }
    put_count(&shown, out);
    if (done > 0 && state->seconds > 0) {
        double rate = (double)done / state->seconds;
        put_rate(&shown, rate, out);
        if (state->total > 0)
            put_time_left((double)(state->total - done) / rate, out);
    }
    if (!out->failed && out->length - start >= columns) {
        out->length = start + columns - 1;
        out->data[out->length] = '\0';
    }
}
