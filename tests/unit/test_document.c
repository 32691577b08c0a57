#include "base/buffer.h"
#include "base/utf8.h"
#include "check.h"
#include "read/document.h"
#include "scratch.h"

#include <fcntl.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define BOM "\xef\xbb\xbf"
#define BAD "\xef\xbf\xbd" /* what stands for invalid bytes */

static struct document *open_bytes(struct scratch *scratch, const void *bytes, size_t length,
                                   const struct warning_sink *sink)
{
    struct document *document = NULL;
    stance_error error;
    if (document_open(scratch_write(scratch, "a.txt", bytes, length), sink, &document, &error) != 0)
        fprintf(stderr, "\n%s\n", error.message);
    REQUIRE(document != NULL);
    return document;
}

/* Each line as "number@offset+source_length:text", a '+' after the text where it goes on. */
static void describe_lines(struct document *document, struct buffer *out)
{
    struct line line;
    stance_error error;
    while (document_next(document, &line, &error) == 0 && line.text != NULL) {
        buffer_append_format(out, "%zu@%" PRIu64 "+%zu:", line.number, line.offset,
                             line.source_length);
        buffer_append(out, line.text, line.length);
        buffer_append_string(out, line.continued ? "+|" : "|");
    }
    CHECK(document_next(document, &line, &error) == 0 && line.text == NULL);
}

static const struct {
    const char *bytes, *lines;
} cases[] = {
    {"a", "1@0+1:a|"},
    {"a\n", "1@0+1:a|"},
    {"a\nbc\n", "1@0+1:a|2@2+2:bc|"},
    {"a\nbc", "1@0+1:a|2@2+2:bc|"},
    {"\n", "1@0+0:|"},
    {"\n\n", "1@0+0:|2@1+0:|"},
    {"a\n\n", "1@0+1:a|2@2+0:|"},
    {"a\r\nbc\r\n", "1@0+1:a|2@3+2:bc|"},
    {"a\r\nbc\r", "1@0+1:a|2@3+2:bc|"},
    {"\r\n\r\n", "1@0+0:|2@2+0:|"},
    {"a\rb\n", "1@0+3:a\rb|"},
    {"a\r\r\n", "1@0+2:a\r|"},
    {" \t a \n", "1@0+5: \t a |"},
    {"Käse\n€\n", "1@0+5:Käse|2@6+3:€|"},
    {BOM, ""},
    {BOM "a\nb", "1@3+1:a|2@5+1:b|"},
    {BOM "\r\na", "1@3+0:|2@5+1:a|"},
    {BOM BOM "a", "1@3+4:" BOM "a|"},
    {"a" BOM "\n", "1@0+4:a" BOM "|"},
    {"caf\xe9\nok\n", "1@0+4:caf" BAD "|2@5+2:ok|"},
    {"caf\xe9\r\nok\r\n", "1@0+4:caf" BAD "|2@6+2:ok|"},
    {"\x93no\x94 \x96 he said\nok", "1@0+14:" BAD "no" BAD " " BAD " he said|2@15+2:ok|"},
    {"a\xe2\x82\nb", "1@0+3:a" BAD "|2@4+1:b|"},
    {"a\xe2\x82", "1@0+3:a" BAD "|"},
    {"\xed\xa0\x80!", "1@0+4:" BAD BAD BAD "!|"},
    {"\xc0\x8a"
     "a",
     "1@0+3:" BAD BAD "a|"},
};

static void test_lines(void)
{
    struct scratch scratch;
    scratch_make(&scratch);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct document *document =
            open_bytes(&scratch, cases[i].bytes, strlen(cases[i].bytes), NULL);
        struct buffer lines = BUFFER_EMPTY;
        describe_lines(document, &lines);
        CHECK_BYTES(lines.data == NULL ? "" : lines.data, lines.length, cases[i].lines);
        buffer_release(&lines);
        document_close(document);
    }
    scratch_remove(&scratch);
}

