#include "report/escape.h"

#include "base/utf8.h"
#include "check.h"
#include "fixture.h"
#include "read/table.h"
#include "scratch.h"

typedef void escape(const char *text, size_t length, struct buffer *out);

static void check_escape(escape *run, const char *text, size_t length, const char *expected)
{
    struct buffer out = BUFFER_EMPTY;
    buffer_append_string(&out, "");
    run(text, length, &out);
    CHECK(!out.failed);
    CHECK_BYTES(out.data, out.length, expected);
    buffer_release(&out);
}

#define C1_NEL "\xc2\x85"
#define C1_CSI "\xc2\x9b"

static const struct {
    const char *text;
    size_t length;
    const char *plain;
    const char *csv;
    const char *json;
} cases[] = {
    {"", 0, "", "", "\"\""},
    {"plain", 5, "plain", "plain", "\"plain\""},
    {"a b", 3, "a b", "a b", "\"a b\""},
    {"a\tb", 3, "a b", "a\tb", "\"a\\tb\""},
    {" a \t\r\n b ", 9, " a b ", "\" a \t\r\n b \"", "\" a \\t\\r\\n b \""},
    {"a,b", 3, "a,b", "\"a,b\"", "\"a,b\""},
    {"say \"no\"", 8, "say \"no\"", "\"say \"\"no\"\"\"", "\"say \\\"no\\\"\""},
    {"\"", 1, "\"", "\"\"\"\"", "\"\\\"\""},
    {"a\\b/c", 5, "a\\b/c", "a\\b/c", "\"a\\\\b/c\""},
    {"a\nb", 3, "a b", "\"a\nb\"", "\"a\\nb\""},
    {"a\rb", 3, "a b", "\"a\rb\"", "\"a\\rb\""},
    {"\b\f\x01\x1f", 4, " ", "\b\f\x01\x1f", "\"\\b\\f\\u0001\\u001f\""},
    {"\33[31mred", 8, " [31mred", "\33[31mred", "\"\\u001b[31mred\""},
    {"a\x7f", 2, "a ", "a\x7f", "\"a\\u007f\""},
    {"d\xc3\xa9menti \xe2\x82\xac", 12, "d\xc3\xa9menti \xe2\x82\xac",
     "d\xc3\xa9menti \xe2\x82\xac", "\"d\xc3\xa9menti \xe2\x82\xac\""},
    {"\xf0\x9f\x98\x80", 4, "\xf0\x9f\x98\x80", "\xf0\x9f\x98\x80", "\"\xf0\x9f\x98\x80\""},
    {"a" C1_NEL "b", 4, "a b", "a" C1_NEL "b", NULL},
    {"a" C1_CSI "31m", 6, "a 31m", "a" C1_CSI "31m", NULL},
    {"a\xc2\xa0"
     "b",
     4,
     "a\xc2\xa0"
     "b",
     "a\xc2\xa0"
     "b",
     "\"a\xc2\xa0"
     "b\""}, /* no-break space */
};

static void test_cases(void)
{
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        check_escape(escape_plain, cases[i].text, cases[i].length, cases[i].plain);
        check_escape(escape_csv, cases[i].text, cases[i].length, cases[i].csv);
        if (cases[i].json != NULL)
            check_escape(escape_json, cases[i].text, cases[i].length, cases[i].json);
    }
}

static void test_a_nul(void)
{
    struct buffer out = BUFFER_EMPTY;
    check_escape(escape_plain, "a\0b", 3, "a b");
    check_escape(escape_json, "a\0b", 3, "\"a\\u0000b\"");
    escape_csv("a\0b", 3, &out);
    CHECK_INT(out.length, 3);
    CHECK(memcmp(out.data, "a\0b", 3) == 0);
    buffer_release(&out);
}

