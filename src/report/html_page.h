/* What all pages have in common: one file that needs no other, with its style and its script in it,
 * and what was used to make it at its foot. */
#ifndef STANCE_REPORT_HTML_PAGE_H
#define STANCE_REPORT_HTML_PAGE_H

#include "base/buffer.h"
#include "model/model.h"

/* Up to the begin of what is the page's own. `title` is text, not markup. */
void html_page_begin(const char *title, struct buffer *out);

/* The foot, and the end. `name` is what the model was called on the command line. */
void html_page_end(const struct stance_model *model, const char *name, struct buffer *out);

/* Appends a string of the world, escaped. */
void html_put(const char *string, struct buffer *out);

/* "1 paragraph", "2 paragraphs". */
void html_put_count(size_t count, const char *noun, struct buffer *out);

#endif
