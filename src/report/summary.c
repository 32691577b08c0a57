/* In: paragraphs' labels, one by one. Out: a table of counts and shares. Must not know what the
 * keys are. */
#include "report/summary.h"

#include "base/memory.h"
#include "base/utf8.h"
#include "report/escape.h"

#include <stdlib.h>
#include <string.h>

#define KEY_WIDTH_MIN  12
#define KEY_WIDTH_MAX  48
#define CELL_WIDTH_MIN 13 /* "123456  100 %" */

#define UNKNOWN "unknown"

void summary_init(struct summary *summary, const char *const *labels, size_t n_labels)
{
    *summary = (struct summary){.labels = labels, .n_labels = n_labels};
}

void summary_release(struct summary *summary)
{
    intern_release(&summary->keys);
    free(summary->counts);
    *summary = (struct summary){0};
}

static int place_of(struct summary *summary, const char *key, size_t length, uint32_t *place,
                    stance_error *error)
{
    uint32_t known = summary->keys.count;
    *place = intern_add(&summary->keys, key, length);
    if (*place == INTERN_ABSENT ||
        memory_reserve(&summary->counts, &summary->capacity, summary->keys.count,
                       summary->n_labels * sizeof *summary->counts) != 0)
        return error_no_memory(error);
    if (*place == known)
        memset(summary->counts + known * summary->n_labels, 0,
               summary->n_labels * sizeof *summary->counts);
    return 0;
}

int summary_add_key(struct summary *summary, const char *key, size_t length, stance_error *error)
{
    uint32_t place;
    return place_of(summary, key, length, &place, error);
}

int summary_count(struct summary *summary, const char *key, size_t length, size_t label,
                  stance_error *error)
{
    uint32_t place;
    if (place_of(summary, key, length, &place, error) != 0)
        return -1;
    summary->counts[place * summary->n_labels + label]++;
    return 0;
}

int summary_merge(struct summary *summary, const struct summary *other, stance_error *error)
{
    for (uint32_t i = 0; i < other->keys.count; i++) {
        size_t length;
        uint32_t place;
        const char *key = intern_get(&other->keys, i, &length);
        if (place_of(summary, key, length, &place, error) != 0)
            return -1;
        for (size_t k = 0; k < other->n_labels; k++)
            summary->counts[place * summary->n_labels + k] +=
                other->counts[i * other->n_labels + k];
    }
    return 0;
}

size_t summary_date_key(const char *date, size_t length, bool by_month)
{
    static const char form[] = "dddd-dd-dd";
    size_t wanted = by_month ? strlen("dddd-dd") : strlen(form);
    for (size_t i = 0; i < wanted; i++)
        if (i >= length || (form[i] == 'd' ? date[i] < '0' || date[i] > '9' : date[i] != form[i]))
            return 0;
    return length > wanted && date[wanted] >= '0' && date[wanted] <= '9' ? 0 : wanted;
}

/* ---- rows ---- */

/* The counted keys in the order in which they are told. */
struct listing {
    const struct summary *summary;
    uint32_t *places; /* [count] */
    size_t count;
};

static size_t total_of(const struct summary *summary, uint32_t place)
{
    size_t total = 0;
    for (size_t k = 0; k < summary->n_labels; k++)
        total += summary->counts[place * summary->n_labels + k];
    return total;
}

/* Whether key `a` stands after key `b`. */
static bool is_after(const struct summary *summary, uint32_t a, uint32_t b)
{
    size_t a_length, b_length;
    const char *a_key = intern_get(&summary->keys, a, &a_length);
    const char *b_key = intern_get(&summary->keys, b, &b_length);
    if (a_length == 0 || b_length == 0)
        return b_length > 0;
    size_t shorter = a_length < b_length ? a_length : b_length;
    int order = memcmp(a_key, b_key, shorter);
    return order != 0 ? order > 0 : a_length > b_length;
}

static int compare_keys(const void *a, const void *b, void *summary)
{
    return is_after(summary, *(const uint32_t *)a, *(const uint32_t *)b) ? 1 : -1;
}

static int list_keys(const struct summary *summary, enum summary_order order,
                     struct listing *listing, stance_error *error)
{
    *listing = (struct listing){summary, memory_array(summary->keys.count, sizeof(uint32_t)), 0};
    if (listing->places == NULL)
        return error_no_memory(error);
    for (uint32_t place = 0; place < summary->keys.count; place++)
        if (total_of(summary, place) > 0)
            listing->places[listing->count++] = place;
    if (order == SUMMARY_BY_KEY)
        qsort_r(listing->places, listing->count, sizeof *listing->places, compare_keys,
                (void *)summary);
    return 0;
}

static double share_of(size_t count, size_t total)
{
    return total == 0 ? 0 : (double)count / (double)total;
}

/* ---- for programs ---- */

#define N_FIRST_COLUMNS 2

static void put_row(const struct listing *listing, size_t row, const struct column *columns,
                    struct value *values, enum report_format format, struct buffer *out)
{
    const struct summary *summary = listing->summary;
    uint32_t place = listing->places[row];
    size_t length, total = total_of(summary, place);
    const char *key = intern_get(&summary->keys, place, &length);
    values[0] = value_string(key, length);
    values[1] = value_integer(total);
    for (size_t k = 0; k < summary->n_labels; k++) {
        size_t count = summary->counts[place * summary->n_labels + k];
        values[N_FIRST_COLUMNS + k] = value_integer(count);
        values[N_FIRST_COLUMNS + summary->n_labels + k] = value_real(share_of(count, total));
    }
    writer_row(format, columns, values, N_FIRST_COLUMNS + 2 * summary->n_labels, out);
}

