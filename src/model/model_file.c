/* In: a model, or bytes that claim to be one. Out: bytes, or a model. Must not know who trained it.
 */
#include "model/model_file.h"

#include "base/bytes.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "base/word.h"
#include "feature/term.h"
#include "model/builtin.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char magic[8] = "STANCE\r\n";

#define HEADER_SIZE       24 /* magic, version, number of sections, checksum */
#define ENTRY_SIZE        24 /* of the section table */
#define CHECKSUM_OFFSET   16
#define FACTS_MAX         1000
#define FACT_LENGTH_LIMIT (1 << 20) /* bytes of a key or a value */
/* Far from what training gives (a pull to 1 holds the slopes below the square root of the rows),
 * and far from where a sum of finite weights would be infinite. */
#define BIAS_MAX        1e30
#define CALIBRATION_MAX 1e6

/* ---- writing ---- */

static void put_string(struct buffer *out, const char *bytes, size_t length)
{
    bytes_put_u32(out, (uint32_t)length);
    buffer_append(out, bytes, length);
}

static void put_labels(const struct stance_model *model, struct buffer *out)
{
    const struct labels *labels = &model->labels;
    bytes_put_u32(out, (uint32_t)labels->count);
    bytes_put_u32(out, labels->resting == LABEL_ABSENT ? UINT32_MAX : (uint32_t)labels->resting);
    for (size_t i = 0; i < labels->count; i++)
        put_string(out, labels->names[i], strlen(labels->names[i]));
}

static void put_recipe(const struct stance_model *model, struct buffer *out)
{
    const struct recipe *recipe = &model->recipe;
    bytes_put_u32(out, recipe->word_min);
    bytes_put_u32(out, recipe->word_max);
    bytes_put_u32(out, recipe->char_min);
    bytes_put_u32(out, recipe->char_max);
    bytes_put_u32(out, recipe->min_document_frequency);
    bytes_put_u32(out, recipe->max_features);
    bytes_put_u32(out, (uint32_t)recipe->weighting);
    put_string(out, recipe->token_pattern, strlen(recipe->token_pattern));
}

static void put_boilerplate(const struct stance_model *model, struct buffer *out)
{
    put_string(out, model->boilerplate.source, model->boilerplate.source_length);
}

static void put_cues(const struct stance_model *model, struct buffer *out)
{
    put_string(out, model->cues.source, model->cues.source_length);
}

static void put_vocabulary(const struct stance_model *model, struct buffer *out)
{
    const struct vocabulary *vocabulary = &model->vocabulary;
    bytes_put_u64(out, vocabulary->document_count);
    bytes_put_u32(out, vocabulary->terms.count);
    for (uint32_t i = 0; i < vocabulary->terms.count; i++) {
        size_t length;
        const char *term = intern_get(&vocabulary->terms, i, &length);
        bytes_put_u32(out, vocabulary->document_frequency[i]);
        put_string(out, term, length);
    }
}

static void put_weights(const struct stance_model *model, struct buffer *out)
{
    const struct scorer *scorer = &model->scorer;
    bytes_put_u32(out, (uint32_t)scorer->scheme);
    for (size_t m = 0; m < scorer->n_machines; m++)
        bytes_put_f64(out, scorer->bias[m]);
    for (size_t i = 0; i < scorer->n_terms * scorer->n_machines; i++)
        bytes_put_f32(out, scorer->weights[i]);
}

static void put_calibration(const struct stance_model *model, struct buffer *out)
{
    for (size_t k = 0; k < model->calibration.n_labels; k++) {
        bytes_put_f64(out, model->calibration.slope[k]);
        bytes_put_f64(out, model->calibration.offset[k]);
    }
}

static void put_abstention(const struct stance_model *model, struct buffer *out)
{
    bytes_put_f64(out, model->min_confidence);
}

static void put_origin(const struct stance_model *model, struct buffer *out)
{
    bytes_put_u32(out, (uint32_t)model->origin.count);
    for (size_t i = 0; i < model->origin.count; i++) {
        put_string(out, model->origin.facts[i].key, strlen(model->origin.facts[i].key));
        put_string(out, model->origin.facts[i].value, strlen(model->origin.facts[i].value));
    }
}

/* ---- reading ---- */

/* A section being read, with what a message needs. */
struct section {
    struct byte_reader reader;
    size_t offset; /* of the section in the file */
    const char *tag;
    const char *where;
    stance_error *error;
};

