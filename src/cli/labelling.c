/* In: options, an answer. Out: labels that may be given, the name of one. Must not print. */
#include "cli/labelling.h"

#include "base/memory.h"
#include "model/builtin.h"

#include <stdlib.h>
#include <string.h>

int labelling_one_model(const struct settings *settings, const char *command, const char **name,
                        stance_model **model, stance_error *error)
{
    const struct option_list *names = &settings->models;
    if (names->count > 1)
        return error_set(error, STANCE_ARGUMENT, "%s takes one model", command);
    *name = names->count == 0 ? BUILTIN_DEFAULT_MODEL : names->items[0];
    return stance_model_load(*name, model, error);
}

int labelling_among(const struct settings *settings, const stance_model *model, bool **allowed,
                    stance_error *error)
{
    const struct labels *labels = &model->labels;
    const char *name = settings->among;
    if (name == NULL)
        return 0;
    bool *made = memory_array(labels->count, sizeof *made);
    if (made == NULL)
        return error_no_memory(error);
    while (name != NULL) {
        size_t length = strcspn(name, ",");
        size_t label = labels_find(labels, name, length);
        if (label == LABEL_ABSENT) {
            char names[512];
            labels_describe(labels, names, sizeof names);
            free(made);
            return error_set(error, STANCE_ARGUMENT, "--among: no label '%.*s'; the labels are: %s",
                             (int)length, name, names);
        }
        made[label] = true;
        name = name[length] == ',' ? name + length + 1 : NULL;
    }
    *allowed = made;
    return 0;
}

double labelling_least(const struct settings *settings, const stance_model *model)
{
    return settings->min_confidence < 0 ? model->min_confidence : settings->min_confidence;
}

bool labelling_is_uncertain(const struct settings *settings, const stance_model *model,
                            const stance_result *result)
{
    return result->known && result->confidence < labelling_least(settings, model);
}

const char *labelling_name(const struct settings *settings, const stance_model *model,
                           const stance_result *result)
{
    return labelling_is_uncertain(settings, model, result) ? LABELLING_UNCERTAIN
                                                           : model->labels.names[result->label];
}
