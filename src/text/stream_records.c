/* In: a table whose records are articles. Out: their paragraphs. Must not know the format of the
 * table. */
#include "base/memory.h"
#include "read/table.h"
#include "text/stream_reader.h"

#include <stdlib.h>

enum { COLUMN_TEXT, COLUMN_ID, COLUMN_TITLE, COLUMN_DATE, COLUMN_COUNT };

struct records {
    struct table_column columns[COLUMN_COUNT];
    struct table *table;
    struct table_record record; /* the article being read */
    struct citation citation;
    size_t count; /* paragraphs that it has given */
    bool title_is_due;
    struct document *document; /* its text; NULL: the next record is to be read */
    struct paragraph_splitter *splitter;
};

/* Records are given out as they come. */
static bool has_enough(void *context, const struct document *document)
{
    (void)context;
    (void)document;
    return true;
}

static enum table_format format_of(enum input_kind kind)
{
    return kind == KIND_JSONL ? TABLE_JSONL : kind == KIND_CSV ? TABLE_CSV : TABLE_TSV;
}

static struct table_column column(const char *name, const char *usual, bool required)
{
    return (struct table_column){name == NULL ? usual : name, required, name != NULL};
}

static int start(struct stream *stream, struct source *source, stance_error *error)
{
    const struct stream_options *options = stream->options;
    const struct document_watch watch = {stream_is_idle, has_enough, stream};
    struct records *records = stream->state = memory_array(1, sizeof *records);
    if (records == NULL) {
        source_close(source);
        return error_no_memory(error);
    }
    records->columns[COLUMN_TEXT] = column(options->text_column, "text|body|content", true);
    records->columns[COLUMN_ID] = column(options->id_column, "id", false);
    records->columns[COLUMN_TITLE] = column(options->title_column, "title", false);
    records->columns[COLUMN_DATE] = column(options->date_column, "date", false);
    struct document *document;
    if (document_open_source(source, &watch, options->warnings, &document, error) != 0)
        return -1;
    return table_open_document(document, format_of(stream->kind), records->columns, COLUMN_COUNT,
                               &records->table, error);
}

static void close_text(struct records *records)
{
    paragraph_splitter_free(records->splitter);
    document_close(records->document);
    records->splitter = NULL;
    records->document = NULL;
}

static int cite(struct records *records, enum citation_fact fact, size_t column,
                stance_error *error)
{
    const struct table_field *field = &records->record.fields[column];
    if (stream_set_fact(&records->citation, fact, field->text, field->length))
        return 0;
    return error_set(error, STANCE_RECORD, "%s: line %zu: an id or a date of more than %zu bytes",
                     table_name(records->table), records->record.line, CITATION_FACT_LIMIT);
}

/* Begins the next record; where there is none, no document is opened. */
static int begin_record(struct stream *stream, stance_error *error)
{
    struct records *records = stream->state;
    const struct table_field *text = &records->record.fields[COLUMN_TEXT];
    if (table_next(records->table, &records->record, error) != 0)
        return -1;
    if (records->record.line == 0)
        return 0;
    if (cite(records, CITATION_ID, COLUMN_ID, error) != 0 ||
        cite(records, CITATION_TITLE, COLUMN_TITLE, error) != 0 ||
        cite(records, CITATION_DATE, COLUMN_DATE, error) != 0)
        return -1;
    records->title_is_due = records->citation.facts[CITATION_TITLE].text != NULL;
    records->count = 0;
    if (document_of_text(text->text, text->length, table_name(records->table), &records->document,
                         error) != 0)
        return -1;
    return paragraph_splitter_new(records->document, stream->options->split,
                                  stream->options->warnings, &records->splitter, error);
}

/* What the title gives, or the text; a NULL text where the record has no more. */
static int next_of_record(struct records *records, struct paragraph *paragraph, stance_error *error)
{
    *paragraph = (struct paragraph){0};
    if (records->title_is_due) {
        const struct table_field *title = &records->record.fields[COLUMN_TITLE];
        records->title_is_due = false;
        *paragraph = (struct paragraph){.text = title->text,
                                        .length = title->length,
                                        .source_length = title->length,
                                        .role = ROLE_TITLE};
        paragraph_trim(paragraph);
    }
    if (paragraph->length == 0 && paragraph_next(records->splitter, paragraph, error) != 0)
        return -1;
    if (paragraph->text == NULL)
        return 0;
    paragraph->number = ++records->count;
    paragraph->line = records->record.line;
    paragraph->citation = &records->citation;
    return 0;
}

static int next(struct stream *stream, struct paragraph *paragraph, stance_error *error)
{
    struct records *records = stream->state;
    for (;;) {
        *paragraph = (struct paragraph){0};
        if (records->document == NULL && begin_record(stream, error) != 0)
            return -1;
        if (records->document == NULL)
            return 0;
        if (next_of_record(records, paragraph, error) != 0)
            return -1;
        if (paragraph->text != NULL)
            return 0;
        close_text(records);
        if (records->count == 0)
            return error_set(error, STANCE_RECORD, "%s: line %zu: no text in it",
                             table_name(records->table), records->record.line);
    }
}

static void stop(struct stream *stream)
{
    struct records *records = stream->state;
    if (records == NULL)
        return;
    close_text(records);
    table_close(records->table);
    free(records);
}

const struct stream_reader stream_records = {start, next, stop};
