/* In: JSON objects, one a line, or the elements of a list. Out: records: of plain objects, and of
 * what doccano and Label Studio export. The only file that includes <json.h>. */
#include "base/buffer.h"
#include "base/memory.h"
#include "read/reader.h"

#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#define FLAGS         (JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8)
#define WARNING_LIMIT 10 /* further items with several labels are counted, not listed */

enum { COLUMN_LABEL, COLUMN_TEXT };

struct json {
    struct json_tokener *tokener;
    struct json_object *object; /* the current record: a member a column; fields point into it */
    /* Of a list: the part of the file that is being read, and how far. */
    bool is_list; /* the file is one list, and not an object a line */
    bool begun;
    struct line line;
    size_t place;
    /* Of an export. */
    size_t last_line;  /* where the last item began */
    size_t n_labelled; /* items that have a label, … */
    size_t n_unlabelled;
    size_t n_ambiguous; /* … that have several */
};

static int start(struct table *table, stance_error *error)
{
    struct json *json = table->state = memory_array(1, sizeof *json);
    if (json == NULL || (json->tokener = json_tokener_new()) == NULL)
        return error_no_memory(error);
    json_tokener_set_flags(json->tokener, FLAGS);
    return 0;
}

static void stop(struct table *table)
{
    struct json *json = table->state;
    if (json == NULL)
        return;
    json_object_put(json->object);
    if (json->tokener != NULL)
        json_tokener_free(json->tokener);
    free(json);
}

/* ---- fields ---- */

static int no_such_field(const struct table *table, const char *name, size_t line,
                         enum stance_status status, stance_error *error)
{
    const struct json *json = table->state;
    struct buffer names = BUFFER_EMPTY;
    json_object_object_foreach(json->object, key, value)
    {
        (void)value;
        buffer_append_string(&names, names.length == 0 ? "" : ", ");
        buffer_append_string(&names, key);
    }
    error_fill(error, status, "%s: line %zu: no field '%s'; the fields are: %s", table_name(table),
               line, name, names.data == NULL ? "" : names.data);
    buffer_release(&names);
    return -1;
}

static int bad_field(const struct table *table, size_t line, const char *name, const char *what,
                     stance_error *error)
{
    return error_set(error, STANCE_RECORD, "%s: line %zu: field '%s' %s", table_name(table), line,
                     name, what);
}

/* The first of a wanted column's names that the object has, one with a value if there is one; NULL
 * where it has none. *value is NULL for null. */
