/* In: counts and shares. Out: drawings and tables. Must not know what was counted. */
#include "report/chart.h"

#include "report/html_page.h"

#include <math.h>
#include <string.h>

/* A drawing in units that are pixels on a phone. */
#define WIDTH       360
#define HEIGHT      210
#define LEFT        34
#define TOP         10
#define RIGHT       (WIDTH - 8)
#define BOTTOM      (HEIGHT - 32)
#define LETTER      6 /* how wide one is, about */
#define GRID_LINES  4 /* at most */
#define BAR_WIDTH   1000
#define DOT_LEAST   2.5
#define DOT_MORE    2.5
#define COLUMN_MOST 34 /* a few columns do not fill the drawing */

/* ---- bars ---- */

static size_t sum_of(const size_t *counts, size_t count)
{
    size_t sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += counts[i];
    return sum;
}

void chart_bar(const struct legend *legend, const size_t *counts, struct buffer *out)
{
    size_t total = sum_of(counts, legend->count), before = 0;
    buffer_append_format(out,
                         "<svg class=\"bar\" viewBox=\"0 0 %d 10\" preserveAspectRatio=\"none\" "
                         "aria-hidden=\"true\" focusable=\"false\">",
                         BAR_WIDTH);
    for (size_t k = 0; k < legend->count; k++) {
        if (counts[k] == 0)
            continue;
        double scale = (double)BAR_WIDTH / (double)total;
        buffer_append_format(out, "<rect class=\"%s\" x=\"%.2f\" width=\"%.2f\" height=\"10\"/>",
                             legend_class(legend, k), (double)before * scale,
                             (double)counts[k] * scale);
        before += counts[k];
    }
    buffer_append_string(out, "</svg>");
}

/* ---- figures ---- */

static void begin_figure(const char *title, const char *note, struct buffer *out)
{
    buffer_append_string(out, "<figure class=\"chart\">\n<figcaption><h3>");
    html_put(title, out);
    buffer_append_string(out, "</h3><p>");
    html_put(note, out);
    buffer_append_format(out,
                         "</p></figcaption>\n<svg viewBox=\"0 0 %d %d\" role=\"img\" "
                         "aria-label=\"",
                         WIDTH, HEIGHT);
    html_put(title, out);
    buffer_append_string(out, ". The figures are in the table below.\">\n");
}

static void begin_table(const char *title, struct buffer *out)
{
    buffer_append_string(out, "</svg>\n<details><summary>The figures</summary>\n<div "
                              "class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"");
    html_put(title, out);
    buffer_append_string(out, ": figures\"><table>\n<thead><tr>");
}

static void end_figure(struct buffer *out)
{
    buffer_append_string(out, "</tbody></table></div></details>\n</figure>\n");
}

static void put_head(const char *name, struct buffer *out)
{
    buffer_append_string(out, "<th scope=\"col\">");
    html_put(name, out);
    buffer_append_string(out, "</th>");
}

static void put_grid_line(double y, double value, struct buffer *out)
{
    buffer_append_format(out,
                         "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>"
                         "<text x=\"%d\" y=\"%.1f\" class=\"end\">%.0f</text>\n",
                         LEFT, RIGHT, y, y, LEFT - 5, y + 3.5, value);
}

/* ---- columns ---- */

/* The least of 1, 2, 5, 10, 20 … with which GRID_LINES reach `most`. */
static size_t grid_step(size_t most)
{
    static const size_t steps[] = {1, 2, 5};
    for (size_t power = 1;; power *= 10)
        for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++)
            if (most / (steps[i] * power) < GRID_LINES || power > most)
                return steps[i] * power;
}

static bool is_used(const struct chart_columns *chart, size_t k)
{
    for (size_t i = 0; i < chart->count; i++)
        if (chart->counts[i * chart->legend->count + k] > 0)
            return true;
    return false;
}

static void put_column(const struct chart_columns *chart, size_t i, double width, double scale,
                       struct buffer *out)
{
    const struct legend *legend = chart->legend;
    const size_t *counts = chart->counts + i * legend->count;
    double wide = width < 4 ? width : width * 0.76;
    wide = wide < COLUMN_MOST ? wide : COLUMN_MOST;
    double x = LEFT + (double)i * width + (width - wide) / 2, y = BOTTOM;
    for (size_t k = 0; k < legend->count; k++) {
        if (counts[k] == 0)
            continue;
        double high = (double)counts[k] * scale;
        y -= high;
        buffer_append_format(
            out, "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"><title>",
            legend_class(legend, k), x, y, wide, high);
        html_put(chart->names[i], out);
        buffer_append_format(out, ": %zu ", counts[k]);
        html_put(legend->names[k], out);
        buffer_append_string(out, "</title></rect>\n");
    }
}

/* Names below the columns, as many as there is room for, the last one among them. */
static void put_column_names(const struct chart_columns *chart, double width, struct buffer *out)
{
    size_t longest = 0;
    for (size_t i = 0; i < chart->count; i++)
        longest = strlen(chart->names[i]) > longest ? strlen(chart->names[i]) : longest;
    size_t step = (size_t)((double)(longest * LETTER + LETTER) / width) + 1;
    for (size_t i = (chart->count - 1) % step; i < chart->count; i += step) {
        double half = (double)(strlen(chart->names[i]) * LETTER) / 2;
        double x = LEFT + ((double)i + 0.5) * width;
        bool last = x + half > WIDTH;
        buffer_append_format(out, "<text x=\"%.1f\" y=\"%d\" class=\"%s\">", last ? RIGHT : x,
                             BOTTOM + 16, last ? "end" : "middle");
        html_put(chart->names[i], out);
        buffer_append_string(out, "</text>\n");
    }
}

