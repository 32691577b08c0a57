/* In any text, scanner_run() finds the tokens that PCRE2 finds with TOKENIZER_DEFAULT_PATTERN, in
 * portions of any size; and folding them does not fail. */
#include "support.h"

#include "base/utf8.h"
#include "text/scanner.h"
#include "text/tokenizer.h"

#include <stdlib.h>
#include <string.h>

#define CAPACITY_MOST 64

struct oracle {
    struct pattern *pattern;
    struct pattern_scratch *scratch;
    struct tokens tokens;
};

static struct oracle *the_oracle(void)
{
    static struct oracle oracle;
    stance_error error;
    if (oracle.pattern == NULL) {
        PROMISE(pattern_compile(TOKENIZER_DEFAULT_PATTERN, strlen(TOKENIZER_DEFAULT_PATTERN), false,
                                "here", &oracle.pattern, &error) == 0);
        PROMISE(pattern_scratch_new(&oracle.scratch, &error) == 0);
    }
    return &oracle;
}

static bool is_ascii(const char *text, size_t start, size_t end)
{
    while (start < end && (unsigned char)text[start] < 0x80)
        start++;
    return start == end;
}

/* The next match of the pattern is the token; NULL: there is none. */
static void check_next(const struct oracle *oracle, const char *text, size_t length, size_t *from,
                       const struct scanned *token)
{
    struct pattern_match match;
    bool found;
    stance_error error;
    PROMISE(pattern_find(oracle->pattern, oracle->scratch, text, length, *from, &match, &found,
                         &error) == 0);
    PROMISE(found == (token != NULL));
    if (token == NULL)
        return;
    PROMISE(token->start == match.start && token->end == match.end);
    PROMISE(token->ascii == is_ascii(text, match.start, match.end));
    *from = match.end;
}

static void check_tokens(const struct oracle *oracle, const char *text, size_t length,
                         size_t capacity)
{
    struct scanned tokens[CAPACITY_MOST];
    size_t from = 0, scanned = 0, count;
    do {
        count = scanner_run(text, length, &scanned, tokens, capacity);
        PROMISE(count <= capacity);
        for (size_t i = 0; i < count; i++)
            check_next(oracle, text, length, &from, &tokens[i]);
        PROMISE(scanned == (count == capacity ? from : length));
    } while (count == capacity);
    check_next(oracle, text, length, &from, NULL);
}

static void check_folded(struct oracle *oracle, const char *text, size_t length)
{
    struct tokens *tokens = &oracle->tokens;
    stance_error error;
    PROMISE(tokenizer_run(oracle->pattern, oracle->scratch, text, length, tokens, &error) == 0);
    size_t start = 0, folded = 0;
    for (size_t i = 0; i < tokens->count; i++) {
        const struct token *token = &tokens->items[i];
        PROMISE(token->start >= start && token->end > token->start && token->end <= length);
        PROMISE(token->folded_start == folded && token->folded_end > folded);
        start = token->end;
        folded = token->folded_end;
    }
    PROMISE(folded == tokens->folded.length);
    PROMISE(utf8_valid_prefix(tokens->folded.data, folded) == folded);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const size_t capacities[] = {CAPACITY_MOST, 1, 3};
    struct oracle *oracle = the_oracle();
    struct buffer text = BUFFER_EMPTY;
    append_valid_input(data, size, &text);
    /* In memory of just its length, so that the sanitizer sees who reads beyond it. */
    char *copy = malloc(text.length + (text.length == 0));
    PROMISE(copy != NULL);
    if (text.length > 0)
        memcpy(copy, text.data, text.length);
    for (size_t i = 0; i < sizeof capacities / sizeof capacities[0]; i++)
        check_tokens(oracle, copy, text.length, capacities[i]);
    check_folded(oracle, copy, text.length);
    free(copy);
    buffer_release(&text);
    return 0;
}
