#include "model/model_file.h"

#include "base/bytes.h"
#include "base/hash.h"
#include "base/memory.h"
#include "check.h"
#include "fixture.h"
#include "model/classify.h"
#include "scratch.h"

#include <stdlib.h>

#define HEADER   24
#define ENTRY    24
#define SECTIONS 9
#define BODY     (HEADER + SECTIONS * ENTRY)
#define ANYWHERE SIZE_MAX /* in the section */

static const char *const tags[SECTIONS] = {"LABL", "RECP", "BOIL", "CUES", "VOCB",
                                           "WGHT", "CALB", "ABST", "ORIG"};

static struct buffer bytes_of(const stance_model *model)
{
    struct buffer bytes = BUFFER_EMPTY;
    stance_error error;
    REQUIRE(model_write(model, &bytes, &error) == 0);
    return bytes;
}

static struct buffer bytes_by_hand(void)
{
    stance_model *model = model_by_hand();
    struct buffer bytes = bytes_of(model);
    stance_model_free(model);
    return bytes;
}

static void set_number(struct buffer *bytes, size_t place, size_t width, uint64_t value)
{
    REQUIRE(place + width <= bytes->length);
    for (size_t i = 0; i < width; i++)
        bytes->data[place + i] = (char)(value >> (8 * i));
}

static uint64_t number_at(const struct buffer *bytes, size_t place)
{
    struct byte_reader reader = byte_reader_on(bytes->data, bytes->length);
    reader.position = place;
    return bytes_get_u64(&reader);
}

static size_t section_entry(const char *tag)
{
    size_t i = 0;
    while (strcmp(tags[i], tag) != 0)
        i++;
    return HEADER + i * ENTRY;
}

static size_t section_offset(const struct buffer *bytes, const char *tag)
{
    return (size_t)number_at(bytes, section_entry(tag) + 8);
}

static size_t section_size(const struct buffer *bytes, const char *tag)
{
    return (size_t)number_at(bytes, section_entry(tag) + 16);
}

/* Makes the checksum fit again. */
static void seal(struct buffer *bytes)
{
    uint64_t checksum = hash_bytes(bytes->data + HEADER, BODY - HEADER, 0);
    checksum = hash_bytes(bytes->data + BODY, bytes->length - BODY, checksum);
    set_number(bytes, 16, 8, checksum);
}

/* Reads bytes that must be refused; the error is filled. */
static void refuse(const void *bytes, size_t length, stance_error *error)
{
    stance_model *model = NULL;
    *error = (stance_error){0};
    CHECK_INT(model_read(bytes, length, "hand.model", &model, error), -1);
    CHECK(model == NULL);
    CHECK_INT(error->status, STANCE_MODEL);
    CHECK(strncmp(error->message, "hand.model: byte ", 17) == 0);
    stance_model_free(model);
}

static void check_refused(const struct buffer *bytes, size_t place, const char *reason)
{
    stance_error error;
    char expected[1200];
    refuse(bytes->data, bytes->length, &error);
    snprintf(expected, sizeof expected, "hand.model: byte %zu: %s", place, reason);
    CHECK_STRING(error.message, expected);
}

/* The same, for a byte somewhere in a section. */
static void check_refused_in(const struct buffer *bytes, const char *tag, const char *reason)
{
    stance_error error;
    refuse(bytes->data, bytes->length, &error);
    size_t place = strtoul(error.message + strlen("hand.model: byte "), NULL, 10);
    size_t begin = section_offset(bytes, tag);
    CHECK(place >= begin && place <= begin + section_size(bytes, tag));
    CHECK_CONTAINS(error.message, tag);
    CHECK_CONTAINS(error.message, reason);
}

/* ---- what is whole ---- */

