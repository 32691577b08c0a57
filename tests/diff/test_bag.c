/* The lexicon, the pair table and the tally against the definition: strings looked up one by one,
 * every cue searched for, dense vectors, plain sums. On the shipped model and the corpus, each text
 * twice, so that words are met both new and known. */
#include "base/file.h"
#include "base/memory.h"
#include "check.h"
#include "corpus.h"
#include "feature/weighting.h"
#include "model/model_file.h"
#include "model/tally.h"

#include <stdlib.h>

struct plain {
    const stance_model *model;
    struct pattern_scratch *scratch;
    struct tokens tokens;
    struct ngram_scratch ngrams;
    double *values;  /* [n_terms] counts, then values */
    double *in_word; /* [n_terms] counts in the word at hand */
    double char_square;
};

static const char *folded(const void *context, size_t index, size_t *length)
{
    const struct tokens *tokens = context;
    *length = tokens->items[index].folded_end - tokens->items[index].folded_start;
    return tokens->folded.data + tokens->items[index].folded_start;
}

static int count_in(double *counts, const struct plain *plain, const char *term, size_t length)
{
    uint32_t number = intern_find(&plain->model->vocabulary.terms, term, length);
    if (number != INTERN_ABSENT)
        counts[number]++;
    return 0;
}

static int receive_word(void *context, const char *term, size_t length, stance_error *error)
{
    (void)error;
    return count_in(((struct plain *)context)->values, context, term, length);
}

static int receive_char(void *context, const char *term, size_t length, stance_error *error)
{
    (void)error;
    return count_in(((struct plain *)context)->in_word, context, term, length);
}

/* How often the word stands in the text; 0 where it stood there before. */
static unsigned times(const struct tokens *tokens, size_t index)
{
    size_t length, other_length;
    unsigned count = 0;
    const char *word = folded(tokens, index, &length);
    for (size_t i = 0; i < tokens->count; i++) {
        const char *other = folded(tokens, i, &other_length);
        if (length != other_length || memcmp(word, other, length) != 0)
            continue;
        if (i < index)
            return 0;
        count++;
    }
    return count;
}

static double base(const struct plain *plain, uint32_t term)
{
    return weighting_base(plain->model->recipe.weighting, &plain->model->vocabulary, term);
}

static void add_chars(struct plain *plain, size_t index, unsigned count)
{
    size_t length, n_terms = plain->model->vocabulary.terms.count;
    stance_error error;
    const char *word = folded(&plain->tokens, index, &length);
    memset(plain->in_word, 0, n_terms * sizeof *plain->in_word);
    REQUIRE(ngram_chars(&plain->model->recipe, word, length, &plain->ngrams, receive_char, plain,
                        &error) == 0);
    for (uint32_t t = 0; t < n_terms; t++) {
        double value = plain->in_word[t] * (1 + log(count)) * base(plain, t);
        plain->values[t] += value;
        plain->char_square += value * value;
    }
}

static void add_cues(struct plain *plain, const char *text, size_t length)
{
    const struct pattern_list *cues = &plain->model->cues;
    stance_error error;
    for (size_t i = 0; i < cues->count; i++) {
        struct pattern_match match;
        bool found;
        REQUIRE(pattern_find(cues->items[i].pattern, plain->scratch, text, length, 0, &match,
                             &found, &error) == 0);
        char term[128];
        int size = snprintf(term, sizeof term, "q%s", cues->items[i].name);
        if (found)
            count_in(plain->values, plain, term, (size_t)size);
    }
}

static void weigh(struct plain *plain)
{
    double squares[BLOCK_COUNT] = {0}, blocks = 0;
    const struct vocabulary *vocabulary = &plain->model->vocabulary;
    squares[BLOCK_CHAR] = plain->char_square;
    for (uint32_t t = 0; t < vocabulary->terms.count; t++) {
        size_t length;
        enum block block = term_block(intern_get(&vocabulary->terms, t, &length));
        if (plain->values[t] == 0 || block == BLOCK_CHAR)
            continue;
        plain->values[t] = (1 + log(plain->values[t])) * base(plain, t);
        squares[block] += plain->values[t] * plain->values[t];
    }
    for (int b = 0; b < BLOCK_COUNT; b++)
        blocks += squares[b] > 0;
    for (uint32_t t = 0; t < vocabulary->terms.count; t++) {
        size_t length;
        enum block block = term_block(intern_get(&vocabulary->terms, t, &length));
        if (plain->values[t] != 0)
            plain->values[t] /= sqrt(squares[block]) * sqrt(blocks);
    }
}

static void run_plain(struct plain *plain, const char *text, size_t length)
{
    stance_error error;
    bool knows = false;
    memset(plain->values, 0, plain->model->vocabulary.terms.count * sizeof *plain->values);
    plain->char_square = 0;
    REQUIRE(tokenizer_run(plain->model->token_pattern, plain->scratch, text, length, &plain->tokens,
                          &error) == 0);
    REQUIRE(ngram_words(&plain->model->recipe, 1, plain->tokens.count, folded, &plain->tokens,
                        &plain->ngrams, receive_word, plain, &error) == 0);
    for (uint32_t t = 0; t < plain->model->vocabulary.terms.count; t++)
        knows = knows || plain->values[t] > 0;
    for (size_t i = 0; i < plain->tokens.count; i++)
        if (times(&plain->tokens, i) > 0)
            add_chars(plain, i, times(&plain->tokens, i));
    if (knows)
        add_cues(plain, text, length);
    weigh(plain);
}

