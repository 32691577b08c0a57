/* In: what a manual page says by hand; the tables of commands and options. Out: the page, for
 * scdoc. Part of the build, not of the program:
 *
 *     page-maker NAME.SECTION <SOURCE >PAGE
 *
 * A command's page begins with its name and usage; below a heading "# OPTIONS" stand its options,
 * below "# COMMANDS" all commands. All else comes from SOURCE as it is. */
#include "cli/command.h"
#include "stance.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Nothing in the text is taken for a mark of scdoc's. */
static void put_plain(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (strchr("\\*_`#[]|-+.", text[i]) != NULL)
            putchar('\\');
        putchar(text[i]);
    }
}

static void put_between(const char *mark, const char *text, size_t length)
{
    fputs(mark, stdout);
    put_plain(text, length);
    fputs(mark, stdout);
}

static void put_sentence(const char *text)
{
    putchar(toupper((unsigned char)text[0]));
    put_plain(text + 1, strlen(text + 1));
    putchar('.');
}

static void put_name(const struct option_row *row)
{
    const char *argument = option_argument(row);
    char name[64];
    if (row->letter != 0) {
        snprintf(name, sizeof name, "-%c", row->letter);
        put_between("*", name, strlen(name));
        fputs(", ", stdout);
    }
    snprintf(name, sizeof name, "--%s", row->name);
    put_between("*", name, strlen(name));
    if (argument == NULL)
        return;
    putchar(' ');
    put_between("_", argument, strlen(argument));
}

/* The other names of an option stand behind the row that tells what it does. */
static void put_names(const struct option_row *rows, const struct option_row *row)
{
    put_name(row);
    for (const struct option_row *other = rows; other->name != NULL; other++)
        if (other->kind != OPTION_GROUP && other->help == NULL && other->offset == row->offset) {
            fputs(", ", stdout);
            put_name(other);
        }
    putchar('\n');
}

static void put_range(const struct option_row *row)
{
    char text[96];
    if (row->maximum > 0)
        snprintf(text, sizeof text, " From %.10g to %.10g.", row->minimum, row->maximum);
    else
        snprintf(text, sizeof text, " At least %.10g.", row->minimum);
    put_plain(text, strlen(text));
}

static void put_choices(const struct option_row *row)
{
    const char *choice;
    size_t length;
    fputs(" One of", stdout);
    for (size_t i = 0; (choice = option_choice(row, i, &length)) != NULL; i++) {
        fputs(i == 0 ? " " : ", ", stdout);
        put_between("*", choice, length);
    }
    putchar('.');
}

static void put_option(const struct option_row *rows, const struct option_row *row)
{
    char preset[64];
    put_names(rows, row);
    putchar('\t');
    put_sentence(row->help);
    if (row->kind == OPTION_CHOICE)
        put_choices(row);
    if (row->kind == OPTION_COUNT || row->kind == OPTION_REAL)
        put_range(row);
    option_default(row, preset, sizeof preset);
    if (preset[0] != '\0') {
        fputs(" Default: ", stdout);
        put_between("*", preset, strlen(preset));
        putchar('.');
    }
    fputs("\n\n", stdout);
}

static void put_options(const struct option_row *rows)
{
    for (const struct option_row *row = rows; row->name != NULL; row++)
        if (row->kind == OPTION_GROUP)
            printf("## %s\n\n", row->name);
        else if (row->help != NULL)
            put_option(rows, row);
}

static void put_commands(void)
{
    for (size_t i = 0; commands[i] != NULL; i++) {
        printf("*stance-%s*(1)\n\t", commands[i]->name);
        put_sentence(commands[i]->summary);
        fputs("\n\n", stdout);
    }
}

static void put_head(const struct command *command)
{
    printf("# NAME\n\nstance-%s - %c", command->name, tolower((unsigned char)command->summary[0]));
    put_plain(command->summary + 1, strlen(command->summary + 1));
    printf("\n\n# SYNOPSIS\n\n*stance %s* ", command->name);
    put_plain(command->usage, strlen(command->usage));
    fputs("\n\n", stdout);
}

/* "stance-train.1" is the page of a command, "stance-model.5" is not. */
static const struct command *command_of(const char *name, const char *section)
{
    static const char prefix[] = "stance-";
    if (strcmp(section, "1") != 0 || strncmp(name, prefix, strlen(prefix)) != 0)
        return NULL;
    return command_find(name + strlen(prefix));
}

static void put_page(char *name)
{
    char *section = strrchr(name, '.');
    if (section == NULL) {
        fprintf(stderr, "page-maker: no section in '%s'\n", name);
        exit(EXIT_FAILURE);
    }
    *section++ = '\0';
    const struct command *command = command_of(name, section);
    printf("%s(%s) \"stance %s\"\n\n", name, section, STANCE_VERSION);
    if (command != NULL)
        put_head(command);
    char *line = NULL;
    size_t capacity = 0;
    while (getline(&line, &capacity, stdin) > 0) {
        fputs(line, stdout);
        if (strcmp(line, "# COMMANDS\n") == 0) {
            putchar('\n');
            put_commands();
        }
        if (strcmp(line, "# OPTIONS\n") == 0 && command != NULL) {
            putchar('\n');
            put_options(command->options);
        }
    }
    free(line);
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        fputs("usage: page-maker NAME.SECTION <SOURCE >PAGE\n", stderr);
        return EXIT_USAGE;
    }
    put_page(argv[1]);
    return fflush(stdout) == 0 ? EXIT_DONE : EXIT_FAILED;
}
