/* In: the nodes of a page. Out: the parts of the article. Must not know bytes, character sets, or
 * what the page says of itself.
 *
 *     nodes --texts between block elements--> blocks --length, links, names around--> prose or not
 *           --the element that has most prose near below it--> the article: its blocks, in order */
#include "read/page_body.h"

#include "base/memory.h"
#include "base/utf8.h"
#include "read/page_hint.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* Shorter blocks say nothing about where the article is. In bytes, so that it is about ten words in
 * every script. */
#define PROSE_LENGTH 60

/* An element whose name speaks against it, but which holds more than this of all prose, is a frame
 * around the page ("with-sidebar"), and no sidebar. */
#define FRAME_SHARE (2.0 / 3)

/* What prose counts for the element it stands in, it counts times this for the one around that, and
 * so on up to NEAR of them. Much less finds the largest part of an article that is in parts, much
 * more the frame with all that is beside the article. */
#define NEAR_SHARE 0.8
#define NEAR       5

/* What a node is part of; from its element and those around it. */
enum kind { KIND_LINK = 1, KIND_HEADING = 2, KIND_UNSEEN = 4 };

struct place {
    uint32_t block; /* the innermost element around the node that parts texts, or the node itself */
    unsigned kind;
    unsigned told;  /* by its own names */
    unsigned hints; /* that are believed, with those of the elements around it */
    double prose;   /* inside, in bytes */
    double near;    /* prose near below it, in bytes by distance */
};

struct block {
    size_t start, length; /* in body.text */
    uint32_t node;        /* the element that it stands in */
    uint32_t line;
    size_t link_length;
    unsigned kind;
    bool leads; /* to prose: what follows, captions aside, is prose */
};

struct body {
    const struct markup *markup;
    struct place *places; /* [markup->n_nodes] */
    struct block *blocks; /* [n_blocks] */
    size_t n_blocks, blocks_capacity;
    struct buffer text; /* of the blocks */
    struct buffer raw;  /* of the block that is being read, with white space as it comes */
};

static const struct markup_node *node_of(const struct body *body, const struct block *block)
{
    return &body->markup->nodes[block->node];
}

static struct place *place_of(const struct body *body, const struct block *block)
{
    return &body->places[block->node];
}

/* ---- what each node is part of ---- */

static unsigned kind_of_tag(enum tag tag)
{
    switch (tag) {
    case TAG_A:
        return KIND_LINK;
    case TAG_H1:
    case TAG_HEADING:
        return KIND_HEADING;
    case TAG_LINKED_DATA:
    case TAG_META:
    case TAG_TITLE:
    case TAG_UNSEEN:
        return KIND_UNSEEN;
    default:
        return 0;
    }
}

static unsigned hint_of_tag(enum tag tag)
{
    switch (tag) {
    case TAG_ASIDE:
    case TAG_BUTTON:
    case TAG_FOOTER:
    case TAG_FORM:
    case TAG_NAV:
        return HINT_AROUND;
    case TAG_FIGURE:
    case TAG_FIGCAPTION:
        return HINT_CAPTION;
    default:
        return 0;
    }
}

static bool parts_text(enum tag tag)
{
    switch (tag) {
    case TAG_TEXT:
    case TAG_INLINE:
    case TAG_A:
    case TAG_BR:
    case TAG_BUTTON:
    case TAG_TIME:
        return false;
    default:
        return true;
    }
}

static bool is_hidden(const struct markup *markup, const struct markup_node *node)
{
    const char *style = markup_attribute(markup, node, ATTRIBUTE_STYLE);
    if (style != NULL && (style = strstr(style, "display:")) != NULL) {
        style += strlen("display:");
        return strncmp(style + strspn(style, " "), "none", 4) == 0;
    }
    return markup_attribute(markup, node, ATTRIBUTE_HIDDEN) != NULL;
}

static unsigned told_by(const struct markup *markup, const struct markup_node *node)
{
    /* Names of what holds the whole article tell of the page: <article class="comments-open">. */
    if (node->tag == TAG_TEXT || node->tag == TAG_BODY || node->tag == TAG_MAIN ||
        node->tag == TAG_ARTICLE)
        return 0;
    unsigned hint = page_hint(markup_attribute(markup, node, ATTRIBUTE_CLASS)) |
                    page_hint(markup_attribute(markup, node, ATTRIBUTE_ID)) |
                    page_hint(markup_attribute(markup, node, ATTRIBUTE_ROLE)) |
                    (is_hidden(markup, node) ? HINT_HIDDEN : 0);
    return hint_of_tag(node->tag) | (hint & ~(unsigned)HINT_DATE);
}

static void find_places(struct body *body)
{
    for (size_t i = 0; i < body->markup->n_nodes; i++) {
        const struct markup_node *node = &body->markup->nodes[i];
        struct place *place = &body->places[i];
        *place = (struct place){.block = (uint32_t)i,
                                .kind = kind_of_tag(node->tag),
                                .told = told_by(body->markup, node)};
        if (node->parent == MARKUP_NONE)
            continue;
        place->kind |= body->places[node->parent].kind;
        if (!parts_text(node->tag))
            place->block = body->places[node->parent].block;
    }
}

