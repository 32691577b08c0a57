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

#define UNCERTAIN "uncertain"

static const struct column columns[] = {
    {"file", VALUE_STRING, false},        {"paragraph", VALUE_INTEGER, false},
    {"offset", VALUE_INTEGER, true},      {"length", VALUE_INTEGER, true},
    {"role", VALUE_STRING, true},         {"label", VALUE_STRING, false},
    {"confidence", VALUE_REAL, false},    {"known", VALUE_BOOLEAN, true},
    {"probabilities", VALUE_REALS, true}, {"text", VALUE_STRING, false},
};

#define N_COLUMNS (sizeof columns / sizeof columns[0])

struct classifying {
    const struct settings *settings;
    const stance_model *model;
    stance_classifier *classifier;
    struct terminal terminal;
    size_t label_width;
    char *last_file; /* whose name stands above its paragraphs in the text format */
    struct buffer out;
};

/* Restricts the answers to the labels of --among. */
static int choose_labels(struct classifying *work, stance_error *error)
{
    const struct labels *labels = &work->model->labels;
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
        stance_classifier_among(work->classifier, allowed);
    free(allowed);
    return result;
}

static enum style style_of(const struct classifying *work, const stance_result *result)
{
    static const enum style palette[] = {STYLE_RED,  STYLE_GREEN,   STYLE_YELLOW,
                                         STYLE_BLUE, STYLE_MAGENTA, STYLE_CYAN};
    if (!result->known || result->label == work->model->labels.resting)
        return STYLE_DIM;
    return palette[result->label % (sizeof palette / sizeof palette[0])];
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

static void put_text_row(struct classifying *work, const struct paragraph *paragraph,
                         const char *label, const stance_result *result)
{
    char left[300];
    enum style style = style_of(work, result);
    struct buffer plain = BUFFER_EMPTY;
    escape_plain(label, strlen(label), &plain);
    snprintf(left, sizeof left, "%-*s", (int)work->label_width, plain.failed ? "" : plain.data);
    buffer_release(&plain);
    terminal_put(&work->terminal, style, left, &work->out);
    buffer_append_format(&work->out, "  %3.0f %%  ", 100 * result->confidence);
    terminal_wrap(&work->terminal, style == STYLE_DIM ? STYLE_DIM : STYLE_PLAIN, paragraph->text,
                  paragraph->length, work->label_width + 9, &work->out);
}

static void put_machine_row(struct classifying *work, const char *file,
                            const struct paragraph *paragraph, const char *label,
                            const stance_result *result)
{
    const struct labels *labels = &work->model->labels;
    const struct value values[N_COLUMNS] = {
        value_name(file),
        value_integer(paragraph->number),
        value_integer(paragraph->offset),
        value_integer(paragraph->source_length),
        value_name(paragraph_role_name(paragraph->role)),
        value_name(label),
        value_real(result->confidence),
        value_boolean(result->known),
        {.reals = result->probabilities,
         .names = (const char *const *)labels->names,
         .n_reals = labels->count},
        value_string(paragraph->text, paragraph->length),
    };
    writer_row((enum report_format)work->settings->format, columns, values, N_COLUMNS, &work->out);
}

static int visit(void *context, const char *file, const struct paragraph *paragraph,
                 stance_error *error)
{
    struct classifying *work = context;
    stance_result result;
    bool resting =
        paragraph->role == ROLE_BOILERPLATE && classify_resting(work->classifier, &result);
    if (!resting &&
        classify_valid(work->classifier, paragraph->text, paragraph->length, &result, error) != 0)
        return -1;
    bool uncertain = result.known && result.confidence < work->settings->min_confidence;
    const char *label = uncertain ? UNCERTAIN : work->model->labels.names[result.label];
    if (work->settings->format == FORMAT_TEXT) {
        if (put_file_name(work, file) != 0)
            return error_no_memory(error);
        put_text_row(work, paragraph, label, &result);
    } else {
        put_machine_row(work, file, paragraph, label, &result);
    }
    return talk_answer(&work->out, error);
}

static enum exit_status run(const struct settings *settings, char *const *operands,
                            size_t n_operands)
{
    struct classifying work = {.settings = settings, .terminal = terminal_of(STDOUT_FILENO)};
    stance_error error;
    stance_model *model = NULL;
    enum exit_status status = EXIT_FAILED;
    if (settings->models.count > 1) {
        fprintf(stderr, "stance: classify takes one --model\n");
        return EXIT_USAGE;
    }
    const char *name =
        settings->models.count == 0 ? BUILTIN_DEFAULT_MODEL : settings->models.items[0];
    if (stance_model_load(name, &model, &error) != 0 ||
        stance_classifier_new(model, &work.classifier, &error) != 0) {
        talk_error(&error);
        goto out;
    }
    work.model = model;
    if (settings->among != NULL && choose_labels(&work, &error) != 0) {
        talk_error(&error);
        status = EXIT_USAGE;
        goto out;
    }
    work.label_width = strlen(UNCERTAIN);
    for (size_t k = 0; k < model->labels.count; k++)
        if (strlen(model->labels.names[k]) > work.label_width)
            work.label_width = strlen(model->labels.names[k]);
    if (work.label_width > 32)
        work.label_width = 32;
    if (settings->format != FORMAT_TEXT)
        writer_header((enum report_format)settings->format, columns, N_COLUMNS, &work.out);
    status = inputs_visit(settings, operands, n_operands, &model->boilerplate, visit, &work);
    if (talk_answer(&work.out, &error) != 0) /* the header, where there was no paragraph */
        status = EXIT_FAILED;
out:
    stance_classifier_free(work.classifier);
    stance_model_free(model);
    free(work.last_file);
    buffer_release(&work.out);
    return status;
}

static const struct option_row options[] = {
    ROW_MODEL("model file or built-in name (stance)"),
    ROW_FORMAT,
    {"among", 0, OPTION_STRING, AT(among), "LABEL,LABEL...", "choose among these labels only", 0,
     0},
    {"min-confidence", 0, OPTION_REAL, AT(min_confidence), "P", "below it the label is 'uncertain'",
     0, 1},
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
