/* stance classify: a label for every paragraph. */
#include "base/file.h"
#include "base/memory.h"
#include "cli/citation.h"
#include "cli/labelling.h"
#include "cli/options_shared.h"
#include "cli/pipeline.h"
#include "cli/talk.h"
#include "model/builtin.h"
#include "model/classify.h"
#include "report/escape.h"
#include "report/event_codes.h"
#include "report/summary.h"
#include "report/terminal.h"
#include "report/writer.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define LABEL_WIDTH_MAX 32

#define CODES_FILE_LIMIT ((size_t)1 << 20)

/* The columns of a row: the file, those of the article, these, those of further models, those of
 * --cameo, the text. */
static const struct column first_columns[] = {
    {"paragraph", VALUE_INTEGER, false}, {"offset", VALUE_INTEGER, true},
    {"length", VALUE_INTEGER, true},     {"role", VALUE_STRING, true},
    {"label", VALUE_STRING, false},      {"confidence", VALUE_REAL, false},
    {"known", VALUE_BOOLEAN, true},      {"probabilities", VALUE_REALS, true},
};

#define N_FIRST_COLUMNS (sizeof first_columns / sizeof first_columns[0])
#define N_MODEL_COLUMNS                                                                            \
    3 /* that a further model adds: its name, with _confidence, _probabilities */
#define N_CODE_COLUMNS 2
#define COLUMNS_MAX                                                                                \
    (1 + CITATION_COLUMNS + N_FIRST_COLUMNS + N_MODEL_COLUMNS * MODELS_MAX + N_CODE_COLUMNS + 1)

/* One model. */
struct asked {
    stance_model *model;
    char *names[N_MODEL_COLUMNS]; /* of its columns */
    size_t label_width;           /* in the text format */
};

/* The choices of --by-date. */
enum { BY_FILE, BY_DAY, BY_MONTH };

/* The counts of --summary: each thread has its own, and adds them when it ends. */
struct counting {
    const char *
        *labels; /* [n_labels] those of the model, and "uncertain" where that can be an answer */
    size_t n_labels;
    struct summary total;
    pthread_mutex_t lock;
    bool failed; /* memory ran out */
};

struct classifying {
    const struct settings *settings;
    struct counting *counting;      /* NULL: nothing is counted */
    struct asked asked[MODELS_MAX]; /* [n_asked] the first one's label is the paragraph's */
    size_t n_asked;
    bool *allowed;                      /* [n_labels of the first model] of --among, or NULL: all */
    struct event_codes codes;           /* of --cameo */
    struct column columns[COLUMNS_MAX]; /* [n_columns] */
    size_t n_columns;
    struct terminal terminal;
    const char *last_file; /* whose name stands above its paragraphs in the text format */
};

/* What one thread asks a model with, and what that says of the current paragraph. */
struct asking {
    const struct asked *asked;
    stance_classifier *classifier;
    stance_result result;
    bool uncertain;
    const char *label;
};

/* One thread. */
struct worker {
    const struct classifying *work;
    struct asking asking[MODELS_MAX]; /* [n_asked] */
    struct summary counts;
};

/* ---- models ---- */

/* "models/sentiment.model" -> "sentiment", "sentiment_confidence", "sentiment_probabilities". */
static int name_columns(const char *path, struct asked *asked, stance_error *error)
{
    static const char *const endings[N_MODEL_COLUMNS] = {"", "_confidence", "_probabilities"};
    const char *slash = strrchr(path, '/');
    const char *base = slash == NULL ? path : slash + 1;
    const char *dot = strrchr(base, '.');
    size_t length = dot == NULL || dot == base ? strlen(base) : (size_t)(dot - base);
    for (size_t i = 0; i < N_MODEL_COLUMNS; i++) {
        struct buffer name = BUFFER_EMPTY;
        escape_plain(base, length, &name);
        buffer_append_string(&name, endings[i]);
        asked->names[i] = name.data; /* the caller's from here on */
        if (name.failed)
            return error_no_memory(error);
    }
    return 0;
}

