/* In: explained paragraphs, in the order of their articles. Out: a page. Must not know files. */
#include "report/news_page.h"

#include "base/memory.h"
#include "base/utf8.h"
#include "report/chart.h"
#include "report/escape.h"
#include "report/html_page.h"
#include "report/passage.h"

#include <stdlib.h>
#include <string.h>

#define TOP_WORDS    10
#define OPENING_MOST 72 /* bytes of a text that stand for its title */

int news_page_init(struct news_page *page, const struct stance_model *model, const char *model_name,
                   const char *uncertain, stance_error *error)
{
    const struct labels *labels = &model->labels;
    const char *resting = labels->resting == LABEL_ABSENT ? NULL : labels->names[labels->resting];
    *page = (struct news_page){.model = model, .model_name = model_name, .limit = NEWS_PAGE_LIMIT};
    if (legend_init(&page->legend, labels, resting, uncertain, error) != 0)
        return -1;
    timeline_init(&page->timeline, &page->legend);
    page->totals = memory_array(page->legend.count, sizeof *page->totals);
    page->counts = memory_array(page->legend.count, sizeof *page->counts);
    page->bins = memory_array(page->legend.count, NEWS_PAGE_BINS * sizeof *page->bins);
    if (page->totals == NULL || page->counts == NULL || page->bins == NULL) {
        news_page_release(page);
        return error_no_memory(error);
    }
    return 0;
}

void news_page_release(struct news_page *page)
{
    legend_release(&page->legend);
    timeline_release(&page->timeline);
    heaviest_release(&page->heaviest);
    buffer_release(&page->text);
    buffer_release(&page->index);
    buffer_release(&page->title);
    buffer_release(&page->facts);
    free(page->totals);
    free(page->counts);
    free(page->bins);
    *page = (struct news_page){0};
}

/* ---- articles ---- */

/* "3 accusatory, 1 denial": what a bar says, in words. */
static void put_counts(const struct legend *legend, const size_t *counts, struct buffer *out)
{
    const char *before = "";
    for (size_t k = 0; k < legend->count; k++) {
        if (counts[k] == 0)
            continue;
        buffer_append_format(out, "%s<span class=\"key %s\">%zu\u00a0", before,
                             legend_class(legend, k), counts[k]);
        html_put(legend->names[k], out);
        buffer_append_string(out, "</span>");
        before = " ";
    }
}

static void end_article(struct news_page *page)
{
    struct buffer *out = &page->index;
    buffer_append_string(&page->text, "</article>\n");
    buffer_append_format(out, "<li><a href=\"#a%zu\" dir=\"auto\">", page->n_articles);
    escape_html(page->title.data, page->title.length, out);
    buffer_append_string(out, "</a>");
    buffer_append(out, page->facts.data, page->facts.length);
    chart_bar(&page->legend, page->counts, out);
    buffer_append_string(out, "<p class=\"keys\">");
    put_counts(&page->legend, page->counts, out);
    buffer_append_string(out, "</p></li>\n");
}

static void put_fact(const struct paragraph *paragraph, enum citation_fact fact, const char *before,
                     struct buffer *out)
{
    const struct citation *citation = paragraph->citation;
    if (citation == NULL || citation->facts[fact].text == NULL || citation->facts[fact].length == 0)
        return;
    const char *text = citation->facts[fact].text;
    size_t length = citation->facts[fact].length;
    buffer_append_string(out, out->length > 0 ? before : "");
    if (fact == CITATION_DATE) {
        struct buffer date = BUFFER_EMPTY;
        timeline_put_date(text, length, &date);
        buffer_append_string(out, "<time datetime=\"");
        escape_html(text, length, out);
        buffer_append_string(out, "\">");
        escape_html(date.data, date.length, out);
        buffer_append_string(out, "</time>");
        out->failed = out->failed || date.failed;
        buffer_release(&date);
    } else {
        buffer_append_string(out, "<bdi>");
        escape_html(text, length, out);
        buffer_append_string(out, "</bdi>");
    }
}

