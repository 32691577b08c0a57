/* Seeded random numbers, the same on every machine: xoshiro256** 1.0, seeded by splitmix64
 * (Blackman & Vigna 2018, prng.di.unimi.it). Not for secrets. */
#ifndef STANCE_BASE_RANDOM_H
#define STANCE_BASE_RANDOM_H

#include <stddef.h>
#include <stdint.h>

struct random {
    uint64_t state[4];
};

void random_seed(struct random *random, uint64_t seed);

/* 64 random bits. */
uint64_t random_next(struct random *random);

/* A number in 0 … bound-1, without bias; bound is at least 1. */
uint64_t random_below(struct random *random, uint64_t bound);

/* Shuffles `order` (Fisher-Yates). */
void random_shuffle(struct random *random, size_t *order, size_t count);

#endif
