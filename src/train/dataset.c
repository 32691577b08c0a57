/* In: labelled files. Out: rows with numbered labels and groups. Must not know features. */
#include "train/dataset.h"

#include "base/file.h"
#include "base/hash.h"
#include "base/memory.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { COLUMN_LABEL, COLUMN_TEXT, COLUMN_GROUP, COLUMN_COUNT };

/* What is needed while rows are read: names seen so far, numbered by first sight. */
struct loader {
    struct dataset *dataset;
    struct intern labels;
    struct intern groups;
    struct intern texts;
    size_t *group_of_text; /* [texts.count] the group of the first row with that text */
    size_t group_capacity;
};

void dataset_release(struct dataset *dataset)
{
    free(dataset->rows);
    buffer_release(&dataset->texts);
    labels_release(&dataset->labels);
    for (size_t i = 0; i < dataset->n_files; i++)
        free(dataset->files[i]);
    free(dataset->files);
    *dataset = DATASET_EMPTY;
}

const char *dataset_text(const struct dataset *dataset, size_t row, size_t *length)
{
    *length = dataset->rows[row].text_length;
    return dataset->texts.data + dataset->rows[row].text_start;
}

void dataset_place(const struct dataset *dataset, size_t row, char *text, size_t size)
{
    snprintf(text, size, "%s: line %zu", dataset->files[dataset->rows[row].file],
             dataset->rows[row].line);
}

void dataset_label_counts(const struct dataset *dataset, size_t *counts)
{
    for (size_t k = 0; k < dataset->labels.count; k++)
        counts[k] = 0;
    for (size_t i = 0; i < dataset->count; i++)
        counts[dataset->rows[i].label]++;
}

static struct table_field trimmed(struct table_field field)
{
    while (field.length > 0 && (unsigned char)field.text[0] <= ' ') {
        field.text++;
        field.length--;
    }
    while (field.length > 0 && (unsigned char)field.text[field.length - 1] <= ' ')
        field.length--;
    return field;
}

static int bad_row(const struct table *table, size_t line, const char *what, stance_error *error)
{
    return error_set(error, STANCE_RECORD, "%s: line %zu: %s", table_name(table), line, what);
}

/* The group of a row: that of an equal text, else the named one, else a new one. Names come with a
 * mark before them, so that none is taken for the number of a row without a name. */
static int find_group(struct loader *loader, struct table_field name, struct table_field text,
                      size_t *group, stance_error *error)
{
    uint32_t known_texts = loader->texts.count;
    uint32_t number = intern_add(&loader->texts, text.text, text.length);
    if (number == INTERN_ABSENT ||
        memory_reserve(&loader->group_of_text, &loader->group_capacity, loader->texts.count,
                       sizeof *loader->group_of_text) != 0)
        return error_no_memory(error);
    struct buffer key = BUFFER_EMPTY;
    if (name.length > 0) {
        buffer_append_char(&key, '=');
        buffer_append(&key, name.text, name.length);
    } else {
        buffer_append_format(&key, "#%u", number);
    }
    uint32_t named = key.failed ? INTERN_ABSENT : intern_add(&loader->groups, key.data, key.length);
    buffer_release(&key);
    if (named == INTERN_ABSENT)
        return error_no_memory(error);
    if (number == known_texts)
        loader->group_of_text[number] = named;
    *group = name.length > 0 ? named : loader->group_of_text[number];
    return 0;
}

static int add_row(void *context, struct table *table, const struct table_record *record,
                   stance_error *error)
{
    struct loader *loader = context;
    struct dataset *dataset = loader->dataset;
    struct table_field label = trimmed(record->fields[COLUMN_LABEL]);
    struct table_field text = trimmed(record->fields[COLUMN_TEXT]);
    if (label.length == 0)
        return bad_row(table, record->line, "an empty label", error);
    if (label.length > LABEL_LENGTH_MAX)
        return bad_row(table, record->line, "a label of more than 255 bytes", error);
    if (memchr(label.text, '\0', label.length) != NULL)
        return bad_row(table, record->line, "a NUL in a label", error);
    if (label_has_control(label.text, label.length))
        return bad_row(table, record->line, "a control character in a label", error);
    if (text.length == 0)
        return bad_row(table, record->line, "an empty text", error);
    if (memchr(text.text, '\0', text.length) != NULL) /* a model has no NUL in its terms */
        return bad_row(table, record->line, "a NUL in a text", error);
    struct dataset_row row = {.text_start = dataset->texts.length,
                              .text_length = text.length,
                              .file = dataset->n_files - 1,
                              .line = record->line};
    row.label = intern_add(&loader->labels, label.text, label.length);
    if (row.label == INTERN_ABSENT)
        return error_no_memory(error);
    if (find_group(loader, trimmed(record->fields[COLUMN_GROUP]), text, &row.group, error) != 0)
        return -1;
    buffer_append(&dataset->texts, text.text, text.length);
    if (dataset->texts.failed || memory_reserve(&dataset->rows, &dataset->capacity,
                                                dataset->count + 1, sizeof *dataset->rows) != 0)
        return error_no_memory(error);
    dataset->rows[dataset->count++] = row;
    return 0;
}

