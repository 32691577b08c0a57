/* A cue file, an empty line, a text: the cues that the featurizer finds, by way of the words of the
 * text, are those whose pattern matches it. */
#include "support.h"

#include "feature/featurizer.h"
#include "feature/term.h"
#include "text/tokenizer.h"

#include <string.h>

#define CUES_MAX 64 /* an input with more would be slow, and no better */

static const struct pattern *token_pattern(void)
{
    static struct pattern *pattern;
    stance_error error;
    if (pattern == NULL)
        PROMISE(pattern_compile(TOKENIZER_DEFAULT_PATTERN, strlen(TOKENIZER_DEFAULT_PATTERN), false,
                                "here", &pattern, &error) == 0);
    return pattern;
}

/* In how many texts the cue was found. */
static size_t times_found(const struct vocabulary_counts *counts, const char *name)
{
    struct buffer term = BUFFER_EMPTY;
    stance_error error;
    PROMISE(term_spell(TERM_CUE, name, strlen(name), &term, &error) == 0);
    uint32_t number = intern_find(&counts->terms, term.data, term.length);
    buffer_release(&term);
    return number == INTERN_ABSENT ? 0 : counts->document_frequency[number];
}

/* Whether a cue of that name matches; *known is false where a search gave up. */
static bool is_found(const struct pattern_list *cues, struct pattern_scratch *scratch,
                     const char *name, const struct buffer *text, bool *known)
{
    bool any = false;
    *known = true;
    for (size_t i = 0; i < cues->count; i++) {
        struct pattern_match match;
        bool found;
        stance_error error;
        if (strcmp(cues->items[i].name, name) != 0)
            continue;
        if (pattern_find(cues->items[i].pattern, scratch, text->data, text->length, 0, &match,
                         &found, &error) != 0)
            *known = false;
        else
            any = any || found;
    }
    return any;
}

static void check_cues(const struct pattern_list *cues, const struct vocabulary_counts *counts,
                       const struct buffer *text, size_t times)
{
    struct pattern_scratch *scratch;
    stance_error error;
    PROMISE(pattern_scratch_new(&scratch, &error) == 0);
    for (size_t i = 0; i < cues->count; i++) {
        const char *name = cues->items[i].name;
        bool known, found = is_found(cues, scratch, name, text, &known);
        PROMISE(!known || times_found(counts, name) == (found ? times : 0));
    }
    pattern_scratch_free(scratch);
}

/* The first time words are new, the second time they are known. */
static void check_text(const struct pattern_list *cues, const struct buffer *text)
{
    static const struct recipe recipe = {
        .word_min = 1, .word_max = 1, .min_document_frequency = 1, .weighting = WEIGHTING_TFIDF};
    struct featurizer featurizer;
    struct vocabulary_counts counts = VOCABULARY_COUNTS_EMPTY;
    stance_error error;
    PROMISE(featurizer_init(&featurizer, &recipe, token_pattern(), cues, NULL, &error) == 0);
    for (size_t times = 1; times <= 2; times++) {
        if (featurizer_count(&featurizer, text->data, text->length, &counts, &error) != 0) {
            promise_error(&error, ""); /* a search gave up */
            break;
        }
        check_cues(cues, &counts, text, times);
    }
    vocabulary_counts_release(&counts);
    featurizer_release(&featurizer);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct buffer text = BUFFER_EMPTY;
    struct pattern_list cues = PATTERN_LIST_EMPTY;
    stance_error error;
    const uint8_t *gap = size == 0 ? NULL : memmem(data, size, "\n\n", 2);
    if (gap == NULL)
        return -1;
    size_t length = (size_t)(gap - data);
    append_valid_input(gap + 2, size - length - 2, &text);
    if (text.length > 0 &&
        pattern_list_parse((const char *)data, length, PATTERN_CASELESS, "cues", &cues, &error) ==
            0 &&
        cues.count <= CUES_MAX)
        check_text(&cues, &text);
    pattern_list_release(&cues);
    buffer_release(&text);
    return 0;
}
