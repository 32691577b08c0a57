/* stance paragraphs, tokens, features: what each stage makes of a text, for looking inside. The
 * three differ in what they print of a paragraph, and in nothing else. */
#include "cli/inputs.h"
#include "cli/options_shared.h"
#include "cli/talk.h"
#include "model/builtin.h"
#include "model/model.h"
#include "report/terminal.h"
#include "report/writer.h"

#include "feature/featurizer.h"
#include "feature/term.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

struct staging;

struct stage {
    const struct column *columns; /* [n_columns] */
    size_t n_columns;
    /* Works out what is shown. */
    int (*look)(struct staging *work, const struct paragraph *paragraph, stance_error *error);
    /* Appends the rows of one paragraph. */
    void (*put)(struct staging *work, const char *file, const struct paragraph *paragraph);
    /* The same for people. */
    void (*put_text)(struct staging *work, const char *file, const struct paragraph *paragraph);
};

struct staging {
    const struct settings *settings;
    const struct stage *stage;
    stance_model *model;
    struct featurizer featurizer;
    struct tokens tokens;
    struct terminal terminal;
    struct buffer out;
};

static void put_row(struct staging *work, const struct value *values)
{
    writer_row((enum report_format)work->settings->format, work->stage->columns, values,
               work->stage->n_columns, &work->out);
}

static int look_no_further(struct staging *work, const struct paragraph *paragraph,
                           stance_error *error)
{
    (void)work;
    (void)paragraph;
    (void)error;
    return 0;
}

static int look_at_tokens(struct staging *work, const struct paragraph *paragraph,
                          stance_error *error)
{
    return tokenizer_run(work->model->token_pattern, work->featurizer.scratch, paragraph->text,
                         paragraph->length, &work->tokens, error);
}

static int look_at_features(struct staging *work, const struct paragraph *paragraph,
                            stance_error *error)
{
    return featurizer_run(&work->featurizer, paragraph->text, paragraph->length, error);
}

/* ---- paragraphs ---- */

static const struct column paragraph_columns[] = {
    {"file", VALUE_STRING, false},    {"paragraph", VALUE_INTEGER, false},
    {"role", VALUE_STRING, false},    {"offset", VALUE_INTEGER, false},
    {"length", VALUE_INTEGER, false}, {"text", VALUE_STRING, false},
};

static void put_paragraph(struct staging *work, const char *file, const struct paragraph *paragraph)
{
    const struct value values[] = {
        value_name(file),
        value_integer(paragraph->number),
        value_name(paragraph_role_name(paragraph->role)),
        value_integer(paragraph->offset),
        value_integer(paragraph->source_length),
        value_string(paragraph->text, paragraph->length),
    };
    put_row(work, values);
}

static void put_paragraph_text(struct staging *work, const char *file,
                               const struct paragraph *paragraph)
{
    (void)file;
    buffer_append_format(&work->out, "%4zu  %-11s  ", paragraph->number,
                         paragraph_role_name(paragraph->role));
    terminal_wrap(&work->terminal, STYLE_PLAIN, paragraph->text, paragraph->length, 19, &work->out);
}

/* ---- tokens ---- */

static const struct column token_columns[] = {
    {"file", VALUE_STRING, false},   {"paragraph", VALUE_INTEGER, false},
    {"start", VALUE_INTEGER, false}, {"end", VALUE_INTEGER, false},
    {"token", VALUE_STRING, false},
};

static void put_tokens(struct staging *work, const char *file, const struct paragraph *paragraph)
{
    const struct tokens *tokens = &work->tokens;
    for (size_t i = 0; i < tokens->count; i++) {
        const struct token *token = &tokens->items[i];
        const struct value values[] = {
            value_name(file),
            value_integer(paragraph->number),
            value_integer(token->start),
            value_integer(token->end),
            value_string(tokens->folded.data + token->folded_start,
                         token->folded_end - token->folded_start),
        };
        put_row(work, values);
    }
}

static void put_tokens_text(struct staging *work, const char *file,
                            const struct paragraph *paragraph)
{
    (void)file;
    const struct tokens *tokens = &work->tokens;
    struct buffer line = BUFFER_EMPTY;
    for (size_t i = 0; i < tokens->count; i++) {
        const struct token *token = &tokens->items[i];
        buffer_append_string(&line, i == 0 ? "" : " | ");
        buffer_append(&line, tokens->folded.data + token->folded_start,
                      token->folded_end - token->folded_start);
    }
    buffer_append_format(&work->out, "%4zu  ", paragraph->number);
    terminal_wrap(&work->terminal, STYLE_PLAIN, line.data == NULL ? "" : line.data, line.length, 6,
                  &work->out);
    work->out.failed = work->out.failed || line.failed;
    buffer_release(&line);
}

