/* Records from a file to each format, and what a format cannot hold. */
#include "report/labelled.h"

#include "check.h"
#include "scratch.h"

static void load(const char *bytes, enum table_format format, struct records *records)
{
    struct scratch scratch;
    stance_error error;
    const struct records_source source = {.format = format};
    scratch_make(&scratch);
    const char *path = scratch_write(&scratch, "data", bytes, strlen(bytes));
    REQUIRE(records_load(&path, 1, &source, NULL, NULL, records, &error) == 0);
    scratch_remove(&scratch);
}

struct conversion {
    enum table_format from, to;
    const char *bytes, *expected;
    struct labelled_losses losses;
};

static void check_conversions(const struct conversion *cases, size_t n_cases)
{
    for (size_t i = 0; i < n_cases; i++) {
        struct records records;
        struct buffer out = BUFFER_EMPTY;
        struct labelled_losses losses;
        stance_error error;
        load(cases[i].bytes, cases[i].from, &records);
        REQUIRE(labelled_write(&records, cases[i].to, &out, &losses, &error) == 0);
        CHECK_BYTES(out.data, out.length, cases[i].expected);
        CHECK_INT(losses.breaks, cases[i].losses.breaks);
        CHECK_INT(losses.lists, cases[i].losses.lists);
        CHECK_INT(losses.labels, cases[i].losses.labels);
        CHECK_INT(losses.columns, cases[i].losses.columns);
        CHECK_INT(losses.records, cases[i].losses.records);
        buffer_release(&out);
        records_release(&records);
    }
}

#define CHECK_CONVERSIONS(cases) check_conversions(cases, sizeof cases / sizeof cases[0])

#define ROWS "text\tid\tnote\tlabel\na, \"b\"\t1\t\tx\nc  d \t2\t é\t\n"

static void test_formats(void)
{
    static const struct conversion cases[] = {
        {TABLE_TSV,
         TABLE_TSV,
         ROWS,
         "id\tlabel\tnote\ttext\n1\tx\t\ta, \"b\"\n2\t\t é\tc  d \n",
         {0}},
        {TABLE_TSV,
         TABLE_CSV,
         ROWS,
         "id,label,note,text\r\n1,x,,\"a, \"\"b\"\"\"\r\n2,, é,c  d \r\n",
         {0}},
        {TABLE_TSV,
         TABLE_JSONL,
         ROWS,
         "{\"id\": \"1\", \"label\": \"x\", \"note\": \"\", \"text\": \"a, \\\"b\\\"\"}\n"
         "{\"id\": \"2\", \"label\": \"\", \"note\": \" é\", \"text\": \"c  d \"}\n",
         {0}},
        {TABLE_TSV,
         TABLE_DOCCANO,
         ROWS,
         "{\"label\": [\"x\"], \"id\": \"1\", \"note\": \"\", \"text\": \"a, \\\"b\\\"\"}\n"
         "{\"label\": [], \"id\": \"2\", \"note\": \" é\", \"text\": \"c  d \"}\n",
         {0}},
        {TABLE_TSV,
         TABLE_LABEL_STUDIO,
         ROWS,
         "[\n{\"data\": {\"id\": \"1\", \"note\": \"\", \"text\": \"a, \\\"b\\\"\"}, "
         "\"annotations\": "
         "[{\"result\": [{\"from_name\": \"label\", \"to_name\": \"text\", \"type\": \"choices\", "
         "\"value\": {\"choices\": [\"x\"]}}]}]},\n"
         "{\"data\": {\"id\": \"2\", \"note\": \" é\", \"text\": \"c  d \"}, \"annotations\": "
         "[]}\n]\n",
         {0}},
        {TABLE_TSV, TABLE_FASTTEXT, ROWS, "__label__x a, \"b\"\n", {.columns = 2, .records = 1}},
        {TABLE_TSV, TABLE_DOCCANO, "text\na\n", "{\"label\": [], \"text\": \"a\"}\n", {0}},
    };
    CHECK_CONVERSIONS(cases);
}

