/* In: operands. Out: calls, one a paragraph. Must not know what is done with them. */
#include "cli/inputs.h"

#include "cli/talk.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Who is to blame decides what follows: a bad file is passed over, a failed command is not. */
enum outcome { OUTCOME_DONE, OUTCOME_BAD_FILE, OUTCOME_FAILED };

static enum outcome visit_paragraphs(struct paragraph_splitter *splitter, const char *file,
                                     paragraph_visitor *visit, void *context, stance_error *error)
{
    struct paragraph paragraph;
    size_t count = 0;
    for (;; count++) {
        if (paragraph_next(splitter, &paragraph, error) != 0)
            return OUTCOME_BAD_FILE;
        if (paragraph.text == NULL)
            break;
        if (visit(context, file, &paragraph, error) != 0)
            return OUTCOME_FAILED;
    }
    if (count > 0)
        return OUTCOME_DONE;
    error_fill(error, STANCE_DATA, "%s: no text in it", file);
    return OUTCOME_BAD_FILE;
}

static enum outcome visit_file(const char *path, const struct settings *settings,
                               const struct pattern_list *boilerplate, paragraph_visitor *visit,
                               void *context, stance_error *error)
{
    struct warning_sink warnings = {settings->quiet ? NULL : talk_warning, NULL};
    struct document *document;
    struct paragraph_splitter *splitter;
    if (strcmp(path, "-") == 0 && isatty(STDIN_FILENO) && !settings->quiet)
        fprintf(stderr, "stance: reading standard input; end it with Ctrl-D\n");
    if (document_open(path, &warnings, &document, error) != 0)
        return OUTCOME_BAD_FILE;
    if (paragraph_splitter_new(document, (enum paragraph_split)settings->split, boilerplate,
                               &warnings, &splitter, error) != 0) {
        document_close(document);
        return OUTCOME_FAILED;
    }
    enum outcome outcome =
        visit_paragraphs(splitter, document_name(document), visit, context, error);
    paragraph_splitter_free(splitter);
    document_close(document);
    return outcome;
}

enum exit_status inputs_visit(const struct settings *settings, char *const *operands,
                              size_t n_operands, const struct pattern_list *boilerplate,
                              paragraph_visitor *visit, void *context)
{
    static char standard_input[] = "-";
    char *const only_standard_input[] = {standard_input};
    if (n_operands == 0) {
        operands = only_standard_input;
        n_operands = 1;
    }
    enum exit_status status = EXIT_DONE;
    for (size_t i = 0; i < n_operands; i++) {
        stance_error error;
        enum outcome outcome =
            visit_file(operands[i], settings, boilerplate, visit, context, &error);
        if (outcome == OUTCOME_DONE)
            continue;
        talk_error(&error);
        status = EXIT_FAILED;
        if (outcome == OUTCOME_FAILED)
            break;
    }
    return status;
}
