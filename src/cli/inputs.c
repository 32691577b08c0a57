/* In: operands. Out: calls, one a paragraph. Must not know what is done with them. */
#include "cli/inputs.h"

#include "base/file.h"

#include <string.h>
#include <unistd.h>

struct reader {
    const struct settings *settings;
    const struct input_receiver *receiver;
};

static void note_warning(void *context, const char *message)
{
    const struct input_receiver *receiver = ((const struct reader *)context)->receiver;
    receiver->note(receiver->context, NOTE_WARNING, message);
}

static bool tell_idle(void *context)
{
    const struct input_receiver *receiver = ((const struct reader *)context)->receiver;
    return receiver->idle(receiver->context) == READ_ON;
}

static bool has_enough(void *context, const struct document *document)
{
    const struct settings *settings = ((const struct reader *)context)->settings;
    return paragraph_split_is_clear((enum paragraph_split)settings->split, document);
}

/* Returns 0, or -1 with *error filled where the file turned out to be bad. */
static int read_paragraphs(const struct reader *reader, struct paragraph_splitter *splitter,
                           const char *name, enum reading *next, stance_error *error)
{
    const struct input_receiver *receiver = reader->receiver;
    for (size_t count = 0; *next == READ_ON; count++) {
        struct paragraph paragraph;
        if (paragraph_next(splitter, &paragraph, error) != 0)
            return -1;
        if (paragraph.text == NULL && count == 0)
            return error_set(error, STANCE_DATA, "%s: no text in it", name);
        if (paragraph.text == NULL)
            return 0;
        *next = receiver->paragraph(receiver->context, &paragraph);
    }
    return 0;
}

static int read_file(struct reader *reader, const char *path, enum reading *next,
                     stance_error *error)
{
    struct warning_sink warnings = {reader->settings->quiet ? NULL : note_warning, reader};
    struct document_watch watch = {.idle = tell_idle, .enough = has_enough, .context = reader};
    struct source *source;
    struct document *document;
    struct paragraph_splitter *splitter;
    if (source_open(path, &source, error) != 0 ||
        document_open_source(source, &watch, &warnings, &document, error) != 0)
        return -1;
    int result = paragraph_splitter_new(document, (enum paragraph_split)reader->settings->split,
                                        &warnings, &splitter, error);
    if (result == 0) {
        result = read_paragraphs(reader, splitter, document_name(document), next, error);
        paragraph_splitter_free(splitter);
    }
    document_close(document);
    return result;
}

void inputs_read(const struct settings *settings, char *const *operands, size_t n_operands,
                 const struct input_receiver *receiver)
{
    static char standard_input[] = "-";
    char *const only_standard_input[] = {standard_input};
    if (n_operands == 0) {
        operands = only_standard_input;
        n_operands = 1;
    }
    struct reader reader = {settings, receiver};
    enum reading next = READ_ON;
    for (size_t i = 0; i < n_operands && next != READ_NO_MORE; i++) {
        stance_error error;
        next = receiver->file(receiver->context, file_display_name(operands[i]));
        if (next == READ_NO_MORE)
            break;
        if (strcmp(operands[i], "-") == 0 && isatty(STDIN_FILENO) && !settings->quiet)
            receiver->note(receiver->context, NOTE_REMARK,
                           "reading standard input; end it with Ctrl-D");
        if (read_file(&reader, operands[i], &next, &error) != 0)
            receiver->note(receiver->context, NOTE_BAD_FILE, error.message);
    }
}
