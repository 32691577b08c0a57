/* In: JSON-LD. Out: what it says of an article. Must not know HTML. */
#include "read/linked_data.h"

#include "base/utf8.h"

#include <json-c/json.h>
#include <stdbool.h>
#include <string.h>

/* Of lists and objects: what bounds the walk, too. */
#define NESTING_LIMIT 32

static bool ends_with(const char *text, const char *with)
{
    size_t length = strlen(text), width = strlen(with);
    return length >= width && strcmp(text + length - width, with) == 0;
}

/* Whether the type of an object, or one of them, ends so. */
static bool is_a(struct json_object *object, const char *type)
{
    struct json_object *types;
    if (!json_object_object_get_ex(object, "@type", &types))
        return false;
    if (json_object_is_type(types, json_type_string))
        return ends_with(json_object_get_string(types), type);
    bool found = false;
    for (size_t i = 0;
         json_object_is_type(types, json_type_array) && i < json_object_array_length(types); i++) {
        struct json_object *one = json_object_array_get_idx(types, i);
        found = found || (json_object_is_type(one, json_type_string) &&
                          ends_with(json_object_get_string(one), type));
    }
    return found;
}

/* Takes a string, or the first of several. */
static void take(struct json_object *object, const char *name, struct buffer *out)
{
    struct json_object *value;
    if (out->length > 0 || !json_object_object_get_ex(object, name, &value))
        return;
    if (json_object_is_type(value, json_type_array))
        value = json_object_array_get_idx(value, 0);
    if (json_object_is_type(value, json_type_string))
        utf8_repair(json_object_get_string(value), (size_t)json_object_get_string_len(value), out);
}

static void take_article(struct json_object *object, struct linked_data *data)
{
    take(object, "headline", &data->headline);
    take(object, "datePublished", &data->date);
    take(object, "articleBody", &data->body);
    struct json_object *publisher;
    if (!json_object_object_get_ex(object, "publisher", &publisher))
        return;
    if (json_object_is_type(publisher, json_type_array))
        publisher = json_object_array_get_idx(publisher, 0);
    if (json_object_is_type(publisher, json_type_object))
        take(publisher, "name", &data->publisher);
}

static void walk(struct json_object *value, struct linked_data *data)
{
    if (json_object_is_type(value, json_type_array)) {
        for (size_t i = 0; i < json_object_array_length(value); i++)
            walk(json_object_array_get_idx(value, i), data);
        return;
    }
    if (!json_object_is_type(value, json_type_object))
        return;
    if (is_a(value, "Article") || is_a(value, "Posting") || is_a(value, "Report"))
        take_article(value, data);
    else if (is_a(value, "Organization"))
        take(value, "name", &data->organization);
    struct json_object *inner;
    static const char *const holders[] = {"@graph", "mainEntity", "mainEntityOfPage"};
    for (size_t i = 0; i < sizeof holders / sizeof holders[0]; i++)
        if (json_object_object_get_ex(value, holders[i], &inner))
            walk(inner, data);
}

int linked_data_add(struct linked_data *data, const char *json, size_t length, stance_error *error)
{
    static const char hidden[] = "<![CDATA["; /* how scripts were hidden from old programs */
    const char *mark = memmem(json, length, hidden, sizeof hidden - 1);
    size_t begin = mark == NULL ? 0 : (size_t)(mark - json) + sizeof hidden - 1;
    while (begin < length && json[begin] != '{' && json[begin] != '[')
        begin++;
    /* Pages write line ends into strings, and commas too many: the strict reader would refuse. */
    struct json_tokener *tokener = json_tokener_new_ex(NESTING_LIMIT);
    if (tokener == NULL)
        return error_no_memory(error);
    struct json_object *object =
        json_tokener_parse_ex(tokener, json + begin, (int)(length - begin));
    if (object == NULL && json_tokener_get_error(tokener) == json_tokener_continue)
        object = json_tokener_parse_ex(tokener, "\n", 1); /* it ends with //]]>, a comment */
    walk(object, data);
    json_object_put(object);
    json_tokener_free(tokener);
    return 0;
}

void linked_data_release(struct linked_data *data)
{
    buffer_release(&data->headline);
    buffer_release(&data->date);
    buffer_release(&data->publisher);
    buffer_release(&data->body);
    buffer_release(&data->organization);
}
