/* libstance: the stance of a news paragraph.
 *
 *     bytes -> document -> paragraphs -> tokens -> features -> vector -> scores -> label -> output
 *
 * This is the public face of the library: load a model once, make one classifier a thread, and
 * ask it for the label of any number of paragraphs.
 *
 *     stance_error error;
 *     stance_model *model = NULL;
 *     stance_classifier *classifier = NULL;
 *     stance_result result;
 *     if (stance_model_load("stance", &model, &error) != 0 ||
 *         stance_classifier_new(model, &classifier, &error) != 0 ||
 *         stance_classify(classifier, text, length, &result, &error) != 0)
 *         fprintf(stderr, "%s\n", error.message);
 *     else
 *         printf("%s %.2f\n", stance_model_label(model, result.label), result.confidence);
 *     stance_classifier_free(classifier);
 *     stance_model_free(model);
 *
 * The library never prints and never ends the process. Every function that can fail returns 0 when
 * it has succeeded and -1 when it has not; then *error says why and no output was written. */
#ifndef STANCE_H
#define STANCE_H

#include <stdbool.h>
#include <stddef.h>

#define STANCE_VERSION "0.1.0"

enum stance_status {
    STANCE_OK = 0,
    STANCE_NO_MEMORY, /* an allocation failed */
    STANCE_IO,        /* the system refused to open, read or write a file */
    STANCE_DATA,      /* a text or labelled file is not what it should be */
    STANCE_MODEL,     /* a model file is damaged, or of another version */
    STANCE_ARGUMENT,  /* an option or a pattern makes no sense */
    STANCE_RECORD     /* one record of a labelled file is not what it should be: others may be */
};

typedef struct stance_error {
    enum stance_status status;
    char message[1024]; /* one sentence without a line end: "FILE: line N: what is wrong" */
} stance_error;

/* A trained model. Immutable: any number of threads may use one at the same time. */
typedef struct stance_model stance_model;

/* The working memory for classifying with one model. For one thread at a time. */
typedef struct stance_classifier stance_classifier;

typedef struct stance_result {
    size_t label;                /* index of the label, below stance_model_label_count() */
    double confidence;           /* probability of that label, 0..1; 0 where known is false */
    bool known;                  /* false: the model knows not one word of the paragraph */
    const double *probabilities; /* [label_count], sum 1; owned by the classifier, valid until its
                                    next call */
    const double *scores;        /* [label_count], uncalibrated margins; owned likewise */
} stance_result;

/* Loads the model file `name`, or the model of that name that is built into the program (a name
 * without a slash or a dot: "stance"). On success *model is the caller's, to be freed. */
int stance_model_load(const char *name, stance_model **model, stance_error *error);

/* Frees a model; NULL is allowed. No classifier of the model may be used afterwards. */
void stance_model_free(stance_model *model);

/* The number of labels, at least 2. */
size_t stance_model_label_count(const stance_model *model);

/* The name of label `index` (below the count), UTF-8, owned by the model. */
const char *stance_model_label(const stance_model *model, size_t index);

/* Makes a classifier for `model`, which must outlive it. On success *classifier is the caller's. */
int stance_classifier_new(const stance_model *model, stance_classifier **classifier,
                          stance_error *error);

/* Frees a classifier; NULL is allowed. */
void stance_classifier_free(stance_classifier *classifier);

/* Restricts the answers to some labels: allowed[i] says whether label i may be given. `allowed` has
 * stance_model_label_count() entries, is copied, and must allow at least one; NULL allows all. */
void stance_classifier_among(stance_classifier *classifier, const bool *allowed);

/* Labels one paragraph. `text` is valid UTF-8 of `length` bytes (no final NUL needed); text that is
 * not valid UTF-8 is refused with STANCE_DATA. The same text always gets the same answer. */
int stance_classify(stance_classifier *classifier, const char *text, size_t length,
                    stance_result *result, stance_error *error);

#endif
