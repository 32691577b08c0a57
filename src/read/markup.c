/* In: a page as UTF-8. Out: its nodes. Must not know what an article is. The only file that
 * includes libxml2.
 *
 * The library is loaded when the first page comes: it brings 40 MB of ICU with it, which would be
 * mapped and bound at each start of a program that mostly reads plain text. Its parser reports what
 * it sees (SAX), and no tree of its own is made. */
#include "read/markup.h"

#include "base/memory.h"

#include <dlfcn.h>
#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define LIBRARY "libxml2.so.2"

/* The library looks through the open elements at each end tag that has no start tag: this many
 * looks take about a second. Real pages need a few thousand. */
#define LOOKS_LIMIT ((uint64_t)32 << 20)

/* Different names of elements and attributes, in bytes. The library compares each attribute of a
 * tag with all before it, which is quadratic while the names differ; names beyond the limit are
 * passed over. Real pages have less than half of it. */
#define NAMES_LIMIT ((size_t)4 << 10)

struct library {
    __typeof__(&htmlCreateMemoryParserCtxt) create;
    __typeof__(&htmlCtxtUseOptions) use_options;
    __typeof__(&htmlParseDocument) parse;
    __typeof__(&htmlFreeParserCtxt) destroy;
    __typeof__(&xmlStopParser) stop;
    __typeof__(&xmlDictSetLimit) limit_names;
};

struct parsing {
    struct markup *markup;
    const struct library *library;
    htmlParserCtxtPtr parser;
    uint32_t *open; /* [depth]: elements whose end is to come; MARKUP_NONE: those not kept */
    size_t depth, capacity;
    uint32_t parent; /* the innermost of those that are kept */
    uint64_t looks;
    bool no_memory;
};

/* ---- the names ---- */

struct name {
    const char *name;
    int value;
};

static const struct name tag_names[] = {
    {"a", TAG_A},
    {"address", TAG_BLOCK},
    {"amp-ad", TAG_UNSEEN},
    {"amp-embed", TAG_UNSEEN},
    {"amp-sidebar", TAG_UNSEEN},
    {"article", TAG_ARTICLE},
    {"aside", TAG_ASIDE},
    {"audio", TAG_UNSEEN},
    {"blockquote", TAG_BLOCKQUOTE},
    {"body", TAG_BODY},
    {"br", TAG_BR},
    {"button", TAG_BUTTON},
    {"canvas", TAG_UNSEEN},
    {"caption", TAG_FIGCAPTION},
    {"center", TAG_DIV},
    {"dd", TAG_LI},
    {"details", TAG_DIV},
    {"dialog", TAG_UNSEEN},
    {"div", TAG_DIV},
    {"dl", TAG_BLOCK},
    {"dt", TAG_LI},
    {"fieldset", TAG_FORM},
    {"figcaption", TAG_FIGCAPTION},
    {"figure", TAG_FIGURE},
    {"footer", TAG_FOOTER},
    {"form", TAG_FORM},
    {"h1", TAG_H1},
    {"h2", TAG_HEADING},
    {"h3", TAG_HEADING},
    {"h4", TAG_HEADING},
    {"h5", TAG_HEADING},
    {"h6", TAG_HEADING},
    {"header", TAG_HEADER},
    {"hr", TAG_BLOCK},
    {"iframe", TAG_UNSEEN},
    {"input", TAG_UNSEEN},
    {"label", TAG_BUTTON},
    {"li", TAG_LI},
    {"main", TAG_MAIN},
    {"map", TAG_UNSEEN},
    {"menu", TAG_BLOCK},
    {"meta", TAG_META},
    {"nav", TAG_NAV},
    {"noframes", TAG_UNSEEN},
    {"noscript", TAG_UNSEEN},
    {"object", TAG_UNSEEN},
    {"ol", TAG_BLOCK},
    {"p", TAG_P},
    {"picture", TAG_UNSEEN},
    {"pre", TAG_P},
    {"script", TAG_UNSEEN},
    {"section", TAG_DIV},
    {"select", TAG_UNSEEN},
    {"style", TAG_UNSEEN},
    {"summary", TAG_BLOCK},
    {"svg", TAG_UNSEEN},
    {"table", TAG_BLOCK},
    {"tbody", TAG_BLOCK},
    {"td", TAG_TD},
    {"template", TAG_UNSEEN},
    {"textarea", TAG_UNSEEN},
    {"th", TAG_TD},
    {"thead", TAG_BLOCK},
    {"time", TAG_TIME},
    {"title", TAG_TITLE},
    {"tr", TAG_BLOCK},
    {"ul", TAG_BLOCK},
    {"video", TAG_UNSEEN},
};

