/* In: tokens. Out: terms. Must not know which terms are in a vocabulary. */
#include "feature/ngram.h"

#include "base/utf8.h"
#include "feature/term.h"

/* A word of thousands of letters is no word, and would have as many n-grams. */
#define CHAR_WORD_LIMIT 256 /* bytes of a word that character n-grams are taken from */

void ngram_scratch_release(struct ngram_scratch *scratch)
{
    buffer_release(&scratch->term);
    buffer_release(&scratch->word);
}

static int each_word(const struct recipe *recipe, const struct tokens *tokens,
                     struct ngram_scratch *scratch, ngram_receiver *receive, void *context,
                     stance_error *error)
{
    for (size_t first = 0; first < tokens->count; first++) {
        buffer_reset(&scratch->term);
        buffer_append_char(&scratch->term, TERM_WORD);
        for (size_t order = 1; order <= recipe->word_max && first + order <= tokens->count;
             order++) {
            const struct token *token = &tokens->items[first + order - 1];
            if (order > 1)
                buffer_append_char(&scratch->term, ' ');
            buffer_append(&scratch->term, tokens->folded.data + token->folded_start,
                          token->folded_end - token->folded_start);
            if (scratch->term.failed)
                return error_no_memory(error);
            if (order >= recipe->word_min &&
                receive(context, scratch->term.data, scratch->term.length, first, first + order - 1,
                        error) != 0)
                return -1;
        }
    }
    return 0;
}

static int each_char_of_word(const struct recipe *recipe, size_t token,
                             struct ngram_scratch *scratch, ngram_receiver *receive, void *context,
                             stance_error *error)
{
    const char *word = scratch->word.data;
    size_t length = scratch->word.length;
    for (size_t start = 0; start < length; start += utf8_width((unsigned char)word[start])) {
        size_t end = start;
        for (size_t order = 1; order <= recipe->char_max && end < length; order++) {
            end += utf8_width((unsigned char)word[end]);
            if (order < recipe->char_min)
                continue;
            buffer_reset(&scratch->term);
            buffer_append_char(&scratch->term, TERM_CHAR);
            buffer_append(&scratch->term, word + start, end - start);
            if (scratch->term.failed)
                return error_no_memory(error);
            if (receive(context, scratch->term.data, scratch->term.length, token, token, error) !=
                0)
                return -1;
        }
    }
    return 0;
}

static int each_char(const struct recipe *recipe, const struct tokens *tokens,
                     struct ngram_scratch *scratch, ngram_receiver *receive, void *context,
                     stance_error *error)
{
    for (size_t i = 0; i < tokens->count; i++) {
        const struct token *token = &tokens->items[i];
        const char *folded = tokens->folded.data + token->folded_start;
        size_t length = utf8_cut(folded, token->folded_end - token->folded_start, CHAR_WORD_LIMIT);
        buffer_reset(&scratch->word);
        buffer_append_char(&scratch->word, '<');
        buffer_append(&scratch->word, folded, length);
        buffer_append_char(&scratch->word, '>');
        if (scratch->word.failed)
            return error_no_memory(error);
        if (each_char_of_word(recipe, i, scratch, receive, context, error) != 0)
            return -1;
    }
    return 0;
}

int ngram_each(const struct recipe *recipe, const struct tokens *tokens,
               struct ngram_scratch *scratch, ngram_receiver *receive, void *context,
               stance_error *error)
{
    if (recipe->word_max > 0 && each_word(recipe, tokens, scratch, receive, context, error) != 0)
        return -1;
    if (recipe->char_max > 0 && each_char(recipe, tokens, scratch, receive, context, error) != 0)
        return -1;
    return 0;
}
