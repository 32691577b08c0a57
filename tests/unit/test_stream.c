#include "base/buffer.h"
#include "check.h"
#include "scratch.h"
#include "text/stream.h"

#include <inttypes.h>

static const char *const fact_names[CITATION_FACTS] = {"id", "date", "title", "publisher"};

static void describe_paragraph(const struct paragraph *paragraph, struct buffer *out)
{
    buffer_append_format(out, "%zu%s %zu@%" PRIu64 "+%" PRIu64, paragraph->number,
                         paragraph->role != ROLE_BODY ? paragraph_role_name(paragraph->role) : "",
                         paragraph->line, paragraph->offset, paragraph->source_length);
    for (size_t i = 0; i < CITATION_FACTS && paragraph->citation != NULL; i++)
        if (paragraph->citation->facts[i].text != NULL)
            buffer_append_format(out, " %s=%.*s", fact_names[i],
                                 (int)paragraph->citation->facts[i].length,
                                 paragraph->citation->facts[i].text);
    buffer_append_format(out, "%s:", paragraph->citation != NULL ? " " : "");
    buffer_append(out, paragraph->text, paragraph->length);
    buffer_append_char(out, '|');
}

/* Each paragraph as "number[role] line@offset+length[ facts ]:text|", each bad record as "!" and
 * what is said of it after the path; at the end what an error says. */
static void check_stream(const char *name, const char *bytes, const struct stream_options *options,
                         const char *expected)
{
    struct scratch scratch;
    struct stream *stream = NULL;
    struct buffer out = BUFFER_EMPTY;
    stance_error error;
    scratch_make(&scratch);
    const char *path = scratch_write(&scratch, name, bytes, strlen(bytes));
    int result = stream_open(path, options, &stream, &error);
    while (result == 0) {
        struct paragraph paragraph;
        result = stream_next(stream, &paragraph, &error);
        if (result == 0 && paragraph.text == NULL)
            break;
        if (result == 0)
            describe_paragraph(&paragraph, &out);
        else if (error.status == STANCE_RECORD)
            buffer_append_format(&out, "!%s|", scratch_after_path(&scratch, error.message));
        if (result != 0 && error.status == STANCE_RECORD)
            result = 0;
    }
    buffer_append_string(&out, result == 0 ? "" : scratch_after_path(&scratch, error.message));
    CHECK_BYTES(out.data == NULL ? "" : out.data, out.length, expected);
    stream_close(stream);
    buffer_release(&out);
    scratch_remove(&scratch);
}

struct stream_case {
    const char *name, *bytes, *expected;
};

static void check_cases(const struct stream_options *options, const struct stream_case *cases,
                        size_t n_cases)
{
    for (size_t i = 0; i < n_cases; i++)
        check_stream(cases[i].name, cases[i].bytes, options, cases[i].expected);
}

#define CHECK_CASES(options, cases) check_cases(options, cases, sizeof cases / sizeof cases[0])

static void test_kinds(void)
{
    static const struct stream_options options = {0};
    static const struct stream_case cases[] = {
        {"a", "One.\n\nTwo.\n", "1 1@0+4:One.|2 3@6+4:Two.|"},
        {"a.txt", "{\"text\": \"No.\"}", "1 1@0+15:{\"text\": \"No.\"}|"},
        {"a", "{\"text\": \"No.\"}", "1 1@0+3 :No.|"},
        {"a.jsonl", "\n{\"text\": \"One.\\n\\nTwo.\"}\n{\"text\": \"Three.\"}",
         "1 2@0+4 :One.|2 2@6+4 :Two.|1 3@0+6 :Three.|"},
        {"a.csv", "text\r\n\"One,\nand one.\"\r\nTwo.\r\n",
         "1 2@0+4 :One,|2 2@5+8 :and one.|1 4@0+4 :Two.|"},
        {"a.tsv", "id\ttext\n1\tOne.\n2\tTwo.\n", "1 2@0+4 id=1 :One.|1 3@0+4 id=2 :Two.|"},
        {"a.tsv", "One.\nTwo.\n", "1 1@0+4 :One.|1 2@0+4 :Two.|"},
        {"a.tsv", "story\tid\nOne.\t1\n",
         ": line 1: no column 'text|body|content'; the columns are: story, id"},
        {"a.jsonl", "\n\n", ""},
        {"a.csv", "text\n", ""},
        {"a.jsonl", "", ": empty"},
    };
    CHECK_CASES(&options, cases);
}

