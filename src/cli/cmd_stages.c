/* stance paragraphs, tokens, features: what each stage makes of a text, for looking inside. The
 * three differ in what they print of a paragraph, and in nothing else. */
#include "base/memory.h"
#include "cli/citation.h"
#include "cli/options_shared.h"
#include "cli/pipeline.h"
#include "cli/talk.h"
#include "cli/vectors.h"
#include "model/builtin.h"
#include "model/model.h"
#include "report/svm_file.h"
#include "report/terminal.h"
#include "report/writer.h"

#include "feature/featurizer.h"
#include "feature/term.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct worker;

#define STAGE_COLUMNS_MAX 6
#define COLUMNS_MAX       (1 + CITATION_COLUMNS + STAGE_COLUMNS_MAX)

struct stage {
    const struct column *columns; /* [n_columns], behind the file and those of the article; none: no
                                     header line */
    size_t n_columns;
    /* Works out what is shown. */
    int (*look)(struct worker *worker, const struct paragraph *paragraph, stance_error *error);
    /* Appends the rows of one paragraph. */
    void (*put)(const struct worker *worker, const char *file, const struct paragraph *paragraph,
                struct buffer *out);
    /* The same for people. */
    void (*put_text)(const struct worker *worker, const struct paragraph *paragraph,
                     struct buffer *out);
};

struct staging {
    const struct settings *settings;
    const struct stage *stage;
    stance_model *model;
    struct terminal terminal;
    struct column columns[COLUMNS_MAX]; /* [n_columns] */
    size_t n_columns;
};

struct worker {
    const struct staging *work;
    struct featurizer featurizer;
    struct tokens tokens;
};

/* `last` are the values of the stage's columns. */
static void put_row(const struct worker *worker, const char *file,
                    const struct paragraph *paragraph, const struct value *last, struct buffer *out)
{
    const struct staging *work = worker->work;
    struct value values[COLUMNS_MAX]; /* [work->n_columns] */
    values[0] = value_name(file);
    citation_values(paragraph, values + 1);
    memcpy(values + 1 + CITATION_COLUMNS, last, work->stage->n_columns * sizeof *last);
    writer_row((enum report_format)work->settings->format, work->columns, values, work->n_columns,
               out);
}

static int look_no_further(struct worker *worker, const struct paragraph *paragraph,
                           stance_error *error)
{
    (void)worker;
    (void)paragraph;
    (void)error;
    return 0;
}

static int look_at_tokens(struct worker *worker, const struct paragraph *paragraph,
                          stance_error *error)
{
    return tokenizer_run(worker->work->model->token_pattern, worker->featurizer.scratch,
                         paragraph->text, paragraph->length, &worker->tokens, error);
}

static int look_at_features(struct worker *worker, const struct paragraph *paragraph,
                            stance_error *error)
{
    return featurizer_run(&worker->featurizer, paragraph->text, paragraph->length, error);
}

/* ---- paragraphs ---- */

static const struct column paragraph_columns[] = {
    {"paragraph", VALUE_INTEGER, false}, {"role", VALUE_STRING, false},
    {"offset", VALUE_INTEGER, false},    {"length", VALUE_INTEGER, false},
    {"text", VALUE_STRING, false},
};

static void put_paragraph(const struct worker *worker, const char *file,
                          const struct paragraph *paragraph, struct buffer *out)
{
    struct value values[STAGE_COLUMNS_MAX];
    values[0] = value_integer(paragraph->number);
    values[1] = value_name(paragraph_role_name(paragraph->role));
    place_values(paragraph, values + 2);
    values[2 + PLACE_COLUMNS] = value_string(paragraph->text, paragraph->length);
    put_row(worker, file, paragraph, values, out);
}

static void put_paragraph_text(const struct worker *worker, const struct paragraph *paragraph,
                               struct buffer *out)
{
    buffer_append_format(out, "%4zu  %-11s  ", paragraph->number,
                         paragraph_role_name(paragraph->role));
    terminal_wrap(&worker->work->terminal, STYLE_PLAIN, paragraph->text, paragraph->length, 19,
                  out);
}