static void check_same_as_by_hand(const stance_model *model)
{
    CHECK_INT(model->labels.count, 3);
    CHECK_STRING(model->labels.names[1], "denial");
    CHECK_INT(model->labels.resting, 2);
    CHECK_STRING(model->recipe.token_pattern, TOKENIZER_DEFAULT_PATTERN);
    CHECK_INT(model->recipe.word_max, 1);
    CHECK_INT(model->recipe.char_max, 0);
    CHECK_INT(model->recipe.weighting, WEIGHTING_TFIDF);
    CHECK_INT(model->boilerplate.count, 2);
    CHECK_STRING(model->boilerplate.items[1].name, "credit");
    CHECK_INT(model->cues.count, 1);
    CHECK_STRING(model->cues.items[0].name, "deny");
    CHECK_INT(model->vocabulary.document_count, 9);
    CHECK_INT(model->vocabulary.terms.count, 5);
    CHECK_INT(intern_find(&model->vocabulary.terms, "wdenied", 7), 2);
    CHECK_INT(model->vocabulary.document_frequency[2], 3);
    CHECK_INT(model->scorer.scheme, SCHEME_ONE_VS_REST);
    CHECK_NEAR((double)model->scorer.weights[8], -1.5, 0);
    CHECK_NEAR(model->scorer.bias[2], 0.5, 0);
    CHECK_NEAR(model->calibration.slope[0], 1, 0);
    CHECK_STRING(model_fact(model, "program"), "by hand");
    CHECK_STRING(model_fact(model, "rows"), "9");
    CHECK(model_fact(model, "no such fact") == NULL);
}

static void test_round_trip(void)
{
    struct buffer bytes = bytes_by_hand(), again = BUFFER_EMPTY;
    stance_model *model = NULL;
    stance_error error;
    REQUIRE(model_read(bytes.data, bytes.length, "hand.model", &model, &error) == 0);
    check_same_as_by_hand(model);
    buffer_append_string(&again, "before");
    CHECK_INT(model_write(model, &again, &error), 0); /* appends */
    CHECK_INT(again.length, 6 + bytes.length);
    CHECK(memcmp(again.data + 6, bytes.data, bytes.length) == 0);
    stance_model_free(model);
    buffer_release(&bytes);
    buffer_release(&again);
}

static void test_layout(void)
{
    struct buffer bytes = bytes_by_hand();
    size_t expected = BODY;
    CHECK(memcmp(bytes.data, "STANCE\r\n\1\0\0\0\11\0\0\0", 16) == 0);
    for (size_t i = 0; i < SECTIONS; i++) {
        CHECK(memcmp(bytes.data + HEADER + i * ENTRY, tags[i], 4) == 0);
        CHECK_INT(section_offset(&bytes, tags[i]), expected);
        expected += (section_size(&bytes, tags[i]) + 7) / 8 * 8;
    }
    CHECK_INT(bytes.length, expected);
    static const unsigned char labels[] = "\3\0\0\0\2\0\0\0\12\0\0\0accusatory";
    CHECK(memcmp(bytes.data + BODY, labels, sizeof labels - 1) == 0);
    static const unsigned char weights[] = "\0\0\0\0" /* scheme */
                                           "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\xe0\x3f"
                                           "\0\0\0\x40\0\0\x80\xbf\0\0\xc0\xbf"; /* 2 -1 -1.5 */
    CHECK(memcmp(bytes.data + section_offset(&bytes, "WGHT"), weights, sizeof weights - 1) == 0);
    buffer_release(&bytes);
}

static void test_no_resting_label(void)
{
    stance_model *model = model_by_hand(), *read = NULL;
    stance_error error;
    model->labels.resting = LABEL_ABSENT;
    struct buffer bytes = bytes_of(model);
    REQUIRE(model_read(bytes.data, bytes.length, "hand.model", &read, &error) == 0);
    CHECK(read->labels.resting == LABEL_ABSENT);
    stance_model_free(read);
    stance_model_free(model);
    buffer_release(&bytes);
}

