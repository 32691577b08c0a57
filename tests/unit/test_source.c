#include "check.h"
#include "packed.h"
#include "read/document.h"
#include "read/source.h"
#include "scratch.h"

#include <stdlib.h>
#include <unistd.h>

static struct source *open_bytes(struct scratch *scratch, const struct buffer *bytes)
{
    struct source *source = NULL;
    stance_error error;
    REQUIRE(source_open(scratch_write(scratch, "a.gz", bytes->data, bytes->length), &source,
                        &error) == 0);
    return source;
}

/* All that it gives, in reads of `step` bytes, and after it what the error says after the path. */
static void read_all(struct scratch *scratch, struct source *source, size_t step,
                     struct buffer *out)
{
    stance_error error;
    int result = 0;
    for (size_t got = 1; got > 0;) {
        char *place = buffer_reserve(out, step);
        REQUIRE(place != NULL);
        result = source_read(source, place, step, &got, &error);
        if (result != 0)
            break;
        out->length += got;
    }
    buffer_append_string(out, result == 0 ? "" : scratch_after_path(scratch, error.message));
    size_t got;
    CHECK_INT(source_read(source, buffer_reserve(out, step), step, &got, &error), result);
}

static void check_bytes(const struct buffer *bytes, const char *expected)
{
    static const size_t steps[] = {SOURCE_READ_MIN, 1000, 65536};
    struct scratch scratch;
    scratch_make(&scratch);
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        struct buffer out = BUFFER_EMPTY;
        struct source *source = open_bytes(&scratch, bytes);
        read_all(&scratch, source, steps[i], &out);
        CHECK_BYTES(out.data, out.length, expected);
        source_close(source);
        buffer_release(&out);
    }
    scratch_remove(&scratch);
}

#define CHECK_SOURCE(bytes, expected)                                                              \
    do {                                                                                           \
        check_bytes(&(bytes), expected);                                                           \
        buffer_release(&(bytes));                                                                  \
    } while (0)

static void test_not_packed(void)
{
    static const char *const contents[] = {"", "a", "\x1f", "\x1f?", "One.\n\nTwo.\n"};
    for (size_t i = 0; i < sizeof contents / sizeof contents[0]; i++) {
        struct buffer bytes = BUFFER_EMPTY;
        buffer_append_string(&bytes, contents[i]);
        CHECK_SOURCE(bytes, contents[i]);
    }
}

static void test_packed(void)
{
    struct buffer bytes = BUFFER_EMPTY;
    packed_append("One.\n", 5, &bytes);
    CHECK_SOURCE(bytes, "One.\n");
    packed_append("", 0, &bytes);
    CHECK_SOURCE(bytes, "");
    packed_append("One.\n", 5, &bytes);
    packed_append("", 0, &bytes);
    packed_append("Two.\n", 5, &bytes);
    CHECK_SOURCE(bytes, "One.\nTwo.\n");
    packed_append("One.\n", 5, &bytes);
    buffer_append(&bytes, "\0\0\0", 3);
    CHECK_SOURCE(bytes, "One.\n");
}

/* 300,000 bytes that do not fit in one read, nor pack well. */
static void append_much(struct buffer *out)
{
    unsigned state = 1;
    for (size_t i = 0; i < 300000; i++) {
        state = state * 1103515245u + 12345u;
        buffer_append_char(out, (char)('a' + (state >> 16) % 26));
    }
}

static void test_much(void)
{
    struct buffer much = BUFFER_EMPTY, bytes = BUFFER_EMPTY;
    append_much(&much);
    packed_append(much.data, much.length, &bytes);
    packed_append(much.data, much.length, &bytes);
    struct buffer twice = BUFFER_EMPTY;
    buffer_append(&twice, much.data, much.length);
    buffer_append(&twice, much.data, much.length);
    CHECK_SOURCE(bytes, twice.data);
    buffer_release(&much);
    buffer_release(&twice);
}

/* What stands before the damage is given out first. */
static void test_damaged(void)
{
    struct buffer bytes = BUFFER_EMPTY;
    packed_append("One.\n", 5, &bytes);
    bytes.length -= 1;
    CHECK_SOURCE(bytes, "One.\n: byte 24 of the gzip file: it breaks off there");
    packed_append("One.\n", 5, &bytes);
    bytes.length = 5;
    CHECK_SOURCE(bytes, ": byte 5 of the gzip file: it breaks off there");
    packed_append("One.\n", 5, &bytes);
    buffer_append_string(&bytes, "Two.\n");
    CHECK_SOURCE(bytes, "One.\n: byte 27 of the gzip file: damaged: incorrect header check");
    packed_append("One.\n", 5, &bytes);
    bytes.data[bytes.length - 8] ^= 1;
    CHECK_SOURCE(bytes, "One.\n: byte 21 of the gzip file: damaged: incorrect data check");
    packed_append("One.\n", 5, &bytes);
    packed_append("Two.\n", 5, &bytes);
    bytes.data[27] = 'x';
    CHECK_SOURCE(bytes, "One.\n: byte 29 of the gzip file: damaged: unknown compression method");
}

static void test_look(void)
{
    struct scratch scratch;
    scratch_make(&scratch);
    for (int packed = 0; packed < 2; packed++) {
        struct buffer bytes = BUFFER_EMPTY, out = BUFFER_EMPTY;
        if (packed)
            packed_append("One.\nTwo.\n", 10, &bytes);
        else
            buffer_append_string(&bytes, "One.\nTwo.\n");
        struct source *source = open_bytes(&scratch, &bytes);
        const char *head = NULL;
        size_t length = 0;
        bool at_end = false;
        stance_error error;
        while (!at_end)
            REQUIRE(source_look(source, &head, &length, &at_end, &error) == 0);
        CHECK_BYTES(head, length, "One.\nTwo.\n");
        CHECK(!source_would_wait(source));
        REQUIRE(source_read_all(source, 10, &out, &error) == 0);
        CHECK_BYTES(out.data, out.length, "One.\nTwo.\n");
        source_close(source);
        buffer_release(&bytes);
        buffer_release(&out);
    }
    scratch_remove(&scratch);
}

