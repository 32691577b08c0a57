/* A paragraph on a page: its label, its text with the words marked that decided, and why. The marks
 * and the reason are shown where the pointer or the focus is. */
#ifndef STANCE_REPORT_PASSAGE_H
#define STANCE_REPORT_PASSAGE_H

#include "report/explanation.h"
#include "report/legend.h"

struct passage {
    const struct told *told;
    const struct legend *legend;
    size_t number;     /* of the passage on the page: no other has it */
    const char *truth; /* its true label; NULL: not known, or not to be told */
};

/* A title becomes a heading. */
void passage_html(const struct passage *passage, struct buffer *out);

#endif
