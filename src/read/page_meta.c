/* In: the nodes of a page, and its linked data. Out: title, date and publisher of the article. Must
 * not know which text is the article. */
#include "read/page_meta.h"

#include "base/utf8.h"
#include "read/date.h"
#include "read/page_hint.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define LABEL_LIMIT 100 /* bytes: a longer text is no date that stands for itself */
#define LABEL_NODES 64  /* an element with more inside is no headline and no date */
#define SITE_WORDS  4   /* after the last separator of a title, at most: the name of the site */
#define TITLE_WORDS 3   /* before it, at least */

/* What <meta> elements tell; of several that tell one thing, the first here is the best. */
enum told {
    TOLD_PUBLISHED, /* dates, by how often they are that of the publication */
    TOLD_ISSUED,
    TOLD_DATE,
    TOLD_TITLE,
    TOLD_SITE,
    TOLD_APPLICATION,
    TOLD_ADDRESS,
    N_TOLD
};

static const struct meta_name {
    const char *name;
    enum told told;
} meta_names[] = {
    {"application-name", TOLD_APPLICATION},
    {"article:published", TOLD_PUBLISHED},
    {"article:published_time", TOLD_PUBLISHED},
    {"citation_publication_date", TOLD_ISSUED},
    {"cxenseparse:recs:publishtime", TOLD_ISSUED},
    {"date", TOLD_DATE},
    {"datepublished", TOLD_PUBLISHED},
    {"dc.date", TOLD_DATE},
    {"dc.date.created", TOLD_ISSUED},
    {"dc.date.issued", TOLD_ISSUED},
    {"dc.publisher", TOLD_APPLICATION},
    {"dcterms.created", TOLD_ISSUED},
    {"dcterms.date", TOLD_DATE},
    {"dcterms.issued", TOLD_ISSUED},
    {"og:article:published_time", TOLD_PUBLISHED},
    {"og:published_time", TOLD_PUBLISHED},
    {"og:site_name", TOLD_SITE},
    {"og:title", TOLD_TITLE},
    {"og:url", TOLD_ADDRESS},
    {"parsely-pub-date", TOLD_ISSUED},
    {"pubdate", TOLD_ISSUED},
    {"publication_date", TOLD_ISSUED},
    {"publish-date", TOLD_ISSUED},
    {"publish_date", TOLD_ISSUED},
    {"publishdate", TOLD_ISSUED},
    {"sailthru.date", TOLD_ISSUED},
    {"twitter:title", TOLD_TITLE},
};

struct span {
    const char *text;
    size_t length;
};

struct meta {
    const struct markup *markup;
    const struct linked_data *linked;
    const char *told[N_TOLD]; /* NULL: not told */
    size_t heading;           /* the node of the headline; that of no node where there is none */
    struct buffer scratch;
};

static int compare_name(const void *key, const void *entry)
{
    return strcasecmp(key, ((const struct meta_name *)entry)->name);
}

static void take_meta(struct meta *meta, const struct markup_node *node)
{
    static const enum attribute keys[] = {ATTRIBUTE_PROPERTY, ATTRIBUTE_NAME, ATTRIBUTE_ITEMPROP};
    const char *content = markup_attribute(meta->markup, node, ATTRIBUTE_CONTENT);
    for (size_t i = 0; i < sizeof keys / sizeof keys[0] && content != NULL; i++) {
        const char *key = markup_attribute(meta->markup, node, keys[i]);
        const struct meta_name *found =
            key == NULL ? NULL
                        : bsearch(key, meta_names, sizeof meta_names / sizeof meta_names[0],
                                  sizeof meta_names[0], compare_name);
        if (found != NULL && meta->told[found->told] == NULL && *content != '\0')
            meta->told[found->told] = content;
    }
}

/* ---- the date ---- */

static bool take_date(const char *text, size_t length, struct buffer *date)
{
    return text != NULL && length > 0 && date_read(text, length, date);
}

static bool is_published(const struct meta *meta, const struct markup_node *node)
{
    const char *what = markup_attribute(meta->markup, node, ATTRIBUTE_ITEMPROP);
    return what != NULL && strcasecmp(what, "datePublished") == 0;
}

/* <time datetime="...">: that which says so, else the first after the headline, else the first. */
static bool take_time(struct meta *meta, struct buffer *date)
{
    const struct markup *markup = meta->markup;
    const char *best = NULL;
    int best_rank = 0;
    for (size_t i = 0; i < markup->n_nodes; i++) {
        const struct markup_node *node = &markup->nodes[i];
        bool published = is_published(meta, node);
        const char *text = node->tag == TAG_TIME || published
                               ? markup_attribute(markup, node, ATTRIBUTE_DATETIME)
                               : NULL;
        if (text == NULL && published)
            text = markup_attribute(markup, node, ATTRIBUTE_CONTENT);
        int rank = text == NULL ? 0 : published ? 3 : i > meta->heading ? 2 : 1;
        if (rank > best_rank) {
            best = text;
            best_rank = rank;
        }
    }
    return best != NULL && take_date(best, strlen(best), date);
}

