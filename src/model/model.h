/* A model as a whole: everything that can change a label, and where it comes from. Immutable once
 * made. */
#ifndef STANCE_MODEL_MODEL_H
#define STANCE_MODEL_MODEL_H

#include "feature/recipe.h"
#include "feature/vocabulary.h"
#include "model/calibration.h"
#include "model/labels.h"
#include "model/scorer.h"

/* The training record: "key<TAB>value" facts, for people to read; nothing is computed from it. */
struct origin_fact {
    char *key;
    char *value;
};

struct origin {
    struct origin_fact *facts; /* [count] */
    size_t count;
    size_t capacity;
};

struct stance_model {
    struct labels labels;
    struct recipe recipe;
    struct pattern *token_pattern; /* compiled from the recipe */
    struct pattern_list boilerplate;
    struct pattern_list cues;
    struct vocabulary vocabulary;
    struct scorer scorer;
    struct calibration calibration;
    double min_confidence; /* 0..1; an answer below it is better not given; 0: none is */
    struct origin origin;
    uint64_t checksum; /* of the file that it was read from; 0: of none */
};

/* An empty model on the heap, to be filled and then left alone. NULL when memory runs out. */
struct stance_model *model_new(void);

/* Sets the token pattern, in the recipe and compiled. */
int model_set_token_pattern(struct stance_model *model, const char *pattern, size_t length,
                            stance_error *error);

/* Adds a fact to the training record. */
__attribute__((format(printf, 4, 5))) int model_add_fact(struct stance_model *model,
                                                         stance_error *error, const char *key,
                                                         const char *format, ...);

/* The value of a fact, or NULL. */
const char *model_fact(const struct stance_model *model, const char *key);

#endif
