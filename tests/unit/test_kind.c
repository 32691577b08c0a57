#include "check.h"
#include "packed.h"
#include "read/kind.h"
#include "scratch.h"

static const struct {
    const char *path;
    enum input_kind kind;
} names[] = {
    {"a.html", KIND_HTML},       {"a.HTM", KIND_HTML},      {"a.xhtml.gz", KIND_HTML},
    {"a.txt", KIND_TEXT},        {"b/a.TXT.gz", KIND_TEXT}, {"a.jsonl", KIND_JSONL},
    {"a.ndjson.GZ", KIND_JSONL}, {"a.csv", KIND_CSV},       {"a.tsv", KIND_TSV},
    {"a.tab.gz", KIND_TSV},      {"a", KIND_AUTO},          {"a.gz", KIND_AUTO},
    {"a.json", KIND_AUTO},       {"a.csv.zip", KIND_AUTO},  {"-", KIND_AUTO},
    {"tsv", KIND_AUTO},          {"a.txt/tsv", KIND_AUTO},  {"", KIND_AUTO},
};

static void test_names(void)
{
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        CHECK_INT(kind_of_name(names[i].path), names[i].kind);
}

static const struct {
    const char *bytes;
    enum input_kind kind;
} heads[] = {
    {"", KIND_TEXT},
    {"A {\"text\": 1}", KIND_TEXT},
    {"{\"text\": \"No.\"}\n", KIND_JSONL},
    {"\xef\xbb\xbf\r\n \t{ \"text", KIND_JSONL},
    {"{", KIND_TEXT},
    {"{}", KIND_TEXT},
    {"{{\"a\"}}", KIND_TEXT},
    {" <!-- a page -->\n<!DOCTYPE html><p>No.", KIND_HTML},
    {"<html lang=\"en\">", KIND_HTML},
    {"<unknown> said no.", KIND_TEXT},
    {"<", KIND_TEXT},
    {"[{\"text\": \"No.\"}]", KIND_TEXT},
    {"\xff\xfe{\0\"\0", KIND_TEXT},
    {" \n \n", KIND_TEXT},
};

static enum input_kind kind_of(struct scratch *scratch, const char *name, const void *bytes,
                               size_t length)
{
    struct source *source = NULL;
    enum input_kind kind = KIND_AUTO;
    stance_error error;
    REQUIRE(source_open(scratch_write(scratch, name, bytes, length), &source, &error) == 0);
    REQUIRE(kind_of_source(source, &kind, &error) == 0);
    struct buffer rest = BUFFER_EMPTY;
    REQUIRE(source_read_all(source, 1 << 20, &rest, &error) == 0);
    size_t given = rest.length;
    buffer_release(&rest);
    source_close(source);
    CHECK(given > 0 || length == 0);
    return kind;
}

static void test_first_bytes(void)
{
    struct scratch scratch;
    scratch_make(&scratch);
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++) {
        size_t length = strlen(heads[i].bytes);
        CHECK_INT(kind_of(&scratch, "a", heads[i].bytes, length), heads[i].kind);
        struct buffer packed = BUFFER_EMPTY;
        packed_append(heads[i].bytes, length, &packed);
        struct buffer *p = &packed;
        if (length > 0)
            CHECK_INT(kind_of(&scratch, "a", p->data, p->length), heads[i].kind);
        buffer_release(&packed);
    }
    CHECK_INT(kind_of(&scratch, "a.txt", "{\"a\": 1}", 8), KIND_TEXT); /* the name comes first */
    CHECK_INT(kind_of(&scratch, "a.csv", "{\"a\": 1}", 8), KIND_CSV);
    scratch_remove(&scratch);
}

/* White space without end is not read to its end. */
static void test_much_white_space(void)
{
    struct scratch scratch;
    scratch_make(&scratch);
    struct buffer bytes = BUFFER_EMPTY;
    for (size_t i = 0; i < 100000; i++)
        buffer_append_char(&bytes, '\n');
    buffer_append_string(&bytes, "{\"a\": 1}");
    CHECK_INT(kind_of(&scratch, "a", bytes.data, bytes.length), KIND_TEXT);
    buffer_release(&bytes);
    scratch_remove(&scratch);
}

const struct suite suite_kind = {
    "read/kind",
    (const struct test[]){
        {"by name", test_names},
        {"by the first bytes", test_first_bytes},
        {"much white space", test_much_white_space},
        {NULL, NULL},
    },
};
