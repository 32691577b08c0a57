/* In: tokens. Out: numbered words, and the terms they hold. Must not know texts. */
#include "feature/lexicon.h"

#include "base/memory.h"
#include "feature/term.h"
#include "text/fold.h"

#include <stdlib.h>
#include <string.h>

void lexicon_init(struct lexicon *lexicon, const struct recipe *recipe,
                  const struct trigger_set *triggers, struct pattern_scratch *scratch,
                  const struct intern *known, struct intern *growing)
{
    *lexicon = (struct lexicon){.recipe = recipe,
                                .triggers = triggers,
                                .scratch = scratch,
                                .known = known,
                                .growing = growing};
}

void lexicon_release(struct lexicon *lexicon)
{
    intern_release(&lexicon->folded);
    free(lexicon->spellings);
    free(lexicon->words);
    free(lexicon->word_chars);
    free(lexicon->marks);
    free(lexicon->chars);
    buffer_release(&lexicon->fold);
    ngram_scratch_release(&lexicon->ngrams);
}

bool lexicon_is_full(const struct lexicon *lexicon, size_t length)
{
    size_t coming =
        length / 5; /* words of four bytes and a blank: shorter ones cannot all differ */
    /* Of long words only the folded form is kept. */
    return lexicon->broken || lexicon->n_spellings + coming > LEXICON_WORDS_MAX ||
           lexicon->folded.count + coming > LEXICON_WORDS_MAX;
}

void lexicon_reset(struct lexicon *lexicon)
{
    struct lexicon emptied;
    lexicon_init(&emptied, lexicon->recipe, lexicon->triggers, lexicon->scratch, lexicon->known,
                 lexicon->growing);
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
    struct word_chars *word = &lexicon->word_chars[lexicon->folded.count - 1];
    uint32_t number;
    if (find_term(lexicon, term, length, &number, error) != 0)
        return -1;
    if (number == INTERN_ABSENT)
        return 0;
    for (size_t i = word->start; i < lexicon->n_chars; i++)
        if (lexicon->chars[i].term == number) {
            lexicon->chars[i].count++;
            return 0;
        }
    if (memory_reserve(&lexicon->chars, &lexicon->chars_capacity, lexicon->n_chars + 1,
                       sizeof *lexicon->chars) != 0)
        return error_no_memory(error);
    lexicon->chars[lexicon->n_chars++] = (struct char_term){number, 1};
    word->count++;
    return 0;
}

/* What the word that was added last says of the cues. */
static int mark(struct lexicon *lexicon, const char *folded, size_t length, stance_error *error)
{
    if (lexicon->triggers == NULL)
        return 0;
    size_t n_marks = lexicon->triggers->n_marks;
    if (memory_reserve(&lexicon->marks, &lexicon->marks_capacity, lexicon->folded.count,
                       n_marks * sizeof *lexicon->marks) != 0)
        return error_no_memory(error);
    uint64_t *marks = lexicon->marks + (lexicon->folded.count - 1) * n_marks;
    memset(marks, 0, n_marks * sizeof *marks);
    return trigger_word(lexicon->triggers, lexicon->scratch, folded, length, marks, error);
}

/* Works out the word that was added last. */
static int describe(struct lexicon *lexicon, const char *folded, size_t length, stance_error *error)
{
    if (memory_reserve(&lexicon->words, &lexicon->words_capacity, lexicon->folded.count,
                       sizeof *lexicon->words) != 0 ||
        memory_reserve(&lexicon->word_chars, &lexicon->word_chars_capacity, lexicon->folded.count,
                       sizeof *lexicon->word_chars) != 0)
        return error_no_memory(error);
    lexicon->word_chars[lexicon->folded.count - 1] = (struct word_chars){lexicon->n_chars, 0};
    struct word *word = &lexicon->words[lexicon->folded.count - 1];
    *word = (struct word){.term = INTERN_ABSENT, .has_letter = has_letter(folded, length)};
    const struct recipe *recipe = lexicon->recipe;
    if (recipe->word_min == 1) {
        struct buffer *term = &lexicon->ngrams.term;
        if (term_spell(TERM_WORD, folded, length, term, error) != 0)
            return -1;
        if (find_term(lexicon, term->data, term->length, &word->term, error) != 0)
            return -1;
    }
    if (mark(lexicon, folded, length, error) != 0)
        return -1;
    return recipe->char_max == 0 ? 0
                                 : ngram_chars(recipe, folded, length, &lexicon->ngrams,
                                               receive_char, lexicon, error);
}