static void measure_labels(struct asked *asked)
{
    asked->label_width = strlen(LABELLING_UNCERTAIN);
    for (size_t k = 0; k < asked->model->labels.count; k++)
        if (strlen(asked->model->labels.names[k]) > asked->label_width)
            asked->label_width = strlen(asked->model->labels.names[k]);
    if (asked->label_width > LABEL_WIDTH_MAX)
        asked->label_width = LABEL_WIDTH_MAX;
}

static int load_models(struct classifying *work, stance_error *error)
{
    struct option_list names = work->settings->models;
    if (names.count == 0)
        names.items[names.count++] = BUILTIN_DEFAULT_MODEL;
    for (; work->n_asked < names.count; work->n_asked++) {
        struct asked *asked = &work->asked[work->n_asked];
        const char *name = names.items[work->n_asked];
        if (stance_model_load(name, &asked->model, error) != 0 ||
            name_columns(name, asked, error) != 0)
            return -1;
        measure_labels(asked);
        for (size_t i = 1; i < work->n_asked; i++)
            if (strcmp(work->asked[i].names[0], asked->names[0]) == 0)
                return error_set(error, STANCE_ARGUMENT, "two models add a column '%s'",
                                 asked->names[0]);
    }
    return labelling_among(work->settings, work->asked[0].model, &work->allowed, error);
}

static bool is_by_date(const struct classifying *work)
{
    return work->settings->by_date != BY_FILE;
}

static bool is_counted(const struct settings *settings)
{
    return settings->summary || settings->by_date != BY_FILE;
}

static bool has_codes(const struct classifying *work)
{
    return work->settings->cameo || work->settings->cameo_map != NULL;
}

/* The map of --cameo-map, or else the program's own. */
static int load_codes(struct classifying *work, stance_error *error)
{
    const char *path = work->settings->cameo_map;
    if (!has_codes(work))
        return 0;
    if (work->settings->format == FORMAT_TEXT || is_counted(work->settings))
        return error_set(
            error, STANCE_ARGUMENT,
            "--cameo adds columns: choose --format tsv, csv or jsonl, and no --summary");
    if (path == NULL) {
        size_t length;
        const char *text = builtin_event_codes(&length);
        return event_codes_parse(text, length, "built-in codes", &work->codes, error);
    }
    struct buffer file = BUFFER_EMPTY;
    int result = file_read_all(path, CODES_FILE_LIMIT, &file, error);
    if (result == 0)
        result =
            event_codes_parse(file.data, file.length, file_display_name(path), &work->codes, error);
    buffer_release(&file);
    return result;
}

static void list_columns(struct classifying *work, const struct inputs *inputs)
{
    work->columns[0] = (struct column){"file", VALUE_STRING, false};
    citation_columns(inputs->are_articles, work->columns + 1);
    memcpy(work->columns + 1 + CITATION_COLUMNS, first_columns, sizeof first_columns);
    work->n_columns = 1 + CITATION_COLUMNS + N_FIRST_COLUMNS;
    for (size_t i = 1; i < work->n_asked; i++) {
        char *const *names = work->asked[i].names;
        work->columns[work->n_columns++] = (struct column){names[0], VALUE_STRING, false};
        work->columns[work->n_columns++] = (struct column){names[1], VALUE_REAL, false};
        work->columns[work->n_columns++] = (struct column){names[2], VALUE_REALS, true};
    }
    if (has_codes(work)) {
        work->columns[work->n_columns++] = (struct column){"cameo", VALUE_STRING, false};
        work->columns[work->n_columns++] = (struct column){"plover", VALUE_STRING, false};
    }
    work->columns[work->n_columns++] = (struct column){"text", VALUE_STRING, false};
}

static void release_models(struct classifying *work)
{
    for (size_t i = 0; i < MODELS_MAX; i++) {
        stance_model_free(work->asked[i].model);
        for (size_t n = 0; n < N_MODEL_COLUMNS; n++)
            free(work->asked[i].names[n]);
    }
    free(work->allowed);
    event_codes_release(&work->codes);
}

/* ---- workers ---- */

static void hand_in_counts(struct worker *worker)
{
    struct counting *counting = worker->work->counting;
    stance_error error;
    pthread_mutex_lock(&counting->lock);
    if (summary_merge(&counting->total, &worker->counts, &error) != 0)
        counting->failed = true;
    pthread_mutex_unlock(&counting->lock);
    summary_release(&worker->counts);
}