/* Appends the NUL-terminated names "count_LABEL" … "share_LABEL" … to `names`. */
static void name_columns(const struct summary *summary, struct buffer *names)
{
    static const char *const kinds[] = {"count_", "share_"};
    for (size_t kind = 0; kind < 2; kind++) {
        for (size_t k = 0; k < summary->n_labels; k++) {
            buffer_append_string(names, kinds[kind]);
            buffer_append(names, summary->labels[k], strlen(summary->labels[k]) + 1);
        }
    }
}

int summary_rows(const struct summary *summary, enum summary_order order, const char *key_name,
                 enum report_format format, struct buffer *out, stance_error *error)
{
    size_t n_columns = N_FIRST_COLUMNS + 2 * summary->n_labels;
    struct listing listing;
    struct buffer names = BUFFER_EMPTY;
    struct column *columns = memory_array(n_columns, sizeof *columns);
    struct value *values = memory_array(n_columns, sizeof *values);
    name_columns(summary, &names);
    int result = columns == NULL || values == NULL || names.failed
                     ? error_no_memory(error)
                     : list_keys(summary, order, &listing, error);
    if (result == 0) {
        columns[0] = (struct column){key_name, VALUE_STRING, false};
        columns[1] = (struct column){"paragraphs", VALUE_INTEGER, false};
        const char *name = names.data;
        for (size_t i = N_FIRST_COLUMNS; i < n_columns; i++, name += strlen(name) + 1)
            columns[i] = (struct column){
                name, i < N_FIRST_COLUMNS + summary->n_labels ? VALUE_INTEGER : VALUE_REAL, false};
        writer_header(format, columns, n_columns, out);
        for (size_t i = 0; i < listing.count; i++)
            put_row(&listing, i, columns, values, format, out);
        free(listing.places);
    }
    buffer_release(&names);
    free(columns);
    free(values);
    return result;
}

/* ---- for people ---- */

static size_t width_of(const char *text, size_t length)
{
    size_t width = utf8_count(text, length);
    return width < KEY_WIDTH_MAX ? width : KEY_WIDTH_MAX;
}

static void put_padded(const char *text, size_t length, size_t width, bool right,
                       struct buffer *out)
{
    size_t have = utf8_count(text, length);
    size_t gap = have < width ? width - have : 0;
    buffer_append_format(out, "%*s", right ? (int)gap : 0, "");
    escape_plain(text, length, out);
    buffer_append_format(out, "%*s", right ? 0 : (int)gap, "");
}

static size_t cell_width(const struct summary *summary, size_t label)
{
    size_t width = width_of(summary->labels[label], strlen(summary->labels[label]));
    return width < CELL_WIDTH_MIN ? CELL_WIDTH_MIN : width;
}

static void put_counts(const struct summary *summary, const size_t *counts, struct buffer *out)
{
    size_t total = 0;
    for (size_t k = 0; k < summary->n_labels; k++)
        total += counts[k];
    buffer_append_format(out, "  %10zu", total);
    for (size_t k = 0; k < summary->n_labels; k++)
        buffer_append_format(out, "  %*zu  %3.0f %%", (int)cell_width(summary, k) - 7, counts[k],
                             100 * share_of(counts[k], total));
    buffer_append_char(out, '\n');
}

static const char *shown_key(const struct listing *listing, size_t row, size_t *length)
{
    const char *key = intern_get(&listing->summary->keys, listing->places[row], length);
    if (*length > 0)
        return key;
    *length = strlen(UNKNOWN);
    return UNKNOWN;
}

static void put_table(const struct listing *listing, const char *key_name, size_t *sums,
                      struct buffer *out)
{
    const struct summary *summary = listing->summary;
    size_t width = KEY_WIDTH_MIN, length;
    for (size_t i = 0; i < listing->count; i++) {
        const char *key = shown_key(listing, i, &length);
        width = width_of(key, length) > width ? width_of(key, length) : width;
    }
    put_padded(key_name, strlen(key_name), width, false, out);
    buffer_append_string(out, "  paragraphs");
    for (size_t k = 0; k < summary->n_labels; k++) {
        buffer_append_string(out, "  ");
        put_padded(summary->labels[k], strlen(summary->labels[k]), cell_width(summary, k), true,
                   out);
    }
    buffer_append_char(out, '\n');
    for (size_t i = 0; i < listing->count; i++) {
        const size_t *counts = summary->counts + listing->places[i] * summary->n_labels;
        const char *key = shown_key(listing, i, &length);
        put_padded(key, length, width, false, out);
        put_counts(summary, counts, out);
        for (size_t k = 0; k < summary->n_labels; k++)
            sums[k] += counts[k];
    }
    if (listing->count < 2)
        return;
    put_padded("all", strlen("all"), width, false, out);
    put_counts(summary, sums, out);
}

int summary_text(const struct summary *summary, enum summary_order order, const char *key_name,
                 struct buffer *out, stance_error *error)
{
    struct listing listing;
    size_t *sums = memory_array(summary->n_labels, sizeof *sums);
    int result = sums == NULL ? error_no_memory(error) : list_keys(summary, order, &listing, error);
    if (result == 0) {
        put_table(&listing, key_name, sums, out);
        free(listing.places);
    }
    free(sums);
    return result;
}
