/* A page on how good a model is: its figures, charts of what its confidence is worth, and the
 * errors it was surest of, explained. */
#ifndef STANCE_REPORT_EVALUATION_PAGE_H
#define STANCE_REPORT_EVALUATION_PAGE_H

#include "report/explanation.h"
#include "report/legend.h"
#include "train/metrics.h"

struct evaluation_page {
    const struct stance_model *model; /* borrowed, as are the other pointers */
    const char *model_name;
    const struct labels *labels; /* those that the metrics count in */
    const struct metrics *metrics;
    struct legend legend;
    struct buffer errors; /* as markup */
    size_t n_errors;      /* in it */
};

/* On success the caller releases *page. */
int evaluation_page_init(struct evaluation_page *page, const struct stance_model *model,
                         const char *model_name, const struct labels *labels,
                         const struct metrics *metrics, stance_error *error);

void evaluation_page_release(struct evaluation_page *page);

/* Adds an error: a row, its explained answer, and its true label. */
int evaluation_page_add(struct evaluation_page *page, const struct told *told, const char *truth,
                        stance_error *error);

/* Appends the whole page. */
int evaluation_page_write(const struct evaluation_page *page, struct buffer *out,
                          stance_error *error);

#endif
