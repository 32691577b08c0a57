/* stance evaluate: how good models are on labelled rows; which of two is better. */
#include "base/file.h"
#include "base/memory.h"
#include "cli/command.h"
#include "cli/options_shared.h"
#include "cli/talk.h"
#include "cli/training.h"
#include "model/builtin.h"
#include "model/explain.h"
#include "report/escape.h"
#include "report/evaluation.h"
#include "report/evaluation_page.h"
#include "train/evaluate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define AMONG_MAX    64
#define ERRORS_SHOWN 20 /* on a page */

enum { EVALUATE_TEXT, EVALUATE_JSON };

struct evaluating {
    const struct settings *settings;
    struct dataset dataset;
    struct option_list names; /* of the models */
    stance_model *models[MODELS_MAX];
    struct answers answers[MODELS_MAX];
    struct metrics metrics[MODELS_MAX];
    struct questions questions;
    struct buffer out;
};

static int load_models(struct evaluating *work, stance_error *error)
{
    work->names = work->settings->models;
    if (work->names.count == 0)
        work->names.items[work->names.count++] = BUILTIN_DEFAULT_MODEL;
    for (size_t i = 0; i < work->names.count; i++)
        if (stance_model_load(work->names.items[i], &work->models[i], error) != 0)
            return -1;
    return 0;
}

/* Splits --among at its commas; `copy` becomes the caller's. */
static int split_among(const char *among, char **copy, const char **names, size_t *count,
                       stance_error *error)
{
    *count = 0;
    *copy = memory_copy_string(among, strlen(among));
    if (*copy == NULL)
        return error_no_memory(error);
    for (char *name = *copy; name != NULL;) {
        char *comma = strchr(name, ',');
        if (comma != NULL)
            *comma++ = '\0';
        if (*count == AMONG_MAX)
            return error_set(error, STANCE_ARGUMENT, "--among: more than %d labels", AMONG_MAX);
        names[(*count)++] = name;
        name = comma;
    }
    return 0;
}

static int prepare_questions(struct evaluating *work, stance_error *error)
{
    const char *among[AMONG_MAX];
    size_t n_among = 0;
    char *copy = NULL;
    int result = work->settings->among == NULL
                     ? 0
                     : split_among(work->settings->among, &copy, among, &n_among, error);
    if (result == 0)
        result = questions_init(&work->questions, &work->dataset,
                                (const struct stance_model *const *)work->models, work->names.count,
                                among, n_among, error);
    free(copy);
    return result;
}

static int ask_models(struct evaluating *work, stance_error *error)
{
    const struct questions *q = &work->questions;
    for (size_t i = 0; i < work->names.count; i++)
        if (answers_ask(q, work->models[i], work->settings->threads, &work->answers[i], error) !=
                0 ||
            metrics_compute(q->truth, work->answers[i].given, work->answers[i].confidence, q->count,
                            q->labels.count, work->settings->seed, &work->metrics[i], error) != 0)
            return -1;
    return 0;
}

/* Every later model is compared with the first, which is the one it would replace. */
static int compare_models(struct evaluating *work, bool json, stance_error *error)
{
    const struct questions *q = &work->questions;
    for (size_t i = 1; i < work->names.count; i++) {
        struct comparison comparison;
        if (metrics_compare(q->truth, work->answers[0].given, work->answers[i].given, q->count,
                            q->labels.count, work->settings->seed, &comparison, error) != 0)
            return -1;
        const char *first = work->names.items[0], *second = work->names.items[i];
        if (json) {
            buffer_append_string(&work->out, i == 1 ? "" : ", ");
            comparison_json(&comparison, first, second, &work->out);
        } else {
            buffer_append_char(&work->out, '\n');
            comparison_text(&comparison, first, second, &work->out);
        }
    }
    return 0;
}

static int print_text(struct evaluating *work, stance_error *error)
{
    for (size_t i = 0; i < work->names.count; i++) {
        if (work->names.count > 1) {
            buffer_append_string(&work->out, i == 0 ? "== " : "\n== ");
            escape_terminal(work->names.items[i], strlen(work->names.items[i]), &work->out);
            buffer_append_string(&work->out, " ==\n");
        }
        evaluation_text(&work->metrics[i], &work->questions.labels, &work->out);
        evaluation_confidence_text(&work->metrics[i], &work->out);
    }
    return compare_models(work, false, error);
}

