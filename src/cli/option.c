/* In: a table of options and the words of a command line. Out: settings. Must not know what a
 * command does. */
#include "cli/option.h"

#include "base/buffer.h"
#include "base/edit_distance.h"
#include "cli/talk.h"
#include "train/trainer.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define OPTIONS_MAX 48 /* settings.given has a bit for each */
#define CHOICES_MAX 16
#define HELP_COLUMN 29 /* where the texts of a help page begin */
#define HELP_WIDTH  80
#define FIRST_LONG  1000 /* what getopt_long returns for the first long option */

void settings_init(struct settings *settings)
{
    struct trainer_options trainer;
    trainer_options_init(&trainer);
    *settings = (struct settings){
        .min_confidence = -1,
        .weighting = (int)trainer.recipe.weighting,
        .words = {trainer.recipe.word_min, trainer.recipe.word_max},
        .chars = {trainer.recipe.char_min, trainer.recipe.char_max},
        .min_df = trainer.recipe.min_document_frequency,
        .cost = trainer.cost,
        .scheme = (int)trainer.scheme,
        .solver = (int)trainer.solver,
        .class_weight = (int)trainer.class_weight,
        .folds = trainer.n_folds,
        .seed = (size_t)trainer.seed,
        .resting_label = trainer.resting_label,
        .token_pattern = trainer.recipe.token_pattern,
    };
}

const char *option_nearest(const char *word, const char *const *names, size_t count)
{
    const char *best = NULL;
    size_t best_distance = strlen(word) / 3 + 1; /* a slip or two, not another word */
    for (size_t i = 0; i < count; i++) {
        size_t distance = edit_distance(word, names[i]);
        if (distance <= best_distance && (best == NULL || distance < best_distance)) {
            best = names[i];
            best_distance = distance;
        }
    }
    return best;
}

const char *option_choice(const struct option_row *row, size_t index, size_t *length)
{
    const char *name = row->kind == OPTION_CHOICE ? row->argument : NULL;
    for (; name != NULL && index > 0; index--) {
        const char *stop = strchr(name, '|');
        name = stop == NULL ? NULL : stop + 1;
    }
    *length = name == NULL ? 0 : strcspn(name, "|");
    return name;
}

static int complain(const struct option_row *row, const char *value, const char *expected)
{
    talk_usage("--%s: '%s' is not %s", row->name, value, expected);
    return -1;
}

static int complain_of_range(const struct option_row *row, const char *value)
{
    char expected[96];
    if (row->maximum > 0)
        snprintf(expected, sizeof expected, "a number from %g to %g", row->minimum, row->maximum);
    else
        snprintf(expected, sizeof expected, "a number of at least %g", row->minimum);
    return complain(row, value, expected);
}

static int store_count(const struct option_row *row, const char *value, size_t *count)
{
    char *end;
    errno = 0;
    unsigned long long number = strtoull(value, &end, 10);
    if (value[0] < '0' || value[0] > '9' || *end != '\0' || errno != 0 ||
        (double)number < row->minimum || (row->maximum > 0 && (double)number > row->maximum))
        return complain_of_range(row, value);
    *count = (size_t)number;
    return 0;
}

static int store_real(const struct option_row *row, const char *value, double *real)
{
    char *end;
    errno = 0;
    double number = strtod(value, &end);
    if (end == value || *end != '\0' || errno != 0 || !(number >= row->minimum) ||
        (row->maximum > 0 && number > row->maximum))
        return complain_of_range(row, value);
    *real = number;
    return 0;
}

static int complain_of_choice(const struct option_row *row, const char *value)
{
    const char *names[CHOICES_MAX];
    size_t count = 0;
    char choices[128], expected[192], *rest = choices;
    snprintf(choices, sizeof choices, "%s", row->argument);
    for (char *name; count < CHOICES_MAX && (name = strsep(&rest, "|")) != NULL;)
        names[count++] = name;
    const char *nearest = option_nearest(value, names, count);
    if (nearest == NULL)
        snprintf(expected, sizeof expected, "one of %s", row->argument);
    else
        snprintf(expected, sizeof expected, "one of %s; did you mean '%s'?", row->argument,
                 nearest);
    return complain(row, value, expected);
}

static int store_choice(const struct option_row *row, const char *value, int *choice)
{
    const char *name;
    size_t length;
    for (size_t i = 0; (name = option_choice(row, i, &length)) != NULL; i++)
        if (length == strlen(value) && memcmp(name, value, length) == 0) {
            *choice = (int)i;
            return 0;
        }
    return complain_of_choice(row, value);
}

