/* In: paths. Out: bytes, or a message that names the path. Must not know any format. */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

const char *file_display_name(const char *path)
{
    return strcmp(path, "-") == 0 ? "standard input" : path;
}

bool file_is_same(const char *a, const char *b)
{
    struct stat left, right;
    return stat(a, &left) == 0 && stat(b, &right) == 0 && left.st_dev == right.st_dev &&
           left.st_ino == right.st_ino;
}

int file_open(const char *path, int *fd, stance_error *error)
{
    if (strcmp(path, "-") == 0) {
        *fd = STDIN_FILENO;
        return 0;
    }
    int opened = open(path, O_RDONLY | O_CLOEXEC);
    if (opened < 0)
        return error_system(error, path, "open");
    struct stat status;
    if (fstat(opened, &status) == 0 && S_ISDIR(status.st_mode)) {
        close(opened);
        errno = EISDIR;
        return error_system(error, path, "read");
    }
    *fd = opened;
    return 0;
}

bool file_position(int fd, uint64_t *position)
{
    off_t place = lseek(fd, 0, SEEK_CUR);
    *position = place < 0 ? 0 : (uint64_t)place;
    return place >= 0;
}

bool file_size(const char *path, uint64_t *size)
{
    struct stat status;
    int result = strcmp(path, "-") == 0 ? fstat(STDIN_FILENO, &status) : stat(path, &status);
    bool known = result == 0 && S_ISREG(status.st_mode);
    *size = known ? (uint64_t)status.st_size : 0;
    return known;
}

void file_close(int fd)
{
    if (fd > STDIN_FILENO)
        close(fd);
}

int file_read(int fd, const char *path, char *bytes, size_t capacity, size_t *length,
              stance_error *error)
{
    ssize_t got;
    do
        got = read(fd, bytes, capacity);
    while (got < 0 && errno == EINTR);
    if (got < 0)
        return error_system(error, file_display_name(path), "read");
    *length = (size_t)got;
    return 0;
}

bool file_would_wait(int fd)
{
    struct pollfd input = {.fd = fd, .events = POLLIN};
    int ready;
    do
        ready = poll(&input, 1, 0);
    while (ready < 0 && errno == EINTR); /* although it does not wait */
    return ready == 0;
}

int file_read_all(const char *path, size_t limit, struct buffer *content, stance_error *error)
{
    int fd;
    if (file_open(path, &fd, error) != 0)
        return -1;
    size_t start = content->length;
    size_t got = 1;
    int result = 0;
    while (result == 0 && got > 0) {
        char *place = buffer_reserve(content, 65536);
        if (place == NULL)
            result = error_no_memory(error);
        else
            result = file_read(fd, path, place, 65536, &got, error);
        if (result == 0) {
            content->length += got;
            content->data[content->length] = '\0';
            if (content->length - start > limit)
                result = error_set(error, STANCE_DATA, "%s: larger than %zu bytes",
                                   file_display_name(path), limit);
        }
    }
    file_close(fd);
    return result;
}

static int write_all(int fd, const char *path, const char *bytes, size_t length,
                     stance_error *error)
{
    while (length > 0) {
        ssize_t put = write(fd, bytes, length);
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return error_system(error, path, "write");
        bytes += put;
        length -= (size_t)put;
    }
    return 0;
}

/* What is there already and is no regular file cannot be replaced, only written to. */
static int is_special(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && !S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode);
}

static int write_in_place(const char *path, const void *bytes, size_t length, stance_error *error)
{
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    if (fd < 0)
        return error_system(error, path, "open");
    int result = write_all(fd, path, bytes, length, error);
    if (close(fd) != 0 && result == 0)
        result = error_system(error, path, "write");
    return result;
}

/* The name change itself is on the disk only once the folder is. */
static void sync_folder(const char *path)
{
    char *folder = strdup(path);
    if (folder == NULL)
        return;
    char *slash = strrchr(folder, '/');
    const char *name = slash == NULL ? "." : slash == folder ? "/" : folder;
    if (slash != NULL && slash != folder)
        *slash = '\0';
    int fd = open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0) {
        (void)fsync(fd); /* some file systems cannot; the file itself is safe by now */
        close(fd);
    }
    free(folder);
}

/* The file that `path` stands for: a symbolic link is to stay, and what it points to is replaced.
 * *target is the caller's. */
static int find_target(const char *path, char **target, stance_error *error)
{
    struct stat status;
    bool exists = stat(path, &status) == 0;
    if (!exists && lstat(path, &status) == 0)
        return error_system(error, path, "follow"); /* a link to nowhere */
    errno = path[0] == '\0' ? ENOENT : EISDIR;
    if (path[0] == '\0' || (exists && S_ISDIR(status.st_mode)))
        return error_system(error, path, "write");
    *target = exists ? realpath(path, NULL) : strdup(path);
    return *target == NULL ? error_no_memory(error) : 0;
}

/* A new file in the folder of the one that it is to replace. It has no name until it is whole, so
 * that nothing is left of it if the process is killed; or a name that cannot be guessed and was not
 * there before, where the file system knows no files without. */
struct replacement {
    char *target;  /* what `path` stands for */
    char *beside;  /* the new file's name, once it is `named` */
    size_t folder; /* bytes of `beside` that name the folder, up to its slash */
    bool named;
    int fd; /* of the new file */
};

