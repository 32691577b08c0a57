/* In: two short strings. Out: their distance. Must not know what they name. */
#include "base/edit_distance.h"

#include <stdint.h>
#include <string.h>

size_t edit_distance(const char *a, const char *b)
{
    size_t length_a = strlen(a), length_b = strlen(b);
    if (length_a > EDIT_DISTANCE_LENGTH_MAX || length_b > EDIT_DISTANCE_LENGTH_MAX)
        return SIZE_MAX;
    /* Row i of the table, written over row i-1 from left to right; `diagonal` is what stood there.
     */
    size_t row[EDIT_DISTANCE_LENGTH_MAX + 1];
    for (size_t j = 0; j <= length_b; j++)
        row[j] = j;
    for (size_t i = 1; i <= length_a; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= length_b; j++) {
            size_t best = diagonal + (a[i - 1] != b[j - 1]);
            diagonal = row[j];
            best = row[j] + 1 < best ? row[j] + 1 : best;
            best = row[j - 1] + 1 < best ? row[j - 1] + 1 : best;
            row[j] = best;
        }
    }
    return row[length_b];
}
