/* The files of a command, paragraph by paragraph. */
#ifndef STANCE_CLI_INPUTS_H
#define STANCE_CLI_INPUTS_H

#include "cli/command.h"
#include "text/paragraph.h"

/* What a command does with a paragraph of `file` (a display name). Returns 0, or -1 with *error
 * filled, which ends the command. */
typedef int paragraph_visitor(void *context, const char *file, const struct paragraph *paragraph,
                              stance_error *error);

/* Visits every paragraph of every operand, or of standard input where there is none. A file that
 * cannot be read is reported and the others are done; the status is then EXIT_FAILED. */
enum exit_status inputs_visit(const struct settings *settings, char *const *operands,
                              size_t n_operands, const struct pattern_list *boilerplate,
                              paragraph_visitor *visit, void *context);

#endif