__attribute__((format(printf, 2, 3))) static void fill_refusal(struct section *section,
                                                               const char *format, ...)
{
    char reason[512];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(reason, sizeof reason, format, arguments);
    va_end(arguments);
    error_fill(section->error, STANCE_MODEL, "%s: byte %zu: section %s %s", section->where,
               section->offset + section->reader.position, section->tag, reason);
}

#define refuse(...) (fill_refusal(__VA_ARGS__), -1)

static int runs_past(struct section *section)
{
    return refuse(section, "runs past its end");
}

/* Whether a word has a byte that is NUL or not ASCII. */
static bool is_odd(uint64_t word)
{
    return (word_has_high(word) | word_has(word, 0)) != 0;
}

/* ASCII without NUL: what most strings are, told in a few steps. The last word of a long string
 * overlaps the one before; of a short string, four bytes come twice. */
static bool is_plain_text(const char *bytes, size_t length)
{
    if (length >= WORD_SIZE) {
        bool odd = is_odd(word_load(bytes + length - WORD_SIZE));
        for (size_t i = 0; i + WORD_SIZE < length && !odd; i += WORD_SIZE)
            odd = is_odd(word_load(bytes + i));
        return !odd;
    }
    if (length >= WORD_SIZE / 2) {
        uint32_t halves[2];
        memcpy(&halves[0], bytes, sizeof halves[0]);
        memcpy(&halves[1], bytes + length - sizeof halves[1], sizeof halves[1]);
        return !is_odd(word_load(halves));
    }
    for (size_t i = 0; i < length; i++)
        if ((unsigned char)bytes[i] - 1u >= 0x7f)
            return false;
    return true;
}

/* A string of valid UTF-8 without NUL, at most `limit` bytes; in place. */
static int get_string(struct section *section, size_t limit, const char **string, size_t *length)
{
    *length = bytes_get_u32(&section->reader);
    if (!section->reader.overrun && *length > limit)
        return refuse(section, "has a string of %zu bytes, more than %zu", *length, limit);
    *string = bytes_get_run(&section->reader, *length);
    if (section->reader.overrun)
        return runs_past(section);
    if (is_plain_text(*string, *length))
        return 0;
    if (utf8_valid_prefix(*string, *length) < *length || memchr(*string, '\0', *length) != NULL)
        return refuse(section, "has a string that is not text");
    return 0;
}

static int get_labels(struct section *section, struct stance_model *model)
{
    uint32_t count = bytes_get_u32(&section->reader);
    uint32_t resting = bytes_get_u32(&section->reader);
    if (section->reader.overrun)
        return runs_past(section);
    if (count < 2 || count > LABELS_MAX)
        return refuse(section, "has %u labels; 2 to %d are possible", count, LABELS_MAX);
    if (resting != UINT32_MAX && resting >= count)
        return refuse(section, "names label %u of %u", resting, count);
    for (uint32_t i = 0; i < count; i++) {
        const char *name;
        size_t length;
        if (get_string(section, LABEL_LENGTH_MAX, &name, &length) != 0)
            return -1;
        if (length == 0 || labels_find(&model->labels, name, length) != LABEL_ABSENT)
            return refuse(section, "has an empty label, or one twice");
        if (label_has_control(name, length))
            return refuse(section, "has a control character in a label");
        if (labels_add(&model->labels, name, length, section->error) != 0)
            return -1;
        if (i > 0 && strcmp(model->labels.names[i - 1], model->labels.names[i]) > 0)
            return refuse(section, "has labels out of order");
    }
    model->labels.resting = resting == UINT32_MAX ? LABEL_ABSENT : resting;
    return 0;
}

static int get_recipe(struct section *section, struct stance_model *model)
{
    struct recipe *recipe = &model->recipe;
    recipe->word_min = bytes_get_u32(&section->reader);
    recipe->word_max = bytes_get_u32(&section->reader);
    recipe->char_min = bytes_get_u32(&section->reader);
    recipe->char_max = bytes_get_u32(&section->reader);
    recipe->min_document_frequency = bytes_get_u32(&section->reader);
    recipe->max_features = bytes_get_u32(&section->reader);
    uint32_t weighting = bytes_get_u32(&section->reader);
    if (section->reader.overrun)
        return runs_past(section);
    if (weighting > WEIGHTING_NB)
        return refuse(section, "has an unknown weighting %u", weighting);
    recipe->weighting = (enum weighting)weighting;
    const char *pattern;
    size_t length;
    if (get_string(section, PATTERN_LENGTH_LIMIT, &pattern, &length) != 0)
        return -1;
    stance_error reason;
    if (recipe_check(recipe, &reason) != 0 ||
        model_set_token_pattern(model, pattern, length, &reason) != 0)
        return reason.status == STANCE_NO_MEMORY
                   ? error_no_memory(section->error)
                   : refuse(section, "is unsound: %s", reason.message);
    return 0;
}