static void test_articles(void)
{
    static const struct stream_options options = {0};
    static const struct stream_case cases[] = {
        {"a.jsonl",
         "{\"id\": 7, \"date\": \"2031-06-04\", \"title\": \" A title.\\n\", \"text\": \"  One.  "
         "\"}",
         "1title 1@1+8 id=7 date=2031-06-04 title= A title.\n :A title.|"
         "2 1@2+4 id=7 date=2031-06-04 title= A title.\n :One.|"},
        {"a.jsonl", "{\"title\": \"\", \"id\": \"\", \"text\": \"One.\"}", "1 1@0+4 :One.|"},
        {"a.jsonl", "{\"title\": null, \"text\": \"One.\"}", "1 1@0+4 :One.|"},
        {"a.jsonl", "{\"title\": \" \", \"text\": \"One.\"}", "1 1@0+4 title=  :One.|"},
        {"a.jsonl", "{\"title\": \"One\", \"text\": \" \"}", "1title 1@0+3 title=One :One|"},
        {"a.jsonl", "{\"body\": \"One.\"}\n{\"content\": \"Two.\", \"body\": null}",
         "1 1@0+4 :One.|1 2@0+4 :Two.|"},
        {"a.jsonl", "{\"content\": \"One.\", \"body\": \"Two.\", \"text\": \"Three.\"}",
         "1 1@0+6 :Three.|"},
        {"a.csv", "content,body\nOne.,Two.\n", "1 2@0+4 :Two.|"},
    };
    CHECK_CASES(&options, cases);
}

static void test_pages(void)
{
    static const struct stream_options options = {0};
    static const char page[] =
        "<!doctype html>\n<html><head><title>Ferries run again</title>\n"
        "<meta property='article:published_time' content='2031-06-04'></head>\n"
        "<body><nav><a href='/'>Home</a></nav>\n<article><h1>Ferries run again</h1>\n"
        "<p>The ferries between Lindal and Torvik run again, with two boats a day, the office "
        "said.</p>\n<p>Tickets are to be had\nat the harbour, and on both of the boats.</p>\n"
        "</article></body></html>\n";
    static const char expected[] =
        "1title 5@0+0 date=2031-06-04 title=Ferries run again :Ferries run again|"
        "2 6@0+0 date=2031-06-04 title=Ferries run again :The ferries between Lindal and Torvik "
        "run again, with two boats a day, the office said.|"
        "3 7@0+0 date=2031-06-04 title=Ferries run again :Tickets are to be had at the harbour, "
        "and on both of the boats.|";
    check_stream("a", page, &options, expected);
    check_stream("a.htm", page, &options, expected);
    check_stream("a.html", "", &options, ": empty");
    check_stream("a.html", "\n", &options, "");
}

static void test_named_columns(void)
{
    static const struct stream_options options = {.text_column = "a|b",
                                                  .id_column = "key",
                                                  .title_column = "head",
                                                  .date_column = "day",
                                                  .kind = KIND_JSONL};
    static const struct stream_case cases[] = {
        {"a.csv", "{\"a|b\": \"One.\", \"key\": \"k\", \"head\": \"H\", \"day\": \"today\"}",
         "1title 1@0+1 id=k date=today title=H :H|2 1@0+4 id=k date=today title=H :One.|"},
        {"a.csv", "{\"a\": \"One.\", \"key\": \"k\", \"head\": \"H\", \"day\": \"today\"}",
         "!: line 1: no field 'a|b'; the fields are: a, key, head, day|"},
    };
    CHECK_CASES(&options, cases);
}

