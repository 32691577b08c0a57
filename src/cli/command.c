/* In: the name of a command. Out: the command. Must not know what it does. */
#include "cli/command.h"

#include <string.h>

const struct command *const commands[] = {
    &command_classify,
    &command_train,
    &command_evaluate,
    &command_explain,
    &command_report,
    &command_show,
    &command_convert,
    &command_paragraphs,
    &command_tokens,
    &command_features,
    NULL,
};

const struct command *command_find(const char *name)
{
    for (size_t i = 0; commands[i] != NULL; i++)
        if (strcmp(commands[i]->name, name) == 0)
            return commands[i];
    return NULL;
}

const char *command_nearest(const char *name)
{
    const char *names[sizeof commands / sizeof commands[0]];
    size_t count = 0;
    for (; commands[count] != NULL; count++)
        names[count] = commands[count]->name;
    return option_nearest(name, names, count);
}
