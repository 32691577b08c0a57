/* In: a text. Out: where its tokens are, as TOKENIZER_DEFAULT_PATTERN has it. Must not know which
 * code points are letters: word_table.h says so. */
#include "text/scanner.h"

#include "base/utf8.h"
#include "text/word_table.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

/* Words end where no processor can foresee, and each surprise costs it as much as a dozen bytes. So
 * a block of bytes becomes masks of a bit a byte first, without a branch, and where tokens begin
 * and end is reckoned from these:
 *
 *     text      it's -- 20-year-old
 *     word      ##.#....##.####.###      a letter, digit or mark
 *     joiner    ..#..##...#....#...
 *     token     ####....###########      word, or a joiner between two
 *     edge      ^...^...^                and one behind the text: beginnings and ends in turn
 *
 * A block ends with a whole code point, and with no joiner whose right neighbour is not seen. */
#define BLOCK 64

struct masks {
    uint64_t word;
    uint64_t joiner;     /* ' and - */
    uint64_t apostrophe; /* the first byte of each U+2019 */
    uint64_t wide;       /* not ASCII */
};

/* The lowest `count` bits, up to 64. */
static uint64_t low_bits(size_t count)
{
    return count == 64 ? UINT64_MAX : ((uint64_t)1 << count) - 1;
}

static size_t lowest_bit(uint64_t mask)
{
    return (size_t)__builtin_ctzll(mask);
}

static void classify_bytes(const unsigned char s[BLOCK], struct masks *masks)
{
    const uint32_t *class = word_table_bytes;
    *masks = (struct masks){0};
    for (size_t i = 0; i < BLOCK; i += 8) {
        const unsigned char *b = s + i;
        uint32_t eight = class[b[0]] | class[b[1]] << 1 | class[b[2]] << 2 | class[b[3]] << 3 |
                         class[b[4]] << 4 | class[b[5]] << 5 | class[b[6]] << 6 | class[b[7]] << 7;
        masks->word |= (uint64_t)(eight & 0xff) << i;
        masks->joiner |= (uint64_t)(eight >> 8 & 0xff) << i;
        masks->wide |= (uint64_t)(eight >> 16) << i;
    }
}

/* The code point at `s`, of `width` bytes, two to four. */
static uint32_t decode(const unsigned char *s, size_t width)
{
    if (width == 2)
        return (s[0] & 0x1fu) << 6 | (s[1] & 0x3fu);
    if (width == 3)
        return (s[0] & 0x0fu) << 12 | (s[1] & 0x3fu) << 6 | (s[2] & 0x3fu);
    return (s[0] & 0x07u) << 18 | (s[1] & 0x3fu) << 12 | (s[2] & 0x3fu) << 6 | (s[3] & 0x3fu);
}

/* Enters the code points beyond ASCII. Returns where the first one begins that `length` cuts off,
 * or `length`. */
static size_t classify_wide(const unsigned char *s, size_t length, struct masks *masks)
{
    for (uint64_t rest = masks->wide; rest != 0;) {
        size_t i = lowest_bit(rest), width = utf8_width(s[i]);
        if (i + width > length)
            return i;
        uint32_t c = decode(s + i, width);
        uint64_t bits = low_bits(width) << i;
        if ((word_table_bits[word_table_blocks[c >> 8]][c / 8 % 32] >> c % 8 & 1) != 0)
            masks->word |= bits;
        else if (c == 0x2019)
            masks->apostrophe |= (uint64_t)1 << i;
        rest &= ~bits;
    }
    return length;
}

/* The length of the block without a joiner at its end, which goes to the next one. */
static size_t without_last_joiner(const struct masks *masks, size_t length)
{
    if ((masks->joiner >> (length - 1) & 1) != 0)
        return length - 1;
    return length >= 3 && (masks->apostrophe >> (length - 3) & 1) != 0 ? length - 3 : length;
}

/* Which bytes belong to tokens; `open`: the byte before the block does. */
static uint64_t token_bits(const struct masks *masks, bool open)
{
    uint64_t after_word = masks->word << 1 | open;
    uint64_t joined = masks->joiner & after_word & masks->word >> 1;
    uint64_t quoted = masks->apostrophe & after_word & masks->word >> 3;
    return masks->word | joined | quoted | quoted << 1 | quoted << 2;
}

/* Reads the block at `s`, where `left` bytes of text remain. Returns its length; *token and *wide
 * say of each byte whether it belongs to a token, and to one that is not ASCII there. */
static size_t read_block(const unsigned char *s, size_t left, bool open, uint64_t *token,
                         uint64_t *wide)
{
    unsigned char padded[BLOCK];
    struct masks masks;
    size_t length = BLOCK;
    if (left < BLOCK) {
        length = left;
        memset(padded, 0, sizeof padded); /* no part of a token */
        memcpy(padded, s, left);
        s = padded;
    }
    classify_bytes(s, &masks);
    if (masks.wide != 0)
        length = classify_wide(s, length, &masks);
    if (length < left)
        length = without_last_joiner(&masks, length);
    assert(length > 0); /* a joiner and a code point have 7 bytes at most; valid text is not cut */
    *token = token_bits(&masks, open) & low_bits(length);
    *wide = *token & masks.wide;
    return length;
}

size_t scanner_run(const char *text, size_t length, size_t *from, struct scanned *tokens,
                   size_t capacity)
{
    const unsigned char *s = (const unsigned char *)text;
    size_t count = 0, start = 0;
    bool open = false, ascii = true;
    for (size_t i = *from, block; i < length; i += block) {
        uint64_t token, wide;
        block = read_block(s + i, length - i, open, &token, &wide);
        uint64_t edges = (token ^ (token << 1 | open)) & low_bits(block);
        for (; edges != 0; edges &= edges - 1) {
            size_t edge = lowest_bit(edges);
            open = !open;
            if (open) {
                start = i + edge;
                continue;
            }
            uint64_t before = low_bits(edge);
            tokens[count++] = (struct scanned){start, i + edge, ascii && (wide & before) == 0};
            if (count == capacity) {
                *from = i + edge;
                return count;
            }
            wide &= ~before; /* those of the tokens to come */
            ascii = true;
        }
        ascii = ascii && wide == 0;
    }
    if (open)
        tokens[count++] = (struct scanned){start, length, ascii};
    *from = length;
    return count;
}
