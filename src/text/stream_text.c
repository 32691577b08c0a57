/* In: a plain text. Out: its paragraphs. Must not know records. */
#include "base/memory.h"
#include "text/stream_reader.h"

#include <stdlib.h>

struct text {
    struct document *document;
    struct paragraph_splitter *splitter;
};

static bool has_enough(void *context, const struct document *document)
{
    const struct stream *stream = context;
    return paragraph_split_is_clear(stream->options->split, document);
}

static int start(struct stream *stream, struct source *source, stance_error *error)
{
    const struct stream_options *options = stream->options;
    const struct document_watch watch = {stream_is_idle, has_enough, stream};
    struct text *text = stream->state = memory_array(1, sizeof *text);
    if (text == NULL) {
        source_close(source);
        return error_no_memory(error);
    }
    if (document_open_source(source, &watch, options->warnings, &text->document, error) != 0)
        return -1;
    return paragraph_splitter_new(text->document, options->split, options->warnings,
                                  &text->splitter, error);
}

static int next(struct stream *stream, struct paragraph *paragraph, stance_error *error)
{
    const struct text *text = stream->state;
    return paragraph_next(text->splitter, paragraph, error);
}

static void stop(struct stream *stream)
{
    struct text *text = stream->state;
    if (text == NULL)
        return;
    paragraph_splitter_free(text->splitter);
    document_close(text->document);
    free(text);
}

const struct stream_reader stream_text = {start, next, stop};