/* ---- tokens ---- */

static const struct column token_columns[] = {
    {"paragraph", VALUE_INTEGER, false},
    {"start", VALUE_INTEGER, false},
    {"end", VALUE_INTEGER, false},
    {"token", VALUE_STRING, false},
};

static void put_tokens(const struct worker *worker, const char *file,
                       const struct paragraph *paragraph, struct buffer *out)
{
    const struct tokens *tokens = &worker->tokens;
    for (size_t i = 0; i < tokens->count; i++) {
        const struct token *token = &tokens->items[i];
        const struct value values[] = {
            value_integer(paragraph->number),
            value_integer(token->start),
            value_integer(token->end),
            value_string(tokens->folded.data + token->folded_start,
                         token->folded_end - token->folded_start),
        };
        put_row(worker, file, paragraph, values, out);
    }
}

static void put_tokens_text(const struct worker *worker, const struct paragraph *paragraph,
                            struct buffer *out)
{
    const struct tokens *tokens = &worker->tokens;
    struct buffer line = BUFFER_EMPTY;
    for (size_t i = 0; i < tokens->count; i++) {
        const struct token *token = &tokens->items[i];
        buffer_append_string(&line, i == 0 ? "" : " | ");
        buffer_append(&line, tokens->folded.data + token->folded_start,
                      token->folded_end - token->folded_start);
    }
    buffer_append_format(out, "%4zu  ", paragraph->number);
    terminal_wrap(&worker->work->terminal, STYLE_PLAIN, line.data == NULL ? "" : line.data,
                  line.length, 6, out);
    out->failed = out->failed || line.failed;
    buffer_release(&line);
}

/* ---- features ---- */

static const struct column feature_columns[] = {
    {"paragraph", VALUE_INTEGER, false},
    {"kind", VALUE_STRING, false},
    {"term", VALUE_STRING, false},
    {"value", VALUE_REAL, false},
};

static const char *term_of(const struct worker *worker, size_t entry, size_t *length,
                           const char **kind)
{
    const char *term = intern_get(&worker->work->model->vocabulary.terms,
                                  worker->featurizer.vector.entries[entry].term, length);
    *kind = block_name(term_block(term));
    *length -= 1; /* the first byte names the block */
    return term + 1;
}

static void put_features(const struct worker *worker, const char *file,
                         const struct paragraph *paragraph, struct buffer *out)
{
    const struct vector *vector = &worker->featurizer.vector;
    for (size_t i = 0; i < vector->count; i++) {
        size_t length;
        const char *kind;
        const char *term = term_of(worker, i, &length, &kind);
        const struct value values[] = {
            value_integer(paragraph->number),
            value_name(kind),
            value_string(term, length),
            value_real(vector->entries[i].value),
        };
        put_row(worker, file, paragraph, values, out);
    }
}

static void put_features_text(const struct worker *worker, const struct paragraph *paragraph,
                              struct buffer *out)
{
    const struct vector *vector = &worker->featurizer.vector;
    struct buffer line = BUFFER_EMPTY;
    for (size_t i = 0; i < vector->count; i++) {
        size_t length;
        const char *kind;
        const char *term = term_of(worker, i, &length, &kind);
        buffer_append_format(&line, "%s%s:%.*s %.3f", i == 0 ? "" : " | ", kind, (int)length, term,
                             vector->entries[i].value);
    }
    buffer_append_format(out, "%4zu  ", paragraph->number);
    terminal_wrap(&worker->work->terminal, STYLE_PLAIN, line.data == NULL ? "" : line.data,
                  line.length, 6, out);
    out->failed = out->failed || line.failed;
    buffer_release(&line);
}

/* A vector file says nothing of files and paragraphs: row n is the nth of `stance paragraphs`. */
static void put_svm_row(const struct worker *worker, const char *file,
                        const struct paragraph *paragraph, struct buffer *out)
{
    (void)file;
    (void)paragraph;
    svm_row(0, &worker->featurizer.vector, out);
}

