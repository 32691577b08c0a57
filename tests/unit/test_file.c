#include "base/file.h"
#include "check.h"
#include "scratch.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>

#define NOBODY 65534

static void check_file(const char *path, const char *expected)
{
    struct buffer content = BUFFER_EMPTY;
    stance_error error;
    CHECK_INT(file_read_all(path, 1 << 20, &content, &error), 0);
    CHECK_BYTES(content.data, content.length, expected);
    buffer_release(&content);
}

static unsigned mode_of(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 ? status.st_mode & 07777 : 0;
}

/* root may write everywhere: then the calls are made as nobody. */
static void be_nobody(void)
{
    if (getuid() == 0)
        REQUIRE(seteuid(NOBODY) == 0);
}

static void be_oneself(void)
{
    REQUIRE(seteuid(getuid()) == 0);
}

static void test_display_name(void)
{
    CHECK_STRING(file_display_name("-"), "standard input");
    CHECK_STRING(file_display_name("./-"), "./-");
    CHECK_STRING(file_display_name("a.txt"), "a.txt");
}

static void test_what_cannot_be_opened(void)
{
    struct scratch scratch;
    scratch_make(&scratch);
    stance_error error;
    int fd = 99;
    CHECK_INT(file_open(scratch_path(&scratch, "missing"), &fd, &error), -1);
    CHECK_INT(error.status, STANCE_IO);
    CHECK_STRING(scratch_after_path(&scratch, error.message),
                 ": cannot open: No such file or directory");
    CHECK_INT(file_open(scratch_path(&scratch, "."), &fd, &error), -1);
    CHECK_STRING(scratch_after_path(&scratch, error.message), ": cannot read: Is a directory");
    CHECK_INT(fd, 99);
    scratch_remove(&scratch);
}

static void test_size_and_position(void)
{
    struct scratch scratch;
    scratch_make(&scratch);
    uint64_t size, position;
    int fd, ends[2];
    char bytes[4];
    size_t length;
    stance_error error;
    CHECK(file_size(scratch_write(&scratch, "ten", "0123456789", 10), &size));
    CHECK_INT(size, 10);
    REQUIRE(file_open(scratch.path, &fd, &error) == 0);
    REQUIRE(file_read(fd, scratch.path, bytes, sizeof bytes, &length, &error) == 0);
    CHECK(file_position(fd, &position));
    CHECK_INT(position, length);
    file_close(fd);
    CHECK(!file_size(scratch_path(&scratch, "missing"), &size));
    CHECK_INT(size, 0);
    CHECK(!file_size(scratch.folder, &size));
    REQUIRE(pipe(ends) == 0);
    CHECK(!file_position(ends[0], &position));
    CHECK_INT(position, 0);
    close(ends[0]);
    close(ends[1]);
    scratch_remove(&scratch);
}

static void test_read_all(void)
{
    struct scratch scratch;
    scratch_make(&scratch);
    stance_error error;
    struct buffer content = BUFFER_EMPTY;
    buffer_append_string(&content, "before:");
    CHECK_INT(file_read_all(scratch_write(&scratch, "empty", "", 0), 10, &content, &error), 0);
    CHECK_BYTES(content.data, content.length, "before:");
    CHECK_INT(file_read_all(scratch_write(&scratch, "ten", "0123456789", 10), 10, &content, &error),
              0);
    CHECK_BYTES(content.data, content.length, "before:0123456789");
    CHECK_INT(file_read_all(scratch.path, 9, &content, &error), -1);
    CHECK_INT(error.status, STANCE_DATA);
    CHECK_STRING(scratch_after_path(&scratch, error.message), ": larger than 9 bytes");
    CHECK_INT(file_read_all(scratch_path(&scratch, "missing"), 9, &content, &error), -1);
    CHECK_INT(error.status, STANCE_IO);
    buffer_release(&content);
    scratch_remove(&scratch);
}

static void test_read_all_of_a_large_file(void)
{
    struct scratch scratch;
    scratch_make(&scratch);
    struct buffer large = BUFFER_EMPTY, content = BUFFER_EMPTY;
    for (int i = 0; i < 40000; i++)
        buffer_append_format(&large, "%05d,", i);
    stance_error error;
    CHECK_INT(file_read_all(scratch_write(&scratch, "large", large.data, large.length), 1 << 20,
                            &content, &error),
              0);
    REQUIRE(content.length == large.length);
    CHECK(memcmp(content.data, large.data, large.length + 1) == 0);
    buffer_release(&large);
    buffer_release(&content);
    scratch_remove(&scratch);
}

