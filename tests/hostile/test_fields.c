/* Models whole and sealed, of which one field is not what it may be. */
#include "base/hash.h"
#include "base/memory.h"
#include "counted_memory.h"
#include "forge.h"
#include "model/classify.h"

#include <float.h>
#include <stdlib.h>

/* What a model must never hold; each is written in place of one that was sound. */
static void check_model(const stance_model *model, const char *reason)
{
    struct buffer bytes = forge_write(model);
    forge_try(&bytes, bytes.length, FORGE_REFUSED, reason);
    buffer_release(&bytes);
}

static stance_model *open_small(void)
{
    struct buffer bytes = forge_small();
    stance_model *model = forge_open(&bytes);
    buffer_release(&bytes);
    return model;
}

static void check_reals(stance_model *model, double *place, const double *bad, size_t n_bad,
                        const char *reason)
{
    double kept = *place;
    for (size_t i = 0; i < n_bad; i++) {
        *place = bad[i];
        check_model(model, reason);
    }
    *place = kept;
}

static void test_reals(void)
{
    static const double bad[] = {NAN, -NAN, INFINITY, -INFINITY, DBL_MAX, -DBL_MAX, 1e31};
    static const double slopes[] = {0, -1, -DBL_MIN, NAN, INFINITY, DBL_MAX, 1e7};
    static const double confidences[] = {-DBL_MIN, 1 + DBL_EPSILON, NAN, INFINITY, -INFINITY};
    stance_model *model = open_small();
    for (size_t m = 0; m < model->scorer.n_machines; m++)
        check_reals(model, &model->scorer.bias[m], bad, 7, "section WGHT has a weight");
    for (size_t k = 0; k < model->labels.count; k++) {
        check_reals(model, &model->calibration.slope[k], slopes, 7, "CALB has a number out");
        check_reals(model, &model->calibration.offset[k], bad, 7, "CALB has a number out");
    }
    check_reals(model, &model->min_confidence, confidences, 5, "ABST has a confidence");
    stance_model_free(model);
}

static void test_weights(void)
{
    static const float bad[] = {NAN, -NAN, INFINITY, -INFINITY};
    stance_model *model = open_small();
    size_t count = model->scorer.n_terms * model->scorer.n_machines;
    for (size_t i = 0; i < count; i += forge_is_long() ? 1 : 101) {
        float kept = model->scorer.weights[i];
        model->scorer.weights[i] = bad[i % 4];
        check_model(model, "section WGHT has a weight that is not a number");
        model->scorer.weights[i] = kept;
    }
    stance_model_free(model);
}

/* The largest numbers that are let in, all at once: scores must be finite still. */
static void test_largest_numbers(void)
{
    stance_model *model = open_small();
    for (size_t i = 0; i < model->scorer.n_terms * model->scorer.n_machines; i++)
        model->scorer.weights[i] = i % 3 == 0 ? -FLT_MAX : FLT_MAX;
    for (size_t k = 0; k < model->labels.count; k++) {
        model->scorer.bias[k] = k % 2 == 0 ? 1e30 : -1e30;
        model->calibration.slope[k] = 1e6;
        model->calibration.offset[k] = k % 2 == 0 ? -1e6 : 1e6;
    }
    struct buffer bytes = forge_write(model);
    CHECK(forge_try(&bytes, bytes.length, FORGE_HARMLESS, ""));
    buffer_release(&bytes);
    stance_model_free(model);
}

/* ---- names ---- */

static void test_labels(void)
{
    static const struct {
        const char *name, *reason;
    } names[] = {
        {"", "empty label, or one twice"},
        {"accusatory", "empty label, or one twice"},
        {"b\x1b[2J", "a control character in a label"},
        {"b\nneutral", "a control character in a label"},
        {"b\x7f", "a control character in a label"},
        {"b\xc2\x9b", "a control character in a label"},
        {"b\xff", "a string that is not text"},
        {"b\xed\xa0\x80", "a string that is not text"},
        {"zzz", "labels out of order"},
        {"Aaa", "labels out of order"},
    };
    stance_model *model = open_small();
    char *kept = model->labels.names[1];
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        model->labels.names[1] = memory_copy_string(names[i].name, strlen(names[i].name));
        REQUIRE(model->labels.names[1] != NULL);
        check_model(model, names[i].reason);
        free(model->labels.names[1]);
    }
    model->labels.names[1] = kept;
    stance_model_free(model);
}

