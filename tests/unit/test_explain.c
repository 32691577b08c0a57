#include "model/explain.h"

#include "base/memory.h"
#include "check.h"
#include "fixture.h"

enum { ACCUSATORY, DENIAL, NEUTRAL };

struct bench {
    stance_model *model;
    stance_classifier *classifier;
    struct explainer *explainer;
};

static struct bench bench_open(stance_model *model)
{
    struct bench bench = {.model = model};
    stance_error error;
    REQUIRE(stance_classifier_new(bench.model, &bench.classifier, &error) == 0);
    REQUIRE(explainer_new(bench.classifier, &bench.explainer, &error) == 0);
    return bench;
}

static void bench_close(struct bench *bench)
{
    explainer_free(bench->explainer);
    stance_classifier_free(bench->classifier);
    stance_model_free(bench->model);
}

static struct explanation explain_as(struct bench *bench, const char *text,
                                     enum paragraph_role role)
{
    struct paragraph paragraph = {.text = text, .length = strlen(text), .role = role};
    struct explanation explanation = {0};
    stance_error error;
    REQUIRE(explain(bench->explainer, &paragraph, &explanation, &error) == 0);
    return explanation;
}

static void check_places(const struct contribution *contribution, const char *text,
                         const char *expected)
{
    struct buffer places = BUFFER_EMPTY;
    for (size_t p = 0; p < contribution->n_places; p++)
        buffer_append_format(&places, "%s%zu %.*s", p == 0 ? "" : " | ",
                             contribution->places[p].offset, (int)contribution->places[p].length,
                             text + contribution->places[p].offset);
    CHECK_STRING(places.data == NULL ? "" : places.data, expected);
    buffer_release(&places);
}

/* x = (idf of accused, idf of denied) / length; see model_by_hand(). */
static void test_words(void)
{
    static const char text[] = "Accused, he denied.";
    struct bench bench = bench_open(model_by_hand());
    double accused = log(10.0 / 2) + 1, denied = log(10.0 / 4) + 1;
    double length = sqrt(accused * accused + denied * denied);
    struct explanation told = explain_as(&bench, text, ROLE_BODY);
    CHECK_INT(told.ground, GROUND_SCORES);
    CHECK_INT(told.result.label, ACCUSATORY);
    CHECK_INT(told.opposing, DENIAL);
    CHECK_NEAR(told.bias[NEUTRAL], 0.5, 0);
    CHECK_NEAR(told.margin_bias, 0, 0);
    CHECK_NEAR(told.margin, 3 * (accused - denied) / length, 1e-12);
    REQUIRE(told.n_contributions == 2);
    const struct contribution *first = &told.contributions[0], *second = first + 1;
    CHECK_INT(first->kind, CONTRIBUTION_WORD);
    CHECK_BYTES(first->feature, first->feature_length, "accused");
    check_places(first, text, "0 Accused");
    CHECK_NEAR(first->scores[ACCUSATORY], 2 * accused / length, 1e-12);
    CHECK_NEAR(first->scores[DENIAL], -accused / length, 1e-12);
    CHECK_NEAR(first->scores[NEUTRAL], -1.5 * accused / length, 1e-12);
    CHECK_NEAR(first->weight, 3 * accused / length, 1e-12);
    CHECK_BYTES(second->feature, second->feature_length, "denied");
    check_places(second, text, "12 denied");
    CHECK_NEAR(second->weight, -3 * denied / length, 1e-12);
    REQUIRE(told.n_words == 3);
    CHECK_INT(told.words[1].place.offset, 9);
    CHECK_INT(told.words[1].place.length, 2);
    CHECK_NEAR(told.words[0].weight, first->weight, 1e-12);
    CHECK_NEAR(told.words[1].weight, 0, 0);
    CHECK_NEAR(told.words[2].weight, second->weight, 1e-12);
    bench_close(&bench);
}

/* What decides is a_k * s_k + b_k, and not s_k. */
static void test_calibration_counts(void)
{
    struct bench bench = bench_open(model_by_hand());
    bench.model->calibration.slope[NEUTRAL] = 2;
    bench.model->calibration.offset[NEUTRAL] = 0.25;
    bench.model->calibration.slope[DENIAL] = 3;
    struct explanation told = explain_as(&bench, "calm", ROLE_BODY);
    CHECK_INT(told.result.label, NEUTRAL);
    CHECK_INT(told.opposing, ACCUSATORY);
    CHECK_NEAR(told.margin_bias, 2 * 0.5 + 0.25, 1e-12);
    CHECK_NEAR(told.contributions[0].scores[NEUTRAL], 1.5, 1e-12);
    CHECK_NEAR(told.contributions[0].weight, 2 * 1.5 + 1, 1e-12);
    CHECK_NEAR(told.margin, 5.25, 1e-12);
    CHECK_NEAR(told.margin,
               log(told.result.probabilities[NEUTRAL] / told.result.probabilities[ACCUSATORY]),
               1e-12);
    bench_close(&bench);
}

