/* A few dozen sentences of news, and any number of texts made of them. */
#ifndef TESTS_DIFF_CORPUS_H
#define TESTS_DIFF_CORPUS_H

#include "base/buffer.h"
#include "base/random.h"
#include "train/dataset.h"

#include <stddef.h>

struct sentence {
    const char *label;
    const char *text;
};

extern const struct sentence corpus[];
extern const size_t corpus_count;

/* Appends words of random sentences, among them some that no sentence has. */
void corpus_append_text(struct random *random, struct buffer *out);

/* Loads rows "label<TAB>text" that must be sound, and releases `content`. */
void corpus_load(struct buffer *content, struct dataset *dataset);

/* A number in 0 … 1, without 1. */
double random_real(struct random *random);

#endif