static int load_file(struct loader *loader, const char *path, const struct dataset_columns *names,
                     const struct warning_sink *warnings, struct rejects *rejects,
                     stance_error *error)
{
    struct dataset *dataset = loader->dataset;
    const char *display = file_display_name(path);
    const struct table_column columns[COLUMN_COUNT] = {
        [COLUMN_LABEL] = {names->label == NULL ? "label" : names->label, TABLE_REQUIRED,
                          names->label != NULL},
        [COLUMN_TEXT] = {names->text == NULL ? "text" : names->text, TABLE_REQUIRED,
                         names->text != NULL},
        [COLUMN_GROUP] = {names->group == NULL ? "group" : names->group, TABLE_OPTIONAL,
                          names->group != NULL},
    };
    dataset->files[dataset->n_files] = memory_copy_string(display, strlen(display));
    if (dataset->files[dataset->n_files] == NULL)
        return error_no_memory(error);
    dataset->n_files++;
    return table_read(path, names->format, columns, COLUMN_COUNT, warnings, rejects, add_row,
                      loader, error);
}

/* Numbers the labels anew, in the order of their bytes: the order of the rows must not matter. */
static int sort_labels(struct loader *loader, stance_error *error)
{
    struct dataset *dataset = loader->dataset;
    for (uint32_t i = 0; i < loader->labels.count; i++) {
        size_t length;
        const char *name = intern_get(&loader->labels, i, &length);
        if (labels_add(&dataset->labels, name, length, error) != 0)
            return -1;
    }
    labels_sort(&dataset->labels);
    for (size_t i = 0; i < dataset->count; i++) {
        size_t length;
        const char *name = intern_get(&loader->labels, (uint32_t)dataset->rows[i].label, &length);
        dataset->rows[i].label = labels_find(&dataset->labels, name, length);
    }
    return 0;
}

/* Equal texts under different group names join those groups: the smaller number wins, and the rest
 * is numbered densely, in the order of the rows. */
static int join_groups(struct loader *loader, stance_error *error)
{
    struct dataset *dataset = loader->dataset;
    size_t n_groups = loader->groups.count;
    size_t *parent = memory_array(n_groups, sizeof *parent);
    size_t *dense = memory_array(n_groups, sizeof *dense);
    if (parent == NULL || dense == NULL) {
        free(parent);
        free(dense);
        return error_no_memory(error);
    }
    for (size_t g = 0; g < n_groups; g++)
        parent[g] = g;
    for (size_t i = 0; i < dataset->count; i++) {
        size_t length;
        const char *text = dataset_text(dataset, i, &length);
        size_t a = dataset->rows[i].group;
        assert(loader->group_of_text != NULL); /* every row has a text */
        size_t b = loader->group_of_text[intern_find(&loader->texts, text, length)];
        while (parent[a] != a)
            a = parent[a] = parent[parent[a]];
        while (parent[b] != b)
            b = parent[b] = parent[parent[b]];
        parent[a > b ? a : b] = a > b ? b : a;
    }
    for (size_t g = 0; g < n_groups; g++)
        dense[g] = SIZE_MAX;
    for (size_t i = 0; i < dataset->count; i++) {
        size_t root = dataset->rows[i].group;
        while (parent[root] != root)
            root = parent[root];
        if (dense[root] == SIZE_MAX)
            dense[root] = dataset->n_groups++;
        dataset->rows[i].group = dense[root];
    }
    free(parent);
    free(dense);
    return 0;
}

static void compute_checksum(struct dataset *dataset)
{
    for (size_t i = 0; i < dataset->count; i++) {
        const struct dataset_row *row = &dataset->rows[i];
        const char *label = dataset->labels.names[row->label];
        char group[24]; /* as text: the same on every machine */
        int group_length = snprintf(group, sizeof group, "%zu", row->group);
        dataset->checksum = hash_bytes(label, strlen(label), dataset->checksum);
        dataset->checksum = hash_bytes(group, (size_t)group_length, dataset->checksum);
        dataset->checksum =
            hash_bytes(dataset->texts.data + row->text_start, row->text_length, dataset->checksum);
    }
}

int dataset_load(const char *const *paths, size_t n_paths, const struct dataset_columns *columns,
                 const struct warning_sink *warnings, struct rejects *rejects,
                 struct dataset *dataset, stance_error *error)
{
    struct dataset loaded = DATASET_EMPTY;
    struct loader loader = {.dataset = &loaded};
    loaded.files = memory_array(n_paths, sizeof *loaded.files);
    int result = loaded.files == NULL ? error_no_memory(error) : 0;
    for (size_t i = 0; i < n_paths && result == 0; i++)
        result = load_file(&loader, paths[i], columns, warnings, rejects, error);
    if (result == 0)
        result = sort_labels(&loader, error);
    if (result == 0)
        result = join_groups(&loader, error);
    intern_release(&loader.labels);
    intern_release(&loader.groups);
    intern_release(&loader.texts);
    free(loader.group_of_text);
    if (result != 0) {
        dataset_release(&loaded);
        return -1;
    }
    compute_checksum(&loaded);
    *dataset = loaded;
    return 0;
}