/* ---- what they share ---- */

static const struct stage stage_paragraphs = {
    paragraph_columns, sizeof paragraph_columns / sizeof paragraph_columns[0], look_no_further,
    put_paragraph, put_paragraph_text};
static const struct stage stage_tokens = {token_columns,
                                          sizeof token_columns / sizeof token_columns[0],
                                          look_at_tokens, put_tokens, put_tokens_text};
static const struct stage stage_features = {feature_columns,
                                            sizeof feature_columns / sizeof feature_columns[0],
                                            look_at_features, put_features, put_features_text};

static const struct stage stage_vectors = {NULL, 0, look_at_features, put_svm_row, NULL};

static void worker_free(void *worker)
{
    struct worker *freed = worker;
    featurizer_release(&freed->featurizer);
    tokens_release(&freed->tokens);
    free(freed);
}

static int worker_new(const void *context, void **worker, stance_error *error)
{
    const struct staging *work = context;
    const stance_model *model = work->model;
    struct worker *made = memory_array(1, sizeof *made);
    if (made == NULL)
        return error_no_memory(error);
    made->work = work;
    if (featurizer_init(&made->featurizer, &model->recipe, model->token_pattern, &model->cues,
                        &model->vocabulary, error) != 0) {
        free(made);
        return -1;
    }
    *worker = made;
    return 0;
}

static int answer(void *context, const char *file, const struct paragraph *paragraph,
                  struct buffer *out, stance_error *error)
{
    struct worker *worker = context;
    const struct stage *stage = worker->work->stage;
    if (stage->look(worker, paragraph, error) != 0)
        return -1;
    if (worker->work->settings->format != FORMAT_TEXT) {
        stage->put(worker, file, paragraph, out);
    } else {
        citation_put_text(&worker->work->terminal, paragraph, out);
        stage->put_text(worker, paragraph, out);
    }
    return 0;
}

static void begin_file(void *context, const char *file, struct buffer *out)
{
    const struct staging *work = context;
    if (work->settings->format == FORMAT_TEXT)
        terminal_wrap(&work->terminal, STYLE_BOLD, file, strlen(file), 0, out);
}

static void list_columns(struct staging *work, const struct inputs *inputs)
{
    work->columns[0] = (struct column){"file", VALUE_STRING, false};
    citation_columns(inputs->are_articles, work->columns + 1);
    memcpy(work->columns + 1 + CITATION_COLUMNS, work->stage->columns,
           work->stage->n_columns * sizeof *work->columns);
    work->n_columns = 1 + CITATION_COLUMNS + work->stage->n_columns;
}

static int put_header(const struct staging *work, stance_error *error)
{
    struct buffer out = BUFFER_EMPTY;
    if (work->settings->format != FORMAT_TEXT && work->stage->n_columns > 0)
        writer_header((enum report_format)work->settings->format, work->columns, work->n_columns,
                      &out);
    int result = talk_answer(&out, error);
    buffer_release(&out);
    return result;
}

static enum exit_status put_paragraphs(struct staging *work, char *const *operands,
                                       size_t n_operands, stance_error *error)
{
    struct pipeline_work pipeline = {.context = work,
                                     .boilerplate = &work->model->boilerplate,
                                     .worker_new = worker_new,
                                     .worker_free = worker_free,
                                     .answer = answer,
                                     .begin_file = begin_file};
    struct inputs inputs = {0};
    enum exit_status status = EXIT_FAILED;
    if (inputs_open(work->settings, operands, n_operands, &inputs, error) != 0) {
        talk_error(error);
        goto out;
    }
    list_columns(work, &inputs);
    if (put_header(work, error) != 0)
        talk_error(error);
    else
        status = pipeline_run(&inputs, &pipeline, 1);
out:
    inputs_release(&inputs);
    return status;
}

