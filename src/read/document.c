/* In: a source. Out: lines of valid UTF-8 with their places in it. Must not know paragraphs or
 * columns. */
#include "read/document.h"

#include "base/buffer.h"
#include "base/memory.h"
#include "base/utf8.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define BOM           "\xef\xbb\xbf"
#define BOM_SIZE      (sizeof BOM - 1)
#define WARNING_LIMIT 10 /* further lines with invalid bytes are counted, not listed */

/* The window holds the bytes [begin, end) of the input that are not yet given out:
 *
 *     window: |  given out  | begin … end |  free  |  window_size
 */
struct document {
    struct source *source; /* NULL: the window is a text of the caller's */
    const char *name;
    char *window; /* [window_size] */
    size_t window_size;
    size_t begin;
    size_t end;
    bool at_eof;
    bool failed;       /* the input ended with `failure` */
    uint64_t offset;   /* of `begin` in the file */
    size_t line_limit; /* bytes of a line that are given out at once */
    size_t line_number;
    bool inside_line;       /* the last line given out was `continued` */
    struct buffer repaired; /* the last line, where it had to be repaired */
    const struct warning_sink *warnings;
    struct document_watch watch; /* all NULL where nobody watches */
    size_t bad_lines;
    stance_error failure;
};

const char *document_name(const struct document *document)
{
    return document->name;
}

const struct warning_sink *document_warnings(const struct document *document)
{
    return document->warnings;
}

const char *document_head(const struct document *document, size_t *length)
{
    size_t have = document->end - document->begin;
    *length = have < DOCUMENT_PEEK ? have : DOCUMENT_PEEK;
    return document->window + document->begin;
}

/* Reads once more into the window; the bytes not yet given out move to its start if they must. What
 * was read before a failure is given out before the failure is told. */
static int fill(struct document *document, stance_error *error)
{
    size_t held = document->end - document->begin;
    if (document->window_size - document->end < DOCUMENT_READ_SIZE && document->begin > 0) {
        memmove(document->window, document->window + document->begin, held);
        document->begin = 0;
        document->end = held;
    }
    if (memory_reserve(&document->window, &document->window_size,
                       document->end + DOCUMENT_READ_SIZE, 1) != 0)
        return error_no_memory(error);
    const struct document_watch *watch = &document->watch;
    document->at_eof =
        watch->idle != NULL && source_would_wait(document->source) && !watch->idle(watch->context);
    if (document->at_eof)
        return 0;
    size_t got = 0;
    document->failed = source_read(document->source, document->window + document->end,
                                   DOCUMENT_READ_SIZE, &got, &document->failure) != 0;
    document->end += got;
    document->at_eof = got == 0;
    return 0;
}

static int refuse_nul(const struct document *document, const char *from, size_t length,
                      uint64_t offset, stance_error *error)
{
    const char *nul = memchr(from, '\0', length);
    if (nul != NULL)
        return error_set(error, STANCE_DATA, "%s: byte %" PRIu64 ": a NUL: a binary file, not text",
                         document_name(document), offset + (uint64_t)(nul - from));
    return 0;
}

/* fill() after the first line was given out: what is new among the first DOCUMENT_PEEK bytes, where
 * they were not waited for, is looked at now. */
static int fill_on(struct document *document, stance_error *error)
{
    size_t held = document->end - document->begin;
    uint64_t offset = document->offset + held;
    if (fill(document, error) != 0)
        return -1;
    if (offset >= DOCUMENT_PEEK)
        return 0;
    const char *from = document->window + document->begin + held;
    size_t length = document->end - document->begin - held;
    if (length > DOCUMENT_PEEK - offset)
        length = (size_t)(DOCUMENT_PEEK - offset);
    return refuse_nul(document, from, length, offset, error);
}

static int tell_failure(const struct document *document, stance_error *error)
{
    *error = document->failure;
    return -1;
}

static int refuse_what_is_no_text(const struct document *document, stance_error *error)
{
    size_t length;
    const char *head = document_head(document, &length);
    if (length == 0 && document->failed)
        return tell_failure(document, error);
    if (length == 0)
        return error_set(error, STANCE_DATA, "%s: empty", document_name(document));
    if (length >= 2 && (memcmp(head, "\xff\xfe", 2) == 0 || memcmp(head, "\xfe\xff", 2) == 0))
        return error_set(error, STANCE_DATA,
                         "%s: byte 0: UTF-16; convert it first: iconv -f UTF-16 -t UTF-8",
                         document_name(document));
    return refuse_nul(document, head, length, 0, error);
}

/* Whether the first line may be given out: a byte order mark is there or not, and so on. */
static bool has_enough(const struct document *document)
{
    const struct document_watch *watch = &document->watch;
    return document->at_eof || document->end >= DOCUMENT_PEEK ||
           (watch->enough != NULL && document->end >= BOM_SIZE &&
            source_would_wait(document->source) && watch->enough(watch->context, document));
}