/* NOLINTBEGIN(misc-misleading-bidirectional): which is what this is about */
static void test_terminal(void)
{
    static const struct {
        const char *text, *shown;
    } lines[] = {
        {"", ""},
        {"plain \u20ac", "plain \u20ac"},
        {"\33[2J\tgone", " [2J gone"},
        {"a\u202etxt.exe", "a txt.exe"},
        {"a \u202e b", "a b"},
        {"\u2066\u2069a\u202a\u202b\u202c\u202d\u2067\u2068", " a "},
        {"a\u202e\33\u202eb", "a b"},
        {"\u200f\u2018kept\u2019 \u2014", "\u200f\u2018kept\u2019 \u2014"},
        {"cut\xe2\x80", "cut\xe2\x80"},
    };
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
        check_escape(escape_terminal, lines[i].text, strlen(lines[i].text), lines[i].shown);
    struct buffer out = BUFFER_EMPTY;
    buffer_append_string(&out, "before\u202e ");
    escape_terminal("\u202eafter", 8, &out);
    CHECK_BYTES(out.data, out.length, "before\u202e  after");
    buffer_release(&out);
}
/* NOLINTEND(misc-misleading-bidirectional) */

static void test_what_a_spreadsheet_would_run(void)
{
    static const struct {
        const char *text;
        bool formula;
    } cells[] = {
        {"=1+1", true},
        {"+1", true},
        {"-1", true},
        {"@SUM(A1)", true},
        {"\t=1", true},
        {"\r=1", true},
        {"\n=1", true},
        {"  =1", true},
        {"\uff1d1", true},
        {"\uff0b1", true},
        {"\uff0d1", true},
        {"\uff201", true},
        {"", false},
        {"  ", false},
        {"1=1", false},
        {"'=1", false},
        {"\u2013 a dash", false},
        {"\uff1c", false},
        {"\xef\xbc", false},
    };
    for (size_t i = 0; i < sizeof cells / sizeof cells[0]; i++)
        CHECK_INT(escape_is_formula(cells[i].text, strlen(cells[i].text)), cells[i].formula);
}

/* The name of a file may be any bytes. */
static const struct {
    const char *name;
    const char *kept; /* whatever becomes of the rest */
    const char *json;
} file_names[] = {
    {"\xff.txt", ".txt", "\"\xef\xbf\xbd.txt\""},
    {"\xc2.txt", ".txt", "\"\xef\xbf\xbd.txt\""}, /* half of a C1 control, then a dot */
    {"a\xc2", "a", "\"a\xef\xbf\xbd\""},
    {"caf\xe9 \\1", " \\1", "\"caf\xef\xbf\xbd \\\\1\""},
    {"report\xe2\x82", "report", "\"report\xef\xbf\xbd\""},
};

static void test_file_names_that_are_not_utf8(void)
{
    for (size_t i = 0; i < sizeof file_names / sizeof file_names[0]; i++) {
        const char *name = file_names[i].name;
        struct buffer out = BUFFER_EMPTY;
        escape_plain(name, strlen(name), &out);
        CHECK_CONTAINS(out.data, file_names[i].kept);
        buffer_reset(&out);
        escape_csv(name, strlen(name), &out);
        CHECK_CONTAINS(out.data, file_names[i].kept);
        check_escape(escape_json, name, strlen(name), file_names[i].json);
        buffer_release(&out);
    }
}

/* ---- there and back ---- */

static void append_code_point(uint32_t c, struct buffer *out)
{
    if (c < 0x80) {
        buffer_append_char(out, (char)c);
    } else if (c < 0x800) {
        buffer_append_char(out, (char)(0xc0 | c >> 6));
        buffer_append_char(out, (char)(0x80 | (c & 63)));
    } else {
        buffer_append_char(out, (char)(0xe0 | c >> 12));
        buffer_append_char(out, (char)(0x80 | (c >> 6 & 63)));
        buffer_append_char(out, (char)(0x80 | (c & 63)));
    }
}

/* What is hard to write. The first one not for CSV: its reader takes CR LF for a line end. */
static const uint32_t hard[] = {'\r', '"',  ',',  '\n', '\t', '\\', ' ',    0x1b,  1,
                                0x7f, 0x85, 0x9b, 0xa0, 0xe9, '{',  0x20ac, 0x2028};

#define N_HARD (sizeof hard / sizeof hard[0])

/* The first and the last character are none that a reader may trim. */
static void append_hard_text(struct random *random, size_t first, struct buffer *out)
{
    buffer_append_char(out, '<');
    for (uint64_t n = random_below(random, 12); n > 0; n--)
        append_code_point(hard[first + random_below(random, N_HARD - first)], out);
    buffer_append_char(out, '>');
}

#define N_ROWS 300

