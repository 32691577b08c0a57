/* stance train: hand-labelled rows to a model, and the figures to judge it by. */
#include "base/file.h"
#include "base/memory.h"
#include "cli/command.h"
#include "cli/options_shared.h"
#include "cli/progress.h"
#include "cli/talk.h"
#include "cli/training.h"
#include "model/model_file.h"
#include "report/escape.h"
#include "report/evaluation.h"
#include "train/hygiene.h"
#include "train/record.h"
#include "train/tune.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FINDINGS_SHOWN 5 /* of a kind: more would drown the figures */

static const struct {
    enum finding_kind kind;
    const char *title;
} finding_kinds[] = {
    {FINDING_DUPLICATE, "exact duplicates"},
    {FINDING_CONFLICT, "the same text with two labels"},
    {FINDING_NEAR_DUPLICATE, "near duplicates"},
    {FINDING_LABEL_TYPO, "labels that look like typos"},
    {FINDING_LABEL_FEW, "labels with fewer than ten rows"},
};

static void put_label_count(const char *label, size_t count, struct buffer *out)
{
    buffer_append_string(out, "  ");
    size_t start = out->length;
    escape_terminal(label, strlen(label), out);
    for (size_t width = out->length - start; width < 24; width++)
        buffer_append_char(out, ' ');
    buffer_append_format(out, " %6zu\n", count);
}

static int put_rows_per_label(const struct dataset *dataset, size_t skipped, struct buffer *out)
{
    size_t *counts = memory_array(dataset->labels.count, sizeof *counts);
    if (counts == NULL)
        return -1;
    dataset_label_counts(dataset, counts);
    buffer_append_format(out, "rows %zu in %zu groups\n", dataset->count, dataset->n_groups);
    if (skipped > 0)
        buffer_append_format(out, "%zu record%s skipped\n", skipped, skipped == 1 ? "" : "s");
    for (size_t k = 0; k < dataset->labels.count; k++)
        put_label_count(dataset->labels.names[k], counts[k], out);
    free(counts);
    return 0;
}

static void put_findings(const struct dataset *dataset, const struct hygiene *hygiene,
                         struct buffer *out)
{
    for (size_t i = 0; i < sizeof finding_kinds / sizeof finding_kinds[0]; i++) {
        size_t count = hygiene_count(hygiene, finding_kinds[i].kind), shown = 0;
        buffer_append_format(out, "%-32s %zu\n", finding_kinds[i].title, count);
        for (size_t f = 0; f < hygiene->count && shown < FINDINGS_SHOWN; f++) {
            if (hygiene->findings[f].kind != finding_kinds[i].kind)
                continue;
            char line[1024];
            hygiene_describe(dataset, &hygiene->findings[f], line, sizeof line);
            buffer_append_string(out, "  ");
            escape_terminal(line, strlen(line), out);
            buffer_append_char(out, '\n');
            shown++;
        }
        if (count > shown)
            buffer_append_format(out, "  ... and %zu more\n", count - shown);
    }
    buffer_append_char(out, '\n');
}

/* Prints what is wrong with the data. With --strict, anything wrong is a failure. */
static int report_hygiene(const struct settings *settings, const struct dataset *dataset,
                          size_t skipped, stance_error *error)
{
    struct hygiene hygiene;
    if (hygiene_check(dataset, &hygiene, error) != 0)
        return -1;
    struct buffer out = BUFFER_EMPTY;
    if (put_rows_per_label(dataset, skipped, &out) != 0)
        out.failed = true;
    put_findings(dataset, &hygiene, &out);
    int result = talk_answer(&out, error);
    if (result == 0 && settings->strict && hygiene.count > 0)
        result = error_set(error, STANCE_DATA, "%zu finding%s in the data, and --strict was given",
                           hygiene.count, hygiene.count == 1 ? "" : "s");
    buffer_release(&out);
    hygiene_release(&hygiene);
    return result;
}

