/* In: a name. Out: bytes that builtin_data.S has put into the program. Must not know their format.
 */
#include "model/builtin.h"

#include <string.h>

extern const char builtin_stance_model_start[], builtin_stance_model_end[];
extern const char builtin_boilerplate_start[], builtin_boilerplate_end[];

const void *builtin_model(const char *name, size_t *length)
{
    if (strcmp(name, BUILTIN_DEFAULT_MODEL) != 0)
        return NULL;
    *length = (size_t)(builtin_stance_model_end - builtin_stance_model_start);
    return builtin_stance_model_start;
}

const char *builtin_boilerplate(size_t *length)
{
    *length = (size_t)(builtin_boilerplate_end - builtin_boilerplate_start);
    return builtin_boilerplate_start;
}
