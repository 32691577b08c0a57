/* In: a path. Out: paragraphs, from the reader for what is there. Must not know how it reads them.
 */
#include "text/stream.h"

#include "base/memory.h"
#include "base/utf8.h"
#include "text/stream_reader.h"

#include <stdlib.h>

static const struct stream_reader *reader_of(enum input_kind kind)
{
    switch (kind) {
    case KIND_JSONL:
    case KIND_CSV:
    case KIND_TSV:
        return &stream_records;
    case KIND_HTML:
        return &stream_page;
    case KIND_AUTO:
    case KIND_TEXT:
        break;
    }
    return &stream_text;
}

bool stream_is_idle(void *context)
{
    const struct stream_options *options = ((const struct stream *)context)->options;
    return options->idle == NULL || options->idle(options->context);
}

bool stream_set_fact(struct citation *citation, enum citation_fact fact, const char *text,
                     size_t length)
{
    bool fits = length <= CITATION_FACT_LIMIT;
    if (!fits)
        length = fact == CITATION_TITLE ? utf8_cut(text, length, CITATION_FACT_LIMIT) : 0;
    citation->facts[fact].text = length > 0 ? text : NULL;
    citation->facts[fact].length = length;
    return fits || fact == CITATION_TITLE;
}

int stream_open(const char *path, const struct stream_options *options, struct stream **stream,
                stance_error *error)
{
    struct source *source;
    if (source_open(path, &source, error) != 0)
        return -1;
    source_count(source, options->bytes_read);
    struct stream *opened = memory_array(1, sizeof *opened);
    enum input_kind kind = options->kind;
    int result = opened == NULL ? error_no_memory(error) : 0;
    if (result == 0 && kind == KIND_AUTO)
        result = kind_of_source(source, &kind, error);
    if (result != 0) {
        source_close(source);
        free(opened);
        return -1;
    }
    opened->options = options;
    opened->kind = kind;
    opened->reader = reader_of(kind);
    if (opened->reader->start(opened, source, error) != 0) {
        stream_close(opened);
        return -1;
    }
    *stream = opened;
    return 0;
}

void stream_close(struct stream *stream)
{
    if (stream == NULL)
        return;
    stream->reader->stop(stream);
    free(stream);
}

int stream_next(struct stream *stream, struct paragraph *paragraph, stance_error *error)
{
    return stream->reader->next(stream, paragraph, error);
}
