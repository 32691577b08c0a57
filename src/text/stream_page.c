/* In: an HTML page. Out: the paragraphs of the article on it. Must not know HTML. */
#include "base/memory.h"
#include "read/page.h"
#include "text/stream_reader.h"

#include <stdlib.h>

struct page {
    struct article article;
    struct citation citation;
    size_t given; /* parts */
    bool failed;  /* with `failure`, before the end of the page: to be told after what is there */
    stance_error failure;
};

/* What is too long to be told with each paragraph stays unknown. */
static void cite(struct page *page, enum citation_fact fact, const struct buffer *value)
{
    (void)stream_set_fact(&page->citation, fact, value->data, value->length);
}

static int read_article(struct page *page, struct source *source, stance_error *error)
{
    struct buffer bytes = BUFFER_EMPTY;
    int result = 0;
    page->failed = source_read_all(source, PAGE_LIMIT, &bytes, &page->failure) != 0;
    if (bytes.length == 0 && !page->failed)
        result = error_set(error, STANCE_DATA, "%s: empty", source_name(source));
    else if (bytes.length > 0 && bytes.length <= PAGE_LIMIT)
        result = page_read(bytes.data, bytes.length, source_name(source), &page->article, error);
    buffer_release(&bytes);
    return result;
}

static int start(struct stream *stream, struct source *source, stance_error *error)
{
    struct page *page = stream->state = memory_array(1, sizeof *page);
    if (page == NULL) {
        source_close(source);
        return error_no_memory(error);
    }
    article_init(&page->article);
    int result = read_article(page, source, error);
    source_close(source);
    cite(page, CITATION_ID, &page->article.id);
    cite(page, CITATION_DATE, &page->article.date);
    cite(page, CITATION_TITLE, &page->article.title);
    cite(page, CITATION_PUBLISHER, &page->article.publisher);
    return result;
}

static int next(struct stream *stream, struct paragraph *paragraph, stance_error *error)
{
    static const enum paragraph_role roles[] = {[ARTICLE_TITLE] = ROLE_TITLE,
                                                [ARTICLE_BODY] = ROLE_BODY,
                                                [ARTICLE_BOILERPLATE] = ROLE_BOILERPLATE};
    struct page *page = stream->state;
    *paragraph = (struct paragraph){0};
    if (page->given == page->article.n_parts) {
        if (page->failed)
            *error = page->failure;
        return page->failed ? -1 : 0;
    }
    const struct article_part *part = &page->article.parts[page->given++];
    *paragraph = (struct paragraph){.text = page->article.text.data + part->start,
                                    .length = part->length,
                                    .number = page->given,
                                    .line = part->line,
                                    .role = roles[part->role],
                                    .citation = &page->citation};
    return 0;
}

static void stop(struct stream *stream)
{
    struct page *page = stream->state;
    if (page != NULL)
        article_release(&page->article);
    free(page);
}

const struct stream_reader stream_page = {start, next, stop};