static void test_abstention(void)
{
    static const double confidences[] = {0, 0.1, 0.625, 0.9999999999999999, 1};
    for (size_t i = 0; i < sizeof confidences / sizeof confidences[0]; i++) {
        stance_model *model = model_by_hand(), *read = NULL;
        stance_error error;
        CHECK_NEAR(model->min_confidence, 0, 0); /* unless something is asked for */
        model->min_confidence = confidences[i];
        struct buffer bytes = bytes_of(model);
        CHECK_INT(section_size(&bytes, "ABST"), 8);
        REQUIRE(model_read(bytes.data, bytes.length, "hand.model", &read, &error) == 0);
        CHECK_NEAR(read->min_confidence, confidences[i], 0);
        stance_model_free(read);
        stance_model_free(model);
        buffer_release(&bytes);
    }
}

/* ---- what is broken ---- */

static void test_every_truncation(void)
{
    struct buffer bytes = bytes_by_hand();
    for (size_t length = 0; length < bytes.length; length++) {
        stance_error error;
        char *exact = memory_array(length, 1); /* so that a step too far is seen */
        REQUIRE(exact != NULL);
        memcpy(exact, bytes.data, length);
        refuse(exact, length, &error);
        free(exact);
    }
    buffer_release(&bytes);
}

static void test_every_truncation_with_a_checksum_that_fits(void)
{
    struct buffer bytes = bytes_by_hand();
    for (size_t length = bytes.length - 1; length >= BODY; length--) {
        stance_error error;
        bytes.length = length;
        seal(&bytes);
        refuse(bytes.data, length, &error);
        CHECK(strstr(error.message, "checksum") == NULL);
    }
    buffer_release(&bytes);
}

static void test_every_flipped_bit(void)
{
    struct buffer bytes = bytes_by_hand();
    for (size_t bit = 0; bit < 8 * bytes.length; bit++) {
        stance_error error;
        bytes.data[bit / 8] = (char)(bytes.data[bit / 8] ^ (1 << bit % 8));
        refuse(bytes.data, bytes.length, &error);
        bytes.data[bit / 8] = (char)(bytes.data[bit / 8] ^ (1 << bit % 8));
    }
    buffer_release(&bytes);
}

/* A flipped bit under a checksum that fits is refused, or it is part of the model: then it is
 * written again as it was read. */
static void test_every_flipped_bit_with_a_checksum_that_fits(void)
{
    struct buffer bytes = bytes_by_hand();
    size_t accepted = 0, refused = 0, lost = 0;
    for (size_t bit = 8 * HEADER; bit < 8 * bytes.length; bit++) {
        stance_model *model = NULL;
        stance_error error;
        bytes.data[bit / 8] = (char)(bytes.data[bit / 8] ^ (1 << bit % 8));
        seal(&bytes);
        if (model_read(bytes.data, bytes.length, "hand.model", &model, &error) == 0) {
            struct buffer again = bytes_of(model);
            lost +=
                again.length != bytes.length || memcmp(again.data, bytes.data, bytes.length) != 0;
            buffer_release(&again);
            accepted++;
        } else {
            CHECK_INT(error.status, STANCE_MODEL);
            refused++;
        }
        stance_model_free(model);
        bytes.data[bit / 8] = (char)(bytes.data[bit / 8] ^ (1 << bit % 8));
    }
    CHECK(accepted > 1000); /* most bits of a weight may be either */
    CHECK(refused > 1000);
    CHECK_INT(lost, 0);
    buffer_release(&bytes);
}

