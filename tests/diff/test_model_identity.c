/* A model against itself: written and read, trained again, trained with other numbers of threads
 * and with other kernels. Bytes and bits, no tolerance. */
#include "base/memory.h"
#include "check.h"
#include "corpus.h"
#include "model/classify.h"
#include "model/model_file.h"
#include "train/record.h"

#include <stdlib.h>

#define N_ROWS  120
#define N_TEXTS 200

static const struct {
    enum weighting weighting;
    enum scheme scheme;
} kinds[] = {
    {WEIGHTING_TFIDF, SCHEME_ONE_VS_REST},
    {WEIGHTING_TFIDF, SCHEME_ONE_VS_ONE},
    {WEIGHTING_NB, SCHEME_ONE_VS_REST},
    {WEIGHTING_NB, SCHEME_ONE_VS_ONE},
};

#define N_KINDS (sizeof kinds / sizeof kinds[0])

/* The corpus, and then the same sentences with other words after them. */
static void rows_load(struct dataset *dataset)
{
    struct buffer content = BUFFER_EMPTY;
    struct random random;
    random_seed(&random, 1);
    for (size_t i = 0; i < N_ROWS; i++) {
        const struct sentence *sentence = &corpus[i % corpus_count];
        struct buffer more = BUFFER_EMPTY;
        buffer_append_string(&more, "");
        if (i >= corpus_count)
            corpus_append_text(&random, &more);
        for (char *c = more.data; *c != '\0'; c++)
            *c = *c == '\n' ? ' ' : *c;
        buffer_append_format(&content, "%s\t%s %s\n", sentence->label, sentence->text, more.data);
        buffer_release(&more);
    }
    corpus_load(&content, dataset);
}

static struct trainer_options options_of(size_t kind, size_t threads)
{
    static const char rules[] = "byline\t^By \\p{Lu}\ncredit\t^Photo:\n";
    static const char cues[] = "deny\tdenie[sd]\nagree\tagreed? to\n";
    struct trainer_options options;
    trainer_options_init(&options);
    options.recipe.weighting = kinds[kind].weighting;
    options.scheme = kinds[kind].scheme;
    options.threads = threads;
    options.boilerplate = (struct pattern_source){rules, strlen(rules), "rules"};
    options.cues = (struct pattern_source){cues, strlen(cues), "cues"};
    return options;
}

/* Trains as the command line does, training record and all. */
static stance_model *train(const struct dataset *dataset, const struct trainer_options *options)
{
    struct cross_validation cv;
    struct metrics metrics;
    stance_model *model = NULL;
    stance_error error;
    size_t *truth = memory_array(dataset->count, sizeof *truth);
    double *confidence = memory_array(dataset->count, sizeof *confidence);
    REQUIRE(truth != NULL && confidence != NULL);
    REQUIRE(trainer_run(dataset, options, NULL, &model, &cv, &error) == 0);
    for (size_t i = 0; i < dataset->count; i++) {
        truth[i] = dataset->rows[i].label;
        confidence[i] = cv.probabilities[i * cv.n_labels + cv.predicted[i]];
    }
    REQUIRE(metrics_compute(truth, cv.predicted, confidence, dataset->count, cv.n_labels,
                            options->seed, &metrics, &error) == 0);
    REQUIRE(record_training(model, dataset, options, &metrics, &error) == 0);
    metrics_release(&metrics);
    cross_validation_release(&cv);
    free(truth);
    free(confidence);
    return model;
}

static struct buffer bytes_of(const stance_model *model)
{
    struct buffer bytes = BUFFER_EMPTY;
    stance_error error;
    REQUIRE(model_write(model, &bytes, &error) == 0);
    return bytes;
}

static struct buffer train_bytes(const struct dataset *dataset,
                                 const struct trainer_options *options)
{
    stance_model *model = train(dataset, options);
    struct buffer bytes = bytes_of(model);
    stance_model_free(model);
    return bytes;
}

static bool same_bytes(const struct buffer *a, const struct buffer *b)
{
    return a->length == b->length && memcmp(a->data, b->data, a->length) == 0;
}

static stance_model *read_model(const struct buffer *bytes)
{
    stance_model *model = NULL;
    stance_error error;
    REQUIRE(model_read(bytes->data, bytes->length, "model", &model, &error) == 0);
    return model;
}

static void test_written_read_and_written(void)
{
    struct dataset dataset;
    rows_load(&dataset);
    for (size_t kind = 0; kind < N_KINDS; kind++) {
        struct trainer_options options = options_of(kind, 2);
        struct buffer bytes = train_bytes(&dataset, &options);
        stance_model *model = read_model(&bytes);
        struct buffer again = bytes_of(model);
        CHECK(same_bytes(&bytes, &again));
        CHECK(bytes.length > 10000);
        stance_model_free(model);
        buffer_release(&bytes);
        buffer_release(&again);
    }
    dataset_release(&dataset);
}

