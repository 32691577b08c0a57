/* In: names and bytes. Out: files in a folder of their own, and what was said about them. */
#include "scratch.h"

#include "check.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

void scratch_make(struct scratch *scratch)
{
    const char *base = getenv("TMPDIR");
    if (base == NULL || base[0] == '\0')
        base = "/tmp";
    snprintf(scratch->folder, sizeof scratch->folder, "%s/stance-test.XXXXXX", base);
    scratch->path[0] = '\0';
    REQUIRE(mkdtemp(scratch->folder) != NULL);
}

static const char *entry_name(DIR *folder)
{
    const struct dirent *entry;
    do
        entry = readdir(folder);
    while (entry != NULL && (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0));
    return entry == NULL ? NULL : entry->d_name;
}

void scratch_remove(const struct scratch *scratch)
{
    DIR *folder = opendir(scratch->folder);
    REQUIRE(folder != NULL);
    for (const char *name = entry_name(folder); name != NULL; name = entry_name(folder))
        if (unlinkat(dirfd(folder), name, 0) != 0)
            CHECK_INT(unlinkat(dirfd(folder), name, AT_REMOVEDIR), 0);
    closedir(folder);
    CHECK_INT(rmdir(scratch->folder), 0);
}

const char *scratch_path(struct scratch *scratch, const char *name)
{
    int length = snprintf(scratch->path, sizeof scratch->path, "%s/%s", scratch->folder, name);
    REQUIRE(length > 0 && (size_t)length < sizeof scratch->path);
    return scratch->path;
}

const char *scratch_write(struct scratch *scratch, const char *name, const void *bytes,
                          size_t length)
{
    const char *path = scratch_path(scratch, name);
    FILE *file = fopen(path, "wb");
    REQUIRE(file != NULL);
    size_t written = fwrite(bytes, 1, length, file);
    REQUIRE(fclose(file) == 0);
    REQUIRE(written == length);
    return path;
}

size_t scratch_count(const struct scratch *scratch)
{
    DIR *folder = opendir(scratch->folder);
    REQUIRE(folder != NULL);
    size_t count = 0;
    while (entry_name(folder) != NULL)
        count++;
    closedir(folder);
    return count;
}

const char *scratch_after_path(const struct scratch *scratch, const char *message)
{
    size_t length = strlen(scratch->path);
    return strncmp(message, scratch->path, length) == 0 ? message + length : message;
}

static void receive(void *context, const char *message)
{
    struct warnings *warnings = context;
    size_t used = strlen(warnings->text);
    snprintf(warnings->text + used, sizeof warnings->text - used, "%s\n",
             scratch_after_path(warnings->scratch, message));
    warnings->count++;
}

struct warning_sink warnings_sink(struct warnings *warnings, const struct scratch *scratch)
{
    *warnings = (struct warnings){.scratch = scratch};
    return (struct warning_sink){receive, warnings};
}
