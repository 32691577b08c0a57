/* stance convert: labelled data from one format to another. */
#include "base/file.h"
#include "cli/command.h"
#include "cli/options_shared.h"
#include "cli/talk.h"
#include "read/records.h"
#include "report/labelled.h"

#include <stdio.h>

/* Says what was lost: "3 cells: …", a line each. */
static void tell(const struct settings *settings, size_t count, const char *one, const char *many,
                 const char *what)
{
    char message[256];
    if (count == 0 || settings->quiet)
        return;
    snprintf(message, sizeof message, "%zu %s %s", count, count == 1 ? one : many, what);
    talk_warning(NULL, message);
}

static void tell_losses(const struct settings *settings, const struct labelled_losses *losses)
{
    tell(settings, losses->columns, "column", "columns",
         "left out: fastText has no place for more");
    tell(settings, losses->records, "record", "records",
         "left out: without a label or a text, or with '__label__' in it");
    tell(settings, losses->labels, "label", "labels", "with '_' for white space");
    tell(settings, losses->breaks, "cell", "cells", "with spaces for tabs and line breaks");
    tell(settings, losses->lists, "cell", "cells", "with a JSON list or object as text");
}

static int convert(const struct settings *settings, char *const *operands, size_t n_operands,
                   struct records *records, struct buffer *out, size_t *skipped,
                   stance_error *error)
{
    struct rejects rejects = {.told = {talk_line, NULL}, .strict = settings->strict};
    const struct warning_sink warnings = {settings->quiet ? NULL : talk_warning, NULL};
    const struct records_source source = {.format = (enum table_format)settings->input,
                                          .label = settings->label_column,
                                          .text = settings->text_column};
    struct labelled_losses losses = {0};
    /* The choices of --to are the formats, without the first, TABLE_AUTO. */
    enum table_format to = (enum table_format)(settings->to + TABLE_TSV);
    int loaded = records_load((const char *const *)operands, n_operands, &source, &warnings,
                              &rejects, records, error);
    *skipped = rejects.count;
    if (loaded != 0 || labelled_write(records, to, out, &losses, error) != 0)
        return -1;
    int result = settings->output == NULL
                     ? talk_answer(out, error)
                     : file_write_atomic(settings->output, out->data, out->length, error);
    if (result == 0)
        tell_losses(settings, &losses);
    return result;
}

static enum exit_status run(const struct settings *settings, char *const *operands,
                            size_t n_operands)
{
    struct records records = RECORDS_EMPTY;
    struct buffer out = BUFFER_EMPTY;
    stance_error error;
    size_t skipped;
    int result = convert(settings, operands, n_operands, &records, &out, &skipped, &error);
    if (result != 0)
        talk_error(&error);
    records_release(&records);
    buffer_release(&out);
    return result == 0 && skipped == 0 ? EXIT_DONE : EXIT_FAILED;
}

static const struct option_row options[] = {
    {"to", 't', OPTION_CHOICE, AT(to), "tsv|csv|jsonl|fasttext|doccano|label-studio",
     "format to write", 0, 0},
    {"output", 'o', OPTION_STRING, AT(output), "FILE", "where to (standard output)", 0, 0},
    ROWS_LABELLED_FILES,
    {"strict", 0, OPTION_FLAG, AT(strict), NULL, "stop at the first bad record", 0, 0},
    ROW_GROUP("General"),
    ROW_QUIET,
    ROW_HELP,
    ROW_END,
};

static const char *const examples[] = {
    "stance convert --to label-studio mine.tsv -o tasks.json",
    "stance convert project.json -o mine.tsv",
    "stance classify -f jsonl article.txt | stance convert -t doccano - > all.jsonl",
    NULL,
};

const struct command command_convert = {
    "convert",
    "[OPTION...] DATA...",
    "Convert labelled data between formats",
    examples,
    options,
    1,
    SIZE_MAX,
    run,
};
