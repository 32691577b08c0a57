/* Any bytes are refused for a reason, or their lines are all of them: the same ones from a file and
 * from a pipe that is slow. */
#include "support.h"

#include "base/hash.h"
#include "base/utf8.h"
#include "read/document.h"
#include "read/source.h"

#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static bool begins_with(const struct buffer *bytes, const char *what, size_t length)
{
    return bytes->length >= length && memcmp(bytes->data, what, length) == 0;
}

static bool is_no_text(const struct buffer *bytes)
{
    size_t head = bytes->length < DOCUMENT_PEEK ? bytes->length : DOCUMENT_PEEK;
    return head == 0 || begins_with(bytes, "\xff\xfe", 2) || begins_with(bytes, "\xfe\xff", 2) ||
           memchr(bytes->data, '\0', head) != NULL;
}

/* The line's text is what stands at its place, and where that is not UTF-8, its repaired form. */
static void check_text(const struct line *line, const char *source)
{
    if (utf8_valid_prefix(source, line->source_length) == line->source_length) {
        PROMISE(line->length == line->source_length);
        PROMISE(memcmp(line->text, source, line->length) == 0);
        return;
    }
    struct buffer repaired = BUFFER_EMPTY;
    PROMISE(utf8_repair(source, line->source_length, &repaired) > 0);
    PROMISE(utf8_valid_prefix(line->text, line->length) == line->length);
    PROMISE(line->length == repaired.length);
    PROMISE(memcmp(line->text, repaired.data, line->length) == 0);
    buffer_release(&repaired);
}

/* Where the next line begins: behind the line end, which is all that no line holds. */
static size_t skip_line_end(const struct buffer *bytes, size_t at)
{
    const char *data = bytes->data;
    if (at < bytes->length && data[at] == '\r' && (at + 1 == bytes->length || data[at + 1] == '\n'))
        at++;
    if (at < bytes->length) {
        PROMISE(data[at] == '\n');
        at++;
    }
    return at;
}

/* Returns whether the document came to its end. */
static bool check_lines(struct document *document, const struct buffer *bytes, const char *path)
{
    size_t at = begins_with(bytes, "\xef\xbb\xbf", 3) ? 3 : 0;
    size_t number = 0;
    bool continued = false;
    stance_error error;
    for (;;) {
        struct line line;
        if (document_next(document, &line, &error) != 0) {
            promise_error(&error, path);
            return false;
        }
        if (line.text == NULL)
            break;
        number += !continued;
        PROMISE(line.number == number);
        PROMISE(line.offset == at);
        PROMISE(line.source_length <= bytes->length - at);
        PROMISE(line.source_length <= DOCUMENT_LINE_LIMIT);
        PROMISE(memchr(bytes->data + at, '\n', line.source_length) == NULL);
        check_text(&line, bytes->data + at);
        at += line.source_length;
        continued = line.continued;
        if (continued)
            PROMISE(line.source_length > DOCUMENT_LINE_LIMIT - 4);
        else
            at = skip_line_end(bytes, at);
    }
    PROMISE(at == bytes->length && !continued);
    return true;
}

static void check_file(const struct buffer *bytes)
{
    struct memory_file file;
    struct document *document = NULL;
    stance_error error;
    memory_file_make(&file, bytes->data, bytes->length);
    bool opened = document_open(file.path, NULL, &document, &error) == 0;
    PROMISE(opened == !is_no_text(bytes));
    if (opened)
        PROMISE(check_lines(document, bytes, file.path));
    else
        promise_error(&error, file.path);
    document_close(document);
    memory_file_close(&file);
}

/* ---- a slow pipe ---- */

struct trickle {
    const struct buffer *bytes;
    size_t sent;
    uint64_t state; /* of the sizes of what comes at a time */
    int out;        /* -1: closed */
};

/* All is sent that was waited for; one piece more comes, or the end. */
static bool send_more(void *context)
{
    struct trickle *trickle = context;
    size_t left = trickle->bytes->length - trickle->sent;
    trickle->state = trickle->state * 6364136223846793005u + 1442695040888963407u;
    size_t most = trickle->sent < 64 ? 8 : 4096; /* what fits in a pipe */
    size_t piece = 1 + (size_t)(trickle->state >> 33) % most;
    piece = piece < left ? piece : left;
    if (piece == 0) {
        close(trickle->out);
        trickle->out = -1;
        return true;
    }
    PROMISE(write(trickle->out, trickle->bytes->data + trickle->sent, piece) == (ssize_t)piece);
    trickle->sent += piece;
    return true;
}

static bool is_enough(void *context, const struct document *document)
{
    size_t length;
    const struct trickle *trickle = context;
    document_head(document, &length);
    PROMISE(length > 0 && length <= trickle->sent);
    return (trickle->state >> 63) != 0;
}

static void check_pipe(const struct buffer *bytes)
{
    int ends[2];
    char path[32];
    struct document *document = NULL;
    stance_error error;
    PROMISE(pipe2(ends, O_CLOEXEC) == 0);
    snprintf(path, sizeof path, "/proc/self/fd/%d", ends[0]);
    struct trickle trickle = {bytes, 0, hash_bytes(bytes->data, bytes->length, 0), ends[1]};
    struct document_watch watch = {send_more, is_enough, &trickle};
    struct source *source;
    PROMISE(source_open(path, &source, &error) == 0);
    bool good = document_open_source(source, &watch, NULL, &document, &error) == 0;
    if (!good)
        promise_error(&error, path);
    good = good && check_lines(document, bytes, path);
    PROMISE(good == !is_no_text(bytes));
    document_close(document);
    close(ends[0]);
    if (trickle.out >= 0)
        close(trickle.out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct buffer bytes = BUFFER_EMPTY;
    buffer_append(&bytes, data, size);
    if (size < 2 || memcmp(data, "\x1f\x8b", 2) != 0) /* unpacked, it is another text */
        check_file(&bytes);
    if (size < 1 || data[0] != 0x1f) /* it takes a second byte to tell, and nobody would send it */
        check_pipe(&bytes);
    buffer_release(&bytes);
    return 0;
}
