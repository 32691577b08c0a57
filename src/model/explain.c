/* In: a paragraph. Out: its label, and what each of its features added. The way is the definition's
 * (see weighting.h, scorer.h), not tally's short cut. Must not know how it is shown. */
#include "model/explain.h"

#include "base/memory.h"
#include "base/utf8.h"
#include "feature/term.h"
#include "feature/weighting.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* That something stands somewhere: `key` is a word's number in the lexicon or a term's in the
 * vocabulary. */
struct occurrence {
    enum contribution_kind kind;
    uint32_t key;
    struct place place;
};

/* Arrays grow from paragraph to paragraph; contributions are pointed at the others when they are
 * complete. */
struct explainer {
    struct stance_classifier *classifier;
    struct occurrence *occurrences; /* [n_occurrences] by kind, key and place */
    size_t n_occurrences;
    size_t occurrences_capacity;
    struct place *places; /* [n_occurrences] of the occurrences */
    size_t places_capacity;
    struct contribution *contributions; /* [n_contributions] */
    size_t n_contributions;
    size_t contributions_capacity;
    double *scores; /* [n_contributions][n_labels] */
    size_t scores_capacity;
    struct weighted_word *words; /* [n_sequence of the featurizer] */
    size_t words_capacity;
    double *sums; /* [n_machines] of the contribution at hand */
    double *bias; /* [n_labels] */
    double squares[BLOCK_COUNT];
};

static const enum block blocks[CONTRIBUTION_KINDS] = {
    [CONTRIBUTION_WORD] = BLOCK_WORD,
    [CONTRIBUTION_NGRAM] = BLOCK_WORD,
    [CONTRIBUTION_CHARS] = BLOCK_CHAR,
    [CONTRIBUTION_CUE] = BLOCK_CUE,
};

const char *contribution_kind_name(enum contribution_kind kind)
{
    switch (kind) {
    case CONTRIBUTION_WORD:
        return "word";
    case CONTRIBUTION_NGRAM:
        return "ngram";
    case CONTRIBUTION_CHARS:
        return "chars";
    case CONTRIBUTION_CUE:
        break;
    }
    return "cue";
}

int explainer_new(struct stance_classifier *classifier, struct explainer **explainer,
                  stance_error *error)
{
    struct explainer *made = memory_array(1, sizeof *made);
    if (made == NULL)
        return error_no_memory(error);
    made->classifier = classifier;
    made->sums = memory_array(classifier->model->scorer.n_machines, sizeof *made->sums);
    made->bias = memory_array(classifier->model->labels.count, sizeof *made->bias);
    if (made->sums == NULL || made->bias == NULL) {
        explainer_free(made);
        return error_no_memory(error);
    }
    *explainer = made;
    return 0;
}

void explainer_free(struct explainer *explainer)
{
    if (explainer == NULL)
        return;
    free(explainer->occurrences);
    free(explainer->places);
    free(explainer->contributions);
    free(explainer->scores);
    free(explainer->words);
    free(explainer->sums);
    free(explainer->bias);
    free(explainer);
}

/* ---- where things stand ---- */

static int add_occurrence(struct explainer *explainer, enum contribution_kind kind, uint32_t key,
                          size_t start, size_t end, stance_error *error)
{
    if (memory_reserve(&explainer->occurrences, &explainer->occurrences_capacity,
                       explainer->n_occurrences + 1, sizeof *explainer->occurrences) != 0)
        return error_no_memory(error);
    explainer->occurrences[explainer->n_occurrences++] =
        (struct occurrence){kind, key, {start, end - start}};
    return 0;
}

static int find_words(struct explainer *explainer, stance_error *error)
{
    const struct featurizer *featurizer = &explainer->classifier->featurizer;
    for (size_t i = 0; i < featurizer->n_sequence; i++) {
        const struct token *token = &featurizer->tokens.items[i];
        if (add_occurrence(explainer, CONTRIBUTION_WORD, featurizer->sequence[i], token->start,
                           token->end, error) != 0)
            return -1;
    }
    return 0;
}

/* Some words in a row. */
struct window {
    struct explainer *explainer;
    size_t first;
    size_t count;
};

