/* What the contributions of a paragraph add up to against the decision values of the classifier,
 * which finds them in another way (tally.c), for models of many recipes, on rows of the corpus. */
#include "base/memory.h"
#include "check.h"
#include "corpus.h"
#include "model/builtin.h"
#include "model/explain.h"
#include "text/fold.h"
#include "train/trainer.h"

#include <stdlib.h>

#define TOLERANCE   1e-9
#define TRAIN_EVERY 24 /* rows of the corpus */
#define ASK_EVERY   17

static const struct {
    enum weighting weighting;
    enum scheme scheme;
    struct {
        uint32_t min, max;
    } words, chars;
    size_t n_labels;
} kinds[] = {
    {WEIGHTING_TFIDF, SCHEME_ONE_VS_REST, {1, 2}, {3, 5}, 4},
    {WEIGHTING_TF, SCHEME_ONE_VS_ONE, {1, 3}, {3, 4}, 4},
    {WEIGHTING_NB, SCHEME_ONE_VS_REST, {1, 2}, {0, 0}, 4},
    {WEIGHTING_NB, SCHEME_ONE_VS_ONE, {2, 3}, {2, 3}, 3},
    {WEIGHTING_BINARY, SCHEME_ONE_VS_REST, {1, 1}, {4, 4}, 2},
    {WEIGHTING_TFIDF, SCHEME_ONE_VS_ONE, {0, 0}, {3, 4}, 4},
};

#define N_KINDS (sizeof kinds / sizeof kinds[0])

static void load_corpus(struct dataset *dataset)
{
    static const char *const paths[] = {"training/stance.tsv"};
    static const struct dataset_columns columns = {0};
    stance_error error;
    REQUIRE(dataset_load(paths, 1, &columns, NULL, NULL, dataset, &error) == 0);
}

/* A model of some of the rows; with fewer labels, the other labels' rows are left out. */
static stance_model *learn(size_t kind)
{
    struct dataset dataset;
    struct trainer_options options;
    struct cross_validation cv = CROSS_VALIDATION_EMPTY;
    stance_model *model;
    stance_error error;
    load_corpus(&dataset);
    size_t n_labels = dataset.labels.count, count = 0;
    for (size_t i = 0; i < dataset.count; i += TRAIN_EVERY)
        if (dataset.rows[i].label < kinds[kind].n_labels) {
            dataset.rows[count] = dataset.rows[i];
            dataset.rows[count].group = count;
            count++;
        }
    dataset.count = dataset.n_groups = count;
    dataset.labels.count = kinds[kind].n_labels;

    trainer_options_init(&options);
    options.recipe.weighting = kinds[kind].weighting;
    options.recipe.word_min = kinds[kind].words.min;
    options.recipe.word_max = kinds[kind].words.max;
    options.recipe.char_min = kinds[kind].chars.min;
    options.recipe.char_max = kinds[kind].chars.max;
    options.scheme = kinds[kind].scheme;
    options.n_folds = 2;
    options.threads = 2;
    options.cues.text = builtin_cues(&options.cues.length);
    options.cues.name = "cues";
    REQUIRE(trainer_run(&dataset, &options, NULL, &model, &cv, &error) == 0);
    cross_validation_release(&cv);
    dataset.labels.count = n_labels;
    dataset_release(&dataset);
    return model;
}

struct bench {
    stance_model *model;
    stance_classifier *asked;  /* by the explainer */
    stance_classifier *oracle; /* with words that it met in another order */
    struct explainer *explainer;
    struct buffer folded;
    size_t n_contributions[CONTRIBUTION_KINDS];
    size_t n_explained;
};

static void bench_open(struct bench *bench, stance_model *model)
{
    stance_error error;
    *bench = (struct bench){.model = model};
    REQUIRE(stance_classifier_new(model, &bench->asked, &error) == 0);
    REQUIRE(stance_classifier_new(model, &bench->oracle, &error) == 0);
    REQUIRE(explainer_new(bench->asked, &bench->explainer, &error) == 0);
}

static void bench_close(struct bench *bench)
{
    explainer_free(bench->explainer);
    stance_classifier_free(bench->asked);
    stance_classifier_free(bench->oracle);
    stance_model_free(bench->model);
    buffer_release(&bench->folded);
}

