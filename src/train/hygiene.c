/* In: labelled rows. Out: findings. Must not know how a model is trained.
 *
 * Near duplicates: each text's set of shingles is summed up in MinHash values (Broder 1997), and
 * only texts that agree in all values of some band are compared (Leskovec, Rajaraman & Ullman, ch.
 * 3). At a similarity of 0.6, three values a band and 32 bands miss 4 pairs in 10,000. */
#include "train/hygiene.h"

#include "base/edit_distance.h"
#include "base/hash.h"
#include "base/memory.h"
#include "text/tokenizer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SHINGLE_WORDS   3
#define BANDS           32
#define BAND_VALUES     3
#define BUCKET_COMPARED 8 /* earlier texts of a bucket that a text is compared with */

struct shingles {
    uint64_t *hashes; /* [count] sorted, all different */
    size_t count;
};

struct checker {
    const struct dataset *dataset;
    struct hygiene *hygiene;
    struct pattern *token_pattern;
    struct pattern_scratch *scratch;
    struct tokens tokens;
    struct intern words;      /* folded texts */
    size_t *first_with_words; /* [words.count] the earliest row with these words */
    size_t first_capacity;
    struct shingles *shingles; /* [dataset->count]; empty for exact repetitions */
    uint64_t *bands;           /* [dataset->count][BANDS] */
    stance_error *error;
};

static int add_finding(struct checker *checker, struct finding finding)
{
    struct hygiene *hygiene = checker->hygiene;
    if (memory_reserve(&hygiene->findings, &hygiene->capacity, hygiene->count + 1,
                       sizeof *hygiene->findings) != 0)
        return error_no_memory(checker->error);
    hygiene->findings[hygiene->count++] = finding;
    return 0;
}

static int by_value(const void *left, const void *right)
{
    uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;
    return (a > b) - (a < b);
}

/* The folded text from the start of one token to the end of another, with its parting spaces. */
static int join_words(const struct tokens *tokens, size_t first, size_t last, struct buffer *out)
{
    buffer_reset(out);
    for (size_t i = first; i <= last; i++) {
        const struct token *token = &tokens->items[i];
        if (i > first)
            buffer_append_char(out, ' ');
        buffer_append(out, tokens->folded.data + token->folded_start,
                      token->folded_end - token->folded_start);
    }
    return out->failed ? -1 : 0;
}

/* The shingles of checker->tokens; a text of fewer words is one shingle. */
static int make_shingles(struct checker *checker, struct buffer *words, struct shingles *shingles)
{
    size_t n_tokens = checker->tokens.count;
    size_t width = n_tokens < SHINGLE_WORDS ? n_tokens : SHINGLE_WORDS;
    size_t total = width == 0 ? 0 : n_tokens - width + 1;
    shingles->hashes = memory_array(total, sizeof *shingles->hashes);
    if (shingles->hashes == NULL)
        return error_no_memory(checker->error);
    for (size_t i = 0; i < total; i++) {
        if (join_words(&checker->tokens, i, i + width - 1, words) != 0)
            return error_no_memory(checker->error);
        shingles->hashes[i] = hash_bytes(words->data, words->length, 0);
    }
    qsort(shingles->hashes, total, sizeof *shingles->hashes, by_value);
    for (size_t i = 0; i < total; i++)
        if (shingles->count == 0 || shingles->hashes[i] != shingles->hashes[shingles->count - 1])
            shingles->hashes[shingles->count++] = shingles->hashes[i];
    return 0;
}

static void make_bands(const struct shingles *shingles, uint64_t *bands)
{
    for (size_t band = 0; band < BANDS; band++) {
        uint64_t values[BAND_VALUES];
        for (size_t v = 0; v < BAND_VALUES; v++) {
            /* One hash function after the other: multiply by another odd number. */
            uint64_t factor = hash_bytes("minhash", 7, band * BAND_VALUES + v) | 1;
            values[v] = UINT64_MAX;
            for (size_t i = 0; i < shingles->count; i++) {
                uint64_t h = shingles->hashes[i] * factor;
                h ^= h >> 32;
                values[v] = h < values[v] ? h : values[v];
            }
        }
        bands[band] = hash_bytes(values, sizeof values, band);
    }
}

static double similarity(const struct shingles *a, const struct shingles *b)
{
    size_t common = 0;
    for (size_t i = 0, j = 0; i < a->count && j < b->count;) {
        uint64_t left = a->hashes[i], right = b->hashes[j];
        common += left == right;
        i += left <= right;
        j += right <= left;
    }
    size_t all = a->count + b->count - common;
    return all == 0 ? 0 : (double)common / (double)all;
}

