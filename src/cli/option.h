/* Options: each command has one table of rows, which yields the parser, the help, the manual page
 * and the completion. */
#ifndef STANCE_CLI_OPTION_H
#define STANCE_CLI_OPTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MODELS_MAX ((size_t)16)

enum option_kind {
    OPTION_GROUP,  /* no option: a heading over the rows that follow */
    OPTION_FLAG,   /* bool */
    OPTION_STRING, /* const char * */
    OPTION_LIST,   /* struct option_list: may be given several times */
    OPTION_COUNT,  /* size_t, minimum..maximum */
    OPTION_REAL,   /* double, minimum..maximum */
    OPTION_CHOICE, /* int: index in `choices`, "one|two|three" */
    OPTION_RANGE   /* struct option_range: "1-2", "3", or "none" */
};

struct option_list {
    const char *items[MODELS_MAX];
    size_t count;
};

struct option_range {
    uint32_t min;
    uint32_t max; /* 0: none */
};

struct option_row {
    const char *name; /* long name, or a group's heading; NULL ends a table */
    char letter;      /* short name, or 0 */
    enum option_kind kind;
    size_t offset;        /* of the variable in struct settings */
    const char *argument; /* its name in the help; NULL for a flag; choices of OPTION_CHOICE */
    const char *help;     /* NULL: another name of an option that has one; not told */
    double minimum;       /* of a number */
    double maximum;
};

/* What all commands' options are stored in; a command uses the part that its table names. */
struct settings {
    struct option_list models;
    int format;
    int split;
    int to;
    int by_date; /* 0: no, 1: by day, 2: by month */
    int input_kind;
    const char *id_column;
    const char *title_column;
    const char *date_column;
    const char *among;
    const char *vocabulary;
    const char *cameo_map;
    double min_confidence; /* below 0: what each model says */
    bool safe_csv;         /* the flags side by side: no gaps */
    bool recursive;
    bool labelled;
    bool summary;
    bool cameo;
    bool tune;
    bool strict;
    bool quiet;
    bool help;
    size_t top; /* 0 where it is not given: each command has a default of its own */
    const char *output;
    const char *html;
    int input;
    const char *label_column;
    const char *text_column;
    const char *group_column;
    int weighting;
    struct option_range words;
    struct option_range chars;
    size_t min_df;
    size_t max_features;
    double cost;
    int scheme;
    int solver;
    int class_weight;
    size_t folds;
    size_t cv;
    double min_precision;
    size_t seed;
    size_t threads; /* 0 until main() knows the machine: one a processor */
    const char *resting_label;
    const char *boilerplate;
    const char *cues;
    const char *token_pattern;
    uint64_t given; /* bit i: row i of the command's table was given */
};

/* The defaults of all options. */
void settings_init(struct settings *settings);

/* Parses argv[1] … into *settings and moves the operands to the front of *operands. Returns 0, or
 * -1 after it has written one line about what is wrong, and a hint, to standard error. */
int option_parse(const struct option_row *rows, int argc, char **argv, struct settings *settings,
                 char ***operands, size_t *n_operands);

/* Whether the option that is stored at `offset` was given. */
bool option_given(const struct option_row *rows, const struct settings *settings, size_t offset);

/* What an option is before it is given, as text: "" where that is not worth telling. */
void option_default(const struct option_row *row, char *text, size_t size);

/* Choice number `index` of an OPTION_CHOICE, [*length] bytes, or NULL behind the last one. */
const char *option_choice(const struct option_row *row, size_t index, size_t *length);

/* What stands for the value of an option; NULL for a flag. */
const char *option_argument(const struct option_row *row);

/* Prints the rows' part of a help page, with the defaults, to standard output. */
void option_print_help(const struct option_row *rows);

/* The one of `names` (`count` of them) that `word` was probably meant to be,
 * or NULL. */
const char *option_nearest(const char *word, const char *const *names, size_t count);

#endif