/* ---- features ---- */

static const struct column feature_columns[] = {
    {"file", VALUE_STRING, false}, {"paragraph", VALUE_INTEGER, false},
    {"kind", VALUE_STRING, false}, {"term", VALUE_STRING, false},
    {"value", VALUE_REAL, false},
};

static const char *term_of(const struct staging *work, size_t entry, size_t *length,
                           const char **kind)
{
    const char *term = intern_get(&work->model->vocabulary.terms,
                                  work->featurizer.vector.entries[entry].term, length);
    *kind = block_name(term_block(term));
    *length -= 1; /* the first byte names the block */
    return term + 1;
}

static void put_features(struct staging *work, const char *file, const struct paragraph *paragraph)
{
    const struct vector *vector = &work->featurizer.vector;
    for (size_t i = 0; i < vector->count; i++) {
        size_t length;
        const char *kind;
        const char *term = term_of(work, i, &length, &kind);
        const struct value values[] = {
            value_name(file),           value_integer(paragraph->number),     value_name(kind),
            value_string(term, length), value_real(vector->entries[i].value),
        };
        put_row(work, values);
    }
}

static void put_features_text(struct staging *work, const char *file,
                              const struct paragraph *paragraph)
{
    (void)file;
    const struct vector *vector = &work->featurizer.vector;
    struct buffer line = BUFFER_EMPTY;
    for (size_t i = 0; i < vector->count; i++) {
        size_t length;
        const char *kind;
        const char *term = term_of(work, i, &length, &kind);
        buffer_append_format(&line, "%s%s:%.*s %.3f", i == 0 ? "" : " | ", kind, (int)length, term,
                             vector->entries[i].value);
    }
    buffer_append_format(&work->out, "%4zu  ", paragraph->number);
    terminal_wrap(&work->terminal, STYLE_PLAIN, line.data == NULL ? "" : line.data, line.length, 6,
                  &work->out);
    work->out.failed = work->out.failed || line.failed;
    buffer_release(&line);
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

static int visit(void *context, const char *file, const struct paragraph *paragraph,
                 stance_error *error)
{
    struct staging *work = context;
    if (work->stage->look(work, paragraph, error) != 0)
        return -1;
    if (work->settings->format != FORMAT_TEXT) {
        work->stage->put(work, file, paragraph);
    } else {
        if (paragraph->number == 1)
            terminal_wrap(&work->terminal, STYLE_BOLD, file, strlen(file), 0, &work->out);
        work->stage->put_text(work, file, paragraph);
    }
    return talk_answer(&work->out, error);
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
    if (stance_model_load(name, &work.model, &error) != 0) {
        talk_error(&error);
        return EXIT_FAILED;
    }
    if (featurizer_init(&work.featurizer, &work.model->recipe, work.model->token_pattern,
                        &work.model->cues, &work.model->vocabulary, &error) != 0) {
        talk_error(&error);
        goto out;
    }
    if (settings->format != FORMAT_TEXT)
        writer_header((enum report_format)settings->format, stage->columns, stage->n_columns,
                      &work.out);
    status = inputs_visit(settings, operands, n_operands, &work.model->boilerplate, visit, &work);
    if (talk_answer(&work.out, &error) != 0)
        status = EXIT_FAILED;
out:
    featurizer_release(&work.featurizer);
    tokens_release(&work.tokens);
    stance_model_free(work.model);
    buffer_release(&work.out);
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
    return run(&stage_features, settings, operands, n_operands);
}

static const struct option_row options[] = {
    ROW_MODEL("the model whose rules and vocabulary count (stance)"),
    ROW_FORMAT,
    ROW_SPLIT,
    ROW_QUIET,
    ROW_HELP,
    ROW_END,
};

static const char *const paragraphs_examples[] = {"stance paragraphs --format jsonl article.txt",
                                                  NULL};
static const char *const tokens_examples[] = {"stance tokens article.txt", NULL};
static const char *const features_examples[] = {"stance features --format tsv article.txt", NULL};

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
    options,
    0,
    SIZE_MAX,
    run_features,
};