static const struct {
    const char *bytes;
    size_t length;
    const char *words; /* after the path */
} refused[] = {
    {"", 0, ": empty"},
    {"\xff\xfe"
     "a\0",
     4, ": byte 0: UTF-16; convert it first: iconv -f UTF-16 -t UTF-8"},
    {"\xfe\xff\0a", 4, ": byte 0: UTF-16; convert it first: iconv -f UTF-16 -t UTF-8"},
    {"\xff\xfe", 2, ": byte 0: UTF-16; convert it first: iconv -f UTF-16 -t UTF-8"},
    {"\0", 1, ": byte 0: a NUL: a binary file, not text"},
    {"ab\ncd\0", 6, ": byte 5: a NUL: a binary file, not text"},
    {BOM "\0", 4, ": byte 3: a NUL: a binary file, not text"},
};

static void test_what_is_no_text(void)
{
    struct scratch scratch;
    scratch_make(&scratch);
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        struct document *document = NULL;
        stance_error error;
        const char *path = scratch_write(&scratch, "a.txt", refused[i].bytes, refused[i].length);
        CHECK_INT(document_open(path, NULL, &document, &error), -1);
        CHECK(document == NULL);
        CHECK_INT(error.status, STANCE_DATA);
        CHECK_STRING(scratch_after_path(&scratch, error.message), refused[i].words);
    }
    scratch_remove(&scratch);
}

static void test_no_such_file_and_folder(void)
{
    struct scratch scratch;
    scratch_make(&scratch);
    struct document *document = NULL;
    stance_error error;
    CHECK_INT(document_open(scratch_path(&scratch, "missing"), NULL, &document, &error), -1);
    CHECK_INT(error.status, STANCE_IO);
    CHECK_STRING(scratch_after_path(&scratch, error.message),
                 ": cannot open: No such file or directory");
    CHECK_INT(document_open(scratch_path(&scratch, "."), NULL, &document, &error), -1);
    CHECK_INT(error.status, STANCE_IO);
    CHECK_STRING(scratch_after_path(&scratch, error.message), ": cannot read: Is a directory");
    CHECK(document == NULL);
    document_close(NULL);
    scratch_remove(&scratch);
}

static void test_nul_at_the_edge_of_the_first_64_kib(void)
{
    struct scratch scratch;
    scratch_make(&scratch);
    char *bytes = malloc(DOCUMENT_PEEK + 2);
    REQUIRE(bytes != NULL);
    memset(bytes, 'a', DOCUMENT_PEEK + 2);
    bytes[DOCUMENT_PEEK - 1] = '\0';
    struct document *document = NULL;
    stance_error error;
    CHECK_INT(document_open(scratch_write(&scratch, "a.txt", bytes, DOCUMENT_PEEK + 2), NULL,
                            &document, &error),
              -1);
    CHECK_STRING(scratch_after_path(&scratch, error.message),
                 ": byte 65535: a NUL: a binary file, not text");
    bytes[DOCUMENT_PEEK - 1] = 'a';
    bytes[DOCUMENT_PEEK] = '\0';
    document = open_bytes(&scratch, bytes, DOCUMENT_PEEK + 2, NULL);
    struct line line;
    CHECK_INT(document_next(document, &line, &error), 0);
    REQUIRE(line.length == DOCUMENT_PEEK + 2);
    CHECK(memcmp(line.text, bytes, line.length) == 0);
    document_close(document);
    free(bytes);
    scratch_remove(&scratch);
}

static const struct {
    const char *bytes, *warnings;
} warned[] = {
    {"all is well\nd\xc3\xa9menti\n", ""},
    {"x\n\ncaf\xe9 \xff\nok\n\xff", ": line 3: byte 6: not UTF-8; invalid bytes become U+FFFD\n"
                                    ": line 5: byte 13: not UTF-8; invalid bytes become U+FFFD\n"},
    {BOM "a\r\nb\xff\r\n", ": line 2: byte 7: not UTF-8; invalid bytes become U+FFFD\n"},
    {"\xe2\x82", ": line 1: byte 0: not UTF-8; invalid bytes become U+FFFD\n"},
};

