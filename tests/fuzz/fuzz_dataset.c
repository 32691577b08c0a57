/* Labelled data is refused with its place, or sound: labels sorted, each of some row; groups dense,
 * and equal texts in one. Its rows written anew, and the file read twice, are the same data. */
#include "support.h"

#include "base/utf8.h"
#include "report/escape.h"
#include "train/dataset.h"
#include "train/hygiene.h"

#include <stdlib.h>
#include <string.h>

static void check_labels(const struct dataset *dataset)
{
    const struct labels *labels = &dataset->labels;
    size_t *counts = calloc(labels->count + 1, sizeof *counts);
    PROMISE(counts != NULL);
    dataset_label_counts(dataset, counts);
    for (size_t k = 0; k < labels->count; k++) {
        size_t length = strlen(labels->names[k]);
        PROMISE(counts[k] > 0);
        PROMISE(length > 0 && length <= LABEL_LENGTH_MAX);
        PROMISE(utf8_valid_prefix(labels->names[k], length) == length);
        PROMISE(k == 0 || strcmp(labels->names[k - 1], labels->names[k]) < 0);
        PROMISE(labels_find(labels, labels->names[k], length) == k);
    }
    free(counts);
}

static void check_rows(const struct dataset *dataset)
{
    struct intern texts = {0};
    size_t *group_of_text = calloc(dataset->count, sizeof *group_of_text);
    size_t n_groups = 0;
    PROMISE(dataset->count > 0 && group_of_text != NULL);
    for (size_t i = 0; i < dataset->count; i++) {
        const struct dataset_row *row = &dataset->rows[i];
        size_t length;
        const char *text = dataset_text(dataset, i, &length);
        PROMISE(row->label < dataset->labels.count && row->file < dataset->n_files);
        PROMISE(row->line > 0 && row->group <= n_groups);
        n_groups += row->group == n_groups; /* numbered in the order of the rows */
        PROMISE(length > 0 && utf8_valid_prefix(text, length) == length);
        PROMISE((unsigned char)text[0] > ' ' && (unsigned char)text[length - 1] > ' ');
        uint32_t known = texts.count, number = intern_add(&texts, text, length);
        if (number == known)
            group_of_text[number] = row->group;
        PROMISE(group_of_text[number] == row->group);
    }
    PROMISE(n_groups == dataset->n_groups);
    free(group_of_text);
    intern_release(&texts);
}

static void check_same(const struct dataset *a, const struct dataset *b)
{
    PROMISE(a->checksum == b->checksum);
    PROMISE(a->count == b->count && a->n_groups == b->n_groups);
    PROMISE(a->labels.count == b->labels.count);
}

/* Escaped, a row may be longer than a line can be; then it is not read again. */
static void check_written(const struct dataset *dataset)
{
    size_t longest = 0;
    static const struct dataset_columns columns = {.format = TABLE_JSONL};
    struct buffer out = BUFFER_EMPTY;
    struct memory_file file;
    struct dataset again;
    stance_error error;
    for (size_t i = 0; i < dataset->count; i++) {
        const char *label = dataset->labels.names[dataset->rows[i].label];
        size_t length, before = out.length;
        const char *text = dataset_text(dataset, i, &length);
        buffer_append_format(&out, "{\"group\": %zu, \"label\": ", dataset->rows[i].group);
        escape_json(label, strlen(label), &out);
        buffer_append_string(&out, ", \"text\": ");
        escape_json(text, length, &out);
        buffer_append_string(&out, "}\n");
        longest = out.length - before > longest ? out.length - before : longest;
    }
    PROMISE(!out.failed);
    memory_file_make(&file, out.data, out.length);
    const char *path = file.path;
    if (longest <= DOCUMENT_LINE_LIMIT) {
        PROMISE(dataset_load(&path, 1, &columns, NULL, NULL, &again, &error) == 0);
        check_same(dataset, &again);
        dataset_release(&again);
    }
    memory_file_close(&file);
    buffer_release(&out);
}

static void check_twice(const struct dataset *dataset, const char *path,
                        const struct dataset_columns *columns)
{
    const char *const paths[] = {path, path};
    struct rejects rejects = {0};
    struct dataset twice;
    stance_error error;
    PROMISE(dataset_load(paths, 2, columns, NULL, &rejects, &twice, &error) == 0);
    PROMISE(twice.count == 2 * dataset->count && twice.n_files == 2);
    PROMISE(twice.n_groups == dataset->n_groups && twice.labels.count == dataset->labels.count);
    check_rows(&twice);
    dataset_release(&twice);
}

static void check_hygiene(const struct dataset *dataset)
{
    struct hygiene hygiene;
    stance_error error;
    PROMISE(hygiene_check(dataset, &hygiene, &error) == 0);
    size_t counted = 0;
    for (int kind = FINDING_DUPLICATE; kind <= FINDING_LABEL_FEW; kind++)
        counted += hygiene_count(&hygiene, (enum finding_kind)kind);
    PROMISE(counted == hygiene.count);
    for (size_t i = 0; i < hygiene.count; i++) {
        char text[256];
        hygiene_describe(dataset, &hygiene.findings[i], text, sizeof text);
        PROMISE(strnlen(text, sizeof text) > 0 && memchr(text, '\0', sizeof text) != NULL);
    }
    hygiene_release(&hygiene);
}

static void check_format(const char *path, enum table_format format)
{
    const struct dataset_columns columns = {.format = format};
    struct rejects rejects = {0};
    struct dataset dataset;
    stance_error error;
    if (dataset_load(&path, 1, &columns, NULL, &rejects, &dataset, &error) != 0) {
        promise_error(&error, path);
        return;
    }
    check_labels(&dataset);
    check_rows(&dataset);
    check_written(&dataset);
    check_twice(&dataset, path, &columns);
    check_hygiene(&dataset);
    dataset_release(&dataset);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct memory_file file;
    memory_file_make(&file, data, size);
    check_format(file.path, TABLE_AUTO); /* never CSV: the path has no ending */
    check_format(file.path, TABLE_CSV);
    memory_file_close(&file);
    return 0;
}