static int print_json(struct evaluating *work, stance_error *error)
{
    const struct labels *labels = &work->questions.labels;
    if (work->names.count == 1) {
        evaluation_json(&work->metrics[0], labels, NULL, &work->out);
    } else {
        buffer_append_string(&work->out, "{\"models\": [");
        for (size_t i = 0; i < work->names.count; i++) {
            buffer_append_string(&work->out, i == 0 ? "" : ", ");
            evaluation_json(&work->metrics[i], labels, work->names.items[i], &work->out);
        }
        buffer_append_string(&work->out, "], \"comparisons\": [");
        if (compare_models(work, true, error) != 0)
            return -1;
        buffer_append_string(&work->out, "]}");
    }
    buffer_append_char(&work->out, '\n');
    return 0;
}

/* ---- the page ---- */

static int by_confidence(const void *left, const void *right, void *context)
{
    const struct answers *answers = context;
    size_t a = *(const size_t *)left, b = *(const size_t *)right;
    if (answers->confidence[a] != answers->confidence[b])
        return answers->confidence[a] > answers->confidence[b] ? -1 : 1;
    return (a > b) - (a < b); /* rows with equal confidence keep their order */
}

/* Lists the questions that were answered wrong, the surest first. On success *errors is the
 * caller's, to be freed. */
static int list_errors(const struct evaluating *work, size_t **errors, size_t *count,
                       stance_error *error)
{
    const struct questions *q = &work->questions;
    size_t *listed = memory_array(q->count, sizeof *listed);
    if (listed == NULL)
        return error_no_memory(error);
    *count = 0;
    for (size_t i = 0; i < q->count; i++)
        if (work->answers[0].given[i] != q->truth[i])
            listed[(*count)++] = i;
    qsort_r(listed, *count, sizeof *listed, by_confidence, (void *)&work->answers[0]);
    *errors = listed;
    return 0;
}

static int add_error(const struct evaluating *work, struct explainer *explainer, size_t question,
                     struct evaluation_page *page, stance_error *error)
{
    const struct questions *q = &work->questions;
    const struct dataset_row *row = &work->dataset.rows[q->rows[question]];
    struct paragraph paragraph = {.line = row->line, .role = ROLE_BODY};
    struct explanation explanation;
    paragraph.text = dataset_text(&work->dataset, q->rows[question], &paragraph.length);
    if (explain(explainer, &paragraph, &explanation, error) != 0)
        return -1;
    struct told told = {.model = work->models[0],
                        .file = work->dataset.files[row->file],
                        .paragraph = &paragraph,
                        .explanation = &explanation,
                        .label = work->models[0]->labels.names[explanation.result.label]};
    return evaluation_page_add(page, &told, q->labels.names[q->truth[question]], error);
}

/* The explainer may answer with the same labels as the answers could. */
static int add_errors(const struct evaluating *work, stance_classifier *classifier,
                      struct evaluation_page *page, stance_error *error)
{
    const struct questions *q = &work->questions;
    const struct labels *labels = &work->models[0]->labels;
    struct explainer *explainer = NULL;
    size_t *errors = NULL, count = 0;
    bool *allowed = memory_array(labels->count, sizeof *allowed);
    int result = allowed == NULL ? error_no_memory(error) : 0;
    for (size_t k = 0; k < labels->count && result == 0; k++)
        allowed[k] = q->among[labels_find(&q->labels, labels->names[k], strlen(labels->names[k]))];
    if (result == 0) {
        stance_classifier_among(classifier, allowed);
        result = explainer_new(classifier, &explainer, error);
    }
    if (result == 0)
        result = list_errors(work, &errors, &count, error);
    for (size_t i = 0; i < count && i < ERRORS_SHOWN && result == 0; i++)
        result = add_error(work, explainer, errors[i], page, error);
    free(allowed);
    free(errors);
    explainer_free(explainer);
    return result;
}

static int write_page(const struct evaluating *work, stance_error *error)
{
    struct evaluation_page page;
    struct buffer out = BUFFER_EMPTY;
    stance_classifier *classifier = NULL;
    if (evaluation_page_init(&page, work->models[0], work->names.items[0], &work->questions.labels,
                             &work->metrics[0], error) != 0)
        return -1;
    int result = stance_classifier_new(work->models[0], &classifier, error);
    if (result == 0)
        result = add_errors(work, classifier, &page, error);
    if (result == 0)
        result = evaluation_page_write(&page, &out, error);
    if (result == 0)
        result = file_write_atomic(work->settings->html, out.data, out.length, error);
    stance_classifier_free(classifier);
    evaluation_page_release(&page);
    buffer_release(&out);
    return result;
}

