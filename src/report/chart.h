/* Charts as SVG within a page. None says anything by colour alone: each comes with its figures as a
 * table, or stands beside them. */
#ifndef STANCE_REPORT_CHART_H
#define STANCE_REPORT_CHART_H

#include "base/buffer.h"
#include "report/legend.h"

#include <stdbool.h>
#include <stddef.h>

/* One bar of full width, parted as counts[legend->count] are. Hidden from screen readers: its
 * figures are to stand beside it. */
void chart_bar(const struct legend *legend, const size_t *counts, struct buffer *out);

/* Columns of stacked counts. All strings are text, not markup. */
struct chart_columns {
    const char *title;
    const char *note;   /* a sentence below the title */
    const char *column; /* what a column is: "day" */
    const struct legend *legend;
    const char *const *names; /* [count] of the columns */
    const size_t *counts;     /* [count][legend->count] */
    size_t count;
};

/* A figure with its table. */
void chart_columns(const struct chart_columns *chart, struct buffer *out);

/* Two shares of some rows, 0..1. */
struct chart_point {
    const char *name; /* which rows: "60–70 %" */
    double x, y;
    size_t rows;
};

struct chart_curve {
    const char *title;
    const char *note;
    const char *name; /* what the names are: "confidence between" */
    const char *x_name, *y_name;
    const struct chart_point *points; /* [count] */
    size_t count;
    double y_least; /* where the axis begins: 0..0.9 */
    bool diagonal;  /* with the line where x is y */
};

/* A figure with its table. */
void chart_curve(const struct chart_curve *chart, struct buffer *out);

#endif
