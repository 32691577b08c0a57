/* In: entries. Out: sums. Must not know what a term is. */
#include "feature/vector.h"

#include <stdlib.h>

void vector_release(struct vector *vector)
{
    free(vector->entries);
    *vector = VECTOR_EMPTY;
}

double vector_dot(const struct vector *a, const struct vector *b)
{
    double sum = 0;
    for (size_t i = 0, j = 0; i < a->count && j < b->count;) {
        uint32_t left = a->entries[i].term, right = b->entries[j].term;
        if (left == right)
            sum += a->entries[i].value * b->entries[j].value;
        i += left <= right;
        j += right <= left;
    }
    return sum;
}