static int report_figures(const struct dataset *dataset, const struct trainer_options *options,
                          const struct metrics *metrics, stance_error *error)
{
    struct buffer out = BUFFER_EMPTY;
    buffer_append_format(&out, "cross-validation, %zu folds, solver %s\n\n", options->n_folds,
                         solver_name(trainer_solver(options, dataset->count)));
    evaluation_text(metrics, &dataset->labels, &out);
    int result = talk_answer(&out, error);
    buffer_release(&out);
    return result;
}

static int report_written(const char *path, const struct stance_model *model, stance_error *error)
{
    struct buffer out = BUFFER_EMPTY;
    buffer_append_string(&out, "\nmodel written to ");
    escape_terminal(path, strlen(path), &out);
    buffer_append_format(&out, ": %u terms\n", model->vocabulary.terms.count);
    int result = talk_answer(&out, error);
    buffer_release(&out);
    return result;
}

struct tuning {
    struct progress progress;
    size_t done;
    struct buffer out;
};

static void put_orders(uint32_t min, uint32_t max, struct buffer *out)
{
    if (max == 0)
        buffer_append_string(out, "  none");
    else
        buffer_append_format(out, "   %u-%u", min, max);
}

/* One line a point; a star marks the best so far. */
static int report_point(void *context, const struct tune_point *point, stance_error *error)
{
    struct tuning *tuning = context;
    const struct trainer_options *tried = point->options;
    const struct recipe *recipe = &tried->recipe;
    struct buffer *out = &tuning->out;
    progress_hide(&tuning->progress);
    buffer_append_format(out, "%c %-9s", point->best ? '*' : ' ',
                         weighting_name(recipe->weighting));
    put_orders(recipe->word_min, recipe->word_max, out);
    put_orders(recipe->char_min, recipe->char_max, out);
    buffer_append_format(
        out, "  %6u  %-5.3g  %-12s  %-6s  %8.4f  %8.4f\n", recipe->min_document_frequency,
        tried->cost, class_weight_name(tried->class_weight),
        tried->scheme == SCHEME_ONE_VS_REST ? "ovr" : "ovo", point->macro_f1, point->accuracy);
    int result = talk_answer(out, error);
    progress_step(&tuning->progress, ++tuning->done, tune_points_max());
    return result;
}

/* Searches the choices that the user left open; *chosen becomes the best. */
static int tune(const struct settings *settings, const struct dataset *dataset,
                struct trainer_options *chosen, stance_error *error)
{
    const struct tune_choices open = {
        .weighting = !option_given(command_train.options, settings, AT(weighting)),
        .cost = !option_given(command_train.options, settings, AT(cost)),
        .words = !option_given(command_train.options, settings, AT(words)),
        .chars = !option_given(command_train.options, settings, AT(chars)),
        .min_document_frequency = !option_given(command_train.options, settings, AT(min_df)),
        .class_weight = !option_given(command_train.options, settings, AT(class_weight)),
        .scheme = !option_given(command_train.options, settings, AT(scheme)),
    };
    struct tuning tuning = {.out = BUFFER_EMPTY};
    const struct tune_listener listener = {report_point, &tuning};
    buffer_append_format(&tuning.out,
                         "tuning, %zu folds, seed %llu; a star: the best so far\n\n"
                         "  weighting words chars  min-df  C      class-weight  scheme  macro-F1"
                         "  accuracy\n",
                         chosen->n_folds, (unsigned long long)chosen->seed);
    progress_begin(&tuning.progress, "tuning", "recipe", !settings->quiet);
    int result = talk_answer(&tuning.out, error);
    if (result == 0)
        result = tune_run(dataset, &open, &listener, chosen, error);
    progress_hide(&tuning.progress);
    buffer_append_char(&tuning.out, '\n');
    if (result == 0)
        result = talk_answer(&tuning.out, error);
    buffer_release(&tuning.out);
    return result;
}

