/* stance show: what is in a model. */
#include "cli/command.h"
#include "cli/options_shared.h"
#include "cli/talk.h"
#include "model/builtin.h"
#include "report/model_summary.h"

#include <unistd.h>

enum show_format { SHOW_TEXT, SHOW_JSON };

#define TOP 15

static const struct option_row options[] = {
    {"format", 'f', OPTION_CHOICE, AT(format), "text|json", "how to print", 0, 0},
    {"top", 'n', OPTION_COUNT, AT(top), "N", "heaviest terms of each kind and label (15)", 0,
     1000000},
    ROW_QUIET,
    ROW_HELP,
    ROW_END,
};

static enum exit_status run(const struct settings *settings, char *const *operands,
                            size_t n_operands)
{
    stance_error error;
    stance_model *model = NULL;
    struct buffer out = BUFFER_EMPTY;
    size_t top = option_given(options, settings, AT(top)) ? settings->top : TOP;
    const char *name = n_operands == 0 ? BUILTIN_DEFAULT_MODEL : operands[0];
    int result = stance_model_load(name, &model, &error);
    struct terminal terminal = terminal_of(STDOUT_FILENO);
    if (result == 0)
        result = settings->format == SHOW_JSON
                     ? model_summary_json(model, top, &out, &error)
                     : model_summary_text(model, &terminal, top, &out, &error);
    if (result == 0)
        result = talk_answer(&out, &error);
    if (result != 0)
        talk_error(&error);
    stance_model_free(model);
    buffer_release(&out);
    return result == 0 ? EXIT_DONE : EXIT_FAILED;
}

static const char *const examples[] = {
    "stance show stance",
    "stance show --top 30 my.model",
    "stance show --format json my.model",
    NULL,
};

const struct command command_show = {
    "show", "[OPTION...] [MODEL]", "Show what is in a model", examples, options, 0, 1, run,
};
