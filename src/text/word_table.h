/* What a token is made of: tables that word_table_maker.c writes while the program is built, as the
 * PCRE2 that is installed answers. */
#ifndef STANCE_TEXT_WORD_TABLE_H
#define STANCE_TEXT_WORD_TABLE_H

#include <stdint.h>

/* One of these for each byte, 0 for what else stands between tokens. The bits lie eight apart so
 * that the classes of eight bytes, each shifted by its place and all or-ed together, are three
 * masks of eight bits. */
#define BYTE_WORD   0x1u     /* an ASCII letter or digit */
#define BYTE_JOINER 0x100u   /* ' or - */
#define BYTE_WIDE   0x10000u /* part of a code point of two to four bytes */

extern const uint32_t word_table_bytes[256];

/* Code points in blocks of 256, equal blocks kept once:
 *
 *     U+00E9 -> word_table_blocks[0x00] = 0 -> word_table_bits[0][0xe9 / 8], bit 0xe9 % 8 */
extern const uint8_t word_table_blocks[0x1100];
extern const uint8_t word_table_bits[][32];

#endif
