/* A model file with a good checksum is refused at a byte, or written anew it is the same file, and
 * classifying with it gives probabilities. */
#include "support.h"

#include "base/bytes.h"
#include "base/hash.h"
#include "model/model_file.h"
#include "report/model_summary.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* As model_file.h draws it. */
#define CHECKSUM_AT 16
#define TABLE_AT    24
#define ENTRY_SIZE  24
#define SECTIONS    9
#define BODY_AT     (TABLE_AT + SECTIONS * ENTRY_SIZE)

/* Appends the input with the checksum that it should have. */
static void append_with_checksum(const uint8_t *data, size_t size, struct buffer *file)
{
    if (size < BODY_AT) {
        buffer_append(file, data, size);
        return;
    }
    buffer_append(file, data, CHECKSUM_AT);
    bytes_put_u64(file, hash_bytes(data + BODY_AT, size - BODY_AT,
                                   hash_bytes(data + TABLE_AT, BODY_AT - TABLE_AT, 0)));
    buffer_append(file, data + TABLE_AT, size - TABLE_AT);
}

static void check_written(const struct stance_model *model, const struct buffer *file)
{
    struct buffer written = BUFFER_EMPTY;
    stance_error error;
    PROMISE(model_write(model, &written, &error) == 0);
    PROMISE(written.length == file->length);
    PROMISE(memcmp(written.data, file->data, file->length) == 0);
    buffer_release(&written);
}

static void check_answer(const struct stance_model *model, const stance_result *result)
{
    double sum = 0;
    PROMISE(result->label < model->labels.count);
    PROMISE(result->confidence >= 0 && result->confidence <= 1);
    for (size_t k = 0; k < model->labels.count; k++) {
        PROMISE(result->probabilities[k] >= 0 && result->probabilities[k] <= 1);
        PROMISE(isfinite(result->scores[k]));
        sum += result->probabilities[k];
    }
    PROMISE(fabs(sum - 1) < 1e-9);
}

/* The terms of a model as a text, so that it knows the words. */
static void append_terms(const struct stance_model *model, struct buffer *text)
{
    for (uint32_t i = 0; i < model->vocabulary.terms.count; i++) {
        size_t length;
        const char *term = intern_get(&model->vocabulary.terms, i, &length);
        buffer_append(text, term + 1, length - 1);
        buffer_append_char(text, ' ');
    }
    PROMISE(!text->failed);
}

static void check_answers(const struct stance_model *model)
{
    struct stance_classifier *classifier;
    struct buffer terms = BUFFER_EMPTY;
    stance_error error;
    stance_result result;
    append_terms(model, &terms);
    const char *const texts[] = {"", "The minister denied it.",
                                 "Вся суть — в 25 словах: naïve, co-operate, don’t.",
                                 terms.length == 0 ? "" : terms.data};
    PROMISE(stance_classifier_new(model, &classifier, &error) == 0);
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        if (stance_classify(classifier, texts[i], strlen(texts[i]), &result, &error) == 0)
            check_answer(model, &result);
        else
            promise_error(&error, ""); /* a token pattern or a cue that gave up */
    stance_classifier_free(classifier);
    buffer_release(&terms);
}

static void check_summary(const struct stance_model *model)
{
    struct buffer summary = BUFFER_EMPTY;
    stance_error error;
    PROMISE(model_summary_json(model, 5, &summary, &error) == 0);
    PROMISE(summary.length > 0 && !summary.failed);
    buffer_release(&summary);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct buffer file = BUFFER_EMPTY;
    struct stance_model *model;
    stance_error error;
    append_with_checksum(data, size, &file);
    if (model_read(file.data, file.length, "it", &model, &error) != 0) {
        promise_error(&error, "it: byte ");
    } else {
        check_written(model, &file);
        check_answers(model);
        check_summary(model);
        stance_model_free(model);
    }
    buffer_release(&file);
    return 0;
}

/* ---- mutation ---- */

/* What libFuzzer asks for a changed input, and what it offers for that; without libFuzzer there is
 * no second one. */
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned int seed);
__attribute__((weak)) size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max_size);

struct section {
    size_t at;
    size_t size;
};

/* Whether the input is whole enough to be taken apart. */
static bool find_sections(const uint8_t *data, size_t size, struct section sections[SECTIONS])
{
    struct byte_reader reader = byte_reader_on(data, size);
    if (size < BODY_AT)
        return false;
    for (size_t i = 0; i < SECTIONS; i++) {
        reader.position = TABLE_AT + i * ENTRY_SIZE + 8;
        uint64_t at = bytes_get_u64(&reader), length = bytes_get_u64(&reader);
        if (at < BODY_AT || at > size || length > size - at)
            return false;
        sections[i] = (struct section){(size_t)at, (size_t)length};
    }
    return true;
}

/* Changes one section, and puts the file together again around it: otherwise nearly every change of
 * a length would be refused for what follows. */
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned int seed)
{
    struct section sections[SECTIONS];
    if (LLVMFuzzerMutate == NULL || seed % 8 == 0 || !find_sections(data, size, sections))
        return LLVMFuzzerMutate == NULL ? size : LLVMFuzzerMutate(data, size, max_size);
    size_t chosen = seed / 8 % SECTIONS;
    struct buffer body = BUFFER_EMPTY, file = BUFFER_EMPTY;
    buffer_append(&file, data, TABLE_AT);
    for (size_t i = 0; i < SECTIONS; i++) {
        size_t at = BODY_AT + body.length, length = sections[i].size;
        if (i != chosen) {
            buffer_append(&body, data + sections[i].at, length);
        } else {
            size_t most = length + 64;
            uint8_t *place = (uint8_t *)buffer_reserve(&body, most);
            PROMISE(place != NULL);
            memcpy(place, data + sections[i].at, length);
            length = LLVMFuzzerMutate(place, length, most);
            body.length += length;
        }
        while (body.length % 8 != 0)
            buffer_append_char(&body, '\0');
        buffer_append(&file, data + TABLE_AT + i * ENTRY_SIZE, 8); /* tag, 0 */
        bytes_put_u64(&file, at);
        bytes_put_u64(&file, length);
    }
    buffer_append(&file, body.data, body.length);
    PROMISE(!body.failed && !file.failed);
    if (file.length <= max_size) {
        size = file.length;
        memcpy(data, file.data, size);
    } else {
        size = LLVMFuzzerMutate(data, size, max_size);
    }
    buffer_release(&body);
    buffer_release(&file);
    return size;
}
