/* All columns of a table, and what labelling tools export. */
#include "base/buffer.h"
#include "check.h"
#include "read/table.h"
#include "scratch.h"

/* Label and text as training wants them, or as who takes unlabelled records too. */
static const struct table_column strict[] = {{"label", TABLE_REQUIRED, false},
                                             {"text", TABLE_REQUIRED, false}};
static const struct table_column lenient[] = {{"label", TABLE_POSITIONAL, false},
                                              {"text", TABLE_REQUIRED, false}};

/* "LINE: LABEL|TEXT; name=value name=value …" a record ('#' before JSON text), then what the error
 * says after the path, then the warnings. */
static void describe(const struct table_column *columns, enum table_format format, const char *name,
                     const char *bytes, struct buffer *out)
{
    struct scratch scratch;
    struct warnings heard;
    scratch_make(&scratch);
    const struct warning_sink sink = warnings_sink(&heard, &scratch);
    struct table *table = NULL;
    struct table_record record;
    stance_error error = {STANCE_OK, ""};
    const char *path = scratch_write(&scratch, name, bytes, strlen(bytes));
    int result = table_open(path, format, columns, 2, &sink, &table, &error);
    while (result == 0 && (result = table_next(table, &record, &error)) == 0 && record.line != 0) {
        const struct table_cell *cells;
        size_t count;
        buffer_append_format(out, "%zu: %.*s|%.*s;", record.line, (int)record.fields[0].length,
                             record.fields[0].text == NULL ? "" : record.fields[0].text,
                             (int)record.fields[1].length, record.fields[1].text);
        REQUIRE(table_cells(table, &record, &cells, &count, &error) == 0);
        for (size_t i = 0; i < count; i++)
            buffer_append_format(out, " %.*s=%s%.*s", (int)cells[i].name.length, cells[i].name.text,
                                 cells[i].is_json ? "#" : "", (int)cells[i].value.length,
                                 cells[i].value.text);
        buffer_append_char(out, '\n');
    }
    if (result != 0)
        buffer_append_format(out, "%s\n", scratch_after_path(&scratch, error.message));
    table_close(table);
    buffer_append(out, heard.text, strlen(heard.text));
    scratch_remove(&scratch);
}

struct export_case {
    const char *bytes, *expected;
};

static void check_exports(const struct table_column *columns, enum table_format format,
                          const struct export_case *cases, size_t n_cases)
{
    for (size_t i = 0; i < n_cases; i++) {
        struct buffer out = BUFFER_EMPTY;
        describe(columns, format, "data", cases[i].bytes, &out);
        CHECK_BYTES(out.data == NULL ? "" : out.data, out.length, cases[i].expected);
        buffer_release(&out);
    }
}

#define CHECK_EXPORTS(columns, format, cases)                                                      \
    check_exports(columns, format, cases, sizeof cases / sizeof cases[0])

static void test_cells(void)
{
    static const struct export_case tsv[] = {
        {"id\tlabel\tnote\ttext\n1\tx\t\ta\n2\ty\tn\tb\n",
         "2: x|a; id=1 label=x note= text=a\n3: y|b; id=2 label=y note=n text=b\n"},
        {"x\ta\ny\tb\n", "1: x|a; label=x text=a\n2: y|b; label=y text=b\n"},
    };
    static const struct export_case csv[] = {
        {"text,label,note\n\"a, b\nc\",x,\"\"\n", "2: x|a, b\nc; text=a, b\nc label=x note=\n"},
        {"x,a\n", "1: x|a; label=x text=a\n"},
    };
    static const struct export_case jsonl[] = {
        {"{\"id\":7,\"label\":\"x\",\"text\":\"a\",\"tags\":[1,\"b/"
         "c\"],\"note\":null,\"ok\":true}\n",
         "1: x|a; id=#7 label=x text=a tags=#[1,\"b/c\"] ok=#true\n"},
    };
    static const struct export_case fasttext[] = {
        {"__label__x a b\n", "1: x|a b; label=x text=a b\n"},
    };
    CHECK_EXPORTS(strict, TABLE_TSV, tsv);
    CHECK_EXPORTS(strict, TABLE_CSV, csv);
    CHECK_EXPORTS(strict, TABLE_JSONL, jsonl);
    CHECK_EXPORTS(strict, TABLE_FASTTEXT, fasttext);
}

static void test_positional(void)
{
    static const struct export_case cases[] = {
        {"id\ttext\n1\ta\n", "2: |a; id=1 text=a\n"},
        {"text\na\n", "2: |a; text=a\n"},
        {"x\ta\n", "1: x|a; label=x text=a\n"},
        {"x\ta\tb\n", ": line 1: no column 'text'; the columns are: x, a, b\n"},
        {"x\n", ": line 1: no column 'text'; the columns are: x\n"},
    };
    CHECK_EXPORTS(lenient, TABLE_TSV, cases);
}

