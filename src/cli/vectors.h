/* `stance features --format libsvm`: what goes beyond the paragraphs of articles. */
#ifndef STANCE_CLI_VECTORS_H
#define STANCE_CLI_VECTORS_H

#include "cli/option.h"
#include "model/model.h"

/* Writes what the numbers of the rows mean to the file of --vocabulary; nothing without that. */
int vectors_put_vocabulary(const struct settings *settings, const stance_model *model,
                           stance_error *error);

/* Prints the rows of labelled files. A label that the model does not know is an error;
 * *skipped is the number of records that were no good. */
int vectors_put_labelled(const struct settings *settings, char *const *operands, size_t n_operands,
                         const stance_model *model, size_t *skipped, stance_error *error);

#endif