static const struct {
    size_t place, width;
    uint64_t value;
    size_t byte;
    const char *reason;
} headers[] = {
    {0, 1, 's', 0, "not a stance model"},
    {6, 1, '\n', 0, "not a stance model"},
    {8, 4, 2, 8, "model format 2; this program reads up to 1"},
    {8, 4, 0, 8, "model format 0; this program reads up to 1"},
    {8, 4, UINT32_MAX, 8, "model format 4294967295; this program reads up to 1"},
    {12, 4, 8, 12, "8 sections where there must be 9"},
    {12, 4, 10, 12, "10 sections where there must be 9"},
    {12, 4, UINT32_MAX, 12, "4294967295 sections where there must be 9"},
    {24, 1, 'l', 24, "section LABL must stand here"},
    {48, 4, 0x4c42414c, 48, "section RECP must stand here"}, /* a second LABL */
    {28, 4, 1, 24, "section LABL must stand here"},
    {32, 8, 0, 32, "section LABL runs past the end"},
    {32, 8, BODY + 8, 32, "section LABL runs past the end"},
    {32, 8, UINT64_MAX, 32, "section LABL runs past the end"},
    {40, 8, UINT64_MAX, 32, "section LABL runs past the end"},
    {40, 8, UINT64_MAX - 200, 32, "section LABL runs past the end"},
    {40, 8, 1 << 20, 32, "section LABL runs past the end"},
};

static void test_headers(void)
{
    for (size_t i = 0; i < sizeof headers / sizeof headers[0]; i++) {
        struct buffer bytes = bytes_by_hand();
        set_number(&bytes, headers[i].place, headers[i].width, headers[i].value);
        seal(&bytes);
        check_refused(&bytes, headers[i].byte, headers[i].reason);
        buffer_release(&bytes);
    }
}

static void test_a_checksum_that_does_not_fit(void)
{
    struct buffer bytes = bytes_by_hand();
    set_number(&bytes, 16, 8, number_at(&bytes, 16) + 1);
    check_refused(&bytes, 16, "the checksum does not fit: damaged or cut short");
    buffer_release(&bytes);
}

static void test_more_than_a_model(void)
{
    struct buffer bytes = bytes_by_hand();
    size_t end = bytes.length;
    for (int i = 0; i < 20; i++) {
        buffer_append_char(&bytes, '\0');
        seal(&bytes);
        check_refused(&bytes, end, "the file goes on after its end");
    }
    buffer_release(&bytes);
}

/* Each section by each length but its own. */
static void test_lying_lengths(void)
{
    struct buffer bytes = bytes_by_hand();
    for (size_t i = 0; i < SECTIONS; i++) {
        size_t entry = HEADER + i * ENTRY, size = section_size(&bytes, tags[i]);
        for (size_t lie = 0; lie < size + 16; lie++) {
            stance_error error;
            if (lie == size)
                continue;
            set_number(&bytes, entry + 16, 8, lie);
            seal(&bytes);
            refuse(bytes.data, bytes.length, &error);
        }
        set_number(&bytes, entry + 16, 8, size);
    }
    buffer_release(&bytes);
}

/* The same file with a section of another length: cut off, or with zeros after it. Everything else
 * is as it should be. */
static struct buffer with_length(const struct buffer *bytes, const char *tag, size_t length)
{
    struct buffer made = BUFFER_EMPTY;
    buffer_append(&made, bytes->data, BODY);
    for (size_t i = 0; i < SECTIONS; i++) {
        size_t begin = section_offset(bytes, tags[i]), have = section_size(bytes, tags[i]);
        size_t want = strcmp(tags[i], tag) == 0 ? length : have;
        set_number(&made, HEADER + i * ENTRY + 8, 8, made.length);
        set_number(&made, HEADER + i * ENTRY + 16, 8, want);
        buffer_append(&made, bytes->data + begin, want < have ? want : have);
        while (want-- > have)
            buffer_append_char(&made, '\0');
        while (made.length % 8 != 0)
            buffer_append_char(&made, '\0');
    }
    seal(&made);
    return made;
}

