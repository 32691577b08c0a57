/* In: a term. Out: its block. Must not know how terms are found. */
#include "feature/term.h"

enum block term_block(const char *term)
{
    return term[0] == TERM_WORD ? BLOCK_WORD : term[0] == TERM_CUE ? BLOCK_CUE : BLOCK_CHAR;
}

const char *block_name(enum block block)
{
    switch (block) {
    case BLOCK_WORD:
        return "word";
    case BLOCK_CHAR:
        return "char";
    case BLOCK_CUE:
    case BLOCK_COUNT:
        break;
    }
    return "cue";
}
