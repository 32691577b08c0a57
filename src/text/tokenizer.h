/* Text to tokens: each match of the token pattern, folded.
 *
 *     "Moscow’s DENIALS." -> moscow's | denials
 *
 * The pattern is the definition of a token; it travels inside a model. */
#ifndef STANCE_TEXT_TOKENIZER_H
#define STANCE_TEXT_TOKENIZER_H

#include "base/buffer.h"
#include "base/error.h"
#include "text/pattern.h"

#include <stddef.h>

/* Runs of letters, digits and the marks that belong to them; apostrophes and hyphens inside. The
 * quantifiers are possessive: greedy ones would exhaust the stack on "a-a-a-…". For this pattern
 * scanner.h stands in, which finds the same tokens faster: change the two together. */
#define TOKENIZER_WORD_CHARACTER "[\\p{L}\\p{N}\\p{M}]"
#define TOKENIZER_DEFAULT_PATTERN                                                                  \
    TOKENIZER_WORD_CHARACTER "++(?:['’-]" TOKENIZER_WORD_CHARACTER "++)*+"

struct token {
    size_t start; /* where it stands in the text, in bytes */
    size_t end;
    size_t folded_start; /* where its folded form stands in tokens.folded */
    size_t folded_end;
};

/* The tokens of one text. Reused from text to text. */
struct tokens {
    struct token *items; /* [count] in the order of the text */
    size_t count;
    size_t capacity;
    struct buffer folded;
};

#define TOKENS_EMPTY ((struct tokens){0})

void tokens_release(struct tokens *tokens);

/* Whether tokens of this pattern are found by tables (see scanner.h); the same, but faster. */
bool tokenizer_is_default(const struct pattern *pattern);

/* Replaces *tokens by the places of those of `text` (valid UTF-8), not folded. */
int tokenizer_find(const struct pattern *pattern, struct pattern_scratch *scratch, const char *text,
                   size_t length, struct tokens *tokens, stance_error *error);

/* The same, and folds them. A token whose folded form is empty is left
 * out. */
int tokenizer_run(const struct pattern *pattern, struct pattern_scratch *scratch, const char *text,
                  size_t length, struct tokens *tokens, stance_error *error);

#endif