static void test_limit(void)
{
    struct scratch scratch;
    scratch_make(&scratch);
    struct buffer bytes = BUFFER_EMPTY, out = BUFFER_EMPTY;
    char *zeros = calloc(1, 1 << 20);
    REQUIRE(zeros != NULL);
    for (int i = 0; i < 64; i++)
        packed_append(zeros, 1 << 20, &bytes);
    free(zeros);
    struct source *source = open_bytes(&scratch, &bytes);
    stance_error error;
    CHECK_INT(source_read_all(source, 100000, &out, &error), -1);
    CHECK_STRING(scratch_after_path(&scratch, error.message), ": larger than 100000 bytes");
    CHECK(out.capacity < 1 << 20);
    source_close(source);
    buffer_release(&bytes);
    buffer_release(&out);
    scratch_remove(&scratch);
}

static void test_pipe(void)
{
    int ends[2];
    REQUIRE(pipe(ends) == 0);
    char name[32], bytes[SOURCE_READ_MIN];
    snprintf(name, sizeof name, "/dev/fd/%d", ends[0]);
    struct source *source = NULL;
    struct buffer packed = BUFFER_EMPTY;
    stance_error error;
    size_t got;
    packed_append("One.\n", 5, &packed);
    REQUIRE(source_open(name, &source, &error) == 0);
    CHECK(source_would_wait(source));
    CHECK_INT(write(ends[1], packed.data, packed.length), packed.length);
    CHECK(!source_would_wait(source));
    CHECK(source_read(source, bytes, sizeof bytes, &got, &error) == 0);
    CHECK_BYTES(bytes, got, "One.\n");
    CHECK(source_would_wait(source));
    close(ends[1]);
    CHECK(!source_would_wait(source));
    CHECK(source_read(source, bytes, sizeof bytes, &got, &error) == 0 && got == 0);
    source_close(source);
    buffer_release(&packed);
    close(ends[0]);
}

/* A document gives the lines before the damage, and then tells it, again and again. */
static void test_document_of_what_breaks_off(void)
{
    struct scratch scratch;
    scratch_make(&scratch);
    struct buffer bytes = BUFFER_EMPTY;
    packed_append("One.\nTwo", 8, &bytes);
    bytes.length -= 2;
    const char *path = scratch_write(&scratch, "a.txt.gz", bytes.data, bytes.length);
    struct document *document = NULL;
    struct line line;
    stance_error error;
    REQUIRE(document_open(path, NULL, &document, &error) == 0);
    CHECK(document_next(document, &line, &error) == 0);
    CHECK_BYTES(line.text, line.length, "One.");
    CHECK(document_next(document, &line, &error) == 0);
    CHECK_BYTES(line.text, line.length, "Two");
    for (int i = 0; i < 2; i++) {
        CHECK_INT(document_next(document, &line, &error), -1);
        CHECK_STRING(scratch_after_path(&scratch, error.message),
                     ": byte 26 of the gzip file: it breaks off there");
    }
    document_close(document);
    path = scratch_write(&scratch, "a.txt.gz", bytes.data, 10);
    CHECK_INT(document_open(path, NULL, &document, &error), -1);
    CHECK_STRING(scratch_after_path(&scratch, error.message),
                 ": byte 10 of the gzip file: it breaks off there");
    buffer_release(&bytes);
    scratch_remove(&scratch);
}

/* Packed bytes count as they are in the file. */
static void test_count(void)
{
    struct scratch scratch;
    scratch_make(&scratch);
    struct buffer much = BUFFER_EMPTY, packed = BUFFER_EMPTY, out = BUFFER_EMPTY;
    append_much(&much);
    packed_append(much.data, much.length, &packed);
    const struct buffer *const inputs[] = {&much, &packed};
    uint64_t count = 0;
    for (size_t i = 0; i < 2; i++) {
        struct source *source = open_bytes(&scratch, inputs[i]);
        source_count(source, &count);
        stance_error error;
        buffer_reset(&out);
        CHECK_INT(source_read_all(source, SIZE_MAX, &out, &error), 0);
        CHECK_INT(out.length, much.length);
        source_close(source);
    }
    CHECK(packed.length < much.length);
    CHECK_INT(count, much.length + packed.length);
    buffer_release(&much);
    buffer_release(&packed);
    buffer_release(&out);
    scratch_remove(&scratch);
}

static void test_names(void)
{
    CHECK(source_name_ends("a.txt", ".txt"));
    CHECK(source_name_ends("a.TXT.Gz", ".txt"));
    CHECK(!source_name_ends("a.txt.gz.gz", ".txt"));
    CHECK(!source_name_ends("txt", ".txt"));
    CHECK(!source_name_ends(".gz", ".txt"));
    CHECK(!source_name_ends("", ".txt"));
}

const struct suite suite_source = {
    "read/source",
    (const struct test[]){
        {"bytes that are not packed", test_not_packed},
        {"packed bytes, in one member and in several", test_packed},
        {"more than one read holds", test_much},
        {"damaged and cut short", test_damaged},
        {"looking before reading", test_look},
        {"little that unpacks to much", test_limit},
        {"a pipe", test_pipe},
        {"a document of what breaks off", test_document_of_what_breaks_off},
        {"what was read is counted", test_count},
        {"names", test_names},
        {NULL, NULL},
    },
};
