#include "base/buffer.h"
#include "check.h"
#include "read/folder.h"
#include "scratch.h"

#include <sys/stat.h>
#include <unistd.h>

static void make_folder(struct scratch *scratch, const char *name)
{
    REQUIRE(mkdir(scratch_path(scratch, name), 0700) == 0);
}

static void make_link(struct scratch *scratch, const char *target, const char *name)
{
    REQUIRE(symlink(target, scratch_path(scratch, name)) == 0);
}

/* The paths found, behind the folder's, with a '|' after each. */
static void check_list(struct scratch *scratch, const char *expected)
{
    struct path_list list = PATH_LIST_EMPTY;
    struct buffer out = BUFFER_EMPTY;
    stance_error error;
    REQUIRE(folder_list(scratch->folder, &list, &error) == 0);
    for (size_t i = 0; i < list.count; i++) {
        size_t length = strlen(scratch->folder);
        CHECK(strncmp(list.paths[i], scratch->folder, length) == 0);
        buffer_append_string(&out, list.paths[i] + length);
        buffer_append_char(&out, '|');
    }
    CHECK_BYTES(out.data == NULL ? "" : out.data, out.length, expected);
    buffer_release(&out);
    path_list_release(&list);
}

static void remove_all(struct scratch *scratch, const char *const *names)
{
    for (; *names != NULL; names++)
        CHECK_INT(remove(scratch_path(scratch, *names)), 0);
    scratch_remove(scratch);
}

static void test_order_and_kinds(void)
{
    static const char *const nested[] = {"b/z.txt", "b/c/y.csv.gz", "b/c", ".git/x.txt", NULL};
    struct scratch scratch;
    scratch_make(&scratch);
    make_folder(&scratch, "b");
    make_folder(&scratch, "b/c");
    make_folder(&scratch, ".git");
    check_list(&scratch, "");
    scratch_write(&scratch, "c.jsonl", "", 0);
    scratch_write(&scratch, "a.tsv", "", 0);
    scratch_write(&scratch, "B.TXT", "", 0);
    scratch_write(&scratch, "a.pdf", "", 0);
    scratch_write(&scratch, "a.gz", "", 0);
    scratch_write(&scratch, ".a.txt", "", 0);
    for (size_t i = 0; nested[i] != NULL; i++)
        if (i != 2)
            scratch_write(&scratch, nested[i], "", 0);
    check_list(&scratch, "/B.TXT|/a.tsv|/b/c/y.csv.gz|/b/z.txt|/c.jsonl|");
    remove_all(&scratch, nested);
}

static void test_links_and_pipes(void)
{
    static const char *const nested[] = {"b/a.txt", "b/loop.txt", NULL};
    struct scratch scratch;
    scratch_make(&scratch);
    make_folder(&scratch, "b");
    scratch_write(&scratch, "b/a.txt", "", 0);
    make_link(&scratch, "..", "b/loop.txt");
    make_link(&scratch, "b/a.txt", "c.txt");
    make_link(&scratch, "b", "d.txt");
    make_link(&scratch, "none", "e.txt");
    REQUIRE(mkfifo(scratch_path(&scratch, "f.txt"), 0600) == 0);
    check_list(&scratch, "/b/a.txt|/c.txt|");
    remove_all(&scratch, nested);
}

static void test_no_folder(void)
{
    struct scratch scratch;
    scratch_make(&scratch);
    CHECK(folder_is_one(scratch.folder));
    CHECK(!folder_is_one(scratch_path(&scratch, "none")));
    CHECK(!folder_is_one(scratch_write(&scratch, "a.txt", "", 0)));
    make_link(&scratch, ".", "link");
    CHECK(folder_is_one(scratch_path(&scratch, "link")));
    struct path_list list = PATH_LIST_EMPTY;
    stance_error error;
    CHECK_INT(folder_list(scratch_path(&scratch, "link"), &list, &error),
              0); /* followed: asked for */
    CHECK_INT(list.count, 1);
    path_list_release(&list);
    scratch_remove(&scratch);
}

const struct suite suite_folder = {
    "read/folder",
    (const struct test[]){
        {"order, kinds and hidden names", test_order_and_kinds},
        {"links, loops and pipes", test_links_and_pipes},
        {"what is a folder", test_no_folder},
        {NULL, NULL},
    },
};
