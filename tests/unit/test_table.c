#include "base/buffer.h"
#include "base/utf8.h"
#include "check.h"
#include "read/table.h"
#include "scratch.h"

#define BOM "\xef\xbb\xbf"

static const struct table_column columns[] = {
    {"label", TABLE_REQUIRED, false},
    {"text", TABLE_REQUIRED, false},
    {"group", TABLE_OPTIONAL, false},
};

static void put_record(const struct table_record *record, struct buffer *out)
{
    buffer_append_format(out, "%zu:", record->line);
    for (size_t i = 0; i < 3; i++) {
        const struct table_field *field = &record->fields[i];
        buffer_append(out, field->text == NULL ? "-" : field->text,
                      field->text == NULL ? 1 : field->length);
        buffer_append_char(out, i < 2 ? '|' : ';');
    }
}

/* Each record as "line:label|text|group;", "-" for a field that is not there; what an error says
 * after the path, and the records behind it where it was that of a record. */
static void describe(struct scratch *scratch, const char *name, const char *bytes, size_t length,
                     enum table_format format, struct buffer *out)
{
    struct table *table = NULL;
    struct table_record record;
    stance_error error = {STANCE_OK, ""};
    const char *path = scratch_write(scratch, name, bytes, length);
    int result = table_open(path, format, columns, 3, NULL, &table, &error);
    buffer_append_string(out, "");
    CHECK((table == NULL) == (result != 0));
    while (table != NULL) {
        result = table_next(table, &record, &error);
        if (result == 0 && record.line == 0)
            break;
        if (result == 0)
            put_record(&record, out);
        else
            buffer_append_string(out, scratch_after_path(scratch, error.message));
        REQUIRE(result == 0 || error.status == STANCE_RECORD);
    }
    if (table == NULL)
        buffer_append_string(out, scratch_after_path(scratch, error.message));
    else
        CHECK(table_next(table, &record, &error) == 0 && record.line == 0);
    table_close(table);
}

struct table_case {
    const char *bytes, *expected;
};

static void check_tables(enum table_format format, const struct table_case *cases, size_t n_cases)
{
    struct scratch scratch;
    scratch_make(&scratch);
    for (size_t i = 0; i < n_cases; i++) {
        struct buffer out = BUFFER_EMPTY;
        describe(&scratch, "data", cases[i].bytes, strlen(cases[i].bytes), format, &out);
        CHECK_BYTES(out.data, out.length, cases[i].expected);
        buffer_release(&out);
    }
    scratch_remove(&scratch);
}

#define CHECK_TABLES(format, cases) check_tables(format, cases, sizeof cases / sizeof cases[0])

static void test_tsv(void)
{
    static const struct table_case cases[] = {
        {"label\ttext\nx\thello\ny\tbye\n", "2:x|hello|-;3:y|bye|-;"},
        {"label\ttext\nx\thello", "2:x|hello|-;"},
        {"label\ttext\r\nx\thello\r\n", "2:x|hello|-;"},
        {BOM "label\ttext\nx\thello\n", "2:x|hello|-;"},
        {"text\tid\tgroup\tlabel\nhello\t1\tg\tx\n", "2:x|hello|g;"},
        {"label\ttext\n\n\nx\thello\n\ny\tbye\n\n", "4:x|hello|-;6:y|bye|-;"},
        {"\n\nlabel\ttext\nx\thello\n", "4:x|hello|-;"},
        {"label\ttext\n", ""},
        {"\n", ""},
        {"label\ttext\n\t\n", "2:||-;"},
        {"label\ttext\nx\t \"hi\", he said\n", "2:x| \"hi\", he said|-;"},
        {"label\ttext\nx\t\"open\ny\tbye\n", "2:x|\"open|-;3:y|bye|-;"},
        {"label\ttext\tlabel\nx\thello\ty\n", "2:x|hello|-;"},
        {"x\thello\ny\tbye\n", "1:x|hello|-;2:y|bye|-;"},
        {"x\thello", "1:x|hello|-;"},
        {"Label\tText\nx\thello\n", "1:Label|Text|-;2:x|hello|-;"},
    };
    CHECK_TABLES(TABLE_TSV, cases);
}