static void worker_free(void *context)
{
    struct worker *worker = context;
    if (worker->work->counting != NULL)
        hand_in_counts(worker);
    for (size_t i = 0; i < worker->work->n_asked; i++)
        stance_classifier_free(worker->asking[i].classifier);
    free(worker);
}

static int worker_new(const void *context, void **worker, stance_error *error)
{
    const struct classifying *work = context;
    struct worker *made = memory_array(1, sizeof *made);
    if (made == NULL)
        return error_no_memory(error);
    made->work = work;
    if (work->counting != NULL)
        summary_init(&made->counts, work->counting->labels, work->counting->n_labels);
    for (size_t i = 0; i < work->n_asked; i++) {
        made->asking[i].asked = &work->asked[i];
        if (stance_classifier_new(work->asked[i].model, &made->asking[i].classifier, error) != 0) {
            worker_free(made);
            return -1;
        }
    }
    if (work->allowed != NULL)
        stance_classifier_among(made->asking[0].classifier, work->allowed);
    *worker = made;
    return 0;
}

/* ---- rows ---- */

static enum style style_of(const struct asking *asking)
{
    const stance_result *result = &asking->result;
    return result->known ? style_of_label(result->label, asking->asked->model->labels.resting)
                         : STYLE_DIM;
}

static void begin_file(void *context, const char *file, struct buffer *out)
{
    struct classifying *work = context;
    if (work->settings->format != FORMAT_TEXT ||
        (work->last_file != NULL && strcmp(work->last_file, file) == 0))
        return;
    if (work->last_file != NULL)
        buffer_append_char(out, '\n');
    work->last_file = file;
    terminal_wrap(&work->terminal, STYLE_BOLD, file, strlen(file), 0, out);
}

static void put_text_row(const struct worker *worker, const struct paragraph *paragraph,
                         struct buffer *out)
{
    const struct terminal *terminal = &worker->work->terminal;
    size_t indent = 0;
    citation_put_text(terminal, paragraph, out);
    for (size_t i = 0; i < worker->work->n_asked; i++) {
        const struct asking *asking = &worker->asking[i];
        size_t width = asking->asked->label_width;
        char left[300];
        struct buffer plain = BUFFER_EMPTY;
        escape_terminal(asking->label, strlen(asking->label), &plain);
        out->failed = out->failed || plain.failed;
        snprintf(left, sizeof left, "%-*s", (int)width, plain.failed ? "" : plain.data);
        buffer_release(&plain);
        terminal_put(terminal, style_of(asking), left, out);
        buffer_append_format(out, "  %3.0f %%  ", 100 * asking->result.confidence);
        indent += width + 9;
    }
    enum style style = style_of(&worker->asking[0]) == STYLE_DIM ? STYLE_DIM : STYLE_PLAIN;
    terminal_wrap(terminal, style, paragraph->text, paragraph->length, indent, out);
}

static struct value value_probabilities(const struct asking *asking)
{
    const struct labels *labels = &asking->asked->model->labels;
    return (struct value){.reals = asking->result.probabilities,
                          .names = (const char *const *)labels->names,
                          .n_reals = labels->count};
}

static void put_machine_row(const struct worker *worker, const char *file,
                            const struct paragraph *paragraph, struct buffer *out)
{
    const struct classifying *work = worker->work;
    const struct asking *first = &worker->asking[0];
    struct value values[COLUMNS_MAX]; /* [n_values] */
    size_t n_values = 0;
    values[n_values++] = value_name(file);
    citation_values(paragraph, values + n_values);
    n_values += CITATION_COLUMNS;
    values[n_values++] = value_integer(paragraph->number);
    place_values(paragraph, values + n_values);
    n_values += PLACE_COLUMNS;
    values[n_values++] = value_name(paragraph_role_name(paragraph->role));
    values[n_values++] = value_name(first->label);
    values[n_values++] = value_real(first->result.confidence);
    values[n_values++] = value_boolean(first->result.known);
    values[n_values++] = value_probabilities(first);
    for (size_t i = 1; i < work->n_asked; i++) {
        const struct asking *asking = &worker->asking[i];
        values[n_values++] = value_name(asking->label);
        values[n_values++] = value_real(asking->result.confidence);
        values[n_values++] = value_probabilities(asking);
    }
    if (has_codes(work)) {
        struct event_code code = event_codes_find(&work->codes, first->label);
        values[n_values++] = value_name(code.cameo);
        values[n_values++] = value_name(code.plover);
    }
    values[n_values++] = value_string(paragraph->text, paragraph->length);
    writer_row((enum report_format)work->settings->format, work->columns, values, n_values, out);
}

