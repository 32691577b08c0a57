/* In: models and labelled rows. Out: what each model says of each row. Must not know figures. */
#include "train/evaluate.h"

#include "base/memory.h"
#include "base/parallel.h"
#include "model/classify.h"

#include <stdlib.h>
#include <string.h>

#define CHUNK 256 /* rows that one task asks about */

void questions_release(struct questions *questions)
{
    labels_release(&questions->labels);
    free(questions->among);
    free(questions->rows);
    free(questions->truth);
    *questions = (struct questions){.labels = LABELS_EMPTY};
}

static int add_new_labels(struct labels *labels, const struct labels *more, stance_error *error)
{
    for (size_t k = 0; k < more->count; k++) {
        const char *name = more->names[k];
        if (labels_find(labels, name, strlen(name)) == LABEL_ABSENT &&
            labels_add(labels, name, strlen(name), error) != 0)
            return -1;
    }
    return 0;
}

static int choose_labels(struct questions *questions, const char *const *among, size_t n_among,
                         stance_error *error)
{
    for (size_t k = 0; k < questions->labels.count; k++)
        questions->among[k] = n_among == 0;
    for (size_t i = 0; i < n_among; i++) {
        size_t label = labels_find(&questions->labels, among[i], strlen(among[i]));
        if (label == LABEL_ABSENT) {
            char names[512];
            labels_describe(&questions->labels, names, sizeof names);
            return error_set(error, STANCE_ARGUMENT, "no label '%s'; the labels are: %s", among[i],
                             names);
        }
        questions->among[label] = true;
    }
    return 0;
}

int questions_init(struct questions *questions, const struct dataset *dataset,
                   const struct stance_model *const *models, size_t n_models,
                   const char *const *among, size_t n_among, stance_error *error)
{
    *questions = (struct questions){.dataset = dataset, .labels = LABELS_EMPTY};
    struct labels *labels = &questions->labels;
    int result = add_new_labels(labels, &dataset->labels, error);
    for (size_t i = 0; i < n_models && result == 0; i++)
        result = add_new_labels(labels, &models[i]->labels, error);
    if (result == 0) {
        labels_sort(labels);
        questions->among = memory_array(labels->count, sizeof *questions->among);
        questions->rows = memory_array(dataset->count, sizeof *questions->rows);
        questions->truth = memory_array(dataset->count, sizeof *questions->truth);
        if (questions->among == NULL || questions->rows == NULL || questions->truth == NULL)
            result = error_no_memory(error);
    }
    if (result == 0)
        result = choose_labels(questions, among, n_among, error);
    for (size_t i = 0; i < dataset->count && result == 0; i++) {
        const char *name = dataset->labels.names[dataset->rows[i].label];
        size_t label = labels_find(labels, name, strlen(name));
        if (!questions->among[label])
            continue;
        questions->rows[questions->count] = i;
        questions->truth[questions->count++] = label;
    }
    if (result == 0 && questions->count == 0)
        result = error_set(error, STANCE_DATA, "no row has one of the labels that count");
    if (result != 0)
        questions_release(questions);
    return result;
}

struct asking {
    const struct questions *questions;
    const struct stance_model *model;
    const size_t *number; /* [model->labels.count] each label's number in questions->labels */
    const bool *allowed;  /* [model->labels.count] */
    struct answers *answers;
};

static int ask_chunk(void *context, size_t chunk, stance_error *error)
{
    const struct asking *asking = context;
    struct stance_classifier *classifier;
    if (stance_classifier_new(asking->model, &classifier, error) != 0)
        return -1;
    stance_classifier_among(classifier, asking->allowed);
    int result = 0;
    size_t end = (chunk + 1) * CHUNK;
    for (size_t i = chunk * CHUNK; i < end && i < asking->questions->count && result == 0; i++) {
        size_t length;
        const char *text =
            dataset_text(asking->questions->dataset, asking->questions->rows[i], &length);
        stance_result answer;
        result = classify_valid(classifier, text, length, &answer, error);
        if (result == 0) {
            asking->answers->given[i] = asking->number[answer.label];
            asking->answers->confidence[i] = answer.confidence;
        }
    }
    stance_classifier_free(classifier);
    return result;
}

static int ask(const struct questions *questions, const struct stance_model *model, size_t threads,
               size_t *number, bool *allowed, struct answers *answers, stance_error *error)
{
    bool any = false;
    for (size_t k = 0; k < model->labels.count; k++) {
        const char *name = model->labels.names[k];
        number[k] = labels_find(&questions->labels, name, strlen(name));
        allowed[k] = questions->among[number[k]];
        any = any || allowed[k];
    }
    if (!any)
        return error_set(error, STANCE_ARGUMENT, "a model has none of the labels that count");
    struct asking asking = {questions, model, number, allowed, answers};
    return parallel_run((questions->count + CHUNK - 1) / CHUNK, threads, ask_chunk, &asking, error);
}

int answers_ask(const struct questions *questions, const struct stance_model *model, size_t threads,
                struct answers *answers, stance_error *error)
{
    struct answers made = {memory_array(questions->count, sizeof(size_t)),
                           memory_array(questions->count, sizeof(double))};
    size_t *number = memory_array(model->labels.count, sizeof *number);
    bool *allowed = memory_array(model->labels.count, sizeof *allowed);
    int result;
    if (made.given == NULL || made.confidence == NULL || number == NULL || allowed == NULL)
        result = error_no_memory(error);
    else
        result = ask(questions, model, threads, number, allowed, &made, error);
    free(number);
    free(allowed);
    if (result != 0) {
        answers_release(&made);
        return -1;
    }
    *answers = made;
    return 0;
}

void answers_release(struct answers *answers)
{
    free(answers->given);
    free(answers->confidence);
    *answers = (struct answers){0};
}
