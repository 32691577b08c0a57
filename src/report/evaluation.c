/* In: figures. Out: tables, or JSON. Must not know how the figures came about. */
#include "report/evaluation.h"

#include "base/utf8.h"
#include "report/escape.h"

#include <string.h>

#define NAME_WIDTH_MIN 12
#define NAME_WIDTH_MAX 32

bool evaluation_is_present(const struct metrics *metrics, size_t label)
{
    size_t total = metrics->per_label[label].support;
    for (size_t k = 0; k < metrics->n_labels; k++)
        total += metrics->confusion[k * metrics->n_labels + label];
    return total > 0;
}

static size_t width_of(const char *name)
{
    return utf8_count(name, strlen(name));
}

static size_t column_width(const struct metrics *metrics, const struct labels *labels)
{
    size_t width = NAME_WIDTH_MIN;
    for (size_t k = 0; k < labels->count; k++)
        if (evaluation_is_present(metrics, k) && width_of(labels->names[k]) > width)
            width = width_of(labels->names[k]);
    return width < NAME_WIDTH_MAX ? width : NAME_WIDTH_MAX;
}

static void put_spaces(size_t count, struct buffer *out)
{
    while (count-- > 0)
        buffer_append_char(out, ' ');
}

/* A name in a column of `width`, at its left or right. */
static void put_name(const char *name, size_t width, bool right, struct buffer *out)
{
    size_t have = width_of(name);
    size_t gap = have < width ? width - have : 0;
    put_spaces(right ? gap : 0, out);
    escape_terminal(name, strlen(name), out);
    put_spaces(right ? 0 : gap, out);
}

static void put_confusion(const struct metrics *metrics, const struct labels *labels, size_t width,
                          struct buffer *out)
{
    put_name("true \\ given", width, false, out);
    for (size_t k = 0; k < labels->count; k++)
        if (evaluation_is_present(metrics, k)) {
            size_t have = width_of(labels->names[k]);
            put_spaces(2, out);
            put_name(labels->names[k], have < 6 ? 6 : have, true, out);
        }
    buffer_append_char(out, '\n');
    for (size_t i = 0; i < labels->count; i++) {
        if (!evaluation_is_present(metrics, i))
            continue;
        put_name(labels->names[i], width, false, out);
        for (size_t j = 0; j < labels->count; j++)
            if (evaluation_is_present(metrics, j)) {
                size_t have = width_of(labels->names[j]);
                buffer_append_format(out, "  %*zu", have < 6 ? 6 : (int)have,
                                     metrics->confusion[i * metrics->n_labels + j]);
            }
        buffer_append_char(out, '\n');
    }
}

void evaluation_text(const struct metrics *metrics, const struct labels *labels, struct buffer *out)
{
    size_t width = column_width(metrics, labels);
    put_name("label", width, false, out);
    buffer_append_string(out, "  precision  recall      F1    rows\n");
    for (size_t k = 0; k < labels->count; k++) {
        if (!evaluation_is_present(metrics, k))
            continue;
        const struct label_metrics *m = &metrics->per_label[k];
        put_name(labels->names[k], width, false, out);
        buffer_append_format(out, "      %.3f   %.3f   %.3f  %6zu\n", m->precision, m->recall,
                             m->f1, m->support);
    }
    buffer_append_char(out, '\n');
    put_confusion(metrics, labels, width, out);
    buffer_append_format(out,
                         "\nrows %zu   accuracy %.3f   macro-F1 %.3f (95 %%: %.3f to %.3f)   "
                         "calibration error %.3f\n",
                         metrics->count, metrics->accuracy, metrics->macro_f1,
                         metrics->macro_f1_low, metrics->macro_f1_high, metrics->ece);
}

void evaluation_confidence_text(const struct metrics *metrics, struct buffer *out)
{
    double rows = metrics->count == 0 ? 1 : (double)metrics->count;
    buffer_append_string(out, "\nconfidence at least    rows  coverage  precision\n");
    for (size_t t = 0; t < METRICS_THRESHOLDS; t++) {
        const struct coverage_point *point = &metrics->coverage[t];
        buffer_append_format(out, "%19.2f  %6zu   %5.1f %%      %.3f\n", point->threshold,
                             point->count, 100 * (double)point->count / rows, point->precision);
    }
    buffer_append_string(out, "\nconfidence between     rows   mean confidence   accuracy\n");
    for (size_t b = 0; b < METRICS_BINS; b++)
        if (metrics->bins[b].count > 0)
            buffer_append_format(out, "%9.1f and %.1f      %6zu             %.3f      %.3f\n",
                                 (double)b / METRICS_BINS, (double)(b + 1) / METRICS_BINS,
                                 metrics->bins[b].count, metrics->bins[b].confidence,
                                 metrics->bins[b].accuracy);
}

static void put_key(const char *name, bool first, struct buffer *out)
{
    buffer_append_string(out, first ? "" : ", ");
    escape_json(name, strlen(name), out);
    buffer_append_string(out, ": ");
}

