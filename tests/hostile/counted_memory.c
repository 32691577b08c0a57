#include "counted_memory.h"

#include <malloc.h>
#include <stdatomic.h>

/* The names that --wrap of the linker asks for. */
/* NOLINTBEGIN(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp) */
void *__real_malloc(size_t size);
void *__real_calloc(size_t n, size_t size);
void *__real_realloc(void *old, size_t size);
void __real_free(void *memory);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_realloc(void *old, size_t size);
void __wrap_free(void *memory);
/* NOLINTEND(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp) */

static atomic_long taken, peak, start;

static void count(long bytes)
{
    long now = atomic_fetch_add(&taken, bytes) + bytes, before = atomic_load(&peak);
    while (now > before && !atomic_compare_exchange_weak(&peak, &before, now))
        ;
}

static void *counted(void *memory)
{
    count((long)malloc_usable_size(memory));
    return memory;
}

void *__wrap_malloc(size_t size)
{
    return counted(__real_malloc(size));
}

void *__wrap_calloc(size_t n, size_t size)
{
    return counted(__real_calloc(n, size));
}

void *__wrap_realloc(void *old, size_t size)
{
    long before = (long)malloc_usable_size(old);
    void *memory = __real_realloc(old, size);
    if (memory != NULL)
        count((long)malloc_usable_size(memory) - before);
    return memory;
}

void __wrap_free(void *memory)
{
    count(-(long)malloc_usable_size(memory));
    __real_free(memory);
}

void counted_memory_begin(void)
{
    atomic_store(&start, atomic_load(&taken));
    atomic_store(&peak, atomic_load(&taken));
}

size_t counted_memory_peak(void)
{
    return (size_t)(atomic_load(&peak) - atomic_load(&start));
}