static const struct name attribute_names[] = {
    {"aria-hidden", ATTRIBUTE_ARIA_HIDDEN},
    {"class", ATTRIBUTE_CLASS},
    {"content", ATTRIBUTE_CONTENT},
    {"datetime", ATTRIBUTE_DATETIME},
    {"hidden", ATTRIBUTE_HIDDEN},
    {"href", ATTRIBUTE_HREF},
    {"id", ATTRIBUTE_ID},
    {"itemprop", ATTRIBUTE_ITEMPROP},
    {"name", ATTRIBUTE_NAME},
    {"property", ATTRIBUTE_PROPERTY},
    {"role", ATTRIBUTE_ROLE},
    {"style", ATTRIBUTE_STYLE},
    {"type", ATTRIBUTE_TYPE},
};

static int compare_name(const void *key, const void *entry)
{
    return strcmp(key, ((const struct name *)entry)->name);
}

#define FIND(table, key, absent) find(key, table, sizeof(table) / sizeof *(table), absent)

static int find(const xmlChar *key, const struct name *table, size_t count, int absent)
{
    const struct name *found = bsearch(key, table, count, sizeof *table, compare_name);
    return found == NULL ? absent : found->value;
}

/* Elements of HTML 5 without content, which the library takes for open ones. */
static bool is_void(const xmlChar *name)
{
    const char *s = (const char *)name;
    return strcmp(s, "wbr") == 0 || strcmp(s, "source") == 0 || strcmp(s, "track") == 0;
}

/* ---- what the parser reports ---- */

static void fail(struct parsing *parsing)
{
    parsing->no_memory = true;
    parsing->library->stop(parsing->parser);
}

static uint32_t line_now(const struct parsing *parsing)
{
    int line = parsing->parser->input == NULL ? 0 : parsing->parser->input->line;
    return line > 0 ? (uint32_t)line : 0;
}

/* Makes room for a node and returns it, or NULL with the parsing failed. */
static struct markup_node *add_node(struct parsing *parsing, enum tag tag)
{
    struct markup *markup = parsing->markup;
    if (memory_reserve(&markup->nodes, &markup->nodes_capacity, markup->n_nodes + 1,
                       sizeof *markup->nodes) != 0) {
        fail(parsing);
        return NULL;
    }
    struct markup_node *node = &markup->nodes[markup->n_nodes++];
    *node = (struct markup_node){.tag = tag,
                                 .parent = parsing->parent,
                                 .end = (uint32_t)markup->n_nodes,
                                 .line = line_now(parsing)};
    return node;
}

static void add_attributes(struct parsing *parsing, const xmlChar **attributes)
{
    struct markup *markup = parsing->markup;
    for (size_t i = 0; attributes != NULL && attributes[i] != NULL; i += 2) {
        int name = FIND(attribute_names, attributes[i], N_ATTRIBUTES);
        if (name == N_ATTRIBUTES)
            continue;
        if (memory_reserve(&markup->attributes, &markup->attributes_capacity,
                           markup->n_attributes + 1, sizeof *markup->attributes) != 0) {
            fail(parsing);
            return;
        }
        const char *value = attributes[i + 1] == NULL ? "" : (const char *)attributes[i + 1];
        size_t start = markup->text.length, length = strlen(value);
        buffer_append(&markup->text, value, length + 1);
        markup->attributes[markup->n_attributes++] =
            (struct markup_attribute){(enum attribute)name, (uint32_t)start, (uint32_t)length};
    }
}

