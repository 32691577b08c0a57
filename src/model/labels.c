/* In: names. Out: indices. Must not know what a label means. */
#include "model/labels.h"

#include "base/memory.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void labels_release(struct labels *labels)
{
    for (size_t i = 0; i < labels->count; i++)
        free(labels->names[i]);
    free(labels->names);
    *labels = LABELS_EMPTY;
}

int labels_add(struct labels *labels, const char *name, size_t length, stance_error *error)
{
    if (labels->count == LABELS_MAX)
        return error_set(error, STANCE_DATA, "more than %d different labels", LABELS_MAX);
    char **grown = realloc(labels->names, (labels->count + 1) * sizeof *grown);
    if (grown == NULL)
        return error_no_memory(error);
    labels->names = grown;
    grown[labels->count] = memory_copy_string(name, length);
    if (grown[labels->count] == NULL)
        return error_no_memory(error);
    labels->count++;
    return 0;
}

static int by_name(const void *left, const void *right)
{
    return strcmp(*(char *const *)left, *(char *const *)right);
}

void labels_sort(struct labels *labels)
{
    if (labels->count > 0)
        qsort(labels->names, labels->count, sizeof *labels->names, by_name);
}

size_t labels_find(const struct labels *labels, const char *name, size_t length)
{
    for (size_t i = 0; i < labels->count; i++)
        if (strlen(labels->names[i]) == length && memcmp(labels->names[i], name, length) == 0)
            return i;
    return LABEL_ABSENT;
}

bool label_has_control(const char *name, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)name[i];
        unsigned char next = i + 1 < length ? (unsigned char)name[i + 1] : 0;
        if (c < 0x20 || c == 0x7f || (c == 0xc2 && next >= 0x80 && next < 0xa0))
            return true;
    }
    return false;
}

void labels_describe(const struct labels *labels, char *text, size_t size)
{
    size_t used = 0;
    text[0] = '\0';
    for (size_t i = 0; i < labels->count && used < size; i++) {
        int put = snprintf(text + used, size - used, "%s%s", i == 0 ? "" : ", ", labels->names[i]);
        if (put < 0)
            break;
        used += (size_t)put;
    }
}