/* Writes rows of hard texts and reads them with the project's own reader. */
static void check_round_trip(escape *run, const char *before, const char *after, const char *header,
                             enum table_format format)
{
    static const struct table_column column = {"text", TABLE_REQUIRED, true};
    struct buffer texts[N_ROWS], file = BUFFER_EMPTY;
    struct random random;
    struct scratch scratch;
    struct table *table;
    struct table_record record;
    stance_error error;
    random_seed(&random, 1);
    buffer_append_string(&file, header);
    for (size_t i = 0; i < N_ROWS; i++) {
        texts[i] = BUFFER_EMPTY;
        append_hard_text(&random, format == TABLE_CSV ? 1 : 0, &texts[i]);
        buffer_append_string(&file, before);
        run(texts[i].data, texts[i].length, &file);
        buffer_append_string(&file, after);
    }
    scratch_make(&scratch);
    const char *path = scratch_write(&scratch, "rows", file.data, file.length);
    REQUIRE(table_open(path, format, &column, 1, NULL, &table, &error) == 0);
    for (size_t i = 0; i < N_ROWS; i++) {
        REQUIRE(table_next(table, &record, &error) == 0 && record.line != 0);
        CHECK_BYTES(record.fields[0].text, record.fields[0].length, texts[i].data);
        buffer_release(&texts[i]);
    }
    CHECK(table_next(table, &record, &error) == 0 && record.line == 0);
    table_close(table);
    scratch_remove(&scratch);
    buffer_release(&file);
}

static void test_csv_comes_back(void)
{
    check_round_trip(escape_csv, "x,", "\r\n", "n,text\r\n", TABLE_CSV);
}

static void test_json_comes_back(void)
{
    check_round_trip(escape_json, "{\"text\": ", "}\n", "", TABLE_JSONL);
}

/* What is plain stays so, is valid, and holds nothing that could end a field or move a cursor. */
static void test_plain_is_one_field(void)
{
    struct random random;
    random_seed(&random, 2);
    for (int i = 0; i < 2000; i++) {
        struct buffer text = BUFFER_EMPTY, once = BUFFER_EMPTY, twice = BUFFER_EMPTY;
        append_hard_text(&random, 0, &text);
        escape_plain(text.data, text.length, &once);
        escape_plain(once.data, once.length, &twice);
        CHECK_BYTES(twice.data, twice.length, once.data);
        CHECK_INT(utf8_valid_prefix(once.data, once.length), once.length);
        CHECK(strstr(once.data, "  ") == NULL);
        for (size_t at = 0; at < once.length; at++) {
            unsigned char c = (unsigned char)once.data[at];
            CHECK(c >= ' ' && c != 0x7f);
            CHECK(c != 0xc2 || (unsigned char)once.data[at + 1] >= 0xa0);
        }
        buffer_release(&text);
        buffer_release(&once);
        buffer_release(&twice);
    }
}

/* What escape_plain() must give, byte by byte. */
static void plain_oracle(const char *text, size_t length, struct buffer *out)
{
    bool in_run = false;
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)text[i];
        unsigned char next = i + 1 < length ? (unsigned char)text[i + 1] : 0;
        bool c1 = c == 0xc2 && next >= 0x80 && next < 0xa0;
        bool control = c <= ' ' || c == 0x7f || c1;
        if (!control)
            buffer_append_char(out, text[i]);
        else if (!in_run)
            buffer_append_char(out, ' ');
        in_run = control;
        i += c1;
    }
}

/* Mostly letters and lone spaces, for the fast path; now and then something hard. */
static void test_plain_at_every_place(void)
{
    static const char *const rare[] = {"  ",   "\t", " \n",      "\n ", "\x7f",
                                       C1_CSI, "é",  "\xc2\xa0", "€"};
    struct random random;
    random_seed(&random, 3);
    for (int i = 0; i < 20000; i++) {
        struct buffer text = BUFFER_EMPTY, given = BUFFER_EMPTY, expected = BUFFER_EMPTY;
        for (uint64_t n = random_below(&random, 60); n > 0; n--) {
            uint64_t what = random_below(&random, 40);
            buffer_append_string(&text, what < sizeof rare / sizeof rare[0] ? rare[what]
                                        : what < 15                         ? " "
                                                                            : "x");
        }
        buffer_append_string(&text, "");
        buffer_append_string(&expected, "");
        buffer_append_string(&given, "");
        escape_plain(text.data, text.length, &given);
        plain_oracle(text.data, text.length, &expected);
        CHECK_BYTES(given.data, given.length, expected.data);
        buffer_release(&text);
        buffer_release(&given);
        buffer_release(&expected);
    }
}

