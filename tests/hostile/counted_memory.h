/* How much memory stance's own code has taken: the tests are linked with --wrap=malloc and so on.
 */
#ifndef TESTS_HOSTILE_COUNTED_MEMORY_H
#define TESTS_HOSTILE_COUNTED_MEMORY_H

#include <stddef.h>

/* From here on, counting starts at what is taken now. */
void counted_memory_begin(void);

/* The most that was taken at a time since then, in bytes. */
size_t counted_memory_peak(void);

#endif
