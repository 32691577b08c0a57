/* What a page says of the article on it: its title, its date, its publisher. For page.c only. */
#ifndef STANCE_READ_PAGE_META_H
#define STANCE_READ_PAGE_META_H

#include "read/article.h"
#include "read/linked_data.h"
#include "read/markup.h"

#include <stdint.h>

/* Fills the title, the date and the publisher of `article`, as far as the page, or its linked data,
 * tells them. *title_line is where the headline stands in the page, or 0. */
int page_meta_read(const struct markup *markup, const struct linked_data *told,
                   struct article *article, uint64_t *title_line, stance_error *error);

#endif