static void test_tsv_refused(void)
{
    static const struct table_case cases[] = {
        {"label\tbody\nx\thello\n", ": line 1: no column 'text'; the columns are: label, body"},
        {"id\ttext\tdate\n1\thello\tx\n",
         ": line 1: no column 'label'; the columns are: id, text, date"},
        {"\na\tb\tc\n", ": line 2: no column 'label'; the columns are: a, b, c"},
        {"just a line of text\n",
         ": line 1: no column 'label'; the columns are: just a line of text"},
        {"label\ttext\nx\ta\tb\n", ": line 2: 3 fields where there must be 2"},
        {"label\ttext\nx\ta\n\nbroken\n", "2:x|a|-;: line 4: 1 fields where there must be 2"},
        {"x\ta\ny\n", "1:x|a|-;: line 2: 1 fields where there must be 2"},
        {"label\ttext\nx\ta\t\n", ": line 2: 3 fields where there must be 2"},
    };
    CHECK_TABLES(TABLE_TSV, cases);
}

static void test_csv(void)
{
    static const struct table_case cases[] = {
        {"label,text\nx,hello\ny,bye\n", "2:x|hello|-;3:y|bye|-;"},
        {"label,text\r\nx,hello", "2:x|hello|-;"},
        {BOM "\"label\",\"text\"\r\n\"x\",\"hello\"\r\n", "2:x|hello|-;"},
        {"label,text\nx,\"a, b\"\n", "2:x|a, b|-;"},
        {"label,text\nx,\"he said \"\"no\"\"\"\n", "2:x|he said \"no\"|-;"},
        {"label,text\nx,\"\"\n", "2:x||-;"},
        {"label,text\nx,\"\"\"\"\n", "2:x|\"|-;"},
        {"label,text\nx,\"one\ntwo\n\nfour\"\ny,bye\n", "2:x|one\ntwo\n\nfour|-;6:y|bye|-;"},
        {"label,text\r\nx,\"one\r\ntwo\"\r\ny,bye\r\n", "2:x|one\ntwo|-;4:y|bye|-;"},
        {"label,text\n\"x\",\"\n\"\ny,bye\n", "2:x|\n|-;4:y|bye|-;"},
        {"label,text\n x , hello \n", "2: x | hello |-;"},
        {"label,text\n\n\nx,hello\n\n", "4:x|hello|-;"},
        {"\n\nlabel,text\nx,hello\n", "4:x|hello|-;"},
        {"text,label,group\nhello,x,g\n", "2:x|hello|g;"},
        {"x,hello\ny,\"b,ye\"\n", "1:x|hello|-;2:y|b,ye|-;"},
        {"label,text\n\"\n\nx\",hello\ny,bye\n", "2:\n\nx|hello|-;5:y|bye|-;"},
        {"label,text\n,\n", "2:||-;"},
        {"label,text\n", ""},
        {"label,text", ""},
        {"\n\n", ""},
        {"label,text\nx,d\xc3\xa9menti\n", "2:x|démenti|-;"},
    };
    CHECK_TABLES(TABLE_CSV, cases);
}

