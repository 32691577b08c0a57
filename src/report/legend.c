/* In: names of labels. Out: their classes. Must not know colours: those are the style sheet's. */
#include "report/legend.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

int legend_init(struct legend *legend, const struct labels *labels, const char *resting,
                const char *uncertain, stance_error *error)
{
    const char **names = memory_array(labels->count + 1, sizeof *names);
    if (names == NULL)
        return error_no_memory(error);
    for (size_t k = 0; k < labels->count; k++)
        names[k] = labels->names[k];
    names[labels->count] = uncertain;
    *legend = (struct legend){names, labels->count + 1, resting};
    return 0;
}

void legend_release(struct legend *legend)
{
    free(legend->names);
    *legend = (struct legend){0};
}

size_t legend_find(const struct legend *legend, const char *name)
{
    size_t place = 0;
    while (place + 1 < legend->count && strcmp(legend->names[place], name) != 0)
        place++;
    return place;
}

const char *legend_class(const struct legend *legend, size_t place)
{
    static const char *const hues[] = {"l0", "l1", "l2", "l3", "l4", "l5", "l6", "l7"};
    if (place + 1 == legend->count)
        return "unsure";
    if (legend->resting != NULL && strcmp(legend->names[place], legend->resting) == 0)
        return "rest";
    return hues[place % (sizeof hues / sizeof hues[0])];
}
