/* What the commands that label paragraphs have in common: the labels that may be given, and what
 * the answer is called. */
#ifndef STANCE_CLI_LABELLING_H
#define STANCE_CLI_LABELLING_H

#include "cli/option.h"
#include "model/model.h"

#define LABELLING_UNCERTAIN "uncertain"

/* Reads --among: (*allowed)[n_labels] is the caller's, to be freed; NULL where all labels are. */
int labelling_among(const struct settings *settings, const stance_model *model, bool **allowed,
                    stance_error *error);

/* The label's name, or "uncertain" below the confidence of --min-confidence or the model's own. */
const char *labelling_name(const struct settings *settings, const stance_model *model,
                           const stance_result *result);

#endif