static void test_a_read_that_fails(void)
{
    stance_error error;
    char byte;
    size_t length = 7;
    CHECK_INT(file_read(-1, "a.txt", &byte, 1, &length, &error), -1);
    CHECK_STRING(error.message, "a.txt: cannot read: Bad file descriptor");
    CHECK_INT(file_read(-1, "-", &byte, 1, &length, &error), -1);
    CHECK_STRING(error.message, "standard input: cannot read: Bad file descriptor");
    CHECK_INT(length, 7);
}

static void test_standard_input(void)
{
    int saved = dup(STDIN_FILENO), ends[2];
    REQUIRE(saved >= 0 && pipe(ends) == 0);
    REQUIRE(dup2(ends[0], STDIN_FILENO) == STDIN_FILENO);
    CHECK_INT(write(ends[1], "piped", 5), 5);
    close(ends[0]);
    close(ends[1]);
    struct buffer content = BUFFER_EMPTY;
    stance_error error;
    CHECK_INT(file_read_all("-", 100, &content, &error), 0);
    CHECK_BYTES(content.data, content.length, "piped");
    CHECK(fcntl(STDIN_FILENO, F_GETFD) >= 0);
    buffer_release(&content);
    REQUIRE(dup2(saved, STDIN_FILENO) == STDIN_FILENO);
    close(saved);
}

static void test_write_new(void)
{
    static const struct {
        mode_t mask;
        unsigned mode;
    } cases[] = {{022, 0644}, {027, 0640}, {077, 0600}, {0, 0666}};
    struct scratch scratch;
    scratch_make(&scratch);
    mode_t mask = umask(0);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        stance_error error;
        const char *path = scratch_path(&scratch, "new");
        umask(cases[i].mask);
        CHECK_INT(file_write_atomic(path, "content", 7, &error), 0);
        CHECK_INT(umask(0), cases[i].mask);
        check_file(path, "content");
        CHECK_INT(mode_of(path), cases[i].mode);
        CHECK_INT(scratch_count(&scratch), 1);
        unlink(path);
    }
    umask(mask);
    scratch_remove(&scratch);
}

static void test_write_replaces(void)
{
    static const unsigned modes[] = {0644, 0600, 0640, 0755, 0444};
    struct scratch scratch;
    scratch_make(&scratch);
    for (size_t i = 0; i < sizeof modes / sizeof modes[0]; i++) {
        const char *path = scratch_write(&scratch, "model", "old and longer", 14);
        REQUIRE(chmod(path, modes[i]) == 0);
        stance_error error;
        CHECK_INT(file_write_atomic(path, "new", 3, &error), 0);
        check_file(path, "new");
        CHECK_INT(mode_of(path), modes[i]);
        CHECK_INT(scratch_count(&scratch), 1);
        unlink(path);
    }
    scratch_remove(&scratch);
}

static void test_symbolic_link_stays(void)
{
    struct scratch scratch;
    scratch_make(&scratch);
    char target[SCRATCH_PATH_SIZE];
    snprintf(target, sizeof target, "%s", scratch_write(&scratch, "model-1", "old", 3));
    REQUIRE(chmod(target, 0640) == 0);
    const char *path = scratch_path(&scratch, "latest");
    REQUIRE(symlink("model-1", path) == 0);
    stance_error error;
    CHECK_INT(file_check_writable(path, &error), 0);
    CHECK_INT(file_write_atomic(path, "new", 3, &error), 0);
    char points_to[16] = "";
    CHECK_INT(readlink(path, points_to, sizeof points_to - 1), 7);
    CHECK_STRING(points_to, "model-1");
    check_file(target, "new");
    CHECK_INT(mode_of(target), 0640);
    CHECK_INT(scratch_count(&scratch), 2);
    scratch_remove(&scratch);
}

static void test_write_of_nothing(void)
{
    struct scratch scratch;
    scratch_make(&scratch);
    stance_error error;
    const char *path = scratch_write(&scratch, "model", "old", 3);
    CHECK_INT(file_write_atomic(path, "", 0, &error), 0);
    check_file(path, "");
    scratch_remove(&scratch);
}