static int store_range(const struct option_row *row, const char *value, struct option_range *range)
{
    if (strcmp(value, "none") == 0) {
        *range = (struct option_range){0, 0};
        return 0;
    }
    char *end;
    unsigned long min = strtoul(value, &end, 10), max = min;
    bool good = value[0] >= '0' && value[0] <= '9';
    if (good && *end == '-') {
        const char *second = end + 1;
        good = *second >= '0' && *second <= '9';
        max = strtoul(second, &end, 10);
    }
    if (!good || *end != '\0' || min < 1 || max < min || max > RECIPE_ORDER_MAX)
        return complain(row, value, "a range such as 1-2 (1 to 8, the smaller first), or none");
    *range = (struct option_range){(uint32_t)min, (uint32_t)max};
    return 0;
}

static int store(const struct option_row *row, const char *value, struct settings *settings)
{
    void *place = (char *)settings + row->offset;
    switch (row->kind) {
    case OPTION_GROUP:
        return 0;
    case OPTION_FLAG:
        *(bool *)place = true;
        return 0;
    case OPTION_STRING:
        *(const char **)place = value;
        return 0;
    case OPTION_LIST: {
        struct option_list *list = place;
        if (list->count == MODELS_MAX)
            return complain(row, value, "possible: it was given too often");
        list->items[list->count++] = value;
        return 0;
    }
    case OPTION_COUNT:
        return store_count(row, value, place);
    case OPTION_REAL:
        return store_real(row, value, place);
    case OPTION_CHOICE:
        return store_choice(row, value, place);
    case OPTION_RANGE:
        return store_range(row, value, place);
    }
    return 0;
}

/* The rows' long names; returns how many. */
static size_t list_names(const struct option_row *rows, const char *names[OPTIONS_MAX])
{
    size_t count = 0;
    for (const struct option_row *row = rows; row->name != NULL; row++)
        if (row->kind != OPTION_GROUP)
            names[count++] = row->name;
    return count;
}

/* "--one, --other": the options that begin as `word` does, of which there must be more than one for
 * it to be refused. */
static size_t list_beginnings(const char *const *names, size_t count, const char *word,
                              struct buffer *list)
{
    size_t found = 0;
    for (size_t i = 0; i < count; i++)
        if (strncmp(names[i], word, strlen(word)) == 0)
            buffer_append_format(list, "%s--%s", found++ == 0 ? "" : ", ", names[i]);
    return found;
}

static void complain_of_long(const struct option_row *rows, const char *name)
{
    const char *names[OPTIONS_MAX];
    size_t count = list_names(rows, names);
    struct buffer beginnings = BUFFER_EMPTY;
    const char *nearest = option_nearest(name + 2, names, count);
    if (list_beginnings(names, count, name + 2, &beginnings) > 1 && !beginnings.failed)
        talk_usage("option '%s' may be any of %s", name, beginnings.data);
    else if (nearest != NULL)
        talk_usage("no such option '%s'; did you mean '--%s'?", name, nearest);
    else
        talk_usage("no such option '%s'", name);
    buffer_release(&beginnings);
}

/* getopt_long found no such option, no value where one is needed, or one where none is taken. */
static int complain_of_word(const struct option_row *rows, const char *word, int found)
{
    char name[64];
    snprintf(name, sizeof name, "%.*s", (int)strcspn(word, "="), word);
    if (found == ':' || optopt >= FIRST_LONG)
        talk_usage("option '%s' %s", name, found == ':' ? "needs a value" : "takes no value");
    else if (strncmp(name, "--", 2) == 0)
        complain_of_long(rows, name);
    else
        talk_usage("no such option '%s'", name);
    return -1;
}

