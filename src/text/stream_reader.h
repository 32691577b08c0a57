/* What a reader of paragraphs is made of. For the stream*.c of this folder only. */
#ifndef STANCE_TEXT_STREAM_READER_H
#define STANCE_TEXT_STREAM_READER_H

#include "text/stream.h"

struct stream_reader {
    /* Begins to read the source, which it takes over, whatever comes of it. */
    int (*start)(struct stream *stream, struct source *source, stance_error *error);
    int (*next)(struct stream *stream, struct paragraph *paragraph, stance_error *error);
    /* Frees stream->state, which may be NULL. */
    void (*stop)(struct stream *stream);
};

struct stream {
    const struct stream_reader *reader;
    const struct stream_options *options;
    enum input_kind kind;
    void *state; /* the reader's own */
};

/* For a document_watch whose context is the stream: asks whoever opened the stream. */
bool stream_is_idle(void *context);

/* Sets a fact, borrowed; an empty one is unknown. Returns whether it is short enough; if not, it is
 * unknown, but for a title, of which the beginning is enough. */
bool stream_set_fact(struct citation *citation, enum citation_fact fact, const char *text,
                     size_t length);

extern const struct stream_reader stream_text, stream_page, stream_records;

#endif