static void test_invalid_bytes_are_reported(void)
{
    struct scratch scratch;
    scratch_make(&scratch);
    for (size_t i = 0; i < sizeof warned / sizeof warned[0]; i++) {
        struct warnings warnings;
        struct warning_sink sink = warnings_sink(&warnings, &scratch);
        struct document *document =
            open_bytes(&scratch, warned[i].bytes, strlen(warned[i].bytes), &sink);
        struct buffer lines = BUFFER_EMPTY;
        describe_lines(document, &lines);
        document_close(document);
        CHECK_STRING(warnings.text, warned[i].warnings);
        buffer_release(&lines);
    }
    scratch_remove(&scratch);
}

static void test_many_invalid_lines_are_counted(void)
{
    static const struct {
        size_t bad, warnings;
    } counts[] = {{10, 10}, {12, 11}, {500, 11}};
    struct scratch scratch;
    scratch_make(&scratch);
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
        struct buffer bytes = BUFFER_EMPTY, lines = BUFFER_EMPTY;
        for (size_t line = 0; line < counts[i].bad; line++)
            buffer_append_string(&bytes, "a\xff\n");
        struct warnings warnings;
        struct warning_sink sink = warnings_sink(&warnings, &scratch);
        struct document *document = open_bytes(&scratch, bytes.data, bytes.length, &sink);
        describe_lines(document, &lines);
        document_close(document);
        CHECK_INT(warnings.count, counts[i].warnings);
        CHECK_CONTAINS(warnings.text, ": line 10: byte 28: not UTF-8;");
        char rest[100];
        snprintf(rest, sizeof rest, ": %zu more lines with bytes that are not UTF-8\n",
                 counts[i].bad - 10);
        CHECK((strstr(warnings.text, rest) != NULL) == (counts[i].bad > 10));
        buffer_release(&bytes);
        buffer_release(&lines);
    }
    scratch_remove(&scratch);
}

static const struct {
    const char *bytes;
    bool found;
} blanks[] = {
    {"a", false},          {"a\nb\n", false},        {"\n", false},
    {"\n\na\nb\n", false}, {BOM "\n\na\n", false},   {"a\n\n", false},
    {"a\n\n \t\n", false}, {"a\n\nb", true},         {BOM "a\n\nb", true},
    {"\n\na\n\nb", true},  {"a\n\n\n\nb", true},     {"a\r\n\r\nb\r\n", true},
    {"a\n \t \nb", true},  {"a\nb\nc\n\nd", true},   {"a\n  b\n", false},
    {"a\n.\nb", false},    {"a\n\xc2\xa0\nb", true},
};

static void test_blank_line(void)
{
    struct scratch scratch;
    scratch_make(&scratch);
    for (size_t i = 0; i < sizeof blanks / sizeof blanks[0]; i++) {
        struct document *document =
            open_bytes(&scratch, blanks[i].bytes, strlen(blanks[i].bytes), NULL);
        if (document_has_blank_line(document) != blanks[i].found)
            CHECK_STRING(blanks[i].bytes, blanks[i].found ? "has one" : "has none");
        document_close(document);
    }
    scratch_remove(&scratch);
}

static void test_blank_line_beyond_the_first_64_kib(void)
{
    static const struct {
        size_t before;
        bool found;
    } places[] = {{DOCUMENT_PEEK - 10, true}, {DOCUMENT_PEEK + 10, false}};
    struct scratch scratch;
    scratch_make(&scratch);
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        struct buffer bytes = BUFFER_EMPTY;
        while (bytes.length < places[i].before)
            buffer_append_char(&bytes, 'a');
        buffer_append_string(&bytes, "\n\nb\n");
        struct document *document = open_bytes(&scratch, bytes.data, bytes.length, NULL);
        CHECK_INT(document_has_blank_line(document), places[i].found);
        document_close(document);
        buffer_release(&bytes);
    }
    scratch_remove(&scratch);
}