/* What the article is called: its title, or the words that it begins with. */
static void name_article(struct news_page *page, const struct told *told)
{
    const struct paragraph *paragraph = told->paragraph;
    const struct citation *citation = paragraph->citation;
    buffer_reset(&page->title);
    if (paragraph->role == ROLE_TITLE)
        buffer_append(&page->title, paragraph->text, paragraph->length);
    else if (citation != NULL && citation->facts[CITATION_TITLE].text != NULL)
        buffer_append(&page->title, citation->facts[CITATION_TITLE].text,
                      citation->facts[CITATION_TITLE].length);
    if (page->title.length > 0)
        return;
    size_t shown = utf8_cut(paragraph->text, paragraph->length, OPENING_MOST);
    for (size_t i = shown; i > OPENING_MOST / 2 && shown < paragraph->length; i--)
        if (paragraph->text[i] == ' ') {
            shown = i;
            break;
        }
    buffer_append(&page->title, paragraph->text, shown);
    buffer_append_string(&page->title, shown < paragraph->length ? "…" : "");
}

static void begin_article(struct news_page *page, const struct told *told)
{
    const struct citation *citation = told->paragraph->citation;
    struct buffer facts = BUFFER_EMPTY;
    page->n_articles++;
    page->file = told->file;
    memset(page->counts, 0, page->legend.count * sizeof *page->counts);
    name_article(page, told);

    put_fact(told->paragraph, CITATION_PUBLISHER, "", &facts);
    put_fact(told->paragraph, CITATION_DATE, " · ", &facts);
    buffer_append_string(&facts,
                         facts.length > 0 ? " · <bdi class=\"file\">" : "<bdi class=\"file\">");
    html_put(told->file, &facts);
    buffer_append_string(&facts, "</bdi>");
    put_fact(told->paragraph, CITATION_ID, " · ", &facts);
    buffer_reset(&page->facts);
    buffer_append_string(&page->facts, "<p class=\"facts\">");
    buffer_append(&page->facts, facts.data, facts.length);
    buffer_append_string(&page->facts, "</p>");
    page->facts.failed = page->facts.failed || facts.failed;
    buffer_release(&facts);

    buffer_append_format(&page->text, "<article id=\"a%zu\">\n", page->n_articles);
    buffer_append(&page->text, page->facts.data, page->facts.length);
    if (told->paragraph->role != ROLE_TITLE) {
        bool titled = citation != NULL && citation->facts[CITATION_TITLE].text != NULL;
        buffer_append_format(&page->text, "<h3 class=\"%s\" dir=\"auto\">",
                             titled ? "headline" : "unseen");
        escape_html(page->title.data, page->title.length, &page->text);
        buffer_append_string(&page->text, "</h3>\n");
    }
}

static int count(struct news_page *page, const struct told *told, size_t place, stance_error *error)
{
    const struct explanation *explanation = told->explanation;
    const struct citation *citation = told->paragraph->citation;
    page->totals[place]++;
    page->counts[place]++;
    if (explanation->ground == GROUND_SCORES) {
        size_t bin = (size_t)(explanation->result.confidence * NEWS_PAGE_BINS);
        bin = bin < NEWS_PAGE_BINS ? bin : NEWS_PAGE_BINS - 1;
        page->bins[bin * page->legend.count + place]++;
        if (heaviest_add(&page->heaviest, explanation, error) != 0)
            return -1;
    }
    const char *date = citation == NULL ? NULL : citation->facts[CITATION_DATE].text;
    return timeline_count(&page->timeline, date == NULL ? "" : date,
                          date == NULL ? 0 : citation->facts[CITATION_DATE].length, place, error);
}

int news_page_add(struct news_page *page, const struct told *told, stance_error *error)
{
    if (told->paragraph->number == 1 || page->n_articles == 0 || page->file != told->file) {
        if (page->n_articles > 0)
            end_article(page);
        begin_article(page, told);
    }
    struct passage passage = {.told = told, .legend = &page->legend, .number = ++page->n_passages};
    passage_html(&passage, &page->text);
    if (page->text.failed || page->title.failed || page->facts.failed || page->index.failed)
        return error_no_memory(error);
    if (page->text.length + page->index.length > page->limit)
        return error_set(error, STANCE_DATA,
                         "the report grows over %zu MiB: make one of fewer articles",
                         page->limit >> 20);
    return count(page, told, legend_find(&page->legend, told->label), error);
}

/* ---- the page ---- */

