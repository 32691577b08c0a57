/* In: a model and labelled files. Out: rows for other SVM programs. Must not know how a row looks.
 */
#include "cli/vectors.h"

#include "base/file.h"
#include "cli/talk.h"
#include "cli/training.h"
#include "feature/featurizer.h"
#include "read/kind.h"
#include "report/svm_file.h"

#include <string.h>

int vectors_put_vocabulary(const struct settings *settings, const stance_model *model,
                           stance_error *error)
{
    struct buffer out = BUFFER_EMPTY;
    if (settings->vocabulary == NULL)
        return 0;
    svm_vocabulary(model, &out);
    int result = out.failed ? error_no_memory(error)
                            : file_write_atomic(settings->vocabulary, out.data, out.length, error);
    buffer_release(&out);
    return result;
}

/* The label of a row as the model numbers it, from 1. */
static int number_of(const struct dataset *dataset, size_t row, const struct labels *labels,
                     size_t *number, stance_error *error)
{
    const char *name = dataset->labels.names[dataset->rows[row].label];
    size_t label = labels_find(labels, name, strlen(name));
    *number = label + 1;
    if (label != LABEL_ABSENT)
        return 0;
    char place[256], names[512];
    dataset_place(dataset, row, place, sizeof place);
    labels_describe(labels, names, sizeof names);
    return error_set(error, STANCE_DATA, "%s: label '%s' is none of the model's: %s", place, name,
                     names);
}

static int put_row(const struct dataset *dataset, size_t row, const struct labels *labels,
                   struct featurizer *featurizer, struct buffer *out, stance_error *error)
{
    size_t length, label;
    const char *text = dataset_text(dataset, row, &length);
    if (number_of(dataset, row, labels, &label, error) != 0 ||
        featurizer_run(featurizer, text, length, error) != 0)
        return -1;
    svm_row(label, &featurizer->vector, out);
    return talk_answer(out, error);
}

int vectors_put_labelled(const struct settings *settings, char *const *operands, size_t n_operands,
                         const stance_model *model, size_t *skipped, stance_error *error)
{
    static const enum table_format formats[] = {[KIND_AUTO] = TABLE_AUTO,
                                                [KIND_TEXT] = TABLE_AUTO,
                                                [KIND_JSONL] = TABLE_JSONL,
                                                [KIND_CSV] = TABLE_CSV,
                                                [KIND_TSV] = TABLE_TSV};
    struct settings labelled = *settings;
    static char standard_input[] = "-";
    char *const only_standard_input[] = {standard_input};
    struct dataset dataset;
    struct featurizer featurizer;
    labelled.input = (int)formats[settings->input_kind];
    if (training_load(&labelled, n_operands == 0 ? only_standard_input : operands,
                      n_operands == 0 ? 1 : n_operands, &dataset, skipped, error) != 0)
        return -1;
    int result = featurizer_init(&featurizer, &model->recipe, model->token_pattern, &model->cues,
                                 &model->vocabulary, error);
    if (result == 0) {
        struct buffer out = BUFFER_EMPTY;
        for (size_t i = 0; i < dataset.count && result == 0; i++)
            result = put_row(&dataset, i, &model->labels, &featurizer, &out, error);
        buffer_release(&out);
        featurizer_release(&featurizer);
    }
    dataset_release(&dataset);
    return result;
}
