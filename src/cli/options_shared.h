/* Rows that several commands' option tables have in common. */
#ifndef STANCE_CLI_OPTIONS_SHARED_H
#define STANCE_CLI_OPTIONS_SHARED_H

#include "cli/option.h"

#define AT(member) offsetof(struct settings, member)

/* The heading of the rows that follow. */
#define ROW_GROUP(heading)                                                                         \
    {                                                                                              \
        heading, 0, OPTION_GROUP, 0, NULL, NULL, 0, 0                                              \
    }

#define ROW_HELP                                                                                   \
    {                                                                                              \
        "help", 'h', OPTION_FLAG, AT(help), NULL, "show this page", 0, 0                           \
    }
#define ROW_QUIET                                                                                  \
    {                                                                                              \
        "quiet", 'q', OPTION_FLAG, AT(quiet), NULL, "no warnings, no progress", 0, 0               \
    }
#define ROW_END                                                                                    \
    {                                                                                              \
        NULL, 0, OPTION_FLAG, 0, NULL, NULL, 0, 0                                                  \
    }

#define ROW_MODEL(text)                                                                            \
    {                                                                                              \
        "model", 'm', OPTION_LIST, AT(models), "MODEL", text, 0, 0                                 \
    }

#define ROW_FORMAT                                                                                 \
    {                                                                                              \
        "format", 'f', OPTION_CHOICE, AT(format), "text|tsv|csv|jsonl", "how to print", 0, 0       \
    }

#define ROW_SAFE_CSV                                                                               \
    {                                                                                              \
        "safe-csv", 0, OPTION_FLAG, AT(safe_csv), NULL, "in tsv and csv, a formula becomes text",  \
            0, 0                                                                                   \
    }

#define ROW_SPLIT                                                                                  \
    {                                                                                              \
        "split", 0, OPTION_CHOICE, AT(split), "auto|blank|line", "where a paragraph ends", 0, 0    \
    }

/* The same option by another name. */
#define ROW_ALSO(name, member)                                                                     \
    {                                                                                              \
        name, 0, OPTION_STRING, AT(member), "NAME", NULL, 0, 0                                     \
    }

/* Inputs that are no labelled data. A JSON object has fields, a table has columns: the options may
 * be called by either. */
#define ROWS_INPUT                                                                                 \
    ROW_GROUP("Input"), {"input",                                                                  \
                         0,                                                                        \
                         OPTION_CHOICE,                                                            \
                         AT(input_kind),                                                           \
                         "auto|text|html|jsonl|csv|tsv",                                           \
                         "what FILE is",                                                           \
                         0,                                                                        \
                         0},                                                                       \
        {"recursive", 'r', OPTION_FLAG, AT(recursive), NULL, "read the files in folders", 0, 0},   \
        {"text-field",                                                                             \
         0,                                                                                        \
         OPTION_STRING,                                                                            \
         AT(text_column),                                                                          \
         "NAME",                                                                                   \
         "text of a record (text, body or content)",                                               \
         0,                                                                                        \
         0},                                                                                       \
        {"title-field", 0, OPTION_STRING, AT(title_column), "NAME", "its title (title)", 0, 0},    \
        {"id-field", 0, OPTION_STRING, AT(id_column), "NAME", "its id, given back (id)", 0, 0},    \
        {"date-field",                                                                             \
         0,                                                                                        \
         OPTION_STRING,                                                                            \
         AT(date_column),                                                                          \
         "NAME",                                                                                   \
         "its date, given back (date)",                                                            \
         0,                                                                                        \
         0},                                                                                       \
        ROW_ALSO("text-column", text_column), ROW_ALSO("title-column", title_column),              \
        ROW_ALSO("id-column", id_column), ROW_ALSO("date-column", date_column),                    \
    {                                                                                              \
        "strict", 0, OPTION_FLAG, AT(strict), NULL, "stop at the first bad record", 0, 0           \
    }

#define ROW_THREADS                                                                                \
    {                                                                                              \
        "threads", 'j', OPTION_COUNT, AT(threads), "N", "work in N threads (one a processor)", 1,  \
            256                                                                                    \
    }

