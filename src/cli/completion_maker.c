/* In: the tables of commands and options. Out: what a shell needs to know of them to complete their
 * words; how it goes about that stands in completion/. Part of the build, not of the program:
 *
 *     completion-maker bash|zsh >FILE */
#include "cli/command.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static bool names_file(const struct option_row *row)
{
    const char *argument = option_argument(row);
    return argument != NULL &&
           (strncmp(argument, "FILE", 4) == 0 || strncmp(argument, "MODEL", 5) == 0);
}

static void put_choices(const struct option_row *row)
{
    const char *choice;
    size_t length;
    for (size_t i = 0; (choice = option_choice(row, i, &length)) != NULL; i++)
        printf("%s%.*s", i == 0 ? "" : " ", (int)length, choice);
}

/* ---- bash ---- */

static void put_bash_commands(void)
{
    for (size_t i = 0; commands[i] != NULL; i++)
        printf("%s ", commands[i]->name);
}

static void put_bash_options(const struct command *command)
{
    printf("    %s) echo '", command->name);
    for (const struct option_row *row = command->options; row->name != NULL; row++) {
        if (row->kind == OPTION_GROUP)
            continue;
        if (row->letter != 0)
            printf("-%c ", row->letter);
        printf("--%s ", row->name);
    }
    printf("' ;;\n");
}

static void put_bash_values(const struct command *command)
{
    for (const struct option_row *row = command->options; row->name != NULL; row++) {
        if (row->kind == OPTION_GROUP || row->kind == OPTION_FLAG)
            continue;
        printf("    '%s --%s'", command->name, row->name);
        if (row->letter != 0)
            printf(" | '%s -%c'", command->name, row->letter);
        printf(") echo '");
        if (row->kind == OPTION_CHOICE)
            put_choices(row);
        else
            printf("%s", names_file(row) ? "FILE" : "ANY");
        printf("' ;;\n");
    }
}

static void put_bash(void)
{
    printf("# Completion of stance for bash, made from the program's tables of options.\n\n"
           "_stance_commands() {\n    echo '");
    put_bash_commands();
    printf("'\n}\n\n_stance_options() {\n    case $1 in\n");
    for (size_t i = 0; commands[i] != NULL; i++)
        put_bash_options(commands[i]);
    printf("    esac\n}\n\n_stance_values() {\n    case \"$1 $2\" in\n");
    for (size_t i = 0; commands[i] != NULL; i++)
        put_bash_values(commands[i]);
    printf("    esac\n}\n\n");
}

/* ---- zsh ---- */

/* As a part of a single-quoted word in which _arguments and _describe give a meaning to some. */
static void put_zsh_text(const char *text)
{
    for (; *text != '\0'; text++) {
        if (*text == '\'')
            printf("'\\'");
        else if (strchr("[]:\\", *text) != NULL)
            putchar('\\');
        putchar(*text);
    }
}

static void put_zsh_commands(void)
{
    for (size_t i = 0; commands[i] != NULL; i++) {
        printf("        '%s:", commands[i]->name);
        put_zsh_text(commands[i]->summary);
        printf("'\n");
    }
}

/* "(-f --format)--format=[how to print]:WORD:(text tsv csv jsonl)"; `name` is "--format=". */
static void put_zsh_spec(const struct option_row *row, const char *name)
{
    printf("            '");
    if (row->kind == OPTION_LIST)
        putchar('*');
    else if (row->letter != 0)
        printf("(-%c --%s)", row->letter, row->name);
    printf("%s", name);
    if (row->help != NULL) {
        putchar('[');
        put_zsh_text(row->help);
        putchar(']');
    }
    if (row->kind != OPTION_FLAG) {
        printf(":%s:", option_argument(row));
        if (row->kind == OPTION_CHOICE) {
            putchar('(');
            put_choices(row);
            putchar(')');
        } else {
            printf("%s", names_file(row) ? "_files" : " ");
        }
    }
    printf("' \\\n");
}

static void put_zsh_options(const struct command *command)
{
    printf("    %s)\n        _arguments -s -S \\\n", command->name);
    for (const struct option_row *row = command->options; row->name != NULL; row++) {
        char name[64];
        bool takes = row->kind != OPTION_FLAG;
        if (row->kind == OPTION_GROUP)
            continue;
        if (row->letter != 0) {
            snprintf(name, sizeof name, "-%c%s", row->letter, takes ? "+" : "");
            put_zsh_spec(row, name);
        }
        snprintf(name, sizeof name, "--%s%s", row->name, takes ? "=" : "");
        put_zsh_spec(row, name);
    }
    printf("            '*:file:_files'\n        ;;\n");
}

static void put_zsh(void)
{
    printf("#compdef stance\n"
           "# Completion of stance for zsh, made from the program's tables of options.\n\n"
           "_stance_commands() {\n    local -a names=(\n");
    put_zsh_commands();
    printf("    )\n    _describe command names\n}\n\n"
           "_stance_arguments() {\n    case $1 in\n");
    for (size_t i = 0; commands[i] != NULL; i++)
        put_zsh_options(commands[i]);
    printf("    esac\n}\n\n");
}

int main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "bash") == 0) {
        put_bash();
    } else if (argc == 2 && strcmp(argv[1], "zsh") == 0) {
        put_zsh();
    } else {
        fputs("usage: completion-maker bash|zsh >FILE\n", stderr);
        return EXIT_USAGE;
    }
    return fflush(stdout) == 0 ? EXIT_DONE : EXIT_FAILED;
}