static int get_patterns(struct section *section, const char *name, struct pattern_list *list)
{
    const char *source;
    size_t length;
    if (get_string(section, section->reader.length, &source, &length) != 0)
        return -1;
    stance_error reason;
    if (builtin_parse_patterns(source, length, name, list, &reason) != 0)
        return reason.status == STANCE_NO_MEMORY
                   ? error_no_memory(section->error)
                   : refuse(section, "is unsound: %s", reason.message);
    return 0;
}

static int get_boilerplate(struct section *section, struct stance_model *model)
{
    return get_patterns(section, "boilerplate", &model->boilerplate);
}

static int get_cues(struct section *section, struct stance_model *model)
{
    return get_patterns(section, "cues", &model->cues);
}

static bool is_marked(const char *term)
{
    return *term == TERM_WORD || *term == TERM_CHAR || *term == TERM_CUE;
}

static int get_terms(struct section *section, struct vocabulary *vocabulary, uint32_t count)
{
    const char *before = "";
    size_t length_before = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t frequency = bytes_get_u32(&section->reader);
        const char *term;
        size_t length;
        if (get_string(section, SIZE_MAX, &term, &length) != 0)
            return -1;
        size_t shorter = length < length_before ? length : length_before;
        int order = memcmp(before, term, shorter);
        if (length < 2 || !is_marked(term))
            return refuse(section, "has a term of no kind at number %u", i);
        if (order > 0 || (order == 0 && length_before >= length))
            return refuse(section, "has terms out of order at number %u", i);
        if (frequency < 1 || frequency > vocabulary->document_count)
            return refuse(section, "says that term %u stands in %u of %llu texts", i, frequency,
                          (unsigned long long)vocabulary->document_count);
        if (!intern_add_new(&vocabulary->terms, term, length)) /* it comes after all before it */
            return refuse(section, "has terms that are made to collide");
        vocabulary->document_frequency[i] = frequency;
        before = term;
        length_before = length;
    }
    return 0;
}

static int get_vocabulary(struct section *section, struct stance_model *model)
{
    struct vocabulary *vocabulary = &model->vocabulary;
    vocabulary->document_count = bytes_get_u64(&section->reader);
    uint32_t count = bytes_get_u32(&section->reader);
    if (section->reader.overrun || !bytes_can_hold(&section->reader, count, 8))
        return runs_past(section);
    vocabulary->document_frequency = memory_array(count, sizeof *vocabulary->document_frequency);
    if (vocabulary->document_frequency == NULL ||
        intern_reserve(&vocabulary->terms, count,
                       section->reader.length - section->reader.position) != 0)
        return error_no_memory(section->error);
    if (get_terms(section, vocabulary, count) != 0)
        return -1;
    return intern_is_even(&vocabulary->terms)
               ? 0
               : refuse(section, "has terms that are made to collide");
}

static int get_weights(struct section *section, struct stance_model *model)
{
    uint32_t scheme = bytes_get_u32(&section->reader);
    if (section->reader.overrun)
        return runs_past(section);
    if (scheme > SCHEME_ONE_VS_ONE)
        return refuse(section, "has an unknown scheme %u", scheme);
    stance_error reason;
    if (scheme_check((enum scheme)scheme, model->labels.count, &reason) != 0)
        return refuse(section, "is unsound: %s", reason.message);
    size_t n_machines = scheme_machine_count((enum scheme)scheme, model->labels.count);
    size_t n_terms = model->vocabulary.terms.count;
    if (!bytes_can_hold(&section->reader, n_machines, sizeof(double)) ||
        !bytes_can_hold(&section->reader, n_terms, n_machines * sizeof(float)))
        return runs_past(section);
    struct scorer *scorer = &model->scorer;
    if (scorer_init(scorer, (enum scheme)scheme, model->labels.count, n_terms, section->error) != 0)
        return -1;
    bool finite = true;
    for (size_t m = 0; m < n_machines; m++) {
        scorer->bias[m] = bytes_get_f64(&section->reader);
        finite = finite && fabs(scorer->bias[m]) <= BIAS_MAX;
    }
    bytes_get_f32s(&section->reader, scorer->weights, n_terms * n_machines);
    int unsound = 0; /* no early end: the loop is for the vector unit */
    for (size_t i = 0; i < n_terms * n_machines; i++)
        unsound |= !isfinite(scorer->weights[i]);
    finite = finite && unsound == 0;
    if (section->reader.overrun)
        return runs_past(section);
    return finite ? 0 : refuse(section, "has a weight that is not a number");
}