static void test_doccano(void)
{
    static const struct export_case cases[] = {
        {"{\"id\": 1, \"text\": \"a\", \"label\": [\"x\"], \"Comments\": []}\n",
         "1: x|a; id=#1 text=a label=x Comments=#[]\n"},
        {"{\"id\": 1, \"text\": \"a\", \"labels\": [\"x\"], \"meta\": {\"g\": \"s\", \"id\": "
         "\"p\"}}\n",
         "1: x|a; id=p text=a label=x g=s\n"},
        {"{\"id\": 1, \"data\": \"a\", \"label\": [\"x\"]}\n", "1: x|a; id=#1 text=a label=x\n"},
        {"{\"text\": \"a\", \"label\": [\"x\"], \"meta\": {\"label\": \"y\", \"text\": \"b\"}}\n",
         "1: x|a; text=a label=x\n"},
        {"[{\"text\": \"a\", \"label\": [\"x\"]},\n {\"text\": \"b\",\n \"label\": \"y\"}\n]\n",
         "1: x|a; text=a label=x\n2: y|b; text=b label=y\n"},
        {"{\"text\": \"a\", \"label\": []}\n{\"text\": \"b\", \"label\": [\"x\", \"y\"]}\n"
         "{\"text\": \"c\", \"label\": [\"z\"]}\n",
         "3: z|c; text=c label=z\n: line 2: left out: more than one label: [\"x\",\"y\"]\n"
         ": 1 left out that have no label\n"},
        {"{\"text\": \"a\", \"label\": [[0, 1, \"ORG\"]]}\n",
         ": line 1: left out: more than one label: [0,1,\"ORG\"]\n"},
        {"{\"text\": \"a\", \"kind\": [\"x\"]}\n",
         ": line 1: no field 'label'; the fields are: text, kind\n"},
        {"{\"label\": [\"x\"]}\n", ": line 1: no field 'text'; the fields are: label\n"},
    };
    CHECK_EXPORTS(strict, TABLE_DOCCANO, cases);
    static const struct export_case unlabelled[] = {
        {"{\"text\": \"a\", \"label\": []}\n{\"text\": \"b\"}\n{\"text\": \"c\", \"label\": "
         "null}\n",
         "1: |a; text=a\n2: |b; text=b\n3: |c; text=c\n"},
    };
    CHECK_EXPORTS(lenient, TABLE_DOCCANO, unlabelled);
}

/* A task with these annotations. */
#define TASK(annotations)                                                                          \
    "{\"id\": 9, \"data\": {\"text\": \"a\"}, \"annotations\": [" annotations "]}"
#define CHOICE(control, choices)                                                                   \
    "{\"from_name\": \"" control "\", \"to_name\": \"text\", \"type\": \"choices\", "              \
    "\"value\": {\"choices\": [" choices "]}}"
#define ANNOTATION(results) "{\"id\": 4, \"was_cancelled\": false, \"result\": [" results "]}"

static void test_label_studio(void)
{
    static const struct export_case cases[] = {
        {"[" TASK(ANNOTATION(CHOICE("label", "\"x\""))) "]", "1: x|a; id=#9 text=a label=x\n"},
        {"[\n{\"id\": 9, \"data\": {\"id\": \"p\", \"text\": \"a\", \"n\": "
         "2},\n\"annotations\": [" ANNOTATION(
             CHOICE("tone", "\"t\"") "," CHOICE("label", "\"x\"")) "]}]",
         "2: x|a; id=p text=a n=#2 tone=t label=x\n"},
        /* Two annotators who agree, and two who do not. */
        {"[" TASK(
             ANNOTATION(CHOICE("label", "\"x\"")) "," ANNOTATION(CHOICE("label", "\"x\""))) "]",
         "1: x|a; id=#9 text=a label=x\n"},
        {"[" TASK(
             ANNOTATION(CHOICE("label", "\"x\"")) "," ANNOTATION(CHOICE("label", "\"y\""))) "]",
         ": line 1: left out: more than one label: [\"x\",\"y\"]\n"},
        {"[" TASK("{\"was_cancelled\": true, \"result\": [" CHOICE(
             "label", "\"y\"") "]}," ANNOTATION(CHOICE("label", "\"x\""))) "]",
         "1: x|a; id=#9 text=a label=x\n"},
        {"[" TASK(ANNOTATION(
             "{\"from_name\": \"label\", \"value\": {\"labels\": "
             "[\"x\"]}}")) ",\n" TASK(ANNOTATION("")) ",\n" TASK("") ",\n" TASK(ANNOTATION(CHOICE("label",
                                                                                                  "\"x\""))) "]",
         "4: x|a; id=#9 text=a label=x\n: 3 left out that have no label\n"},
        {"[" TASK(ANNOTATION(CHOICE("tone", "\"x\""))) "]",
         ": line 1: no field 'label'; the fields are: id, text, tone\n"},
        /* JSON-MIN */
        {"[{\"text\": \"a\", \"id\": 9, \"label\": \"x\", \"annotator\": 1, \"lead_time\": "
         "8.65}]",
         "1: x|a; text=a id=#9 label=x annotator=#1 lead_time=#8.65\n"},
        {"[{\"text\": \"a\", \"label\": {\"choices\": [\"x\", \"y\"]}}]",
         ": line 1: left out: more than one label: [\"x\",\"y\"]\n"},
    };
    CHECK_EXPORTS(strict, TABLE_LABEL_STUDIO, cases);
}

