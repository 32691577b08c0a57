/* In: the bytes of an HTML page. Out: the article on it. Must not know how any of it is found. */
#include "read/page.h"

#include "read/charset.h"
#include "read/markup.h"
#include "read/page_body.h"
#include "read/page_meta.h"

#include <string.h>
#include <strings.h>

#define TOLD_LENGTH 400 /* bytes: what linked data calls a body may be a teaser */

/* Reads the scripts that hold linked data. */
static int read_linked_data(const struct markup *markup, struct linked_data *data,
                            stance_error *error)
{
    struct buffer json = BUFFER_EMPTY;
    int result = 0;
    for (size_t i = 0; i < markup->n_nodes && result == 0; i++) {
        if (markup->nodes[i].tag != TAG_LINKED_DATA)
            continue;
        buffer_reset(&json);
        markup_text(markup, i, &json);
        if (json.failed)
            result = error_no_memory(error);
        else if (json.length > 0)
            result = linked_data_add(data, json.data, json.length, error);
    }
    buffer_release(&json);
    return result;
}

/* Whether linked data has much more of the article than what the page shows, as where a program on
 * the page is to show it. */
static bool is_told_better(const struct article *article, size_t first, const struct buffer *told)
{
    size_t shown = 0;
    for (size_t i = first; i < article->n_parts; i++)
        shown += article->parts[i].role == ARTICLE_BODY ? article->parts[i].length : 0;
    return told->length >= TOLD_LENGTH && told->length / 2 > shown;
}

/* Adds what linked data tells of the body: a text with line ends, or HTML. */
static int add_told(const struct buffer *told, const char *name, struct article *article,
                    stance_error *error)
{
    if (memchr(told->data, '<', told->length) != NULL) {
        struct markup markup;
        if (markup_parse(told->data, told->length, name, &markup, error) != 0)
            return -1;
        int result = page_body_read(&markup, article, error);
        markup_release(&markup);
        return result;
    }
    const char *end = told->data + told->length;
    for (const char *line = told->data; line < end;) {
        const char *stop = memchr(line, '\n', (size_t)(end - line));
        if (stop == NULL)
            stop = end;
        if (article_add(article, ARTICLE_BODY, line, (size_t)(stop - line), 0, error) != 0)
            return -1;
        line = stop + 1;
    }
    return 0;
}

static int read_body(const struct markup *markup, const struct buffer *told, const char *name,
                     struct article *article, stance_error *error)
{
    size_t first = article->n_parts;
    if (page_body_read(markup, article, error) != 0)
        return -1;
    if (!is_told_better(article, first, told))
        return 0;
    article_drop(article, first);
    return add_told(told, name, article, error);
}

static int read_markup(const struct markup *markup, const char *name, struct article *article,
                       stance_error *error)
{
    struct linked_data linked = {0};
    uint64_t title_line = 0;
    int result = read_linked_data(markup, &linked, error);
    if (result == 0)
        result = page_meta_read(markup, &linked, article, &title_line, error);
    if (result == 0 && article->title.length > 0)
        result = article_add(article, ARTICLE_TITLE, article->title.data, article->title.length,
                             title_line, error);
    if (result == 0)
        result = read_body(markup, &linked.body, name, article, error);
    linked_data_release(&linked);
    return result;
}

int page_read(const char *bytes, size_t length, const char *name, struct article *article,
              stance_error *error)
{
    article_reset(article);
    if (length > PAGE_LIMIT)
        return error_set(error, STANCE_DATA, "%s: an HTML page of more than %zu MB", name,
                         PAGE_LIMIT >> 20);
    struct buffer page = BUFFER_EMPTY;
    struct markup markup = {0};
    int result = charset_decode(bytes, length, &page, error);
    if (result == 0)
        result = markup_parse(page.data, page.length, name, &markup, error);
    if (result == 0)
        result = read_markup(&markup, name, article, error);
    markup_release(&markup);
    buffer_release(&page);
    return result;
}

/* ---- whether it is one ---- */

static bool begins_with(const char *at, const char *end, const char *with)
{
    size_t length = strlen(with);
    return (size_t)(end - at) >= length && strncasecmp(at, with, length) == 0;
}

/* The end of what begins at `at` and ends with `mark`; `end` where it does not end. */
static const char *skip_to(const char *at, const char *end, const char *mark)
{
    const char *found = memmem(at, (size_t)(end - at), mark, strlen(mark));
    return found == NULL ? end : found + strlen(mark);
}

bool page_looks_like_html(const char *head, size_t length)
{
    static const char *const first[] = {"<!doctype html", "<html",  "<head",
                                        "<body",          "<title", "<meta"};
    const char *end = head + length;
    if (begins_with(head, end, "\xef\xbb\xbf"))
        head += 3;
    for (;;) {
        while (head < end && (*head == ' ' || (*head >= '\t' && *head <= '\r')))
            head++;
        if (begins_with(head, end, "<!--"))
            head = skip_to(head, end, "-->");
        else if (begins_with(head, end, "<?xml"))
            head = skip_to(head, end, "?>");
        else
            break;
    }
    for (size_t i = 0; i < sizeof first / sizeof first[0]; i++)
        if (begins_with(head, end, first[i])) {
            const char *after = head + strlen(first[i]);
            return after == end || *after == '>' || *after == '/' || (unsigned char)*after <= ' ';
        }
    return false;
}
