/* In: the parts of an article, one by one. Out: the article. Must not know what they were read
 * from.
 */
#include "read/article.h"

#include "base/memory.h"
#include "base/utf8.h"

#include <stdlib.h>

void article_init(struct article *article)
{
    *article = (struct article){0};
}

void article_reset(struct article *article)
{
    buffer_reset(&article->text);
    article->n_parts = 0;
    buffer_reset(&article->id);
    buffer_reset(&article->title);
    buffer_reset(&article->date);
    buffer_reset(&article->publisher);
}

void article_release(struct article *article)
{
    buffer_release(&article->text);
    free(article->parts);
    buffer_release(&article->id);
    buffer_release(&article->title);
    buffer_release(&article->date);
    buffer_release(&article->publisher);
    article_init(article);
}

int article_add(struct article *article, enum article_role role, const char *text, size_t length,
                uint64_t line, stance_error *error)
{
    if (memory_reserve(&article->parts, &article->parts_capacity, article->n_parts + 1,
                       sizeof *article->parts) != 0)
        return error_no_memory(error);
    size_t start = article->text.length;
    utf8_collapse(text, length, &article->text);
    if (article->text.failed)
        return error_no_memory(error);
    if (article->text.length > start)
        article->parts[article->n_parts++] =
            (struct article_part){role, start, article->text.length - start, line};
    return 0;
}

void article_drop(struct article *article, size_t first)
{
    if (first >= article->n_parts)
        return;
    article->text.length = article->parts[first].start;
    article->text.data[article->text.length] = '\0';
    article->n_parts = first;
}

int article_check(const struct article *article, stance_error *error)
{
    bool failed = article->text.failed || article->id.failed || article->title.failed ||
                  article->date.failed || article->publisher.failed;
    return failed ? error_no_memory(error) : 0;
}