static int get_calibration(struct section *section, struct stance_model *model)
{
    struct calibration *calibration = &model->calibration;
    if (calibration_init(calibration, model->labels.count, section->error) != 0)
        return -1;
    for (size_t k = 0; k < calibration->n_labels; k++) {
        calibration->slope[k] = bytes_get_f64(&section->reader);
        calibration->offset[k] = bytes_get_f64(&section->reader);
        if (section->reader.overrun)
            return runs_past(section);
        if (!(calibration->slope[k] > 0 && calibration->slope[k] <= CALIBRATION_MAX) ||
            !(fabs(calibration->offset[k]) <= CALIBRATION_MAX))
            return refuse(section, "has a number out of range for label %zu", k);
    }
    return 0;
}

static int get_abstention(struct section *section, struct stance_model *model)
{
    model->min_confidence = bytes_get_f64(&section->reader);
    if (section->reader.overrun)
        return runs_past(section);
    if (!(model->min_confidence >= 0 && model->min_confidence <= 1))
        return refuse(section, "has a confidence that is not from 0 to 1");
    return 0;
}

static int get_origin(struct section *section, struct stance_model *model)
{
    uint32_t count = bytes_get_u32(&section->reader);
    if (count > FACTS_MAX)
        return refuse(section, "claims %u facts", count);
    for (uint32_t i = 0; i < count; i++) {
        const char *key, *value;
        size_t key_length, value_length;
        if (get_string(section, FACT_LENGTH_LIMIT, &key, &key_length) != 0 ||
            get_string(section, FACT_LENGTH_LIMIT, &value, &value_length) != 0)
            return -1;
        char *name = memory_copy_string(key, key_length);
        int result = name == NULL ? error_no_memory(section->error)
                                  : model_add_fact(model, section->error, name, "%.*s",
                                                   (int)value_length, value);
        free(name);
        if (result != 0)
            return -1;
    }
    return section->reader.overrun ? runs_past(section) : 0;
}

/* ---- the file ---- */

static const struct {
    char tag[5];
    void (*put)(const struct stance_model *model, struct buffer *out);
    int (*get)(struct section *section, struct stance_model *model);
} sections[] = {
    {"LABL", put_labels, get_labels},           {"RECP", put_recipe, get_recipe},
    {"BOIL", put_boilerplate, get_boilerplate}, {"CUES", put_cues, get_cues},
    {"VOCB", put_vocabulary, get_vocabulary},   {"WGHT", put_weights, get_weights},
    {"CALB", put_calibration, get_calibration}, {"ABST", put_abstention, get_abstention},
    {"ORIG", put_origin, get_origin},
};

#define SECTION_COUNT (sizeof sections / sizeof sections[0])

int model_write(const struct stance_model *model, struct buffer *bytes, stance_error *error)
{
    struct buffer body = BUFFER_EMPTY, table = BUFFER_EMPTY;
    for (size_t i = 0; i < SECTION_COUNT; i++) {
        uint64_t start = body.length;
        sections[i].put(model, &body);
        buffer_append(&table, sections[i].tag, 4);
        bytes_put_u32(&table, 0);
        bytes_put_u64(&table, HEADER_SIZE + SECTION_COUNT * ENTRY_SIZE + start);
        bytes_put_u64(&table, body.length - start);
        buffer_append(&body, "\0\0\0\0\0\0\0", (8 - body.length % 8) % 8);
        if (body.failed)
            break;
    }
    uint64_t checksum = hash_bytes(body.data, body.length, hash_bytes(table.data, table.length, 0));
    buffer_append(bytes, magic, sizeof magic);
    bytes_put_u32(bytes, MODEL_FILE_VERSION);
    bytes_put_u32(bytes, (uint32_t)SECTION_COUNT);
    bytes_put_u64(bytes, checksum);
    buffer_append(bytes, table.data, table.length);
    buffer_append(bytes, body.data, body.length);
    bool failed = body.failed || table.failed || bytes->failed;
    buffer_release(&body);
    buffer_release(&table);
    return failed ? error_no_memory(error) : 0;
}