static void test_csv_refused(void)
{
    static const struct table_case cases[] = {
        {"label;text\nx;hello\n", ": line 1: no column 'label'; the columns are: label;text"},
        {"\"label\",\"the\nbody\"\n",
         ": line 1: no column 'text'; the columns are: label, the?body"},
        {"label,text\nx,a,b\n", ": line 2: 3 fields where there must be 2"},
        {"label,text\nx,a\n\"y\n\",\"b\",c\n", "2:x|a|-;: line 3: 3 fields where there must be 2"},
        {"label,text\n  \n", ": line 2: 1 fields where there must be 2"},
        {"label,text\nx,\"open\nmore\n",
         ": line 2: a quoted field is never closed: line 3: 1 fields where there must be 2"},
        {"label,text\nx,a\ny,\"open", "2:x|a|-;: line 3: a quoted field is never closed"},
        {"label,text\nx,\"ab\"\"\n", ": line 2: a quoted field is never closed"},
        {"label,text\nx,a,b\ny,c\n", ": line 2: 3 fields where there must be 23:y|c|-;"},
        {"label,text\nx,\"open\ny,a\nz,b\n",
         ": line 2: a quoted field is never closed3:y|a|-;4:z|b|-;"},
        {"label,text\nx,\"open\n\ny,a\n", ": line 2: a quoted field is never closed4:y|a|-;"},
        {"label,text\nx,\"open\ny,a\nz,\"b\"\nx,c\n",
         ": line 2: a quoted field that is left open, or ends wrongly in line 43:y|a|-;4:z|b|-;"
         "5:x|c|-;"},
        {"label,text\nx,\"open\ny,\"open\nz,\"b\"\nx,c\n",
         ": line 2: a quoted field that is left open, or ends wrongly in line 3"
         ": line 3: a quoted field that is left open, or ends wrongly in line 44:z|b|-;5:x|c|-;"},
        {"label,text\n\"x\ny\",\"open\nz,a\nx,\"b\"\n",
         ": line 3: a quoted field that is left open, or ends wrongly in line 54:z|a|-;5:x|b|-;"},
        {"label,text\n\"x\ny\",\"open\" z\nx,\"b\"\n",
         ": line 3: a quotation mark in the wrong place4:x|b|-;"},
        {"label,text\nx,\"open\ny,a\n\"z\nz\",b\nx,\"open",
         ": line 2: a quoted field that is left open, or ends wrongly in line 43:y|a|-;4:z\nz|b|-;"
         ": line 6: a quoted field is never closed"},
        {"label,\"text\n", ": line 1: a quoted field is never closed"},
    };
    CHECK_TABLES(TABLE_CSV, cases);
}

static void test_csv_stray_quotes(void)
{
    static const char *const bytes[] = {
        "label,text\nx,a\"b\n",
        "label,text\nx,\"a\"b\n",
        "label,text\nx, \"a\"\n",
    };
    static const char *const expected = ": line 2: a quotation mark in the wrong place";
    struct scratch scratch;
    scratch_make(&scratch);
    for (size_t i = 0; i < sizeof bytes / sizeof bytes[0]; i++) {
        struct buffer out = BUFFER_EMPTY;
        describe(&scratch, "data", bytes[i], strlen(bytes[i]), TABLE_CSV, &out);
        CHECK_BYTES(out.data, out.length, expected);
        buffer_release(&out);
    }
    scratch_remove(&scratch);
}

static void append_letters(struct buffer *out, size_t count)
{
    for (size_t i = 0; i < count; i += 64) {
        buffer_append_string(out,
                             "sixty-three bytes of a line that goes on and on and never ends ");
        buffer_append_char(out, i % 8192 == 8128 ? '\n' : ' ');
    }
}

/* Of the records of a large table, those that come first and those that come last. */
static void check_large(enum table_format format, const char *before, const char *after,
                        const char *first, const char *last)
{
    struct scratch scratch;
    scratch_make(&scratch);
    struct buffer bytes = BUFFER_EMPTY, out = BUFFER_EMPTY;
    buffer_append_string(&bytes, before);
    size_t start = bytes.length;
    append_letters(&bytes, DOCUMENT_LINE_LIMIT + 100000);
    if (format != TABLE_CSV)
        for (size_t i = start; i < bytes.length; i++)
            if (bytes.data[i] == '\n')
                bytes.data[i] = ' ';
    buffer_append_string(&bytes, after);
    describe(&scratch, "data", bytes.data, bytes.length, format, &out);
    size_t length = strlen(first), tail = strlen(last);
    CHECK_BYTES(out.data, out.length < length ? out.length : length, first);
    CHECK_STRING(out.data + (out.length < tail ? 0 : out.length - tail), last);
    buffer_release(&bytes);
    buffer_release(&out);
    scratch_remove(&scratch);
}

