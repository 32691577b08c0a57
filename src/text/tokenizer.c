/* In: a text. Out: its tokens with their places and folded forms. Must not know what is counted. */
#include "text/tokenizer.h"

#include "base/memory.h"
#include "base/utf8.h"
#include "text/fold.h"

#include <stdlib.h>

void tokens_release(struct tokens *tokens)
{
    free(tokens->items);
    buffer_release(&tokens->folded);
    *tokens = TOKENS_EMPTY;
}

static int add(struct tokens *tokens, const char *text, struct pattern_match match,
               stance_error *error)
{
    if (memory_reserve(&tokens->items, &tokens->capacity, tokens->count + 1,
                       sizeof *tokens->items) != 0)
        return error_no_memory(error);
    struct token token = {match.start, match.end, tokens->folded.length, 0};
    if (fold_append(text + match.start, match.end - match.start, &tokens->folded, error) != 0)
        return -1;
    token.folded_end = tokens->folded.length;
    if (token.folded_end > token.folded_start)
        tokens->items[tokens->count++] = token;
    return 0;
}

int tokenizer_run(const struct pattern *pattern, struct pattern_scratch *scratch, const char *text,
                  size_t length, struct tokens *tokens, stance_error *error)
{
    tokens->count = 0;
    buffer_reset(&tokens->folded);
    for (size_t from = 0; from < length;) {
        struct pattern_match match;
        bool found;
        if (pattern_find(pattern, scratch, text, length, from, &match, &found, error) != 0)
            return -1;
        if (!found)
            break;
        if (match.end > match.start && add(tokens, text, match, error) != 0)
            return -1;
        /* A user's pattern may match nothing, or look behind: always move on by a code point. */
        from = match.end > from ? match.end : from + utf8_width((unsigned char)text[from]);
    }
    return 0;
}