static void test_bad_records(void)
{
    static const struct stream_options options = {0};
    static const struct stream_case cases[] = {
        {"a.jsonl",
         "{\"text\": \"One.\"}\n{\n{\"text\": [1]}\n{\"text\": \" \"}\n{\"text\": \"Two.\"}\n",
         "1 1@0+4 :One.|!: line 2: byte 1: not one JSON object: it breaks off|"
         "!: line 3: field 'text' is not a string|!: line 4: no text in it|1 5@0+4 :Two.|"},
        {"a.tsv", "id\ttext\n1\tOne.\t\n2\tTwo.\n",
         "!: line 2: 3 fields where there must be 2|1 3@0+4 id=2 :Two.|"},
        {"a.csv", "id,text\n1,\"One\" two.\n2,Two.\n",
         "!: line 2: a quotation mark in the wrong place|1 3@0+4 id=2 :Two.|"},
    };
    CHECK_CASES(&options, cases);
}

/* An id that would be told a thousand times must not be long; a title may be, and is told in part.
 */
static void test_long_facts(void)
{
    static const struct stream_options options = {0};
    static const char *const names[] = {"id", "date", "title"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        for (size_t length = CITATION_FACT_LIMIT; length < CITATION_FACT_LIMIT + 3; length++) {
            bool is_title = i == 2;
            struct buffer bytes = BUFFER_EMPTY, expected = BUFFER_EMPTY;
            struct buffer value = BUFFER_EMPTY;
            for (size_t n = 0; n + 2 < length; n++)
                buffer_append_char(&value, 'x');
            buffer_append_string(&value, "é");
            buffer_append_format(&bytes, "{\"%s\": \"%s\", \"text\": \"No.\"}", names[i],
                                 value.data);
            bool fits = length <= CITATION_FACT_LIMIT;
            int shown = (int)(fits ? length : length - 2); /* no half of the last letter */
            if (is_title)
                buffer_append_format(&expected, "1title 1@0+%zu title=%.*s :%s|2 ", length, shown,
                                     value.data, value.data);
            if (is_title || fits)
                buffer_append_format(&expected, "%s1@0+3 %s=%.*s :No.|", is_title ? "" : "1 ",
                                     names[i], shown, value.data);
            else
                buffer_append_string(&expected,
                                     "!: line 1: an id or a date of more than 1024 bytes|");
            check_stream("a.jsonl", bytes.data, &options, expected.data);
            buffer_release(&bytes);
            buffer_release(&expected);
            buffer_release(&value);
        }
    }
}

static void test_split(void)
{
    static const struct stream_options blank = {.split = SPLIT_BLANK}, line = {.split = SPLIT_LINE};
    static const char bytes[] = "{\"text\": \"One.\\nTwo.\\n\\nThree.\"}";
    check_stream("a.jsonl", bytes, &blank, "1 1@0+9 :One.\nTwo.|2 1@11+6 :Three.|");
    check_stream("a.jsonl", bytes, &line, "1 1@0+4 :One.|2 1@5+4 :Two.|3 1@11+6 :Three.|");
}

/* What the input tells is not guessed again. */
static void test_known_role(void)
{
    struct paragraph paragraph = {
        .text = "One", .length = 3, .number = 1, .role = ROLE_BOILERPLATE};
    stance_error error;
    CHECK_INT(paragraph_decide_role(&paragraph, NULL, NULL, &error), 0);
    CHECK_INT(paragraph.role, ROLE_BOILERPLATE);
}

const struct suite suite_stream = {
    "text/stream",
    (const struct test[]){
        {"each kind of input", test_kinds},
        {"what is known of an article", test_articles},
        {"pages", test_pages},
        {"columns by other names", test_named_columns},
        {"bad records", test_bad_records},
        {"long ids, dates and titles", test_long_facts},
        {"where a paragraph ends", test_split},
        {"a role that is known", test_known_role},
        {NULL, NULL},
    },
};