static void put_per_label(const struct metrics *metrics, const struct labels *labels,
                          struct buffer *out)
{
    bool first = true;
    for (size_t k = 0; k < labels->count; k++) {
        if (!evaluation_is_present(metrics, k))
            continue;
        const struct label_metrics *m = &metrics->per_label[k];
        put_key(labels->names[k], first, out);
        buffer_append_format(
            out, "{\"precision\": %.6f, \"recall\": %.6f, \"f1\": %.6f, \"support\": %zu}",
            m->precision, m->recall, m->f1, m->support);
        first = false;
    }
}

static void put_confusion_json(const struct metrics *metrics, const struct labels *labels,
                               struct buffer *out)
{
    bool first = true;
    for (size_t i = 0; i < labels->count; i++) {
        if (!evaluation_is_present(metrics, i))
            continue;
        put_key(labels->names[i], first, out);
        buffer_append_char(out, '{');
        first = true;
        for (size_t j = 0; j < labels->count; j++) {
            if (!evaluation_is_present(metrics, j))
                continue;
            put_key(labels->names[j], first, out);
            buffer_append_format(out, "%zu", metrics->confusion[i * metrics->n_labels + j]);
            first = false;
        }
        buffer_append_char(out, '}');
    }
}

static void put_reliability_json(const struct metrics *metrics, struct buffer *out)
{
    bool first = true;
    for (size_t b = 0; b < METRICS_BINS; b++) {
        const struct confidence_bin *bin = &metrics->bins[b];
        if (bin->count == 0)
            continue;
        buffer_append_format(
            out, "%s{\"from\": %.1f, \"rows\": %zu, \"confidence\": %.6f, \"accuracy\": %.6f}",
            first ? "" : ", ", (double)b / METRICS_BINS, bin->count, bin->confidence,
            bin->accuracy);
        first = false;
    }
}

static void put_coverage_json(const struct metrics *metrics, struct buffer *out)
{
    for (size_t t = 0; t < METRICS_THRESHOLDS; t++) {
        const struct coverage_point *point = &metrics->coverage[t];
        buffer_append_format(out, "%s{\"threshold\": %.2f, \"rows\": %zu, \"precision\": %.6f}",
                             t == 0 ? "" : ", ", point->threshold, point->count, point->precision);
    }
}

void evaluation_json(const struct metrics *metrics, const struct labels *labels, const char *model,
                     struct buffer *out)
{
    buffer_append_char(out, '{');
    if (model != NULL) {
        put_key("model", true, out);
        escape_json(model, strlen(model), out);
        buffer_append_string(out, ", ");
    }
    buffer_append_format(out,
                         "\"rows\": %zu, \"accuracy\": %.6f, \"macro_f1\": %.6f, "
                         "\"macro_f1_low\": %.6f, \"macro_f1_high\": %.6f, \"per_label\": {",
                         metrics->count, metrics->accuracy, metrics->macro_f1,
                         metrics->macro_f1_low, metrics->macro_f1_high);
    put_per_label(metrics, labels, out);
    buffer_append_string(out, "}, \"confusion\": {");
    put_confusion_json(metrics, labels, out);
    buffer_append_format(out, "}, \"ece\": %.6f, \"reliability\": [", metrics->ece);
    put_reliability_json(metrics, out);
    buffer_append_string(out, "], \"coverage\": [");
    put_coverage_json(metrics, out);
    buffer_append_string(out, "]}");
}

static const char *verdict(const struct comparison *c)
{
    if (c->p_value >= 0.05)
        return "no difference that chance would not make";
    return c->only_second_right > c->only_first_right ? "the second is better"
                                                      : "the first is better";
}

void comparison_text(const struct comparison *comparison, const char *first, const char *second,
                     struct buffer *out)
{
    escape_terminal(first, strlen(first), out);
    buffer_append_string(out, " against ");
    escape_terminal(second, strlen(second), out);
    buffer_append_char(out, '\n');
    buffer_append_format(out, "  right only by the first %zu, only by the second %zu\n",
                         comparison->only_first_right, comparison->only_second_right);
    buffer_append_format(out, "  macro-F1 %+.3f (95 %%: %+.3f to %+.3f)\n", comparison->difference,
                         comparison->difference_low, comparison->difference_high);
    buffer_append_format(out, "  McNemar p = %.4g: %s\n", comparison->p_value, verdict(comparison));
}

void comparison_json(const struct comparison *comparison, const char *first, const char *second,
                     struct buffer *out)
{
    buffer_append_char(out, '{');
    put_key("first", true, out);
    escape_json(first, strlen(first), out);
    put_key("second", false, out);
    escape_json(second, strlen(second), out);
    buffer_append_format(
        out,
        ", \"only_first_right\": %zu, \"only_second_right\": %zu, \"p_value\": %.6g, "
        "\"macro_f1_difference\": %.6f, \"macro_f1_difference_low\": %.6f, "
        "\"macro_f1_difference_high\": %.6f}",
        comparison->only_first_right, comparison->only_second_right, comparison->p_value,
        comparison->difference, comparison->difference_low, comparison->difference_high);
}
