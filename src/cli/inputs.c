/* In: operands. Out: calls, one a paragraph. Must not know what is done with them. */
#include "cli/inputs.h"

#include "base/file.h"
#include "read/rejects.h"
#include "text/stream.h"

#include <string.h>
#include <unistd.h>

/* ---- which files ---- */

static int add_operand(struct inputs *inputs, const char *operand, stance_error *error)
{
    size_t before = inputs->files.count;
    if (inputs->settings->recursive && folder_is_one(operand) &&
        folder_list(operand, &inputs->files, error) != 0)
        return -1;
    if (inputs->files.count > before)
        return 0;
    return path_list_add(&inputs->files, operand, error); /* an empty folder: it will be told */
}

static bool is_article(enum input_kind kind)
{
    return kind != KIND_AUTO && kind != KIND_TEXT;
}

static bool are_articles(const struct inputs *inputs)
{
    const struct settings *settings = inputs->settings;
    if (settings->id_column != NULL || settings->date_column != NULL)
        return true;
    if (settings->input_kind != KIND_AUTO)
        return is_article((enum input_kind)settings->input_kind);
    for (size_t i = 0; i < inputs->files.count; i++)
        if (is_article(kind_of_name(inputs->files.paths[i])))
            return true;
    return false;
}

int inputs_open(const struct settings *settings, char *const *operands, size_t n_operands,
                struct inputs *inputs, stance_error *error)
{
    *inputs = (struct inputs){.settings = settings};
    int result = n_operands == 0 ? path_list_add(&inputs->files, "-", error) : 0;
    for (size_t i = 0; i < n_operands && result == 0; i++)
        result = add_operand(inputs, operands[i], error);
    if (result != 0) {
        inputs_release(inputs);
        return -1;
    }
    inputs->are_articles = are_articles(inputs);
    return 0;
}

void inputs_release(struct inputs *inputs)
{
    path_list_release(&inputs->files);
}

uint64_t inputs_size(const struct inputs *inputs)
{
    uint64_t sum = 0, size;
    for (size_t i = 0; i < inputs->files.count; i++) {
        if (!file_size(inputs->files.paths[i], &size))
            return 0;
        sum += size;
    }
    return sum;
}

/* ---- what is in them ---- */

struct reader {
    const struct inputs *inputs;
    const struct input_receiver *receiver;
    struct rejects rejects;
};

static void note_warning(void *context, const char *message)
{
    const struct input_receiver *receiver = ((const struct reader *)context)->receiver;
    receiver->note(receiver->context, NOTE_WARNING, message);
}

static void note_bad_record(void *context, const char *message)
{
    const struct input_receiver *receiver = ((const struct reader *)context)->receiver;
    receiver->note(receiver->context, NOTE_BAD_RECORD, message);
}

static bool tell_idle(void *context)
{
    const struct input_receiver *receiver = ((const struct reader *)context)->receiver;
    return receiver->idle(receiver->context) == READ_ON;
}

/* Returns 0, or -1 with *error filled where the file turned out to be bad. */
static int read_paragraphs(struct reader *reader, struct stream *stream, const char *name,
                           enum reading *next, stance_error *error)
{
    const struct input_receiver *receiver = reader->receiver;
    for (size_t count = 0; *next == READ_ON;) {
        struct paragraph paragraph;
        if (stream_next(stream, &paragraph, error) != 0) {
            if (!rejects_take(&reader->rejects, error))
                return -1;
            continue;
        }
        if (paragraph.text == NULL && count == 0 && reader->rejects.of_file == 0)
            return error_set(error, STANCE_DATA, "%s: no text in it", name);
        if (paragraph.text == NULL)
            return 0;
        count++;
        *next = receiver->paragraph(receiver->context, &paragraph);
    }
    return 0;
}

/* A folder is no file: says what to do about it. */
static int refuse_folder(const struct settings *settings, const char *path, stance_error *error)
{
    if (settings->recursive)
        return error_set(error, STANCE_DATA,
                         "%s: no file to be read in this folder: the names of "
                         "those end in .txt, .html, .jsonl, .csv or .tsv",
                         path);
    return error_set(error, STANCE_IO, "%s: cannot read: Is a directory; -r reads the files in it",
                     path);
}

static int read_file(struct reader *reader, const char *path, enum reading *next,
                     stance_error *error)
{
    const struct settings *settings = reader->inputs->settings;
    const struct warning_sink warnings = {settings->quiet ? NULL : note_warning, reader};
    const struct stream_options options = {
        .kind = (enum input_kind)settings->input_kind,
        .split = (enum paragraph_split)settings->split,
        .text_column = settings->text_column,
        .id_column = settings->id_column,
        .title_column = settings->title_column,
        .date_column = settings->date_column,
        .warnings = &warnings,
        .bytes_read = reader->receiver->bytes_read,
        .idle = tell_idle,
        .context = reader,
    };
    struct stream *stream;
    if (stream_open(path, &options, &stream, error) != 0)
        return folder_is_one(path) && access(path, R_OK) == 0 ? refuse_folder(settings, path, error)
                                                              : -1;
    const char *name = file_display_name(path);
    int result = read_paragraphs(reader, stream, name, next, error);
    stream_close(stream);
    rejects_end_file(&reader->rejects, name);
    return result;
}

void inputs_read(const struct inputs *inputs, const struct input_receiver *receiver)
{
    const struct settings *settings = inputs->settings;
    struct reader reader = {inputs, receiver, {.strict = settings->strict}};
    reader.rejects.told = (struct warning_sink){note_bad_record, &reader};
    enum reading next = READ_ON;
    for (size_t i = 0; i < inputs->files.count && next != READ_NO_MORE; i++) {
        const char *path = inputs->files.paths[i];
        stance_error error;
        next = receiver->file(receiver->context, file_display_name(path));
        if (next == READ_NO_MORE)
            break;
        if (strcmp(path, "-") == 0 && isatty(STDIN_FILENO) && !settings->quiet)
            receiver->note(receiver->context, NOTE_REMARK,
                           "reading standard input; end it with Ctrl-D");
        if (read_file(&reader, path, &next, &error) != 0) {
            bool stop = error.status == STANCE_NO_MEMORY || /* not the file's fault */
                        (settings->strict && error.status == STANCE_RECORD);
            receiver->note(receiver->context, stop ? NOTE_FAILURE : NOTE_BAD_FILE, error.message);
        }
    }
}