static void test_records_of_more_than_1_mib(void)
{
    static const char *const csv = "2:x|a|-;: line 3: a record of more than 1 MiB; is a quote left "
                                   "open?: line 4: 1 fields where there must be 2";
    check_large(TABLE_TSV, "label\ttext\nx\t", "\nx\ta\n",
                ": line 2: longer than 1048576 bytes3:x|a|-;", "");
    check_large(TABLE_TSV, "x\t", "\n", ": line 1: longer than 1048576 bytes", "");
    check_large(TABLE_JSONL, "{\"label\":\"x\",\"text\":\"", "\"}\n{\"label\":1,\"text\":2}",
                ": line 1: longer than 1048576 bytes2:1|2|-;", "");
    check_large(TABLE_FASTTEXT, "__label__x a\n__label__y ", "\n__label__x b",
                "1:x|a|-;: line 2: longer than 1048576 bytes3:x|b|-;", "");
    check_large(TABLE_CSV, "label,text\nx,a\ny,\"", "\"\nx,b\n", csv,
                ": line 143: a quotation mark in the wrong place144:x|b|-;");
}

/* Neither what follows the limit nor what lies between the quote and the limit is lost. */
static void test_open_quote_does_not_take_the_whole_file(void)
{
    static const char *const first =
        "2:x|a|-;: line 3: a record of more than 1 MiB; is a quote left open?4:y|b|-;5:z|c|-;";
    check_large(TABLE_CSV, "label,text\nx,a\ny,\"\ny,b\nz,c\n", "\nx,d\n", first, "147:x|d|-;");
}

/* Each costs memory, although there is nothing in it. */
static void test_csv_too_many_fields(void)
{
    struct scratch scratch;
    struct buffer bytes = BUFFER_EMPTY, out = BUFFER_EMPTY;
    scratch_make(&scratch);
    buffer_append_string(&bytes, "label,text\nx,a\n");
    for (size_t i = 0; i < (1 << 20) + 1000; i++)
        buffer_append_char(&bytes, ',');
    describe(&scratch, "data", bytes.data, bytes.length, TABLE_CSV, &out);
    CHECK_BYTES(out.data, out.length,
                "2:x|a|-;: line 3: a record of more than 1 MiB; is a quote left open?");
    buffer_release(&bytes);
    buffer_release(&out);
    scratch_remove(&scratch);
}

/* Doubled quotes: the line is longer than 1 MiB, the record is not. */
static void test_csv_long_line_of_a_short_record(void)
{
    enum { QUOTES = 530000 };
    struct scratch scratch;
    scratch_make(&scratch);
    struct buffer bytes = BUFFER_EMPTY, out = BUFFER_EMPTY, expected = BUFFER_EMPTY;
    buffer_append_string(&bytes, "label,text\nx,\"");
    buffer_append_string(&expected, "2:x|");
    for (size_t i = 0; i < QUOTES; i++) {
        buffer_append_string(&bytes, "\"\"");
        buffer_append_char(&expected, '"');
    }
    buffer_append_string(&bytes, "\"\ny,bye\n");
    buffer_append_string(&expected, "|-;3:y|bye|-;");
    describe(&scratch, "data", bytes.data, bytes.length, TABLE_CSV, &out);
    CHECK_INT(out.length, expected.length);
    CHECK(strcmp(out.data, expected.data) == 0);
    buffer_release(&bytes);
    buffer_release(&out);
    buffer_release(&expected);
    scratch_remove(&scratch);
}

