/* In: words and a fault. Out: what the program printed, and how it ended. */
#include "run.h"

#include "base/file.h"
#include "check.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#define ARGUMENTS_MAX 32
#define REPORT_FD     9
#define OUTPUT_LIMIT  ((size_t)64 << 20)

static const char *setting(const char *name)
{
    const char *value = getenv(name);
    if (value == NULL)
        fprintf(stderr, "%s is not set; use make check-fault\n", name);
    REQUIRE(value != NULL);
    return value;
}

static void redirect(const char *path, int fd)
{
    int opened = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (opened < 0 || dup2(opened, fd) < 0)
        _exit(126);
    if (opened != fd)
        close(opened);
}

/* In the child: becomes the program. */
static _Noreturn void become(const char *program, const char *library, const char *folder,
                             const char *fault, char **words)
{
    char path[SCRATCH_PATH_SIZE + 8], report[8];
    static const char *const names[] = {"out", "err", "report"};
    static const int fds[] = {STDOUT_FILENO, STDERR_FILENO, REPORT_FD};
    for (size_t i = 0; i < 3; i++) {
        snprintf(path, sizeof path, "%s.%s", folder, names[i]);
        redirect(path, fds[i]);
    }
    snprintf(report, sizeof report, "%d", REPORT_FD);
    setenv("STANCE_FAULT_REPORT", report, 1);
    setenv("STANCE_FAULT", fault, 1);
    setenv("LD_PRELOAD", library, 1);
    alarm(60);
    execv(program, words);
    _exit(127);
}

/* Takes over the file folder.name. */
static void take(const struct scratch *scratch, const char *name, struct buffer *content)
{
    char path[SCRATCH_PATH_SIZE + 8];
    stance_error error;
    snprintf(path, sizeof path, "%s.%s", scratch->folder, name);
    REQUIRE(file_read_all(path, OUTPUT_LIMIT, content, &error) == 0);
    unlink(path);
}

void run_program(struct scratch *scratch, const char *fault, const char *const *arguments,
                 struct run *run)
{
    const char *program = setting("STANCE"), *library = setting("STANCE_FAULT_LIBRARY");
    char *words[ARGUMENTS_MAX + 2] = {(char *)program};
    char paths[ARGUMENTS_MAX][SCRATCH_PATH_SIZE];
    for (size_t i = 0; arguments[i] != NULL && i < ARGUMENTS_MAX; i++) {
        bool is_path = arguments[i][0] == '@';
        snprintf(paths[i], sizeof paths[i], "%s",
                 is_path ? scratch_path(scratch, arguments[i] + 1) : arguments[i]);
        words[i + 1] = paths[i];
    }
    pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0)
        become(program, library, scratch->folder, fault, words);
    int status;
    REQUIRE(waitpid(child, &status, 0) == child);
    *run = (struct run){.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status)};
    struct buffer report = BUFFER_EMPTY;
    take(scratch, "out", &run->out);
    take(scratch, "err", &run->err);
    take(scratch, "report", &report);
    buffer_append_string(&report, ""); /* one that was killed has written none */
    char *rest = report.data;
    run->calls = strtoul(rest, &rest, 10);
    run->allocations = strtoul(rest, &rest, 10);
    run->live = strtoul(rest, &rest, 10);
    run->careless = strtoul(rest, &rest, 10) != 0;
    snprintf(run->asker, sizeof run->asker, "%s", rest);
    run->asker[strcspn(run->asker, "\n")] = '\0';
    buffer_release(&report);
}

void run_release(struct run *run)
{
    buffer_release(&run->out);
    buffer_release(&run->err);
}

bool run_said(const struct run *run, const char *end)
{
    size_t length = strlen(end);
    return run->err.length > length + 8 && strncmp(run->err.data, "stance: ", 8) == 0 &&
           run->err.data[run->err.length - 1] == '\n' &&
           memchr(run->err.data, '\n', run->err.length) == run->err.data + run->err.length - 1 &&
           memcmp(run->err.data + run->err.length - 1 - length, end, length) == 0;
}

bool run_is_thorough(void)
{
    const char *wish = getenv("TORTURE");
    return wish != NULL && wish[0] != '\0';
}
