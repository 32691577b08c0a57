#include "base/confinement.h"
#include "check.h"
#include "scratch.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* What a confined process tries; each returns whether it could. */

static char allowed[SCRATCH_PATH_SIZE], forbidden[SCRATCH_PATH_SIZE], absent[SCRATCH_PATH_SIZE];

static bool opens(const char *path, int flags)
{
    int fd = open(path, flags | O_CLOEXEC, 0600);
    if (fd >= 0)
        close(fd);
    return fd >= 0;
}

static bool read_allowed(void)
{
    return opens(allowed, O_RDONLY);
}

static bool read_other(void)
{
    return opens(forbidden, O_RDONLY);
}

static bool read_system_file(void)
{
    return opens("/etc/passwd", O_RDONLY);
}

static bool read_own_memory(void)
{
    return opens("/proc/self/mem", O_RDONLY);
}

static bool write_allowed(void)
{
    return opens(allowed, O_WRONLY);
}

static bool empty_allowed(void)
{
    return opens(allowed, O_RDONLY | O_TRUNC) || truncate(allowed, 0) == 0;
}

static bool create_file(void)
{
    return opens(absent, O_WRONLY | O_CREAT);
}

static bool create_folder(void)
{
    return mkdir(absent, 0700) == 0;
}

static bool remove_allowed(void)
{
    return unlink(allowed) == 0;
}

static bool rename_allowed(void)
{
    return rename(allowed, absent) == 0;
}

static bool change_mode(void)
{
    return chmod(allowed, 0777) == 0;
}

static bool list_root(void)
{
    DIR *folder = opendir("/");
    if (folder != NULL)
        closedir(folder);
    return folder != NULL;
}

static bool has_socket(int domain, int type)
{
    int fd = socket(domain, type, 0);
    if (fd >= 0)
        close(fd);
    return fd >= 0;
}

static bool open_tcp_socket(void)
{
    return has_socket(AF_INET, SOCK_STREAM);
}

static bool open_udp_socket(void)
{
    return has_socket(AF_INET6, SOCK_DGRAM);
}

static bool open_local_socket(void)
{
    int fds[2];
    return has_socket(AF_UNIX, SOCK_STREAM) || socketpair(AF_UNIX, SOCK_STREAM, 0, fds) == 0;
}

static bool run_program(void)
{
    char *const words[] = {"/bin/true", NULL}, *const environment[] = {NULL};
    execve(words[0], words, environment);
    return false; /* had it succeeded, /bin/true would have said COULD */
}

static bool start_process(void)
{
    pid_t child = fork();
    if (child == 0)
        _exit(0);
    return child > 0;
}

static bool signal_parent(void)
{
    return kill(getppid(), 0) == 0;
}

static bool gain_rights(void)
{
    return setuid(0) == 0;
}

/* PCRE2's machine code needs it. */
static bool make_memory_executable(void)
{
    void *page =
        mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return page != MAP_FAILED && mprotect(page, 4096, PROT_READ | PROT_EXEC) == 0 &&
           munmap(page, 4096) == 0;
}

static void *try_in_thread(void *could)
{
    *(bool *)could = read_other() || open_udp_socket() || !read_allowed();
    return could;
}

static bool break_out_by_thread(void)
{
    pthread_t thread;
    bool could = true;
    return pthread_create(&thread, NULL, try_in_thread, &could) != 0 ||
           pthread_join(thread, NULL) != 0 || could;
}

enum need { LANDLOCK = 1, SECCOMP = 2 };

