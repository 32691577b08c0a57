/* In: a name. Out: bytes that builtin_data.S has put into the program. Must not know their format.
 */
#include "model/builtin.h"

#include <stdint.h>
#include <string.h>

extern const char builtin_stance_model[], builtin_boilerplate_rules[], builtin_cue_patterns[];
extern const uint64_t builtin_stance_model_length, builtin_boilerplate_rules_length,
    builtin_cue_patterns_length;

const void *builtin_model(const char *name, size_t *length)
{
    if (strcmp(name, BUILTIN_DEFAULT_MODEL) != 0)
        return NULL;
    *length = (size_t)builtin_stance_model_length;
    return builtin_stance_model;
}

const char *builtin_boilerplate(size_t *length)
{
    *length = (size_t)builtin_boilerplate_rules_length;
    return builtin_boilerplate_rules;
}

const char *builtin_cues(size_t *length)
{
    *length = (size_t)builtin_cue_patterns_length;
    return builtin_cue_patterns;
}
