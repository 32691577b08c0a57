/* measure SECONDS FD COMMAND [ARG...] - runs a command, for at most so many seconds, and writes one
 * line to the open file FD: wall, user and system seconds, peak memory in KiB, exit status (128 + N
 * for signal N).
 *
 * It is a small program because the kernel counts the memory of a process that forks into the peak
 * of the one it forks: measured from Python, every command would need at least Python's memory. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static volatile sig_atomic_t running;

static void kill_command(int signal_number)
{
    (void)signal_number;
    if (running > 0)
        kill(-running, SIGKILL);
}

static double seconds(struct timeval time)
{
    return (double)time.tv_sec + (double)time.tv_usec / 1e6;
}

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static _Noreturn void become(char **command, int report)
{
    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    close(report);
    execvp(command[0], command);
    fprintf(stderr, "measure: %s: %s\n", command[0], strerror(errno));
    _exit(127);
}

static int status_of(int wait_status)
{
    return WIFEXITED(wait_status) ? WEXITSTATUS(wait_status) : 128 + WTERMSIG(wait_status);
}

int main(int count, char **arguments)
{
    if (count < 4) {
        fprintf(stderr, "usage: measure SECONDS FD COMMAND [ARG...]\n");
        return 2;
    }
    int report = atoi(arguments[2]);
    struct sigaction action = {.sa_handler = kill_command, .sa_flags = SA_RESTART};
    sigaction(SIGALRM, &action, NULL);

    double start = now();
    pid_t child = fork();
    if (child < 0) {
        perror("measure: fork");
        return 1;
    }
    if (child == 0)
        become(arguments + 3, report);
    setpgid(child, child); /* here too: whoever comes first */
    running = (sig_atomic_t)child;
    alarm((unsigned)atoi(arguments[1]));

    int wait_status;
    struct rusage usage;
    if (wait4(child, &wait_status, 0, &usage) < 0) {
        perror("measure: wait4");
        return 1;
    }
    double wall = now() - start;
    dprintf(report, "%.6f %.6f %.6f %ld %d\n", wall, seconds(usage.ru_utime),
            seconds(usage.ru_stime), usage.ru_maxrss, status_of(wait_status));
    return 0;
}