int document_open_source(struct source *source, const struct document_watch *watch,
                         const struct warning_sink *warnings, struct document **document,
                         stance_error *error)
{
    static const struct document_watch nobody;
    struct document *opened = memory_array(1, sizeof *opened);
    if (opened == NULL) {
        source_close(source);
        return error_no_memory(error);
    }
    opened->source = source;
    opened->name = source_name(source);
    opened->line_limit = DOCUMENT_LINE_LIMIT;
    opened->warnings = warnings;
    opened->watch = watch == NULL ? nobody : *watch;
    int result = 0;
    while (result == 0 && !has_enough(opened))
        result = fill(opened, error);
    if (result == 0)
        result = refuse_what_is_no_text(opened, error);
    if (result != 0) {
        document_close(opened);
        return -1;
    }
    if (opened->end >= BOM_SIZE && memcmp(opened->window, BOM, BOM_SIZE) == 0) {
        opened->begin = BOM_SIZE;
        opened->offset = BOM_SIZE;
    }
    *document = opened;
    return 0;
}

int document_open(const char *path, const struct warning_sink *warnings, struct document **document,
                  stance_error *error)
{
    struct source *source;
    if (source_open(path, &source, error) != 0)
        return -1;
    return document_open_source(source, NULL, warnings, document, error);
}

int document_of_text(const char *text, size_t length, const char *name, struct document **document,
                     stance_error *error)
{
    struct document *made = memory_array(1, sizeof *made);
    if (made == NULL)
        return error_no_memory(error);
    made->name = name;
    made->window = (char *)text; /* never written to: there is nothing to read into it */
    made->end = length;
    made->at_eof = true;
    made->line_limit = DOCUMENT_LINE_LIMIT;
    *document = made;
    return 0;
}

void document_limit_lines(struct document *document, size_t limit)
{
    document->line_limit = limit;
}

void document_close(struct document *document)
{
    if (document == NULL)
        return;
    if (document->bad_lines > WARNING_LIMIT)
        warning_send(document->warnings, "%s: %zu more lines with bytes that are not UTF-8",
                     document_name(document), document->bad_lines - WARNING_LIMIT);
    if (document->source != NULL)
        free(document->window);
    source_close(document->source);
    buffer_release(&document->repaired);
    free(document);
}

bool document_has_blank_line(const struct document *document)
{
    size_t length;
    const char *head = document_head(document, &length);
    const char *end = head + length;
    bool text_before = false, blank_before = false;
    for (const char *line = head; line < end;) {
        const char *stop = memchr(line, '\n', (size_t)(end - line));
        if (stop == NULL)
            stop = end;
        size_t width = (size_t)(stop - line);
        bool blank = utf8_leading_space(line, width) == width;
        if (!blank && text_before && blank_before)
            return true;
        text_before = text_before || !blank;
        blank_before = blank && stop < end;
        line = stop + 1;
    }
    return false;
}

/* Gives `line` a valid text: its own, where that is proven, else a repaired copy. */
static int prove(struct document *document, struct line *line, stance_error *error)
{
    size_t valid = utf8_valid_prefix(line->text, line->length);
    if (valid == line->length)
        return 0;
    document->bad_lines++;
    if (document->bad_lines <= WARNING_LIMIT)
        warning_send(document->warnings,
                     "%s: line %zu: byte %" PRIu64 ": not UTF-8; invalid bytes become U+FFFD",
                     document_name(document), line->number, line->offset + valid);
    buffer_reset(&document->repaired);
    utf8_repair(line->text, line->length, &document->repaired);
    if (document->repaired.failed)
        return error_no_memory(error);
    line->text = document->repaired.data;
    line->length = document->repaired.length;
    return 0;
}

int document_next(struct document *document, struct line *line, stance_error *error)
{
    /* Search for the line end, in what is held and then in what each further read brings. */
    size_t searched = 0;
    const char *stop = NULL;
    for (;;) {
        size_t held = document->end - document->begin;
        if (held > searched)
            stop = memchr(document->window + document->begin + searched, '\n', held - searched);
        searched = held;
        if (stop != NULL || document->at_eof || held > document->line_limit + 1)
            break;
        if (fill_on(document, error) != 0)
            return -1;
    }
    const char *text = document->window + document->begin;
    size_t length = stop == NULL ? searched : (size_t)(stop - text);
    *line = (struct line){.offset = document->offset};
    if (length == 0 && stop == NULL) /* the end */
        return document->failed ? tell_failure(document, error) : 0;
    size_t taken = length + (stop != NULL);
    bool whole = stop != NULL || document->at_eof;
    if (length > 0 && whole && text[length - 1] == '\r')
        length--;
    if (length > document->line_limit) {
        length = utf8_cut(text, length, document->line_limit);
        taken = length;
        line->continued = true;
    }
    document->line_number += !document->inside_line;
    document->inside_line = line->continued;
    document->begin += taken;
    document->offset += taken;
    line->text = text;
    line->length = line->source_length = length;
    line->number = document->line_number;
    return prove(document, line, error);
}
