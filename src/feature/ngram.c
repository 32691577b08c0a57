/* In: words. Out: terms. Must not know which terms are in a vocabulary. */
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

int ngram_words(const struct recipe *recipe, uint32_t order_min, size_t count, ngram_word *word,
                const void *words, struct ngram_scratch *scratch, ngram_receiver *receive,
                void *context, stance_error *error)
{
    uint32_t min = recipe->word_min > order_min ? recipe->word_min : order_min;
    if (min > recipe->word_max)
        return 0;
    for (size_t first = 0; first < count; first++) {
        buffer_reset(&scratch->term);
        buffer_append_char(&scratch->term, TERM_WORD);
        for (size_t order = 1; order <= recipe->word_max && first + order <= count; order++) {
            size_t length;
            const char *folded = word(words, first + order - 1, &length);
            if (order > 1)
                buffer_append_char(&scratch->term, ' ');
            buffer_append(&scratch->term, folded, length);
            if (scratch->term.failed)
                return error_no_memory(error);
            if (order >= min &&
                receive(context, scratch->term.data, scratch->term.length, error) != 0)
                return -1;
        }
    }
    return 0;
}

int ngram_chars(const struct recipe *recipe, const char *folded, size_t folded_length,
                struct ngram_scratch *scratch, ngram_receiver *receive, void *context,
                stance_error *error)
{
    buffer_reset(&scratch->word);
    buffer_append_char(&scratch->word, '<');
    buffer_append(&scratch->word, folded, utf8_cut(folded, folded_length, CHAR_WORD_LIMIT));
    buffer_append_char(&scratch->word, '>');
    if (scratch->word.failed)
        return error_no_memory(error);
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
            if (receive(context, scratch->term.data, scratch->term.length, error) != 0)
                return -1;
        }
    }
    return 0;
}