/* Terms as they are, but for one that is another's, or the last one, or nothing that is known. */
static void test_terms(void)
{
    struct buffer bytes = forge_small();
    size_t length, at = forge_section(&bytes, 4, &length) + 12, count = 0;
    for (size_t end = at + length - 12; at + 8 < end; count++) {
        size_t size = (size_t)forge_get(&bytes, at + 4, 4);
        char *first = bytes.data + at + 8, kept = *first;
        if (count % (forge_is_long() ? 1 : 41) == 0) {
            static const char firsts[] = {'z', 'x', 'a', '\x01', '\x7f', ' '};
            *first = firsts[count % sizeof firsts];
            forge_seal(&bytes);
            forge_try(&bytes, bytes.length, FORGE_REFUSED, "section VOCB has a term of no kind");
            *first = kept == 'w' ? 'c' : 'w';
            forge_seal(&bytes);
            forge_try(&bytes, bytes.length, FORGE_HARMLESS, "section VOCB has terms out of order");
            *first = kept;
        }
        at += 8 + size;
    }
    CHECK(count > 100);
    buffer_release(&bytes);
}

/* ---- terms that are chosen for their hashes ---- */

/* A vocabulary of `count` terms that all begin their search in slot 0, or each in a slot of its own
 * in one run. */
static stance_model *model_of_collisions(uint32_t count, bool one_slot)
{
    stance_error error;
    stance_model *model = open_small();
    struct vocabulary *vocabulary = &model->vocabulary;
    size_t slots = 64;
    vocabulary_release(vocabulary);
    vocabulary->document_count = 1;
    vocabulary->document_frequency = memory_array(count, sizeof(uint32_t));
    REQUIRE(vocabulary->document_frequency != NULL);
    while (slots < 2 * (size_t)count)
        slots *= 2;
    bool *taken = memory_array(slots, sizeof *taken);
    REQUIRE(taken != NULL);
    for (uint32_t i = 0; vocabulary->terms.count < count; i++) {
        char term[16];
        size_t length = (size_t)snprintf(term, sizeof term, "w%08x", i);
        size_t slot = (size_t)hash_bytes(term, length, 0) & (slots - 1);
        if (one_slot ? slot > 0 : slot >= count || taken[slot])
            continue;
        taken[slot] = true;
        vocabulary->document_frequency[vocabulary->terms.count] = 1;
        REQUIRE(intern_add(&vocabulary->terms, term, length) != INTERN_ABSENT);
    }
    free(taken);
    scorer_release(&model->scorer);
    REQUIRE(scorer_init(&model->scorer, SCHEME_ONE_VS_REST, 3, count, &error) == 0);
    return model;
}

static void test_collisions(void)
{
    for (int one_slot = 0; one_slot < 2; one_slot++) {
        stance_model *model = model_of_collisions(5000, one_slot != 0);
        check_model(model, "section VOCB has terms that are made to collide");
        stance_model_free(model);
    }
}

/* ---- many of something ---- */

static stance_model *model_of_labels(size_t n_labels, enum scheme scheme)
{
    struct buffer source = BUFFER_EMPTY;
    stance_error error;
    stance_model *model = open_small();
    labels_release(&model->labels);
    for (size_t k = 0; k < n_labels; k++) {
        buffer_reset(&source);
        buffer_append_format(&source, "label %04zu", k);
        REQUIRE(labels_add(&model->labels, source.data, source.length, &error) == 0);
    }
    scorer_release(&model->scorer);
    calibration_release(&model->calibration);
    REQUIRE(scorer_init(&model->scorer, scheme, n_labels, model->vocabulary.terms.count, &error) ==
            0);
    REQUIRE(calibration_init(&model->calibration, n_labels, &error) == 0);
    buffer_release(&source);
    return model;
}

static void test_many_labels(void)
{
    static const struct {
        size_t n_labels;
        enum scheme scheme;
        enum forge_verdict verdict;
    } cases[] = {
        {1000, SCHEME_ONE_VS_REST, FORGE_HARMLESS},
        {60, SCHEME_ONE_VS_ONE, FORGE_HARMLESS},
        {201, SCHEME_ONE_VS_ONE, FORGE_REFUSED},
    };
    struct buffer text = BUFFER_EMPTY;
    buffer_append_string(&text, "the minister");
    for (size_t i = 0; i < 20000; i++)
        buffer_append_format(&text, " word%zu", i);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        stance_model *model = model_of_labels(cases[i].n_labels, cases[i].scheme);
        struct buffer bytes = forge_write(model);
        forge_try(&bytes, bytes.length, cases[i].verdict, "asks for 20100 machines");
        if (cases[i].verdict == FORGE_HARMLESS) {
            counted_memory_begin();
            CHECK(forge_classify(model, text.data, text.length));
            CHECK(counted_memory_peak() < (size_t)64 << 20);
        }
        buffer_release(&bytes);
        stance_model_free(model);
    }
    buffer_release(&text);
}

const struct suite suite_fields = {
    "hostile/fields",
    (const struct test[]){
        {"numbers out of range", test_reals},
        {"weights that are no numbers", test_weights},
        {"the largest numbers", test_largest_numbers},
        {"labels", test_labels},
        {"terms", test_terms},
        {"terms that collide", test_collisions},
        {"many labels", test_many_labels},
        {NULL, NULL},
    },
};