static void test_bare_name(void)
{
    struct scratch scratch;
    scratch_make(&scratch);
    int here = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    REQUIRE(here >= 0 && chdir(scratch.folder) == 0);
    stance_error error;
    CHECK_INT(file_check_writable("bare", &error), 0);
    CHECK_INT(scratch_count(&scratch), 0);
    CHECK_INT(file_write_atomic("bare", "x", 1, &error), 0);
    check_file("bare", "x");
    REQUIRE(fchdir(here) == 0);
    close(here);
    CHECK_INT(scratch_count(&scratch), 1);
    scratch_remove(&scratch);
}

/* Both functions refuse, in the same words, and nothing changes. */
static void check_refused(struct scratch *scratch, const char *path, const char *words)
{
    size_t names = scratch_count(scratch);
    stance_error checked = {STANCE_OK, ""}, written = {STANCE_OK, ""};
    CHECK_INT(file_check_writable(path, &checked), -1);
    CHECK_INT(file_write_atomic(path, "new", 3, &written), -1);
    CHECK_INT(checked.status, STANCE_IO);
    CHECK_INT(written.status, STANCE_IO);
    CHECK_STRING(checked.message, written.message);
    CHECK_STRING(scratch_after_path(scratch, written.message), words);
    CHECK_INT(scratch_count(scratch), names);
}

static void test_no_such_folder(void)
{
    struct scratch scratch;
    scratch_make(&scratch);
    check_refused(&scratch, scratch_path(&scratch, "missing/model"),
                  ": cannot write: No such file or directory");
    scratch_write(&scratch, "file", "", 0);
    check_refused(&scratch, scratch_path(&scratch, "file/model"),
                  ": cannot write: Not a directory");
    scratch_remove(&scratch);
}

static void test_empty_path(void)
{
    struct scratch scratch;
    scratch_make(&scratch);
    check_refused(&scratch, "", ": cannot write: No such file or directory");
    scratch_remove(&scratch);
}

static void test_target_is_a_folder(void)
{
    struct scratch scratch;
    scratch_make(&scratch);
    const char *path = scratch_path(&scratch, "folder");
    REQUIRE(mkdir(path, 0755) == 0);
    check_refused(&scratch, path, ": cannot write: Is a directory");
    CHECK_INT(mode_of(path), 0755);
    scratch_remove(&scratch);
}

static void test_folder_is_not_writable(void)
{
    struct scratch scratch;
    scratch_make(&scratch);
    const char *path = scratch_write(&scratch, "model", "old", 3);
    REQUIRE(chmod(scratch.folder, 0555) == 0);
    be_nobody();
    check_refused(&scratch, path, ": cannot write: Permission denied");
    be_oneself();
    REQUIRE(chmod(scratch.folder, 0755) == 0);
    check_file(path, "old");
    scratch_remove(&scratch);
}

static void test_disk_is_full(void)
{
    struct scratch scratch;
    scratch_make(&scratch);
    const char *path = scratch_write(&scratch, "model", "old", 3);
    static char large[100000];
    struct rlimit old, small;
    REQUIRE(getrlimit(RLIMIT_FSIZE, &old) == 0);
    small = old;
    small.rlim_cur = 4096;
    stance_error error;
    void (*handler)(int) = signal(SIGXFSZ, SIG_IGN);
    REQUIRE(setrlimit(RLIMIT_FSIZE, &small) == 0);
    int result = file_write_atomic(path, large, sizeof large, &error);
    REQUIRE(setrlimit(RLIMIT_FSIZE, &old) == 0);
    signal(SIGXFSZ, handler);
    CHECK_INT(result, -1);
    CHECK_INT(error.status, STANCE_IO);
    CHECK_STRING(scratch_after_path(&scratch, error.message), ": cannot write: File too large");
    check_file(path, "old");
    CHECK_INT(scratch_count(&scratch), 1);
    scratch_remove(&scratch);
}

/* As nobody: should the code ever try to replace a device, it must not be able to. */
static void test_devices(void)
{
    struct stat before, after;
    REQUIRE(stat("/dev/null", &before) == 0 && S_ISCHR(before.st_mode));
    stance_error error = {STANCE_OK, ""};
    be_nobody();
    int full = file_write_atomic("/dev/full", "new", 3, &error);
    stance_error of_full = error;
    int null = file_write_atomic("/dev/null", "new", 3, &error);
    int checked = file_check_writable("/dev/null", &error);
    be_oneself();
    CHECK_INT(full, -1);
    CHECK_INT(of_full.status, STANCE_IO);
    CHECK_STRING(of_full.message, "/dev/full: cannot write: No space left on device");
    CHECK_INT(null, 0);
    CHECK_INT(checked, 0);
    REQUIRE(stat("/dev/null", &after) == 0);
    CHECK(S_ISCHR(after.st_mode) && after.st_ino == before.st_ino);
}

