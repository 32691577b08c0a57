/* Commands: one table, from which dispatching and help are made. */
#ifndef STANCE_CLI_COMMAND_H
#define STANCE_CLI_COMMAND_H

#include "cli/option.h"

enum exit_status { EXIT_DONE = 0, EXIT_FAILED = 1, EXIT_USAGE = 2 };

struct command {
    const char *name;  /* NULL ends the table */
    const char *usage; /* what follows the name: "[OPTION...] FILE..." */
    const char *summary;
    const char *const *examples; /* lines, NULL-terminated */
    const struct option_row *options;
    size_t operands_min; /* fewer are a usage error */
    size_t operands_max;
    enum exit_status (*run)(const struct settings *settings, char *const *operands,
                            size_t n_operands);
};

extern const struct command command_classify, command_train, command_evaluate, command_explain,
    command_report, command_show, command_convert, command_paragraphs, command_tokens,
    command_features;

#endif
