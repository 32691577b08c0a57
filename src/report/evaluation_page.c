/* In: figures, explained errors. Out: a page. Must not know how either came about. */
#include "report/evaluation_page.h"

#include "report/chart.h"
#include "report/evaluation.h"
#include "report/html_page.h"
#include "report/passage.h"

#include <stdio.h>

int evaluation_page_init(struct evaluation_page *page, const struct stance_model *model,
                         const char *model_name, const struct labels *labels,
                         const struct metrics *metrics, stance_error *error)
{
    size_t resting = model->labels.resting;
    *page = (struct evaluation_page){
        .model = model, .model_name = model_name, .labels = labels, .metrics = metrics};
    return legend_init(&page->legend, labels,
                       resting == LABEL_ABSENT ? NULL : model->labels.names[resting], "", error);
}

void evaluation_page_release(struct evaluation_page *page)
{
    legend_release(&page->legend);
    buffer_release(&page->errors);
    *page = (struct evaluation_page){0};
}

int evaluation_page_add(struct evaluation_page *page, const struct told *told, const char *truth,
                        stance_error *error)
{
    struct passage passage = {
        .told = told, .legend = &page->legend, .number = ++page->n_errors, .truth = truth};
    passage_html(&passage, &page->errors);
    return page->errors.failed ? error_no_memory(error) : 0;
}

/* ---- figures ---- */

static void put_figure(const char *name, double value, const char *note, struct buffer *out)
{
    buffer_append_format(out,
                         "<li><b>%.3f</b> <span class=\"name\">%s</span> <span "
                         "class=\"count\">%s</span></li>\n",
                         value, name, note);
}

static void put_figures(const struct metrics *metrics, struct buffer *out)
{
    char interval[64];
    snprintf(interval, sizeof interval, "95\u00a0%%: %.3f to %.3f", metrics->macro_f1_low,
             metrics->macro_f1_high);
    buffer_append_string(out, "<ul class=\"totals\">\n");
    put_figure("macro-F1", metrics->macro_f1, interval, out);
    put_figure("accuracy", metrics->accuracy, "share of rows that are right", out);
    put_figure("calibration error", metrics->ece, "how far confidence is off", out);
    buffer_append_string(out, "</ul>\n");
}

/* ---- tables ---- */

static void put_label_head(const struct evaluation_page *page, size_t label, const char *scope,
                           struct buffer *out)
{
    buffer_append_format(out, "<th scope=\"%s\"><span class=\"key %s\">", scope,
                         legend_class(&page->legend, label));
    html_put(page->labels->names[label], out);
    buffer_append_string(out, "</span></th>");
}

/* A cell is the darker the larger its share of the rows with that true label is. */
static void put_confusion_row(const struct evaluation_page *page, size_t truth, struct buffer *out)
{
    const struct metrics *metrics = page->metrics;
    size_t support = metrics->per_label[truth].support;
    put_label_head(page, truth, "row", out);
    for (size_t given = 0; given < metrics->n_labels; given++) {
        if (!evaluation_is_present(metrics, given))
            continue;
        size_t count = metrics->confusion[truth * metrics->n_labels + given];
        double share = support == 0 ? 0 : (double)count / (double)support;
        buffer_append_format(out,
                             "<td class=\"%s%s\" style=\"--part:%.3f\"><b>%zu</b> "
                             "<small>%.0f\u00a0%%</small></td>",
                             legend_class(&page->legend, given), truth == given ? " right" : "",
                             share, count, 100 * share);
    }
}

static void put_confusion(const struct evaluation_page *page, struct buffer *out)
{
    const struct metrics *metrics = page->metrics;
    buffer_append_string(
        out, "<section aria-labelledby=\"confusion\">\n<h2 id=\"confusion\">What is taken for "
             "what</h2>\n<p class=\"note\">A row holds the paragraphs that truly have the label, a "
             "column those that were given it; per cent are of the row.</p>\n<div class=\"scroll\" "
             "tabindex=\"0\" role=\"region\" aria-labelledby=\"confusion\"><table "
             "class=\"confusion\">\n<thead><tr><td>true \\ given</td>");
    for (size_t k = 0; k < metrics->n_labels; k++)
        if (evaluation_is_present(metrics, k))
            put_label_head(page, k, "col", out);
    buffer_append_string(out, "<th scope=\"col\">rows</th><th scope=\"col\">precision</th><th "
                              "scope=\"col\">recall</th><th scope=\"col\">F1</th></tr></thead>\n"
                              "<tbody>");
    for (size_t k = 0; k < metrics->n_labels; k++) {
        const struct label_metrics *m = &metrics->per_label[k];
        if (!evaluation_is_present(metrics, k))
            continue;
        buffer_append_string(out, "<tr>");
        put_confusion_row(page, k, out);
        buffer_append_format(out, "<td>%zu</td><td>%.3f</td><td>%.3f</td><td>%.3f</td></tr>\n",
                             m->support, m->precision, m->recall, m->f1);
    }
    buffer_append_string(out, "</tbody></table></div>\n</section>\n");
}

