/* In: what a model was made from and what came out. Out: facts in the model. Must not know how the
 * record is shown. */
#include "train/record.h"

#include "base/memory.h"
#include "text/fold.h"
#include "train/solver_liblinear.h"
#include "train/solver_libsvm.h"

#include <stdio.h>
#include <stdlib.h>

static int add_label_counts(struct stance_model *model, const struct dataset *dataset,
                            stance_error *error)
{
    size_t *counts = memory_array(dataset->labels.count, sizeof *counts);
    struct buffer text = BUFFER_EMPTY;
    if (counts == NULL)
        return error_no_memory(error);
    dataset_label_counts(dataset, counts);
    for (size_t k = 0; k < dataset->labels.count; k++)
        buffer_append_format(&text, "%s%s %zu", k == 0 ? "" : ", ", dataset->labels.names[k],
                             counts[k]);
    int result = text.failed ? error_no_memory(error)
                             : model_add_fact(model, error, "rows per label", "%s", text.data);
    buffer_release(&text);
    free(counts);
    return result;
}

void record_libraries(char text[RECORD_LIBRARIES_SIZE])
{
    char pcre2[32];
    pattern_library_version(pcre2);
    int libsvm = solver_libsvm_version(), liblinear = solver_liblinear_version();
    snprintf(text, RECORD_LIBRARIES_SIZE,
             "libsvm %d.%02d, LIBLINEAR %d.%02d, PCRE2 %s, utf8proc %s", libsvm / 100, libsvm % 100,
             liblinear / 100, liblinear % 100, pcre2, fold_library_version());
}

int record_training(struct stance_model *model, const struct dataset *dataset,
                    const struct trainer_options *options, const struct metrics *validated,
                    stance_error *error)
{
    char libraries[RECORD_LIBRARIES_SIZE];
    record_libraries(libraries);
    if (model_add_fact(model, error, "program", "stance %s", STANCE_VERSION) != 0 ||
        model_add_fact(model, error, "rows", "%zu in %zu groups", dataset->count,
                       dataset->n_groups) != 0 ||
        add_label_counts(model, dataset, error) != 0 ||
        model_add_fact(model, error, "data checksum", "xxh3 %016llx",
                       (unsigned long long)dataset->checksum) != 0 ||
        model_add_fact(model, error, "solver", "%s, %s, C %g, class weights %s",
                       solver_name(trainer_solver(options, dataset->count)),
                       scheme_name(options->scheme), options->cost,
                       class_weight_name(options->class_weight)) != 0 ||
        model_add_fact(model, error, "seed", "%llu", (unsigned long long)options->seed) != 0 ||
        model_add_fact(model, error, "cross-validation",
                       "%zu folds, accuracy %.4f, macro-F1 %.4f (95 %%: %.4f to %.4f), ECE %.4f",
                       options->n_folds, validated->accuracy, validated->macro_f1,
                       validated->macro_f1_low, validated->macro_f1_high, validated->ece) != 0 ||
        (options->min_precision > 0 &&
         model_add_fact(model, error, "wanted precision", "%g", options->min_precision) != 0) ||
        model_add_fact(model, error, "libraries", "%s", libraries) != 0)
        return -1;
    return 0;
}
