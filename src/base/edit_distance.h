/* How many letters must be put in, taken out or changed to turn one word into another
 * (Levenshtein 1966). */
#ifndef STANCE_BASE_EDIT_DISTANCE_H
#define STANCE_BASE_EDIT_DISTANCE_H

#include <stddef.h>

#define EDIT_DISTANCE_LENGTH_MAX 256 /* bytes of a word; longer ones are as far as can be */

/* The distance in bytes, or SIZE_MAX for words that are too long. */
size_t edit_distance(const char *a, const char *b);

#endif