static void put_lede(const struct news_page *page, struct buffer *out)
{
    const struct legend *legend = &page->legend;
    buffer_append_string(out, "<p class=\"lede\">");
    html_put_count(page->n_articles, "article", out);
    buffer_append_string(out, ", ");
    html_put_count(page->n_passages, "paragraph", out);
    buffer_append_string(out, "</p>\n");
    chart_bar(legend, page->totals, out);
    buffer_append_string(out, "<ul class=\"totals\">\n");
    for (size_t k = 0; k < legend->count; k++) {
        if (page->totals[k] == 0)
            continue;
        buffer_append_format(out, "<li class=\"%s\"><b>%.0f\u00a0%%</b> <span class=\"name\">",
                             legend_class(legend, k),
                             100 * (double)page->totals[k] / (double)page->n_passages);
        html_put(legend->names[k], out);
        buffer_append_string(out, "</span> <span class=\"count\">");
        html_put_count(page->totals[k], "paragraph", out);
        buffer_append_string(out, "</span></li>\n");
    }
    buffer_append_string(out, "</ul>\n");
}

static void put_histogram(const struct news_page *page, struct buffer *out)
{
    static const char *const names[NEWS_PAGE_BINS] = {"0–10",  "10–20", "20–30", "30–40", "40–50",
                                                      "50–60", "60–70", "70–80", "80–90", "90–100"};
    struct chart_columns chart = {
        .title = "How sure the model is",
        .note = "Paragraphs by confidence in per cent, without those that a rule decided.",
        .column = "confidence, %",
        .legend = &page->legend,
        .names = names,
        .counts = page->bins,
        .count = NEWS_PAGE_BINS,
    };
    chart_columns(&chart, out);
}

static void put_filter(const struct news_page *page, struct buffer *out)
{
    const struct legend *legend = &page->legend;
    buffer_append_string(out,
                         "<div class=\"filter\" role=\"group\" aria-label=\"Show paragraphs by "
                         "label\" hidden>\n<span>Show only</span>\n");
    for (size_t k = 0; k < legend->count; k++) {
        if (page->totals[k] == 0)
            continue;
        buffer_append_format(out,
                             "<button type=\"button\" class=\"%s\" aria-pressed=\"false\" "
                             "data-label=\"%zu\">",
                             legend_class(legend, k), k);
        html_put(legend->names[k], out);
        buffer_append_format(out, " <small>%zu</small></button>\n", page->totals[k]);
    }
    buffer_append_string(out, "<span class=\"shown\" role=\"status\"></span>\n</div>\n");
}

static int put_overview(const struct news_page *page, struct buffer *out, stance_error *error)
{
    buffer_append_string(out, "<section aria-labelledby=\"articles\">\n<h2 id=\"articles\">Article "
                              "by article</h2>\n<ol class=\"index\">\n");
    buffer_append(out, page->index.data, page->index.length);
    buffer_append_string(out, "</ol>\n</section>\n<section class=\"charts\" "
                              "aria-label=\"Charts\">\n");
    if (timeline_html(&page->timeline, out, error) != 0)
        return -1;
    put_histogram(page, out);
    buffer_append_string(out, "</section>\n<section aria-labelledby=\"words\">\n<h2 "
                              "id=\"words\">What weighed most</h2>\n<p class=\"note\">What each "
                              "word, phrase or named pattern (cue) added in all paragraphs of a "
                              "label, against its strongest rival: 0.7 doubles the odds.</p>\n"
                              "<div class=\"columns\">\n");
    if (heaviest_html(&page->heaviest, &page->legend, TOP_WORDS, out, error) != 0)
        return -1;
    buffer_append_string(out, "</div>\n</section>\n");
    return 0;
}

int news_page_write(struct news_page *page, struct buffer *out, stance_error *error)
{
    if (page->n_articles > 0)
        end_article(page);
    html_page_begin("Paragraph by paragraph", out);
    buffer_append_string(out, "<header>\n<h1>Paragraph by paragraph</h1>\n");
    put_lede(page, out);
    buffer_append_string(out,
                         "<nav aria-label=\"Parts of the page\"><a href=\"#articles\">Articles</a> "
                         "<a href=\"#words\">Words</a> <a href=\"#text\">Text</a></nav>\n"
                         "</header>\n<main>\n");
    if (put_overview(page, out, error) != 0)
        return -1;
    buffer_append_string(out,
                         "<section class=\"news\" aria-labelledby=\"text\">\n<h2 "
                         "id=\"text\">The text</h2>\n<p class=\"note\">Point at a paragraph, or "
                         "step to its label with the Tab key, and the words show that decided; "
                         "a click holds them.</p>\n");
    put_filter(page, out);
    buffer_append(out, page->text.data, page->text.length);
    buffer_append_string(out, "</section>\n</main>\n");
    html_page_end(page->model, page->model_name, out);
    out->failed = out->failed || page->text.failed || page->index.failed;
    return out->failed ? error_no_memory(error) : 0;
}
