/* In: bytes. Out: 64 bits. The only file that includes <xxhash.h>. */
#include "base/hash.h"

#define XXH_INLINE_ALL /* short strings: a call would cost as much as the hash */
#include <xxhash.h>

uint64_t hash_bytes(const void *bytes, size_t length, uint64_t seed)
{
    return XXH3_64bits_withSeed(bytes, length, seed);
}
