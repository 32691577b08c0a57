/* Filling a stance_error: the line that finds a failure says what is wrong and where; every caller
 * above it cleans up and passes it on untouched. */
#ifndef STANCE_BASE_ERROR_H
#define STANCE_BASE_ERROR_H

#include "stance.h"

/* Fills *error with `status` and the printf-formatted message; control characters, and those
 * that turn the direction of a line, become '?'. */
__attribute__((format(printf, 3, 4))) void
error_fill(stance_error *error, enum stance_status status, const char *format, ...);

/* The same, with the value -1, so that a function can say `return error_set(...)`. A macro, for a
 * reader (and an analyser) of the caller to see that this is a failure. */
#define error_set(...) (error_fill(__VA_ARGS__), -1)

/* The failure of an allocation. Returns -1. */
static inline int error_no_memory(stance_error *error)
{
    return error_set(error, STANCE_NO_MEMORY, "out of memory");
}

/* The failure of a system call on `path`: "PATH: cannot ACTION: what errno says". */
void error_fill_system(stance_error *error, const char *path, const char *action);

#define error_system(...) (error_fill_system(__VA_ARGS__), -1)

/* Where a library reports what is worth knowing but no failure. The receiver may be called any
 * number of times, from the thread that called the library, with one line without a line end. */
struct warning_sink {
    void (*receive)(void *context, const char *message); /* NULL: warnings are dropped */
    void *context;
};

__attribute__((format(printf, 2, 3))) void warning_send(const struct warning_sink *sink,
                                                        const char *format, ...);

#endif