static int train(const struct settings *settings, const struct dataset *dataset,
                 const struct trainer_options *options, stance_error *error)
{
    struct stance_model *model = NULL;
    struct cross_validation cv = CROSS_VALIDATION_EMPTY;
    struct metrics metrics = {0};
    int result = training_run(settings, dataset, options, &model, &cv, error);
    if (result == 0)
        result = training_metrics(settings, dataset, &cv, &metrics, error);
    if (result == 0)
        result = record_training(model, dataset, options, &metrics, error);
    if (result == 0) /* before the figures: one who stops reading them is not to lose it */
        result = model_save(model, settings->output, error);
    if (result == 0)
        result = report_figures(dataset, options, &metrics, error);
    if (result == 0)
        result = report_written(settings->output, model, error);
    metrics_release(&metrics);
    cross_validation_release(&cv);
    stance_model_free(model);
    return result;
}

static enum exit_status run(const struct settings *settings, char *const *operands,
                            size_t n_operands)
{
    if (settings->output == NULL) {
        talk_usage("train needs --output MODEL");
        return EXIT_USAGE;
    }
    for (size_t i = 0; i < n_operands; i++)
        if (file_is_same(settings->output, operands[i])) {
            talk_usage("%s: the model would replace its own data", operands[i]);
            return EXIT_USAGE;
        }
    stance_error error;
    struct dataset dataset = DATASET_EMPTY;
    struct training_files files = TRAINING_FILES_EMPTY;
    struct trainer_options chosen;
    size_t skipped = 0;
    int result = training_options(settings, &files, &chosen, &error);
    if (result == 0)
        result = file_check_writable(settings->output, &error); /* before minutes of work */
    if (result == 0)
        result = training_load(settings, operands, n_operands, &dataset, &skipped, &error);
    if (result == 0)
        result = training_suit(command_train.options, settings, &dataset, &chosen, &error);
    if (result == 0)
        result = report_hygiene(settings, &dataset, skipped, &error);
    if (result == 0 && settings->tune)
        result = tune(settings, &dataset, &chosen, &error);
    if (result == 0)
        result = train(settings, &dataset, &chosen, &error);
    if (result != 0)
        talk_error(&error);
    dataset_release(&dataset);
    training_files_release(&files);
    return result == 0 && skipped == 0 ? EXIT_DONE : EXIT_FAILED;
}

static const struct option_row options[] = {
    {"output", 'o', OPTION_STRING, AT(output), "MODEL", "where to write the model", 0, 0},
    ROWS_LABELLED_DATA,
    {"strict", 0, OPTION_FLAG, AT(strict), NULL, "fail on any bad record or finding in the data", 0,
     0},
    ROWS_TRAINING,
    {"folds", 0, OPTION_COUNT, AT(folds), "K", "folds of the cross-validation", 2, 1000},
    {"tune", 0, OPTION_FLAG, AT(tune), NULL, "search for the best weighting, n-grams, cost, ...", 0,
     0},
    ROW_GROUP("Answers of the model"),
    {"min-precision", 0, OPTION_REAL, AT(min_precision), "P",
     "abstain where answers are right less often", 0, 1},
    {"resting-label", 0, OPTION_STRING, AT(resting_label), "LABEL",
     "given where there is nothing to label", 0, 0},
    {"boilerplate", 0, OPTION_STRING, AT(boilerplate), "FILE",
     "rules for what is no prose, or none (built-in)", 0, 0},
    ROW_GROUP("General"),
    ROW_THREADS,
    ROW_QUIET,
    ROW_HELP,
    ROW_END,
};

static const char *const examples[] = {
    "stance train training/stance.tsv -o my.model",
    "stance train training/stance.tsv fresh.tsv -o my.model",
    "stance train --tune --min-precision 0.9 training/stance.tsv -o my.model",
    "stance train --label-column topic --text-column body news.csv -o topics.model",
    NULL,
};

const struct command command_train = {
    "train",
    "[OPTION...] DATA... -o MODEL",
    "Learn a model from hand-labelled rows",
    examples,
    options,
    1,
    SIZE_MAX,
    run,
};