/* ---- charts ---- */

#define NAME_SIZE 24

static void put_reliability(const struct metrics *metrics, struct buffer *out)
{
    struct chart_point points[METRICS_BINS];
    char names[METRICS_BINS][NAME_SIZE];
    size_t count = 0;
    for (size_t b = 0; b < METRICS_BINS; b++) {
        const struct confidence_bin *bin = &metrics->bins[b];
        if (bin->count == 0)
            continue;
        snprintf(names[count], NAME_SIZE, "%zu–%zu %%", b * 100 / METRICS_BINS,
                 (b + 1) * 100 / METRICS_BINS);
        points[count] =
            (struct chart_point){names[count], bin->confidence, bin->accuracy, bin->count};
        count++;
    }
    struct chart_curve chart = {
        .title = "Does confidence mean what it says?",
        .note = "On the dashed line it would: 80 of 100 rows with 80 % are right.",
        .name = "confidence between",
        .x_name = "mean confidence",
        .y_name = "right",
        .points = points,
        .count = count,
        .diagonal = true,
    };
    chart_curve(&chart, out);
}

static void put_coverage(const struct metrics *metrics, struct buffer *out)
{
    static const double least[] = {0.8, 0.6, 0.2, 0}; /* with round numbers on the axis */
    struct chart_point points[METRICS_THRESHOLDS];
    char names[METRICS_THRESHOLDS][NAME_SIZE];
    size_t count = 0, axis = 0;
    for (size_t t = 0; t < METRICS_THRESHOLDS; t++) {
        const struct coverage_point *point = &metrics->coverage[t];
        if (point->count == 0)
            continue;
        snprintf(names[count], NAME_SIZE, "%.0f %%", 100 * point->threshold);
        points[count] =
            (struct chart_point){names[count], (double)point->count / (double)metrics->count,
                                 point->precision, point->count};
        count++;
        while (point->precision < least[axis])
            axis++;
    }
    struct chart_curve chart = {
        .title = "What is left when the unsure are left out",
        .note = "Each dot is a least confidence: fewer rows are answered, more of them right.",
        .name = "confidence at least",
        .x_name = "rows answered",
        .y_name = "right",
        .points = points,
        .count = count,
        .y_least = least[axis],
    };
    chart_curve(&chart, out);
}

/* ---- the page ---- */

static void put_errors(const struct evaluation_page *page, struct buffer *out)
{
    buffer_append_string(out, "<section class=\"news\" aria-labelledby=\"errors\">\n<h2 "
                              "id=\"errors\">The errors it was surest of</h2>\n");
    if (page->n_errors == 0) {
        buffer_append_string(out, "<p class=\"note\">There is no error.</p>\n");
    } else {
        buffer_append_string(out,
                             "<p class=\"note\">The label that was given stands on the left. "
                             "Point at a paragraph, or step to its label with the Tab key, and "
                             "the words show that decided; a click holds them.</p>\n<article "
                             "aria-labelledby=\"errors\">\n");
        buffer_append(out, page->errors.data, page->errors.length);
        buffer_append_string(out, "</article>\n");
    }
    buffer_append_string(out, "</section>\n");
}

int evaluation_page_write(const struct evaluation_page *page, struct buffer *out,
                          stance_error *error)
{
    html_page_begin("How good the model is", out);
    buffer_append_string(out, "<header>\n<h1>How good the model is</h1>\n<p class=\"lede\"><bdi>");
    html_put(page->model_name, out);
    buffer_append_string(out, "</bdi>, on ");
    html_put_count(page->metrics->count, "labelled row", out);
    buffer_append_string(out, "</p>\n");
    put_figures(page->metrics, out);
    buffer_append_string(out, "<nav aria-label=\"Parts of the page\"><a "
                              "href=\"#confusion\">Confusion</a> <a href=\"#confidence\">Confidence"
                              "</a> <a href=\"#errors\">Errors</a></nav>\n</header>\n<main>\n");
    put_confusion(page, out);
    buffer_append_string(out, "<section aria-labelledby=\"confidence\">\n<h2 "
                              "id=\"confidence\">What confidence is worth</h2>\n<div "
                              "class=\"charts\">\n");
    put_reliability(page->metrics, out);
    put_coverage(page->metrics, out);
    buffer_append_string(out, "</div>\n</section>\n");
    put_errors(page, out);
    buffer_append_string(out, "</main>\n");
    html_page_end(page->model, page->model_name, out);
    return out->failed ? error_no_memory(error) : 0;
}
