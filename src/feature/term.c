/* In: a term. Out: its block. Must not know how terms are found. */
#include "feature/term.h"

int term_spell(char first, const char *bytes, size_t length, struct buffer *term,
               stance_error *error)
{
    buffer_reset(term);
    buffer_append_char(term, first);
    buffer_append(term, bytes, length);
    return term->failed ? error_no_memory(error) : 0;
}

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