#define ROWS_LABELLING                                                                             \
    {"among", 0, OPTION_STRING, AT(among), "LABEL,LABEL...", "choose among these labels only",     \
     0,       0},                                                                                  \
    {                                                                                              \
        "min-confidence", 0, OPTION_REAL, AT(min_confidence), "P",                                 \
            "below it the label is 'uncertain' (the model's own)", 0, 1                            \
    }

/* Labelled files: their format, and which columns are the label and the text. */
#define ROWS_LABELLED_FILES                                                                        \
    ROW_GROUP("Labelled data"), {"label-column",                                                   \
                                 0,                                                                \
                                 OPTION_STRING,                                                    \
                                 AT(label_column),                                                 \
                                 "NAME",                                                           \
                                 "column of the label (label)",                                    \
                                 0,                                                                \
                                 0},                                                               \
        {"text-column",                                                                            \
         0,                                                                                        \
         OPTION_STRING,                                                                            \
         AT(text_column),                                                                          \
         "NAME",                                                                                   \
         "column of the text (text)",                                                              \
         0,                                                                                        \
         0},                                                                                       \
        {"input",                                                                                  \
         0,                                                                                        \
         OPTION_CHOICE,                                                                            \
         AT(input),                                                                                \
         "auto|tsv|csv|jsonl|fasttext|doccano|label-studio",                                       \
         "format of DATA",                                                                         \
         0,                                                                                        \
         0},                                                                                       \
        ROW_ALSO("label-field", label_column), ROW_ALSO("text-field", text_column)

#define ROWS_LABELLED_DATA                                                                         \
    ROWS_LABELLED_FILES,                                                                           \
        {"group-column",                                                                           \
         0,                                                                                        \
         OPTION_STRING,                                                                            \
         AT(group_column),                                                                         \
         "NAME",                                                                                   \
         "rows of one group are held out together (group)",                                        \
         0,                                                                                        \
         0},                                                                                       \
        ROW_ALSO("group-field", group_column)

#define ROWS_TRAINING                                                                              \
    ROW_GROUP("Recipe"),                                                                           \
        {"weighting", 'w', OPTION_CHOICE, AT(weighting), "binary|tf|tfidf|nb", "weight of a term", \
         0,           0},                                                                          \
        {"words", 0, OPTION_RANGE, AT(words), "A-B|none", "orders of word n-grams", 0, 0},         \
        {"chars", 0, OPTION_RANGE, AT(chars), "A-B|none", "of character n-grams in words", 0, 0},  \
        {"cues", 0, OPTION_STRING, AT(cues), "FILE|none", "named patterns as features (built-in)", \
         0,      0},                                                                               \
        {"min-df", 0, OPTION_COUNT, AT(min_df), "N", "drop terms in fewer than N rows", 1, 4e9},   \
        {"max-features",                                                                           \
         0,                                                                                        \
         OPTION_COUNT,                                                                             \
         AT(max_features),                                                                         \
         "N",                                                                                      \
         "keep the N most frequent terms (0: all)",                                                \
         0,                                                                                        \
         4e9},                                                                                     \
        {"cost", 'C', OPTION_REAL, AT(cost), "C", "what an error costs the SVM", 1e-6, 1e6},       \
        {"scheme", 0, OPTION_CHOICE, AT(scheme), "ovr|ovo", "one-vs-rest or one-vs-one", 0, 0},    \
        {"class-weight",                                                                           \
         0,                                                                                        \
         OPTION_CHOICE,                                                                            \
         AT(class_weight),                                                                         \
         "none|balanced",                                                                          \
         "weigh rare labels more",                                                                 \
         0,                                                                                        \
         0},                                                                                       \
        {"solver", 0, OPTION_CHOICE, AT(solver), "auto|libsvm|liblinear", "what trains", 0, 0},    \
        {"seed", 0, OPTION_COUNT, AT(seed), "N", "of folds and intervals", 0, 4e9},                \
    {                                                                                              \
        "token-pattern", 0, OPTION_STRING, AT(token_pattern), "REGEX", "what a token is", 0, 0     \
    }

#endif