static const char *window_word(const void *context, size_t index, size_t *length)
{
    const struct window *window = context;
    const struct featurizer *featurizer = &window->explainer->classifier->featurizer;
    return intern_get(&featurizer->lexicon.folded, featurizer->sequence[window->first + index],
                      length);
}

static int receive_ngram(void *context, const char *term, size_t length, stance_error *error)
{
    const struct window *window = context;
    const struct featurizer *featurizer = &window->explainer->classifier->featurizer;
    const struct token *tokens = featurizer->tokens.items;
    uint32_t number = intern_find(&featurizer->vocabulary->terms, term, length);
    if (number == INTERN_ABSENT)
        return 0;
    return add_occurrence(window->explainer, CONTRIBUTION_NGRAM, number,
                          tokens[window->first].start,
                          tokens[window->first + window->count - 1].end, error);
}

/* Spells each n-gram by itself, for it to be known where it stands. */
static int find_ngrams(struct explainer *explainer, stance_error *error)
{
    struct featurizer *featurizer = &explainer->classifier->featurizer;
    const struct recipe *whole = featurizer->recipe;
    for (uint32_t order = 2; order <= whole->word_max; order++) {
        if (order < whole->word_min)
            continue;
        struct recipe recipe = *whole;
        recipe.word_min = recipe.word_max = order;
        struct window window = {explainer, 0, order};
        for (; window.first + order <= featurizer->n_sequence; window.first++)
            if (ngram_words(&recipe, order, order, window_word, &window,
                            &featurizer->lexicon.ngrams, receive_ngram, &window, error) != 0)
                return -1;
    }
    return 0;
}

/* A pattern that gives up (STANCE_DATA) ends the search and is no failure: the words of the text
 * may have told that it matches, and classifying it was none. */
static int find_cue(struct explainer *explainer, const struct pattern *pattern, uint32_t term,
                    const char *text, size_t length, stance_error *error)
{
    struct pattern_scratch *scratch = explainer->classifier->featurizer.scratch;
    for (size_t from = 0; from <= length;) {
        struct pattern_match match;
        bool found;
        stance_error reason;
        if (pattern_find(pattern, scratch, text, length, from, &match, &found, &reason) != 0)
            return reason.status == STANCE_DATA ? 0 : error_no_memory(error);
        if (!found)
            return 0;
        if (add_occurrence(explainer, CONTRIBUTION_CUE, term, match.start, match.end, error) != 0)
            return -1;
        /* An empty match is not to be found again; behind the text's last byte there is nothing. */
        size_t next = match.end > from ? match.end : from;
        if (match.end == match.start)
            next += next < length ? utf8_width((unsigned char)text[next]) : 1;
        from = next;
    }
    return 0;
}

static bool bag_has_cue(const struct bag *bag, uint32_t term)
{
    for (size_t i = 0; i < bag->n_cues; i++)
        if (bag->cues[i] == term)
            return true;
    return false;
}

static int find_cues(struct explainer *explainer, const char *text, size_t length,
                     stance_error *error)
{
    const struct featurizer *featurizer = &explainer->classifier->featurizer;
    for (size_t i = 0; i < featurizer->cues->count; i++) {
        uint32_t term = featurizer->cue_terms[i];
        if (bag_has_cue(&featurizer->bag, term) &&
            find_cue(explainer, featurizer->cues->items[i].pattern, term, text, length, error) != 0)
            return -1;
    }
    return 0;
}

static int compare_keys(const struct occurrence *a, const struct occurrence *b)
{
    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    return (a->key > b->key) - (a->key < b->key);
}

static int by_key_and_place(const void *left, const void *right)
{
    const struct occurrence *a = left, *b = right;
    int keys = compare_keys(a, b);
    return keys != 0 ? keys
                     : (a->place.offset > b->place.offset) - (a->place.offset < b->place.offset);
}

