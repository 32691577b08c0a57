/* A saved news page to the article on it. */
#ifndef STANCE_READ_PAGE_H
#define STANCE_READ_PAGE_H

#include "read/article.h"

#include <stdbool.h>

#define PAGE_LIMIT ((size_t)32 << 20) /* bytes: larger pages are refused */

/* Reads the bytes of an HTML page, in whatever character set, into `article`, which is reset first:
 * title, date and publisher as far as the page tells them; then its parts: the title, and the
 * paragraphs and captions of the article in their order. Navigation, scripts, comments, lists of
 * further articles and the like are left out. A page without prose gives an article without body
 * parts, which is no failure. `name` is for messages. */
int page_read(const char *bytes, size_t length, const char *name, struct article *article,
              stance_error *error);

/* Whether a file that begins so is HTML: a doctype, or one of the first elements of a page, after
 * white space, a byte order mark, an XML declaration and comments. */
bool page_looks_like_html(const char *head, size_t length);

#endif