static void check_same_answers(const stance_model *a, const stance_model *b)
{
    stance_classifier *first, *second;
    struct random random;
    stance_error error;
    size_t n_labels = stance_model_label_count(a), n_known = 0;
    REQUIRE(stance_classifier_new(a, &first, &error) == 0);
    REQUIRE(stance_classifier_new(b, &second, &error) == 0);
    REQUIRE(stance_model_label_count(b) == n_labels);
    random_seed(&random, 2);
    for (size_t i = 0; i < N_TEXTS; i++) {
        stance_result x, y;
        struct buffer text = BUFFER_EMPTY;
        buffer_append_string(&text, "");
        corpus_append_text(&random, &text);
        REQUIRE(stance_classify(first, text.data, text.length, &x, &error) == 0);
        REQUIRE(stance_classify(second, text.data, text.length, &y, &error) == 0);
        CHECK_INT(x.label, y.label);
        CHECK(x.known == y.known);
        CHECK(memcmp(&x.confidence, &y.confidence, sizeof x.confidence) == 0);
        CHECK(memcmp(x.probabilities, y.probabilities, n_labels * sizeof(double)) == 0);
        CHECK(memcmp(x.scores, y.scores, n_labels * sizeof(double)) == 0);
        n_known += x.known;
        buffer_release(&text);
    }
    CHECK(n_known > N_TEXTS / 2 && n_known < N_TEXTS);
    stance_classifier_free(first);
    stance_classifier_free(second);
}

static void test_a_loaded_model_answers_the_same(void)
{
    struct dataset dataset;
    rows_load(&dataset);
    for (size_t kind = 0; kind < N_KINDS; kind++) {
        struct trainer_options options = options_of(kind, 2);
        stance_model *model = train(&dataset, &options);
        struct buffer bytes = bytes_of(model);
        stance_model *loaded = read_model(&bytes);
        check_same_answers(model, loaded);
        stance_model_free(loaded);
        stance_model_free(model);
        buffer_release(&bytes);
    }
    dataset_release(&dataset);
}

static void test_training_again_and_with_more_threads(void)
{
    struct dataset dataset;
    rows_load(&dataset);
    for (size_t kind = 0; kind < N_KINDS; kind++) {
        struct trainer_options one = options_of(kind, 1), two = options_of(kind, 2),
                               five = options_of(kind, 5);
        struct buffer first = train_bytes(&dataset, &one), again = train_bytes(&dataset, &one);
        struct buffer by_two = train_bytes(&dataset, &two), by_five = train_bytes(&dataset, &five);
        CHECK(same_bytes(&first, &again));
        CHECK(same_bytes(&first, &by_two));
        CHECK(same_bytes(&first, &by_five));
        buffer_release(&first);
        buffer_release(&again);
        buffer_release(&by_two);
        buffer_release(&by_five);
    }
    dataset_release(&dataset);
}

/* Threads part the memory for Gram matrices among them: with two, this much is too little for some,
 * and libsvm gets sparse rows. */
static void test_the_kernel_does_not_matter(void)
{
    static const size_t memories[] = {0, (size_t)16 * N_ROWS * (N_ROWS + 1)};
    struct dataset dataset;
    rows_load(&dataset);
    for (size_t kind = 0; kind < N_KINDS; kind++) {
        struct trainer_options options = options_of(kind, 1);
        struct buffer plenty = train_bytes(&dataset, &options);
        for (size_t i = 0; i < sizeof memories / sizeof memories[0]; i++) {
            options = options_of(kind, 2);
            options.kernel_memory = memories[i];
            struct buffer little = train_bytes(&dataset, &options);
            CHECK(same_bytes(&plenty, &little));
            buffer_release(&little);
        }
        buffer_release(&plenty);
    }
    dataset_release(&dataset);
}

/* What must not be the same: another seed, weighting or scheme. */
static void test_other_options_make_other_models(void)
{
    struct dataset dataset;
    struct buffer bytes[N_KINDS];
    rows_load(&dataset);
    for (size_t kind = 0; kind < N_KINDS; kind++) {
        struct trainer_options options = options_of(kind, 1);
        bytes[kind] = train_bytes(&dataset, &options);
        for (size_t other = 0; other < kind; other++)
            CHECK(!same_bytes(&bytes[kind], &bytes[other]));
    }
    struct trainer_options options = options_of(0, 1);
    options.seed = 2;
    struct buffer seeded = train_bytes(&dataset, &options);
    CHECK(!same_bytes(&bytes[0], &seeded));
    for (size_t kind = 0; kind < N_KINDS; kind++)
        buffer_release(&bytes[kind]);
    buffer_release(&seeded);
    dataset_release(&dataset);
}

const struct suite suite_model_identity = {
    "diff/model_identity",
    (const struct test[]){
        {"written, read and written", test_written_read_and_written},
        {"a loaded model answers the same", test_a_loaded_model_answers_the_same},
        {"training again and with more threads", test_training_again_and_with_more_threads},
        {"the kernel does not matter", test_the_kernel_does_not_matter},
        {"other options make other models", test_other_options_make_other_models},
        {NULL, NULL},
    },
};
