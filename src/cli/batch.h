/* Some paragraphs of one file on their way through the pipeline, with what is to be said between
 * them:
 *
 *     reader: texts, paragraphs, notes --worker--> out, the notes' places in it --writer--> */
#ifndef STANCE_CLI_BATCH_H
#define STANCE_CLI_BATCH_H

#include "base/buffer.h"
#include "cli/inputs.h"

struct note {
    enum note_kind kind;
    size_t place; /* how many paragraphs stand before it; from the worker on, bytes of `out` */
    char *message;
};

struct batch {
    const char *file;             /* its display name, borrowed */
    size_t file_number;           /* in the order of reading, from 1 */
    uint64_t input_read;          /* bytes of all files when it was complete */
    struct buffer text;           /* of all paragraphs, one after the other */
    struct paragraph *paragraphs; /* [n_paragraphs]; see batch_complete() */
    size_t n_paragraphs;
    size_t paragraphs_capacity;
    struct buffer facts;        /* of all citations, one after the other */
    struct citation *citations; /* [n_citations] of the paragraphs, in their order */
    size_t n_citations;
    size_t citations_capacity;
    struct note *notes; /* [n_notes] in the order of their places */
    size_t n_notes;
    size_t notes_capacity;
    bool failed; /* memory ran out: something is missing */
    struct buffer out;
    bool done; /* `out` is complete */
};

/* Adds a copy of a paragraph, and of its citation. */
void batch_add(struct batch *batch, const struct paragraph *paragraph);

/* Gives the paragraphs their texts and citations, whose places are known once all were added. */
void batch_complete(struct batch *batch);

/* Adds a note at `place`. */
void batch_note(struct batch *batch, enum note_kind kind, size_t place, const char *message);

/* The same, before the note with this index. */
void batch_note_before(struct batch *batch, size_t index, enum note_kind kind, size_t place,
                       const char *message);

/* Drops the notes from the one with index `from` on. */
void batch_drop_notes(struct batch *batch, size_t from);

/* Whether there is nothing to be done with it. */
bool batch_is_empty(const struct batch *batch);

/* Whether it is as large as a batch should be. */
bool batch_is_full(const struct batch *batch);

/* Forgets the content, and keeps the memory but for what an unusually long text took. */
void batch_reset(struct batch *batch);

void batch_release(struct batch *batch);

#endif
