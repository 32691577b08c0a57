/* In: the lines of a document. Out: paragraphs with their places and roles. Must not know labels.
 */
#include "text/paragraph.h"

#include "base/memory.h"
#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

#define TITLE_LIMIT       160 /* bytes: longer ones are no headlines */
#define BOILERPLATE_LIMIT 400 /* bytes: longer ones are prose, whatever they begin with */

struct paragraph_splitter {
    struct document *document;
    const struct warning_sink *warnings;
    bool at_line_ends;
    size_t count;
    size_t cut_line;      /* the last that was told to be cut: a line of gigabytes is told once */
    struct buffer joined; /* the lines of the paragraph being read, where it has several */
    struct line held;     /* a line read too far: the next paragraph begins with it */
    bool holding;
    bool failed; /* with `failure`, while a paragraph was being read: the next call tells it */
    stance_error failure;
};

const char *paragraph_role_name(enum paragraph_role role)
{
    switch (role) {
    case ROLE_TITLE:
        return "title";
    case ROLE_BODY:
        return "body";
    case ROLE_BOILERPLATE:
        return "boilerplate";
    }
    return "body";
}

bool paragraph_split_is_clear(enum paragraph_split split, const struct document *document)
{
    return split != SPLIT_AUTO || document_has_blank_line(document);
}

int paragraph_splitter_new(struct document *document, enum paragraph_split split,
                           const struct warning_sink *warnings,
                           struct paragraph_splitter **splitter, stance_error *error)
{
    struct paragraph_splitter *made = memory_array(1, sizeof *made);
    if (made == NULL)
        return error_no_memory(error);
    made->document = document;
    document_limit_lines(document, PARAGRAPH_BYTES_MAX);
    made->warnings = warnings;
    made->at_line_ends =
        split == SPLIT_LINE || (split == SPLIT_AUTO && !document_has_blank_line(document));
    *splitter = made;
    return 0;
}

void paragraph_splitter_free(struct paragraph_splitter *splitter)
{
    if (splitter == NULL)
        return;
    buffer_release(&splitter->joined);
    free(splitter);
}

static size_t without_trailing_space(const char *text, size_t length)
{
    for (;;) {
        size_t back = 0;
        /* Where the last byte is ASCII, no longer space can end there. */
        size_t widest = length > 0 && (unsigned char)text[length - 1] < 0x80 ? 1 : 3;
        for (size_t width = 1; width <= widest && width <= length && back == 0; width++)
            if (utf8_space_width(text + length - width, width) == width)
                back = width;
        if (back == 0)
            return length;
        length -= back;
    }
}

static bool is_blank(const struct line *line)
{
    return utf8_leading_space(line->text, line->length) == line->length;
}

static bool ends_as_sentence(const char *text, size_t length)
{
    static const char *const ends[] = {".", "!", "?", ":", ";", ",", "\"", "”", "…", "»", ")"};
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        size_t width = strlen(ends[i]);
        if (length >= width && memcmp(text + length - width, ends[i], width) == 0)
            return true;
    }
    return false;
}

int paragraph_decide_role(struct paragraph *paragraph, const struct pattern_list *boilerplate,
                          struct pattern_scratch *scratch, stance_error *error)
{
    if (paragraph->role != ROLE_BODY)
        return 0; /* the input told it */
    if (boilerplate != NULL && paragraph->length <= BOILERPLATE_LIMIT) {
        size_t index;
        if (pattern_list_find(boilerplate, scratch, paragraph->text, paragraph->length, &index,
                              error) != 0)
            return -1;
        if (index < boilerplate->count)
            paragraph->role = ROLE_BOILERPLATE;
    }
    if (paragraph->role == ROLE_BODY && paragraph->number == 1 &&
        paragraph->length <= TITLE_LIMIT && !ends_as_sentence(paragraph->text, paragraph->length))
        paragraph->role = ROLE_TITLE;
    return 0;
}

static int next_line(struct paragraph_splitter *splitter, struct line *line, stance_error *error)
{
    if (splitter->holding) {
        *line = splitter->held; /* its text is still in place: the document was not asked since */
        splitter->holding = false;
        return 0;
    }
    return document_next(splitter->document, line, error);
}

/* Adds the lines that follow to the paragraph, up to a blank one or the size limit. */
static int join_lines(struct paragraph_splitter *splitter, struct paragraph *paragraph, bool *cut,
                      stance_error *error)
{
    buffer_reset(&splitter->joined);
    buffer_append(&splitter->joined, paragraph->text, paragraph->length);
    bool continued = *cut;
    *cut = false;
    for (;;) {
        struct line line;
        splitter->failed = document_next(splitter->document, &line, &splitter->failure) != 0;
        if (splitter->failed || line.text == NULL || (!continued && is_blank(&line)))
            break;
        if (splitter->joined.length + 1 + line.length > PARAGRAPH_BYTES_MAX) {
            splitter->held = line;
            splitter->holding = *cut = true;
            break;
        }
        if (!continued)
            buffer_append_char(&splitter->joined, '\n');
        buffer_append(&splitter->joined, line.text, line.length);
        paragraph->source_length = line.offset + line.source_length - paragraph->offset;
        continued = line.continued;
    }
    if (splitter->joined.failed)
        return error_no_memory(error);
    paragraph->text = splitter->joined.data;
    paragraph->length = splitter->joined.length;
    return 0;
}

static void trim(struct paragraph *paragraph, size_t lead)
{
    size_t length = without_trailing_space(paragraph->text, paragraph->length);
    size_t tail = paragraph->length - length;
    paragraph->text += lead;
    paragraph->length = length - lead;
    paragraph->offset += lead;
    paragraph->source_length -= lead + tail;
}

void paragraph_trim(struct paragraph *paragraph)
{
    size_t lead = utf8_leading_space(paragraph->text, paragraph->length);
    if (lead < paragraph->length)
        trim(paragraph, lead);
    else
        paragraph->length = 0;
}

int paragraph_next(struct paragraph_splitter *splitter, struct paragraph *paragraph,
                   stance_error *error)
{
    for (;;) {
        struct line line;
        *paragraph = (struct paragraph){0};
        if (splitter->failed)
            *error = splitter->failure;
        if (splitter->failed || next_line(splitter, &line, error) != 0)
            return -1;
        if (line.text == NULL)
            return 0;
        size_t lead = utf8_leading_space(line.text, line.length);
        if (lead == line.length)
            continue;
        *paragraph = (struct paragraph){.text = line.text,
                                        .length = line.length,
                                        .number = ++splitter->count,
                                        .line = line.number,
                                        .offset = line.offset,
                                        .source_length = line.source_length,
                                        .role = ROLE_BODY};
        bool cut = line.continued;
        if (!splitter->at_line_ends && join_lines(splitter, paragraph, &cut, error) != 0)
            return -1;
        if (cut && line.number != splitter->cut_line) {
            splitter->cut_line = line.number;
            warning_send(splitter->warnings,
                         "%s: line %zu: a paragraph of more than %zu bytes, cut there",
                         document_name(splitter->document), line.number, PARAGRAPH_BYTES_MAX);
        }
        trim(paragraph, lead);
        return 0;
    }
}
