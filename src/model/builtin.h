/* What is embedded in the program: the shipped models and the data files they were trained with. */
#ifndef STANCE_MODEL_BUILTIN_H
#define STANCE_MODEL_BUILTIN_H

#include "text/pattern_list.h"

#include <stddef.h>

#define BUILTIN_DEFAULT_MODEL "stance"

/* The bytes of the model file of that name, or NULL where there is no such model. */
const void *builtin_model(const char *name, size_t *length);

/* The texts of training/boilerplate.txt and training/cues.txt. */
const char *builtin_boilerplate(size_t *length);
const char *builtin_cues(size_t *length);

/* The text of training/cameo.tsv: what the labels are in event data. */
const char *builtin_event_codes(size_t *length);

/* pattern_list_parse(), which trusts those two texts and no others. */
int builtin_parse_patterns(const char *source, size_t length, const char *where,
                           struct pattern_list *list, stance_error *error);

#endif
