/* What an input is: told by the user, by its name, or by its first bytes. */
#ifndef STANCE_READ_KIND_H
#define STANCE_READ_KIND_H

#include "read/source.h"

enum input_kind {
    KIND_AUTO, /* not known yet */
    KIND_TEXT,
    KIND_HTML,
    KIND_JSONL, /* an article a line, as a JSON object */
    KIND_CSV,   /* an article a record */
    KIND_TSV
};

/* What a file of this name is, ".gz" aside: .txt, .html, .htm, .xhtml, .jsonl, .ndjson, .csv, .tsv,
 * .tab; KIND_AUTO where the name does not tell. */
enum input_kind kind_of_name(const char *path);

/* What a source is, where its name does not tell: a page if it begins as HTML does, lines of JSON
 * if it begins with an object that has a member, else text. Reads no further than it must to tell.
 * To be called before the first source_read(). */
int kind_of_source(struct source *source, enum input_kind *kind, stance_error *error);

#endif