static void test_jsonl(void)
{
    static const struct table_case cases[] = {
        {"{\"label\":\"x\",\"text\":\"hello\"}\n{\"text\":\"bye\",\"label\":\"y\"}\n",
         "1:x|hello|-;2:y|bye|-;"},
        {"{\"label\":\"x\",\"text\":\"hello\",\"group\":\"g\"}", "1:x|hello|g;"},
        {BOM " {\"label\":\"x\",\"text\":\"hello\"}\t \r\n", "1:x|hello|-;"},
        {"\n\n{\"label\":\"x\",\"text\":\"hello\"}\n\n", "3:x|hello|-;"},
        {"{\"label\":\"x\",\"text\":\"a\\nb\\t\\u00e9\\ud83d\\ude00\\\"\"}\n", "1:x|a\nb\té😀\"|-;"},
        {"{\"label\":1,\"text\":2.50,\"group\":true}\n", "1:1|2.50|true;"},
        {"{\"label\":-3,\"text\":1e5,\"group\":18446744073709551614}\n",
         "1:-3|1e5|18446744073709551614;"},
        {"{\"label\":\"x\",\"text\":\"\",\"group\":null}\n", "1:x||-;"},
        {"{\"label\":\"x\",\"text\":\"a\",\"tags\":[1,{\"b\":[]}],\"meta\":{}}\n", "1:x|a|-;"},
        {"{\"label\":\"caf\xe9\",\"text\":\"a\"}\n", "1:caf\xef\xbf\xbd|a|-;"},
        {"\n", ""},
    };
    CHECK_TABLES(TABLE_JSONL, cases);
}

/* The message must begin so; the rest of it is the library's. */
static void test_jsonl_refused(void)
{
    static const struct table_case cases[] = {
        {"{\"label\":\"x\"", ": line 1: byte 12: not one JSON object: it breaks off"},
        {"{\"label\":\"x\",\"text\":\"a\"} x", ": line 1: byte 25: not one JSON object: "},
        {"{\"label\":\"x\",\"text\":\"a\"}{}", ": line 1: byte 24: not one JSON object: "},
        {"[1]", ": line 1: byte 3: not one JSON object: something else"},
        {"\"x\"", ": line 1: byte 3: not one JSON object: something else"},
        {"null", ": line 1: byte 4: not one JSON object: "},
        {"17", ": line 1: byte 2: not one JSON object: "},
        {"label\ttext", ": line 1: byte 0: not one JSON object: "},
        {"  ", ": line 1: byte 2: not one JSON object: "},
        {"{'label':'x'}", ": line 1: byte 9: not one JSON object: "},
        {"{\"label\":\"x\",}", ": line 1: byte 13: not one JSON object: "},
        {"{\"label\" 1}", ": line 1: byte 9: not one JSON object: "},
        {"{\"label\":007}", ": line 1: byte 1"},
        {"// no\n", ": line 1: byte 0: not one JSON object: "},
        {"\n{\"label\":\"x\",\"text\":tru}", ": line 2: byte 23: not one JSON object: "},
        {"{\"label\":\"x\",\"text\":\"\\x41\"}", ": line 1: byte 22: not one JSON object: "},
        {"{\"label\":\"x\",\"text\":[\"a\"]}", ": line 1: field 'text' is not a string"},
        {"{\"label\":{\"a\":1},\"text\":\"a\"}", ": line 1: field 'label' is not a string"},
        {"{\"label\":\"x\",\"body\":\"a\"}",
         ": line 1: no field 'text'; the fields are: label, body"},
        {"{}", ": line 1: no field 'label'; the fields are: "},
    };
    struct scratch scratch;
    scratch_make(&scratch);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct buffer out = BUFFER_EMPTY;
        describe(&scratch, "data", cases[i].bytes, strlen(cases[i].bytes), TABLE_JSONL, &out);
        size_t length = strlen(cases[i].expected);
        CHECK_BYTES(out.data, out.length < length ? out.length : length, cases[i].expected);
        buffer_release(&out);
    }
    scratch_remove(&scratch);
}

static void test_jsonl_null_is_named(void)
{
    static const struct table_case cases[] = {
        {"{\"label\":null,\"text\":\"a\"}\n", ": line 1: field 'label' is null"},
    };
    CHECK_TABLES(TABLE_JSONL, cases);
}

