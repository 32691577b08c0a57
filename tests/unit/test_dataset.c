#include "train/dataset.h"

#include "check.h"
#include "fixture.h"
#include "scratch.h"

/* Each row as "line label group text|". */
static void check_rows(const struct dataset *dataset, const char *expected)
{
    struct buffer text = BUFFER_EMPTY;
    for (size_t i = 0; i < dataset->count; i++) {
        const struct dataset_row *row = &dataset->rows[i];
        size_t length;
        const char *words = dataset_text(dataset, i, &length);
        REQUIRE(row->label < dataset->labels.count);
        buffer_append_format(&text, "%zu %s %zu %.*s|", row->line,
                             dataset->labels.names[row->label], row->group, (int)length, words);
    }
    CHECK_BYTES(text.data, text.length, expected);
    buffer_release(&text);
}

static const struct {
    const char *content;
    const char *rows;
    size_t n_groups;
} cases[] = {
    {"label\ttext\nb\tone\na\ttwo\n", "2 b 0 one|3 a 1 two|", 2},
    {"b\tone\na\ttwo", "1 b 0 one|2 a 1 two|", 2},
    {"text\tx\tlabel\none\t?\tb\ntwo\t?\ta\n", "2 b 0 one|3 a 1 two|", 2},
    {"a\tone\n\n\nb\ttwo\n", "1 a 0 one|4 b 1 two|", 2},
    {"a\t one \n b\t\xef\xbb\xbftwo\n", "1 a 0 one|2 b 1 \xef\xbb\xbftwo|", 2},
    {"label\tgroup\ttext\na\tx\tone\nb\ty\ttwo\nb\tx\tthree\n", "2 a 0 one|3 b 1 two|4 b 0 three|",
     2},
    {"label\tgroup\ttext\na\t\tone\nb\t\ttwo\n", "2 a 0 one|3 b 1 two|", 2},
    {"label\tgroup\ttext\na\t0\tone\nb\t\ttwo\nb\t0\tthree\n", "2 a 0 one|3 b 1 two|4 b 0 three|",
     2},
    {"__label__b one two\n__label__a three\n", "1 b 0 one two|2 a 1 three|", 2},
    {"{\"label\": \"b\", \"text\": \"one\\ntwo\"}\n{\"text\": \"x\", \"label\": \"a\"}\n",
     "1 b 0 one\ntwo|2 a 1 x|", 2},
};

static void test_rows(void)
{
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct dataset dataset;
        rows_load(cases[i].content, &dataset);
        check_rows(&dataset, cases[i].rows);
        CHECK_INT(dataset.n_groups, cases[i].n_groups);
        CHECK_INT(dataset.labels.count, 2);
        CHECK_STRING(dataset.labels.names[0], "a"); /* sorted, whatever came first */
        CHECK_STRING(dataset.labels.names[1], "b");
        dataset_release(&dataset);
    }
}

static const struct {
    const char *content;
    const char *rows;
    size_t n_groups;
} repeated[] = {
    {"label\ttext\na\tone\nb\tone\na\ttwo\na\tone\n", "2 a 0 one|3 b 0 one|4 a 1 two|5 a 0 one|",
     2},
    {"label\ttext\na\tone\nb\t one\na\tOne\n", "2 a 0 one|3 b 0 one|4 a 1 One|", 2},
    /* x and y share a text, y and z another: all three are one group */
    {"label\tgroup\ttext\na\tx\tone\na\ty\ttwo\nb\tz\tthree\nb\ty\tone\nb\tz\ttwo\na\tw\tfour\n",
     "2 a 0 one|3 a 0 two|4 b 0 three|5 b 0 one|6 b 0 two|7 a 1 four|", 2},
    {"label\tgroup\ttext\na\tx\tone\nb\ty\ttwo\na\tz\tthree\nb\tz\ttwo\n",
     "2 a 0 one|3 b 1 two|4 a 1 three|5 b 1 two|", 2},
    /* rows with and without a name */
    {"label\tgroup\ttext\na\t\tone\nb\tx\tone\nb\tx\ttwo\n", "2 a 0 one|3 b 0 one|4 b 0 two|", 1},
    {"label\tgroup\ttext\na\tx\tone\nb\t\tone\nb\ty\ttwo\n", "2 a 0 one|3 b 0 one|4 b 1 two|", 2},
};

static void test_equal_texts_share_a_group(void)
{
    for (size_t i = 0; i < sizeof repeated / sizeof repeated[0]; i++) {
        struct dataset dataset;
        rows_load(repeated[i].content, &dataset);
        check_rows(&dataset, repeated[i].rows);
        CHECK_INT(dataset.n_groups, repeated[i].n_groups);
        dataset_release(&dataset);
    }
}