static void test_lists_refused(void)
{
    static const struct export_case cases[] = {
        {"[", ": the list of JSON objects breaks off\n"},
        {"[{\"text\": \"a", ": the list of JSON objects breaks off\n"},
        {"[{\"text\": \"a\", \"label\": \"x\"}\n",
         "1: x|a; text=a label=x\n: the list of JSON objects breaks off\n"},
        {"[{}, 3]", ": line 1: not a list of JSON objects: something else\n"},
        {"\n[17\n3]", ": line 2: not a list of JSON objects: something else\n"},
        {"[{\"text\": \"a\", \"label\": \"x\"}\n{}]",
         "1: x|a; text=a label=x\n: line 2: not a list of JSON objects: something else\n"},
        {"[]\n]", ": line 2: not a list of JSON objects: something after it\n"},
        {"[\n]\n", ""},
    };
    CHECK_EXPORTS(strict, TABLE_LABEL_STUDIO, cases);
}

/* An element of several MiB comes in parts. */
static void test_long_element(void)
{
    struct buffer bytes = BUFFER_EMPTY, out = BUFFER_EMPTY;
    buffer_append_string(&bytes, "[{\"label\": \"x\", \"text\": \"a\", \"rest\": \"");
    for (size_t i = 0; i < 3 << 18; i++)
        buffer_append_string(&bytes, "é€");
    buffer_append_string(&bytes, "\"}, {\"label\": \"y\", \"text\": \"b\"}]");
    describe(strict, TABLE_LABEL_STUDIO, "data", bytes.data, &out);
    CHECK(out.length > (size_t)15 << 18 && strncmp(out.data, "1: x|a;", 7) == 0);
    CHECK_CONTAINS(out.data, "\n1: y|b; label=y text=b\n");
    buffer_release(&bytes);
    buffer_release(&out);
}

static void test_warnings_are_counted(void)
{
    struct buffer bytes = BUFFER_EMPTY, out = BUFFER_EMPTY;
    for (size_t i = 0; i < 13; i++)
        buffer_append_string(&bytes, "{\"text\": \"a\", \"label\": [\"x\", \"y\"]}\n");
    describe(strict, TABLE_DOCCANO, "data", bytes.data, &out);
    CHECK_CONTAINS(out.data, ": line 10: left out");
    CHECK(strstr(out.data, ": line 11: ") == NULL);
    CHECK_CONTAINS(out.data, ": 3 more left out that have more than one label\n");
    buffer_release(&bytes);
    buffer_release(&out);
}

static void test_format_is_guessed(void)
{
    static const struct {
        const char *name, *bytes, *expected;
    } cases[] = {
        {"all.jsonl", "{\"text\": \"a\", \"label\": [\"x\"]}\n", "1: x|a; text=a label=x\n"},
        {"all.jsonl", "{\"text\": \"a\", \"labels\":[\"x\"]}\n", "1: x|a; text=a label=x\n"},
        {"a.jsonl", "{\"text\": \"\\\"label\\\": [\", \"label\": \"x\", \"meta\": {}}\n",
         "1: x|\"label\": [; text=\"label\": [ label=x meta=#{}\n"},
        {"project.json", "[{\"text\": \"a\", \"label\": \"x\"}]", "1: x|a; text=a label=x\n"},
        {"project", "[ \n{\"text\": \"a\", \"label\": \"x\"}]", "2: x|a; text=a label=x\n"},
        {"a.tsv", "[{\ta\n", "1: [{|a; label=[{ text=a\n"},
        {"a", "[x]\ta\n", "1: [x]|a; label=[x] text=a\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct buffer out = BUFFER_EMPTY;
        describe(strict, TABLE_AUTO, cases[i].name, cases[i].bytes, &out);
        CHECK_BYTES(out.data == NULL ? "" : out.data, out.length, cases[i].expected);
        buffer_release(&out);
    }
}

const struct suite suite_exports = {
    "read/exports",
    (const struct test[]){
        {"all columns of a record", test_cells},
        {"a label that may be missing", test_positional},
        {"doccano", test_doccano},
        {"Label Studio", test_label_studio},
        {"lists that are refused", test_lists_refused},
        {"an element longer than a line may be", test_long_element},
        {"warnings are counted", test_warnings_are_counted},
        {"the format is guessed", test_format_is_guessed},
        {NULL, NULL},
    },
};