static void test_pipe(void)
{
    struct scratch scratch;
    scratch_make(&scratch);
    const char *path = scratch_path(&scratch, "pipe");
    REQUIRE(mkfifo(path, 0600) == 0);
    int reader = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    REQUIRE(reader >= 0);
    stance_error error;
    CHECK_INT(file_check_writable(path, &error), 0);
    CHECK_INT(file_write_atomic(path, "through", 7, &error), 0);
    char got[16] = "";
    CHECK_INT(read(reader, got, sizeof got - 1), 7);
    CHECK_STRING(got, "through");
    close(reader);
    struct stat status;
    CHECK(stat(path, &status) == 0 && S_ISFIFO(status.st_mode));
    CHECK_INT(scratch_count(&scratch), 1);
    scratch_remove(&scratch);
}

static void test_pipe_that_may_not_be_written(void)
{
    struct scratch scratch;
    scratch_make(&scratch);
    REQUIRE(chmod(scratch.folder, 0777) == 0);
    const char *path = scratch_path(&scratch, "pipe");
    REQUIRE(mkfifo(path, 0600) == 0 && chmod(path, 0444) == 0);
    be_nobody();
    check_refused(&scratch, path, ": cannot open: Permission denied");
    be_oneself();
    scratch_remove(&scratch);
}

static void test_check_leaves_no_trace(void)
{
    struct scratch scratch;
    scratch_make(&scratch);
    stance_error error;
    CHECK_INT(file_check_writable(scratch_path(&scratch, "new"), &error), 0);
    CHECK_INT(scratch_count(&scratch), 0);
    const char *path = scratch_write(&scratch, "model", "old", 3);
    CHECK_INT(file_check_writable(path, &error), 0);
    check_file(path, "old");
    CHECK_INT(scratch_count(&scratch), 1);
    scratch_remove(&scratch);
}

static void on_alarm(int number)
{
    (void)number;
}

/* A signal ends poll() as well, also one that does not wait; nothing has come for that. */
static void test_a_signal_brings_no_bytes(void)
{
    int ends[2];
    size_t wrong = 0;
    struct sigaction action = {.sa_handler = on_alarm}, before;
    struct itimerval often = {{0, 20}, {0, 20}}, never = {{0, 0}, {0, 0}};
    REQUIRE(pipe(ends) == 0);
    REQUIRE(sigaction(SIGALRM, &action, &before) == 0);
    REQUIRE(setitimer(ITIMER_REAL, &often, NULL) == 0);
    for (size_t i = 0; i < 300000; i++)
        wrong += !file_would_wait(ends[0]);
    REQUIRE(setitimer(ITIMER_REAL, &never, NULL) == 0);
    REQUIRE(sigaction(SIGALRM, &before, NULL) == 0);
    CHECK_INT(wrong, 0);
    close(ends[0]);
    close(ends[1]);
}

const struct suite suite_file = {
    "base/file",
    (const struct test[]){
        {"names for messages", test_display_name},
        {"what cannot be opened", test_what_cannot_be_opened},
        {"size and position", test_size_and_position},
        {"a whole file, up to a limit", test_read_all},
        {"a whole large file", test_read_all_of_a_large_file},
        {"a read that fails", test_a_read_that_fails},
        {"standard input stays open", test_standard_input},
        {"a new file", test_write_new},
        {"a file is replaced and keeps its permissions", test_write_replaces},
        {"a symbolic link stays", test_symbolic_link_stays},
        {"a file is replaced by nothing", test_write_of_nothing},
        {"a name without a folder", test_bare_name},
        {"no such folder", test_no_such_folder},
        {"an empty path", test_empty_path},
        {"the target is a folder", test_target_is_a_folder},
        {"the folder is not writable", test_folder_is_not_writable},
        {"the disk is full", test_disk_is_full},
        {"devices are written in place", test_devices},
        {"a pipe is written in place", test_pipe},
        {"a pipe that may not be written", test_pipe_that_may_not_be_written},
        {"the check leaves no trace", test_check_leaves_no_trace},
        {"a signal brings no bytes", test_a_signal_brings_no_bytes},
        {NULL, NULL},
    },
};
