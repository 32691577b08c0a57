/* Terms: what a model counts, as byte strings. The first byte of a term names its block. */
#ifndef STANCE_FEATURE_TERM_H
#define STANCE_FEATURE_TERM_H

#include "base/buffer.h"
#include "base/error.h"

/* Vectors are normalised block by block: without it the many character n-grams would drown the
 * words, and all of them the cues. */
enum block { BLOCK_WORD, BLOCK_CHAR, BLOCK_CUE, BLOCK_COUNT };

/* The first bytes of the terms of each block. */
#define TERM_WORD 'w' /* "wno evidence": a word n-gram */
#define TERM_CHAR 'c' /* "c<den": a character n-gram; '<' and '>' are the ends of a word */
#define TERM_CUE  'q' /* "qdenies": a cue, by its name */

/* Sets *term to a term of one part: its block's first byte, and `bytes`. */
int term_spell(char first, const char *bytes, size_t length, struct buffer *term,
               stance_error *error);

/* The block of a term, by its first byte. */
enum block term_block(const char *term);

/* "word", "char" or "cue". */
const char *block_name(enum block block);

#endif
