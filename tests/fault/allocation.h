/* An allocator that fails once, where it is told to, and that counts. */
#ifndef TESTS_FAULT_ALLOCATION_H
#define TESTS_FAULT_ALLOCATION_H

#include <stdbool.h>
#include <stddef.h>

/* Counts allocations anew, from 1; the one with that number fails, of whatever thread. 0: none. */
void allocation_fail(size_t number);

/* How many there were since. */
size_t allocation_count(void);

/* How many are not freed, of the whole process. */
size_t allocation_live(void);

/* The file of the program or library that asked for the one that failed, whatever it asked by means
 * of; "nobody" where none has. */
const char *allocation_asker(void);

/* Whether that is a library that goes on as if it had got what it asked for: libsvm and LIBLINEAR
 * do not look, and what operator new throws there no one catches; json-c looks, and calls it a
 * fault of the text, or crashes. memory_check() is what stands before them. */
bool allocation_asker_is_careless(void);

/* From now on theirs do not fail. */
void allocation_spare_the_careless(void);

#endif
