/* The article among all that is on a page. For page.c only. */
#ifndef STANCE_READ_PAGE_BODY_H
#define STANCE_READ_PAGE_BODY_H

#include "read/article.h"
#include "read/markup.h"

/* Adds the paragraphs and captions of the article, whose title is known; none where the page has no
 * prose. */
int page_body_read(const struct markup *markup, struct article *article, stance_error *error);

#endif
