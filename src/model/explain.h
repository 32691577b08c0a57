/* Why a paragraph has its label: what each word, word n-gram and cue in it added to the scores.
 *
 *     s_k = bias_k + sum over contributions of scores[k]                   for every label k
 *
 * exactly, but for rounding. With one-vs-one machines the score of a label is the mean of what the
 * machines that know it say for it (see scorer.h), so a contribution to it is the mean of what is
 * contributed to those.
 *
 * What decides is not a score but the calibrated z_k = a_k * s_k + b_k, whose softmax is the
 * probability. So what speaks for the label is told against its strongest rival, in the difference
 * of the two:
 *
 *     margin = z_label - z_opposing = ln (p_label / p_opposing)
 *            = margin_bias + sum over contributions of weight
 *
 * A weight of 0.7 doubles the odds of the label against the rival; -0.7 halves them. */
#ifndef STANCE_MODEL_EXPLAIN_H
#define STANCE_MODEL_EXPLAIN_H

#include "model/classify.h"
#include "text/paragraph.h"

enum contribution_kind {
    CONTRIBUTION_WORD,  /* a word as a whole */
    CONTRIBUTION_NGRAM, /* two or more words in a row */
    CONTRIBUTION_CHARS, /* all character n-grams of a word together */
    CONTRIBUTION_CUE
};

#define CONTRIBUTION_KINDS 4

/* Where something stands in the paragraph's text, in bytes. */
struct place {
    size_t offset;
    size_t length;
};

struct contribution {
    enum contribution_kind kind;
    const char *feature; /* [feature_length] the folded word or words, or the cue's name */
    size_t feature_length;
    const struct place *places; /* [n_places] in the order of the text; a cue's may be empty */
    size_t n_places;            /* 0: a cue whose pattern gave up on where it stands */
    const double *scores;       /* [n_labels] what it adds to each label's score */
    double weight;              /* what it adds to the margin */
};

/* A word of the text. What a contribution weighs is shared equally by the words in its places; by
 * none where no word stands there (a quotation mark that is a cue). */
struct weighted_word {
    struct place place;
    double weight; /* above 0: for the label, below: for the rival */
};

enum explanation_ground {
    GROUND_SCORES, /* the scores decided */
    GROUND_RULE,   /* boilerplate: the resting label, whatever the words are */
    GROUND_UNKNOWN /* no known word: the resting label, or the likeliest where that may not be
                      given; with the confidence 0 */
};

struct explanation {
    stance_result result; /* what classifying the paragraph gives */
    enum explanation_ground ground;
    size_t rule;        /* GROUND_RULE: which of the model's boilerplate rules, or their number
                           where none did, and the input told it */
    size_t opposing;    /* the likeliest of the other labels that may be given; LABEL_ABSENT: none
                           may, and then the margin is z_label */
    const double *bias; /* [n_labels] the score of a text without a feature; 0 with GROUND_RULE */
    double margin;
    double margin_bias;                       /* the margin of a text without a feature */
    const struct contribution *contributions; /* [n_contributions] the heaviest first, whichever
                                                 its sign; none with GROUND_RULE */
    size_t n_contributions;
    const struct weighted_word *words; /* [n_words] in the order of the text */
    size_t n_words;
};

/* Working memory, for one thread. */
struct explainer;

/* Makes an explainer of what `classifier` (borrowed) answers. On success *explainer is the
 * caller's. */
int explainer_new(struct stance_classifier *classifier, struct explainer **explainer,
                  stance_error *error);

/* Frees an explainer; NULL is allowed. */
void explainer_free(struct explainer *explainer);

/* Classifies a paragraph, whose role is decided, and explains the answer. What *explanation points
 * to is the explainer's and the classifier's, valid until either is used again. */
int explain(struct explainer *explainer, const struct paragraph *paragraph,
            struct explanation *explanation, stance_error *error);

/* "word", "ngram", "chars" or "cue". */
const char *contribution_kind_name(enum contribution_kind kind);

#endif
