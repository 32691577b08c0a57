/* How many paragraphs of which label there are over time: by days, months or years, as many as a
 * chart has room for. */
#ifndef STANCE_REPORT_TIMELINE_H
#define STANCE_REPORT_TIMELINE_H

#include "base/buffer.h"
#include "base/error.h"
#include "report/legend.h"

#include <stdint.h>

struct timeline {
    const struct legend *legend; /* borrowed */
    int *days;                   /* [n_days] as timeline_day_of() counts, in the order of sight */
    size_t n_days;
    size_t days_capacity;
    size_t *counts; /* [n_days][legend->count] */
    size_t counts_capacity;
    uint32_t *places; /* [days of two centuries] 1 + the place of a day in `days`, or 0; NULL as
                         long as there is none */
    size_t undated;   /* paragraphs without a day that is one */
};

void timeline_init(struct timeline *timeline, const struct legend *legend);

void timeline_release(struct timeline *timeline);

/* The day that an ISO 8601 date of the years 1900 to 2100 begins with, counted from 1 January 1900;
 * -1 where it begins with none. */
int timeline_day_of(const char *date, size_t length);

/* "3 June 2031", from "2031-06-03T…"; the date itself where it begins with no day. As text. */
void timeline_put_date(const char *date, size_t length, struct buffer *out);

/* Counts a paragraph of the label in `place` of the legend. */
int timeline_count(struct timeline *timeline, const char *date, size_t length, size_t place,
                   stance_error *error);

/* A figure; nothing where no day is known. */
int timeline_html(const struct timeline *timeline, struct buffer *out, stance_error *error);

#endif
