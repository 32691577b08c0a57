/* In: the words of a command line. Out: an exit status. Dispatches, and alone checks that standard
 * output took everything. */
#include "base/confinement.h"
#include "base/parallel.h"
#include "cli/command.h"
#include "cli/talk.h"
#include "read/folder.h"
#include "report/writer.h"
#include "train/record.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void print_overview(void)
{
    printf("stance labels the paragraphs of news articles: who cooperates, who accuses, who "
           "denies.\n\nUsage: stance COMMAND [OPTION...] [FILE...]\n\n");
    for (size_t i = 0; commands[i] != NULL; i++)
        printf("  %-12s %s\n", commands[i]->name, commands[i]->summary);
    printf("\n'stance COMMAND --help' tells more; 'stance --version' prints the version,\n"
           "'stance --confinement' what commands that write no file give up on this system.\n"
           "Start with: stance classify article.txt\n");
}

static void print_version(void)
{
    char libraries[RECORD_LIBRARIES_SIZE];
    record_libraries(libraries);
    printf("stance %s\n%s\n", STANCE_VERSION, libraries);
}

static void print_help(const struct command *command)
{
    printf("%s.\n\nUsage: stance %s %s\n\n", command->summary, command->name, command->usage);
    option_print_help(command->options);
    printf("\nExamples:\n");
    for (const char *const *example = command->examples; *example != NULL; example++)
        printf("  %s\n", *example);
}

static enum exit_status no_such_command(const char *name)
{
    const char *nearest = command_nearest(name);
    if (nearest != NULL)
        talk_usage("no command '%s'; did you mean '%s'?", name, nearest);
    else if (access(name, F_OK) == 0)
        talk_usage("no command '%s'; did you mean 'classify %s'?", name, name);
    else
        talk_usage("no command '%s'; see 'stance --help'", name);
    return EXIT_USAGE;
}

static void allow(const struct confinement *confinement, const char *path)
{
    if (path != NULL)
        confinement_allow(confinement, path);
}

/* The files of a folder one by one: a link among them may lead elsewhere. */
static void allow_files_in(const struct confinement *confinement, const char *folder)
{
    struct path_list list = PATH_LIST_EMPTY;
    stance_error error;
    (void)folder_list(folder, &list, &error); /* it is told when it is listed to be read */
    for (size_t i = 0; i < list.count; i++)
        confinement_allow(confinement, list.paths[i]);
    path_list_release(&list);
}

/* Where libraries lie, for libxml2 is loaded when the first HTML page comes. */
static void allow_libraries(const struct confinement *confinement)
{
    static const char *const places[] = {"/usr/lib", "/lib", "/lib64"};
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++)
        confinement_allow_beneath(confinement, places[i]);
    confinement_allow(confinement, "/etc/ld.so.cache");
}

/* A command that writes no file needs to read those that its words name, and libraries. */
static void confine(const struct settings *settings, char *const *operands, size_t n_operands)
{
    struct confinement confinement = confinement_begin();
    for (size_t i = 0; i < n_operands; i++) {
        confinement_allow(&confinement, operands[i]);
        if (settings->recursive && folder_is_one(operands[i]))
            allow_files_in(&confinement, operands[i]);
    }
    allow_libraries(&confinement);
    for (size_t i = 0; i < settings->models.count; i++)
        allow(&confinement, settings->models.items[i]);
    allow(&confinement, settings->cues);
    allow(&confinement, settings->boilerplate);
    allow(&confinement, settings->cameo_map);
    confinement_enter(&confinement);
}

/* What confine() comes to on this system, found out by doing it. */
static enum exit_status print_confinement(void)
{
    struct confinement confinement = confinement_begin();
    confinement_enter(&confinement);
    if (confinement.landlock > 0)
        printf("files         Landlock, version %d\n", confinement.landlock);
    else
        printf("files         not confined: no Landlock\n");
    printf("system calls  %s\n", confinement.seccomp ? "seccomp" : "not confined: no seccomp");
    return EXIT_DONE;
}

static enum exit_status run_command(const struct command *command, int argc, char **argv)
{
    struct settings settings;
    settings_init(&settings);
    char **operands;
    size_t n_operands;
    if (option_parse(command->options, argc, argv, &settings, &operands, &n_operands) != 0) {
        talk_usage("see 'stance %s --help'", command->name);
        return EXIT_USAGE;
    }
    if (settings.help) {
        print_help(command);
        return EXIT_DONE;
    }
    if (n_operands < command->operands_min || n_operands > command->operands_max) {
        talk_usage("usage: stance %s %s", command->name, command->usage);
        return EXIT_USAGE;
    }
    if (settings.threads == 0)
        settings.threads = parallel_processors();
    if (settings.safe_csv)
        settings.format = (int)writer_safe((enum report_format)settings.format);
    if (settings.output == NULL && settings.vocabulary == NULL && settings.html == NULL)
        confine(&settings, operands, n_operands);
    return command->run(&settings, operands, n_operands);
}

static enum exit_status dispatch(int argc, char **argv)
{
    if (argc < 2) {
        talk_usage("usage: stance COMMAND [OPTION...] [FILE...]; see 'stance --help'");
        return EXIT_USAGE;
    }
    const char *word = argv[1];
    if (strcmp(word, "--version") == 0) {
        print_version();
        return EXIT_DONE;
    }
    if (strcmp(word, "--confinement") == 0)
        return print_confinement();
    bool asks_help =
        strcmp(word, "help") == 0 || strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0;
    if (asks_help && argc == 2) {
        print_overview();
        return EXIT_DONE;
    }
    const struct command *command = command_find(asks_help ? argv[2] : word);
    if (command == NULL)
        return no_such_command(asks_help ? argv[2] : word);
    if (asks_help) {
        print_help(command);
        return EXIT_DONE;
    }
    return run_command(command, argc - 1, argv + 1);
}

/* A descriptor that was closed before the program began would go to the next file that is opened,
 * and what is meant for people would be written into a model. The direction is the wrong one, so
 * that reading and writing fail as they do on what is closed. */
static void occupy_standard_descriptors(void)
{
    static const int modes[] = {O_WRONLY, O_RDONLY, O_RDONLY};
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
        if (fcntl(fd, F_GETFD) < 0)
            (void)open("/dev/null", modes[fd]); /* takes the lowest that is free: this one */
}

/* A reader that leaves early ends the program in silence, however it was started; a file that may
 * not grow is an error to be told. */
static void choose_signals(void)
{
    signal(SIGPIPE, SIG_DFL);
    signal(SIGXFSZ, SIG_IGN);
}

int main(int argc, char **argv)
{
    occupy_standard_descriptors();
    choose_signals();
    enum exit_status status = dispatch(argc, argv);
    stance_error error;
    if (talk_finish(&error) != 0) {
        talk_error(&error);
        return EXIT_FAILED;
    }
    return (int)status;
}