/* An element in a line of text matters only if it has attributes that do. */
static bool is_kept(const struct parsing *parsing, enum tag tag, size_t n_attributes)
{
    return tag != TAG_INLINE || parsing->markup->n_attributes > n_attributes;
}

static bool is_linked_data(const struct markup *markup, const struct markup_node *node)
{
    const char *type =
        node->tag == TAG_UNSEEN ? markup_attribute(markup, node, ATTRIBUTE_TYPE) : NULL;
    return type != NULL && strcasecmp(type, "application/ld+json") == 0;
}

static void on_start(void *context, const xmlChar *name, const xmlChar **attributes)
{
    struct parsing *parsing = context;
    struct markup *markup = parsing->markup;
    if (is_void(name))
        return;
    if (memory_reserve(&parsing->open, &parsing->capacity, parsing->depth + 1,
                       sizeof *parsing->open) != 0) {
        fail(parsing);
        return;
    }
    enum tag tag = (enum tag)FIND(tag_names, name, TAG_INLINE);
    size_t first = markup->n_attributes;
    add_attributes(parsing, attributes);
    uint32_t opened = MARKUP_NONE;
    if (is_kept(parsing, tag, first)) {
        struct markup_node *node = add_node(parsing, tag);
        if (node == NULL)
            return;
        node->start = (uint32_t)first;
        node->length = (uint32_t)(markup->n_attributes - first);
        if (is_linked_data(markup, node))
            node->tag = TAG_LINKED_DATA;
        parsing->parent = opened = (uint32_t)(markup->n_nodes - 1);
    }
    parsing->open[parsing->depth++] = opened;
}

static void on_end(void *context, const xmlChar *name)
{
    struct parsing *parsing = context;
    struct markup *markup = parsing->markup;
    if (is_void(name) || parsing->depth == 0)
        return;
    uint32_t closed = parsing->open[--parsing->depth];
    if (closed == MARKUP_NONE)
        return;
    markup->nodes[closed].end = (uint32_t)markup->n_nodes;
    parsing->parent = markup->nodes[closed].parent;
}

/* Texts come in pieces of a thousand bytes or so. */
static bool goes_on(const struct parsing *parsing)
{
    const struct markup *markup = parsing->markup;
    if (markup->n_nodes == 0)
        return false;
    const struct markup_node *last = &markup->nodes[markup->n_nodes - 1];
    return last->tag == TAG_TEXT && last->parent == parsing->parent;
}

static uint32_t count_lines(const xmlChar *text, size_t length)
{
    uint32_t count = 0;
    for (const xmlChar *at = text; (at = memchr(at, '\n', length - (size_t)(at - text))) != NULL;
         at++)
        count++;
    return count;
}

static void on_text(void *context, const xmlChar *text, int length)
{
    struct parsing *parsing = context;
    struct markup *markup = parsing->markup;
    if (length <= 0 ||
        (parsing->parent != MARKUP_NONE && markup->nodes[parsing->parent].tag == TAG_UNSEEN))
        return;
    if (!goes_on(parsing)) {
        struct markup_node *node = add_node(parsing, TAG_TEXT);
        if (node == NULL)
            return;
        uint32_t lines = count_lines(text, (size_t)length);
        node->line = node->line > lines ? node->line - lines : 1;
        node->start = (uint32_t)markup->text.length;
    }
    buffer_append(&markup->text, text, (size_t)length);
    markup->nodes[markup->n_nodes - 1].length += (uint32_t)length;
}

static void on_error(void *context, xmlErrorPtr what)
{
    struct parsing *parsing = context;
    if (what->code == XML_ERR_NO_MEMORY)
        fail(parsing);
    parsing->looks += parsing->depth;
    if (parsing->looks > LOOKS_LIMIT)
        parsing->library->stop(parsing->parser);
}

/* ---- all of it ---- */