static void test_jsonl_nul_and_half_pairs(void)
{
    static const char bytes[] = "{\"label\":\"\\ud800\",\"text\":\"a\\u0000b\"}\n"
                                "{\"label\":\"\\udc00\\ud83dx\",\"text\":\"\\ud83d\\n\"}\n";
    struct scratch scratch;
    scratch_make(&scratch);
    struct table *table = NULL;
    struct table_record record;
    stance_error error;
    REQUIRE(table_open(scratch_write(&scratch, "data", bytes, sizeof bytes - 1), TABLE_JSONL,
                       columns, 3, NULL, &table, &error) == 0);
    for (size_t line = 1; line <= 2; line++) {
        REQUIRE(table_next(table, &record, &error) == 0 && record.line == line);
        for (size_t i = 0; i < 2; i++)
            CHECK_INT(utf8_valid_prefix(record.fields[i].text, record.fields[i].length),
                      record.fields[i].length);
        if (line == 1)
            CHECK(record.fields[1].length == 3 && memcmp(record.fields[1].text, "a\0b", 3) == 0);
    }
    table_close(table);
    scratch_remove(&scratch);
}

/* A number that the library cannot hold must come out as it stands there, or be refused. */
static void test_jsonl_huge_numbers_are_not_changed(void)
{
    static const char *const numbers[] = {"123456789012345678901234567890", "18446744073709551616",
                                          "-9223372036854775809"};
    struct scratch scratch;
    scratch_make(&scratch);
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        char bytes[128], expected[128];
        snprintf(bytes, sizeof bytes, "{\"label\":\"x\",\"text\":\"a\",\"group\":%s}\n",
                 numbers[i]);
        snprintf(expected, sizeof expected, "1:x|a|%s;", numbers[i]);
        struct buffer out = BUFFER_EMPTY;
        describe(&scratch, "data", bytes, strlen(bytes), TABLE_JSONL, &out);
        if (strncmp(out.data, ": line 1: ", 10) != 0)
            CHECK_BYTES(out.data, out.length, expected);
        buffer_release(&out);
    }
    scratch_remove(&scratch);
}

static void test_fasttext(void)
{
    static const struct table_case cases[] = {
        {"__label__x hello there\n__label__y bye\n", "1:x|hello there|-;2:y|bye|-;"},
        {"__label__x hello\r\n\r\n__label__y bye", "1:x|hello|-;3:y|bye|-;"},
        {BOM "__label__x\t  hello\n", "1:x|hello|-;"},
        {"__label__x\n", "1:x||-;"},
        {"__label__x a __label__y b\n", "1:x|a __label__y b|-;"},
        {"__label__vrai-é \"a\"\n", "1:vrai-é|\"a\"|-;"},
    };
    CHECK_TABLES(TABLE_FASTTEXT, cases);
}

static void test_fasttext_refused(void)
{
    static const struct table_case cases[] = {
        {"__label__x a\nhello\n", "1:x|a|-;: line 2: does not begin with __label__"},
        {" __label__x a\n", ": line 1: does not begin with __label__"},
        {"__label__x __label__y a\n", ": line 1: more than one label"},
        {"__label__x\t__label__y a\n", ": line 1: more than one label"},
        {"\n__label__x   __label__y", ": line 2: more than one label"},
    };
    CHECK_TABLES(TABLE_FASTTEXT, cases);
}

static void test_format_is_guessed(void)
{
    static const struct {
        const char *name, *bytes, *expected;
    } cases[] = {
        {"a.tsv", "label\ttext\nx\ta,b\n", "2:x|a,b|-;"},
        {"a.TAB", "label\ttext\nx\ta,b\n", "2:x|a,b|-;"},
        {"a.csv", "label,text\nx,\"a,b\"\n", "2:x|a,b|-;"},
        {"a.CSV", "label,text\nx,\"a,b\"\n", "2:x|a,b|-;"},
        {"a.csv", "{,b\n", "1:{|b|-;"},
        {"a.jsonl", "{\"label\":\"x\",\"text\":\"a\"}", "1:x|a|-;"},
        {"a.ndjson", " {\"label\":\"x\",\"text\":\"a\"}", "1:x|a|-;"},
        {"a.ft", "__label__x a", "1:x|a|-;"},
        {"a.ft", "a", ": line 1: does not begin with __label__"},
        {"a.txt", "__label__x a", "1:x|a|-;"},
        {"a.csv", "__label__x a, b", "1:x|a, b|-;"},
        {"a.txt", BOM "{\"label\":\"x\",\"text\":\"a\"}", "1:x|a|-;"},
        {"a", "label\ttext\nx\ta\n", "2:x|a|-;"},
        {"csv", "x\ta,b\n", "1:x|a,b|-;"},
    };
    struct scratch scratch;
    scratch_make(&scratch);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct buffer out = BUFFER_EMPTY;
        describe(&scratch, cases[i].name, cases[i].bytes, strlen(cases[i].bytes), TABLE_AUTO, &out);
        CHECK_BYTES(out.data, out.length, cases[i].expected);
        buffer_release(&out);
    }
    scratch_remove(&scratch);
}