int option_parse(const struct option_row *rows, int argc, char **argv, struct settings *settings,
                 char ***operands, size_t *n_operands)
{
    struct option longs[OPTIONS_MAX + 1] = {0};
    char letters[2 * OPTIONS_MAX + 2] = ":"; /* a missing value is told from an unknown option */
    size_t count = 0, used = 1;
    for (const struct option_row *row = rows; row->name != NULL && count < OPTIONS_MAX; row++) {
        bool takes = row->kind != OPTION_FLAG;
        if (row->kind == OPTION_GROUP)
            continue;
        longs[count++] = (struct option){row->name, takes ? required_argument : no_argument, NULL,
                                         FIRST_LONG + (int)(row - rows)};
        if (row->letter == 0)
            continue;
        letters[used++] = row->letter;
        if (takes)
            letters[used++] = ':';
    }
    opterr = 0;
    optind = 0; /* glibc: from the start, also where it stood inside a word when it failed */
    int found;
    while ((found = getopt_long(argc, argv, letters, longs, NULL)) != -1) {
        if (found == '?' || found == ':') {
            char letter[3] = {'-', (char)optopt, '\0'};
            bool is_letter = optopt > 0 && optopt < FIRST_LONG;
            return complain_of_word(rows, is_letter ? letter : argv[optind - 1], found);
        }
        const struct option_row *row = rows;
        if (found >= FIRST_LONG)
            row += found - FIRST_LONG;
        else
            while (row->letter != found) /* a group has none */
                row++;
        if (store(row, optarg, settings) != 0)
            return -1;
        settings->given |= (uint64_t)1 << (row - rows);
    }
    *operands = argv + optind;
    *n_operands = (size_t)(argc - optind);
    return 0;
}

bool option_given(const struct option_row *rows, const struct settings *settings, size_t offset)
{
    for (size_t i = 0; rows[i].name != NULL; i++)
        if (rows[i].offset == offset && (settings->given >> i & 1) != 0)
            return true;
    return false;
}

void option_default(const struct option_row *row, char *text, size_t size)
{
    struct settings settings;
    settings_init(&settings);
    const void *place = (const char *)&settings + row->offset;
    text[0] = '\0';
    switch (row->kind) {
    case OPTION_GROUP:
    case OPTION_FLAG:
    case OPTION_LIST:
        return;
    case OPTION_STRING: {
        const char *string = *(const char *const *)place;
        if (string != NULL && strlen(string) < size)
            snprintf(text, size, "%s", string);
        return;
    }
    case OPTION_COUNT:
        if (*(const size_t *)place > 0)
            snprintf(text, size, "%zu", *(const size_t *)place);
        return;
    case OPTION_REAL:
        if (*(const double *)place >= row->minimum)
            snprintf(text, size, "%g", *(const double *)place);
        return;
    case OPTION_CHOICE: {
        size_t length;
        const char *name = option_choice(row, (size_t) * (const int *)place, &length);
        snprintf(text, size, "%.*s", (int)length, name);
        return;
    }
    case OPTION_RANGE: {
        const struct option_range *range = place;
        snprintf(text, size, "%u-%u", range->min, range->max);
        return;
    }
    }
}

const char *option_argument(const struct option_row *row)
{
    return row->kind == OPTION_CHOICE ? "WORD" : row->argument;
}

/* "  -f, --format WORD": leaves the cursor in the help's column. */
static void print_names(const struct option_row *row)
{
    char names[96], letter[8] = "    ";
    const char *argument = option_argument(row);
    if (row->letter != 0)
        snprintf(letter, sizeof letter, "-%c, ", row->letter);
    snprintf(names, sizeof names, "  %s--%s%s%s", letter, row->name, argument == NULL ? "" : " ",
             argument == NULL ? "" : argument);
    printf("%-*s", HELP_COLUMN, names);
    if (strlen(names) >= HELP_COLUMN)
        printf("\n%*s", HELP_COLUMN, "");
}

/* "how to print: text|tsv|csv|jsonl (text)", with the choices on a line of their own where they are
 * long, further to the left where they need to be. */
static void print_row(const struct option_row *row)
{
    char preset[32], choices[128];
    option_default(row, preset, sizeof preset);
    print_names(row);
    if (row->kind == OPTION_CHOICE) {
        int length = snprintf(choices, sizeof choices, "%s (%s)", row->argument, preset);
        int indent = HELP_WIDTH - length < HELP_COLUMN ? HELP_WIDTH - length : HELP_COLUMN;
        if (HELP_COLUMN + strlen(row->help) + 2 + (size_t)length <= HELP_WIDTH)
            printf("%s: %s\n", row->help, choices);
        else
            printf("%s:\n%*s%s\n", row->help, indent, "", choices);
    } else if (preset[0] != '\0') {
        printf("%s (%s)\n", row->help, preset);
    } else {
        printf("%s\n", row->help);
    }
}

void option_print_help(const struct option_row *rows)
{
    for (const struct option_row *row = rows; row->name != NULL; row++)
        if (row->kind == OPTION_GROUP)
            printf("%s:\n", row->name);
        else if (row->help != NULL)
            print_row(row);
}