/* A short text in an element that is called a date: <span class="date">5 March 2024</span>. */
static bool take_label(struct meta *meta, struct buffer *date)
{
    const struct markup *markup = meta->markup;
    for (size_t i = 0; i < markup->n_nodes; i++) {
        const struct markup_node *node = &markup->nodes[i];
        if (((page_hint(markup_attribute(markup, node, ATTRIBUTE_CLASS)) |
              page_hint(markup_attribute(markup, node, ATTRIBUTE_ID))) &
             HINT_DATE) == 0)
            continue;
        buffer_reset(&meta->scratch);
        if (node->end - i <= LABEL_NODES)
            markup_text(markup, i, &meta->scratch);
        if (meta->scratch.length <= LABEL_LIMIT &&
            take_date(meta->scratch.data, meta->scratch.length, date))
            return true;
    }
    return false;
}

/* https://www.example.org/world/2024/03/05/the-headline */
static bool take_date_of_address(const char *address, struct buffer *date)
{
    static const char shape[] = "/0000/00/00/";
    size_t width = sizeof shape - 1;
    for (; address != NULL && strlen(address) >= width; address++) {
        size_t i = 0;
        while (i < width && (address[i] >= '0' && address[i] <= '9' ? '0' : address[i]) == shape[i])
            i++;
        if (i == width)
            return take_date(address + 1, width - 2, date);
    }
    return false;
}

static void find_date(struct meta *meta, struct buffer *date)
{
    const struct buffer *linked = &meta->linked->date;
    if (take_date(linked->data, linked->length, date))
        return;
    for (size_t i = TOLD_PUBLISHED; i <= TOLD_DATE; i++)
        if (meta->told[i] != NULL && take_date(meta->told[i], strlen(meta->told[i]), date))
            return;
    if (!take_time(meta, date) && !take_label(meta, date))
        take_date_of_address(meta->told[TOLD_ADDRESS], date);
}

/* ---- the publisher ---- */

static void find_publisher(const struct meta *meta, struct buffer *publisher)
{
    const struct linked_data *linked = meta->linked;
    const char *const told[] = {linked->publisher.data, meta->told[TOLD_SITE],
                                linked->organization.data, meta->told[TOLD_APPLICATION]};
    for (size_t i = 0; i < sizeof told / sizeof told[0] && publisher->length == 0; i++)
        if (told[i] != NULL)
            utf8_collapse(told[i], strlen(told[i]), publisher);
}

/* ---- the title ---- */

static struct span span_of(const struct buffer *buffer)
{
    return (struct span){buffer->data == NULL ? "" : buffer->data, buffer->length};
}

static bool is_same(struct span a, struct span b)
{
    return a.length == b.length && strncasecmp(a.text, b.text, a.length) == 0;
}

static size_t count_words(struct span text)
{
    size_t count = text.length > 0;
    for (size_t i = 0; i < text.length; i++)
        count += text.text[i] == ' ';
    return count;
}

/* The width of what parts a headline from the name of a site, at the start of `text`, or 0. */
static size_t separator_width(struct span text)
{
    static const char *const separators[] = {" | ",  " - ", " – ", " — ",
                                             " :: ", " » ", " · ", ": "};
    for (size_t i = 0; i < sizeof separators / sizeof separators[0]; i++) {
        size_t width = strlen(separators[i]);
        if (text.length >= width && memcmp(text.text, separators[i], width) == 0)
            return width;
    }
    return 0;
}

/* Parts a text at its first separator, or at its last. Returns whether it has one. */
static bool part(struct span text, bool at_last, struct span *before, struct span *after)
{
    bool found = false;
    for (size_t i = 0; i < text.length && (at_last || !found); i++) {
        struct span rest = {text.text + i, text.length - i};
        size_t width = separator_width(rest);
        if (width == 0 || (at_last && rest.text[0] == ':'))
            continue; /* "Headline: The Site" is rare, and headlines with a colon are not */
        *before = (struct span){text.text, i};
        *after = (struct span){rest.text + width, rest.length - width};
        found = true;
    }
    return found;
}

/* "Headline | The Site" without the site: which it is, or, where `guess` or after a bar, looks
 * like.
 */
