#include "read/rejects.h"

#include "check.h"
#include "scratch.h"

static stance_error bad_record(size_t line)
{
    stance_error error;
    error_fill(&error, STANCE_RECORD, "a.csv: line %zu: bad", line);
    return error;
}

static void take(struct rejects *rejects, size_t count)
{
    for (size_t line = 1; line <= count; line++) {
        stance_error error = bad_record(line);
        CHECK(rejects_take(rejects, &error));
    }
}

static void test_told_and_counted(void)
{
    static const struct scratch nowhere;
    struct warnings heard;
    struct rejects rejects = {.told = warnings_sink(&heard, &nowhere)};
    rejects_end_file(&rejects, "none.csv");
    take(&rejects, 1);
    rejects_end_file(&rejects, "a.csv");
    take(&rejects, 2);
    rejects_end_file(&rejects, "a.csv");
    CHECK_STRING(heard.text, "a.csv: line 1: bad\na.csv: 1 record skipped\n"
                             "a.csv: line 1: bad\na.csv: line 2: bad\na.csv: 2 records skipped\n");
    CHECK_INT(rejects.count, 3);
}

static void test_ten_of_a_file_are_told(void)
{
    static const struct scratch nowhere;
    struct warnings heard;
    struct rejects rejects = {.told = warnings_sink(&heard, &nowhere)};
    take(&rejects, 10);
    CHECK_INT(heard.count, 10);
    rejects_end_file(&rejects, "a.csv");
    CHECK_INT(heard.count, 11);
    heard.text[0] = '\0';
    take(&rejects, 1000);
    CHECK_INT(heard.count, 21);
    heard.text[0] = '\0';
    rejects_end_file(&rejects, "a.csv");
    CHECK_STRING(heard.text, "a.csv: 1000 records skipped, the first 10 of them told above\n");
    CHECK_INT(rejects.count, 1010);
}

static void test_what_ends_the_reading(void)
{
    struct rejects strict = {.strict = true}, lenient = {.strict = false};
    stance_error record = bad_record(1), other = record;
    other.status = STANCE_IO;
    CHECK(!rejects_take(&strict, &record));
    CHECK(!rejects_take(NULL, &record));
    CHECK(!rejects_take(&lenient, &other));
    CHECK_INT(strict.count + lenient.count, 0);
    CHECK(rejects_take(&lenient, &record));
    rejects_end_file(NULL, "a.csv");
}

const struct suite suite_rejects = {
    "read/rejects",
    (const struct test[]){
        {"told and counted", test_told_and_counted},
        {"ten of a file are told", test_ten_of_a_file_are_told},
        {"what ends the reading", test_what_ends_the_reading},
        {NULL, NULL},
    },
};
