/* In: a name, or the first bytes of a source. Out: what kind of input it is. Must not know how that
 * is read. */
#include "read/kind.h"

#include "base/utf8.h"
#include "read/page.h"

#include <stdbool.h>

#define LOOK_LIMIT ((size_t)4 << 10) /* bytes: what begins with more white space is text */

static const struct {
    const char *ending;
    enum input_kind kind;
} endings[] = {
    {".html", KIND_HTML}, {".htm", KIND_HTML},    {".xhtml", KIND_HTML},
    {".txt", KIND_TEXT},  {".jsonl", KIND_JSONL}, {".ndjson", KIND_JSONL},
    {".csv", KIND_CSV},   {".tsv", KIND_TSV},     {".tab", KIND_TSV},
};

enum input_kind kind_of_name(const char *path)
{
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++)
        if (source_name_ends(path, endings[i].ending))
            return endings[i].kind;
    return KIND_AUTO;
}

/* What the first bytes tell: KIND_AUTO where it takes more of them. */
static enum input_kind guess(const char *head, size_t length)
{
    size_t first = utf8_leading_space(head, length);
    if (first == length)
        return KIND_AUTO;
    if (page_looks_like_html(head, length))
        return KIND_HTML;
    if (head[first] == '<') /* what tells may be still to come */
        return KIND_AUTO;
    if (head[first] != '{')
        return KIND_TEXT;
    size_t second = first + 1 + utf8_leading_space(head + first + 1, length - first - 1);
    if (second == length)
        return KIND_AUTO;
    return head[second] == '"' ? KIND_JSONL : KIND_TEXT;
}

int kind_of_source(struct source *source, enum input_kind *kind, stance_error *error)
{
    *kind = kind_of_name(source_name(source));
    bool at_end = false;
    while (*kind == KIND_AUTO && !at_end) {
        const char *head;
        size_t length;
        if (source_look(source, &head, &length, &at_end, error) != 0)
            return -1;
        *kind = guess(head, length);
        if (length >= LOOK_LIMIT)
            break;
    }
    if (*kind == KIND_AUTO)
        *kind = KIND_TEXT;
    return 0;
}