/* ---- blocks ---- */

static bool ends_as_sentence(const char *text, size_t length)
{
    static const char *const ends[] = {".", "!", "?", ":", ";", ",", "\"",
                                       ")", "'", "”", "’", "»", "…", "。"};
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        size_t width = strlen(ends[i]);
        if (length >= width && memcmp(text + length - width, ends[i], width) == 0)
            return true;
    }
    return false;
}

/* Ends `block`, the one that is being read; it is empty again afterwards. */
static int end_block(struct body *body, struct block *block, stance_error *error)
{
    if (body->raw.length == 0)
        return 0;
    block->start = body->text.length;
    utf8_collapse(body->raw.data, body->raw.length, &body->text);
    block->length = body->text.length - block->start;
    if (block->length > 0) {
        if (memory_reserve(&body->blocks, &body->blocks_capacity, body->n_blocks + 1,
                           sizeof *body->blocks) != 0)
            return error_no_memory(error);
        body->blocks[body->n_blocks++] = *block;
    }
    buffer_reset(&body->raw);
    *block = (struct block){0};
    return 0;
}

static size_t leading_space(const char *text, size_t length)
{
    size_t skipped = 0, width = 1;
    while (skipped < length && width > 0)
        skipped += width = utf8_space_width(text + skipped, length - skipped);
    return skipped;
}

static int take_text(struct body *body, size_t i, struct block *block, stance_error *error)
{
    const struct markup_node *node = &body->markup->nodes[i];
    const struct place *place = &body->places[i];
    const char *text = body->markup->text.data + node->start;
    size_t space = leading_space(text, node->length);
    if (place->block != block->node && end_block(body, block, error) != 0)
        return -1;
    if (body->raw.length == 0) {
        if (space == node->length)
            return 0;
        *block = (struct block){.node = place->block, .line = node->line, .kind = place->kind};
        for (size_t k = 0; k < space; k++)
            block->line += text[k] == '\n';
    }
    /* A block is a link or a heading if all of it is. */
    if (space < node->length)
        block->kind &= place->kind;
    if ((place->kind & KIND_LINK) != 0)
        block->link_length += node->length;
    buffer_append(&body->raw, text, node->length);
    return 0;
}

/* A line end parts paragraphs where it is doubled, and after the end of a sentence. */
static int take_line_end(struct body *body, size_t i, struct block *block, stance_error *error)
{
    const struct markup_node *nodes = body->markup->nodes;
    size_t length = body->raw.length;
    while (length > 0 && (unsigned char)body->raw.data[length - 1] <= ' ')
        length--;
    bool doubled = body->raw.length > 0 && body->raw.data[body->raw.length - 1] == '\n' && i > 0 &&
                   (nodes[i - 1].tag == TAG_BR || nodes[i - 1].tag == TAG_TEXT);
    if (doubled || (length >= PROSE_LENGTH && ends_as_sentence(body->raw.data, length)))
        return end_block(body, block, error);
    if (length > 0)
        buffer_append_char(&body->raw, '\n');
    return 0;
}

static int find_blocks(struct body *body, stance_error *error)
{
    const struct markup *markup = body->markup;
    struct block block = {0};
    int result = 0;
    for (size_t i = 0; i < markup->n_nodes && result == 0; i++) {
        if ((body->places[i].kind & KIND_UNSEEN) != 0)
            i = markup->nodes[i].end - 1;
        else if (markup->nodes[i].tag == TAG_TEXT)
            result = take_text(body, i, &block, error);
        else if (markup->nodes[i].tag == TAG_BR)
            result = take_line_end(body, i, &block, error);
        else if (parts_text(markup->nodes[i].tag))
            result = end_block(body, &block, error);
    }
    if (result == 0)
        result = end_block(body, &block, error);
    if (result == 0 && (body->text.failed || body->raw.failed))
        result = error_no_memory(error);
    return result;
}

/* ---- prose ---- */

static bool is_linked(const struct block *block)
{
    return block->link_length * 2 >= block->length;
}

static bool is_prose(const struct body *body, const struct block *block)
{
    return block->length >= PROSE_LENGTH && !is_linked(block) &&
           (block->kind & KIND_HEADING) == 0 && place_of(body, block)->hints == 0;
}

/* Fills place.prose, and returns how much there is on the page. */
static double weigh(struct body *body)
{
    const struct markup_node *nodes = body->markup->nodes;
    double all = 0;
    for (size_t i = 0; i < body->markup->n_nodes; i++)
        body->places[i].prose = 0;
    for (size_t i = 0; i < body->n_blocks; i++)
        if (is_prose(body, &body->blocks[i]))
            place_of(body, &body->blocks[i])->prose += (double)body->blocks[i].length;
    for (size_t i = body->markup->n_nodes; i-- > 0;) /* children before parents */
        *(nodes[i].parent == MARKUP_NONE ? &all : &body->places[nodes[i].parent].prose) +=
            body->places[i].prose;
    return all;
}

