/* stance explain: why a paragraph has its label. */
#include "base/memory.h"
#include "cli/labelling.h"
#include "cli/options_shared.h"
#include "cli/pipeline.h"
#include "cli/talk.h"
#include "model/explain.h"
#include "report/explanation.h"
#include "report/terminal.h"

#include <stdlib.h>
#include <unistd.h>

enum explain_format { EXPLAIN_TEXT, EXPLAIN_JSONL };

#define TOP_OF_TEXT 5

struct explaining {
    const struct settings *settings;
    stance_model *model;
    bool *allowed; /* [n_labels] of --among, or NULL: all */
    size_t top;
    struct terminal terminal;
};

struct worker {
    const struct explaining *work;
    stance_classifier *classifier;
    struct explainer *explainer;
};

static void worker_free(void *context)
{
    struct worker *worker = context;
    explainer_free(worker->explainer);
    stance_classifier_free(worker->classifier);
    free(worker);
}

static int worker_new(const void *context, void **worker, stance_error *error)
{
    const struct explaining *work = context;
    struct worker *made = memory_array(1, sizeof *made);
    if (made == NULL)
        return error_no_memory(error);
    made->work = work;
    if (stance_classifier_new(work->model, &made->classifier, error) != 0 ||
        explainer_new(made->classifier, &made->explainer, error) != 0) {
        worker_free(made);
        return -1;
    }
    stance_classifier_among(made->classifier, work->allowed);
    *worker = made;
    return 0;
}

static int answer(void *context, const char *file, const struct paragraph *paragraph,
                  struct buffer *out, stance_error *error)
{
    const struct worker *worker = context;
    const struct explaining *work = worker->work;
    struct explanation explanation;
    if (explain(worker->explainer, paragraph, &explanation, error) != 0)
        return -1;
    struct told told = {.model = work->model,
                        .file = file,
                        .paragraph = paragraph,
                        .explanation = &explanation,
                        .label = labelling_name(work->settings, work->model, &explanation.result)};
    if (work->settings->format == EXPLAIN_JSONL) {
        explanation_json(&told, work->top, out);
    } else {
        explanation_text(&told, &work->terminal, work->top, out);
        buffer_append_char(out, '\n');
    }
    return 0;
}

static const struct option_row options[] = {
    ROW_MODEL("model file or name (stance)"),
    {"format", 'f', OPTION_CHOICE, AT(format), "text|jsonl", "how to print", 0, 0},
    {"top", 'n', OPTION_COUNT, AT(top), "N", "heaviest contributions shown (text: 5 a side)", 0,
     1000000},
    ROWS_LABELLING,
    ROWS_INPUT,
    ROW_SPLIT,
    ROW_GROUP("General"),
    ROW_QUIET,
    ROW_HELP,
    ROW_END,
};

static int prepare(struct explaining *work, stance_error *error)
{
    const struct settings *settings = work->settings;
    const char *name;
    if (option_given(options, settings, AT(top)))
        work->top = settings->top;
    else
        work->top = settings->format == EXPLAIN_TEXT ? TOP_OF_TEXT : SIZE_MAX;
    if (labelling_one_model(settings, "explain", &name, &work->model, error) != 0)
        return -1;
    return labelling_among(settings, work->model, &work->allowed, error);
}

static enum exit_status run(const struct settings *settings, char *const *operands,
                            size_t n_operands)
{
    struct explaining work = {.settings = settings, .terminal = terminal_of(STDOUT_FILENO)};
    struct inputs inputs = {0};
    stance_error error;
    enum exit_status status;
    if (prepare(&work, &error) != 0 ||
        inputs_open(settings, operands, n_operands, &inputs, &error) != 0) {
        talk_error(&error);
        status = error.status == STANCE_ARGUMENT ? EXIT_USAGE : EXIT_FAILED;
    } else {
        struct pipeline_work pipeline = {.context = &work,
                                         .boilerplate = &work.model->boilerplate,
                                         .worker_new = worker_new,
                                         .worker_free = worker_free,
                                         .answer = answer};
        status = pipeline_run(&inputs, &pipeline, 1);
    }
    inputs_release(&inputs);
    free(work.allowed);
    stance_model_free(work.model);
    return status;
}

static const char *const examples[] = {
    "stance explain article.txt",
    "stance explain --top 15 --among accusatory,denial article.txt",
    "stance explain --format jsonl article.txt > reasons.jsonl",
    NULL,
};

const struct command command_explain = {
    "explain",
    "[OPTION...] [FILE...]",
    "Show the words and cues that decided",
    examples,
    options,
    0,
    SIZE_MAX,
    run,
};
