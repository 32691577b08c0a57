#include "base/error.h"
#include "base/utf8.h"
#include "check.h"

#include <errno.h>

static void test_fill(void)
{
    stance_error error;
    error_fill(&error, STANCE_DATA, "%s: line %d: %s", "a.tsv", 7, "an empty label");
    CHECK_INT(error.status, STANCE_DATA);
    CHECK_STRING(error.message, "a.tsv: line 7: an empty label");
    CHECK_INT(error_set(&error, STANCE_MODEL, "another"), -1);
    CHECK_INT(error.status, STANCE_MODEL);
    CHECK_STRING(error.message, "another");
    CHECK_INT(error_no_memory(&error), -1);
    CHECK_INT(error.status, STANCE_NO_MEMORY);
    CHECK_STRING(error.message, "out of memory");
}

static void test_system(void)
{
    static const struct {
        int number;
        const char *action, *message;
    } cases[] = {
        {ENOENT, "open", "news.txt: cannot open: No such file or directory"},
        {EACCES, "write", "news.txt: cannot write: Permission denied"},
        {EISDIR, "read", "news.txt: cannot read: Is a directory"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        stance_error error;
        errno = cases[i].number;
        CHECK_INT(error_system(&error, "news.txt", cases[i].action), -1);
        CHECK_INT(error.status, STANCE_IO);
        CHECK_STRING(error.message, cases[i].message);
    }
}

/* NOLINTBEGIN(misc-misleading-bidirectional): which is what this is about */
static const struct {
    const char *text, *masked;
} masks[] = {
    {"", ""},
    {"plain é € 😀", "plain é € 😀"},
    {"two\nlines\r\n", "two?lines??"},
    {"tab\there", "tab?here"},
    {"\33[2J\33]0;title\a", "?[2J?]0;title?"},
    {"del\177", "del?"},
    {"\1\37 ", "?? "},
    {"a\xc2\x9b"
     "2Jb",
     "a?2Jb"}, /* U+009B begins a command as ESC [ does */
    {"\xc2\x80\xc2\x85\xc2\x9f\xc2\xa0", "???\xc2\xa0"},
    {"a\u202etxt.exe\u2066", "a?txt.exe?"}, /* a line turned round reads as another one */
    {"\u200f\u2028\u2014", "\u200f\u2028\u2014"},
    {"cut\xe2\x80", "cut\xe2\x80"},
};
/* NOLINTEND(misc-misleading-bidirectional) */

static void receive(void *context, const char *message)
{
    struct buffer *buffer = context;
    buffer_append_string(buffer, message);
    buffer_append_char(buffer, '|');
}

static void test_controls_are_masked(void)
{
    for (size_t i = 0; i < sizeof masks / sizeof masks[0]; i++) {
        stance_error error;
        error_fill(&error, STANCE_DATA, "%s", masks[i].text);
        CHECK_STRING(error.message, masks[i].masked);
        struct buffer heard = BUFFER_EMPTY;
        warning_send(&(struct warning_sink){receive, &heard}, "%s", masks[i].text);
        CHECK_BYTES(heard.data, heard.length - 1, masks[i].masked);
        buffer_release(&heard);
    }
}

static void test_long_messages_are_cut(void)
{
    stance_error error;
    char letters[3000];
    memset(letters, 'x', sizeof letters);
    letters[sizeof letters - 1] = '\0';
    error_fill(&error, STANCE_DATA, "%s", letters);
    CHECK_INT(strlen(error.message), sizeof error.message - 1);
}

static void test_a_cut_leaves_whole_code_points(void)
{
    char text[3000] = "";
    for (size_t shift = 0; shift < 3; shift++) {
        memset(text, 'x', shift);
        for (size_t i = shift; i + 4 < sizeof text; i += 3)
            memcpy(text + i, "€", 4);
        stance_error error;
        error_fill(&error, STANCE_DATA, "%s", text);
        size_t length = strlen(error.message);
        CHECK(length > sizeof error.message - 4);
        CHECK_INT(utf8_valid_prefix(error.message, length), length);
    }
}

static void test_warnings(void)
{
    struct buffer heard = BUFFER_EMPTY;
    struct warning_sink sink = {receive, &heard};
    warning_send(&sink, "%s: line %zu: odd", "a.txt", (size_t)3);
    warning_send(&sink, "second");
    CHECK_BYTES(heard.data, heard.length, "a.txt: line 3: odd|second|");
    buffer_release(&heard);
}

static void test_warnings_without_a_listener(void)
{
    warning_send(NULL, "dropped");
    warning_send(&(struct warning_sink){NULL, NULL}, "%d", 1);
}

const struct suite suite_error = {
    "base/error",
    (const struct test[]){
        {"status and message", test_fill},
        {"failures of the system", test_system},
        {"control characters are masked", test_controls_are_masked},
        {"long messages are cut", test_long_messages_are_cut},
        {"a cut leaves whole code points", test_a_cut_leaves_whole_code_points},
        {"warnings are delivered", test_warnings},
        {"warnings without a listener", test_warnings_without_a_listener},
        {NULL, NULL},
    },
};
