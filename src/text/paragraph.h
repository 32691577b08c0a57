/* Lines to paragraphs: what one label is given to.
 *
 * Paragraphs are parted by blank lines, or each line is one; a paragraph of more than
 * PARAGRAPH_BYTES_MAX bytes is cut there, with a warning. */
#ifndef STANCE_TEXT_PARAGRAPH_H
#define STANCE_TEXT_PARAGRAPH_H

#include "base/buffer.h"
#include "read/document.h"
#include "text/pattern_list.h"

/* A book's chapter. What is worked out for a paragraph that is nothing but different words takes a
 * hundred times its size, in each thread: this keeps two of them below 64 MiB. */
#ifndef PARAGRAPH_BYTES_MAX /* builds that are fuzzed have a smaller one */
#define PARAGRAPH_BYTES_MAX ((size_t)256 << 10)
#endif

enum paragraph_split {
    SPLIT_AUTO,  /* at blank lines if the first 64 KiB hold one, else at line ends */
    SPLIT_BLANK, /* at blank lines */
    SPLIT_LINE   /* at line ends */
};

enum paragraph_role {
    ROLE_TITLE,      /* the first paragraph, if it is short and does not end as a sentence does */
    ROLE_BODY,       /* prose */
    ROLE_BOILERPLATE /* bylines, photo credits, tags, datelines …: no prose */
};

/* What the input tells of an article. */
enum citation_fact {
    CITATION_ID,
    CITATION_DATE,
    CITATION_TITLE,
    CITATION_PUBLISHER,
    CITATION_FACTS
};

/* It is told with each paragraph: a long one would make much output of little input. */
#define CITATION_FACT_LIMIT ((size_t)1024)

struct citation {
    struct {
        const char *text; /* valid UTF-8, not NUL-terminated; NULL: unknown */
        size_t length;    /* at most CITATION_FACT_LIMIT; of a longer title, its beginning */
    } facts[CITATION_FACTS];
};

struct paragraph {
    const char *text; /* valid UTF-8 without spaces around it; NULL at the end; owned by the
                         splitter or its document, valid until the next call */
    size_t length;
    size_t number;   /* from 1, boilerplate counted */
    size_t line;     /* where it begins in the file, from 1; of a record: where that does */
    uint64_t offset; /* the same in bytes; of a record: in the field that it stands in */
    uint64_t
        source_length; /* how many bytes it spans there; 0: in a page, where no place is known */
    enum paragraph_role role; /* ROLE_BODY until paragraph_decide_role(), or as the input told */
    const struct citation *citation; /* the article that it is of; NULL: of a plain text */
};

struct paragraph_splitter;

/* Whether the bytes of `document` seen so far tell how to split it; for a document_watch. */
bool paragraph_split_is_clear(enum paragraph_split split, const struct document *document);

/* Splits `document` (borrowed, and its lines limited). `warnings` may be NULL. On success *splitter
 * is the caller's. */
int paragraph_splitter_new(struct document *document, enum paragraph_split split,
                           const struct warning_sink *warnings,
                           struct paragraph_splitter **splitter, stance_error *error);

/* Frees a splitter; NULL is allowed. */
void paragraph_splitter_free(struct paragraph_splitter *splitter);

/* The next paragraph, or a NULL text at the end. */
int paragraph_next(struct paragraph_splitter *splitter, struct paragraph *paragraph,
                   stance_error *error);

/* Takes the white space off both ends of the text, and of its place. */
void paragraph_trim(struct paragraph *paragraph);

/* Decides what a paragraph of ROLE_BODY is. `boilerplate` holds the patterns
 * that make it boilerplate, or is NULL; `scratch` is the calling thread's. */
int paragraph_decide_role(struct paragraph *paragraph, const struct pattern_list *boilerplate,
                          struct pattern_scratch *scratch, stance_error *error);

/* "title", "body" or "boilerplate". */
const char *paragraph_role_name(enum paragraph_role role);

#endif