/* Tokenises each row; finds exact repetitions; prepares the rest for the search of near ones. */
static int check_exact(struct checker *checker)
{
    struct buffer words = BUFFER_EMPTY;
    int result = 0;
    for (size_t i = 0; i < checker->dataset->count && result == 0; i++) {
        size_t length;
        const char *text = dataset_text(checker->dataset, i, &length);
        if ((result = tokenizer_run(checker->token_pattern, checker->scratch, text, length,
                                    &checker->tokens, checker->error)) != 0)
            break;
        if (checker->tokens.count == 0)
            continue;
        uint32_t known = checker->words.count, number = INTERN_ABSENT;
        if (join_words(&checker->tokens, 0, checker->tokens.count - 1, &words) == 0)
            number = intern_add(&checker->words, words.data, words.length);
        if (number == INTERN_ABSENT ||
            memory_reserve(&checker->first_with_words, &checker->first_capacity,
                           checker->words.count, sizeof *checker->first_with_words) != 0) {
            result = error_no_memory(checker->error);
        } else if (number == known) {
            checker->first_with_words[number] = i;
            result = make_shingles(checker, &words, &checker->shingles[i]);
            make_bands(&checker->shingles[i], checker->bands + i * BANDS);
        } else {
            size_t first = checker->first_with_words[number];
            bool same = checker->dataset->rows[first].label == checker->dataset->rows[i].label;
            result =
                add_finding(checker, (struct finding){same ? FINDING_DUPLICATE : FINDING_CONFLICT,
                                                      first, i, 1.0});
        }
    }
    buffer_release(&words);
    return result;
}

struct band_entry {
    uint64_t value;
    size_t row;
};

static int by_band_value(const void *left, const void *right)
{
    const struct band_entry *a = left, *b = right;
    if (a->value != b->value)
        return a->value < b->value ? -1 : 1;
    return (a->row > b->row) - (a->row < b->row);
}

/* Keeps `earlier` as the match of `row` if it is similar and earlier than the one there is. */
static void try_match(const struct checker *checker, size_t earlier, size_t row, size_t *match,
                      double *match_similarity)
{
    if (match[row] <= earlier)
        return;
    double s = similarity(&checker->shingles[earlier], &checker->shingles[row]);
    if (s > HYGIENE_NEAR_DUPLICATE) {
        match[row] = earlier;
        match_similarity[row] = s;
    }
}

/* For each row the earliest row found similar in any band goes into match[row]. */
static void compare_in_band(const struct checker *checker, const struct band_entry *entries,
                            size_t count, size_t *match, double *match_similarity)
{
    for (size_t i = 1; i < count; i++) {
        size_t row = entries[i].row;
        for (size_t back = 1; back <= BUCKET_COMPARED && back <= i; back++) {
            if (entries[i - back].value != entries[i].value)
                break;
            try_match(checker, entries[i - back].row, row, match, match_similarity);
            /* What that row repeats, this one probably does too: so a long run of copies is
             * reported against its first, though only a few of a bucket are compared. */
            if (match[entries[i - back].row] != SIZE_MAX)
                try_match(checker, match[entries[i - back].row], row, match, match_similarity);
        }
    }
}

static int check_near(struct checker *checker)
{
    size_t n_rows = checker->dataset->count;
    struct band_entry *entries = memory_array(n_rows, sizeof *entries);
    size_t *match = memory_array(n_rows, sizeof *match);
    double *match_similarity = memory_array(n_rows, sizeof *match_similarity);
    int result = 0;
    if (entries == NULL || match == NULL || match_similarity == NULL)
        result = error_no_memory(checker->error);
    for (size_t i = 0; i < n_rows && result == 0; i++)
        match[i] = SIZE_MAX;
    for (size_t band = 0; band < BANDS && result == 0; band++) {
        size_t count = 0;
        for (size_t i = 0; i < n_rows; i++)
            if (checker->shingles[i].count > 0)
                entries[count++] = (struct band_entry){checker->bands[i * BANDS + band], i};
        qsort(entries, count, sizeof *entries, by_band_value);
        compare_in_band(checker, entries, count, match, match_similarity);
    }
    for (size_t i = 0; i < n_rows && result == 0; i++)
        if (match[i] != SIZE_MAX)
            result = add_finding(checker, (struct finding){FINDING_NEAR_DUPLICATE, match[i], i,
                                                           match_similarity[i]});
    free(entries);
    free(match);
    free(match_similarity);
    return result;
}

static unsigned char to_lower(char c)
{
    unsigned char u = (unsigned char)c;
    return u >= 'A' && u <= 'Z' ? (unsigned char)(u + ('a' - 'A')) : u;
}

static bool is_separator(char c)
{
    return c == ' ' || c == '_' || c == '-';
}

/* Past separators that stand between two other characters: "not-so" is "not so", but "-1" is not
 * "1". */
static const char *skip_separators(const char *start, const char *at)
{
    const char *next = at;
    while (is_separator(*next))
        next++;
    return at > start && *next != '\0' ? next : at;
}

/* Equal but for case and separators: "Not neutral" and "not-neutral". */
static bool same_letters(const char *a, const char *b)
{
    for (const char *left = a, *right = b;; left++, right++) {
        left = skip_separators(a, left);
        right = skip_separators(b, right);
        if (to_lower(*left) != to_lower(*right))
            return false;
        if (*left == '\0')
            return true;
    }
}

