/* In: dates and labels. Out: a chart. Must not know what has them. */
#include "report/timeline.h"

#include "base/memory.h"
#include "report/chart.h"
#include "report/summary.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_YEAR  1900
#define LAST_YEAR   2100
#define DAYS_MOST   45 /* columns of a chart by days */
#define MONTHS_MOST 48
#define NAME_SIZE   24
#define DAY_COUNT   ((size_t)73414) /* from 1 January of the first year to the end of the last */

static const char *const months[] = {"January",   "February", "March",    "April",
                                     "May",       "June",     "July",     "August",
                                     "September", "October",  "November", "December"};

struct calendar_day {
    int year, month, day; /* month and day from 1 */
};

/* ---- the calendar ---- */

static int month_length(int year, int month)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return lengths[month - 1] + (month == 2 && leap ? 1 : 0);
}

static int year_length(int year)
{
    return 337 + month_length(year, 2);
}

static int day_number(const struct calendar_day *day)
{
    int number = day->day - 1;
    for (int year = FIRST_YEAR; year < day->year; year++)
        number += year_length(year);
    for (int month = 1; month < day->month; month++)
        number += month_length(day->year, month);
    return number;
}

static struct calendar_day calendar_day(int number)
{
    struct calendar_day day = {FIRST_YEAR, 1, 1};
    for (; number >= year_length(day.year); day.year++)
        number -= year_length(day.year);
    for (; number >= month_length(day.year, day.month); day.month++)
        number -= month_length(day.year, day.month);
    day.day += number;
    return day;
}

static int digits(const char *text, size_t count)
{
    int number = 0;
    for (size_t i = 0; i < count; i++)
        number = 10 * number + (text[i] - '0');
    return number;
}

int timeline_day_of(const char *date, size_t length)
{
    if (summary_date_key(date, length, false) == 0)
        return -1;
    struct calendar_day day = {digits(date, 4), digits(date + 5, 2), digits(date + 8, 2)};
    if (day.year < FIRST_YEAR || day.year > LAST_YEAR || day.month < 1 || day.month > 12 ||
        day.day < 1 || day.day > month_length(day.year, day.month))
        return -1;
    return day_number(&day);
}

void timeline_put_date(const char *date, size_t length, struct buffer *out)
{
    int number = timeline_day_of(date, length);
    if (number < 0) {
        buffer_append(out, date, length);
        return;
    }
    struct calendar_day day = calendar_day(number);
    buffer_append_format(out, "%d %s %d", day.day, months[day.month - 1], day.year);
}

/* ---- counting ---- */

void timeline_init(struct timeline *timeline, const struct legend *legend)
{
    *timeline = (struct timeline){.legend = legend};
}

void timeline_release(struct timeline *timeline)
{
    free(timeline->days);
    free(timeline->places);
    free(timeline->counts);
    *timeline = (struct timeline){0};
}

/* The counts of a day, which gets a place when it is seen for the first time. */
static size_t *counts_of(struct timeline *timeline, int number)
{
    size_t width = timeline->legend->count;
    if (timeline->places == NULL)
        timeline->places = memory_array(DAY_COUNT, sizeof *timeline->places);
    if (timeline->places == NULL)
        return NULL;
    if (timeline->places[number] > 0)
        return timeline->counts + (timeline->places[number] - 1) * width;
    if (memory_reserve(&timeline->days, &timeline->days_capacity, timeline->n_days + 1,
                       sizeof *timeline->days) != 0 ||
        memory_reserve(&timeline->counts, &timeline->counts_capacity,
                       (timeline->n_days + 1) * width, sizeof *timeline->counts) != 0)
        return NULL;
    size_t *counts = timeline->counts + timeline->n_days * width;
    memset(counts, 0, width * sizeof *counts);
    timeline->days[timeline->n_days++] = number;
    timeline->places[number] = (uint32_t)timeline->n_days;
    return counts;
}

int timeline_count(struct timeline *timeline, const char *date, size_t length, size_t place,
                   stance_error *error)
{
    int number = timeline_day_of(date, length);
    if (number < 0) {
        timeline->undated++;
        return 0;
    }
    size_t *counts = counts_of(timeline, number);
    if (counts == NULL)
        return error_no_memory(error);
    counts[place]++;
    return 0;
}

