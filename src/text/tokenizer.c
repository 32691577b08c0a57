/* In: a text. Out: its tokens with their places and folded forms. Must not know what is counted. */
#include "text/tokenizer.h"

#include "base/memory.h"
#include "base/utf8.h"
#include "text/fold.h"
#include "text/scanner.h"

#include <stdlib.h>

void tokens_release(struct tokens *tokens)
{
    free(tokens->items);
    buffer_release(&tokens->folded);
    *tokens = TOKENS_EMPTY;
}

static int add(struct tokens *tokens, size_t start, size_t end, stance_error *error)
{
    if (memory_reserve(&tokens->items, &tokens->capacity, tokens->count + 1,
                       sizeof *tokens->items) != 0)
        return error_no_memory(error);
    tokens->items[tokens->count++] = (struct token){.start = start, .end = end};
    return 0;
}

static int find_default(const char *text, size_t length, struct tokens *tokens, stance_error *error)
{
    struct scanned found[64];
    const size_t capacity = sizeof found / sizeof found[0];
    size_t from = 0, count;
    do {
        count = scanner_run(text, length, &from, found, capacity);
        if (memory_reserve(&tokens->items, &tokens->capacity, tokens->count + count,
                           sizeof *tokens->items) != 0)
            return error_no_memory(error);
        for (size_t i = 0; i < count; i++)
            tokens->items[tokens->count++] =
                (struct token){.start = found[i].start, .end = found[i].end};
    } while (count == capacity);
    return 0;
}

static int find_pattern(const struct pattern *pattern, struct pattern_scratch *scratch,
                        const char *text, size_t length, struct tokens *tokens, stance_error *error)
{
    for (size_t from = 0; from < length;) {
        struct pattern_match match;
        bool found;
        if (pattern_find(pattern, scratch, text, length, from, &match, &found, error) != 0)
            return -1;
        if (!found)
            break;
        if (match.end > match.start && add(tokens, match.start, match.end, error) != 0)
            return -1;
        /* A user's pattern may match nothing, or look behind: always move on by a code point. */
        from = match.end > from ? match.end : from + utf8_width((unsigned char)text[from]);
    }
    return 0;
}

bool tokenizer_is_default(const struct pattern *pattern)
{
    return pattern_is(pattern, TOKENIZER_DEFAULT_PATTERN, sizeof TOKENIZER_DEFAULT_PATTERN - 1);
}

int tokenizer_find(const struct pattern *pattern, struct pattern_scratch *scratch, const char *text,
                   size_t length, struct tokens *tokens, stance_error *error)
{
    tokens->count = 0;
    pattern_scratch_begin(scratch, length);
    return tokenizer_is_default(pattern)
               ? find_default(text, length, tokens, error)
               : find_pattern(pattern, scratch, text, length, tokens, error);
}

int tokenizer_run(const struct pattern *pattern, struct pattern_scratch *scratch, const char *text,
                  size_t length, struct tokens *tokens, stance_error *error)
{
    buffer_reset(&tokens->folded);
    if (tokenizer_find(pattern, scratch, text, length, tokens, error) != 0)
        return -1;
    size_t kept = 0;
    for (size_t i = 0; i < tokens->count; i++) {
        struct token token = tokens->items[i];
        token.folded_start = tokens->folded.length;
        if (fold_append(text + token.start, token.end - token.start, &tokens->folded, error) != 0)
            return -1;
        token.folded_end = tokens->folded.length;
        if (token.folded_end > token.folded_start)
            tokens->items[kept++] = token;
    }
    tokens->count = kept;
    return 0;
}
