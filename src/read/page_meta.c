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

static size_t count_words(struct span text)
{
    size_t count = text.length > 0;
    for (size_t i = 0; i < text.length; i++)
        count += text.text[i] == ' ';
    return count;
}

static bool is_same(struct span text, const struct buffer *with)
{
    return text.length == with->length && text.length > 0 &&
           strncasecmp(text.text, with->data, text.length) == 0;
}

/* "Headline | The Site" without the site: which it is, or looks like where `guess`. */
static struct span without_site(struct span title, const struct buffer *publisher, bool guess)
{
    static const char *const separators[] = {" | ", " - ", " – ", " — ", " :: ", " » ", " · "};
    struct span head = title, tail = {0};
    for (size_t i = 0; i + 1 < title.length; i++)
        for (size_t k = 0; k < sizeof separators / sizeof separators[0]; k++) {
            size_t width = strlen(separators[k]);
            if (title.length - i <= width || memcmp(title.text + i, separators[k], width) != 0)
                continue;
            struct span before = {title.text, i};
            head = before;
            tail = (struct span){title.text + i + width, title.length - i - width};
            if (is_same(before, publisher)) /* "The Site | Headline" */
                return tail;
        }
    if (is_same(tail, publisher) || (guess && tail.length > 0 && count_words(tail) <= SITE_WORDS &&
                                     count_words(head) >= TITLE_WORDS))
        return head;
    return title;
}

static bool contains(const struct buffer *text, const struct buffer *part)
{
    return part->length > 0 && part->length * 2 >= text->length &&
           memmem(text->data, text->length, part->data, part->length) != NULL;
}

/* Appends the text of the first heading that says most of what `title` says; where there is no
 * title, of the first one. */
static bool take_heading(struct meta *meta, const struct buffer *title, struct buffer *out)
{
    const struct markup *markup = meta->markup;
    for (size_t i = 0; i < markup->n_nodes; i++) {
        if (markup->nodes[i].tag != TAG_H1)
            continue;
        buffer_reset(&meta->scratch);
        buffer_reset(out);
        markup_text(markup, i, &meta->scratch);
        if (meta->scratch.length > 0)
            utf8_collapse(meta->scratch.data, meta->scratch.length, out);
        if (title->length == 0 ? out->length > 0 : contains(title, out)) {
            meta->heading = i;
            return true;
        }
    }
    buffer_reset(out);
    return false;
}

static void take_title_element(struct meta *meta, struct buffer *out)
{
    const struct markup *markup = meta->markup;
    for (size_t i = 0; i < markup->n_nodes && out->length == 0; i++) {
        if (markup->nodes[i].tag != TAG_TITLE)
            continue;
        buffer_reset(&meta->scratch);
        markup_text(markup, i, &meta->scratch);
        if (meta->scratch.length > 0)
            utf8_collapse(meta->scratch.data, meta->scratch.length, out);
    }
}

/* The headline as the page shows it is the best, where it is what the page tells elsewhere too. */
static void find_title(struct meta *meta, const struct buffer *publisher, struct buffer *title)
{
    const char *told = meta->told[TOLD_TITLE];
    struct buffer social = BUFFER_EMPTY, element = BUFFER_EMPTY;
    const struct buffer none = BUFFER_EMPTY;
    if (told != NULL)
        utf8_collapse(told, strlen(told), &social);
    take_title_element(meta, &element);
    const struct buffer *linked = &meta->linked->headline;
    if ((social.length == 0 || !take_heading(meta, &social, title)) &&
        (element.length == 0 || !take_heading(meta, &element, title))) {
        bool guess = social.length == 0;
        struct span text = {guess ? element.data : social.data,
                            guess ? element.length : social.length};
        text = without_site(text, publisher, guess);
        if (text.length > 0)
            buffer_append(title, text.text, text.length);
        else if (linked->length > 0)
            utf8_collapse(linked->data, linked->length, title);
        else
            take_heading(meta, &none, title);
    }
    title->failed = title->failed || social.failed || element.failed;
    buffer_release(&social);
    buffer_release(&element);
}

int page_meta_read(const struct markup *markup, const struct linked_data *told,
                   struct article *article, uint64_t *title_line, stance_error *error)
{
    struct meta meta = {.markup = markup, .linked = told, .heading = markup->n_nodes};
    for (size_t i = 0; i < markup->n_nodes; i++)
        if (markup->nodes[i].tag == TAG_META)
            take_meta(&meta, &markup->nodes[i]);
    find_publisher(&meta, &article->publisher);
    find_title(&meta, &article->publisher, &article->title);
    find_date(&meta, &article->date);
    *title_line = meta.heading < markup->n_nodes ? markup->nodes[meta.heading].line : 0;
    bool failed = meta.scratch.failed;
    buffer_release(&meta.scratch);
    return failed ? error_no_memory(error) : article_check(article, error);
}