static void test_counts_and_places(void)
{
    struct dataset dataset;
    size_t counts[2];
    char place[64];
    rows_load("b\tone\na\ttwo\nb\tthree\n", &dataset);
    dataset_label_counts(&dataset, counts);
    CHECK_INT(counts[0], 1);
    CHECK_INT(counts[1], 2);
    dataset_place(&dataset, 2, place, sizeof place);
    CHECK_STRING(place, "rows.tsv: line 3");
    dataset_release(&dataset);
}

/* The number of a label must not depend on where in the data it comes first. */
static void test_labels_in_any_order(void)
{
    static const char *const contents[] = {
        "zeal\t1\nZeal\t2\nab c\t3\nab\t4\nденьги\t5\n",
        "деньги\t5\nab\t4\nab c\t3\nZeal\t2\nzeal\t1\n",
        "ab c\t3\nzeal\t1\nденьги\t5\nZeal\t2\nab\t4\n",
    };
    static const char *const sorted[] = {"Zeal", "ab", "ab c", "zeal", "деньги"};
    for (size_t i = 0; i < sizeof contents / sizeof contents[0]; i++) {
        struct dataset dataset;
        rows_load(contents[i], &dataset);
        REQUIRE(dataset.labels.count == 5);
        for (size_t k = 0; k < 5; k++)
            CHECK_STRING(dataset.labels.names[k], sorted[k]);
        CHECK(dataset.labels.resting == LABEL_ABSENT);
        dataset_release(&dataset);
    }
}

static uint64_t checksum_of(const char *content)
{
    struct dataset dataset;
    rows_load(content, &dataset);
    uint64_t checksum = dataset.checksum;
    dataset_release(&dataset);
    return checksum;
}

static void test_checksum(void)
{
    static const char *const others[] = {
        "b\tone\na\ttwo.\n", "b\tone\nc\ttwo\n",
        "a\ttwo\nb\tone\n",  "b\tone\na\ttwo\na\tthree\n",
        "bo\tne\na\ttwo\n",  "label\tgroup\ttext\nb\tx\tone\na\tx\ttwo\n",
    };
    uint64_t checksum = checksum_of("b\tone\na\ttwo\n");
    CHECK(checksum_of("label\ttext\nb\tone\n\na\t two\n") == checksum);
    CHECK(checksum_of("{\"label\": \"b\", \"text\": \"one\"}\n"
                      "{\"label\": \"a\", \"text\": \"two\"}\n") == checksum);
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        CHECK(checksum_of(others[i]) != checksum);
}

static void test_two_files(void)
{
    static const struct dataset_columns columns = {0};
    struct scratch scratch;
    struct dataset dataset;
    stance_error error;
    char first[SCRATCH_PATH_SIZE], second[SCRATCH_PATH_SIZE], place[SCRATCH_PATH_SIZE];
    scratch_make(&scratch);
    strcpy(first, scratch_write(&scratch, "first.tsv", "b\tone\n", 6));
    strcpy(second, scratch_write(&scratch, "second.csv", "text,label\r\n\"one\",a\r\n", 21));
    const char *const paths[] = {first, second};
    REQUIRE(dataset_load(paths, 2, &columns, NULL, NULL, &dataset, &error) == 0);
    check_rows(&dataset, "1 b 0 one|2 a 0 one|");
    CHECK_INT(dataset.n_groups, 1);
    CHECK_INT(dataset.n_files, 2);
    dataset_place(&dataset, 1, place, sizeof place);
    CHECK_STRING(scratch_after_path(&scratch, place), ": line 2");
    CHECK(dataset.checksum == checksum_of("b\tone\na\tone\n")); /* file names do not count */
    dataset_release(&dataset);
    scratch_remove(&scratch);
}

static void test_named_columns(void)
{
    struct dataset_columns columns = {.label = "stance", .text = "body", .group = "article"};
    static const char content[] = "body\tarticle\tstance\tlabel\tgroup\n"
                                  "one\tx\tb\t?\t?\n"
                                  "two\tx\ta\t?\t!\n";
    struct scratch scratch;
    struct dataset dataset;
    stance_error error;
    scratch_make(&scratch);
    const char *path = scratch_write(&scratch, "rows.tsv", content, strlen(content));
    REQUIRE(dataset_load(&path, 1, &columns, NULL, NULL, &dataset, &error) == 0);
    check_rows(&dataset, "2 b 0 one|3 a 0 two|");
    dataset_release(&dataset);
    columns.group = "no such";
    CHECK_INT(dataset_load(&path, 1, &columns, NULL, NULL, &dataset, &error), -1);
    CHECK_STRING(scratch_after_path(&scratch, error.message),
                 ": line 1: no column 'no such'; the columns are: body, article, stance, label, "
                 "group");
    scratch_remove(&scratch);
}

#define TEN "0123456789"
#define LONG_LABEL                                                                                 \
    TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN    \
        TEN TEN "01234"