/* What the user named must be there, in every format, even where it is not required. */
static void test_insisted_columns(void)
{
    static const struct {
        enum table_format format;
        const char *bytes;
        bool good;
    } cases[] = {
        {TABLE_TSV, "label\ttext\tstory\nx\ta\t7\n", true},
        {TABLE_CSV, "label,text,story\nx,a,7\n", true},
        {TABLE_JSONL, "{\"label\":\"x\",\"text\":\"a\",\"story\":7}\n", true},
        {TABLE_TSV, "label\ttext\nx\ta\n", false},
        {TABLE_TSV, "x\ta\n", false},
        {TABLE_CSV, "label,text\nx,a\n", false},
        {TABLE_CSV, "x,a\n", false},
        {TABLE_JSONL, "{\"label\":\"x\",\"text\":\"a\"}\n", false},
        {TABLE_FASTTEXT, "__label__x a\n", false},
    };
    static const struct table_column insisted[] = {{"label", TABLE_REQUIRED, false},
                                                   {"text", TABLE_REQUIRED, false},
                                                   {"story", TABLE_OPTIONAL, true}};
    struct scratch scratch;
    scratch_make(&scratch);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct table *table = NULL;
        struct table_record record;
        stance_error error;
        const char *path = scratch_write(&scratch, "data", cases[i].bytes, strlen(cases[i].bytes));
        int result = table_open(path, cases[i].format, insisted, 3, NULL, &table, &error);
        if (result == 0)
            result = table_next(table, &record, &error);
        CHECK_INT(result, cases[i].good ? 0 : -1);
        if (result == 0 && cases[i].good)
            CHECK_BYTES(record.fields[2].text, record.fields[2].length, "7");
        table_close(table);
    }
    scratch_remove(&scratch);
}

static void test_columns_come_in_the_order_asked_for(void)
{
    static const struct table_column asked[] = {
        {"h", TABLE_REQUIRED, false}, {"g", TABLE_REQUIRED, false}, {"f", TABLE_REQUIRED, false},
        {"e", TABLE_REQUIRED, false}, {"d", TABLE_REQUIRED, false}, {"c", TABLE_REQUIRED, false},
        {"b", TABLE_REQUIRED, false}, {"a", TABLE_REQUIRED, false}};
    static const struct {
        const char *bytes, *fields;
    } cases[] = {
        {"a\tb\tc\td\te\tf\tg\th\tz\n1\t2\t3\t4\t5\t6\t7\t8\t9\n", "87654321"},
        {"1\t2\t3\t4\t5\t6\t7\t8\n", "12345678"},
    };
    struct scratch scratch;
    scratch_make(&scratch);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct table *table = NULL;
        struct table_record record;
        stance_error error;
        const char *path = scratch_write(&scratch, "data", cases[i].bytes, strlen(cases[i].bytes));
        REQUIRE(table_open(path, TABLE_TSV, asked, TABLE_COLUMNS_MAX, NULL, &table, &error) == 0);
        REQUIRE(table_next(table, &record, &error) == 0 && record.line != 0);
        for (size_t field = 0; field < TABLE_COLUMNS_MAX; field++)
            CHECK(record.fields[field].length == 1 &&
                  record.fields[field].text[0] == cases[i].fields[field]);
        table_close(table);
    }
    scratch_remove(&scratch);
}