static void test_head(void)
{
    struct scratch scratch;
    scratch_make(&scratch);
    struct document *document = open_bytes(&scratch, "a\r\nb\xff", 5, NULL);
    size_t length;
    const char *head = document_head(document, &length);
    CHECK_BYTES(head, length, "a\r\nb\xff");
    document_close(document);
    struct buffer bytes = BUFFER_EMPTY;
    while (bytes.length < 2 * DOCUMENT_PEEK)
        buffer_append_string(&bytes, "0123456789\n");
    document = open_bytes(&scratch, bytes.data, bytes.length, NULL);
    head = document_head(document, &length);
    CHECK_INT(length, DOCUMENT_PEEK);
    CHECK(memcmp(head, bytes.data, length) == 0);
    document_close(document);
    buffer_release(&bytes);
    scratch_remove(&scratch);
}

/* `content` must come out of line 2 whole and in order, in parts that are full, valid and counted
 * as one line. */
static void check_long_line(const struct buffer *content, size_t parts)
{
    struct buffer bytes = BUFFER_EMPTY, joined = BUFFER_EMPTY;
    buffer_append_string(&bytes, "first\r\n");
    buffer_append(&bytes, content->data, content->length);
    buffer_append_string(&bytes, "\r\nlast\r\n");
    struct scratch scratch;
    scratch_make(&scratch);
    struct document *document = open_bytes(&scratch, bytes.data, bytes.length, NULL);
    struct line line;
    stance_error error;
    CHECK(document_next(document, &line, &error) == 0 && line.number == 1);
    size_t count = 0;
    do {
        REQUIRE(document_next(document, &line, &error) == 0 && line.text != NULL);
        CHECK_INT(line.number, 2);
        CHECK_INT(line.offset, 7 + joined.length);
        CHECK_INT(line.source_length, line.length);
        CHECK_INT(utf8_valid_prefix(line.text, line.length), line.length);
        CHECK(line.length <= DOCUMENT_LINE_LIMIT);
        CHECK(!line.continued || line.length > DOCUMENT_LINE_LIMIT - 4);
        buffer_append(&joined, line.text, line.length);
        count++;
    } while (line.continued);
    CHECK_INT(count, parts);
    REQUIRE(joined.length == content->length);
    CHECK(memcmp(joined.data, content->data, joined.length) == 0);
    CHECK(document_next(document, &line, &error) == 0 && line.text != NULL);
    CHECK_BYTES(line.text, line.length, "last");
    CHECK_INT(line.number, 3);
    CHECK_INT(line.offset, 7 + content->length + 2);
    document_close(document);
    buffer_release(&bytes);
    buffer_release(&joined);
    scratch_remove(&scratch);
}

static void test_long_line_comes_in_parts(void)
{
    static const char *const units[] = {"a", "é", "€", "😀", "xé😀"};
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        struct buffer content = BUFFER_EMPTY;
        while (content.length < DOCUMENT_LINE_LIMIT * 2 + 1000) {
            buffer_append_format(&content, "%zu", content.length);
            for (int repeat = 0; repeat < 50; repeat++)
                buffer_append_string(&content, units[i]);
        }
        check_long_line(&content, 3);
        buffer_release(&content);
    }
}

static void test_line_at_the_limit(void)
{
    static const struct {
        size_t length;
        const char *end, *parts;
    } limits[] = {
        {DOCUMENT_LINE_LIMIT - 1, "\n", "1048575,"},
        {DOCUMENT_LINE_LIMIT, "", "1048576,"},
        {DOCUMENT_LINE_LIMIT, "\n", "1048576,"},
        {DOCUMENT_LINE_LIMIT, "\r\n", "1048576,"},
        {DOCUMENT_LINE_LIMIT, "\n\n", "1048576,0,"},
        {DOCUMENT_LINE_LIMIT + 1, "\n", "1048576+1,"},
        {DOCUMENT_LINE_LIMIT + 1, "\r\n", "1048576+1,"},
        {DOCUMENT_LINE_LIMIT + 1, "", "1048576+1,"},
        {DOCUMENT_LINE_LIMIT * 2, "\n", "1048576+1048576,"},
    };
    struct scratch scratch;
    scratch_make(&scratch);
    for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++) {
        struct buffer bytes = BUFFER_EMPTY, parts = BUFFER_EMPTY;
        char *place = buffer_reserve(&bytes, limits[i].length);
        REQUIRE(place != NULL);
        memset(place, 'a', limits[i].length);
        bytes.length += limits[i].length;
        buffer_append_string(&bytes, limits[i].end);
        struct document *document = open_bytes(&scratch, bytes.data, bytes.length, NULL);
        struct line line;
        stance_error error;
        while (document_next(document, &line, &error) == 0 && line.text != NULL)
            buffer_append_format(&parts, "%zu%c", line.length, line.continued ? '+' : ',');
        CHECK_BYTES(parts.data, parts.length, limits[i].parts);
        document_close(document);
        buffer_release(&bytes);
        buffer_release(&parts);
    }
    scratch_remove(&scratch);
}