static void put_columns_table(const struct chart_columns *chart, struct buffer *out)
{
    const struct legend *legend = chart->legend;
    begin_table(chart->title, out);
    put_head(chart->column, out);
    for (size_t k = 0; k < legend->count; k++)
        if (is_used(chart, k))
            put_head(legend->names[k], out);
    buffer_append_string(out, "</tr></thead>\n<tbody>");
    for (size_t i = 0; i < chart->count; i++) {
        const size_t *counts = chart->counts + i * legend->count;
        if (sum_of(counts, legend->count) == 0)
            continue;
        buffer_append_string(out, "<tr><th scope=\"row\">");
        html_put(chart->names[i], out);
        buffer_append_string(out, "</th>");
        for (size_t k = 0; k < legend->count; k++)
            if (is_used(chart, k))
                buffer_append_format(out, "<td>%zu</td>", counts[k]);
        buffer_append_string(out, "</tr>\n");
    }
}

void chart_columns(const struct chart_columns *chart, struct buffer *out)
{
    size_t most = 1;
    for (size_t i = 0; i < chart->count; i++) {
        size_t sum = sum_of(chart->counts + i * chart->legend->count, chart->legend->count);
        most = sum > most ? sum : most;
    }
    size_t step = grid_step(most), lines = (most + step - 1) / step;
    double scale = (double)(BOTTOM - TOP) / (double)(lines * step);
    double width = (double)(RIGHT - LEFT) / (double)chart->count;
    begin_figure(chart->title, chart->note, out);
    for (size_t line = 0; line <= lines; line++)
        put_grid_line(BOTTOM - (double)(line * step) * scale, (double)(line * step), out);
    for (size_t i = 0; i < chart->count; i++)
        put_column(chart, i, width, scale, out);
    put_column_names(chart, width, out);
    put_columns_table(chart, out);
    end_figure(out);
}

/* ---- curves ---- */

static double x_of(double share)
{
    return LEFT + share * (RIGHT - LEFT);
}

static double y_of(const struct chart_curve *chart, double share)
{
    double part = (share - chart->y_least) / (1 - chart->y_least);
    return BOTTOM - part * (BOTTOM - TOP);
}

static void put_axes(const struct chart_curve *chart, struct buffer *out)
{
    for (int line = 0; line <= GRID_LINES; line++) {
        double part = (double)line / GRID_LINES;
        double y = chart->y_least + part * (1 - chart->y_least);
        put_grid_line(y_of(chart, y), 100 * y, out);
        buffer_append_format(out, "<text x=\"%.1f\" y=\"%d\" class=\"%s\">%.0f</text>\n",
                             x_of(part), BOTTOM + 14, line == GRID_LINES ? "end" : "middle",
                             100 * part);
    }
    buffer_append_format(out, "<text x=\"%d\" y=\"%d\" class=\"middle\">", (LEFT + RIGHT) / 2,
                         HEIGHT - 2);
    html_put(chart->x_name, out);
    buffer_append_string(out, ", %</text>\n");
    if (chart->diagonal)
        buffer_append_format(out,
                             "<line class=\"ideal\" x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>\n",
                             LEFT, BOTTOM, RIGHT, TOP);
}

/* A dot is the larger the more rows it stands for. */
static void put_points(const struct chart_curve *chart, struct buffer *out)
{
    size_t most = 1;
    buffer_append_string(out, "<polyline class=\"curve\" points=\"");
    for (size_t i = 0; i < chart->count; i++)
        buffer_append_format(out, "%s%.1f,%.1f", i == 0 ? "" : " ", x_of(chart->points[i].x),
                             y_of(chart, chart->points[i].y));
    buffer_append_string(out, "\"/>\n");
    for (size_t i = 0; i < chart->count; i++)
        most = chart->points[i].rows > most ? chart->points[i].rows : most;
    for (size_t i = 0; i < chart->count; i++) {
        const struct chart_point *point = &chart->points[i];
        buffer_append_format(
            out, "<circle class=\"dot\" cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\"><title>", x_of(point->x),
            y_of(chart, point->y), DOT_LEAST + DOT_MORE * sqrt((double)point->rows / (double)most));
        html_put(chart->name, out);
        buffer_append_char(out, ' ');
        html_put(point->name, out);
        buffer_append_format(out, ": %.1f %% right of ", 100 * point->y);
        html_put_count(point->rows, "row", out);
        buffer_append_string(out, "</title></circle>\n");
    }
}

void chart_curve(const struct chart_curve *chart, struct buffer *out)
{
    begin_figure(chart->title, chart->note, out);
    put_axes(chart, out);
    put_points(chart, out);
    begin_table(chart->title, out);
    put_head(chart->name, out);
    put_head(chart->x_name, out);
    put_head(chart->y_name, out);
    put_head("rows", out);
    buffer_append_string(out, "</tr></thead>\n<tbody>");
    for (size_t i = 0; i < chart->count; i++) {
        buffer_append_string(out, "<tr><th scope=\"row\">");
        html_put(chart->points[i].name, out);
        buffer_append_format(out, "</th><td>%.1f %%</td><td>%.1f %%</td><td>%zu</td></tr>\n",
                             100 * chart->points[i].x, 100 * chart->points[i].y,
                             chart->points[i].rows);
    }
    end_figure(out);
}
