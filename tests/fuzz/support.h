/* What the fuzz targets have in common. A target is one file fuzz_NAME.c with the function that
 * libFuzzer calls for each input; see README.md. */
#ifndef TESTS_FUZZ_SUPPORT_H
#define TESTS_FUZZ_SUPPORT_H

#include "base/buffer.h"
#include "base/error.h"

#include <stddef.h>
#include <stdint.h>

/* Returns 0, or -1 for an input that is of no use to the corpus. A broken promise ends the process.
 */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Ends the process where what the library promises does not hold. */
#define PROMISE(condition) ((condition) ? (void)0 : promise_broken(__FILE__, __LINE__, #condition))

_Noreturn void promise_broken(const char *file, int line, const char *condition);

/* A failure has a status, and a message of one line of text that names the source `where`. */
void promise_error(const stance_error *error, const char *where);

/* Appends the input with what is not UTF-8 repaired. */
void append_valid_input(const uint8_t *data, size_t size, struct buffer *text);

/* A file that is nowhere on the disk. */
struct memory_file {
    int fd;
    char path[32]; /* opens it anew */
};

void memory_file_make(struct memory_file *file, const void *bytes, size_t length);
void memory_file_close(const struct memory_file *file);

#endif