static void test_sections_of_the_wrong_length(void)
{
    struct buffer bytes = bytes_by_hand();
    for (size_t i = 0; i < SECTIONS; i++) {
        size_t size = section_size(&bytes, tags[i]);
        for (size_t length = 0; length < size + 16; length++) {
            struct buffer made = with_length(&bytes, tags[i], length);
            if (length == size) {
                CHECK(made.length == bytes.length &&
                      memcmp(made.data, bytes.data, bytes.length) == 0);
            } else {
                check_refused_in(&made, tags[i], "section");
            }
            buffer_release(&made);
        }
    }
    buffer_release(&bytes);
}

#define DOUBLE_NAN     UINT64_C(0x7ff8000000000000)
#define DOUBLE_INF     UINT64_C(0x7ff0000000000000)
#define DOUBLE_HUGE    UINT64_C(0x7fe0000000000000) /* 9e307: finite, but not with others */
#define DOUBLE_MINUS   UINT64_C(0xbff0000000000000) /* -1 */
#define DOUBLE_BELOW_0 UINT64_C(0x8000000000000001) /* the next to 0 */
#define DOUBLE_ABOVE_1 UINT64_C(0x3ff0000000000001) /* the next to 1 */
#define FLOAT_NAN      0x7fc00000
#define FLOAT_INF      0x7f800000
#define FLOAT_LESS_INF 0xff800000

