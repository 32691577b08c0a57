/* In: the number of an allocation. Out: that one fails. Stands before the allocator of the C
 * library, so that what PCRE2, json-c, libcsv, libsvm, LIBLINEAR, utf8proc and the C library itself
 * ask for fails as well. Part of fault-tests, and of the library that is loaded before the program
 * under test. */
#include "allocation.h"

#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *old, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);
extern void __libc_free(void *block);

static atomic_size_t asked, wanted, live;
static atomic_bool sparing;

#define FRAMES_MAX 16

static struct {
    void *address; /* what the allocation that failed returns to */
    void *frames[FRAMES_MAX];
    int count;
} asker;

void allocation_fail(size_t number)
{
    atomic_store(&asked, 0);
    atomic_store(&wanted, number);
}

size_t allocation_count(void)
{
    return atomic_load(&asked);
}

size_t allocation_live(void)
{
    return atomic_load(&live);
}

/* The name of the file with the code at `address`, without its folder. */
static const char *file_of(void *address)
{
    Dl_info place;
    if (dladdr(address, &place) == 0)
        return "nobody";
    const char *slash = strrchr(place.dli_fname, '/');
    return slash == NULL ? place.dli_fname : slash + 1;
}

static bool is_one_of(const char *name, const char *const *beginnings)
{
    for (; *beginnings != NULL; beginnings++)
        if (strncmp(name, *beginnings, strlen(*beginnings)) == 0)
            return true;
    return false;
}

const char *allocation_asker(void)
{
    static const char *const helpers[] = {"libc.so", "libstdc++", NULL};
    int i = 0;
    while (i < asker.count && asker.frames[i] != asker.address)
        i++;
    while (i < asker.count && is_one_of(file_of(asker.frames[i]), helpers))
        i++;
    return i == asker.count ? "nobody" : file_of(asker.frames[i]);
}

bool allocation_asker_is_careless(void)
{
    static const char *const careless[] = {"libsvm", "liblinear", "libjson-c", NULL};
    return is_one_of(allocation_asker(), careless);
}

void allocation_spare_the_careless(void)
{
    void *frames[1];
    (void)backtrace(frames, 1); /* the first one allocates */
    atomic_store(&sparing, true);
}

static bool fails(void *address)
{
    if (atomic_fetch_add(&asked, 1) + 1 != atomic_load(&wanted))
        return false;
    asker.address = address;
    asker.count = backtrace(asker.frames, FRAMES_MAX);
    if (atomic_load(&sparing) && allocation_asker_is_careless())
        return false;
    errno = ENOMEM;
    return true;
}

static void *counted(void *block)
{
    atomic_fetch_add(&live, block != NULL);
    return block;
}

void *malloc(size_t size)
{
    return fails(__builtin_return_address(0)) ? NULL : counted(__libc_malloc(size));
}

void *calloc(size_t count, size_t size)
{
    return fails(__builtin_return_address(0)) ? NULL : counted(__libc_calloc(count, size));
}

void *realloc(void *old, size_t size)
{
    if (fails(__builtin_return_address(0)))
        return NULL;
    void *block = __libc_realloc(old, size);
    atomic_fetch_add(&live, old == NULL && block != NULL);
    atomic_fetch_sub(&live, old != NULL && size == 0 && block == NULL);
    return block;
}

void free(void *block)
{
    atomic_fetch_sub(&live, block != NULL);
    __libc_free(block);
}

void *aligned_alloc(size_t alignment, size_t size)
{
    return fails(__builtin_return_address(0)) ? NULL : counted(__libc_memalign(alignment, size));
}

int posix_memalign(void **block, size_t alignment, size_t size)
{
    void *made =
        fails(__builtin_return_address(0)) ? NULL : counted(__libc_memalign(alignment, size));
    if (made == NULL)
        return ENOMEM;
    *block = made;
    return 0;
}
