/* What the commands that label paragraphs have in common: the labels that may be given, and what
 * the answer is called. */
#ifndef STANCE_CLI_LABELLING_H
#define STANCE_CLI_LABELLING_H

#include "cli/option.h"
#include "model/model.h"

#define LABELLING_UNCERTAIN "uncertain"

/* Loads the model that --model names, or the usual one: *name is borrowed, *model the caller's. To
 * name several is an error, which names the command. */
int labelling_one_model(const struct settings *settings, const char *command, const char **name,
                        stance_model **model, stance_error *error);

/* Reads --among: (*allowed)[n_labels] is the caller's, to be freed; NULL where all labels are. */
int labelling_among(const struct settings *settings, const stance_model *model, bool **allowed,
                    stance_error *error);

/* The confidence below which an answer is "uncertain": that of --min-confidence, or the model's. */
double labelling_least(const struct settings *settings, const stance_model *model);

bool labelling_is_uncertain(const struct settings *settings, const stance_model *model,
                            const stance_result *result);

/* The label's name, or "uncertain". */
const char *labelling_name(const struct settings *settings, const stance_model *model,
                           const stance_result *result);

#endif
