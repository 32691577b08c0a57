/* The elements and texts of an HTML page, as one array in the order of the page:
 *
 *     <div class="a"><p>One <a href="x">two</a></p></div>
 *
 *     index  0 DIV        1 P          2 TEXT "One "   3 A          4 TEXT "two"
 *     parent NONE         0            1               1            3
 *     end    5            5            3               5            5
 *
 * A parent stands before its children, and what is inside node i is [i + 1, nodes[i].end): so any
 * walk is a loop, however deep the page is nested. */
#ifndef STANCE_READ_MARKUP_H
#define STANCE_READ_MARKUP_H

#include "base/buffer.h"
#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Elements that matter to a reader of articles. */
enum tag {
    TAG_TEXT,   /* no element, but text */
    TAG_INLINE, /* any that is not listed: it stands inside a line of text */
    TAG_A,
    TAG_ARTICLE,
    TAG_ASIDE,
    TAG_BLOCK, /* lists, sections and others that part a text and tell nothing more */
    TAG_BLOCKQUOTE,
    TAG_BODY,
    TAG_BR,
    TAG_BUTTON,
    TAG_DIV,
    TAG_FIGCAPTION,
    TAG_FIGURE,
    TAG_FOOTER,
    TAG_FORM,
    TAG_H1,
    TAG_HEADER,
    TAG_HEADING, /* h2 to h6 */
    TAG_LI,
    TAG_LINKED_DATA, /* a script that is JSON-LD, and no program */
    TAG_MAIN,
    TAG_META,
    TAG_NAV,
    TAG_UNSEEN, /* programs, pictures, fields …: what is in it is not shown as text */
    TAG_P,
    TAG_TD,
    TAG_TIME,
    TAG_TITLE
};

enum attribute {
    ATTRIBUTE_ARIA_HIDDEN,
    ATTRIBUTE_CLASS,
    ATTRIBUTE_CONTENT,
    ATTRIBUTE_DATETIME,
    ATTRIBUTE_HIDDEN,
    ATTRIBUTE_HREF,
    ATTRIBUTE_ID,
    ATTRIBUTE_ITEMPROP,
    ATTRIBUTE_NAME,
    ATTRIBUTE_PROPERTY,
    ATTRIBUTE_ROLE,
    ATTRIBUTE_STYLE,
    ATTRIBUTE_TYPE,
    N_ATTRIBUTES
};

#define MARKUP_NONE UINT32_MAX

struct markup_node {
    enum tag tag;
    uint32_t parent; /* MARKUP_NONE at the top */
    uint32_t end;    /* the first node that is not inside */
    uint32_t line;   /* in the source, from 1 */
    uint32_t start;  /* of a text: where it stands in markup.text, in bytes; else the first of its
                        attributes */
    uint32_t length; /* of a text, in bytes; else how many attributes it has */
};

struct markup_attribute {
    enum attribute name;
    uint32_t start, length; /* of its value in markup.text, in bytes */
};

struct markup {
    struct markup_node *nodes; /* [n_nodes] */
    size_t n_nodes;
    struct markup_attribute *attributes; /* [n_attributes] */
    size_t n_attributes;
    struct buffer text; /* of texts and attributes, valid UTF-8; each value of an attribute with a
                           NUL after it */
    size_t nodes_capacity, attributes_capacity;
};

/* Reads a page of at most UINT32_MAX / 8 bytes of valid UTF-8 without NULs; what is wrong in it is
 * read as browsers do, more or less. Fails only where memory runs out, libxml2 cannot be loaded, or
 * the page is made to take hours. `name` is for the message. On success *markup is the caller's. */
int markup_parse(const char *page, size_t length, const char *name, struct markup *markup,
                 stance_error *error);

void markup_release(struct markup *markup);

/* The value of an attribute as a C string, or NULL where the element has none of that name. */
const char *markup_attribute(const struct markup *markup, const struct markup_node *element,
                             enum attribute name);

/* Appends the text inside node `element`. */
void markup_text(const struct markup *markup, size_t element, struct buffer *out);

#endif