static bool is_typo(const char *rare, size_t rare_rows, const char *common, size_t common_rows)
{
    if (rare_rows > common_rows)
        return false;
    if (same_letters(rare, common))
        return true;
    size_t length = strlen(rare);
    size_t limit = length >= 8 ? 2 : length >= 4 ? 1 : 0;
    return rare_rows * 10 <= common_rows && edit_distance(rare, common) <= limit;
}

static int check_labels(struct checker *checker)
{
    const struct labels *labels = &checker->dataset->labels;
    size_t *rows = memory_array(labels->count, sizeof *rows);
    if (rows == NULL)
        return error_no_memory(checker->error);
    dataset_label_counts(checker->dataset, rows);
    int result = 0;
    for (size_t i = 0; i < labels->count; i++)
        for (size_t j = 0; j < labels->count && result == 0; j++)
            if (i != j && (rows[i] != rows[j] || i > j) &&
                is_typo(labels->names[i], rows[i], labels->names[j], rows[j]))
                result = add_finding(checker, (struct finding){FINDING_LABEL_TYPO, j, i, 0});
    for (size_t i = 0; i < labels->count && result == 0; i++)
        if (rows[i] < HYGIENE_LABEL_MIN)
            result = add_finding(checker, (struct finding){FINDING_LABEL_FEW, rows[i], i, 0});
    free(rows);
    return result;
}

static int by_kind(const void *left, const void *right)
{
    const struct finding *a = left, *b = right;
    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    if (a->second != b->second)
        return a->second < b->second ? -1 : 1;
    return (a->first > b->first) - (a->first < b->first);
}

int hygiene_check(const struct dataset *dataset, struct hygiene *hygiene, stance_error *error)
{
    struct hygiene found = HYGIENE_EMPTY;
    struct checker checker = {.dataset = dataset, .hygiene = &found, .error = error};
    checker.shingles = memory_array(dataset->count, sizeof *checker.shingles);
    checker.bands = memory_array(dataset->count, BANDS * sizeof *checker.bands);
    int result = checker.shingles == NULL || checker.bands == NULL ? error_no_memory(error) : 0;
    if (result == 0)
        result = pattern_compile(TOKENIZER_DEFAULT_PATTERN, strlen(TOKENIZER_DEFAULT_PATTERN),
                                 PATTERN_EXACT, "token pattern", &checker.token_pattern, error);
    if (result == 0)
        result = pattern_scratch_new(&checker.scratch, error);
    if (result == 0)
        result = check_exact(&checker);
    if (result == 0)
        result = check_near(&checker);
    if (result == 0)
        result = check_labels(&checker);
    for (size_t i = 0; checker.shingles != NULL && i < dataset->count; i++)
        free(checker.shingles[i].hashes);
    free(checker.shingles);
    free(checker.bands);
    free(checker.first_with_words);
    intern_release(&checker.words);
    tokens_release(&checker.tokens);
    pattern_scratch_free(checker.scratch);
    pattern_free(checker.token_pattern);
    if (result != 0) {
        hygiene_release(&found);
        return -1;
    }
    if (found.count > 0)
        qsort(found.findings, found.count, sizeof *found.findings, by_kind);
    *hygiene = found;
    return 0;
}

void hygiene_release(struct hygiene *hygiene)
{
    free(hygiene->findings);
    *hygiene = HYGIENE_EMPTY;
}

size_t hygiene_count(const struct hygiene *hygiene, enum finding_kind kind)
{
    size_t count = 0;
    for (size_t i = 0; i < hygiene->count; i++)
        count += hygiene->findings[i].kind == kind;
    return count;
}

void hygiene_describe(const struct dataset *dataset, const struct finding *finding, char *text,
                      size_t size)
{
    char first[300] = "", second[300] = "";
    const char *const *names = (const char *const *)dataset->labels.names;
    if (finding->kind <= FINDING_NEAR_DUPLICATE) {
        dataset_place(dataset, finding->first, first, sizeof first);
        dataset_place(dataset, finding->second, second, sizeof second);
    }
    switch (finding->kind) {
    case FINDING_DUPLICATE:
        snprintf(text, size, "%s: the same text as %s", second, first);
        return;
    case FINDING_CONFLICT:
        snprintf(text, size, "%s: '%s', but the same text is '%s' at %s", second,
                 names[dataset->rows[finding->second].label],
                 names[dataset->rows[finding->first].label], first);
        return;
    case FINDING_NEAR_DUPLICATE:
        snprintf(text, size, "%s: nearly the same text as %s (similarity %.2f)", second, first,
                 finding->similarity);
        return;
    case FINDING_LABEL_TYPO:
        snprintf(text, size, "label '%s' looks like a slip for '%s'", names[finding->second],
                 names[finding->first]);
        return;
    case FINDING_LABEL_FEW:
        snprintf(text, size, "label '%s' has only %zu row%s", names[finding->second],
                 finding->first, finding->first == 1 ? "" : "s");
        return;
    }
}
