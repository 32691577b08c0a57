/* A news article as a reader finds it: what it is, when and by whom it was published, and its text,
 * part by part.
 *
 *     parts: | title | body | boilerplate | body | ...   each a run of bytes of `text`
 *
 * The text is valid UTF-8; in each part white space is collapsed. */
#ifndef STANCE_READ_ARTICLE_H
#define STANCE_READ_ARTICLE_H

#include "base/buffer.h"
#include "base/error.h"

#include <stddef.h>
#include <stdint.h>

enum article_role {
    ARTICLE_TITLE,
    ARTICLE_BODY,
    ARTICLE_BOILERPLATE /* captions, credits …: no prose */
};

struct article_part {
    enum article_role role;
    size_t start, length; /* in article.text, valid UTF-8, white space collapsed */
    uint64_t line;        /* where it begins in the source, from 1; 0 unknown */
};

struct article {
    struct buffer text;
    struct article_part *parts; /* [n_parts] */
    size_t n_parts;
    size_t parts_capacity;
    struct buffer id, title, date, publisher; /* empty when unknown; date as ISO 8601
                                                 YYYY-MM-DD[Thh:mm:ss...] */
};

void article_init(struct article *article);

/* Forgets the content, keeps the memory. */
void article_reset(struct article *article);

void article_release(struct article *article);

/* Adds a part: `text` with its white space collapsed. What has no text in it is not added. */
int article_add(struct article *article, enum article_role role, const char *text, size_t length,
                uint64_t line, stance_error *error);

/* Takes away the parts from number `first` on. */
void article_drop(struct article *article, size_t first);

/* Fails where memory ran out while one of the buffers was filled. */
int article_check(const struct article *article, stance_error *error);

#endif