/* One number of one section changed, and what is said of it. */
static const struct {
    const char *tag;
    size_t place, width; /* in the section */
    uint64_t value;
    size_t byte; /* in the section */
    const char *reason;
} numbers[] = {
    {"LABL", 0, 4, 0, 8, "section LABL has 0 labels; 2 to 1000 are possible"},
    {"LABL", 0, 4, 1, 8, "section LABL has 1 labels; 2 to 1000 are possible"},
    {"LABL", 0, 4, 1001, 8, "section LABL has 1001 labels; 2 to 1000 are possible"},
    {"LABL", 0, 4, 4, 43, "section LABL runs past its end"},
    {"LABL", 4, 4, 3, 8, "section LABL names label 3 of 3"},
    {"LABL", 8, 4, 0, 12, "section LABL has an empty label, or one twice"},
    {"LABL", 8, 4, 32, 12, "section LABL runs past its end"},
    {"LABL", 8, 4, 256, 12, "section LABL has a string of 256 bytes, more than 255"},
    {"LABL", 8, 4, UINT32_MAX, 12, "section LABL has a string of 4294967295 bytes, more than 255"},
    {"LABL", 12, 1, 0x1b, 22, "section LABL has a control character in a label"},
    {"LABL", 12, 1, 0x7f, 22, "section LABL has a control character in a label"},
    {"LABL", 12, 2, 0x9bc2, 22, "section LABL has a control character in a label"},
    {"LABL", 12, 1, 0xff, 22, "section LABL has a string that is not text"},
    {"LABL", 12, 1, 0, 22, "section LABL has a string that is not text"},
    {"RECP", 24, 4, 4, 28, "section RECP has an unknown weighting 4"},
    {"RECP", 24, 4, UINT32_MAX, 28, "section RECP has an unknown weighting 4294967295"},
    {"RECP", 4, 4, 9, ANYWHERE, "is unsound: word n-grams of 1 to 9: orders go from 1 to 8"},
    {"RECP", 12, 4, 2, ANYWHERE, "is unsound: character n-grams of 0 to 2: orders"},
    {"RECP", 16, 4, 0, ANYWHERE, "is unsound: the minimum document frequency is at least 1"},
    {"RECP", 28, 4, 4097, 32, "section RECP has a string of 4097 bytes, more than 4096"},
    {"RECP", 28, 4, 4096, 32, "section RECP runs past its end"},
    {"RECP", 32, 1, '(', ANYWHERE, "is unsound: token pattern: byte "},
    {"BOIL", 0, 4, 10000, ANYWHERE, "more than"},
    {"BOIL", 10, 1, 'x', ANYWHERE, "is unsound: boilerplate: line 1: not 'name<TAB>pattern'"},
    {"CUES", 0, 4, 10000, ANYWHERE, "more than"},
    {"CUES", 9, 1, '(', ANYWHERE, "is unsound: cues: line 1: byte "},
    {"BOIL", 11, 1, '(', ANYWHERE, "is unsound: boilerplate: line 1: byte "},
    {"VOCB", 0, 8, 4, 84, "section VOCB says that term 4 stands in 5 of 4 texts"},
    {"VOCB", 8, 4, 4, 70, "section VOCB goes on after its last field"},
    {"VOCB", 8, 4, 6, 84, "section VOCB runs past its end"},
    {"VOCB", 8, 4, UINT32_MAX, 12, "section VOCB runs past its end"},
    {"VOCB", 12, 4, 0, 28, "section VOCB says that term 0 stands in 0 of 9 texts"},
    {"VOCB", 12, 4, 10, 28, "section VOCB says that term 0 stands in 10 of 9 texts"},
    {"VOCB", 16, 4, 65535, 20, "section VOCB runs past its end"},
    {"VOCB", 16, 4, 1, 21, "section VOCB has a term of no kind at number 0"}, /* a mark alone */
    {"VOCB", 20, 1, 'a', 28, "section VOCB has a term of no kind at number 0"},
    {"VOCB", 21, 1, 0xc3, 28, "section VOCB has a string that is not text"},
    {"VOCB", 37, 1, 'a', 41, "section VOCB has terms out of order at number 1"},
    {"WGHT", 0, 4, 2, 4, "section WGHT has an unknown scheme 2"},
    {"WGHT", 4, 8, DOUBLE_NAN, ANYWHERE, "has a weight that is not a number"},
    {"WGHT", 4, 8, DOUBLE_HUGE, ANYWHERE, "has a weight that is not a number"},
    {"WGHT", 20, 8, DOUBLE_INF, ANYWHERE, "has a weight that is not a number"},
    {"WGHT", 28, 4, FLOAT_NAN, ANYWHERE, "has a weight that is not a number"},
    {"WGHT", 56, 4, FLOAT_INF, ANYWHERE, "has a weight that is not a number"},
    {"WGHT", 84, 4, FLOAT_LESS_INF, ANYWHERE, "has a weight that is not a number"},
    {"CALB", 0, 8, 0, 16, "section CALB has a number out of range for label 0"},
    {"CALB", 0, 8, DOUBLE_MINUS, 16, "section CALB has a number out of range for label 0"},
    {"CALB", 16, 8, DOUBLE_NAN, 32, "section CALB has a number out of range for label 1"},
    {"CALB", 32, 8, DOUBLE_INF, 48, "section CALB has a number out of range for label 2"},
    {"CALB", 0, 8, DOUBLE_HUGE, 16, "section CALB has a number out of range for label 0"},
    {"CALB", 8, 8, DOUBLE_HUGE, 16, "section CALB has a number out of range for label 0"},
    {"CALB", 40, 8, DOUBLE_NAN, 48, "section CALB has a number out of range for label 2"},
    {"ABST", 0, 8, DOUBLE_MINUS, 8, "section ABST has a confidence that is not from 0 to 1"},
    {"ABST", 0, 8, DOUBLE_BELOW_0, 8, "section ABST has a confidence that is not from 0 to 1"},
    {"ABST", 0, 8, DOUBLE_ABOVE_1, 8, "section ABST has a confidence that is not from 0 to 1"},
    {"ABST", 0, 8, DOUBLE_NAN, 8, "section ABST has a confidence that is not from 0 to 1"},
    {"ABST", 0, 8, DOUBLE_INF, 8, "section ABST has a confidence that is not from 0 to 1"},
    {"ORIG", 0, 4, 1, 26, "section ORIG goes on after its last field"},
    {"ORIG", 0, 4, 3, 39, "section ORIG runs past its end"},
    {"ORIG", 0, 4, 1001, 4, "section ORIG claims 1001 facts"},
    {"ORIG", 0, 4, UINT32_MAX, 4, "section ORIG claims 4294967295 facts"},
    {"ORIG", 8, 1, 0x80, 15, "section ORIG has a string that is not text"},
};