static const char beside_name[] = ".stance-XXXXXX";

static void replacement_release(struct replacement *replacement)
{
    free(replacement->target);
    free(replacement->beside);
}

/* Opens a file without a name in the folder. Returns -1 where that cannot be, or where it could not
 * be given a name afterwards. */
static int open_unnamed(const struct replacement *replacement)
{
    if (access("/proc/self/fd", X_OK) != 0)
        return -1;
    char *folder =
        replacement->folder == 0 ? strdup(".") : strndup(replacement->beside, replacement->folder);
    if (folder == NULL)
        return -1;
    int fd = open(folder, O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600);
    free(folder);
    return fd;
}

/* Creates the new file. On success the caller closes the descriptor and releases the rest. */
static int replacement_begin(const char *path, struct replacement *replacement, stance_error *error)
{
    *replacement = (struct replacement){.fd = -1};
    if (find_target(path, &replacement->target, error) != 0)
        return -1;
    const char *slash = strrchr(replacement->target, '/');
    replacement->folder = slash == NULL ? 0 : (size_t)(slash - replacement->target) + 1;
    replacement->beside = malloc(replacement->folder + sizeof beside_name);
    if (replacement->beside == NULL) {
        replacement_release(replacement);
        return error_no_memory(error);
    }
    memcpy(replacement->beside, replacement->target, replacement->folder);
    memcpy(replacement->beside + replacement->folder, beside_name, sizeof beside_name);
    replacement->fd = open_unnamed(replacement);
    if (replacement->fd < 0) {
        replacement->fd = mkostemp(replacement->beside, O_CLOEXEC);
        replacement->named = true;
    }
    if (replacement->fd < 0) {
        error_fill_system(error, path, "write");
        replacement_release(replacement);
        return -1;
    }
    return 0;
}

/* Gives the new file a name like mkostemp()'s: none that was there before. */
static int give_name(struct replacement *replacement)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    char *place = replacement->beside + replacement->folder + strlen(".stance-");
    char file[64];
    int result = replacement->named ? 0 : -1;
    snprintf(file, sizeof file, "/proc/self/fd/%d", replacement->fd);
    for (int attempt = 0; attempt < 100 && !replacement->named; attempt++) {
        unsigned char random[6];
        if (getrandom(random, sizeof random, 0) != sizeof random)
            return -1;
        for (size_t i = 0; i < sizeof random; i++)
            place[i] = letters[random[i] % (sizeof letters - 1)];
        result = linkat(AT_FDCWD, file, AT_FDCWD, replacement->beside, AT_SYMLINK_FOLLOW);
        replacement->named = result == 0;
        if (result != 0 && errno != EEXIST)
            break;
    }
    return result;
}

static void replacement_discard(const struct replacement *replacement)
{
    if (replacement->named)
        unlink(replacement->beside);
}

static mode_t mode_for(const char *path)
{
    struct stat status;
    if (stat(path, &status) == 0)
        return status.st_mode & 07777;
    mode_t mask = umask(0); /* the only way to ask; set back at once */
    umask(mask);
    return 0666 & ~mask;
}

/* Fills the new file and puts it in the place of the old one. */
static int replacement_finish(struct replacement *replacement, const char *path, const void *bytes,
                              size_t length, stance_error *error)
{
    int fd = replacement->fd;
    int result = write_all(fd, path, bytes, length, error);
    if (result == 0 && (fchmod(fd, mode_for(replacement->target)) != 0 || fsync(fd) != 0))
        result = error_system(error, path, "write");
    if (result == 0 && give_name(replacement) != 0)
        result = error_system(error, path, "write");
    if (close(fd) != 0 && result == 0)
        result = error_system(error, path, "write");
    if (result == 0 && rename(replacement->beside, replacement->target) != 0)
        result = error_system(error, path, "replace");
    if (result != 0)
        replacement_discard(replacement);
    else
        sync_folder(replacement->target);
    return result;
}

/* What asks this thread to end waits until nothing of the work is left lying about. */
static void hold_signals(sigset_t *before)
{
    sigset_t held;
    sigemptyset(&held);
    sigaddset(&held, SIGINT);
    sigaddset(&held, SIGTERM);
    sigaddset(&held, SIGHUP);
    sigaddset(&held, SIGQUIT);
    pthread_sigmask(SIG_BLOCK, &held, before);
}

int file_write_atomic(const char *path, const void *bytes, size_t length, stance_error *error)
{
    if (is_special(path))
        return write_in_place(path, bytes, length, error);
    struct replacement replacement;
    sigset_t before;
    hold_signals(&before);
    int result = replacement_begin(path, &replacement, error);
    if (result == 0) {
        result = replacement_finish(&replacement, path, bytes, length, error);
        replacement_release(&replacement);
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return result;
}

int file_check_writable(const char *path, stance_error *error)
{
    if (is_special(path))
        return faccessat(AT_FDCWD, path, W_OK, AT_EACCESS) == 0 ? 0
                                                                : error_system(error, path, "open");
    struct replacement replacement;
    sigset_t before;
    hold_signals(&before);
    int result = replacement_begin(path, &replacement, error);
    if (result == 0) {
        close(replacement.fd);
        replacement_discard(&replacement);
        replacement_release(&replacement);
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return result;
}