static int evaluate_models(struct evaluating *work, stance_error *error)
{
    if (load_models(work, error) != 0 || prepare_questions(work, error) != 0 ||
        ask_models(work, error) != 0)
        return -1;
    if (work->settings->html != NULL && write_page(work, error) != 0)
        return -1;
    return work->settings->format == EVALUATE_JSON ? print_json(work, error)
                                                   : print_text(work, error);
}

static int cross_validate(struct evaluating *work, stance_error *error)
{
    struct trainer_options options;
    struct cross_validation cv = CROSS_VALIDATION_EMPTY;
    struct training_files files = TRAINING_FILES_EMPTY;
    int result = training_options(work->settings, &files, &options, error);
    if (result == 0)
        result = training_suit(command_evaluate.options, work->settings, &work->dataset, &options,
                               error);
    if (result == 0)
        result = training_run(work->settings, &work->dataset, &options, NULL, &cv, error);
    if (result == 0)
        result = training_metrics(work->settings, &work->dataset, &cv, &work->metrics[0], error);
    if (result == 0 && work->settings->format == EVALUATE_JSON) {
        evaluation_json(&work->metrics[0], &work->dataset.labels, NULL, &work->out);
        buffer_append_char(&work->out, '\n');
    } else if (result == 0) {
        evaluation_text(&work->metrics[0], &work->dataset.labels, &work->out);
        evaluation_confidence_text(&work->metrics[0], &work->out);
    }
    cross_validation_release(&cv);
    training_files_release(&files);
    return result;
}

static void evaluating_release(struct evaluating *work)
{
    for (size_t i = 0; i < MODELS_MAX; i++) {
        stance_model_free(work->models[i]);
        answers_release(&work->answers[i]);
        metrics_release(&work->metrics[i]);
    }
    questions_release(&work->questions);
    dataset_release(&work->dataset);
    buffer_release(&work->out);
}

static enum exit_status run(const struct settings *settings, char *const *operands,
                            size_t n_operands)
{
    if (settings->cv > 0 && (settings->models.count > 0 || settings->among != NULL)) {
        talk_usage("--cv trains models of its own: it takes neither --model nor --among");
        return EXIT_USAGE;
    }
    if (settings->html != NULL && (settings->cv > 0 || settings->models.count > 1)) {
        talk_usage("--html explains the errors of one model");
        return EXIT_USAGE;
    }
    for (size_t i = 0; i < n_operands && settings->html != NULL; i++)
        if (file_is_same(settings->html, operands[i])) {
            talk_usage("--html %s is one of the files to be read", settings->html);
            return EXIT_USAGE;
        }
    struct evaluating work = {.settings = settings, .dataset = DATASET_EMPTY};
    stance_error error;
    size_t skipped;
    int result = training_load(settings, operands, n_operands, &work.dataset, &skipped, &error);
    if (result == 0)
        result = settings->cv > 0 ? cross_validate(&work, &error) : evaluate_models(&work, &error);
    if (result == 0)
        result = talk_answer(&work.out, &error);
    if (result != 0)
        talk_error(&error);
    evaluating_release(&work);
    if (result == 0)
        return skipped == 0 ? EXIT_DONE : EXIT_FAILED;
    return error.status == STANCE_ARGUMENT ? EXIT_USAGE : EXIT_FAILED;
}

static const struct option_row options[] = {
    ROW_MODEL("model to score; several are compared (stance)"),
    {"among", 0, OPTION_STRING, AT(among), "LABEL,LABEL...",
     "only rows with these labels, and only these answers", 0, 0},
    {"format", 'f', OPTION_CHOICE, AT(format), "text|json", "how to print", 0, 0},
    {"html", 0, OPTION_STRING, AT(html), "FILE", "a page of it too, with the worst errors", 0, 0},
    {"cv", 0, OPTION_COUNT, AT(cv), "K", "train and score in K folds, without a model", 2, 1000},
    ROWS_LABELLED_DATA,
    {"strict", 0, OPTION_FLAG, AT(strict), NULL, "stop at a record that cannot be used", 0, 0},
    ROWS_TRAINING,
    ROW_GROUP("General"),
    ROW_THREADS,
    ROW_QUIET,
    ROW_HELP,
    ROW_END,
};

static const char *const examples[] = {
    "stance evaluate labelled.tsv",
    "stance evaluate -m stance -m my.model labelled.tsv",
    "stance evaluate --html evaluation.html labelled.tsv",
    "stance evaluate --cv 10 training/stance.tsv",
    NULL,
};

const struct command command_evaluate = {
    "evaluate",
    "[OPTION...] DATA...",
    "Score models on labelled rows",
    examples,
    options,
    1,
    SIZE_MAX,
    run,
};