static void test_numbers(void)
{
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        struct buffer bytes = bytes_by_hand();
        size_t begin = section_offset(&bytes, numbers[i].tag);
        set_number(&bytes, begin + numbers[i].place, numbers[i].width, numbers[i].value);
        seal(&bytes);
        if (numbers[i].byte == ANYWHERE)
            check_refused_in(&bytes, numbers[i].tag, numbers[i].reason);
        else
            check_refused(&bytes, begin + numbers[i].byte, numbers[i].reason);
        buffer_release(&bytes);
    }
}

static void rename_label(stance_model *model, size_t label, const char *name)
{
    free(model->labels.names[label]);
    model->labels.names[label] = memory_copy_string(name, strlen(name));
    REQUIRE(model->labels.names[label] != NULL);
}

static void test_a_label_twice(void)
{
    stance_model *model = model_by_hand();
    rename_label(model, 1, "accusatory");
    struct buffer bytes = bytes_of(model);
    check_refused(&bytes, BODY + 36, "section LABL has an empty label, or one twice");
    buffer_release(&bytes);
    stance_model_free(model);
}

static void test_labels_out_of_order(void)
{
    stance_model *model = model_by_hand();
    rename_label(model, 1, "Denial");
    struct buffer bytes = bytes_of(model);
    check_refused_in(&bytes, "LABL", "order");
    buffer_release(&bytes);
    stance_model_free(model);
}

static void test_a_term_twice(void)
{
    struct buffer bytes = bytes_by_hand();
    size_t begin = section_offset(&bytes, "VOCB");
    memcpy(bytes.data + begin + 64, "wlevel", 6); /* it was "wequal" */
    seal(&bytes);
    check_refused(&bytes, begin + 84, "section VOCB has terms out of order at number 4");
    buffer_release(&bytes);
}

/* What can be learnt can be loaded: a training text may hold a word of any length. */
static void test_a_very_long_term(void)
{
    static const char *const terms[] = {"waccused", "wcalm", "wdenied", "wequal"};
    stance_model *model = model_by_hand(), *loaded = NULL;
    struct intern *interned = &model->vocabulary.terms;
    stance_error error;
    char last[100000];
    intern_release(interned);
    for (size_t i = 0; i < 4; i++)
        REQUIRE(intern_add(interned, terms[i], strlen(terms[i])) == i);
    memset(last, 'w', sizeof last);
    REQUIRE(intern_add(interned, last, sizeof last) == 4);
    struct buffer bytes = bytes_of(model);
    CHECK_INT(model_read(bytes.data, bytes.length, "hand.model", &loaded, &error), 0);
    if (loaded != NULL)
        CHECK_INT(intern_find(&loaded->vocabulary.terms, last, sizeof last), 4);
    stance_model_free(loaded);
    stance_model_free(model);
    buffer_release(&bytes);
}

static void test_hostile_patterns(void)
{
    static const char *const patterns[] = {"\\C",   "(",        "a{99999}",
                                           "[z-a]", "(?<=a+)b", "\\p{Xyzzy}"};
    for (size_t i = 0; i < sizeof patterns / sizeof patterns[0]; i++) {
        stance_model *model = model_by_hand();
        free(model->recipe.token_pattern);
        model->recipe.token_pattern = memory_copy_string(patterns[i], strlen(patterns[i]));
        REQUIRE(model->recipe.token_pattern != NULL);
        struct buffer bytes = bytes_of(model);
        check_refused_in(&bytes, "RECP", "is unsound: token pattern: byte ");
        buffer_release(&bytes);
        stance_model_free(model);
    }
}

/* ---- files ---- */

