/* In: the name of a system call and what is to befall it. Out: so it is. Only for the library that
 * is loaded before the program under test: it stands before the C library. */
#include "calls.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *wanted_call = ""; /* set before the program begins */
static size_t wanted_number;
static int wanted_error; /* 0: none */
static bool shortened;
static atomic_size_t counted;

void calls_fail(const char *call, const char *how, size_t number)
{
    static const struct {
        const char *name;
        int number;
    } errors[] = {{"EINTR", EINTR},   {"EIO", EIO},       {"ENOSPC", ENOSPC},
                  {"EMFILE", EMFILE}, {"EACCES", EACCES}, {"EDQUOT", EDQUOT}};
    wanted_call = call;
    wanted_number = number;
    shortened = strcmp(how, "short") == 0;
    for (size_t i = 0; i < sizeof errors / sizeof errors[0]; i++)
        if (strcmp(how, errors[i].name) == 0)
            wanted_error = errors[i].number;
}

size_t calls_count(void)
{
    return atomic_load(&counted);
}

/* Whether this call is to fail; then errno says how. */
static bool fails(const char *call)
{
    if (strcmp(call, wanted_call) != 0)
        return false;
    size_t number = atomic_fetch_add(&counted, 1) + 1;
    bool now =
        wanted_error == EINTR ? number % 2 == 1 : wanted_error != 0 && number == wanted_number;
    if (now)
        errno = wanted_error;
    return now;
}

/* A few bytes, now more, now less. */
static size_t shorten(const char *call, size_t length)
{
    if (!shortened || strcmp(call, wanted_call) != 0)
        return length;
    size_t few = 1 + atomic_load(&counted) * 7 % 61;
    return length < few ? length : few;
}

/* The C library's function of that name, in a pointer to such a function. */
#define REAL(function, pointer)                                                                    \
    do {                                                                                           \
        void *found = dlsym(RTLD_NEXT, function);                                                  \
        memcpy(&(pointer), &found, sizeof found);                                                  \
    } while (0)

ssize_t read(int fd, void *bytes, size_t length)
{
    ssize_t (*real)(int, void *, size_t);
    REAL("read", real);
    return fails("read") ? -1 : real(fd, bytes, shorten("read", length));
}

ssize_t write(int fd, const void *bytes, size_t length)
{
    ssize_t (*real)(int, const void *, size_t);
    REAL("write", real);
    return fails("write") ? -1 : real(fd, bytes, shorten("write", length));
}

int open(const char *path, int flags, ...)
{
    int (*real)(const char *, int, ...);
    REAL("open", real);
    va_list arguments;
    va_start(arguments, flags);
    mode_t mode = (flags & O_CREAT) != 0 ? va_arg(arguments, mode_t) : 0;
    va_end(arguments);
    return fails("open") ? -1 : real(path, flags, mode);
}

int close(int fd)
{
    int (*real)(int);
    REAL("close", real);
    int result = real(fd);
    return fails("close") ? -1 : result;
}

int fsync(int fd)
{
    int (*real)(int);
    REAL("fsync", real);
    return fails("fsync") ? -1 : real(fd);
}

int fchmod(int fd, mode_t mode)
{
    int (*real)(int, mode_t);
    REAL("fchmod", real);
    return fails("fchmod") ? -1 : real(fd, mode);
}

int rename(const char *from, const char *to)
{
    int (*real)(const char *, const char *);
    REAL("rename", real);
    return fails("rename") ? -1 : real(from, to);
}

int linkat(int from_folder, const char *from, int to_folder, const char *to, int flags)
{
    int (*real)(int, const char *, int, const char *, int);
    REAL("linkat", real);
    return fails("linkat") ? -1 : real(from_folder, from, to_folder, to, flags);
}

int mkostemp(char *template, int flags)
{
    int (*real)(char *, int);
    REAL("mkostemp", real);
    return fails("mkostemp") ? -1 : real(template, flags);
}