static int ask(const struct settings *settings, struct asking *asking,
               const struct paragraph *paragraph, stance_error *error)
{
    const stance_model *model = asking->asked->model;
    stance_result *result = &asking->result;
    bool resting =
        paragraph->role == ROLE_BOILERPLATE && classify_resting(asking->classifier, result);
    if (!resting &&
        classify_valid(asking->classifier, paragraph->text, paragraph->length, result, error) != 0)
        return -1;
    asking->uncertain = labelling_is_uncertain(settings, model, result);
    asking->label = labelling_name(settings, model, result);
    return 0;
}

/* What a paragraph is counted by: its file, or the day or month of its article, "" if unknown. */
static const char *key_of(const struct settings *settings, const char *file,
                          const struct paragraph *paragraph, size_t *length)
{
    if (settings->by_date == BY_FILE) {
        *length = strlen(file);
        return file;
    }
    *length = 0;
    if (paragraph->citation == NULL || paragraph->citation->facts[CITATION_DATE].text == NULL)
        return "";
    const char *date = paragraph->citation->facts[CITATION_DATE].text;
    *length = summary_date_key(date, paragraph->citation->facts[CITATION_DATE].length,
                               settings->by_date == BY_MONTH);
    return date;
}

static int count(struct worker *worker, const char *file, const struct paragraph *paragraph,
                 stance_error *error)
{
    const struct asking *first = &worker->asking[0];
    size_t label = first->uncertain ? first->asked->model->labels.count : first->result.label;
    size_t length;
    const char *key = key_of(worker->work->settings, file, paragraph, &length);
    return summary_count(&worker->counts, key, length, label, error);
}

static int answer(void *context, const char *file, const struct paragraph *paragraph,
                  struct buffer *out, stance_error *error)
{
    struct worker *worker = context;
    const struct settings *settings = worker->work->settings;
    for (size_t i = 0; i < worker->work->n_asked; i++)
        if (ask(settings, &worker->asking[i], paragraph, error) != 0)
            return -1;
    if (worker->work->counting != NULL && count(worker, file, paragraph, error) != 0)
        return -1;
    if (settings->format == FORMAT_TEXT)
        put_text_row(worker, paragraph, out);
    else if (worker->work->counting == NULL)
        put_machine_row(worker, file, paragraph, out);
    return 0;
}

static int put_header(const struct classifying *work, stance_error *error)
{
    struct buffer out = BUFFER_EMPTY;
    if (work->settings->format != FORMAT_TEXT && work->counting == NULL)
        writer_header((enum report_format)work->settings->format, work->columns, work->n_columns,
                      &out);
    int result = talk_answer(&out, error);
    buffer_release(&out);
    return result;
}

/* ---- the summary ---- */

/* Files are told in the order in which they were named, whichever thread saw them first. */
static int begin_counting(struct classifying *work, struct counting *counting,
                          const struct inputs *inputs, stance_error *error)
{
    const stance_model *model = work->asked[0].model;
    if (work->n_asked > 1)
        return error_set(error, STANCE_ARGUMENT, "--summary counts the labels of one model");
    counting->labels = memory_array(model->labels.count + 1, sizeof *counting->labels);
    if (counting->labels == NULL)
        return error_no_memory(error);
    for (; counting->n_labels < model->labels.count; counting->n_labels++)
        counting->labels[counting->n_labels] = model->labels.names[counting->n_labels];
    if (labelling_least(work->settings, model) > 0)
        counting->labels[counting->n_labels++] = LABELLING_UNCERTAIN;
    summary_init(&counting->total, counting->labels, counting->n_labels);
    for (size_t i = 0; i < inputs->files.count && !is_by_date(work); i++) {
        const char *name = file_display_name(inputs->files.paths[i]);
        if (summary_add_key(&counting->total, name, strlen(name), error) != 0)
            return -1;
    }
    work->counting = counting;
    return 0;
}

