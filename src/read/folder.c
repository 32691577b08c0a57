/* In: a folder. Out: the paths of the files in it. Must not know what is in them. */
#include "read/folder.h"

#include "base/memory.h"
#include "read/kind.h"

#include <errno.h>
#include <fts.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int path_list_add(struct path_list *list, const char *path, stance_error *error)
{
    char *copy = memory_copy_string(path, strlen(path));
    if (copy == NULL ||
        memory_reserve(&list->paths, &list->capacity, list->count + 1, sizeof *list->paths) != 0) {
        free(copy);
        return error_no_memory(error);
    }
    list->paths[list->count++] = copy;
    return 0;
}

void path_list_release(struct path_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        free(list->paths[i]);
    free(list->paths);
    *list = PATH_LIST_EMPTY;
}

bool folder_is_one(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

static int by_name(const FTSENT **left, const FTSENT **right)
{
    return strcmp((*left)->fts_name, (*right)->fts_name);
}

/* Or it could not be asked: then to open it will tell the reason. */
static bool is_file(const FTSENT *entry)
{
    struct stat status;
    if (entry->fts_info == FTS_SL)
        return stat(entry->fts_accpath, &status) == 0 && S_ISREG(status.st_mode);
    return entry->fts_info == FTS_F || entry->fts_info == FTS_NS;
}

static int take(FTS *tree, FTSENT *entry, struct path_list *list, stance_error *error)
{
    if (entry->fts_level > FTS_ROOTLEVEL && entry->fts_name[0] == '.') {
        if (entry->fts_info == FTS_D)
            fts_set(tree, entry, FTS_SKIP);
        return 0;
    }
    bool unreadable = entry->fts_info == FTS_DNR || entry->fts_info == FTS_ERR;
    if (unreadable || (is_file(entry) && kind_of_name(entry->fts_name) != KIND_AUTO))
        return path_list_add(list, entry->fts_path, error);
    return 0;
}

int folder_list(const char *path, struct path_list *list, stance_error *error)
{
    char *folder = memory_copy_string(path, strlen(path));
    if (folder == NULL)
        return error_no_memory(error);
    char *const roots[] = {folder, NULL};
    FTS *tree = fts_open(roots, FTS_PHYSICAL | FTS_COMFOLLOW | FTS_NOCHDIR, by_name);
    int result = tree == NULL ? error_system(error, path, "read") : 0;
    while (result == 0) {
        errno = 0;
        FTSENT *entry = fts_read(tree);
        if (entry == NULL) {
            if (errno != 0)
                result = error_system(error, path, "read");
            break;
        }
        result = take(tree, entry, list, error);
    }
    if (tree != NULL)
        fts_close(tree);
    free(folder);
    return result;
}
