/* In: tokens. Out: numbered words, and the terms they hold. Must not know texts. */
#include "feature/lexicon.h"

#include "base/memory.h"
#include "feature/term.h"
#include "text/fold.h"

#include <stdlib.h>
#include <string.h>

void lexicon_init(struct lexicon *lexicon, const struct recipe *recipe, const struct intern *known,
                  struct intern *growing)
{
    *lexicon = (struct lexicon){.recipe = recipe, .known = known, .growing = growing};
}

void lexicon_release(struct lexicon *lexicon)
{
    intern_release(&lexicon->spellings);
    intern_release(&lexicon->folded);
    free(lexicon->word_of);
    free(lexicon->words);
    free(lexicon->chars);
    buffer_release(&lexicon->fold);
    ngram_scratch_release(&lexicon->ngrams);
}

bool lexicon_is_full(const struct lexicon *lexicon)
{
    return lexicon->spellings.count > LEXICON_WORDS_MAX;
}

void lexicon_reset(struct lexicon *lexicon)
{
    struct lexicon emptied;
    lexicon_init(&emptied, lexicon->recipe, lexicon->known, lexicon->growing);
    emptied.generation = lexicon->generation + 1;
    lexicon_release(lexicon);
    *lexicon = emptied;
}

static bool has_letter(const char *word, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if ((unsigned char)word[i] >= 0x80 || (word[i] >= 'a' && word[i] <= 'z')) /* folded */
            return true;
    return false;
}

/* A term's number, or INTERN_ABSENT where it is not (and need not be) one. */
static int find_term(struct lexicon *lexicon, const char *term, size_t length, uint32_t *number,
                     stance_error *error)
{
    if (lexicon->growing == NULL) {
        *number = intern_find(lexicon->known, term, length);
        return 0;
    }
    *number = intern_add(lexicon->growing, term, length);
    return *number == INTERN_ABSENT ? error_no_memory(error) : 0;
}

/* Adds a character n-gram to the last word. A word has few: a search among them is quick. */
static int receive_char(void *context, const char *term, size_t length, stance_error *error)
{
    struct lexicon *lexicon = context;
    struct word *word = &lexicon->words[lexicon->folded.count - 1];
    uint32_t number;
    if (find_term(lexicon, term, length, &number, error) != 0)
        return -1;
    if (number == INTERN_ABSENT)
        return 0;
    for (size_t i = word->chars; i < lexicon->n_chars; i++)
        if (lexicon->chars[i].term == number) {
            lexicon->chars[i].count++;
            return 0;
        }
    if (memory_reserve(&lexicon->chars, &lexicon->chars_capacity, lexicon->n_chars + 1,
                       sizeof *lexicon->chars) != 0)
        return error_no_memory(error);
    lexicon->chars[lexicon->n_chars++] = (struct char_term){number, 1};
    word->n_chars++;
    return 0;
}

/* Works out the word that was added last. */
static int describe(struct lexicon *lexicon, const char *folded, size_t length, stance_error *error)
{
    if (memory_reserve(&lexicon->words, &lexicon->words_capacity, lexicon->folded.count,
                       sizeof *lexicon->words) != 0)
        return error_no_memory(error);
    struct word *word = &lexicon->words[lexicon->folded.count - 1];
    *word = (struct word){
        .term = INTERN_ABSENT, .chars = lexicon->n_chars, .has_letter = has_letter(folded, length)};
    const struct recipe *recipe = lexicon->recipe;
    if (recipe->word_min == 1) {
        struct buffer *term = &lexicon->ngrams.term;
        buffer_reset(term);
        buffer_append_char(term, TERM_WORD);
        buffer_append(term, folded, length);
        if (term->failed)
            return error_no_memory(error);
        if (find_term(lexicon, term->data, term->length, &word->term, error) != 0)
            return -1;
    }
    return recipe->char_max == 0 ? 0
                                 : ngram_chars(recipe, folded, length, &lexicon->ngrams,
                                               receive_char, lexicon, error);
}

static int add_spelling(struct lexicon *lexicon, const char *spelling, size_t length,
                        uint32_t *word, stance_error *error)
{
    buffer_reset(&lexicon->fold);
    if (fold_append(spelling, length, &lexicon->fold, error) != 0)
        return -1;
    *word = WORD_NONE;
    if (lexicon->fold.length > 0) {
        uint32_t before = lexicon->folded.count;
        *word = intern_add(&lexicon->folded, lexicon->fold.data, lexicon->fold.length);
        if (*word == INTERN_ABSENT)
            return error_no_memory(error);
        if (*word == before &&
            describe(lexicon, lexicon->fold.data, lexicon->fold.length, error) != 0)
            return -1;
    }
    uint32_t number = intern_add(&lexicon->spellings, spelling, length);
    if (number == INTERN_ABSENT ||
        memory_reserve(&lexicon->word_of, &lexicon->word_of_capacity, (size_t)number + 1,
                       sizeof *lexicon->word_of) != 0)
        return error_no_memory(error);
    lexicon->word_of[number] = *word;
    return 0;
}

int lexicon_find(struct lexicon *lexicon, const char *spelling, size_t length, uint32_t *word,
                 stance_error *error)
{
    uint32_t number = intern_find(&lexicon->spellings, spelling, length);
    if (number == INTERN_ABSENT)
        return add_spelling(lexicon, spelling, length, word, error);
    *word = lexicon->word_of[number];
    return 0;
}