static void believe_hints(struct body *body)
{
    double all = weigh(body);
    for (size_t i = 0; i < body->markup->n_nodes; i++) {
        struct place *place = &body->places[i];
        uint32_t parent = body->markup->nodes[i].parent;
        if (parent != MARKUP_NONE)
            place->hints = body->places[parent].hints;
        if (place->prose <= FRAME_SHARE * all)
            place->hints |= place->told;
    }
    if (all > 0 && weigh(body) == 0) /* then the names are misleading */
        for (size_t i = 0; i < body->markup->n_nodes; i++)
            body->places[i].hints = 0;
}

/* ---- the article ---- */

/* The element around one that parts texts, or MARKUP_NONE. */
static uint32_t around(const struct body *body, uint32_t node)
{
    uint32_t parent = body->markup->nodes[node].parent;
    return parent == MARKUP_NONE ? MARKUP_NONE : body->places[parent].block;
}

/* Returns the element that holds the article, or the number of nodes where there is no prose. */
static size_t find_article(struct body *body)
{
    const struct markup *markup = body->markup;
    for (size_t i = 0; i < body->n_blocks; i++) {
        const struct block *block = &body->blocks[i];
        if (!is_prose(body, block))
            continue;
        enum tag tag = node_of(body, block)->tag;
        uint32_t at = block->node;
        if (tag == TAG_P || tag == TAG_LI) /* which hold a paragraph, and not several */
            at = around(body, at);
        double count = (double)block->length;
        for (size_t k = 0; k < NEAR && at != MARKUP_NONE; k++) {
            body->places[at].near += count;
            count *= NEAR_SHARE;
            at = around(body, at);
        }
    }
    size_t best = markup->n_nodes;
    for (size_t i = 0; i < markup->n_nodes; i++)
        if (body->places[i].near > (best == markup->n_nodes ? 0 : body->places[best].near))
            best = i;
    return best;
}

static bool is_kept(const struct body *body, const struct block *block)
{
    if ((place_of(body, block)->hints & (HINT_AROUND | HINT_HIDDEN)) != 0 || is_linked(block))
        return false;
    if (is_prose(body, block) || place_of(body, block)->hints != 0)
        return true;
    /* Of what is short, labels and buttons are in elements that part texts and say no more. */
    enum tag tag = node_of(body, block)->tag;
    return tag == TAG_P || tag == TAG_LI || tag == TAG_BLOCKQUOTE ||
           (block->kind & KIND_HEADING) != 0 ||
           ends_as_sentence(body->text.data + block->start, block->length);
}

/* Finds which blocks lead to prose, as the headings of an article do, and "Related stories" not. */
static void find_leads(struct body *body, size_t first, size_t end)
{
    bool leads = false;
    for (size_t i = end; i-- > first;) {
        struct block *block = &body->blocks[i];
        block->leads = leads;
        if (is_kept(body, block) && place_of(body, block)->hints == 0)
            leads = (block->kind & KIND_HEADING) == 0 &&
                    (is_prose(body, block) || node_of(body, block)->tag == TAG_LI);
    }
}

/* Whether a heading is the headline, which is no part of the text. */
static bool is_headline(const struct body *body, const struct block *block,
                        const struct buffer *title)
{
    return node_of(body, block)->tag == TAG_H1 ||
           (block->length == title->length &&
            memcmp(body->text.data + block->start, title->data, title->length) == 0);
}

static int put_blocks(const struct body *body, size_t first, size_t end, struct article *article,
                      stance_error *error)
{
    bool begun = false;
    for (size_t i = first; i < end; i++) {
        const struct block *block = &body->blocks[i];
        begun = begun || is_prose(body, block);
        if (!is_kept(body, block))
            continue;
        if ((block->kind & KIND_HEADING) != 0 &&
            ((!begun && is_headline(body, block, &article->title)) || !block->leads))
            continue;
        bool caption = place_of(body, block)->hints != 0;
        if (article_add(article, caption ? ARTICLE_BOILERPLATE : ARTICLE_BODY,
                        body->text.data + block->start, block->length, block->line, error) != 0)
            return -1;
    }
    return 0;
}

static int put_article(struct body *body, struct article *article, stance_error *error)
{
    const struct markup *markup = body->markup;
    size_t top = find_article(body);
    if (top == markup->n_nodes)
        return 0;
    size_t first = 0;
    while (first < body->n_blocks && body->blocks[first].node < top)
        first++;
    size_t end = first;
    while (end < body->n_blocks && body->blocks[end].node < markup->nodes[top].end)
        end++;
    find_leads(body, first, end);
    return put_blocks(body, first, end, article, error);
}

int page_body_read(const struct markup *markup, struct article *article, stance_error *error)
{
    struct body body = {.markup = markup,
                        .places = memory_array(markup->n_nodes, sizeof *body.places)};
    if (body.places == NULL)
        return error_no_memory(error);
    find_places(&body);
    int result = find_blocks(&body, error);
    if (result == 0) {
        believe_hints(&body);
        result = put_article(&body, article, error);
    }
    free(body.places);
    free(body.blocks);
    buffer_release(&body.text);
    buffer_release(&body.raw);
    return result;
}
