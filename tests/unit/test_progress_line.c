#include "check.h"
#include "report/progress_line.h"

static const struct {
    struct progress_state state;
    size_t columns;
    const char *line;
} cases[] = {
    {{"training", "machine", 12, 40, 18},
     100,
     "training  ######..............  30 %  machine 12 of 40  1.5 s each  0:42 left"},
    {{"training", "machine", 12, 40, 4}, 79, "training  30 %  machine 12 of 40  3.0/s  0:10 left"},
    {{"training", "machine", 40, 40, 4}, 79, "training  100 %  machine 40 of 40  10/s  0:00 left"},
    {{"training", "machine", 0, 40, 4}, 79, "training  0 %  machine 0 of 40"},
    {{"training", "machine", 1, 40, 0}, 79, "training  2 %  machine 1 of 40"},
    {{"training", "machine", 1, 401, 10},
     79,
     "training  0 %  machine 1 of 401  10 s each  1:06:40 left"},
    {{"tuning", "recipe", 7, 0, 10}, 79, "tuning  recipe 7  1.4 s each"},
    {{"reading", NULL, 118000000, 400000000, 1.9},
     80,
     "reading  ######..............  29 %  118 of 400 MB  62 MB/s  0:05 left"},
    {{"reading", NULL, 999, 1000, 1}, 79, "reading  99 %  0 of 1 kB  999 bytes/s  0:01 left"},
    {{"reading", NULL, 118400000, 0, 1.9}, 79, "reading  118 MB  62 MB/s"},
    {{"reading", NULL, 500, 0, 2}, 79, "reading  500 bytes  250 bytes/s"},
    {{"reading", NULL, 9950, 0, 1}, 79, "reading  9 kB  10 kB/s"},
    {{"reading", NULL, 0, 0, 2}, 79, "reading  0 bytes"},
    /* A file that grew while it was read. */
    {{"reading", NULL, 5000, 4000, 1}, 79, "reading  100 %  4 of 4 kB  4.0 kB/s  0:00 left"},
    {{"reading", NULL, 1, (size_t)4e12, 3600}, 79, "reading  0 %  0 of 4 TB  0.0 bytes/s"},
    {{"reading", NULL, 118000000, 400000000, 1.9}, 20, "reading  29 %  118 "},
};

static void test_table(void)
{
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct buffer out = BUFFER_EMPTY;
        progress_line(&cases[i].state, cases[i].columns, &out);
        REQUIRE(!out.failed);
        CHECK_BYTES(out.data, out.length, cases[i].line);
        CHECK(strlen(out.data) == out.length && out.length < cases[i].columns);
        buffer_release(&out);
    }
}

static void test_appends(void)
{
    struct buffer out = BUFFER_EMPTY;
    buffer_append_string(&out, "before ");
    progress_line(&cases[0].state, 9, &out);
    CHECK_BYTES(out.data, out.length, "before training");
    buffer_release(&out);
}

const struct suite suite_progress_line = {
    "report/progress_line",
    (const struct test[]){
        {"counts, rates, time left", test_table},
        {"what stood there before stays", test_appends},
        {NULL, NULL},
    },
};
