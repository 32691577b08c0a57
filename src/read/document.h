/* The text of a source as a sequence of lines of proven UTF-8.
 *
 *     source --window--> line (BOM and CR taken off) --proof--> text
 *
 * Only a window of the input is held: one line, at most DOCUMENT_LINE_LIMIT bytes of it, and the
 * bytes read ahead. From here on every text is valid UTF-8 and need not be checked again. */
#ifndef STANCE_READ_DOCUMENT_H
#define STANCE_READ_DOCUMENT_H

#include "base/error.h"
#include "read/source.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Builds that are fuzzed have smaller sizes, so that a short input comes to what lies beyond. */
#ifndef DOCUMENT_LINE_LIMIT
#define DOCUMENT_LINE_LIMIT ((size_t)1 << 20) /* longer lines come in parts of this size */
#define DOCUMENT_PEEK       ((size_t)64 << 10)
#define DOCUMENT_READ_SIZE  ((size_t)256 << 10) /* bytes that are read at once */
#endif

struct document;

struct line {
    const char *text; /* valid UTF-8 without the line end, owned by the document and valid until its
                         next call; NULL at the end of the input */
    size_t length;
    size_t number;        /* line number in the file, from 1 */
    uint64_t offset;      /* where the line begins in the file, in bytes (of the unpacked file) */
    size_t source_length; /* its length there, in bytes; differs from `length` after a repair */
    bool continued;       /* the next call gives more of the same line */
};

/* Opens `path` ("-": standard input) and looks at its first DOCUMENT_PEEK bytes: an empty file, one
 * in UTF-16, and one with a NUL there (a binary file) are refused. Invalid bytes are replaced by
 * U+FFFD and reported to `warnings` (may be NULL; must outlive the document) with file, line and
 * byte. On success *document is the caller's. */
int document_open(const char *path, const struct warning_sink *warnings, struct document **document,
                  stance_error *error);

/* For who wants the first lines of a slow pipe before the rest is there. */
struct document_watch {
    /* Called before a read that would have to wait. Returns whether to read on; if not, the input
     * ends there. */
    bool (*idle)(void *context);
    /* Whether what document_head() has so far will do: asked where more of the first DOCUMENT_PEEK
     * bytes would have to be waited for. A NUL among those is refused when it comes. */
    bool (*enough)(void *context, const struct document *document);
    void *context;
};

/* The same of an open source, which it takes over, whatever comes of it. `watch` is copied; NULL:
 * nobody watches. */
int document_open_source(struct source *source, const struct document_watch *watch,
                         const struct warning_sink *warnings, struct document **document,
                         stance_error *error);

/* A text in memory as a document: valid UTF-8, which may be empty. It and the name for messages are
 * borrowed until the document is closed. */
int document_of_text(const char *text, size_t length, const char *name, struct document **document,
                     stance_error *error);

/* From now on lines of more than `limit` bytes, at most DOCUMENT_LINE_LIMIT, come in parts. */
void document_limit_lines(struct document *document, size_t limit);

/* Closes a document; NULL is allowed. */
void document_close(struct document *document);

/* The next line, or *line with a NULL text at the end. What could be read before the input failed
 * comes before that is told, as an error, however often it is asked for more. */
int document_next(struct document *document, struct line *line, stance_error *error);

/* Whether a blank line (nothing but spaces and tabs) with text after it begins in the first
 * DOCUMENT_PEEK bytes. To be asked before the first line is taken. */
bool document_has_blank_line(const struct document *document);

/* The first bytes of the input as they stand there, up to DOCUMENT_PEEK, or as many as a watch
 * found to be enough. To be asked before the first line is taken. */
const char *document_head(const struct document *document, size_t *length);

/* Where the document's warnings go; NULL: nowhere. */
const struct warning_sink *document_warnings(const struct document *document);

/* The name for messages and output. Owned by the document. */
const char *document_name(const struct document *document);

#endif
