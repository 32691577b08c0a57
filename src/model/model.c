/* In: the parts of a model. Out: one thing that owns them. Must not know files. */
#include "model/model.h"

#include "base/buffer.h"
#include "base/memory.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct stance_model *model_new(void)
{
    struct stance_model *model = memory_array(1, sizeof *model);
    if (model != NULL)
        model->labels = LABELS_EMPTY;
    return model;
}

void stance_model_free(stance_model *model)
{
    if (model == NULL)
        return;
    labels_release(&model->labels);
    free(model->recipe.token_pattern);
    pattern_free(model->token_pattern);
    pattern_list_release(&model->boilerplate);
    pattern_list_release(&model->cues);
    vocabulary_release(&model->vocabulary);
    scorer_release(&model->scorer);
    calibration_release(&model->calibration);
    for (size_t i = 0; i < model->origin.count; i++) {
        free(model->origin.facts[i].key);
        free(model->origin.facts[i].value);
    }
    free(model->origin.facts);
    free(model);
}

size_t stance_model_label_count(const stance_model *model)
{
    return model->labels.count;
}

const char *stance_model_label(const stance_model *model, size_t index)
{
    return model->labels.names[index];
}

int model_set_token_pattern(struct stance_model *model, const char *pattern, size_t length,
                            stance_error *error)
{
    if (pattern_compile(pattern, length, PATTERN_EXACT, "token pattern", &model->token_pattern,
                        error) != 0)
        return -1;
    model->recipe.token_pattern = memory_copy_string(pattern, length);
    return model->recipe.token_pattern == NULL ? error_no_memory(error) : 0;
}

int model_add_fact(struct stance_model *model, stance_error *error, const char *key,
                   const char *format, ...)
{
    struct origin *origin = &model->origin;
    if (memory_reserve(&origin->facts, &origin->capacity, origin->count + 1,
                       sizeof *origin->facts) != 0)
        return error_no_memory(error);
    va_list arguments;
    va_start(arguments, format);
    char *value = NULL;
    int length = vasprintf(&value, format, arguments);
    va_end(arguments);
    char *name = memory_copy_string(key, strlen(key));
    if (length < 0 || name == NULL) {
        free(length < 0 ? NULL : value);
        free(name);
        return error_no_memory(error);
    }
    origin->facts[origin->count++] = (struct origin_fact){name, value};
    return 0;
}

const char *model_fact(const struct stance_model *model, const char *key)
{
    for (size_t i = 0; i < model->origin.count; i++)
        if (strcmp(model->origin.facts[i].key, key) == 0)
            return model->origin.facts[i].value;
    return NULL;
}