/* A first line that moves the second to where a read ends between its CR and its LF. */
static void test_line_end_between_two_reads(void)
{
    enum { READ = 256 << 10 };
    static const size_t lengths[] = {100, DOCUMENT_LINE_LIMIT};
    struct scratch scratch;
    scratch_make(&scratch);
    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        size_t first = READ - 1 - lengths[i] % READ - 1;
        struct buffer bytes = BUFFER_EMPTY;
        size_t total = first + 1 + lengths[i];
        char *place = buffer_reserve(&bytes, total);
        REQUIRE(place != NULL);
        memset(place, 'a', total);
        place[first] = '\n';
        bytes.length = total;
        buffer_append_string(&bytes, "\r\nlast");
        struct document *document = open_bytes(&scratch, bytes.data, bytes.length, NULL);
        struct line line;
        stance_error error;
        CHECK(document_next(document, &line, &error) == 0 && line.length == first);
        CHECK(document_next(document, &line, &error) == 0 && !line.continued);
        CHECK_INT(line.length, lengths[i]);
        CHECK(document_next(document, &line, &error) == 0 && line.text != NULL);
        CHECK_BYTES(line.text, line.length, "last");
        CHECK_INT(line.offset, total + 2);
        document_close(document);
        buffer_release(&bytes);
    }
    scratch_remove(&scratch);
}

static void test_long_line_of_invalid_bytes(void)
{
    size_t length = DOCUMENT_LINE_LIMIT + 100;
    char *bytes = malloc(length);
    REQUIRE(bytes != NULL);
    memset(bytes, 0x80, length);
    struct scratch scratch;
    scratch_make(&scratch);
    struct document *document = open_bytes(&scratch, bytes, length, NULL);
    struct line line;
    stance_error error;
    CHECK(document_next(document, &line, &error) == 0 && line.continued);
    CHECK_INT(line.source_length, DOCUMENT_LINE_LIMIT);
    CHECK_INT(line.length, 3 * DOCUMENT_LINE_LIMIT);
    CHECK_INT(utf8_valid_prefix(line.text, line.length), line.length);
    CHECK(document_next(document, &line, &error) == 0 && !line.continued);
    CHECK_INT(line.source_length, 100);
    CHECK_INT(line.offset, DOCUMENT_LINE_LIMIT);
    document_close(document);
    free(bytes);
    scratch_remove(&scratch);
}

static void test_many_lines_through_the_window(void)
{
    enum { LINES = 60000 };
    struct buffer bytes = BUFFER_EMPTY;
    for (size_t i = 0; i < LINES; i++)
        buffer_append_format(&bytes, "line %zu %.*s\n", i, (int)(i % 23),
                             "xxxxxxxxxxxxxxxxxxxxxxx");
    struct scratch scratch;
    scratch_make(&scratch);
    struct document *document = open_bytes(&scratch, bytes.data, bytes.length, NULL);
    size_t wrong = 0;
    uint64_t offset = 0;
    stance_error error;
    for (size_t i = 0; i < LINES; i++) {
        char expected[64];
        int length = snprintf(expected, sizeof expected, "line %zu %.*s", i, (int)(i % 23),
                              "xxxxxxxxxxxxxxxxxxxxxxx");
        struct line line;
        REQUIRE(document_next(document, &line, &error) == 0 && line.text != NULL);
        wrong += line.number != i + 1 || line.offset != offset || line.length != (size_t)length ||
                 memcmp(line.text, expected, line.length) != 0;
        offset += line.length + 1;
    }
    CHECK_INT(wrong, 0);
    document_close(document);
    buffer_release(&bytes);
    scratch_remove(&scratch);
}

