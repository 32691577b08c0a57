#include "report/writer.h"

#include "check.h"

static const struct column columns[] = {
    {"file", VALUE_STRING, false},        {"paragraph", VALUE_INTEGER, false},
    {"known", VALUE_BOOLEAN, false},      {"confidence", VALUE_REAL, false},
    {"probabilities", VALUE_REALS, true}, {"text", VALUE_STRING, false},
};

#define N_COLUMNS (sizeof columns / sizeof columns[0])

static const double reals[] = {0.25, 0.75};
static const char *const names[] = {"denial", "say \"no\""};

static const struct {
    enum report_format format;
    const char *header;
    const char *rows;
} cases[] = {
    {FORMAT_TSV, "file\tparagraph\tknown\tconfidence\ttext\n",
     "a, b.txt\t18446744073709551615\ttrue\t0.123457\tHe said: \"no, never\"\n"
     "c.txt\t0\tfalse\t-1.500000\t\n"},
    {FORMAT_CSV, "file,paragraph,known,confidence,text\r\n",
     "\"a, b.txt\",18446744073709551615,true,0.123457,\"He said:\n\"\"no,\tnever\"\"\"\r\n"
     "c.txt,0,false,-1.500000,\r\n"},
    {FORMAT_JSONL, "",
     "{\"file\": \"a, b.txt\", \"paragraph\": 18446744073709551615, \"known\": true, "
     "\"confidence\": 0.123457, \"probabilities\": {\"denial\": 0.250000, \"say \\\"no\\\"\": "
     "0.750000}, \"text\": \"He said:\\n\\\"no,\\tnever\\\"\"}\n"
     "{\"file\": \"c.txt\", \"paragraph\": 0, \"known\": false, \"confidence\": -1.500000, "
     "\"probabilities\": {}, \"text\": \"\"}\n"},
};

static void test_rows(void)
{
    static const char text[] = "He said:\n\"no,\tnever\"";
    const struct value first[N_COLUMNS] = {
        value_name("a, b.txt"),
        value_integer(UINT64_MAX),
        value_boolean(true),
        value_real(0.1234567),
        {.reals = reals, .names = names, .n_reals = 2},
        value_string(text, strlen(text)),
    };
    const struct value second[N_COLUMNS] = {
        value_name("c.txt"), value_integer(0), value_boolean(false),
        value_real(-1.5),    {.reals = NULL},  value_string("not this", 0),
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct buffer out = BUFFER_EMPTY;
        buffer_append_string(&out, "");
        writer_header(cases[i].format, columns, N_COLUMNS, &out);
        CHECK_BYTES(out.data, out.length, cases[i].header);
        buffer_reset(&out);
        writer_row(cases[i].format, columns, first, N_COLUMNS, &out);
        writer_row(cases[i].format, columns, second, N_COLUMNS, &out);
        CHECK_BYTES(out.data, out.length, cases[i].rows);
        buffer_release(&out);
    }
}

/* The first and the last column may be the ones that are left out. */
static void test_columns_left_out(void)
{
    static const struct column some[] = {
        {"a", VALUE_REALS, true}, {"b", VALUE_INTEGER, false}, {"c", VALUE_STRING, true}};
    const struct value values[] = {{.n_reals = 0}, value_integer(7), value_name("x")};
    static const struct {
        enum report_format format;
        const char *expected;
    } expected[] = {
        {FORMAT_TSV, "b\n7\n"},
        {FORMAT_CSV, "b\r\n7\r\n"},
        {FORMAT_JSONL, "{\"a\": {}, \"b\": 7, \"c\": \"x\"}\n"},
    };
    for (size_t i = 0; i < 3; i++) {
        struct buffer out = BUFFER_EMPTY;
        writer_header(expected[i].format, some, 3, &out);
        writer_row(expected[i].format, some, values, 3, &out);
        CHECK_BYTES(out.data, out.length, expected[i].expected);
        buffer_release(&out);
    }
}

const struct suite suite_writer = {
    "report/writer",
    (const struct test[]){
        {"rows", test_rows},
        {"columns left out", test_columns_left_out},
        {NULL, NULL},
    },
};