static const struct {
    const char *content;
    enum stance_status status;
    const char *message; /* after the path */
} bad[] = {
    {"a\tone\n\ttwo\n", STANCE_RECORD, ": line 2: an empty label"},
    {"a\tone\n  \ttwo\n", STANCE_RECORD, ": line 2: an empty label"},
    {"a\tone\n\nb\t\n", STANCE_RECORD, ": line 3: an empty text"},
    {"a\tone\nb\t \x01 \n", STANCE_RECORD, ": line 2: an empty text"},
    {LONG_LABEL "x\tone\n", STANCE_RECORD, ": line 1: a label of more than 255 bytes"},
    {"{\"label\": \"a\\u0000b\", \"text\": \"one\"}\n", STANCE_RECORD,
     ": line 1: a NUL in a label"},
    {"{\"label\": \"a\\u001bb\", \"text\": \"one\"}\n", STANCE_RECORD,
     ": line 1: a control character in a label"},
    {"{\"label\": \"a\", \"text\": \"one\\u0000two\"}\n", STANCE_RECORD,
     ": line 1: a NUL in a text"},
    {"label\ttext\n", STANCE_DATA, ": no rows"},
    {"a\tone\nb\n", STANCE_RECORD, ": line 2: 1 fields where there must be 2"},
};

static void test_bad_rows(void)
{
    static const struct dataset_columns columns = {0};
    struct scratch scratch;
    scratch_make(&scratch);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct dataset dataset = {.count = 77};
        stance_error error;
        const char *path = scratch_write(&scratch, "rows", bad[i].content, strlen(bad[i].content));
        CHECK_INT(dataset_load(&path, 1, &columns, NULL, NULL, &dataset, &error), -1);
        CHECK_INT(error.status, bad[i].status);
        CHECK_STRING(scratch_after_path(&scratch, error.message), bad[i].message);
        CHECK_INT(dataset.count, 77);
    }
    scratch_remove(&scratch);
}

/* The good rows are there, whatever stands between them. */
static void test_bad_rows_are_passed_over(void)
{
    static const struct dataset_columns columns = {0};
    static const char content[] = "label\ttext\na\tone\n\ttwo\nb\nb\tthree\na\t\nb\tfour\n";
    struct scratch scratch;
    struct warnings heard;
    struct dataset dataset;
    stance_error error;
    scratch_make(&scratch);
    struct rejects rejects = {.told = warnings_sink(&heard, &scratch)};
    const char *path = scratch_write(&scratch, "rows", content, sizeof content - 1);
    REQUIRE(dataset_load(&path, 1, &columns, NULL, &rejects, &dataset, &error) == 0);
    check_rows(&dataset, "2 a 0 one|5 b 1 three|7 b 2 four|");
    CHECK_STRING(heard.text, ": line 3: an empty label\n"
                             ": line 4: 1 fields where there must be 2\n"
                             ": line 6: an empty text\n"
                             ": 3 records skipped\n");
    dataset_release(&dataset);
    path = scratch_write(&scratch, "none", "label\ttext\n\ttwo\n", 16);
    CHECK_INT(dataset_load(&path, 1, &columns, NULL, &rejects, &dataset, &error), -1);
    CHECK_STRING(scratch_after_path(&scratch, error.message), ": no rows");
    CHECK_INT(rejects.count, 4);
    scratch_remove(&scratch);
}

static void test_a_label_of_255_bytes(void)
{
    struct dataset dataset;
    rows_load(LONG_LABEL "\tone\n", &dataset);
    CHECK_STRING(dataset.labels.names[0], LONG_LABEL);
    CHECK_INT(strlen(dataset.labels.names[0]), LABEL_LENGTH_MAX);
    dataset_release(&dataset);
}

static void test_a_bad_file_among_good_ones(void)
{
    static const struct dataset_columns columns = {0};
    struct scratch scratch;
    struct dataset dataset;
    stance_error error;
    char good[SCRATCH_PATH_SIZE], none[SCRATCH_PATH_SIZE];
    scratch_make(&scratch);
    strcpy(good, scratch_write(&scratch, "good", "a\tone\n", 6));
    strcpy(none, scratch_path(&scratch, "none"));
    const char *const paths[] = {good, none};
    CHECK_INT(dataset_load(paths, 2, &columns, NULL, NULL, &dataset, &error), -1);
    CHECK_INT(error.status, STANCE_IO);
    CHECK_STRING(scratch_after_path(&scratch, error.message),
                 ": cannot open: No such file or directory");
    scratch_remove(&scratch);
}

const struct suite suite_dataset = {
    "train/dataset",
    (const struct test[]){
        {"rows", test_rows},
        {"equal texts share a group", test_equal_texts_share_a_group},
        {"counts and places", test_counts_and_places},
        {"labels in any order", test_labels_in_any_order},
        {"checksum", test_checksum},
        {"bad rows are passed over", test_bad_rows_are_passed_over},
        {"two files", test_two_files},
        {"named columns", test_named_columns},
        {"bad rows", test_bad_rows},
        {"a label of 255 bytes", test_a_label_of_255_bytes},
        {"a bad file among good ones", test_a_bad_file_among_good_ones},
        {NULL, NULL},
    },
};
