/* Whatever can be learnt can be loaded: a model that was trained, written and read again has the
 * same bytes and gives the same answers, and those of the cross-validation are probabilities.
 *
 * The input is a line "WCKS PATTERN", with a digit each for the longest word and character n-grams,
 * the weighting and the scheme; then a cue file, an empty line, and labelled data. */
#include "support.h"

#include "model/model_file.h"
#include "train/metrics.h"
#include "train/record.h"
#include "train/trainer.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SETTINGS    5  /* bytes before the pattern */
#define ROWS_MAX    60 /* an input with more would be slow, and no better */
#define LABELS_MOST 8

struct input {
    struct trainer_options options;
    char *pattern;
    const uint8_t *data; /* [data_size] */
    size_t data_size;
};

static unsigned digit(uint8_t c, unsigned count)
{
    return (unsigned)c % 16 % count; /* '0' is 0 */
}

/* Returns false where the input is not of this form. *input borrows it. */
static bool take_apart(const uint8_t *data, size_t size, struct input *input)
{
    const uint8_t *line_end = size == 0 ? NULL : memchr(data, '\n', size);
    if (line_end == NULL || line_end - data <= SETTINGS)
        return false;
    const uint8_t *cues = line_end + 1;
    const uint8_t *gap = memmem(line_end, size - (size_t)(line_end - data), "\n\n", 2);
    if (gap == NULL)
        return false;
    struct trainer_options *options = &input->options;
    trainer_options_init(options);
    input->pattern = strndup((const char *)data + SETTINGS, (size_t)(line_end - data) - SETTINGS);
    PROMISE(input->pattern != NULL);
    options->recipe.token_pattern = input->pattern;
    options->recipe.word_max = digit(data[0], 4);
    options->recipe.word_min = options->recipe.word_max > 0;
    options->recipe.char_max = digit(data[1], 5);
    options->recipe.char_min = options->recipe.char_max > 0;
    options->recipe.min_document_frequency = 1;
    options->recipe.weighting = (enum weighting)digit(data[2], WEIGHTING_NB + 1);
    options->scheme = (enum scheme)digit(data[3], SCHEME_ONE_VS_ONE + 1);
    options->n_folds = 2;
    options->threads = 1;
    if (gap > cues)
        options->cues = (struct pattern_source){(const char *)cues, (size_t)(gap - cues), "cues"};
    input->data = gap + 2;
    input->data_size = size - (size_t)(input->data - data);
    return true;
}

static int load_rows(const struct input *input, struct dataset *dataset, stance_error *error)
{
    static const struct dataset_columns columns = {0};
    struct memory_file file;
    memory_file_make(&file, input->data, input->data_size);
    const char *path = file.path;
    int result = dataset_load(&path, 1, &columns, NULL, NULL, dataset, error);
    memory_file_close(&file);
    return result;
}

static void check_distribution(const double *probabilities, size_t n_labels)
{
    double sum = 0;
    for (size_t k = 0; k < n_labels; k++) {
        PROMISE(probabilities[k] >= 0 && probabilities[k] <= 1);
        sum += probabilities[k];
    }
    PROMISE(fabs(sum - 1) < 1e-9);
}

/* As the command line does it, training record and all. */
static void record(struct stance_model *model, const struct dataset *dataset,
                   const struct trainer_options *options, const struct cross_validation *cv)
{
    struct metrics metrics;
    stance_error error;
    size_t *truth = calloc(cv->count, sizeof *truth);
    double *confidence = calloc(cv->count, sizeof *confidence);
    PROMISE(truth != NULL && confidence != NULL);
    for (size_t i = 0; i < cv->count; i++) {
        PROMISE(cv->predicted[i] < cv->n_labels);
        check_distribution(cv->probabilities + i * cv->n_labels, cv->n_labels);
        truth[i] = dataset->rows[i].label;
        confidence[i] = cv->probabilities[i * cv->n_labels + cv->predicted[i]];
    }
    PROMISE(metrics_compute(truth, cv->predicted, confidence, cv->count, cv->n_labels,
                            options->seed, &metrics, &error) == 0);
    PROMISE(record_training(model, dataset, options, &metrics, &error) == 0);
    metrics_release(&metrics);
    free(truth);
    free(confidence);
}

static struct stance_model *written_and_read(const struct stance_model *model)
{
    struct buffer bytes = BUFFER_EMPTY, again = BUFFER_EMPTY;
    struct stance_model *loaded = NULL;
    stance_error error;
    PROMISE(model_write(model, &bytes, &error) == 0);
    if (model_read(bytes.data, bytes.length, "written", &loaded, &error) != 0)
        promise_broken(__FILE__, __LINE__, error.message);
    PROMISE(model_write(loaded, &again, &error) == 0);
    PROMISE(again.length == bytes.length);
    PROMISE(memcmp(again.data, bytes.data, bytes.length) == 0);
    buffer_release(&again);
    buffer_release(&bytes);
    return loaded;
}

static void check_same_answers(const struct stance_model *model, const struct stance_model *loaded,
                               const struct dataset *dataset)
{
    stance_classifier *a, *b;
    stance_error error;
    size_t n_labels = model->labels.count;
    PROMISE(stance_classifier_new(model, &a, &error) == 0);
    PROMISE(stance_classifier_new(loaded, &b, &error) == 0);
    for (size_t i = 0; i < dataset->count; i++) {
        stance_result one, other;
        size_t length;
        const char *text = dataset_text(dataset, i, &length);
        PROMISE(stance_classify(a, text, length, &one, &error) == 0);
        PROMISE(stance_classify(b, text, length, &other, &error) == 0);
        PROMISE(one.label == other.label && one.known == other.known);
        PROMISE(memcmp(one.scores, other.scores, n_labels * sizeof(double)) == 0);
        PROMISE(memcmp(one.probabilities, other.probabilities, n_labels * sizeof(double)) == 0);
        check_distribution(one.probabilities, n_labels);
    }
    stance_classifier_free(a);
    stance_classifier_free(b);
}

static void check_training(const struct dataset *dataset, const struct trainer_options *options)
{
    struct cross_validation cv;
    struct stance_model *model;
    stance_error error;
    if (trainer_options_check(options, &error) != 0 ||
        trainer_run(dataset, options, NULL, &model, &cv, &error) != 0) {
        promise_error(&error, "");
        return;
    }
    record(model, dataset, options, &cv);
    struct stance_model *loaded = written_and_read(model);
    check_same_answers(model, loaded, dataset);
    stance_model_free(loaded);
    stance_model_free(model);
    cross_validation_release(&cv);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct input input;
    struct dataset dataset;
    stance_error error;
    if (!take_apart(data, size, &input))
        return -1;
    if (load_rows(&input, &dataset, &error) == 0) {
        if (dataset.count <= ROWS_MAX && dataset.labels.count <= LABELS_MOST)
            check_training(&dataset, &input.options);
        dataset_release(&dataset);
    }
    free(input.pattern);
    return 0;
}