/* Each byte at each place of a text of up to three words. */
static void test_each_byte_at_each_place(void)
{
    for (size_t length = 1; length <= 24; length++)
        for (size_t at = 0; at < length; at++)
            for (int c = 1; c < 0x80; c++) {
                char text[24];
                memset(text, 'x', sizeof text);
                text[at] = (char)c;
                struct buffer csv = BUFFER_EMPTY, json = BUFFER_EMPTY;
                escape_csv(text, length, &csv);
                escape_json(text, length, &json);
                bool quoted = c == ',' || c == '"' || c == '\n' || c == '\r';
                CHECK_INT(csv.length, length + (size_t)(quoted ? 2 + (c == '"') : 0));
                CHECK_INT(json.length > length + 2, c < ' ' || c == '"' || c == '\\' || c == 0x7f);
                buffer_release(&csv);
                buffer_release(&json);
            }
}

/* NOLINTBEGIN(misc-misleading-bidirectional): which is what this is about */
static const struct {
    const char *text;
    size_t length;
    const char *html;
} html_cases[] = {
    {"", 0, ""},
    {"plain text", 10, "plain text"},
    {"a  b", 4, "a  b"},
    {"<script>&\"'</script>", 19, "&lt;script&gt;&amp;&quot;&#39;&lt;/script"},
    {"&lt;", 4, "&amp;lt;"},
    {"<!--]]>", 7, "&lt;!--]]&gt;"},
    {"a\tb\r\nc", 6, "a b  c"},
    {"a\0b\33[31m\x7f", 9, "a b [31m "},
    {"a" C1_CSI "b", 4, "a b"},
    {"d\xc3\xa9menti \xf0\x9f\x98\x80", 13, "d\xc3\xa9menti \xf0\x9f\x98\x80"},
    /* An override, an isolate and their ends: gone; a mark of direction says nothing of others. */
    {"a\xe2\x80\xae"
     "b\xe2\x80\xac"
     "c\xe2\x81\xa6"
     "d\xe2\x81\xa9\xe2\x80\x8f",
     19, "abcd\xe2\x80\x8f"},
    {"\xff<\xe2\x80", 4, "\xef\xbf\xbd&lt;\xef\xbf\xbd"},
};

static void test_html(void)
{
    for (size_t i = 0; i < sizeof html_cases / sizeof html_cases[0]; i++)
        check_escape(escape_html, html_cases[i].text, html_cases[i].length, html_cases[i].html);
}

/* Whatever the bytes: no markup, no control character, valid UTF-8. */
static void test_html_of_any_bytes(void)
{
    struct random random;
    random_seed(&random, 1);
    for (size_t round = 0; round < 2000; round++) {
        static const char likely[] = "<>&\"' \xe2\x80\xae\xc2\x9b\0a";
        char text[64];
        struct buffer out = BUFFER_EMPTY;
        buffer_append_string(&out, "");
        for (size_t i = 0; i < sizeof text; i++)
            text[i] = likely[random_below(&random, sizeof likely)];
        escape_html(text, sizeof text, &out);
        CHECK(!out.failed && utf8_valid_prefix(out.data, out.length) == out.length);
        for (size_t i = 0; i < out.length; i++) {
            CHECK(strchr("<>\"'", out.data[i]) == NULL && (unsigned char)out.data[i] >= ' ');
            CHECK(!utf8_turns_direction(out.data + i, out.length - i));
        }
        buffer_release(&out);
    }
}

/* NOLINTEND(misc-misleading-bidirectional) */

const struct suite suite_escape = {
    "report/escape",
    (const struct test[]){
        {"cases", test_cases},
        {"a NUL", test_a_nul},
        {"what a terminal shows", test_terminal},
        {"what a spreadsheet would run", test_what_a_spreadsheet_would_run},
        {"file names that are not UTF-8", test_file_names_that_are_not_utf8},
        {"CSV comes back", test_csv_comes_back},
        {"JSON comes back", test_json_comes_back},
        {"plain is one field", test_plain_is_one_field},
        {"plain, whatever stands where", test_plain_at_every_place},
        {"each byte at each place", test_each_byte_at_each_place},
        {"HTML", test_html},
        {"HTML of any bytes", test_html_of_any_bytes},
        {NULL, NULL},
    },
};