static void test_among(void)
{
    struct bench bench = bench_open(model_by_hand());
    bool two[] = {false, true, true}, one[] = {false, true, false};
    stance_classifier_among(bench.classifier, two);
    struct explanation told = explain_as(&bench, "accused", ROLE_BODY);
    CHECK_INT(told.result.label, DENIAL); /* -1 each, and the earlier one */
    CHECK_INT(told.opposing, NEUTRAL);
    CHECK_NEAR(told.margin, 0, 1e-12);
    CHECK_NEAR(told.margin_bias, -0.5, 1e-12);
    CHECK_NEAR(told.contributions[0].weight, 0.5, 1e-12);
    stance_classifier_among(bench.classifier, one);
    told = explain_as(&bench, "accused", ROLE_BODY);
    CHECK_INT(told.result.label, DENIAL);
    CHECK(told.opposing == LABEL_ABSENT);
    CHECK_NEAR(told.margin, -1, 1e-12);
    CHECK_NEAR(told.contributions[0].weight, -1, 1e-12);
    bench_close(&bench);
}

static void test_boilerplate(void)
{
    struct bench bench = bench_open(model_by_hand());
    bool sides[] = {true, true, false};
    struct explanation told = explain_as(&bench, "Photo: accused", ROLE_BOILERPLATE);
    CHECK_INT(told.ground, GROUND_RULE);
    CHECK_INT(told.rule, 1);
    CHECK_STRING(bench.model->boilerplate.items[told.rule].name, "credit");
    CHECK_INT(told.result.label, NEUTRAL);
    CHECK_NEAR(told.result.confidence, 1, 0);
    CHECK_INT(told.n_contributions, 0);
    CHECK_INT(told.n_words, 0);
    CHECK_NEAR(told.bias[NEUTRAL], 0, 0);
    CHECK(told.opposing == LABEL_ABSENT);
    stance_classifier_among(bench.classifier, sides); /* it may not rest */
    told = explain_as(&bench, "Photo: accused", ROLE_BOILERPLATE);
    CHECK_INT(told.ground, GROUND_SCORES);
    CHECK_INT(told.result.label, ACCUSATORY);
    CHECK_INT(told.n_contributions, 1);
    bench_close(&bench);
}

static void test_nothing_known(void)
{
    static const char *const texts[] = {"", "...", "unheard of"};
    struct bench bench = bench_open(model_by_hand());
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct explanation told = explain_as(&bench, texts[i], ROLE_BODY);
        CHECK_INT(told.ground, GROUND_UNKNOWN);
        CHECK_INT(told.result.label, NEUTRAL);
        CHECK_INT(told.n_contributions, 0);
        CHECK_INT(told.n_words, i == 2 ? 2 : 0);
        CHECK_NEAR(told.margin, told.margin_bias, 0);
    }
    bench_close(&bench);
}

/* A model of every kind of feature: one machine that says "no" (the first label), not "yes". */
static stance_model *model_of_all_kinds(void)
{
    static const char *const terms[] = {"cden", "cied", "qdeny", "qnot", "wdenied", "wdenied it"};
    static const float weights[] = {1, 2, -4, 8, 16, 32};
    static const char cues[] = "deny\tdenie[sd]\nnot\t\\bnot\\b\nend\t$\n";
    stance_error error;
    stance_model *model = model_new();
    REQUIRE(model != NULL);
    REQUIRE(labels_add(&model->labels, "no", 2, &error) == 0);
    REQUIRE(labels_add(&model->labels, "yes", 3, &error) == 0);
    model->recipe = (struct recipe){.word_min = 1,
                                    .word_max = 2,
                                    .char_min = 3,
                                    .char_max = 3,
                                    .min_document_frequency = 1,
                                    .weighting = WEIGHTING_TF};
    REQUIRE(model_set_token_pattern(model, TOKENIZER_DEFAULT_PATTERN,
                                    strlen(TOKENIZER_DEFAULT_PATTERN), &error) == 0);
    REQUIRE(pattern_list_parse(cues, strlen(cues), PATTERN_CASELESS, "cues", &model->cues,
                               &error) == 0);
    model->vocabulary.document_count = 9;
    model->vocabulary.document_frequency = memory_array(6, sizeof(uint32_t));
    REQUIRE(model->vocabulary.document_frequency != NULL);
    for (uint32_t t = 0; t < 6; t++)
        REQUIRE(intern_add(&model->vocabulary.terms, terms[t], strlen(terms[t])) == t);
    REQUIRE(scorer_init(&model->scorer, SCHEME_ONE_VS_REST, 2, 6, &error) == 0);
    memcpy(model->scorer.weights, weights, sizeof weights);
    REQUIRE(calibration_init(&model->calibration, 2, &error) == 0);
    return model;
}