/* Folds a token and finds its word, which is added if it is new. */
static int find_folded(struct lexicon *lexicon, const char *spelling, size_t length, uint32_t *word,
                       stance_error *error)
{
    buffer_reset(&lexicon->fold);
    *word = WORD_NONE;
    if (fold_append(spelling, length, &lexicon->fold, error) != 0)
        return -1;
    if (lexicon->fold.length == 0)
        return 0;
    uint32_t before = lexicon->folded.count;
    *word = intern_add(&lexicon->folded, lexicon->fold.data, lexicon->fold.length);
    if (*word == INTERN_ABSENT)
        return error_no_memory(error);
    if (*word == before &&
        describe(lexicon, lexicon->fold.data, lexicon->fold.length, error) != 0) {
        lexicon->broken = true;
        return -1;
    }
    return 0;
}

/* ---- spellings ---- */

static uint64_t load(const char *bytes, size_t width)
{
    uint64_t value = 0;
    memcpy(&value, bytes, width);
    return value;
}

/* A multiply and a fold over the first and the last bytes, which overlap in short words and leave
 * nothing out up to 16; after wyhash. The result depends on the machine's byte order and is for
 * this table alone. */
static uint64_t hash_spelling(const char *bytes, size_t length)
{
    uint64_t a, b, middle = 0;
    if (length >= 8) {
        a = load(bytes, 8);
        b = load(bytes + length - 8, 8);
        if (length > 16)
            middle = load(bytes + 8, 8);
    } else if (length >= 4) {
        a = load(bytes, 4);
        b = load(bytes + length - 4, 4);
    } else {
        a = (unsigned char)bytes[0];
        b = (uint64_t)(unsigned char)bytes[length / 2] << 8 | (unsigned char)bytes[length - 1];
    }
    uint64_t x = (a ^ 0x9e3779b97f4a7c15u ^ middle) * 0xff51afd7ed558ccdu;
    x = (x ^ x >> 32 ^ b ^ (uint64_t)length << 56) * 0xc4ceb9fe1a85ec53u;
    return x ^ x >> 32;
}

/* The place of a spelling, or the free one where it would go. */
static struct spelling *find_place(struct spelling *spellings, size_t slots, const char *bytes,
                                   size_t length)
{
    size_t mask = slots - 1;
    for (size_t slot = hash_spelling(bytes, length) & mask;; slot = (slot + 1) & mask) {
        struct spelling *place = &spellings[slot];
        if (place->length == 0 ||
            (place->length == length && memcmp(place->bytes, bytes, length) == 0))
            return place;
    }
}

static int grow_spellings(struct lexicon *lexicon, stance_error *error)
{
    size_t slots = lexicon->spelling_slots == 0 ? 1024 : 2 * lexicon->spelling_slots;
    struct spelling *grown = memory_array(slots, sizeof *grown);
    if (grown == NULL)
        return error_no_memory(error);
    for (size_t i = 0; i < lexicon->spelling_slots; i++) {
        const struct spelling *old = &lexicon->spellings[i];
        if (old->length > 0)
            *find_place(grown, slots, old->bytes, old->length) = *old;
    }
    free(lexicon->spellings);
    lexicon->spellings = grown;
    lexicon->spelling_slots = slots;
    return 0;
}

static int add_spelling(struct lexicon *lexicon, const char *bytes, size_t length, uint32_t *word,
                        stance_error *error)
{
    if (find_folded(lexicon, bytes, length, word, error) != 0)
        return -1;
    if (2 * (lexicon->n_spellings + 1) > lexicon->spelling_slots &&
        grow_spellings(lexicon, error) != 0)
        return -1;
    struct spelling *place = find_place(lexicon->spellings, lexicon->spelling_slots, bytes, length);
    place->word = *word;
    place->length = (uint8_t)length;
    memcpy(place->bytes, bytes, length);
    lexicon->n_spellings++;
    return 0;
}

void lexicon_prefetch(const struct lexicon *lexicon, const char *spelling, size_t length)
{
    if (lexicon->spelling_slots > 0 && length > 0 && length <= SPELLING_MAX)
        __builtin_prefetch(
            &lexicon->spellings[hash_spelling(spelling, length) & (lexicon->spelling_slots - 1)]);
}

int lexicon_find(struct lexicon *lexicon, const char *spelling, size_t length, uint32_t *word,
                 stance_error *error)
{
    if (length == 0 || length > SPELLING_MAX)
        return find_folded(lexicon, spelling, length, word, error);
    if (lexicon->spelling_slots > 0) {
        const struct spelling *place =
            find_place(lexicon->spellings, lexicon->spelling_slots, spelling, length);
        if (place->length > 0) {
            *word = place->word;
            return 0;
        }
    }
    return add_spelling(lexicon, spelling, length, word, error);
}
