/* In: byte strings. Out: dense numbers. Must not know what the strings are. */
#include "base/intern.h"

#include "base/hash.h"
#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

/* Of ten million hashes in twice as many slots, some hundred stand in a run. */
#define RUN_MAX 4096

void intern_release(struct intern *intern)
{
    buffer_release(&intern->bytes);
    free(intern->end);
    free(intern->slots);
    *intern = INTERN_EMPTY;
}

const char *intern_get(const struct intern *intern, uint32_t number, size_t *length)
{
    size_t begin = number == 0 ? 0 : intern->end[number - 1];
    *length = intern->end[number] - begin;
    return intern->bytes.data == NULL ? "" : intern->bytes.data + begin;
}

/* The slot that holds the string, or the free one where it would go. */
static struct intern_slot *find_slot(const struct intern *intern, const char *bytes, size_t length,
                                     uint64_t hash)
{
    size_t mask = intern->slot_count - 1;
    uint32_t tag = (uint32_t)(hash >> 32);
    for (size_t i = hash & mask;; i = (i + 1) & mask) {
        struct intern_slot *slot = &intern->slots[i];
        if (slot->number == 0)
            return slot;
        if (slot->tag != tag)
            continue;
        size_t have;
        const char *string = intern_get(intern, slot->number - 1, &have);
        if (have == length && memcmp(string, bytes, length) == 0)
            return slot;
    }
}

static int grow(struct intern *intern, size_t slot_count)
{
    struct intern_slot *slots = memory_array(slot_count, sizeof *slots);
    if (slots == NULL)
        return -1;
    /* A page that is read before it is written is got from the kernel twice. */
    memset(slots, 0, slot_count * sizeof *slots);
    for (uint32_t i = 0; i < intern->count; i++) {
        size_t length;
        const char *string = intern_get(intern, i, &length);
        uint64_t hash = hash_bytes(string, length, 0);
        size_t slot = hash & (slot_count - 1);
        while (slots[slot].number != 0)
            slot = (slot + 1) & (slot_count - 1);
        slots[slot] = (struct intern_slot){i + 1, (uint32_t)(hash >> 32)};
    }
    free(intern->slots);
    intern->slots = slots;
    intern->slot_count = slot_count;
    return 0;
}

int intern_reserve(struct intern *intern, size_t count, size_t bytes)
{
    size_t slot_count = 64;
    while (slot_count < 2 * count)
        slot_count *= 2;
    if (memory_reserve(&intern->end, &intern->end_capacity, count, sizeof *intern->end) != 0 ||
        buffer_reserve(&intern->bytes, bytes) == NULL) {
        intern->bytes.failed = false;
        return -1;
    }
    return slot_count <= intern->slot_count ? 0 : grow(intern, slot_count);
}

uint32_t intern_find(const struct intern *intern, const char *bytes, size_t length)
{
    if (intern->count == 0)
        return INTERN_ABSENT;
    uint32_t number = find_slot(intern, bytes, length, hash_bytes(bytes, length, 0))->number;
    return number == 0 ? INTERN_ABSENT : number - 1;
}

uint32_t intern_add(struct intern *intern, const char *bytes, size_t length)
{
    if (2 * ((size_t)intern->count + 1) > intern->slot_count &&
        grow(intern, intern->slot_count == 0 ? 64 : intern->slot_count * 2) != 0)
        return INTERN_ABSENT;
    uint64_t hash = hash_bytes(bytes, length, 0);
    struct intern_slot *slot = find_slot(intern, bytes, length, hash);
    if (slot->number != 0)
        return slot->number - 1;
    if (intern->count == UINT32_MAX - 1 ||
        memory_reserve(&intern->end, &intern->end_capacity, (size_t)intern->count + 1,
                       sizeof *intern->end) != 0)
        return INTERN_ABSENT;
    buffer_append(&intern->bytes, bytes, length);
    if (intern->bytes.failed) {
        intern->bytes.failed = false; /* nothing was added: the table stays as it was */
        return INTERN_ABSENT;
    }
    intern->end[intern->count] = intern->bytes.length;
    *slot = (struct intern_slot){++intern->count, (uint32_t)(hash >> 32)};
    return intern->count - 1;
}

bool intern_add_new(struct intern *intern, const char *bytes, size_t length)
{
    uint64_t hash = hash_bytes(bytes, length, 0);
    size_t mask = intern->slot_count - 1, slot = hash & mask;
    for (size_t passed = 0; intern->slots[slot].number != 0; passed++) {
        if (passed == RUN_MAX)
            return false;
        slot = (slot + 1) & mask;
    }
    memcpy(intern->bytes.data + intern->bytes.length, bytes, length);
    intern->bytes.length += length;
    intern->end[intern->count] = intern->bytes.length;
    intern->slots[slot] = (struct intern_slot){++intern->count, (uint32_t)(hash >> 32)};
    return true;
}

/* The number of slots in use from `slot` on without a gap, one way or the other. */
static size_t run_length(const struct intern *intern, size_t slot, size_t step)
{
    size_t length = 0;
    for (; slot < intern->slot_count && intern->slots[slot].number != 0; slot += step)
        length++;
    return length;
}

bool intern_is_even(const struct intern *intern)
{
    for (size_t slot = RUN_MAX; slot < intern->slot_count; slot += RUN_MAX)
        if (run_length(intern, slot, 1) + run_length(intern, slot - 1, SIZE_MAX) > RUN_MAX)
            return false;
    return true;
}
