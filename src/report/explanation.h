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

/* ---- parts of it, as text without control characters, for other writers ---- */

/* Whether scores decided, against a rival: else explanation_ground() says all there is to say. */
bool explanation_is_contest(const struct explanation *explanation);

void explanation_ground(const struct told *told, struct buffer *out);

/* "denial is 2.4 times as likely as neutral", of a contest. */
void explanation_odds(const struct told *told, struct buffer *out);

/* What a contribution is about: the word in quotation marks, or the cue's name and what it found.
 */
void explanation_feature(const struct told *told, const struct contribution *contribution,
                         struct buffer *out);

/* A word is marked that weighs at least this part of the heaviest. */
#define EXPLANATION_DECIDING 0.25

/* What the heaviest word of a text weighs, whichever its sign. */
double explanation_heaviest(const struct explanation *explanation);

/* The label that a deciding word of a contest speaks for; LABEL_ABSENT where it decides nothing. */
size_t explanation_side(const struct told *told, const struct weighted_word *word, double heaviest);

#endif