static const struct {
    const char *name;
    bool (*attempt)(void);
    bool could;
    int needs; /* without any of these it cannot be kept from it */
} cases[] = {
    {"read the file that was allowed", read_allowed, true, 0},
    {"read the file beside it", read_other, false, LANDLOCK},
    {"read a file of the system", read_system_file, false, LANDLOCK},
    {"read its own memory", read_own_memory, false, LANDLOCK},
    {"list a folder", list_root, false, LANDLOCK},
    {"write to the file that was allowed", write_allowed, false, LANDLOCK | SECCOMP},
    {"empty the file that was allowed", empty_allowed, false, SECCOMP},
    {"create a file", create_file, false, LANDLOCK | SECCOMP},
    {"create a folder", create_folder, false, LANDLOCK | SECCOMP},
    {"remove a file", remove_allowed, false, LANDLOCK | SECCOMP},
    {"rename a file", rename_allowed, false, LANDLOCK | SECCOMP},
    {"change a file's mode", change_mode, false, SECCOMP},
    {"open a TCP socket", open_tcp_socket, false, SECCOMP},
    {"open a UDP socket", open_udp_socket, false, SECCOMP},
    {"open a local socket", open_local_socket, false, SECCOMP},
    {"run a program", run_program, false, LANDLOCK | SECCOMP},
    {"start a process", start_process, false, SECCOMP},
    {"send a signal", signal_parent, false, SECCOMP},
    {"take another user's rights", gain_rights, false, SECCOMP},
    {"make memory executable", make_memory_executable, true, 0},
    {"do in a thread what it may not", break_out_by_thread, false, LANDLOCK | SECCOMP},
};

enum { COULD = 0, COULD_NOT = 1, NOT_CONFINED = 2 };

/* Runs in a child: the parent must stay free. Returns an exit status. */
static int attempt_confined(size_t i)
{
    struct confinement confinement = confinement_begin();
    confinement_allow(&confinement, allowed);
    confinement_allow(&confinement, absent);
    confinement_enter(&confinement);
    int have = (confinement.landlock > 0 ? LANDLOCK : 0) | (confinement.seccomp ? SECCOMP : 0);
    if (cases[i].attempt == break_out_by_thread ? have != cases[i].needs
                                                : cases[i].needs != 0 && !(have & cases[i].needs))
        return NOT_CONFINED;
    return cases[i].attempt() ? COULD : COULD_NOT;
}

static int attempt_free(size_t i)
{
    return cases[i].attempt() ? COULD : COULD_NOT;
}

static void make_files(struct scratch *scratch)
{
    scratch_make(scratch);
    strcpy(absent, scratch_path(scratch, "absent"));
    strcpy(allowed, scratch_write(scratch, "allowed", "text", 4));
    strcpy(forbidden, scratch_write(scratch, "forbidden", "text", 4));
}

static int status_of_child(int (*run)(size_t i), size_t i)
{
    pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0)
        _exit(run(i));
    int status = 0;
    REQUIRE(waitpid(child, &status, 0) == child);
    CHECK(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static void test_what_a_confined_process_can_do(void)
{
    struct scratch scratch;
    make_files(&scratch);
    size_t skipped = 0;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int status = status_of_child(attempt_confined, i);
        if (status == NOT_CONFINED)
            skipped++;
        else if (!check_equal_numbers(__FILE__, __LINE__, status == COULD, cases[i].could)) {
            fprintf(stderr, "    when trying to %s\n", cases[i].name);
            CHECK(false);
        }
    }
    if (skipped > 0)
        fprintf(stderr, "\nconfinement: %zu of %zu cases skipped: no Landlock or no seccomp\n",
                skipped, sizeof cases / sizeof cases[0]);
    CHECK_INT(scratch_count(&scratch), 2);
    scratch_remove(&scratch);
}

/* Without confinement, all but what only root can would succeed: else the cases would prove
 * nothing. */
static void test_what_a_free_process_can_do(void)
{
    struct scratch scratch;
    make_files(&scratch);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        if (cases[i].attempt == gain_rights || cases[i].attempt == open_tcp_socket ||
            cases[i].attempt == open_udp_socket)
            continue; /* not everywhere */
        scratch_write(&scratch, "allowed", "text", 4);
        if (status_of_child(attempt_free, i) != COULD) {
            fprintf(stderr, "\na free process could not %s\n", cases[i].name);
            CHECK(false);
        }
        (void)(unlink(absent) == 0 || rmdir(absent) == 0);
    }
    scratch_remove(&scratch);
}

const struct suite suite_confinement = {
    "base/confinement",
    (const struct test[]){
        {"what a confined process can do", test_what_a_confined_process_can_do},
        {"what a free process can do", test_what_a_free_process_can_do},
        {NULL, NULL},
    },
};
