/* Any text gets from the shipped model a label that is its most likely one, probabilities that are
 * some, and the decision values that the text's vector has; the same when it is asked again. */
#include "support.h"

#include "model/classify.h"

#include <math.h>
#include <string.h>

#define TOLERANCE 1e-9 /* the order of the sums differs, no more */

struct shipped {
    stance_model *model;
    stance_classifier *classifier;
    struct featurizer featurizer; /* makes vectors */
};

static struct shipped *the_shipped(void)
{
    static struct shipped shipped;
    stance_error error;
    if (shipped.model != NULL)
        return &shipped;
    PROMISE(stance_model_load("stance", &shipped.model, &error) == 0);
    const stance_model *model = shipped.model;
    PROMISE(stance_classifier_new(model, &shipped.classifier, &error) == 0);
    PROMISE(featurizer_init(&shipped.featurizer, &model->recipe, model->token_pattern, &model->cues,
                            &model->vocabulary, &error) == 0);
    return &shipped;
}

static void check_label(const stance_model *model, const stance_result *result)
{
    double sum = 0;
    size_t best = 0;
    for (size_t k = 0; k < model->labels.count; k++) {
        PROMISE(result->probabilities[k] >= 0 && result->probabilities[k] <= 1);
        sum += result->probabilities[k];
        if (result->probabilities[k] > result->probabilities[best])
            best = k;
    }
    PROMISE(fabs(sum - 1) < TOLERANCE);
    PROMISE(result->label == (result->known ? best : model->labels.resting));
    PROMISE(result->confidence == (result->known ? result->probabilities[best] : 0));
}

static void check_decisions(struct shipped *shipped, const struct buffer *text)
{
    const stance_model *model = shipped->model;
    double decisions[LABELS_MAX];
    stance_error error;
    PROMISE(model->scorer.n_machines <= LABELS_MAX);
    PROMISE(featurizer_run(&shipped->featurizer, text->data, text->length, &error) == 0);
    scorer_decide(&model->scorer, &shipped->featurizer.vector, decisions);
    for (size_t m = 0; m < model->scorer.n_machines; m++)
        PROMISE(fabs(decisions[m] - shipped->classifier->decisions[m]) < TOLERANCE);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct shipped *shipped = the_shipped();
    struct buffer text = BUFFER_EMPTY;
    stance_result first, second;
    stance_error error;
    append_valid_input(data, size, &text);
    buffer_append_string(&text, "");
    PROMISE(stance_classify(shipped->classifier, text.data, text.length, &first, &error) == 0);
    check_label(shipped->model, &first);
    check_decisions(shipped, &text);
    double confidence = first.confidence;
    size_t label = first.label;
    PROMISE(stance_classify(shipped->classifier, text.data, text.length, &second, &error) == 0);
    PROMISE(second.label == label && fabs(second.confidence - confidence) < TOLERANCE);
    buffer_release(&text);
    return 0;
}