static int find_places(struct explainer *explainer, const char *text, size_t length,
                       stance_error *error)
{
    explainer->n_occurrences = 0;
    if (find_words(explainer, error) != 0 || find_ngrams(explainer, error) != 0 ||
        find_cues(explainer, text, length, error) != 0)
        return -1;
    size_t count = explainer->n_occurrences;
    if (memory_reserve(&explainer->places, &explainer->places_capacity, count,
                       sizeof *explainer->places) != 0)
        return error_no_memory(error);
    if (count > 0)
        qsort(explainer->occurrences, count, sizeof *explainer->occurrences, by_key_and_place);
    for (size_t i = 0; i < count; i++)
        explainer->places[i] = explainer->occurrences[i].place;
    return 0;
}

/* The first occurrence that comes not before `wanted`. */
static size_t lower_bound(const struct explainer *explainer, const struct occurrence *wanted)
{
    size_t low = 0, high = explainer->n_occurrences;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare_keys(&explainer->occurrences[middle], wanted) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* ---- what things add ---- */

/* Adds `value` of a term to the contribution at hand, and to the length of its block. */
static void add_term(struct explainer *explainer, enum block block, uint32_t term, double value)
{
    const struct scorer *scorer = &explainer->classifier->model->scorer;
    const float *weights = scorer->weights + (size_t)term * scorer->n_machines;
    for (size_t m = 0; m < scorer->n_machines; m++)
        explainer->sums[m] += value * (double)weights[m];
    explainer->squares[block] += value * value;
}

/* Ends the contribution at hand: it is in the list, not scaled yet. */
static int add_contribution(struct explainer *explainer, enum contribution_kind kind, uint32_t key,
                            const char *feature, size_t length, stance_error *error)
{
    const struct scorer *scorer = &explainer->classifier->model->scorer;
    size_t n_labels = scorer->n_labels, index = explainer->n_contributions;
    if (memory_reserve(&explainer->contributions, &explainer->contributions_capacity, index + 1,
                       sizeof *explainer->contributions) != 0 ||
        memory_reserve(&explainer->scores, &explainer->scores_capacity, (index + 1) * n_labels,
                       sizeof *explainer->scores) != 0)
        return error_no_memory(error);
    scheme_scores(scorer->scheme, n_labels, explainer->sums, explainer->scores + index * n_labels);
    memset(explainer->sums, 0, scorer->n_machines * sizeof *explainer->sums);

    struct occurrence wanted = {.kind = kind == CONTRIBUTION_CHARS ? CONTRIBUTION_WORD : kind,
                                .key = key};
    size_t first = lower_bound(explainer, &wanted);
    size_t end = first;
    while (end < explainer->n_occurrences &&
           compare_keys(&explainer->occurrences[end], &wanted) == 0)
        end++;
    explainer->contributions[explainer->n_contributions++] =
        (struct contribution){.kind = kind,
                              .feature = feature,
                              .feature_length = length,
                              .places = explainer->places + first,
                              .n_places = end - first};
    return 0;
}

/* A term by itself: a word, a word n-gram or a cue that stands in the text `count` times. */
static int add_whole(struct explainer *explainer, enum contribution_kind kind, uint32_t key,
                     uint32_t term, uint32_t count, stance_error *error)
{
    const struct stance_model *model = explainer->classifier->model;
    enum weighting weighting = model->recipe.weighting;
    size_t length;
    const char *bytes = intern_get(&model->vocabulary.terms, term, &length);
    add_term(explainer, blocks[kind], term,
             weighting_base(weighting, &model->vocabulary, term) *
                 weighting_damp(weighting, count));
    /* The first byte names the block. */
    return add_contribution(explainer, kind, key, bytes + 1, length - 1, error);
}

static int add_chars(struct explainer *explainer, uint32_t number, uint32_t count,
                     stance_error *error)
{
    const struct stance_model *model = explainer->classifier->model;
    const struct lexicon *lexicon = &explainer->classifier->featurizer.lexicon;
    enum weighting weighting = model->recipe.weighting;
    size_t n_chars, length;
    const struct char_term *chars = lexicon_chars(lexicon, number, &n_chars);
    if (n_chars == 0)
        return 0;
    for (size_t i = 0; i < n_chars; i++)
        add_term(explainer, BLOCK_CHAR, chars[i].term,
                 weighting_base(weighting, &model->vocabulary, chars[i].term) * chars[i].count *
                     weighting_damp(weighting, count));
    const char *folded = intern_get(&lexicon->folded, number, &length);
    return add_contribution(explainer, CONTRIBUTION_CHARS, number, folded, length, error);
}

static int add_bag(struct explainer *explainer, stance_error *error)
{
    const struct featurizer *featurizer = &explainer->classifier->featurizer;
    const struct bag *bag = &featurizer->bag;
    for (size_t i = 0; i < bag->n_words; i++) {
        uint32_t number = bag->words[i];
        const struct word *word = &featurizer->lexicon.words[number];
        if (word->term != INTERN_ABSENT &&
            add_whole(explainer, CONTRIBUTION_WORD, number, word->term, word->count, error) != 0)
            return -1;
        if (add_chars(explainer, number, word->count, error) != 0)
            return -1;
    }
    for (size_t i = 0; i < bag->n_ngrams; i++)
        if (add_whole(explainer, CONTRIBUTION_NGRAM, bag->ngrams[i].term, bag->ngrams[i].term,
                      bag->ngrams[i].count, error) != 0)
            return -1;
    for (size_t i = 0; i < bag->n_cues; i++)
        if (add_whole(explainer, CONTRIBUTION_CUE, bag->cues[i], bag->cues[i], 1, error) != 0)
            return -1;
    return 0;
}

static int weigh(struct explainer *explainer, stance_error *error)
{
    size_t n_labels = explainer->classifier->model->labels.count;
    double scale[BLOCK_COUNT];
    memset(explainer->squares, 0, sizeof explainer->squares);
    memset(explainer->sums, 0,
           explainer->classifier->model->scorer.n_machines * sizeof *explainer->sums);
    explainer->n_contributions = 0;
    if (add_bag(explainer, error) != 0)
        return -1;
    weighting_scale(explainer->squares, scale);
    for (size_t i = 0; i < explainer->n_contributions; i++) {
        struct contribution *contribution = &explainer->contributions[i];
        double *scores = explainer->scores + i * n_labels;
        contribution->scores = scores;
        for (size_t k = 0; k < n_labels; k++)
            scores[k] *= scale[blocks[contribution->kind]];
    }
    return 0;
}

/* ---- what decided ---- */

static size_t strongest_opponent(const struct stance_classifier *classifier, size_t label)
{
    const struct calibration *calibration = &classifier->model->calibration;
    size_t best = LABEL_ABSENT;
    for (size_t k = 0; k < classifier->model->labels.count; k++)
        if (k != label && classifier->allowed[k] &&
            (best == LABEL_ABSENT || calibration_logit(calibration, classifier->scores, k) >
                                         calibration_logit(calibration, classifier->scores, best)))
            best = k; /* ties go to the earlier label */
    return best;
}

static double margin_of(const struct calibration *calibration, const double *scores, size_t label,
                        size_t opposing)
{
    double margin = calibration_logit(calibration, scores, label);
    return opposing == LABEL_ABSENT ? margin
                                    : margin - calibration_logit(calibration, scores, opposing);
}

static int by_weight(const void *left, const void *right)
{
    const struct contribution *a = left, *b = right;
    if (fabs(a->weight) != fabs(b->weight))
        return fabs(a->weight) < fabs(b->weight) ? 1 : -1;
    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    size_t shorter = a->feature_length < b->feature_length ? a->feature_length : b->feature_length;
    int order = memcmp(a->feature, b->feature, shorter);
    return order != 0
               ? order
               : (a->feature_length > b->feature_length) - (a->feature_length < b->feature_length);
}

static void weigh_against(struct explainer *explainer, size_t label, size_t opposing)
{
    const struct calibration *calibration = &explainer->classifier->model->calibration;
    for (size_t i = 0; i < explainer->n_contributions; i++) {
        struct contribution *contribution = &explainer->contributions[i];
        contribution->weight = calibration->slope[label] * contribution->scores[label];
        if (opposing != LABEL_ABSENT)
            contribution->weight -= calibration->slope[opposing] * contribution->scores[opposing];
    }
    if (explainer->n_contributions > 0)
        qsort(explainer->contributions, explainer->n_contributions,
              sizeof *explainer->contributions, by_weight);
}

/* ---- words ---- */

/* The words that stand, even in part, in `place`: from *first up to the number returned. */
static size_t words_in(const struct weighted_word *words, size_t n_words, const struct place *place,
                       size_t *first)
{
    size_t low = 0, high = n_words;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (words[middle].place.offset + words[middle].place.length <= place->offset)
            low = middle + 1;
        else
            high = middle;
    }
    *first = low;
    while (low < n_words && words[low].place.offset < place->offset + place->length)
        low++;
    return low;
}

