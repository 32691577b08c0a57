/* Allocation whose sizes cannot overflow. Every function returns NULL (or -1) when memory runs out
 * or a size does not fit in size_t; what it was to change is then unchanged. */
#ifndef STANCE_BASE_MEMORY_H
#define STANCE_BASE_MEMORY_H

#include <stddef.h>

/* `count` elements of `size` bytes, all zero; never NULL for a count of 0. Freed with free(). */
void *memory_array(size_t count, size_t size);

/* The same, but not zeroed, for an array that may take gigabytes and is read all over: it begins on
 * a large page and lies on such pages where the kernel has them, which saves it most page faults
 * and the processor most look-ups of addresses. */
void *memory_large_array(size_t count, size_t size);

/* A copy of `length` bytes with a NUL after them. */
char *memory_copy_string(const char *bytes, size_t length);

/* Makes room for at least `needed` elements of `size` bytes in the array *array of *capacity
 * elements, growing by half so that appending n elements costs O(n). Returns 0 or -1. */
int memory_reserve(void *array, size_t *capacity, size_t needed, size_t size);

/* Whether `bytes` can be had at this moment: to be asked before a library is called that takes
 * memory without looking whether it got it. What other threads take meanwhile is not known. Returns
 * 0 or -1. */
int memory_check(size_t bytes);

#endif
