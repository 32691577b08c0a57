/* stance classify: a label for every paragraph. */
#include "base/memory.h"
#include "cli/inputs.h"
#include "cli/options_shared.h"
#include "cli/talk.h"
#include "model/builtin.h"
#include "model/classify.h"
#include "report/escape.h"
#include "report/terminal.h"
#include "report/writer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define UNCERTAIN       "uncertain"
#define LABEL_WIDTH_MAX 32

/* The columns of a row; those of further models stand before the last, the text. */
static const struct column first_columns[] = {
    {"file", VALUE_STRING, false},        {"paragraph", VALUE_INTEGER, false},
    {"offset", VALUE_INTEGER, true},      {"length", VALUE_INTEGER, true},
    {"role", VALUE_STRING, true},         {"label", VALUE_STRING, false},
    {"confidence", VALUE_REAL, false},    {"known", VALUE_BOOLEAN, true},
    {"probabilities", VALUE_REALS, true},
};

#define N_FIRST_COLUMNS (sizeof first_columns / sizeof first_columns[0])
#define N_MODEL_COLUMNS                                                                            \
    3 /* that a further model adds: its name, with _confidence, _probabilities */
#define COLUMNS_MAX (N_FIRST_COLUMNS + N_MODEL_COLUMNS * MODELS_MAX + 1)

/* One model, and what it says of the current paragraph. */
struct asked {
    stance_model *model;
    stance_classifier *classifier;
    char *names[N_MODEL_COLUMNS]; /* of its columns */
    size_t label_width;           /* in the text format */
    stance_result result;
    const char *label;
};

struct classifying {
    const struct settings *settings;
    struct asked asked[MODELS_MAX]; /* [n_asked] the first one's label is the paragraph's */
    size_t n_asked;
    struct column columns[COLUMNS_MAX]; /* [n_columns] */
    size_t n_columns;
    struct terminal terminal;
    char *last_file; /* whose name stands above its paragraphs in the text format */
    struct buffer out;
};

/* ---- models ---- */

/* Restricts the first model's answers to the labels of --among. */
static int choose_labels(struct classifying *work, stance_error *error)
{
    const struct labels *labels = &work->asked[0].model->labels;
    bool *allowed = memory_array(labels->count, sizeof *allowed);
    if (allowed == NULL)
        return error_no_memory(error);
    int result = 0;
    const char *name = work->settings->among;
    while (name != NULL && result == 0) {
        size_t length = strcspn(name, ",");
        size_t label = labels_find(labels, name, length);
        if (label == LABEL_ABSENT) {
            char names[512];
            labels_describe(labels, names, sizeof names);
            result =
                error_set(error, STANCE_ARGUMENT, "--among: no label '%.*s'; the labels are: %s",
                          (int)length, name, names);
        } else {
            allowed[label] = true;
        }
        name = name[length] == ',' ? name + length + 1 : NULL;
    }
    if (result == 0)
        stance_classifier_among(work->asked[0].classifier, allowed);
    free(allowed);
    return result;
}

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
    asked->label_width = strlen(UNCERTAIN);
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
            stance_classifier_new(asked->model, &asked->classifier, error) != 0 ||
            name_columns(name, asked, error) != 0)
            return -1;
        measure_labels(asked);
        for (size_t i = 1; i < work->n_asked; i++)
            if (strcmp(work->asked[i].names[0], asked->names[0]) == 0)
                return error_set(error, STANCE_ARGUMENT, "two models add a column '%s'",
                                 asked->names[0]);
    }
    return work->settings->among == NULL ? 0 : choose_labels(work, error);
}

static void list_columns(struct classifying *work)
{
    memcpy(work->columns, first_columns, sizeof first_columns);
    work->n_columns = N_FIRST_COLUMNS;
    for (size_t i = 1; i < work->n_asked; i++) {
        char *const *names = work->asked[i].names;
        work->columns[work->n_columns++] = (struct column){names[0], VALUE_STRING, false};
        work->columns[work->n_columns++] = (struct column){names[1], VALUE_REAL, false};
        work->columns[work->n_columns++] = (struct column){names[2], VALUE_REALS, true};
    }
    work->columns[work->n_columns++] = (struct column){"text", VALUE_STRING, false};
}

static void release_models(struct classifying *work)
{
    for (size_t i = 0; i < MODELS_MAX; i++) {
        stance_classifier_free(work->asked[i].classifier);
        stance_model_free(work->asked[i].model);
        for (size_t n = 0; n < N_MODEL_COLUMNS; n++)
            free(work->asked[i].names[n]);
    }
}

/* ---- rows ---- */

static enum style style_of(const struct asked *asked)
{
    static const enum style palette[] = {STYLE_RED,  STYLE_GREEN,   STYLE_YELLOW,
                                         STYLE_BLUE, STYLE_MAGENTA, STYLE_CYAN};
    if (!asked->result.known || asked->result.label == asked->model->labels.resting)
        return STYLE_DIM;
    return palette[asked->result.label % (sizeof palette / sizeof palette[0])];
}

static int put_file_name(struct classifying *work, const char *file)
{
    if (work->last_file != NULL && strcmp(work->last_file, file) == 0)
        return 0;
    char *copy = memory_copy_string(file, strlen(file));
    if (copy == NULL)
        return -1;
    if (work->last_file != NULL)
        buffer_append_char(&work->out, '\n');
    free(work->last_file);
    work->last_file = copy;
    terminal_wrap(&work->terminal, STYLE_BOLD, file, strlen(file), 0, &work->out);
    return 0;
}

