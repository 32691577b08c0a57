/* In: the text of a map. Out: the codes of a label. Must not know which labels there are. */
#include "report/event_codes.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

void event_codes_release(struct event_codes *codes)
{
    free(codes->text);
    free(codes->codes);
    *codes = EVENT_CODES_EMPTY;
}

struct event_code event_codes_find(const struct event_codes *codes, const char *label)
{
    for (size_t i = 0; i < codes->count; i++)
        if (strcmp(codes->codes[i].label, label) == 0)
            return codes->codes[i];
    return (struct event_code){label, "", ""};
}

/* Cuts the next field off a line; NULL: there is none. */
static char *next_field(char **line)
{
    char *field = *line;
    if (field == NULL)
        return NULL;
    char *tab = strchr(field, '\t');
    *line = tab == NULL ? NULL : tab + 1;
    if (tab != NULL)
        *tab = '\0';
    return field;
}

static int add_line(struct event_codes *codes, char *line, size_t number, const char *name,
                    stance_error *error)
{
    if (line[0] == '\0' || line[0] == '#')
        return 0;
    struct event_code code;
    code.label = next_field(&line);
    code.cameo = next_field(&line);
    code.plover = next_field(&line);
    if (code.label[0] == '\0' || code.plover == NULL)
        return error_set(
            error, STANCE_DATA,
            "%s: line %zu: not a label, a CAMEO code and a PLOVER type with tabs between", name,
            number);
    if (event_codes_find(codes, code.label).label != code.label)
        return error_set(error, STANCE_DATA, "%s: line %zu: '%s' stands there twice", name, number,
                         code.label);
    if (memory_reserve(&codes->codes, &codes->capacity, codes->count + 1, sizeof *codes->codes) !=
        0)
        return error_no_memory(error);
    codes->codes[codes->count++] = code;
    return 0;
}

int event_codes_parse(const char *text, size_t length, const char *name, struct event_codes *codes,
                      stance_error *error)
{
    struct event_codes parsed = {.text = memory_copy_string(text, length)};
    int result = parsed.text == NULL ? error_no_memory(error) : 0;
    size_t number = 1;
    for (char *line = parsed.text; line != NULL && result == 0; number++) {
        char *end = strchr(line, '\n');
        if (end != NULL)
            *end = '\0';
        size_t width = strlen(line);
        if (width > 0 && line[width - 1] == '\r')
            line[width - 1] = '\0';
        result = add_line(&parsed, line, number, name, error);
        line = end == NULL ? NULL : end + 1;
    }
    if (result != 0) {
        event_codes_release(&parsed);
        return -1;
    }
    *codes = parsed;
    return 0;
}