static void share(const struct contribution *contribution, struct weighted_word *words,
                  size_t n_words)
{
    size_t first, total = 0;
    for (size_t p = 0; p < contribution->n_places; p++) {
        size_t end = words_in(words, n_words, &contribution->places[p], &first);
        total += end - first;
    }
    for (size_t p = 0; p < contribution->n_places; p++) {
        size_t end = words_in(words, n_words, &contribution->places[p], &first);
        for (size_t i = first; i < end; i++)
            words[i].weight += contribution->weight / (double)total;
    }
}

static int share_weights(struct explainer *explainer, stance_error *error)
{
    const struct featurizer *featurizer = &explainer->classifier->featurizer;
    size_t n_words = featurizer->n_sequence;
    if (memory_reserve(&explainer->words, &explainer->words_capacity, n_words,
                       sizeof *explainer->words) != 0)
        return error_no_memory(error);
    for (size_t i = 0; i < n_words; i++) {
        const struct token *token = &featurizer->tokens.items[i];
        explainer->words[i] = (struct weighted_word){
            .place = {token->start, token->end - token->start},
        };
    }
    for (size_t i = 0; i < explainer->n_contributions; i++)
        share(&explainer->contributions[i], explainer->words, n_words);
    return 0;
}

/* ---- all of it ---- */

