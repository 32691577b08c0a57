/* Commands: one table, from which dispatching, help, manual pages and completion are made. */
#ifndef STANCE_CLI_COMMAND_H
#define STANCE_CLI_COMMAND_H

#include "cli/option.h"

enum exit_status { EXIT_DONE = 0, EXIT_FAILED = 1, EXIT_USAGE = 2 };

struct command {
    const char *name;
    const char *usage; /* what follows the name: "[OPTION...] FILE..." */
    const char *summary;
    const char *const *examples; /* lines, NULL-terminated */
    const struct option_row *options;
    size_t operands_min; /* fewer are a usage error */
    size_t operands_max;
    enum exit_status (*run)(const struct settings *settings, char *const *operands,
                            size_t n_operands);
};

/* All commands in the order in which they are told; NULL ends the table. */
extern const struct command *const commands[];

/* The command of that name, or NULL. */
const struct command *command_find(const char *name);

/* The name that `name` was probably meant to be, or NULL. */
const char *command_nearest(const char *name);

extern const struct command command_classify, command_train, command_evaluate, command_explain,
    command_report, command_show, command_convert, command_paragraphs, command_tokens,
    command_features;

#endif