/* Standard input gives `content`, in two writes. */
static void check_standard_input(const char *content, const char *lines, const char *words)
{
    int saved = dup(STDIN_FILENO), ends[2];
    REQUIRE(saved >= 0 && pipe(ends) == 0);
    REQUIRE(dup2(ends[0], STDIN_FILENO) == STDIN_FILENO);
    close(ends[0]);
    size_t half = strlen(content) / 2;
    CHECK_INT(write(ends[1], content, half), half);
    CHECK_INT(write(ends[1], content + half, strlen(content) - half), strlen(content) - half);
    close(ends[1]);
    struct document *document = NULL;
    stance_error error = {STANCE_OK, ""};
    CHECK_INT(document_open("-", NULL, &document, &error), words == NULL ? 0 : -1);
    if (document != NULL) {
        CHECK_STRING(document_name(document), "standard input");
        struct buffer described = BUFFER_EMPTY;
        describe_lines(document, &described);
        CHECK_BYTES(described.data, described.length, lines);
        buffer_release(&described);
    } else {
        CHECK_STRING(error.message, words);
    }
    document_close(document);
    REQUIRE(dup2(saved, STDIN_FILENO) == STDIN_FILENO);
    close(saved);
}

static void test_standard_input(void)
{
    check_standard_input("one\n\ntwo", "1@0+3:one|2@4+0:|3@5+3:two|", NULL);
    check_standard_input("", NULL, "standard input: empty");
}

static void *write_slowly(void *path)
{
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    bool good = fd >= 0 && write(fd, "One,\ntwo.\n", 10) == 10;
    usleep(20000);
    good = good && write(fd, "\nThree.\n", 8) == 8;
    close(fd);
    return good ? path : NULL;
}

static void test_pipe_that_is_filled_slowly(void)
{
    struct scratch scratch;
    scratch_make(&scratch);
    scratch_path(&scratch, "pipe");
    REQUIRE(mkfifo(scratch.path, 0600) == 0);
    pthread_t writer;
    REQUIRE(pthread_create(&writer, NULL, write_slowly, scratch.path) == 0);
    struct document *document = NULL;
    stance_error error;
    int result = document_open(scratch.path, NULL, &document, &error);
    void *written = NULL;
    CHECK_INT(pthread_join(writer, &written), 0);
    CHECK(written != NULL);
    REQUIRE(result == 0);
    CHECK(document_has_blank_line(document));
    struct buffer lines = BUFFER_EMPTY;
    describe_lines(document, &lines);
    CHECK_BYTES(lines.data, lines.length, "1@0+4:One,|2@5+4:two.|3@10+0:|4@11+6:Three.|");
    buffer_release(&lines);
    document_close(document);
    scratch_remove(&scratch);
}

/* A pipe whose other end gives a piece each time the reader would have to wait. */
struct giver {
    const char *const *pieces; /* NULL ends them */
    int end;                   /* to write to; closed with the last piece */
    size_t given;
    bool stop; /* at the end of the pieces, rather than to close the pipe */
};

static bool give(void *context)
{
    struct giver *giver = context;
    const char *piece = giver->pieces[giver->given];
    if (piece == NULL && giver->stop)
        return false;
    if (piece == NULL) {
        close(giver->end);
        return true;
    }
    giver->given++;
    return write(giver->end, piece, strlen(piece)) == (ssize_t)strlen(piece);
}

static bool has_a_line(void *context, const struct document *document)
{
    (void)context;
    size_t length;
    const char *head = document_head(document, &length);
    return memchr(head, '\n', length) != NULL;
}

static struct document *open_watched(const char *name, const struct document_watch *watch)
{
    struct source *source = NULL;
    struct document *document = NULL;
    stance_error error;
    REQUIRE(source_open(name, &source, &error) == 0);
    REQUIRE(document_open_source(source, watch, NULL, &document, &error) == 0);
    return document;
}

