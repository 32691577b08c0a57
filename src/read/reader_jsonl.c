/* In: lines, each one JSON object. Out: records. */
#include "base/buffer.h"
#include "base/memory.h"
#include "read/reader.h"

#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

struct jsonl {
    struct json_tokener *tokener;
    struct json_object *object; /* of the current record, whose fields point into it */
};

static int start(struct table *table, stance_error *error)
{
    struct jsonl *jsonl = table->state = memory_array(1, sizeof *jsonl);
    if (jsonl == NULL || (jsonl->tokener = json_tokener_new()) == NULL)
        return error_no_memory(error);
    json_tokener_set_flags(jsonl->tokener, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
    return 0;
}

static void stop(struct table *table)
{
    struct jsonl *jsonl = table->state;
    if (jsonl == NULL)
        return;
    json_object_put(jsonl->object);
    if (jsonl->tokener != NULL)
        json_tokener_free(jsonl->tokener);
    free(jsonl);
}

static int parse(struct table *table, const struct line *line, stance_error *error)
{
    struct jsonl *jsonl = table->state;
    /* json-c calls memory that is not there a fault of the text, or crashes. Most lines take less
     * than this for each byte. */
    if (memory_check(65536 + 64 * line->length) != 0)
        return error_no_memory(error);
    json_object_put(jsonl->object);
    jsonl->object = NULL;
    json_tokener_reset(jsonl->tokener);
    jsonl->object = json_tokener_parse_ex(jsonl->tokener, line->text, (int)line->length);
    enum json_tokener_error status = json_tokener_get_error(jsonl->tokener);
    size_t parsed = json_tokener_get_parse_end(jsonl->tokener);
    while (status == json_tokener_success && parsed < line->length &&
           (line->text[parsed] == ' ' || line->text[parsed] == '\t'))
        parsed++;
    if (status == json_tokener_success && parsed == line->length &&
        json_object_is_type(jsonl->object, json_type_object))
        return 0;
    return error_set(error, STANCE_RECORD, "%s: line %zu: byte %zu: not one JSON object: %s",
                     table_name(table), line->number, parsed,
                     status == json_tokener_success    ? "something else"
                     : status == json_tokener_continue ? "it breaks off"
                                                       : json_tokener_error_desc(status));
}

static int no_such_field(const struct table *table, const char *name, size_t line,
                         stance_error *error)
{
    const struct jsonl *jsonl = table->state;
    struct buffer names = BUFFER_EMPTY;
    json_object_object_foreach(jsonl->object, key, value)
    {
        (void)value;
        buffer_append_string(&names, names.length == 0 ? "" : ", ");
        buffer_append_string(&names, key);
    }
    error_fill(error, STANCE_RECORD, "%s: line %zu: no field '%s'; the fields are: %s",
               table_name(table), line, name, names.data == NULL ? "" : names.data);
    buffer_release(&names);
    return -1;
}

static int bad_field(const struct table *table, const struct line *line, const char *name,
                     const char *what, stance_error *error)
{
    return error_set(error, STANCE_RECORD, "%s: line %zu: field '%s' %s", table_name(table),
                     line->number, name, what);
}

/* The first of a wanted column's names that the object has, one with a value if there is one; NULL
 * where it has none. *value is NULL for null. */
static const char *find_field(const struct jsonl *jsonl, const char *names,
                              struct json_object **value)
{
    const char *found = NULL;
    *value = NULL;
    for (const char *name = names; *name != '\0' && *value == NULL; name += strlen(name) + 1)
        if (json_object_object_get_ex(jsonl->object, name, value))
            found = name;
    return found;
}

/* json-c turns whole numbers that do not fit in 64 bits into the nearest that does, in silence. */
static bool is_clamped(struct json_object *value)
{
    return json_object_is_type(value, json_type_int) &&
           (json_object_get_uint64(value) == UINT64_MAX ||
            json_object_get_int64(value) == INT64_MIN);
}

static int next(struct table *table, struct table_record *record, stance_error *error)
{
    const struct jsonl *jsonl = table->state;
    struct line line;
    if (table_next_line(table, &line, error) != 0)
        return -1;
    if (line.text == NULL)
        return 0;
    if (parse(table, &line, error) != 0)
        return -1;
    record->line = line.number;
    for (size_t i = 0; i < table->n_columns; i++) {
        const struct table_column *column = &table->columns[i];
        struct json_object *value;
        bool needed = column->required || column->insisted;
        const char *name = find_field(jsonl, table->names[i], &value);
        if (name == NULL && needed)
            return no_such_field(table, column->name, line.number, error);
        if (value == NULL && needed)
            return bad_field(table, &line, name, "is null", error);
        if (value == NULL)
            continue;
        if (json_object_is_type(value, json_type_object) ||
            json_object_is_type(value, json_type_array))
            return bad_field(table, &line, name, "is not a string", error);
        if (is_clamped(value))
            return bad_field(table, &line, name, "is too large a number", error);
        /* A number or a boolean may be a label: its JSON text is taken. */
        const char *text = json_object_get_string(value);
        if (text == NULL)
            return error_no_memory(error);
        size_t length = json_object_is_type(value, json_type_string)
                            ? (size_t)json_object_get_string_len(value)
                            : strlen(text);
        record->fields[i] = (struct table_field){text, length};
    }
    return 0;
}

const struct reader reader_jsonl = {start, next, stop};