static int check_header(const void *bytes, size_t length, const char *where, stance_error *error)
{
    struct byte_reader reader = byte_reader_on(bytes, length);
    const char *start = bytes_get_run(&reader, sizeof magic);
    if (start == NULL || memcmp(start, magic, sizeof magic) != 0)
        return error_set(error, STANCE_MODEL, "%s: byte 0: not a stance model", where);
    uint32_t version = bytes_get_u32(&reader);
    if (!reader.overrun && (version < 1 || version > MODEL_FILE_VERSION))
        return error_set(error, STANCE_MODEL,
                         "%s: byte 8: model format %u; this program reads up to %d", where, version,
                         MODEL_FILE_VERSION);
    uint32_t count = bytes_get_u32(&reader);
    if (!reader.overrun && count != SECTION_COUNT)
        return error_set(error, STANCE_MODEL, "%s: byte 12: %u sections where there must be %zu",
                         where, count, SECTION_COUNT);
    uint64_t checksum = bytes_get_u64(&reader);
    size_t table_size = SECTION_COUNT * ENTRY_SIZE;
    const char *table = bytes_get_run(&reader, table_size);
    if (reader.overrun)
        return error_set(error, STANCE_MODEL, "%s: byte %zu: the file breaks off in its header",
                         where, length);
    if (hash_bytes(table + table_size, length - HEADER_SIZE - table_size,
                   hash_bytes(table, table_size, 0)) != checksum)
        return error_set(error, STANCE_MODEL,
                         "%s: byte %d: the checksum does not fit: damaged or cut short", where,
                         CHECKSUM_OFFSET);
    return 0;
}

static int read_sections(const void *bytes, size_t length, const char *where,
                         struct stance_model *model, stance_error *error)
{
    struct byte_reader table = byte_reader_on(bytes, length);
    table.position = HEADER_SIZE;
    uint64_t expected = HEADER_SIZE + SECTION_COUNT * ENTRY_SIZE;
    for (size_t i = 0; i < SECTION_COUNT; i++) {
        size_t entry = table.position;
        const char *tag = bytes_get_run(&table, 4);
        uint32_t zero = bytes_get_u32(&table);
        uint64_t offset = bytes_get_u64(&table), size = bytes_get_u64(&table);
        if (tag == NULL || memcmp(tag, sections[i].tag, 4) != 0 || zero != 0)
            return error_set(error, STANCE_MODEL, "%s: byte %zu: section %s must stand here", where,
                             entry, sections[i].tag);
        if (offset != expected || offset > length || size > length - offset)
            return error_set(error, STANCE_MODEL, "%s: byte %zu: section %s runs past the end",
                             where, entry + 8, sections[i].tag);
        struct section section = {.reader =
                                      byte_reader_on((const char *)bytes + offset, (size_t)size),
                                  .offset = (size_t)offset,
                                  .tag = sections[i].tag,
                                  .where = where,
                                  .error = error};
        if (sections[i].get(&section, model) != 0)
            return -1;
        if (section.reader.position != size)
            return refuse(&section, "goes on after its last field");
        expected = offset + (size + 7) / 8 * 8;
        for (uint64_t pad = offset + size; pad < expected; pad++)
            if (pad >= length || ((const char *)bytes)[pad] != '\0')
                return error_set(error, STANCE_MODEL, "%s: byte %llu: padding that is not zero",
                                 where, (unsigned long long)pad);
    }
    if (expected != length)
        return error_set(error, STANCE_MODEL, "%s: byte %llu: the file goes on after its end",
                         where, (unsigned long long)expected);
    return 0;
}

int model_read(const void *bytes, size_t length, const char *where, struct stance_model **model,
               stance_error *error)
{
    if (check_header(bytes, length, where, error) != 0)
        return -1;
    struct stance_model *made = model_new();
    if (made == NULL)
        return error_no_memory(error);
    if (read_sections(bytes, length, where, made, error) != 0) {
        stance_model_free(made);
        return -1;
    }
    struct byte_reader header = byte_reader_on(bytes, length);
    header.position = CHECKSUM_OFFSET;
    made->checksum = bytes_get_u64(&header);
    *model = made;
    return 0;
}

int model_save(const struct stance_model *model, const char *path, stance_error *error)
{
    struct buffer bytes = BUFFER_EMPTY;
    int result = model_write(model, &bytes, error);
    if (result == 0)
        result = file_write_atomic(path, bytes.data, bytes.length, error);
    buffer_release(&bytes);
    return result;
}

int stance_model_load(const char *name, stance_model **model, stance_error *error)
{
    size_t length;
    const void *embedded = builtin_model(name, &length);
    if (embedded != NULL)
        return model_read(embedded, length, name, model, error);
    struct buffer bytes = BUFFER_EMPTY;
    int result = file_read_all(name, MODEL_FILE_LIMIT, &bytes, error);
    if (result == 0)
        result = model_read(bytes.data, bytes.length, file_display_name(name), model, error);
    buffer_release(&bytes);
    return result;
}
