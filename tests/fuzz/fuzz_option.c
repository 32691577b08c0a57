/* A command's name and its arguments, a line each: they are refused with a message, or every value
 * is in its range and every word is an option, a value or an operand; the same again when it is
 * parsed again. */
#include "support.h"

#include "cli/command.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WORDS_MAX 64

static size_t choice_count(const char *choices)
{
    size_t count = 1;
    for (; *choices != '\0'; choices++)
        count += *choices == '|';
    return count;
}

static bool is_word(char *const *words, size_t n_words, const char *value)
{
    for (size_t i = 0; i < n_words; i++)
        if (value >= words[i] && value <= words[i] + strlen(words[i]))
            return true;
    return false;
}

static void check_value(const struct option_row *row, const struct settings *settings,
                        char *const *words, size_t n_words)
{
    const void *place = (const char *)settings + row->offset;
    switch (row->kind) {
    case OPTION_GROUP:
        PROMISE(false);
        return;
    case OPTION_FLAG:
        PROMISE(*(const bool *)place);
        return;
    case OPTION_STRING:
        PROMISE(is_word(words, n_words, *(const char *const *)place));
        return;
    case OPTION_LIST: {
        const struct option_list *list = place;
        PROMISE(list->count >= 1 && list->count <= MODELS_MAX);
        for (size_t i = 0; i < list->count; i++)
            PROMISE(is_word(words, n_words, list->items[i]));
        return;
    }
    case OPTION_COUNT:
    case OPTION_REAL: {
        double value =
            row->kind == OPTION_COUNT ? (double)*(const size_t *)place : *(const double *)place;
        PROMISE(value >= row->minimum);
        PROMISE(row->maximum <= 0 || value <= row->maximum);
        return;
    }
    case OPTION_CHOICE: {
        int choice = *(const int *)place;
        PROMISE(choice >= 0 && (size_t)choice < choice_count(row->argument));
        return;
    }
    case OPTION_RANGE: {
        const struct option_range *range = place;
        PROMISE(range->min <= range->max && range->max <= 8);
        PROMISE(range->min > 0 || range->max == 0);
        return;
    }
    }
}

/* Returns whether the words were accepted. */
static bool check_arguments(const struct command *command, char **words, int n_words,
                            struct settings *settings)
{
    char *const first = words[0];
    char **operands = NULL;
    size_t n_operands = 0, n_rows = 0;
    settings_init(settings);
    if (option_parse(command->options, n_words, words, settings, &operands, &n_operands) != 0)
        return false;
    PROMISE(words[0] == first && operands >= words + 1);
    PROMISE(operands + n_operands == words + n_words);
    for (const struct option_row *row = command->options; row->name != NULL; row++, n_rows++)
        if ((settings->given >> n_rows & 1) != 0) {
            PROMISE(option_given(command->options, settings, row->offset));
            check_value(row, settings, words, (size_t)n_words);
        }
    PROMISE(settings->given >> n_rows == 0);
    return true;
}

static FILE *nowhere(void)
{
    static FILE *file;
    if (file == NULL)
        PROMISE((file = fopen("/dev/null", "w")) != NULL);
    return file;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *copy = malloc(size + 1), *words[WORDS_MAX + 1] = {0};
    int n_words = 0;
    PROMISE(copy != NULL);
    memcpy(copy, data, size);
    copy[size] = '\0';
    for (char *word = copy; word != NULL && n_words < WORDS_MAX; n_words++) {
        words[n_words] = word;
        word = strchr(word, '\n');
        if (word != NULL)
            *word++ = '\0';
    }
    const struct command *command = command_find(words[0]); /* as main() does it, but for NULL */
    if (command == NULL)
        command = commands[0];
    struct settings settings, again;
    FILE *messages = stderr;
    stderr = nowhere();
    bool accepted = check_arguments(command, words, n_words, &settings);
    PROMISE(check_arguments(command, words, n_words, &again) == accepted);
    PROMISE(settings.given == again.given);
    stderr = messages;
    free(copy);
    return 0;
}
