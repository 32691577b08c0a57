/* A sparse vector: what a model sees of a text. */
#ifndef STANCE_FEATURE_VECTOR_H
#define STANCE_FEATURE_VECTOR_H

#include <stddef.h>
#include <stdint.h>

struct vector_entry {
    uint32_t term; /* number in the vocabulary */
    double value;
};

struct vector {
    struct vector_entry *entries; /* [count], by rising term */
    size_t count;
    size_t capacity;
};

#define VECTOR_EMPTY ((struct vector){0})

void vector_release(struct vector *vector);

/* The sum of the products, in the order of the terms. */
double vector_dot(const struct vector *a, const struct vector *b);

#endif
