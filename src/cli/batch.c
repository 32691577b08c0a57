/* In: paragraphs and notes. Out: the same, kept until they are worked on. Must not know threads. */
#include "cli/batch.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

/* So much that handing it over costs nothing beside the work on it, so little that it stays in a
 * core's cache on its way through: 64 KiB took a quarter less time than 256 KiB. */
#define TEXT_LIMIT      ((size_t)64 << 10)
#define PARAGRAPH_LIMIT ((size_t)1024) /* short lines make half a MiB of JSON of that */
#define KEPT_LIMIT      ((size_t)1 << 20)

/* A citation is told once, with its first paragraph here. */
static bool begins_citation(const struct batch *batch, size_t paragraph)
{
    return batch->paragraphs[paragraph].citation != NULL &&
           (paragraph == 0 || batch->paragraphs[paragraph].number == 1);
}

static void add_citation(struct batch *batch, const struct citation *citation)
{
    if (memory_reserve(&batch->citations, &batch->citations_capacity, batch->n_citations + 1,
                       sizeof *batch->citations) != 0) {
        batch->failed = true;
        return;
    }
    batch->citations[batch->n_citations++] = *citation;
    for (size_t i = 0; i < CITATION_FACTS; i++)
        if (citation->facts[i].text != NULL)
            buffer_append(&batch->facts, citation->facts[i].text, citation->facts[i].length);
    batch->failed = batch->failed || batch->facts.failed;
}

void batch_add(struct batch *batch, const struct paragraph *paragraph)
{
    if (memory_reserve(&batch->paragraphs, &batch->paragraphs_capacity, batch->n_paragraphs + 1,
                       sizeof *batch->paragraphs) != 0) {
        batch->failed = true;
        return;
    }
    batch->paragraphs[batch->n_paragraphs++] = *paragraph;
    buffer_append(&batch->text, paragraph->text, paragraph->length);
    batch->failed = batch->failed || batch->text.failed;
    if (begins_citation(batch, batch->n_paragraphs - 1))
        add_citation(batch, paragraph->citation);
}

static void place_facts(struct batch *batch)
{
    const char *place = batch->facts.data;
    for (size_t i = 0; i < batch->n_citations; i++)
        for (size_t j = 0; j < CITATION_FACTS; j++)
            if (batch->citations[i].facts[j].text != NULL) {
                batch->citations[i].facts[j].text = place;
                place += batch->citations[i].facts[j].length;
            }
}

void batch_complete(struct batch *batch)
{
    const char *text = batch->text.data;
    const struct citation *next = batch->citations, *citation = NULL;
    place_facts(batch);
    for (size_t i = 0; i < batch->n_paragraphs; i++) {
        struct paragraph *paragraph = &batch->paragraphs[i];
        if (begins_citation(batch, i))
            citation = next++;
        if (paragraph->citation != NULL)
            paragraph->citation = citation;
        paragraph->text = text;
        text += paragraph->length;
    }
}

void batch_note_before(struct batch *batch, size_t index, enum note_kind kind, size_t place,
                       const char *message)
{
    char *copy = memory_copy_string(message, strlen(message));
    if (copy == NULL || memory_reserve(&batch->notes, &batch->notes_capacity, batch->n_notes + 1,
                                       sizeof *batch->notes) != 0) {
        free(copy);
        batch->failed = true;
        return;
    }
    struct note *note = &batch->notes[index];
    memmove(note + 1, note, (batch->n_notes++ - index) * sizeof *note);
    *note = (struct note){kind, place, copy};
}

void batch_note(struct batch *batch, enum note_kind kind, size_t place, const char *message)
{
    batch_note_before(batch, batch->n_notes, kind, place, message);
}

void batch_drop_notes(struct batch *batch, size_t from)
{
    while (batch->n_notes > from)
        free(batch->notes[--batch->n_notes].message);
}

bool batch_is_empty(const struct batch *batch)
{
    return batch->n_paragraphs == 0 && batch->n_notes == 0 && !batch->failed;
}

bool batch_is_full(const struct batch *batch)
{
    return batch->text.length + batch->facts.length >= TEXT_LIMIT ||
           batch->n_paragraphs >= PARAGRAPH_LIMIT || batch->failed;
}

static void reset_buffer(struct buffer *buffer)
{
    if (buffer->capacity > KEPT_LIMIT)
        buffer_release(buffer);
    buffer_reset(buffer);
}

void batch_reset(struct batch *batch)
{
    batch_drop_notes(batch, 0);
    batch->n_paragraphs = batch->n_citations = 0;
    batch->failed = batch->done = false;
    reset_buffer(&batch->text);
    reset_buffer(&batch->facts);
    reset_buffer(&batch->out);
}

void batch_release(struct batch *batch)
{
    batch_drop_notes(batch, 0);
    buffer_release(&batch->text);
    buffer_release(&batch->facts);
    buffer_release(&batch->out);
    free(batch->paragraphs);
    free(batch->citations);
    free(batch->notes);
    *batch = (struct batch){0};
}
