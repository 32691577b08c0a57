/* How a pattern begins: the letters that stand where any match of it starts.
 *
 *     \bden(?:y|ies)\b.{0,40}\balleg   ->  |den
 *     \b(?:said|told)\b.{0,60}\bno     ->  |said  |told
 *
 * So a text need not be searched from end to end: it is enough to try where a word begins so. */
#ifndef STANCE_TEXT_LEAD_H
#define STANCE_TEXT_LEAD_H

#include "text/literals.h"

/* Fills *lead with literals (see literals.h; each begins with the edge of a word) of which one
 * stands where a match of the expression starts, in texts that trigger_plain() lets through; none
 * where the expression does not begin in a way that is understood. Takes time in proportion to the
 * length. On success *lead is the caller's, to be freed with literal_set_release(). */
int pattern_lead_find(const char *expression, size_t length, struct literal_set *lead,
                      stance_error *error);

#endif
