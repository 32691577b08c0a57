/* A page on labelled articles: what they say together, and each of them paragraph by paragraph.
 *
 *     told paragraph --> text of the articles, counts --> page
 */
#ifndef STANCE_REPORT_NEWS_PAGE_H
#define STANCE_REPORT_NEWS_PAGE_H

#include "report/explanation.h"
#include "report/heaviest.h"
#include "report/legend.h"
#include "report/timeline.h"

#define NEWS_PAGE_BINS  10                  /* of confidence */
#define NEWS_PAGE_LIMIT ((size_t)128 << 20) /* bytes of articles: more is no page to be read */

struct news_page {
    const struct stance_model *model; /* borrowed, as are the names */
    const char *model_name;
    struct legend legend;
    struct timeline timeline;
    struct heaviest heaviest;
    struct buffer text;  /* of the articles, as markup */
    struct buffer index; /* a line for each article that is complete */
    size_t limit;        /* NEWS_PAGE_LIMIT */
    size_t *totals;      /* [legend.count] paragraphs of each label */
    size_t *bins;        /* [NEWS_PAGE_BINS][legend.count] by confidence, where scores decided */
    size_t n_articles;
    size_t n_passages;
    /* Of the article at hand. */
    const char *file;
    struct buffer title; /* as text */
    struct buffer facts; /* as markup: who published it, when */
    size_t *counts;      /* [legend.count] */
};

/* `uncertain` is what an answer is called that is too unsure. On success the caller releases
 * *page. */
int news_page_init(struct news_page *page, const struct stance_model *model, const char *model_name,
                   const char *uncertain, stance_error *error);

void news_page_release(struct news_page *page);

/* Adds a paragraph; the first of an article has the number 1. Fails with STANCE_DATA where the page
 * would become too long. */
int news_page_add(struct news_page *page, const struct told *told, stance_error *error);

/* Ends the last article and appends the whole page: once. */
int news_page_write(struct news_page *page, struct buffer *out, stance_error *error);

#endif
