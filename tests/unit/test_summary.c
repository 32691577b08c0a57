/* Counts by key, as rows and as a table. */
#include "report/summary.h"

#include "check.h"

static const char *const labels[] = {"x", "a, b"};

static void count(struct summary *summary, const char *key, size_t label, size_t times)
{
    stance_error error;
    while (times-- > 0)
        REQUIRE(summary_count(summary, key, strlen(key), label, &error) == 0);
}

static void check_rows(const struct summary *summary, enum summary_order order,
                       enum report_format format, const char *expected)
{
    struct buffer out = BUFFER_EMPTY;
    stance_error error;
    REQUIRE(summary_rows(summary, order, "key", format, &out, &error) == 0);
    CHECK_BYTES(out.data == NULL ? "" : out.data, out.length, expected);
    buffer_release(&out);
}

static void test_rows(void)
{
    struct summary summary;
    summary_init(&summary, labels, 2);
    count(&summary, "b", 0, 2);
    count(&summary, "b", 1, 1);
    count(&summary, "a\t,", 1, 4);
    check_rows(&summary, SUMMARY_BY_PLACE, FORMAT_TSV,
               "key\tparagraphs\tcount_x\tcount_a, b\tshare_x\tshare_a, b\n"
               "b\t3\t2\t1\t0.666667\t0.333333\na ,\t4\t0\t4\t0.000000\t1.000000\n");
    check_rows(&summary, SUMMARY_BY_PLACE, FORMAT_CSV,
               "key,paragraphs,count_x,\"count_a, b\",share_x,\"share_a, b\"\r\n"
               "b,3,2,1,0.666667,0.333333\r\n\"a\t,\",4,0,4,0.000000,1.000000\r\n");
    check_rows(&summary, SUMMARY_BY_KEY, FORMAT_JSONL,
               "{\"key\": \"a\\t,\", \"paragraphs\": 4, \"count_x\": 0, \"count_a, b\": 4, "
               "\"share_x\": 0.000000, \"share_a, b\": 1.000000}\n"
               "{\"key\": \"b\", \"paragraphs\": 3, \"count_x\": 2, \"count_a, b\": 1, "
               "\"share_x\": 0.666667, \"share_a, b\": 0.333333}\n");
    summary_release(&summary);
}

/* Keys are told in the order of their places, or sorted, what is unknown last; a key without
 * paragraphs is not told. */
static void test_order(void)
{
    struct summary summary;
    stance_error error;
    summary_init(&summary, labels, 2);
    REQUIRE(summary_add_key(&summary, "none", 4, &error) == 0);
    REQUIRE(summary_add_key(&summary, "2031-06-04", 10, &error) == 0);
    count(&summary, "", 0, 1);
    count(&summary, "2031-06", 0, 1);
    count(&summary, "2030-12-31", 1, 1);
    count(&summary, "2031-06-04", 1, 1);
    check_rows(&summary, SUMMARY_BY_PLACE, FORMAT_TSV,
               "key\tparagraphs\tcount_x\tcount_a, b\tshare_x\tshare_a, b\n"
               "2031-06-04\t1\t0\t1\t0.000000\t1.000000\n\t1\t1\t0\t1.000000\t0.000000\n"
               "2031-06\t1\t1\t0\t1.000000\t0.000000\n2030-12-31\t1\t0\t1\t0.000000\t1.000000\n");
    check_rows(&summary, SUMMARY_BY_KEY, FORMAT_TSV,
               "key\tparagraphs\tcount_x\tcount_a, b\tshare_x\tshare_a, b\n"
               "2030-12-31\t1\t0\t1\t0.000000\t1.000000\n2031-06\t1\t1\t0\t1.000000\t0.000000\n"
               "2031-06-04\t1\t0\t1\t0.000000\t1.000000\n\t1\t1\t0\t1.000000\t0.000000\n");
    summary_release(&summary);
}

static void test_dates(void)
{
    static const struct {
        const char *date;
        size_t day, month;
    } cases[] = {
        {"2031-06-04", 10, 7},
        {"2031-06-04T10:00:00Z", 10, 7},
        {"2031-06-04 10:00", 10, 7},
        {"2031-06", 0, 7},
        {"2031", 0, 0},
        {"", 0, 0},
        {"4 June 2031", 0, 0},
        {"2031/06/04", 0, 0},
        {"20310604", 0, 0},
        {"2031-06-045", 0, 7},
        {"2031-061", 0, 0},
        {"x031-06-04", 0, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        CHECK_INT(summary_date_key(cases[i].date, strlen(cases[i].date), false), cases[i].day);
        CHECK_INT(summary_date_key(cases[i].date, strlen(cases[i].date), true), cases[i].month);
    }
}

static void test_merge(void)
{
    struct summary summary, other, empty;
    stance_error error;
    summary_init(&summary, labels, 2);
    summary_init(&other, labels, 2);
    summary_init(&empty, labels, 2);
    count(&summary, "a", 0, 1);
    count(&other, "b", 1, 2);
    count(&other, "a", 0, 3);
    CHECK(summary_merge(&summary, &other, &error) == 0);
    CHECK(summary_merge(&summary, &empty, &error) == 0);
    check_rows(&summary, SUMMARY_BY_PLACE, FORMAT_TSV,
               "key\tparagraphs\tcount_x\tcount_a, b\tshare_x\tshare_a, b\n"
               "a\t4\t4\t0\t1.000000\t0.000000\nb\t2\t0\t2\t0.000000\t1.000000\n");
    summary_release(&summary);
    summary_release(&other);
    check_rows(&empty, SUMMARY_BY_KEY, FORMAT_JSONL, "");
    summary_release(&empty);
}

static void test_text(void)
{
    struct summary summary;
    struct buffer out = BUFFER_EMPTY;
    stance_error error;
    summary_init(&summary, labels, 2);
    count(&summary, "é.txt", 0, 1);
    REQUIRE(summary_text(&summary, SUMMARY_BY_KEY, "file", &out, &error) == 0);
    CHECK_STRING(out.data, "file          paragraphs              x           a, b\n"
                           "é.txt                  1       1  100 %       0    0 %\n");
    buffer_reset(&out);
    count(&summary, "", 1, 3);
    REQUIRE(summary_text(&summary, SUMMARY_BY_KEY, "file", &out, &error) == 0);
    CHECK_STRING(out.data, "file          paragraphs              x           a, b\n"
                           "é.txt                  1       1  100 %       0    0 %\n"
                           "unknown                3       0    0 %       3  100 %\n"
                           "all                    4       1   25 %       3   75 %\n");
    buffer_release(&out);
    summary_release(&summary);
}

const struct suite suite_summary = {
    "report/summary",
    (const struct test[]){
        {"rows", test_rows},
        {"order", test_order},
        {"the days and months of dates", test_dates},
        {"merging", test_merge},
        {"the table for people", test_text},
        {NULL, NULL},
    },
};