static const char *find_field(const struct json *json, const char *names,
                              struct json_object **value)
{
    const char *found = NULL;
    *value = NULL;
    for (const char *name = names; *name != '\0' && *value == NULL; name += strlen(name) + 1)
        if (json_object_object_get_ex(json->object, name, value))
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

/* The text of a string, or the JSON text of anything else: a number may be a label. */
static int read_field(const struct table *table, size_t line, const char *name,
                      struct json_object *value, struct table_field *field, stance_error *error)
{
    if (is_clamped(value))
        return bad_field(table, line, name, "is too large a number", error);
    bool is_string = json_object_is_type(value, json_type_string);
    field->text = is_string ? json_object_get_string(value)
                            : json_object_to_json_string_ext(
                                  value, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE);
    if (field->text == NULL)
        return error_no_memory(error);
    field->length = is_string ? (size_t)json_object_get_string_len(value) : strlen(field->text);
    return 0;
}

static int pick(const struct table *table, size_t line, struct table_record *record,
                stance_error *error)
{
    const struct json *json = table->state;
    record->line = line;
    for (size_t i = 0; i < table->n_columns; i++) {
        const struct table_column *column = &table->columns[i];
        struct json_object *value;
        const char *name = find_field(json, table->names[i], &value);
        if (name == NULL && table_needs(column))
            return no_such_field(table, column->name, line, STANCE_RECORD, error);
        if (value == NULL && table_needs(column))
            return bad_field(table, line, name, "is null", error);
        if (value == NULL)
            continue;
        if (json_object_is_type(value, json_type_object) ||
            json_object_is_type(value, json_type_array))
            return bad_field(table, line, name, "is not a string", error);
        if (read_field(table, line, name, value, &record->fields[i], error) != 0)
            return -1;
    }
    return 0;
}

static int cells(struct table *table, const struct table_record *record, stance_error *error)
{
    const struct json *json = table->state;
    json_object_object_foreach(json->object, key, value)
    {
        struct table_cell cell = {.name = {key, strlen(key)},
                                  .is_json = !json_object_is_type(value, json_type_string)};
        if (value == NULL)
            continue;
        if (read_field(table, record->line, key, value, &cell.value, error) != 0 ||
            table_add_cell(table, &cell, error) != 0)
            return -1;
    }
    return 0;
}

/* json-c calls memory that is not there a fault of the text, or crashes. Most lines take less than
 * this for each byte. */
static int check_memory(const struct line *line, stance_error *error)
{
    return memory_check(65536 + 64 * line->length) == 0 ? 0 : error_no_memory(error);
}

/* ---- objects, one a line ---- */

/* Reads the next object; line 0 at the end. */
static int next_of_lines(struct table *table, size_t *number, stance_error *error)
{
    struct json *json = table->state;
    struct line line;
    if (table_next_line(table, &line, error) != 0)
        return -1;
    *number = line.number;
    if (line.text == NULL)
        return 0;
    if (check_memory(&line, error) != 0)
        return -1;
    json_tokener_reset(json->tokener);
    json->object = json_tokener_parse_ex(json->tokener, line.text, (int)line.length);
    enum json_tokener_error status = json_tokener_get_error(json->tokener);
    size_t parsed = json_tokener_get_parse_end(json->tokener);
    while (status == json_tokener_success && parsed < line.length &&
           (line.text[parsed] == ' ' || line.text[parsed] == '\t'))
        parsed++;
    if (status == json_tokener_success && parsed == line.length &&
        json_object_is_type(json->object, json_type_object))
        return 0;
    return error_set(error, STANCE_RECORD, "%s: line %zu: byte %zu: not one JSON object: %s",
                     table_name(table), line.number, parsed,
                     status == json_tokener_success    ? "something else"
                     : status == json_tokener_continue ? "it breaks off"
                                                       : json_tokener_error_desc(status));
}

static int next_line_record(struct table *table, struct table_record *record, stance_error *error)
{
    struct json *json = table->state;
    size_t line;
    json_object_put(json->object);
    json->object = NULL;
    if (next_of_lines(table, &line, error) != 0)
        return -1;
    return line == 0 ? 0 : pick(table, line, record, error);
}

/* ---- the elements of a list ---- */

static int bad_list(const struct table *table, const char *what, stance_error *error)
{
    const struct json *json = table->state;
    if (json->line.text == NULL)
        return error_set(error, STANCE_DATA, "%s: the list of JSON objects breaks off",
                         table_name(table));
    return error_set(error, STANCE_DATA, "%s: line %zu: not a list of JSON objects: %s",
                     table_name(table), json->line.number, what);
}

/* Goes to the next byte that is no white space: *byte, or NUL at the end of the file. */
static int skip_space(struct table *table, char *byte, stance_error *error)
{
    struct json *json = table->state;
    for (;; json->place = 0) {
        for (; json->place < json->line.length; json->place++) {
            *byte = json->line.text[json->place];
            if (*byte != ' ' && *byte != '\t' && *byte != '\r')
                return 0;
        }
        *byte = '\0';
        if (document_next(table->document, &json->line, error) != 0)
            return -1;
        if (json->line.text == NULL)
            return 0;
    }
}

/* Parses one value, which may go on over lines. */
static int parse_element(struct table *table, stance_error *error)
{
    struct json *json = table->state;
    json_tokener_reset(json->tokener);
    enum json_tokener_error status;
    for (;;) {
        if (json->line.text == NULL)
            return bad_list(table, "", error);
        if (check_memory(&json->line, error) != 0)
            return -1;
        json->object = json_tokener_parse_ex(json->tokener, json->line.text + json->place,
                                             (int)(json->line.length - json->place));
        json->place += json_tokener_get_parse_end(json->tokener);
        status = json_tokener_get_error(json->tokener);
        if (status == json_tokener_continue && !json->line.continued) {
            json->object = json_tokener_parse_ex(json->tokener, "\n", 1); /* it ends a number */
            status = json_tokener_get_error(json->tokener);
        }
        if (status != json_tokener_continue)
            break;
        json->place = 0;
        if (document_next(table->document, &json->line, error) != 0)
            return -1;
    }
    if (status != json_tokener_success)
        return bad_list(table, json_tokener_error_desc(status), error);
    return json_object_is_type(json->object, json_type_object)
               ? 0
               : bad_list(table, "something else", error);
}

/* Reads the next object; line 0 at the end. */
static int next_of_list(struct table *table, size_t *line, stance_error *error)
{
    struct json *json = table->state;
    char byte, before = json->begun ? ',' : '[';
    *line = 0;
    if (skip_space(table, &byte, error) != 0)
        return -1;
    bool ends = json->begun && byte == ']';
    if (!ends && byte != before)
        return bad_list(table, "something else", error);
    json->place++;
    if (skip_space(table, &byte, error) != 0)
        return -1;
    if (!json->begun && byte == ']') {
        ends = true;
        json->place++;
        if (skip_space(table, &byte, error) != 0)
            return -1;
    }
    json->begun = true;
    if (ends)
        return json->line.text == NULL ? 0 : bad_list(table, "something after it", error);
    *line = json->line.number;
    return parse_element(table, error);
}

/* ---- exports: objects that hold objects, to objects that hold a member a column ---- */

static bool has(struct json_object *object, const char *name)
{
    return json_object_object_get_ex(object, name, NULL);
}

/* Sets a member to a value that goes on belonging to another object too; NULL is a JSON null. */
static int put(struct json_object *object, const char *name, struct json_object *value)
{
    return json_object_object_add(object, name, json_object_get(value));
}

/* doccano has named what it exports in several ways. */
static const char *known_name(const struct table *table, struct json_object *item, const char *name)
{
    static const char *const names[][2] = {{"labels", "label"}, {"data", "text"}};
    for (size_t i = COLUMN_LABEL; i <= COLUMN_TEXT; i++)
        if (strcmp(name, names[i][0]) == 0 && strcmp(table->columns[i].name, names[i][1]) == 0 &&
            !has(item, names[i][1]))
            return names[i][1];
    return name;
}

/* A list of one is what it holds. JSON-MIN puts several choices into an object. */
static struct json_object *unwrapped(struct json_object *value)
{
    struct json_object *choices;
    if (json_object_is_type(value, json_type_object) &&
        json_object_object_get_ex(value, "choices", &choices))
        value = choices;
    if (json_object_is_type(value, json_type_array) && json_object_array_length(value) == 1)
        value = json_object_array_get_idx(value, 0);
    return value;
}

/* doccano: {"id": 1, "text": "…", "label": ["x"], "meta": {"story": "s"}}; the columns that came
 * with the texts stand in "meta" or beside it. Label Studio, JSON-MIN: {"id": 1, "text": "…",
 * "label": "x"}. A column "id" of the user's goes before the tool's own. */
static int flatten_item(const struct table *table, struct json_object *item,
                        struct json_object *flat)
{
    const char *label = table->columns[COLUMN_LABEL].name;
    const char *text = table->columns[COLUMN_TEXT].name;
    struct json_object *meta = NULL;
    json_object_object_foreach(item, key, value)
    {
        const char *name = known_name(table, item, key);
        bool is_meta = strcmp(key, "meta") == 0 && json_object_is_type(value, json_type_object);
        if (is_meta)
            meta = value;
        else if (put(flat, name, strcmp(name, label) == 0 ? unwrapped(value) : value) != 0)
            return -1;
    }
    if (meta == NULL)
        return 0;
    json_object_object_foreach(meta, meta_key, meta_value)
    {
        if (strcmp(meta_key, label) != 0 && strcmp(meta_key, text) != 0 &&
            put(flat, meta_key, meta_value) != 0)
            return -1;
    }
    return 0;
}

/* Adds a choice to those of its control, once however many annotators made it. */
static int add_choice(struct json_object *controls, const char *control, struct json_object *choice)
{
    struct json_object *choices;
    if (!json_object_object_get_ex(controls, control, &choices)) {
        choices = json_object_new_array();
        if (choices == NULL || json_object_object_add(controls, control, choices) != 0)
            return -1;
    }
    for (size_t i = 0; i < json_object_array_length(choices); i++)
        if (json_object_equal(json_object_array_get_idx(choices, i), choice))
            return 0;
    return json_object_array_add(choices, json_object_get(choice));
}

static int add_annotation(struct json_object *controls, struct json_object *annotation)
{
    struct json_object *results, *cancelled;
    if (!json_object_object_get_ex(annotation, "result", &results) ||
        !json_object_is_type(results, json_type_array) ||
        (json_object_object_get_ex(annotation, "was_cancelled", &cancelled) &&
         json_object_get_boolean(cancelled)))
        return 0;
    for (size_t i = 0; i < json_object_array_length(results); i++) {
        struct json_object *result = json_object_array_get_idx(results, i);
        struct json_object *control, *value, *choices;
        if (!json_object_object_get_ex(result, "from_name", &control) ||
            !json_object_is_type(control, json_type_string) ||
            !json_object_object_get_ex(result, "value", &value) ||
            !json_object_object_get_ex(value, "choices", &choices) ||
            !json_object_is_type(choices, json_type_array))
            continue; /* what is no choice (a box, a span) is no label of a text */
        for (size_t c = 0; c < json_object_array_length(choices); c++)
            if (add_choice(controls, json_object_get_string(control),
                           json_object_array_get_idx(choices, c)) != 0)
                return -1;
    }
    return 0;
}

static int put_all(struct json_object *flat, struct json_object *from, bool unwrap)
{
    json_object_object_foreach(from, key, value)
    {
        if (put(flat, key, unwrap ? unwrapped(value) : value) != 0)
            return -1;
    }
    return 0;
}

/* Label Studio: {"id": 1, "data": {"text": "…"}, "annotations": [{"result": [{"from_name": "label",
 * "value": {"choices": ["x"]}}]}]}. A column for each of the data and for each control. */
static int flatten_task(struct json_object *item, struct json_object *data,
                        struct json_object *flat)
{
    struct json_object *id, *annotations;
    if (json_object_object_get_ex(item, "id", &id) && !has(data, "id") && put(flat, "id", id) != 0)
        return -1;
    if (put_all(flat, data, false) != 0)
        return -1;
    if (!json_object_object_get_ex(item, "annotations", &annotations) ||
        !json_object_is_type(annotations, json_type_array))
        return 0;
    struct json_object *controls = json_object_new_object();
    int result = controls == NULL ? -1 : 0;
    for (size_t i = 0; i < json_object_array_length(annotations) && result == 0; i++)
        result = add_annotation(controls, json_object_array_get_idx(annotations, i));
    if (result == 0)
        result = put_all(flat, controls, true);
    json_object_put(controls);
    return result;
}

static int flatten(struct table *table, stance_error *error)
{
    struct json *json = table->state;
    struct json_object *item = json->object, *data;
    json->object = json_object_new_object();
    int result = -1;
    if (json->object != NULL)
        result = json_object_object_get_ex(item, "data", &data) &&
                         json_object_is_type(data, json_type_object)
                     ? flatten_task(item, data, json->object)
                     : flatten_item(table, item, json->object);
    json_object_put(item);
    return result == 0 ? 0 : error_no_memory(error);
}

/* Whether the current record has one label, or none where none is needed. */
static bool is_wanted(const struct table *table, size_t line)
{
    struct json *json = table->state;
    const struct table_column *column = &table->columns[COLUMN_LABEL];
    struct json_object *label = NULL;
    json_object_object_get_ex(json->object, column->name, &label);
    bool is_list = json_object_is_type(label, json_type_array);
    if (label == NULL || (is_list && json_object_array_length(label) == 0)) {
        json->n_unlabelled++;
        json_object_object_del(json->object, column->name);
        return !table_needs(column);
    }
    if (!is_list) {
        json->n_labelled++;
        return true;
    }
    json->n_ambiguous++;
    if (json->n_ambiguous <= WARNING_LIMIT)
        warning_send(document_warnings(table->document),
                     "%s: line %zu: left out: more than one label: %s", table_name(table), line,
                     json_object_to_json_string_ext(label, JSON_C_TO_STRING_PLAIN));
    return false;
}

static int end_export(const struct table *table, size_t line, stance_error *error)
{
    const struct json *json = table->state;
    const struct table_column *column = &table->columns[COLUMN_LABEL];
    if (json->n_ambiguous > WARNING_LIMIT)
        warning_send(document_warnings(table->document),
                     "%s: %zu more left out that have more than one label", table_name(table),
                     json->n_ambiguous - WARNING_LIMIT);
    if (json->n_unlabelled == 0 || !table_needs(column))
        return 0;
    if (json->n_labelled + json->n_ambiguous == 0)
        return no_such_field(table, column->name, line, STANCE_DATA, error);
    warning_send(document_warnings(table->document), "%s: %zu left out that have no label",
                 table_name(table), json->n_unlabelled);
    return 0;
}

static int next_item(struct table *table, struct table_record *record, stance_error *error)
{
    struct json *json = table->state;
    for (;;) {
        struct json_object *last = json->object;
        size_t line;
        json->object = NULL;
        int result =
            json->is_list ? next_of_list(table, &line, error) : next_of_lines(table, &line, error);
        if (result == 0 && line == 0) {
            json->object = last; /* its fields are named where none had a label */
            return last == NULL ? 0 : end_export(table, json->last_line, error);
        }
        json_object_put(last);
        if (result != 0 || flatten(table, error) != 0)
            return -1;
        json->last_line = line;
        if (is_wanted(table, line))
            return pick(table, line, record, error);
    }
}

static int start_export(struct table *table, stance_error *error)
{
    if (start(table, error) != 0)
        return -1;
    size_t length, i = 0;
    const char *head = document_head(table->document, &length);
    while (i < length && strchr(" \t\r\n", head[i]) != NULL)
        i++;
    struct json *json = table->state;
    json->is_list = i < length && head[i] == '[';
    if (json->is_list) /* an element is followed by more */
        json_tokener_set_flags(json->tokener, FLAGS | JSON_TOKENER_ALLOW_TRAILING_CHARS);
    return 0;
}

const struct reader reader_jsonl = {start, next_line_record, cells, stop};
const struct reader reader_export = {start_export, next_item, cells, stop};
