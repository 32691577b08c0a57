/* Eight bytes at a time, in plain C: questions whose answer is "none of the eight" for most text.
 *
 * Each returns 0 exactly where no byte of the word is of that kind; which one it is, only the bytes
 * themselves tell. (Hacker's Delight, section 6-1.) */
#ifndef STANCE_BASE_WORD_H
#define STANCE_BASE_WORD_H

#include <stdint.h>
#include <string.h>

#define WORD_SIZE     ((size_t)8)
#define WORD_OF(byte) ((uint64_t)(byte)*0x0101010101010101u)

static inline uint64_t word_load(const void *bytes)
{
    uint64_t word;
    memcpy(&word, bytes, sizeof word);
    return word;
}

/* Bytes of 0x80 and above: all that is not ASCII. */
static inline uint64_t word_has_high(uint64_t word)
{
    return word & WORD_OF(0x80);
}

/* Bytes below `limit`, which is at most 0x80. */
static inline uint64_t word_has_less(uint64_t word, unsigned char limit)
{
    return (word - WORD_OF(limit)) & ~word & WORD_OF(0x80);
}

static inline uint64_t word_has(uint64_t word, unsigned char byte)
{
    return word_has_less(word ^ WORD_OF(byte), 1);
}

#endif