static void test_losses(void)
{
    static const struct conversion cases[] = {
        {TABLE_JSONL,
         TABLE_TSV,
         "{\"label\":\"x\",\"text\":\"a\\tb\\r\\nc\\r\",\"n\":\"\\u0000\"}\n",
         "label\tn\ttext\nx\t \ta b c \n",
         {.breaks = 2}},
        {TABLE_JSONL,
         TABLE_CSV,
         "{\"label\":\"x\",\"text\":\"a\\tb\\r\\nc\",\"n\":\"\\u0000\"}\n",
         "label,n,text\r\nx, ,\"a\tb\r\nc\"\r\n",
         {.breaks = 1}},
        {TABLE_JSONL,
         TABLE_TSV,
         "{\"label\":1,\"text\":\"a\",\"n\":[1,{\"b\":\"\\n\"}],\"ok\":true}\n",
         "label\tn\tok\ttext\n1\t[1,{\"b\":\"\\n\"}]\ttrue\ta\n",
         {.lists = 1}},
        {TABLE_JSONL,
         TABLE_JSONL,
         "{\"label\":1,\"text\":\"\\u0000\",\"n\":[1,{\"b\":2.50}]}\n",
         "{\"label\": 1, \"n\": [1,{\"b\":2.50}], \"text\": \"\\u0000\"}\n",
         {0}},
        {TABLE_JSONL,
         TABLE_DOCCANO,
         "{\"label\":1,\"text\":\"a\"}\n",
         "{\"label\": [\"1\"], \"text\": \"a\"}\n",
         {0}},
        {TABLE_JSONL,
         TABLE_FASTTEXT,
         "{\"label\":\"a b\",\"text\":\"c\\nd\"}\n{\"label\":\"x\",\"text\":\"c __label__y\"}\n"
         "{\"label\":\"x\",\"text\":\"\"}\n",
         "__label__a_b c d\n",
         {.labels = 1, .breaks = 1, .records = 2}},
    };
    CHECK_CONVERSIONS(cases);
}

/* Records of different columns have them all in a table, and their own in JSON. */
static void test_columns_are_united(void)
{
    static const char bytes[] = "{\"label\":\"x\",\"text\":\"a\",\"n\":\"1\"}\n"
                                "{\"m\":\"2\",\"text\":\"b\",\"label\":\"y\"}\n";
    static const struct conversion cases[] = {
        {TABLE_JSONL, TABLE_TSV, bytes, "label\tn\tm\ttext\nx\t1\t\ta\ny\t\t2\tb\n", {0}},
        {TABLE_JSONL,
         TABLE_JSONL,
         bytes,
         "{\"label\": \"x\", \"n\": \"1\", \"text\": \"a\"}\n"
         "{\"label\": \"y\", \"m\": \"2\", \"text\": \"b\"}\n",
         {0}},
    };
    CHECK_CONVERSIONS(cases);
}

static void test_refused(void)
{
    static const struct {
        const char *bytes, *message;
    } cases[] = {
        {"a\tlabel\ta\ttext\n1\tx\t2\tt\n", ": line 2: two columns 'a'"},
        {"label\tbody\nx\ta\n", ": line 1: no column 'text'; the columns are: label, body"},
        {"label\ttext\n", ": no rows"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct scratch scratch;
        struct records records;
        stance_error error;
        const struct records_source source = {.format = TABLE_TSV};
        scratch_make(&scratch);
        const char *path = scratch_write(&scratch, "data", cases[i].bytes, strlen(cases[i].bytes));
        CHECK(records_load(&path, 1, &source, NULL, NULL, &records, &error) != 0);
        CHECK_STRING(scratch_after_path(&scratch, error.message), cases[i].message);
        scratch_remove(&scratch);
    }
}

const struct suite suite_labelled = {
    "report/labelled",
    (const struct test[]){
        {"every format", test_formats},
        {"what a format cannot hold is counted", test_losses},
        {"records of different columns", test_columns_are_united},
        {"data that is refused", test_refused},
        {NULL, NULL},
    },
};
