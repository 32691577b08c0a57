/* XXH3-64 of bytes: for hash tables and for checksums. Stable over machines and versions. */
#ifndef STANCE_BASE_HASH_H
#define STANCE_BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

/* `seed` chains: the hash of "a, then b" is hash_bytes(b, hash_bytes(a, 0)). */
uint64_t hash_bytes(const void *bytes, size_t length, uint64_t seed);

#endif
