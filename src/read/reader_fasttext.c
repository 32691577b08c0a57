/* In: lines "__label__NAME text". Out: records of a label and a text, which are the first and the
 * second wanted column, whatever their names. */
#include "read/reader.h"

#include <string.h>

static const char mark[] = "__label__";
#define MARK_LENGTH (sizeof mark - 1)

static bool is_marked(const char *text, const char *end)
{
    return (size_t)(end - text) > MARK_LENGTH && memcmp(text, mark, MARK_LENGTH) == 0;
}

static const char *skip_spaces(const char *text, const char *end)
{
    while (text < end && (*text == ' ' || *text == '\t'))
        text++;
    return text;
}

/* The format has a label and a text, and nothing by name. */
static int start(struct table *table, stance_error *error)
{
    for (size_t i = 2; i < table->n_columns; i++)
        if (table->columns[i].insisted)
            return error_set(error, STANCE_DATA, "%s: fastText has no column '%s'",
                             table_name(table), table->columns[i].name);
    return 0;
}

static int next(struct table *table, struct table_record *record, stance_error *error)
{
    struct line line;
    if (table_next_line(table, &line, error) != 0)
        return -1;
    if (line.text == NULL)
        return 0;
    const char *end = line.text + line.length;
    if (!is_marked(line.text, end))
        return error_set(error, STANCE_RECORD, "%s: line %zu: does not begin with __label__",
                         table_name(table), line.number);
    const char *label = line.text + MARK_LENGTH;
    const char *label_end = label;
    while (label_end < end && *label_end != ' ' && *label_end != '\t')
        label_end++;
    const char *text = skip_spaces(label_end, end);
    if (is_marked(text, end))
        return error_set(error, STANCE_RECORD, "%s: line %zu: more than one label",
                         table_name(table), line.number);
    record->line = line.number;
    record->fields[0] = (struct table_field){label, (size_t)(label_end - label)};
    record->fields[1] = (struct table_field){text, (size_t)(end - text)};
    return 0;
}

static int cells(struct table *table, const struct table_record *record, stance_error *error)
{
    for (size_t i = 0; i < 2; i++) {
        const char *name = table->columns[i].name;
        const struct table_cell cell = {.name = {name, strlen(name)}, .value = record->fields[i]};
        if (table_add_cell(table, &cell, error) != 0)
            return -1;
    }
    return 0;
}

const struct reader reader_fasttext = {start, next, cells, NULL};
