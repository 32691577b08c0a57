/* The files of a folder and of the folders in it, in an order that does not depend on the disk. */
#ifndef STANCE_READ_FOLDER_H
#define STANCE_READ_FOLDER_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

struct path_list {
    char **paths; /* [count] */
    size_t count;
    size_t capacity;
};

#define PATH_LIST_EMPTY ((struct path_list){0})

/* Adds a copy of `path`. */
int path_list_add(struct path_list *list, const char *path, stance_error *error);

void path_list_release(struct path_list *list);

/* Adds the files in `path` whose names tell their kind, folder by folder, each in the order of the
 * bytes of its names. What is hidden (its name begins with '.') is passed over, and so are devices
 * and pipes. A symbolic link to a file is followed, one to a folder is not: so no loop is without
 * end. A folder that cannot be read is added itself: to open it will tell the reason. */
int folder_list(const char *path, struct path_list *list, stance_error *error);

/* Whether `path` is a folder. */
bool folder_is_one(const char *path);

#endif
