/* A file of named patterns is refused with its line, or gives the same list when its text is parsed
 * again; what triggers make of it, and searching with it, takes bounded time. */
#include "support.h"

#include "base/utf8.h"
#include "text/pattern_list.h"
#include "text/trigger.h"

#include <stdlib.h>
#include <string.h>

static void check_list(const struct pattern_list *list)
{
    struct pattern_list again;
    stance_error error;
    PROMISE(list->count <= PATTERN_LIST_MAX);
    PROMISE(utf8_valid_prefix(list->source, list->source_length) == list->source_length);
    PROMISE(pattern_list_parse(list->source, list->source_length, PATTERN_CASELESS, "list", &again,
                               &error) == 0);
    PROMISE(again.count == list->count);
    for (size_t i = 0; i < list->count; i++) {
        const struct named_pattern *a = &list->items[i], *b = &again.items[i];
        PROMISE(strlen(a->name) > 0 && strpbrk(a->name, "\t\n") == NULL);
        PROMISE(strcmp(a->name, b->name) == 0);
        PROMISE(a->expression_length == b->expression_length);
        PROMISE(a->expression - list->source == b->expression - again.source);
    }
    pattern_list_release(&again);
}

/* A search may give up, but says so. */
static void check_search(const struct pattern_list *list)
{
    static const char text[] =
        "The ministry’s spokesman denied on 5 May that a-b-c had \"agreed\"\n"
        "to co-operate, and rejected the accusations as baseless.";
    struct pattern_scratch *scratch;
    stance_error error;
    size_t index = 0;
    PROMISE(pattern_scratch_new(&scratch, &error) == 0);
    if (pattern_list_find(list, scratch, text, strlen(text), &index, &error) != 0)
        promise_error(&error, "");
    PROMISE(index <= list->count);
    pattern_scratch_free(scratch);
}

static void check_triggers(const struct pattern_list *list)
{
    struct trigger_set *set;
    struct pattern_scratch *scratch;
    stance_error error;
    PROMISE(trigger_set_new(list, &set, &error) == 0);
    PROMISE(set->count == list->count && set->n_marks == 4 * set->n_words);
    PROMISE(pattern_scratch_new(&scratch, &error) == 0);
    uint64_t *marks = calloc(set->n_marks + 1, sizeof *marks);
    PROMISE(marks != NULL);
    if (trigger_word(set, scratch, "denied", 6, marks, &error) != 0)
        promise_error(&error, "");
    free(marks);
    pattern_scratch_free(scratch);
    trigger_set_free(set);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct pattern_list list;
    struct buffer source = BUFFER_EMPTY;
    stance_error error;
    buffer_append(&source, data, size);
    if (pattern_list_parse(source.data, source.length, PATTERN_CASELESS, "list", &list, &error) !=
        0) {
        promise_error(&error, "list: ");
    } else {
        check_list(&list);
        check_search(&list);
        check_triggers(&list);
        pattern_list_release(&list);
    }
    buffer_release(&source);
    return 0;
}
