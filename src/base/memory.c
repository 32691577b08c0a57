/* In: counts and sizes. Out: memory, or a clean refusal. Must not know what is stored. */
#include "base/memory.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#define LARGE_PAGE ((size_t)2 << 20)

void *memory_array(size_t count, size_t size)
{
    return calloc(count == 0 ? 1 : count, size); /* calloc checks the product */
}

void *memory_large_array(size_t count, size_t size)
{
    if (size != 0 && count > (SIZE_MAX - LARGE_PAGE) / size)
        return NULL;
    size_t pages = count * size / LARGE_PAGE + 1;
    void *array = aligned_alloc(LARGE_PAGE, pages * LARGE_PAGE);
    if (array != NULL)
        madvise(array, pages * LARGE_PAGE, MADV_HUGEPAGE); /* a wish: small pages do as well */
    return array;
}

char *memory_copy_string(const char *bytes, size_t length)
{
    if (length == SIZE_MAX)
        return NULL;
    char *copy = malloc(length + 1);
    if (copy == NULL)
        return NULL;
    if (length > 0)
        memcpy(copy, bytes, length);
    copy[length] = '\0';
    return copy;
}

int memory_reserve(void *array, size_t *capacity, size_t needed, size_t size)
{
    if (needed <= *capacity)
        return 0;
    size_t wanted = *capacity + *capacity / 2;
    if (wanted < needed)
        wanted = needed;
    if (wanted < 8)
        wanted = 8;
    if (wanted > SIZE_MAX / size)
        return -1;
    /* `array` is the address of a typed pointer; memcpy reads and writes it without aliasing. */
    void *old;
    memcpy(&old, array, sizeof old);
    void *grown = realloc(old, wanted * size);
    if (grown == NULL)
        return -1;
    memcpy(array, &grown, sizeof grown);
    *capacity = wanted;
    /* cppcheck-suppress memleak ; the caller's pointer holds it now */
    return 0;
}

int memory_check(size_t bytes)
{
    if (bytes > PTRDIFF_MAX)
        return -1;                        /* more than an object can have */
    void *volatile block = malloc(bytes); /* volatile: a compiler may leave out the pair */
    bool there = block != NULL;
    free(block);
    return there ? 0 : -1;
}
