/* What is known of the program's own patterns: tables that known_patterns_maker.c writes while the
 * program is built, so that nobody waits for them to be worked out. */
#ifndef STANCE_TEXT_KNOWN_PATTERNS_H
#define STANCE_TEXT_KNOWN_PATTERNS_H

#include "text/claims.h"

#include <stdint.h>

/* claims_find() of training/cues.txt. */
extern const struct claims known_cue_claims;

/* See pattern_list.h; of training/boilerplate.txt. */
extern const uint64_t known_rules_by_byte[PATTERN_LIST_KNOWN][256];

#endif
