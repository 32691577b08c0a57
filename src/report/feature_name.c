/* In: features. Out: their names. Must not know weights. */
#include "report/feature_name.h"

#include "report/escape.h"

const char *feature_kind_plain(enum contribution_kind kind)
{
    switch (kind) {
    case CONTRIBUTION_WORD:
        return "word";
    case CONTRIBUTION_NGRAM:
        return "phrase";
    case CONTRIBUTION_CHARS:
        return "spelling";
    case CONTRIBUTION_CUE:
        break;
    }
    return "cue";
}

void feature_put_spelling(const char *ngram, size_t length, struct buffer *out)
{
    bool begins = length > 0 && ngram[0] == '<', ends = length > 0 && ngram[length - 1] == '>';
    buffer_append_string(out, begins ? "" : "…");
    escape_terminal(ngram + begins, length - begins - ends, out);
    buffer_append_string(out, ends ? "" : "…");
}