static int load(struct library *library, const char *name, stance_error *error)
{
    /* Loaded once and for all: a further call finds it in place. */
    void *handle = dlopen(LIBRARY, RTLD_LAZY | RTLD_LOCAL | RTLD_NODELETE);
    if (handle == NULL)
        return error_set(error, STANCE_IO, "%s: an HTML page, which takes %s to read: %s", name,
                         LIBRARY, dlerror());
    const struct {
        const char *name;
        void *place;
    } wanted[] = {
        {"htmlCreateMemoryParserCtxt", &library->create},
        {"htmlCtxtUseOptions", &library->use_options},
        {"htmlParseDocument", &library->parse},
        {"htmlFreeParserCtxt", &library->destroy},
        {"xmlStopParser", &library->stop},
        {"xmlDictSetLimit", &library->limit_names},
    };
    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++) {
        void *symbol = dlsym(handle, wanted[i].name);
        if (symbol == NULL)
            return error_set(error, STANCE_IO, "%s: %s has no %s", name, LIBRARY, wanted[i].name);
        memcpy(wanted[i].place, &symbol, sizeof symbol);
    }
    return 0;
}

static int parse(struct parsing *parsing, const char *page, size_t length, stance_error *error)
{
    const struct library *library = parsing->library;
    /* libxml2 may turn in a circle where memory runs out: most pages take less than this. */
    if (memory_check(((size_t)1 << 20) + 16 * length) != 0)
        return error_no_memory(error);
    htmlParserCtxtPtr parser = library->create(page, (int)length);
    if (parser == NULL)
        return error_no_memory(error);
    parsing->parser = parser;
    library->use_options(parser, HTML_PARSE_RECOVER | HTML_PARSE_NONET | HTML_PARSE_NODEFDTD |
                                     HTML_PARSE_IGNORE_ENC);
    parser->charset = XML_CHAR_ENCODING_UTF8;
    library->limit_names(parser->dict, NAMES_LIMIT);
    *parser->sax = (xmlSAXHandler){.initialized = XML_SAX2_MAGIC,
                                   .startElement = on_start,
                                   .endElement = on_end,
                                   .characters = on_text,
                                   .ignorableWhitespace = on_text,
                                   .cdataBlock = on_text,
                                   .serror = on_error};
    parser->userData = parsing;
    library->parse(parser);
    library->destroy(parser);
    return 0;
}

int markup_parse(const char *page, size_t length, const char *name, struct markup *markup,
                 stance_error *error)
{
    struct library library;
    *markup = (struct markup){0};
    if (load(&library, name, error) != 0)
        return -1;
    if (length == 0)
        return 0; /* which the library takes for a failure */
    struct parsing parsing = {.markup = markup, .library = &library, .parent = MARKUP_NONE};
    int result = parse(&parsing, page, length, error);
    while (parsing.depth > 0)
        on_end(&parsing, BAD_CAST "");
    free(parsing.open);
    if (result == 0 && (parsing.no_memory || markup->text.failed))
        result = error_no_memory(error);
    if (result == 0 && parsing.looks > LOOKS_LIMIT)
        result =
            error_set(error, STANCE_DATA,
                      "%s: elements are nested too deep, and too many end tags close none", name);
    if (result != 0)
        markup_release(markup);
    return result;
}

void markup_release(struct markup *markup)
{
    free(markup->nodes);
    free(markup->attributes);
    buffer_release(&markup->text);
    *markup = (struct markup){0};
}

const char *markup_attribute(const struct markup *markup, const struct markup_node *element,
                             enum attribute name)
{
    if (element->tag == TAG_TEXT)
        return NULL;
    for (size_t i = 0; i < element->length; i++) {
        const struct markup_attribute *attribute = &markup->attributes[element->start + i];
        if (attribute->name == name)
            return markup->text.data + attribute->start;
    }
    return NULL;
}

void markup_text(const struct markup *markup, size_t element, struct buffer *out)
{
    for (size_t i = element; i < markup->nodes[element].end; i++)
        if (markup->nodes[i].tag == TAG_TEXT)
            buffer_append(out, markup->text.data + markup->nodes[i].start, markup->nodes[i].length);
}