/* ---- drawing ---- */

enum unit { UNIT_DAY, UNIT_MONTH, UNIT_YEAR };

/* Which column, counted from any beginning, a day is in. */
static int column_of(enum unit unit, int number)
{
    if (unit == UNIT_DAY)
        return number;
    struct calendar_day day = calendar_day(number);
    return unit == UNIT_MONTH ? 12 * (day.year - FIRST_YEAR) + day.month - 1
                              : day.year - FIRST_YEAR;
}

static void name_column(enum unit unit, int column, char *name)
{
    if (unit == UNIT_DAY) {
        struct calendar_day day = calendar_day(column);
        snprintf(name, NAME_SIZE, "%d %.3s", day.day, months[day.month - 1]);
    } else if (unit == UNIT_MONTH) {
        snprintf(name, NAME_SIZE, "%.3s %d", months[column % 12], FIRST_YEAR + column / 12);
    } else {
        snprintf(name, NAME_SIZE, "%d", FIRST_YEAR + column);
    }
}

static const char *const units[] = {"day", "month", "year"};

/* The columns from the first day to the last, without a gap. */
struct span {
    enum unit unit;
    int first_day, last_day;
    int first, last; /* columns */
};

static struct span span_of(const struct timeline *timeline)
{
    int first = timeline->days[0], last = first;
    for (size_t i = 1; i < timeline->n_days; i++) {
        first = timeline->days[i] < first ? timeline->days[i] : first;
        last = timeline->days[i] > last ? timeline->days[i] : last;
    }
    enum unit unit = UNIT_DAY;
    if (last - first >= DAYS_MOST)
        unit = UNIT_MONTH;
    if (column_of(UNIT_MONTH, last) - column_of(UNIT_MONTH, first) >= MONTHS_MOST)
        unit = UNIT_YEAR;
    return (struct span){unit, first, last, column_of(unit, first), column_of(unit, last)};
}

/* "Paragraphs a day, 2031. Without a date: 12." */
static void describe(const struct timeline *timeline, const struct span *span, struct buffer *note)
{
    int first = calendar_day(span->first_day).year, last = calendar_day(span->last_day).year;
    buffer_append_format(note, "Paragraphs a %s, %d", units[span->unit], first);
    if (last != first)
        buffer_append_format(note, " to %d", last);
    buffer_append_char(note, '.');
    if (timeline->undated > 0)
        buffer_append_format(note, " Without a date: %zu.", timeline->undated);
}

static void draw(const struct timeline *timeline, const struct span *span, const char **names,
                 char *text, size_t *counts, struct buffer *out)
{
    size_t width = timeline->legend->count, count = (size_t)(span->last - span->first) + 1;
    struct buffer note = BUFFER_EMPTY;
    for (size_t i = 0; i < count; i++) {
        name_column(span->unit, span->first + (int)i, text + i * NAME_SIZE);
        names[i] = text + i * NAME_SIZE;
    }
    for (size_t i = 0; i < timeline->n_days; i++) {
        int column = column_of(span->unit, timeline->days[i]) - span->first;
        for (size_t k = 0; k < width; k++)
            counts[(size_t)column * width + k] += timeline->counts[i * width + k];
    }
    describe(timeline, span, &note);
    struct chart_columns chart = {.title = "When it was said",
                                  .note = note.failed ? "" : note.data,
                                  .column = units[span->unit],
                                  .legend = timeline->legend,
                                  .names = names,
                                  .counts = counts,
                                  .count = count};
    chart_columns(&chart, out);
    out->failed = out->failed || note.failed;
    buffer_release(&note);
}

int timeline_html(const struct timeline *timeline, struct buffer *out, stance_error *error)
{
    if (timeline->n_days == 0)
        return 0;
    struct span span = span_of(timeline);
    size_t count = (size_t)(span.last - span.first) + 1;
    const char **names = memory_array(count, sizeof *names);
    char *text = memory_array(count, NAME_SIZE);
    size_t *counts = memory_array(count, timeline->legend->count * sizeof *counts);
    int result = 0;
    if (names == NULL || text == NULL || counts == NULL)
        result = error_no_memory(error);
    else
        draw(timeline, &span, names, text, counts, out);
    free(names);
    free(text);
    free(counts);
    return result;
}