static void put_text_row(struct classifying *work, const struct paragraph *paragraph)
{
    size_t indent = 0;
    for (size_t i = 0; i < work->n_asked; i++) {
        const struct asked *asked = &work->asked[i];
        char left[300];
        struct buffer plain = BUFFER_EMPTY;
        escape_plain(asked->label, strlen(asked->label), &plain);
        snprintf(left, sizeof left, "%-*s", (int)asked->label_width,
                 plain.failed ? "" : plain.data);
        buffer_release(&plain);
        terminal_put(&work->terminal, style_of(asked), left, &work->out);
        buffer_append_format(&work->out, "  %3.0f %%  ", 100 * asked->result.confidence);
        indent += asked->label_width + 9;
    }
    enum style style = style_of(&work->asked[0]) == STYLE_DIM ? STYLE_DIM : STYLE_PLAIN;
    terminal_wrap(&work->terminal, style, paragraph->text, paragraph->length, indent, &work->out);
}

static struct value value_probabilities(const struct asked *asked)
{
    const struct labels *labels = &asked->model->labels;
    return (struct value){.reals = asked->result.probabilities,
                          .names = (const char *const *)labels->names,
                          .n_reals = labels->count};
}

static void put_machine_row(struct classifying *work, const char *file,
                            const struct paragraph *paragraph)
{
    const struct asked *first = &work->asked[0];
    struct value values[COLUMNS_MAX] = {
        value_name(file),
        value_integer(paragraph->number),
        value_integer(paragraph->offset),
        value_integer(paragraph->source_length),
        value_name(paragraph_role_name(paragraph->role)),
        value_name(first->label),
        value_real(first->result.confidence),
        value_boolean(first->result.known),
        value_probabilities(first),
    };
    size_t n_values = N_FIRST_COLUMNS;
    for (size_t i = 1; i < work->n_asked; i++) {
        const struct asked *asked = &work->asked[i];
        values[n_values++] = value_name(asked->label);
        values[n_values++] = value_real(asked->result.confidence);
        values[n_values++] = value_probabilities(asked);
    }
    values[n_values++] = value_string(paragraph->text, paragraph->length);
    writer_row((enum report_format)work->settings->format, work->columns, values, n_values,
               &work->out);
}

static int ask(const struct settings *settings, struct asked *asked,
               const struct paragraph *paragraph, stance_error *error)
{
    stance_result *result = &asked->result;
    bool resting =
        paragraph->role == ROLE_BOILERPLATE && classify_resting(asked->classifier, result);
    if (!resting &&
        classify_valid(asked->classifier, paragraph->text, paragraph->length, result, error) != 0)
        return -1;
    double least =
        settings->min_confidence < 0 ? asked->model->min_confidence : settings->min_confidence;
    bool uncertain = result->known && result->confidence < least;
    asked->label = uncertain ? UNCERTAIN : asked->model->labels.names[result->label];
    return 0;
}

static int visit(void *context, const char *file, const struct paragraph *paragraph,
                 stance_error *error)
{
    struct classifying *work = context;
    for (size_t i = 0; i < work->n_asked; i++)
        if (ask(work->settings, &work->asked[i], paragraph, error) != 0)
            return -1;
    if (work->settings->format == FORMAT_TEXT) {
        if (put_file_name(work, file) != 0)
            return error_no_memory(error);
        put_text_row(work, paragraph);
    } else {
        put_machine_row(work, file, paragraph);
    }
    return talk_answer(&work->out, error);
}

static enum exit_status run(const struct settings *settings, char *const *operands,
                            size_t n_operands)
{
    struct classifying work = {.settings = settings, .terminal = terminal_of(STDOUT_FILENO)};
    stance_error error;
    enum exit_status status = EXIT_FAILED;
    if (load_models(&work, &error) != 0) {
        talk_error(&error);
        status = error.status == STANCE_ARGUMENT ? EXIT_USAGE : EXIT_FAILED;
        goto out;
    }
    list_columns(&work);
    if (settings->format != FORMAT_TEXT)
        writer_header((enum report_format)settings->format, work.columns, work.n_columns,
                      &work.out);
    status = inputs_visit(settings, operands, n_operands, &work.asked[0].model->boilerplate, visit,
                          &work);
    if (talk_answer(&work.out, &error) != 0) /* the header, where there was no paragraph */
        status = EXIT_FAILED;
out:
    release_models(&work);
    free(work.last_file);
    buffer_release(&work.out);
    return status;
}

static const struct option_row options[] = {
    ROW_MODEL("model file or name; more add columns (stance)"),
    ROW_FORMAT,
    {"among", 0, OPTION_STRING, AT(among), "LABEL,LABEL...", "choose among these labels only", 0,
     0},
    {"min-confidence", 0, OPTION_REAL, AT(min_confidence), "P",
     "below it the label is 'uncertain' (the model's own)", 0, 1},
    ROW_SPLIT,
    ROW_QUIET,
    ROW_HELP,
    ROW_END,
};

static const char *const examples[] = {
    "stance classify article.txt",
    "stance classify --format tsv *.txt > labels.tsv",
    "curl -s https://example.org/story.txt | stance classify --min-confidence 0.6",
    "stance classify --among cooperative,accusatory,denial article.txt",
    "stance classify -m stance -m sentiment article.txt",
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