static void compare(const struct plain *plain, const struct featurizer *featurizer,
                    const double *decisions)
{
    const struct scorer *scorer = &plain->model->scorer;
    size_t at = 0, wrong = 0;
    for (uint32_t t = 0; t < plain->model->vocabulary.terms.count; t++) {
        double value = 0;
        if (at < featurizer->vector.count && featurizer->vector.entries[at].term == t)
            value = featurizer->vector.entries[at++].value;
        wrong += !(fabs(value - plain->values[t]) <= 1e-12);
    }
    CHECK_INT(wrong, 0);
    CHECK_INT(at, featurizer->vector.count);
    for (size_t m = 0; m < scorer->n_machines; m++) {
        double sum = scorer->bias[m];
        for (uint32_t t = 0; t < scorer->n_terms; t++)
            sum += plain->values[t] * (double)scorer->weights[t * scorer->n_machines + m];
        CHECK_NEAR(decisions[m], sum, 1e-12);
    }
}

static void check_model(const char *name, size_t n_texts)
{
    stance_model *model;
    stance_error error;
    struct featurizer featurizer;
    struct tally tally;
    struct random random;
    struct buffer text = BUFFER_EMPTY;
    double decisions[8];
    REQUIRE(stance_model_load(name, &model, &error) == 0);
    struct plain plain = {.model = model};
    plain.values = memory_array(model->vocabulary.terms.count, sizeof *plain.values);
    plain.in_word = memory_array(model->vocabulary.terms.count, sizeof *plain.in_word);
    REQUIRE(plain.values != NULL && plain.in_word != NULL);
    REQUIRE(pattern_scratch_new(&plain.scratch, &error) == 0);
    REQUIRE(featurizer_init(&featurizer, &model->recipe, model->token_pattern, &model->cues,
                            &model->vocabulary, &error) == 0);
    REQUIRE(tally_init(&tally, &model->scorer, &error) == 0);
    random_seed(&random, 5);
    for (size_t i = 0; i < n_texts; i++) {
        buffer_reset(&text);
        if (i < corpus_count)
            buffer_append_string(&text, corpus[i].text);
        else
            corpus_append_text(&random, &text);
        run_plain(&plain, text.data, text.length);
        REQUIRE(featurizer_run(&featurizer, text.data, text.length, &error) == 0);
        REQUIRE(tally_decide(&tally, &featurizer, decisions, &error) == 0);
        compare(&plain, &featurizer, decisions);
        if (i % 50 == 49) { /* words get other numbers */
            lexicon_reset(&featurizer.lexicon);
            featurizer.text = 0;
        }
    }
    tally_release(&tally);
    featurizer_release(&featurizer);
    pattern_scratch_free(plain.scratch);
    tokens_release(&plain.tokens);
    ngram_scratch_release(&plain.ngrams);
    free(plain.values);
    free(plain.in_word);
    buffer_release(&text);
    stance_model_free(model);
}

static void test_shipped_models(void)
{
    check_model("stance", 150);
    check_model("sentiment", 80);
}

/* ---- cues of the whole corpus, found where words lead to them and by searching for all ---- */

/* One text in 4 as it stands; in others some spaces become joiners or letters change their case. */
static void damage(struct random *random, char *text, size_t length)
{
    static const char joiners[] = "-'/.\t";
    uint64_t kind = random_below(random, 4);
    for (size_t i = 0; i < length && kind > 0; i++) {
        if (random_below(random, 8) != 0)
            continue;
        if (text[i] == ' ')
            text[i] = joiners[random_below(random, sizeof joiners - 1)];
        else if (text[i] >= 'a' && text[i] <= 'z' && kind > 1)
            text[i] = (char)(text[i] - 'a' + 'A');
    }
}

static bool bag_has(const struct bag *bag, uint32_t term)
{
    for (size_t i = 0; i < bag->n_cues; i++)
        if (bag->cues[i] == term)
            return true;
    return false;
}

static size_t count_wrong_cues(struct featurizer *featurizer, const char *text, size_t length)
{
    size_t wrong = 0;
    stance_error error;
    REQUIRE(featurizer_collect(featurizer, text, length, &error) == 0);
    for (size_t i = 0; i < featurizer->cues->count && featurizer_knows(featurizer); i++) {
        struct pattern_match match;
        bool found;
        REQUIRE(pattern_find(featurizer->cues->items[i].pattern, featurizer->scratch, text, length,
                             0, &match, &found, &error) == 0);
        uint32_t term = featurizer->cue_terms[i];
        wrong += term != INTERN_ABSENT && found != bag_has(&featurizer->bag, term);
    }
    return wrong;
}

static void test_cues(void)
{
    struct buffer rows = BUFFER_EMPTY;
    stance_model *model;
    stance_error error;
    struct featurizer featurizer;
    struct random random;
    size_t wrong = 0;
    REQUIRE(file_read_all("training/stance.tsv", (size_t)64 << 20, &rows, &error) == 0);
    REQUIRE(stance_model_load("stance", &model, &error) == 0);
    REQUIRE(featurizer_init(&featurizer, &model->recipe, model->token_pattern, &model->cues,
                            &model->vocabulary, &error) == 0);
    random_seed(&random, 9);
    char *end = rows.data + rows.length;
    for (char *line = rows.data; line < end;) {
        char *stop = memchr(line, '\n', (size_t)(end - line));
        stop = stop == NULL ? end : stop;
        char *text = stop;
        while (text > line && text[-1] != '\t')
            text--;
        damage(&random, text, (size_t)(stop - text));
        wrong += count_wrong_cues(&featurizer, text, (size_t)(stop - text));
        line = stop + 1;
    }
    CHECK_INT(wrong, 0);
    featurizer_release(&featurizer);
    stance_model_free(model);
    buffer_release(&rows);
}

const struct suite suite_bag = {
    "bag and tally against the definition",
    (const struct test[]){
        {"shipped models", test_shipped_models},
        {"cues", test_cues},
        {NULL, NULL},
    },
};