/* A long first field is cut in the list of columns, between code points. */
static void test_list_of_columns_stays_valid(void)
{
    struct scratch scratch;
    scratch_make(&scratch);
    for (size_t shift = 0; shift < 3; shift++) {
        struct buffer bytes = BUFFER_EMPTY;
        stance_error error;
        struct table *table = NULL;
        buffer_append(&bytes, "xx", shift);
        for (int i = 0; i < 100; i++)
            buffer_append_string(&bytes, "€");
        buffer_append_string(&bytes, "\tb\tc\n");
        const char *path = scratch_write(&scratch, "data", bytes.data, bytes.length);
        CHECK_INT(table_open(path, TABLE_TSV, columns, 3, NULL, &table, &error), -1);
        CHECK(strlen(error.message) < strlen(path) + 150);
        CHECK_CONTAINS(error.message, ", b, c");
        CHECK_INT(utf8_valid_prefix(error.message, strlen(error.message)), strlen(error.message));
        buffer_release(&bytes);
    }
    scratch_remove(&scratch);
}

static void test_what_cannot_be_opened(void)
{
    struct scratch scratch;
    scratch_make(&scratch);
    struct table *table = NULL;
    stance_error error;
    CHECK_INT(
        table_open(scratch_path(&scratch, "missing"), TABLE_AUTO, columns, 3, NULL, &table, &error),
        -1);
    CHECK_INT(error.status, STANCE_IO);
    CHECK_STRING(scratch_after_path(&scratch, error.message),
                 ": cannot open: No such file or directory");
    CHECK_INT(table_open(scratch_write(&scratch, "empty", "", 0), TABLE_AUTO, columns, 3, NULL,
                         &table, &error),
              -1);
    CHECK_STRING(scratch_after_path(&scratch, error.message), ": empty");
    CHECK(table == NULL);
    table_close(NULL);
    scratch_remove(&scratch);
}

static void test_warnings_are_passed_on(void)
{
    struct scratch scratch;
    scratch_make(&scratch);
    struct warnings warnings;
    struct warning_sink sink = warnings_sink(&warnings, &scratch);
    struct table *table = NULL;
    struct table_record record;
    stance_error error;
    REQUIRE(table_open(scratch_write(&scratch, "data", "label\ttext\nx\tcaf\xe9\n", 18), TABLE_TSV,
                       columns, 3, &sink, &table, &error) == 0);
    CHECK_INT(table_next(table, &record, &error), 0);
    CHECK_BYTES(record.fields[1].text, record.fields[1].length, "caf\xef\xbf\xbd");
    CHECK_STRING(table_name(table), scratch.path);
    table_close(table);
    CHECK_STRING(warnings.text, ": line 2: byte 16: not UTF-8; invalid bytes become U+FFFD\n");
    scratch_remove(&scratch);
}

const struct suite suite_table = {
    "read/table",
    (const struct test[]){
        {"TSV", test_tsv},
        {"TSV that is refused", test_tsv_refused},
        {"CSV", test_csv},
        {"CSV that is refused", test_csv_refused},
        {"CSV with stray quotes", test_csv_stray_quotes},
        {"records of more than 1 MiB", test_records_of_more_than_1_mib},
        {"too many fields", test_csv_too_many_fields},
        {"an open quote does not take the whole file",
         test_open_quote_does_not_take_the_whole_file},
        {"a long CSV line of a short record", test_csv_long_line_of_a_short_record},
        {"JSON lines", test_jsonl},
        {"JSON lines that are refused", test_jsonl_refused},
        {"JSON null is named", test_jsonl_null_is_named},
        {"JSON NUL and half surrogate pairs", test_jsonl_nul_and_half_pairs},
        {"JSON huge numbers are not changed", test_jsonl_huge_numbers_are_not_changed},
        {"fastText", test_fasttext},
        {"fastText that is refused", test_fasttext_refused},
        {"the format is guessed", test_format_is_guessed},
        {"columns that the user named", test_insisted_columns},
        {"columns come in the order asked for", test_columns_come_in_the_order_asked_for},
        {"the list of columns stays valid", test_list_of_columns_stays_valid},
        {"what cannot be opened", test_what_cannot_be_opened},
        {"warnings are passed on", test_warnings_are_passed_on},
        {NULL, NULL},
    },
};
