/* Why a paragraph has its label, for people and for programs. */
#ifndef STANCE_REPORT_EXPLANATION_H
#define STANCE_REPORT_EXPLANATION_H

#include "model/explain.h"
#include "report/terminal.h"

/* What is to be told. */
struct told {
    const stance_model *model;
    const char *file;
    const struct paragraph *paragraph;
    const struct explanation *explanation;
    const char *label; /* as it is given: the result's name, or another where it is too unsure */
};

/* The paragraph with the words marked that decided, and the `top` heaviest contributions for the
 * label and as many for its strongest rival. */
void explanation_text(const struct told *told, const struct terminal *terminal, size_t top,
                      struct buffer *out);

/* One JSON object on a line, with the `top` heaviest contributions. Numbers have twelve digits, so
 * that those that are sums can be checked. */
void explanation_json(const struct told *told, size_t top, struct buffer *out);

#endif
