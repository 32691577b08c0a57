/* The words, phrases and cues that weighed most for each label, over many paragraphs. */
#ifndef STANCE_REPORT_HEAVIEST_H
#define STANCE_REPORT_HEAVIEST_H

#include "base/buffer.h"
#include "base/intern.h"
#include "model/explain.h"
#include "report/legend.h"

struct heavy_term {
    size_t label;
    enum contribution_kind kind; /* what a word's spelling says is added to the word */
    double weight;               /* the sum of what it added to margins */
    size_t paragraphs;           /* in which it did */
    size_t last;                 /* the last of them, as they are counted below */
};

struct heaviest {
    struct intern names;      /* [names.count] a label, a kind and a feature in bytes each */
    struct heavy_term *terms; /* [names.count] */
    size_t capacity;
    size_t paragraphs;
};

#define HEAVIEST_EMPTY ((struct heaviest){0}) /* as all zeros are */

void heaviest_release(struct heaviest *heaviest);

/* Adds what spoke for the label of a paragraph. */
int heaviest_add(struct heaviest *heaviest, const struct explanation *explanation,
                 stance_error *error);

/* A table for each label with a term, of the `top` that weighed most. The places of labels in the
 * model are those in the legend. */
int heaviest_html(const struct heaviest *heaviest, const struct legend *legend, size_t top,
                  struct buffer *out, stance_error *error);

#endif
