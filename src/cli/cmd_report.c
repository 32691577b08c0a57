/* stance report: labelled articles as a page. */
#include "base/file.h"
#include "base/memory.h"
#include "cli/labelling.h"
#include "cli/options_shared.h"
#include "cli/pipeline.h"
#include "cli/talk.h"
#include "report/news_page.h"

#include <stdlib.h>
#include <unistd.h>

struct reporting {
    const struct settings *settings;
    const char *model_name;
    stance_model *model;
    bool *allowed; /* [n_labels] of --among, or NULL: all */
    stance_classifier *classifier;
    struct explainer *explainer;
    struct news_page *page;
};

/* There is one worker: a page is one thing, and its sums are to be the same on every machine. */
static int worker_new(const void *context, void **worker, stance_error *error)
{
    (void)error;
    *worker = (void *)context;
    return 0;
}

static void worker_free(void *context)
{
    (void)context;
}

static int answer(void *context, const char *file, const struct paragraph *paragraph,
                  struct buffer *out, stance_error *error)
{
    const struct reporting *work = context;
    struct explanation explanation;
    (void)out;
    if (explain(work->explainer, paragraph, &explanation, error) != 0)
        return -1;
    struct told told = {.model = work->model,
                        .file = file,
                        .paragraph = paragraph,
                        .explanation = &explanation,
                        .label = labelling_name(work->settings, work->model, &explanation.result)};
    return news_page_add(work->page, &told, error);
}

/* The page goes to standard output with `out`, or to its file. Without a paragraph there is none.
 */
static int end(void *context, struct buffer *out, stance_error *error)
{
    const struct reporting *work = context;
    const char *path = work->settings->output;
    if (work->page->n_passages == 0)
        return 0;
    if (path == NULL)
        return news_page_write(work->page, out, error);
    struct buffer page = BUFFER_EMPTY;
    int result = news_page_write(work->page, &page, error);
    if (result == 0)
        result = file_write_atomic(path, page.data, page.length, error);
    buffer_release(&page);
    return result;
}

static int prepare(struct reporting *work, stance_error *error)
{
    if (labelling_one_model(work->settings, "report", &work->model_name, &work->model, error) !=
            0 ||
        labelling_among(work->settings, work->model, &work->allowed, error) != 0 ||
        stance_classifier_new(work->model, &work->classifier, error) != 0 ||
        explainer_new(work->classifier, &work->explainer, error) != 0)
        return -1;
    stance_classifier_among(work->classifier, work->allowed);
    return news_page_init(work->page, work->model, work->model_name, LABELLING_UNCERTAIN, error);
}

/* A page would be lost on a terminal, and a file that is read must not be replaced. */
static bool has_a_place(const struct settings *settings, char *const *operands, size_t n_operands)
{
    if (settings->output == NULL && isatty(STDOUT_FILENO)) {
        talk_usage("a report is a page for a browser: name its file with --output");
        return false;
    }
    for (size_t i = 0; i < n_operands && settings->output != NULL; i++)
        if (file_is_same(settings->output, operands[i])) {
            talk_usage("--output %s is one of the files to be read", settings->output);
            return false;
        }
    return true;
}

static enum exit_status run(const struct settings *settings, char *const *operands,
                            size_t n_operands)
{
    if (!has_a_place(settings, operands, n_operands))
        return EXIT_USAGE;
    struct news_page page = {0};
    struct reporting work = {.settings = settings, .page = &page};
    struct inputs inputs = {0};
    stance_error error;
    enum exit_status status;
    if ((settings->output != NULL && file_check_writable(settings->output, &error) != 0) ||
        prepare(&work, &error) != 0 ||
        inputs_open(settings, operands, n_operands, &inputs, &error) != 0) {
        talk_error(&error);
        status = error.status == STANCE_ARGUMENT ? EXIT_USAGE : EXIT_FAILED;
    } else {
        struct pipeline_work pipeline = {.context = &work,
                                         .boilerplate = &work.model->boilerplate,
                                         .worker_new = worker_new,
                                         .worker_free = worker_free,
                                         .answer = answer,
                                         .end = end};
        status = pipeline_run(&inputs, &pipeline, 1);
    }
    inputs_release(&inputs);
    news_page_release(&page);
    explainer_free(work.explainer);
    stance_classifier_free(work.classifier);
    free(work.allowed);
    stance_model_free(work.model);
    return status;
}

static const struct option_row options[] = {
    ROW_MODEL("model file or name (stance)"),
    {"output", 'o', OPTION_STRING, AT(output), "FILE", "where to (standard output)", 0, 0},
    ROWS_LABELLING,
    ROWS_INPUT,
    ROW_SPLIT,
    ROW_GROUP("General"),
    ROW_QUIET,
    ROW_HELP,
    ROW_END,
};

static const char *const examples[] = {
    "stance report article.txt -o report.html",
    "stance report -r saved-pages -o report.html",
    "stance report --min-confidence 0.7 articles.jsonl > report.html",
    NULL,
};

const struct command command_report = {
    "report",
    "[OPTION...] [FILE...] -o PAGE",
    "Make a page of labelled articles",
    examples,
    options,
    0,
    SIZE_MAX,
    run,
};