static int put_summary(void *context, struct buffer *out, stance_error *error)
{
    const struct classifying *work = context;
    const struct counting *counting = work->counting;
    enum report_format format = (enum report_format)work->settings->format;
    static const char *const names[] = {
        [BY_FILE] = "file", [BY_DAY] = "date", [BY_MONTH] = "month"};
    const char *name = names[work->settings->by_date];
    enum summary_order order = is_by_date(work) ? SUMMARY_BY_KEY : SUMMARY_BY_PLACE;
    if (counting->failed)
        return error_no_memory(error);
    if (format != FORMAT_TEXT)
        return summary_rows(&counting->total, order, name, format, out, error);
    buffer_append_char(out, '\n');
    return summary_text(&counting->total, order, name, out, error);
}

/* ---- all of it ---- */

static int prepare(struct classifying *work, struct counting *counting, char *const *operands,
                   size_t n_operands, struct inputs *inputs, stance_error *error)
{
    if (load_models(work, error) != 0 || load_codes(work, error) != 0 ||
        inputs_open(work->settings, operands, n_operands, inputs, error) != 0 ||
        (is_counted(work->settings) && begin_counting(work, counting, inputs, error) != 0))
        return -1;
    list_columns(work, inputs);
    return put_header(work, error);
}

static enum exit_status run(const struct settings *settings, char *const *operands,
                            size_t n_operands)
{
    struct classifying work = {.settings = settings, .terminal = terminal_of(STDOUT_FILENO)};
    struct inputs inputs = {0};
    struct counting counting = {.lock = PTHREAD_MUTEX_INITIALIZER};
    stance_error error;
    enum exit_status status = EXIT_FAILED;
    if (prepare(&work, &counting, operands, n_operands, &inputs, &error) != 0) {
        talk_error(&error);
        status = error.status == STANCE_ARGUMENT ? EXIT_USAGE : EXIT_FAILED;
        goto out;
    }
    struct pipeline_work pipeline = {.context = &work,
                                     .boilerplate = &work.asked[0].model->boilerplate,
                                     .worker_new = worker_new,
                                     .worker_free = worker_free,
                                     .answer = answer,
                                     .begin_file = begin_file};
    if (work.counting != NULL)
        pipeline.end = put_summary;
    status = pipeline_run(&inputs, &pipeline, settings->threads);
out:
    inputs_release(&inputs);
    summary_release(&counting.total);
    free((void *)counting.labels);
    release_models(&work);
    return status;
}

static const struct option_row options[] = {
    ROW_GROUP("Labels"),
    ROW_MODEL("model file or name; more add columns (stance)"),
    ROWS_LABELLING,
    ROW_GROUP("Output"),
    ROW_FORMAT,
    ROW_SAFE_CSV,
    {"summary", 0, OPTION_FLAG, AT(summary), NULL, "counts and shares of the labels, file by file",
     0, 0},
    {"by-date", 0, OPTION_CHOICE, AT(by_date), "no|day|month", "the same by the articles' dates", 0,
     0},
    {"cameo", 0, OPTION_FLAG, AT(cameo), NULL, "add the event codes that the labels stand for", 0,
     0},
    {"cameo-map", 0, OPTION_STRING, AT(cameo_map), "FILE", "other codes (the built-in cameo.tsv)",
     0, 0},
    ROWS_INPUT,
    ROW_SPLIT,
    ROW_GROUP("General"),
    ROW_THREADS,
    ROW_QUIET,
    ROW_HELP,
    ROW_END,
};

static const char *const examples[] = {
    "stance classify article.txt",
    "stance classify --among cooperative,accusatory,denial article.txt",
    "stance classify -r --format jsonl articles/ > labels.jsonl",
    "stance classify --text-field story --id-field url --format tsv news.jsonl.gz",
    "stance classify --by-date month -f csv news.jsonl > months.csv",
    NULL,
};

const struct command command_classify = {
    "classify",
    "[OPTION...] [FILE...]",
    "Label every paragraph of articles",
    examples,
    options,
    0,
    SIZE_MAX,
    run,
};
