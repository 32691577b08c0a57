/* System calls that fail, or do less than they were asked to. */
#ifndef TESTS_FAULT_CALLS_H
#define TESTS_FAULT_CALLS_H

#include <stddef.h>

/* What happens to the calls of one name: "short" gives each read or write a few bytes, "EINTR" lets
 * every second one be interrupted, another name of an error makes the one with `number` fail. */
void calls_fail(const char *call, const char *how, size_t number);

/* How many calls of that name there were. */
size_t calls_count(void);

#endif
