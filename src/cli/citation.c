/* In: a paragraph. Out: what is known of its article, as values or as a line. Must not know which
 * command writes it. */
#include "cli/citation.h"

#define N_SHOWN_FACTS (CITATION_COLUMNS - 1) /* the last column is the line */

static const struct {
    const char *name;
    enum citation_fact fact;
    bool only_json;
} shown_facts[N_SHOWN_FACTS] = {
    {"id", CITATION_ID, false},
    {"date", CITATION_DATE, false},
    {"title", CITATION_TITLE, true},
    {"publisher", CITATION_PUBLISHER, true},
};

void citation_columns(bool shown, struct column *columns)
{
    for (size_t i = 0; i < N_SHOWN_FACTS; i++)
        columns[i] =
            (struct column){shown_facts[i].name, VALUE_STRING, shown_facts[i].only_json || !shown};
    columns[N_SHOWN_FACTS] = (struct column){"line", VALUE_INTEGER, true};
}

void citation_values(const struct paragraph *paragraph, struct value *values)
{
    const struct citation *citation = paragraph->citation;
    for (size_t i = 0; i < CITATION_COLUMNS; i++)
        values[i].absent = true; /* nothing else of it is looked at */
    if (citation == NULL)
        return;
    for (size_t i = 0; i < N_SHOWN_FACTS; i++) {
        enum citation_fact fact = shown_facts[i].fact;
        if (citation->facts[fact].text != NULL)
            values[i] = value_string(citation->facts[fact].text, citation->facts[fact].length);
    }
    if (paragraph->line > 0)
        values[N_SHOWN_FACTS] = value_integer(paragraph->line);
}

void place_values(const struct paragraph *paragraph, struct value *values)
{
    values[0] = values[1] = value_absent();
    if (paragraph->source_length == 0)
        return;
    values[0] = value_integer(paragraph->offset);
    values[1] = value_integer(paragraph->source_length);
}

void citation_put_text(const struct terminal *terminal, const struct paragraph *paragraph,
                       struct buffer *out)
{
    static const enum citation_fact told[] = {CITATION_ID, CITATION_DATE, CITATION_PUBLISHER};
    if (paragraph->citation == NULL || paragraph->number > 1)
        return;
    struct buffer line = BUFFER_EMPTY;
    for (size_t i = 0; i < sizeof told / sizeof told[0]; i++) {
        if (paragraph->citation->facts[told[i]].text == NULL)
            continue;
        buffer_append_string(&line, line.length == 0 ? "" : ", ");
        buffer_append(&line, paragraph->citation->facts[told[i]].text,
                      paragraph->citation->facts[told[i]].length);
    }
    if (line.length == 0)
        buffer_append_format(&line, "line %zu", paragraph->line);
    out->failed = out->failed || line.failed;
    if (!line.failed)
        terminal_wrap(terminal, STYLE_BOLD, line.data, line.length, 0, out);
    buffer_release(&line);
}
