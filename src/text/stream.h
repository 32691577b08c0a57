/* The paragraphs of any input, one after the other: one interface, one reader for each way in.
 *
 *     source --kind--> text:      document ---------------------------> splitter --> paragraphs
 *                      records:   document --> table --> title, text -> splitter --> paragraphs
 *                      page:      page --> article -----------------------------> paragraphs
 *
 * Each record of a table (TSV, CSV, JSON lines) is an article: its paragraphs count from 1, and its
 * title, where it has one, is the first of them. */
#ifndef STANCE_TEXT_STREAM_H
#define STANCE_TEXT_STREAM_H

#include "read/kind.h"
#include "text/paragraph.h"

struct stream_options {
    enum input_kind kind; /* KIND_AUTO: what the name, or the first bytes, tell */
    enum paragraph_split split;
    const char *text_column; /* of a table; NULL: "text", "body" or "content" */
    const char *id_column;   /* NULL: "id", where there is one; and so on */
    const char *title_column;
    const char *date_column;
    const struct warning_sink *warnings; /* may be NULL */
    uint64_t *bytes_read;                /* what is read of the file is added to it; may be NULL */
    /* As that of a document_watch; NULL: nobody asks. */
    bool (*idle)(void *context);
    void *context;
};

struct stream;

/* Opens `path` ("-": standard input). The options are borrowed until the stream is closed. On
 * success *stream is the caller's. */
int stream_open(const char *path, const struct stream_options *options, struct stream **stream,
                stance_error *error);

/* Closes a stream; NULL is allowed. */
void stream_close(struct stream *stream);

/* The next paragraph, or a NULL text at the end. It is valid until the next call, and so is its
 * citation. After an error with the status STANCE_RECORD the next call goes on with the next
 * record; after any other the stream is at its end. */
int stream_next(struct stream *stream, struct paragraph *paragraph, stance_error *error);

#endif