static enum exit_status run(const struct stage *stage, const struct settings *settings,
                            char *const *operands, size_t n_operands)
{
    struct staging work = {
        .settings = settings, .stage = stage, .terminal = terminal_of(STDOUT_FILENO)};
    stance_error error;
    enum exit_status status = EXIT_FAILED;
    const char *name =
        settings->models.count == 0 ? BUILTIN_DEFAULT_MODEL : settings->models.items[0];
    size_t skipped = 0;
    int result = stance_model_load(name, &work.model, &error);
    if (result == 0)
        result = vectors_put_vocabulary(settings, work.model, &error);
    if (result == 0 && settings->labelled)
        result = vectors_put_labelled(settings, operands, n_operands, work.model, &skipped, &error);
    if (result != 0)
        talk_error(&error);
    else if (settings->labelled)
        status = skipped == 0 ? EXIT_DONE : EXIT_FAILED;
    else
        status = put_paragraphs(&work, operands, n_operands, &error);
    stance_model_free(work.model);
    return status;
}

static enum exit_status run_paragraphs(const struct settings *settings, char *const *operands,
                                       size_t n_operands)
{
    return run(&stage_paragraphs, settings, operands, n_operands);
}

static enum exit_status run_tokens(const struct settings *settings, char *const *operands,
                                   size_t n_operands)
{
    return run(&stage_tokens, settings, operands, n_operands);
}

static enum exit_status run_features(const struct settings *settings, char *const *operands,
                                     size_t n_operands)
{
    if (settings->format == FORMAT_LIBSVM)
        return run(&stage_vectors, settings, operands, n_operands);
    if (settings->labelled || settings->vocabulary != NULL) {
        stance_error error;
        error_fill(&error, STANCE_ARGUMENT, "--labelled and --vocabulary go with --format libsvm");
        talk_error(&error);
        return EXIT_USAGE;
    }
    return run(&stage_features, settings, operands, n_operands);
}

static const struct option_row options[] = {
    ROW_MODEL("the model whose rules and vocabulary count (stance)"),
    ROW_FORMAT,
    ROW_SAFE_CSV,
    ROWS_INPUT,
    ROW_SPLIT,
    ROW_GROUP("General"),
    ROW_QUIET,
    ROW_HELP,
    ROW_END,
};

static const struct option_row features_options[] = {
    ROW_MODEL("the model whose rules and vocabulary count (stance)"),
    {"format", 'f', OPTION_CHOICE, AT(format), "text|tsv|csv|jsonl|libsvm",
     "how to print; libsvm: vectors for svm-train", 0, 0},
    ROW_SAFE_CSV,
    {"vocabulary", 0, OPTION_STRING, AT(vocabulary), "FILE",
     "write what the numbers of libsvm mean", 0, 0},
    {"labelled", 0, OPTION_FLAG, AT(labelled), NULL, "the files are labelled rows, for libsvm", 0,
     0},
    {"label-column", 0, OPTION_STRING, AT(label_column), "NAME", "column of their label (label)", 0,
     0},
    ROWS_INPUT,
    ROW_SPLIT,
    ROW_GROUP("General"),
    ROW_QUIET,
    ROW_HELP,
    ROW_END,
};

static const char *const paragraphs_examples[] = {"stance paragraphs --format jsonl article.txt",
                                                  NULL};
static const char *const tokens_examples[] = {"stance tokens article.txt", NULL};
static const char *const features_examples[] = {
    "stance features --format tsv article.txt",
    "stance features -f libsvm --labelled --vocabulary terms.tsv mine.tsv > a.svm", NULL};

const struct command command_paragraphs = {
    "paragraphs",
    "[OPTION...] [FILE...]",
    "Show how a text is split into paragraphs",
    paragraphs_examples,
    options,
    0,
    SIZE_MAX,
    run_paragraphs,
};
const struct command command_tokens = {
    "tokens",
    "[OPTION...] [FILE...]",
    "Show the tokens of each paragraph",
    tokens_examples,
    options,
    0,
    SIZE_MAX,
    run_tokens,
};
const struct command command_features = {
    "features",
    "[OPTION...] [FILE...]",
    "Show the weighted terms that a model sees",
    features_examples,
    features_options,
    0,
    SIZE_MAX,
    run_features,
};