static struct document *open_pieces(struct giver *giver, char name[32])
{
    int ends[2];
    REQUIRE(pipe(ends) == 0);
    giver->end = ends[1];
    snprintf(name, 32, "/dev/fd/%d", ends[0]);
    struct document_watch watch = {.idle = give, .enough = has_a_line, .context = giver};
    struct document *document = open_watched(name, &watch);
    close(ends[0]);
    return document;
}

static void test_watched_pipe(void)
{
    static const char *const pieces[] = {(BOM "O"), "ne", ".\nT", "wo.\nThr", "ee.", NULL};
    for (int stop = 0; stop < 2; stop++) {
        struct giver giver = {.pieces = pieces, .stop = stop};
        char name[32];
        struct document *document = open_pieces(&giver, name);
        CHECK_INT(giver.given, 3); /* the first line is there: nothing more was waited for */
        struct line line;
        stance_error error;
        CHECK(document_next(document, &line, &error) == 0 && line.offset == 3);
        CHECK_BYTES(line.text, line.length, "One.");
        CHECK_INT(giver.given, 3);
        CHECK(document_next(document, &line, &error) == 0);
        CHECK_BYTES(line.text, line.length, "Two.");
        CHECK_INT(giver.given, 4);
        CHECK(document_next(document, &line, &error) == 0);
        CHECK_BYTES(line.text, line.length, "Three.");
        CHECK(document_next(document, &line, &error) == 0 && line.text == NULL);
        document_close(document);
        if (stop)
            close(giver.end);
    }
}

static bool give_a_nul(void *context)
{
    struct giver *giver = context;
    return write(giver->end, giver->given++ == 0 ? "One.\n" : "T\0o.\n", 5) == 5;
}

static void test_nul_in_a_watched_pipe(void)
{
    int ends[2];
    REQUIRE(pipe(ends) == 0);
    char name[32], expected[100];
    snprintf(name, sizeof name, "/dev/fd/%d", ends[0]);
    snprintf(expected, sizeof expected, "%s: byte 6: a NUL: a binary file, not text", name);
    struct giver giver = {.end = ends[1]};
    struct document_watch watch = {.idle = give_a_nul, .enough = has_a_line, .context = &giver};
    struct document *document = open_watched(name, &watch);
    struct line line;
    stance_error error;
    CHECK(document_next(document, &line, &error) == 0 && line.length == 4);
    CHECK_INT(document_next(document, &line, &error), -1);
    CHECK_STRING(error.message, expected);
    document_close(document);
    close(ends[0]);
    close(ends[1]);
}

static void test_name(void)
{
    struct scratch scratch;
    scratch_make(&scratch);
    struct document *document = open_bytes(&scratch, "a", 1, NULL);
    CHECK_STRING(document_name(document), scratch.path);
    document_close(document);
    scratch_remove(&scratch);
}

const struct suite suite_document = {
    "read/document",
    (const struct test[]){
        {"lines, places and lengths", test_lines},
        {"what is no text", test_what_is_no_text},
        {"no such file, a folder", test_no_such_file_and_folder},
        {"a NUL at the edge of the first 64 KiB", test_nul_at_the_edge_of_the_first_64_kib},
        {"invalid bytes are reported", test_invalid_bytes_are_reported},
        {"many invalid lines are counted", test_many_invalid_lines_are_counted},
        {"a blank line is seen", test_blank_line},
        {"a blank line beyond the first 64 KiB", test_blank_line_beyond_the_first_64_kib},
        {"the head as it stands there", test_head},
        {"a long line comes in parts", test_long_line_comes_in_parts},
        {"a line at the limit", test_line_at_the_limit},
        {"a line end between two reads", test_line_end_between_two_reads},
        {"a long line of invalid bytes", test_long_line_of_invalid_bytes},
        {"many lines through the window", test_many_lines_through_the_window},
        {"standard input", test_standard_input},
        {"a pipe that is filled slowly", test_pipe_that_is_filled_slowly},
        {"a watched pipe gives its lines as they come", test_watched_pipe},
        {"a NUL in a watched pipe", test_nul_in_a_watched_pipe},
        {"the name is the path", test_name},
        {NULL, NULL},
    },
};