/* What is boilerplate has no scores: only the rule is to be told. */
static int explain_rule(struct explainer *explainer, const struct paragraph *paragraph,
                        struct explanation *explanation, stance_error *error)
{
    const struct stance_classifier *classifier = explainer->classifier;
    memset(explainer->bias, 0, classifier->model->labels.count * sizeof *explainer->bias);
    explanation->ground = GROUND_RULE;
    return pattern_list_find(&classifier->model->boilerplate, classifier->featurizer.scratch,
                             paragraph->text, paragraph->length, &explanation->rule, error);
}

static int explain_scores(struct explainer *explainer, const struct paragraph *paragraph,
                          struct explanation *explanation, stance_error *error)
{
    const struct stance_classifier *classifier = explainer->classifier;
    const struct stance_model *model = classifier->model;
    size_t label = explanation->result.label;
    if (find_places(explainer, paragraph->text, paragraph->length, error) != 0 ||
        weigh(explainer, error) != 0)
        return -1;
    size_t opposing = strongest_opponent(classifier, label);
    weigh_against(explainer, label, opposing);
    if (share_weights(explainer, error) != 0)
        return -1;
    scheme_scores(model->scorer.scheme, model->labels.count, model->scorer.bias, explainer->bias);
    explanation->ground = explanation->result.known ? GROUND_SCORES : GROUND_UNKNOWN;
    explanation->opposing = opposing;
    explanation->margin = margin_of(&model->calibration, classifier->scores, label, opposing);
    explanation->margin_bias = margin_of(&model->calibration, explainer->bias, label, opposing);
    explanation->contributions = explainer->contributions;
    explanation->n_contributions = explainer->n_contributions;
    explanation->words = explainer->words;
    explanation->n_words = classifier->featurizer.n_sequence;
    return 0;
}

int explain(struct explainer *explainer, const struct paragraph *paragraph,
            struct explanation *explanation, stance_error *error)
{
    struct stance_classifier *classifier = explainer->classifier;
    struct explanation made = {.opposing = LABEL_ABSENT, .bias = explainer->bias};
    int result;
    if (paragraph->role == ROLE_BOILERPLATE && classify_resting(classifier, &made.result))
        result = explain_rule(explainer, paragraph, &made, error);
    else if (classify_valid(classifier, paragraph->text, paragraph->length, &made.result, error) ==
             0)
        result = explain_scores(explainer, paragraph, &made, error);
    else
        result = -1;
    if (result == 0)
        *explanation = made;
    return result;
}
