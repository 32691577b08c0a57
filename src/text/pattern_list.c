/* In: lines "name<TAB>pattern". Out: compiled patterns with names. Must not know what they find. */
#include "text/pattern_list.h"

#include "base/memory.h"
#include "base/utf8.h"
#include "text/pattern_cost.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void pattern_list_release(struct pattern_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        free(list->items[i].name);
        pattern_free(list->items[i].pattern);
    }
    free(list->items);
    free(list->source);
    *list = PATTERN_LIST_EMPTY;
}

/* Each pattern has its limits, and the list has too: it may hold a thousand. */
static int check_sum(struct pattern_list *list, const char *expression, size_t length,
                     const char *where, stance_error *error)
{
    list->expression_bytes += length;
    list->ranges += pattern_cost_of(expression, length).ranges;
    if (list->count == PATTERN_LIST_MAX)
        return error_set(error, STANCE_ARGUMENT, "%s: more than %d patterns", where,
                         PATTERN_LIST_MAX);
    if (list->expression_bytes > PATTERN_LIST_BYTES)
        return error_set(error, STANCE_ARGUMENT, "%s: patterns of more than %d bytes together",
                         where, PATTERN_LIST_BYTES);
    if (list->ranges > PATTERN_RANGES_LIMIT)
        return error_set(error, STANCE_ARGUMENT,
                         "%s: patterns with ranges of more than %d characters together", where,
                         PATTERN_RANGES_LIMIT);
    return 0;
}

static int add_line(struct pattern_list *list, const char *line, size_t length,
                    enum pattern_kind kind, const char *where, stance_error *error)
{
    const char *end = line + length;
    const char *expression = memchr(line, '\t', length);
    if (expression == NULL || expression == line)
        return error_set(error, STANCE_ARGUMENT, "%s: not 'name<TAB>pattern'", where);
    size_t name_length = (size_t)(expression++ - line);
    const char *stop = memchr(expression, '\t', (size_t)(end - expression));
    if (stop == NULL)
        stop = end;
    if (stop == expression)
        return error_set(error, STANCE_ARGUMENT, "%s: an empty pattern", where);
    size_t expression_length = (size_t)(stop - expression);
    if (check_sum(list, expression, expression_length, where, error) != 0)
        return -1;
    if (memory_reserve(&list->items, &list->capacity, list->count + 1, sizeof *list->items) != 0)
        return error_no_memory(error);
    struct named_pattern *item = &list->items[list->count];
    if (pattern_compile(expression, expression_length, kind, where, &item->pattern, error) != 0)
        return -1;
    item->name = memory_copy_string(line, name_length);
    if (item->name == NULL) {
        pattern_free(item->pattern);
        return error_no_memory(error);
    }
    item->expression = expression;
    item->expression_length = expression_length;
    list->count++;
    return 0;
}

int pattern_list_parse(const char *source, size_t length, enum pattern_kind kind, const char *where,
                       struct pattern_list *list, stance_error *error)
{
    struct pattern_list parsed = PATTERN_LIST_EMPTY;
    size_t valid = utf8_valid_prefix(source, length);
    if (valid < length)
        return error_set(error, STANCE_ARGUMENT, "%s: byte %zu: not UTF-8", where, valid);
    const char *nul = length == 0 ? NULL : memchr(source, '\0', length);
    if (nul != NULL) /* it would end a name, and no model could be read that has it */
        return error_set(error, STANCE_ARGUMENT, "%s: byte %zu: a NUL: a binary file, not text",
                         where, (size_t)(nul - source));
    parsed.source = memory_copy_string(source, length);
    if (parsed.source == NULL)
        return error_no_memory(error);
    parsed.source_length = length;
    int result = 0;
    source = parsed.source; /* expressions are kept as parts of it */
    const char *end = source + length;
    size_t number = 1;
    size_t mark = length >= 3 && memcmp(source, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
    for (const char *line = source + mark; line < end && result == 0; number++) {
        const char *stop = memchr(line, '\n', (size_t)(end - line));
        if (stop == NULL)
            stop = end;
        size_t size = (size_t)(stop - line);
        if (size > 0 && line[size - 1] == '\r')
            size--;
        char place[512];
        snprintf(place, sizeof place, "%s: line %zu", where, number);
        if (size > 0 && line[0] != '#')
            result = add_line(&parsed, line, size, kind, place, error);
        line = stop + 1;
    }
    if (result != 0) {
        pattern_list_release(&parsed);
        return -1;
    }
    *list = parsed;
    return 0;
}

/* Whether the beginning of the text leaves it open that the pattern matches. */
static bool is_due(const struct pattern_list *list, size_t index, const char *text, size_t length)
{
    uint64_t due = UINT64_MAX;
    for (size_t n = 0; list->by_byte != NULL && n < PATTERN_LIST_KNOWN && n < length; n++)
        due &= list->by_byte[n][(unsigned char)text[n]];
    return (due >> index % 64 & 1) != 0;
}

int pattern_list_find(const struct pattern_list *list, struct pattern_scratch *scratch,
                      const char *text, size_t length, size_t *index, stance_error *error)
{
    pattern_scratch_begin(scratch, length);
    for (*index = 0; *index < list->count; (*index)++) {
        struct pattern_match match;
        bool found = false;
        if (is_due(list, *index, text, length) &&
            pattern_find(list->items[*index].pattern, scratch, text, length, 0, &match, &found,
                         error) != 0)
            return -1;
        if (found)
            break;
    }
    return 0;
}
