/* The labels as a page shows them: each has a class of the style sheet, the same in text, charts
 * and tables, and never without its name beside it. */
#ifndef STANCE_REPORT_LEGEND_H
#define STANCE_REPORT_LEGEND_H

#include "base/error.h"
#include "model/labels.h"

struct legend {
    const char **names; /* [count] those of the labels, borrowed; the last: what is too unsure */
    size_t count;
    const char *resting; /* the label that is drawn back, borrowed; NULL: none is */
};

/* `uncertain` (borrowed) is what an answer is called that is too unsure. On success the caller
 * releases *legend. */
int legend_init(struct legend *legend, const struct labels *labels, const char *resting,
                const char *uncertain, stance_error *error);

void legend_release(struct legend *legend);

/* The place of a name, or that of what is too unsure where there is no such label. */
size_t legend_find(const struct legend *legend, const char *name);

/* The class of the name in that place: "l0" … "l7", "rest" or "unsure". */
const char *legend_class(const struct legend *legend, size_t place);

#endif