static void test_save_and_load(void)
{
    struct scratch scratch;
    stance_model *model = model_by_hand(), *loaded = NULL;
    stance_error error;
    scratch_make(&scratch);
    const char *path = scratch_path(&scratch, "by hand.model");
    CHECK_INT(model_save(model, path, &error), 0);
    CHECK_INT(model_save(model, path, &error), 0); /* over itself */
    CHECK_INT(scratch_count(&scratch), 1);
    REQUIRE(stance_model_load(path, &loaded, &error) == 0);
    check_same_as_by_hand(loaded);
    stance_model_free(loaded);
    stance_model_free(model);
    scratch_remove(&scratch);
}

static void test_what_cannot_be_loaded(void)
{
    struct scratch scratch;
    struct buffer bytes = bytes_by_hand();
    bytes.data[bytes.length - 1] ^= 1;
    const struct {
        const char *bytes; /* NULL: no file */
        size_t length;
        enum stance_status status;
        const char *message;
    } files[] = {
        {"hello\n", 6, STANCE_MODEL, ": byte 0: not a stance model"},
        {"", 0, STANCE_MODEL, ": byte 0: not a stance model"},
        {bytes.data, 30, STANCE_MODEL, ": byte 30: the file breaks off in its header"},
        {bytes.data, bytes.length, STANCE_MODEL,
         ": byte 16: the checksum does not fit: damaged or cut short"},
        {NULL, 0, STANCE_IO, ": cannot open: No such file or directory"},
    };
    scratch_make(&scratch);
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        stance_model *model = NULL;
        stance_error error;
        const char *path = files[i].bytes == NULL
                               ? scratch_path(&scratch, "none")
                               : scratch_write(&scratch, "some", files[i].bytes, files[i].length);
        CHECK_INT(stance_model_load(path, &model, &error), -1);
        CHECK(model == NULL);
        CHECK_INT(error.status, files[i].status);
        CHECK_STRING(scratch_after_path(&scratch, error.message), files[i].message);
    }
    scratch_remove(&scratch);
    buffer_release(&bytes);
}

static void test_the_model_in_the_program(void)
{
    static const char text[] = "The ministry denied the accusation.";
    stance_model *model = NULL;
    stance_classifier *classifier = NULL;
    stance_result result;
    stance_error error;
    REQUIRE(stance_model_load("stance", &model, &error) == 0);
    CHECK(labels_find(&model->labels, "denial", 6) != LABEL_ABSENT);
    REQUIRE(stance_classifier_new(model, &classifier, &error) == 0);
    CHECK_INT(stance_classify(classifier, text, strlen(text), &result, &error), 0);
    CHECK(result.known);
    stance_classifier_free(classifier);
    stance_model_free(model);
}

const struct suite suite_model_file = {
    "model/model_file",
    (const struct test[]){
        {"round trip", test_round_trip},
        {"layout", test_layout},
        {"no resting label", test_no_resting_label},
        {"abstention", test_abstention},
        {"every truncation", test_every_truncation},
        {"every truncation with a checksum that fits",
         test_every_truncation_with_a_checksum_that_fits},
        {"every flipped bit", test_every_flipped_bit},
        {"every flipped bit with a checksum that fits",
         test_every_flipped_bit_with_a_checksum_that_fits},
        {"headers", test_headers},
        {"a checksum that does not fit", test_a_checksum_that_does_not_fit},
        {"more than a model", test_more_than_a_model},
        {"lying lengths", test_lying_lengths},
        {"sections of the wrong length", test_sections_of_the_wrong_length},
        {"numbers", test_numbers},
        {"a label twice", test_a_label_twice},
        {"labels out of order", test_labels_out_of_order},
        {"a term twice", test_a_term_twice},
        {"a very long term", test_a_very_long_term},
        {"hostile patterns", test_hostile_patterns},
        {"save and load", test_save_and_load},
        {"what cannot be loaded", test_what_cannot_be_loaded},
        {"the model in the program", test_the_model_in_the_program},
        {NULL, NULL},
    },
};
