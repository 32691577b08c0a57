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

/* A further model's columns have the name that its file has. */
static void test_names_of_columns(void)
{
    static const struct column odd[] = {{"a,\"b\"", VALUE_STRING, false},
                                        {"=c", VALUE_STRING, false}};
    static const struct {
        enum report_format format;
        const char *expected;
    } expected[] = {
        {FORMAT_TSV, "a,\"b\"\t=c\n"},
        {FORMAT_CSV, "\"a,\"\"b\"\"\",=c\r\n"},
        {FORMAT_SAFE_TSV, "a,\"b\"\t'=c\n"},
        {FORMAT_SAFE_CSV, "\"a,\"\"b\"\"\",'=c\r\n"},
    };
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
        struct buffer out = BUFFER_EMPTY;
        writer_header(expected[i].format, odd, 2, &out);
        CHECK_BYTES(out.data, out.length, expected[i].expected);
        buffer_release(&out);
    }
}

static void test_absent_values(void)
{
    static const char *const expected[] = {
        [FORMAT_TSV] = "\t1\t\n", [FORMAT_CSV] = ",1,\r\n", [FORMAT_JSONL] = "{\"b\": 1}\n"};
    static const struct column all[] = {
        {"a", VALUE_STRING, false}, {"b", VALUE_INTEGER, false}, {"c", VALUE_INTEGER, false}};
    const struct value values[] = {value_absent(), value_integer(1), value_absent()};
    for (size_t format = FORMAT_TSV; format <= FORMAT_JSONL; format++) {
        struct buffer out = BUFFER_EMPTY;
        writer_row((enum report_format)format, all, values, 3, &out);
        CHECK_BYTES(out.data, out.length, expected[format]);
        buffer_release(&out);
    }
}

static void test_formulas(void)
{
    static const struct column some[] = {{"s", VALUE_STRING, false}, {"r", VALUE_REAL, false}};
    static const struct {
        const char *text, *tsv, *csv, *jsonl;
    } rows[] = {
        {"plain", "plain\t-0.500000\n", "plain,-0.500000\r\n",
         "{\"s\": \"plain\", \"r\": -0.500000}\n"},
        {"=1+1", "'=1+1\t-0.500000\n", "'=1+1,-0.500000\r\n",
         "{\"s\": \"=1+1\", \"r\": -0.500000}\n"},
        {"-1,\"2\"", "'-1,\"2\"\t-0.500000\n", "\"'-1,\"\"2\"\"\",-0.500000\r\n",
         "{\"s\": \"-1,\\\"2\\\"\", \"r\": -0.500000}\n"},
        {"\t@x", "' @x\t-0.500000\n", "'\t@x,-0.500000\r\n",
         "{\"s\": \"\\t@x\", \"r\": -0.500000}\n"},
        /* Unquoted by the spreadsheet, the cell of the TSV would be =1. */
        {"\"=1\"", "'\"=1\"\t-0.500000\n", "\"\"\"=1\"\"\",-0.500000\r\n",
         "{\"s\": \"\\\"=1\\\"\", \"r\": -0.500000}\n"},
    };
    CHECK_INT(writer_safe(FORMAT_TEXT), FORMAT_TEXT);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct value values[] = {value_name(rows[i].text), value_real(-0.5)};
        const enum report_format formats[] = {FORMAT_TSV, FORMAT_CSV, FORMAT_JSONL};
        const char *const expected[] = {rows[i].tsv, rows[i].csv, rows[i].jsonl};
        for (size_t f = 0; f < 3; f++) {
            struct buffer out = BUFFER_EMPTY;
            writer_row(writer_safe(formats[f]), some, values, 2, &out);
            CHECK_BYTES(out.data, out.length, expected[f]);
            CHECK_INT(writer_safe(writer_safe(formats[f])), writer_safe(formats[f]));
            buffer_release(&out);
        }
    }
}

const struct suite suite_writer = {
    "report/writer",
    (const struct test[]){
        {"rows", test_rows},
        {"columns left out", test_columns_left_out},
        {"names of columns", test_names_of_columns},
        {"formulas", test_formulas},
        {"absent values", test_absent_values},
        {NULL, NULL},
    },
};