static struct span without_site(struct span title, struct span site, bool guess)
{
    struct span before, after;
    if (part(title, false, &before, &after) && is_same(before, site))
        return after;
    if (part(title, true, &before, &after)) {
        guess = guess || memcmp(before.text + before.length, " | ", 3) == 0;
        if (is_same(after, site) ||
            (guess && count_words(after) <= SITE_WORDS && count_words(before) >= TITLE_WORDS))
            return before;
    }
    return is_same(title, site) ? (struct span){"", 0} : title;
}

/* Appends the collapsed text inside a node, where that is small: in bad HTML much may be in it. */
static void take_text(struct meta *meta, size_t node, struct buffer *out)
{
    buffer_reset(&meta->scratch);
    if (meta->markup->nodes[node].end - node <= LABEL_NODES)
        markup_text(meta->markup, node, &meta->scratch);
    if (meta->scratch.length > 0)
        utf8_collapse(meta->scratch.data, meta->scratch.length, out);
}

/* Takes the first heading that says most of what `title` says. */
static bool take_heading(struct meta *meta, const struct buffer *title, struct buffer *out)
{
    for (size_t i = 0; i < meta->markup->n_nodes && title->length > 0; i++) {
        if (meta->markup->nodes[i].tag != TAG_H1)
            continue;
        take_text(meta, i, out);
        if (out->length > 0 && out->length * 2 >= title->length &&
            memmem(title->data, title->length, out->data, out->length) != NULL) {
            meta->heading = i;
            return true;
        }
        buffer_reset(out);
    }
    return false;
}

/* Takes the first text in an element of a kind. */
static void take_first(struct meta *meta, enum tag tag, struct buffer *out)
{
    for (size_t i = 0; i < meta->markup->n_nodes && out->length == 0; i++)
        if (meta->markup->nodes[i].tag == tag)
            take_text(meta, i, out);
}

/* The headline as the page shows it is the best, where it is what the page tells elsewhere too. */
static void find_title(struct meta *meta, const struct buffer *element,
                       const struct buffer *publisher, struct buffer *title)
{
    const char *told = meta->told[TOLD_TITLE];
    const struct buffer *linked = &meta->linked->headline;
    struct buffer social = BUFFER_EMPTY;
    if (told != NULL)
        utf8_collapse(told, strlen(told), &social);
    if (!take_heading(meta, &social, title) && !take_heading(meta, element, title)) {
        bool guess = social.length == 0;
        struct span text =
            without_site(span_of(guess ? element : &social), span_of(publisher), guess);
        buffer_append(title, text.text, text.length);
        if (title->length == 0 && linked->length > 0)
            utf8_collapse(linked->data, linked->length, title);
        if (title->length == 0)
            take_first(meta, TAG_H1, title);
    }
    title->failed = title->failed || social.failed;
    buffer_release(&social);
}

/* What <title> has beside the title is the name of the site. */
static void guess_publisher(const struct buffer *element, const struct buffer *title,
                            struct buffer *publisher)
{
    const char *place = title->length == 0 || element->length == 0
                            ? NULL
                            : memmem(element->data, element->length, title->data, title->length);
    if (place == NULL)
        return;
    struct span head = {element->data, (size_t)(place - element->data)};
    struct span tail = {place + title->length, element->length - head.length - title->length};
    struct span before, after;
    struct span site = {"", 0};
    if (part(tail, true, &before, &after))
        site = after;
    else if (part(head, false, &before, &after))
        site = before;
    if (count_words(site) <= SITE_WORDS)
        buffer_append(publisher, site.text, site.length);
}

int page_meta_read(const struct markup *markup, const struct linked_data *told,
                   struct article *article, uint64_t *title_line, stance_error *error)
{
    struct meta meta = {.markup = markup, .linked = told, .heading = markup->n_nodes};
    struct buffer element = BUFFER_EMPTY;
    for (size_t i = 0; i < markup->n_nodes; i++)
        if (markup->nodes[i].tag == TAG_META)
            take_meta(&meta, &markup->nodes[i]);
    take_first(&meta, TAG_TITLE, &element);
    find_publisher(&meta, &article->publisher);
    find_title(&meta, &element, &article->publisher, &article->title);
    if (article->publisher.length == 0)
        guess_publisher(&element, &article->title, &article->publisher);
    find_date(&meta, &article->date);
    *title_line = meta.heading < markup->n_nodes ? markup->nodes[meta.heading].line : 0;
    bool failed = meta.scratch.failed || element.failed;
    buffer_release(&meta.scratch);
    buffer_release(&element);
    return failed ? error_no_memory(error) : article_check(article, error);
}
