/* In: a paragraph. Out: its label, and how sure the model is. The whole journey on one screen:
 *
 *     text -> tokens -> bag of words, n-grams, cues -> decision values -> scores -> probabilities
 * -> label
 */
#include "model/classify.h"

#include "base/memory.h"
#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

static size_t most_likely(const struct stance_classifier *classifier)
{
    size_t best = LABEL_ABSENT;
    for (size_t k = 0; k < classifier->model->labels.count; k++)
        if (classifier->allowed[k] && (best == LABEL_ABSENT || classifier->probabilities[k] >
                                                                   classifier->probabilities[best]))
            best = k; /* ties go to the earlier label */
    return best;
}

static bool may_rest(const struct stance_classifier *classifier)
{
    size_t resting = classifier->model->labels.resting;
    return resting != LABEL_ABSENT && classifier->allowed[resting];
}

int classify_valid(struct stance_classifier *classifier, const char *text, size_t length,
                   stance_result *result, stance_error *error)
{
    const struct stance_model *model = classifier->model;
    struct featurizer *featurizer = &classifier->featurizer;

    if (featurizer_collect(featurizer, text, length, error) != 0 ||
        tally_decide(&classifier->tally, featurizer, classifier->decisions, error) != 0)
        return -1;
    scheme_scores(model->scorer.scheme, model->labels.count, classifier->decisions,
                  classifier->scores);
    calibration_apply(&model->calibration, classifier->scores, classifier->allowed,
                      classifier->probabilities);

    bool known = featurizer_knows(featurizer);
    size_t label = known || !may_rest(classifier) ? most_likely(classifier) : model->labels.resting;
    *result = (stance_result){.label = label,
                              .confidence = known ? classifier->probabilities[label] : 0,
                              .known = known,
                              .probabilities = classifier->probabilities,
                              .scores = classifier->scores};
    return 0;
}

bool classify_resting(struct stance_classifier *classifier, stance_result *result)
{
    if (!may_rest(classifier))
        return false;
    size_t resting = classifier->model->labels.resting;
    for (size_t k = 0; k < classifier->model->labels.count; k++) {
        classifier->probabilities[k] = k == resting;
        classifier->scores[k] = 0;
    }
    *result = (stance_result){.label = resting,
                              .confidence = 1,
                              .known = true,
                              .probabilities = classifier->probabilities,
                              .scores = classifier->scores};
    return true;
}

int stance_classify(stance_classifier *classifier, const char *text, size_t length,
                    stance_result *result, stance_error *error)
{
    size_t valid = utf8_valid_prefix(text, length);
    if (valid < length)
        return error_set(error, STANCE_DATA, "byte %zu: not UTF-8", valid);
    return classify_valid(classifier, text, length, result, error);
}

int stance_classifier_new(const stance_model *model, stance_classifier **classifier,
                          stance_error *error)
{
    struct stance_classifier *made = memory_array(1, sizeof *made);
    if (made == NULL)
        return error_no_memory(error);
    size_t n_labels = model->labels.count;
    made->model = model;
    made->allowed = memory_array(n_labels, sizeof *made->allowed);
    made->decisions = memory_array(model->scorer.n_machines, sizeof *made->decisions);
    made->scores = memory_array(n_labels, sizeof *made->scores);
    made->probabilities = memory_array(n_labels, sizeof *made->probabilities);
    int result = 0;
    if (made->allowed == NULL || made->decisions == NULL || made->scores == NULL ||
        made->probabilities == NULL)
        result = error_no_memory(error);
    else
        result = featurizer_init(&made->featurizer, &model->recipe, model->token_pattern,
                                 &model->cues, &model->vocabulary, error);
    if (result == 0)
        result = tally_init(&made->tally, &model->scorer, error);
    if (result != 0) {
        stance_classifier_free(made);
        return -1;
    }
    stance_classifier_among(made, NULL);
    *classifier = made;
    return 0;
}

void stance_classifier_free(stance_classifier *classifier)
{
    if (classifier == NULL)
        return;
    featurizer_release(&classifier->featurizer);
    tally_release(&classifier->tally);
    free(classifier->allowed);
    free(classifier->decisions);
    free(classifier->scores);
    free(classifier->probabilities);
    free(classifier);
}

void stance_classifier_among(stance_classifier *classifier, const bool *allowed)
{
    for (size_t k = 0; k < classifier->model->labels.count; k++)
        classifier->allowed[k] = allowed == NULL || allowed[k];
}