static void test_all_kinds(void)
{
    static const char text[] = "He Denied — it’s DENIED. It denied: it";
    struct bench bench = bench_open(model_of_all_kinds());
    struct explanation told = explain_as(&bench, text, ROLE_BODY);
    /* "denied" thrice, "denied it" twice (3, 2); "den" and "ied" in it; the cue "deny" alone. */
    double word = 1 / sqrt(13) / sqrt(3), chars = 1 / sqrt(9 + 9) / sqrt(3), cue = 1 / sqrt(3);
    const struct {
        enum contribution_kind kind;
        const char *feature;
        double score;
        const char *places;
    } expected[] = {
        {CONTRIBUTION_NGRAM, "denied it", 2 * 32 * word, "21 DENIED. It | 32 denied: it"},
        {CONTRIBUTION_WORD, "denied", 3 * 16 * word, "3 Denied | 21 DENIED | 32 denied"},
        {CONTRIBUTION_CUE, "deny", -4 * cue, "3 Denied | 21 DENIED | 32 denied"},
        {CONTRIBUTION_CHARS, "denied", (3 * 1 + 3 * 2) * chars, "3 Denied | 21 DENIED | 32 denied"},
    };
    REQUIRE(told.n_contributions == sizeof expected / sizeof expected[0]);
    CHECK_INT(told.result.label, 0);
    CHECK_INT(told.opposing, 1);
    double sum = 0;
    for (size_t i = 0; i < told.n_contributions; i++) {
        const struct contribution *contribution = &told.contributions[i];
        CHECK_INT(contribution->kind, expected[i].kind);
        CHECK_BYTES(contribution->feature, contribution->feature_length, expected[i].feature);
        CHECK_NEAR(contribution->scores[0], expected[i].score, 1e-12);
        CHECK_NEAR(contribution->scores[1], -expected[i].score, 1e-12);
        CHECK_NEAR(contribution->weight, 2 * expected[i].score, 1e-12);
        check_places(contribution, text, expected[i].places);
        sum += contribution->scores[0];
    }
    CHECK_NEAR(sum, told.result.scores[0], 1e-12);
    bench_close(&bench);
}

/* An empty match is found once, and what follows it too. */
static void test_an_empty_cue(void)
{
    stance_model *model = model_of_all_kinds();
    static const char cues[] = "deny\t(?=denie[sd])\nnot\t\\b(?=e)|$\n";
    stance_error error;
    pattern_list_release(&model->cues);
    REQUIRE(pattern_list_parse(cues, strlen(cues), PATTERN_CASELESS, "cues", &model->cues,
                               &error) == 0);
    struct bench bench = bench_open(model);
    struct explanation told = explain_as(&bench, "é denied éé", ROLE_BODY);
    size_t seen = 0;
    for (size_t i = 0; i < told.n_contributions; i++) {
        const struct contribution *contribution = &told.contributions[i];
        if (contribution->kind != CONTRIBUTION_CUE)
            continue;
        bool deny = contribution->feature_length == 4;
        check_places(contribution, "", deny ? "3 " : "14 ");
        seen++;
    }
    CHECK_INT(seen, 2);
    bench_close(&bench);
}

static void test_names(void)
{
    CHECK_STRING(contribution_kind_name(CONTRIBUTION_WORD), "word");
    CHECK_STRING(contribution_kind_name(CONTRIBUTION_NGRAM), "ngram");
    CHECK_STRING(contribution_kind_name(CONTRIBUTION_CHARS), "chars");
    CHECK_STRING(contribution_kind_name(CONTRIBUTION_CUE), "cue");
    explainer_free(NULL);
}

const struct suite suite_explain = {
    "model/explain",
    (const struct test[]){
        {"words", test_words},
        {"calibration counts", test_calibration_counts},
        {"among some labels", test_among},
        {"boilerplate", test_boilerplate},
        {"nothing known", test_nothing_known},
        {"all kinds of features", test_all_kinds},
        {"an empty cue", test_an_empty_cue},
        {"names", test_names},
        {NULL, NULL},
    },
};