/* The label among some of them. */
static void restrict_labels(struct bench *bench, struct random *random)
{
    bool allowed[4];
    size_t n_labels = stance_model_label_count(bench->model), sure;
    for (size_t k = 0; k < n_labels; k++)
        allowed[k] = random_below(random, 3) != 0;
    sure = (size_t)random_below(random, n_labels);
    allowed[sure] = true;
    stance_classifier_among(bench->asked, allowed);
    stance_classifier_among(bench->oracle, allowed);
}

static bool is_near(double left, double right)
{
    return fabs(left - right) <= TOLERANCE;
}

/* Whether some word gets a share of the contribution: a quotation mark is a cue, and no word. */
static bool is_shared(const struct explanation *explanation, const struct contribution *one)
{
    for (size_t p = 0; p < one->n_places; p++)
        for (size_t i = 0; i < explanation->n_words; i++) {
            const struct place *word = &explanation->words[i].place, *place = &one->places[p];
            if (word->offset < place->offset + place->length &&
                place->offset < word->offset + word->length)
                return true;
        }
    return false;
}

static size_t wrong_sums(const struct bench *bench, const struct explanation *explanation)
{
    size_t wrong = 0;
    for (size_t k = 0; k < stance_model_label_count(bench->model); k++) {
        double score = explanation->bias[k];
        for (size_t i = 0; i < explanation->n_contributions; i++)
            score += explanation->contributions[i].scores[k];
        wrong += !is_near(score, explanation->result.scores[k]);
    }
    double margin = explanation->margin_bias, shared = 0, by_words = 0;
    for (size_t i = 0; i < explanation->n_contributions; i++) {
        const struct contribution *contribution = &explanation->contributions[i];
        margin += contribution->weight;
        shared += is_shared(explanation, contribution) ? contribution->weight : 0;
    }
    for (size_t i = 0; i < explanation->n_words; i++)
        by_words += explanation->words[i].weight;
    wrong += !is_near(margin, explanation->margin);
    return wrong + !is_near(by_words, shared);
}

/* The margin is the logarithm of the odds, and nobody is a stronger opponent. */
static size_t wrong_margin(const struct bench *bench, const struct explanation *explanation)
{
    const double *p = explanation->result.probabilities;
    size_t label = explanation->result.label, opposing = explanation->opposing, wrong = 0;
    size_t n_labels = stance_model_label_count(bench->model);
    for (size_t k = 0; k < n_labels; k++)
        wrong += k != label && p[k] > (opposing == LABEL_ABSENT ? 0 : p[opposing]);
    if (opposing != LABEL_ABSENT && p[opposing] > 0 && p[label] > 0)
        wrong += !is_near(explanation->margin, log(p[label]) - log(p[opposing]));
    return wrong;
}

/* Whether the place holds the word, or the words of the n-gram with something between them, or
 * what the cue looks for. */
static bool is_there(struct bench *bench, const struct contribution *contribution,
                     const struct place *place, const char *text, size_t length)
{
    stance_error error;
    bool found = false;
    if (place->offset > length || place->length > length - place->offset)
        return false;
    if (contribution->kind == CONTRIBUTION_CUE) {
        const struct pattern_list *cues = &bench->model->cues;
        for (size_t i = 0; i < cues->count && !found; i++)
            if (strlen(cues->items[i].name) == contribution->feature_length &&
                memcmp(cues->items[i].name, contribution->feature, contribution->feature_length) ==
                    0)
                REQUIRE(pattern_match_at(cues->items[i].pattern, bench->asked->featurizer.scratch,
                                         text, length, place->offset, &found, &error) == 0);
        return found;
    }
    buffer_reset(&bench->folded);
    REQUIRE(fold_append(text + place->offset, place->length, &bench->folded, &error) == 0);
    if (contribution->kind != CONTRIBUTION_NGRAM)
        return bench->folded.length == contribution->feature_length &&
               memcmp(bench->folded.data, contribution->feature, bench->folded.length) == 0;
    const char *at = bench->folded.data,
               *end = contribution->feature + contribution->feature_length;
    for (const char *word = contribution->feature; word < end;) {
        const char *space = memchr(word, ' ', (size_t)(end - word));
        size_t width = (size_t)((space == NULL ? end : space) - word);
        at = memmem(at, (size_t)(bench->folded.data + bench->folded.length - at), word, width);
        if (at == NULL || (word == contribution->feature && at != bench->folded.data))
            return false;
        at += width;
        word += width + 1;
    }
    return at == bench->folded.data + bench->folded.length;
}

static size_t wrong_places(struct bench *bench, const struct explanation *explanation,
                           const char *text, size_t length)
{
    size_t wrong = 0;
    for (size_t i = 0; i < explanation->n_contributions; i++) {
        const struct contribution *contribution = &explanation->contributions[i];
        bench->n_contributions[contribution->kind]++;
        wrong += contribution->n_places == 0;
        for (size_t p = 0; p < contribution->n_places; p++) {
            const struct place *place = &contribution->places[p];
            wrong += !is_there(bench, contribution, place, text, length);
            wrong += p > 0 && place->offset <= place[-1].offset;
        }
        wrong += i > 0 && fabs(contribution->weight) > fabs(contribution[-1].weight);
    }
    return wrong;
}

static void check_text(struct bench *bench, const char *text, size_t length)
{
    struct paragraph paragraph = {.text = text, .length = length, .role = ROLE_BODY};
    struct explanation explanation;
    stance_result result;
    stance_error error;
    REQUIRE(explain(bench->explainer, &paragraph, &explanation, &error) == 0);
    REQUIRE(stance_classify(bench->oracle, text, length, &result, &error) == 0);
    CHECK_INT(explanation.result.label, result.label);
    CHECK(explanation.result.known == result.known);
    CHECK_NEAR(explanation.result.confidence, result.confidence, 0);
    CHECK(explanation.ground == (result.known ? GROUND_SCORES : GROUND_UNKNOWN));
    CHECK_INT(wrong_sums(bench, &explanation), 0);
    CHECK_INT(wrong_margin(bench, &explanation), 0);
    CHECK_INT(wrong_places(bench, &explanation, text, length), 0);
    bench->n_explained++;
}

static void check_model(stance_model *model)
{
    struct bench bench;
    struct dataset dataset;
    struct random random;
    struct buffer text = BUFFER_EMPTY;
    bench_open(&bench, model);
    load_corpus(&dataset);
    random_seed(&random, 3);
    for (size_t i = 0; i < dataset.count; i += ASK_EVERY) {
        size_t length;
        const char *row = dataset_text(&dataset, i, &length);
        if (bench.n_explained % 3 == 2)
            restrict_labels(&bench, &random);
        check_text(&bench, row, length);
        buffer_reset(&text); /* what comes twice */
        buffer_append(&text, row, length);
        corpus_append_text(&random, &text);
        buffer_append(&text, row, length);
        check_text(&bench, text.data, text.length);
    }
    check_text(&bench, "", 0);
    check_text(&bench, "საქართველოს", strlen("საქართველოს"));
    for (int k = 0; k < CONTRIBUTION_KINDS; k++) {
        const struct recipe *recipe = &model->recipe;
        bool wanted[CONTRIBUTION_KINDS] = {
            [CONTRIBUTION_WORD] = recipe->word_min == 1,
            [CONTRIBUTION_NGRAM] = recipe->word_max >= 2,
            [CONTRIBUTION_CHARS] = recipe->char_max > 0,
            [CONTRIBUTION_CUE] = true,
        };
        CHECK((bench.n_contributions[k] > 0) == wanted[k]);
    }
    buffer_release(&text);
    dataset_release(&dataset);
    bench_close(&bench);
}

static void test_recipes(void)
{
    for (size_t kind = 0; kind < N_KINDS; kind++)
        check_model(learn(kind));
}

static void test_shipped_models(void)
{
    static const char *const names[] = {"stance", "sentiment"};
    for (size_t i = 0; i < 2; i++) {
        stance_model *model;
        stance_error error;
        REQUIRE(stance_model_load(names[i], &model, &error) == 0);
        check_model(model);
    }
}

const struct suite suite_explain = {
    "explain against classify",
    (const struct test[]){
        {"recipes", test_recipes},
        {"shipped models", test_shipped_models},
        {NULL, NULL},
    },
};
