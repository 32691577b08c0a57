/* In: bytes of a model. Out: what a reader makes of them, and what that costs. */
#include "forge.h"

#include "base/hash.h"
#include "base/memory.h"
#include "counted_memory.h"
#include "model/builtin.h"
#include "model/classify.h"
#include "model/model_file.h"
#include "report/model_summary.h"
#include "unit/fixture.h"

#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

#ifdef __SANITIZE_ADDRESS__
#define SLOWER 4
#else
#define SLOWER 1
#endif

#define LOAD_SECONDS     (0.1 * SLOWER)
#define LOAD_BYTES       ((size_t)64 << 20)
#define CLASSIFY_SECONDS (2.0 * SLOWER)
#define NAME             "forged.model"

static struct {
    size_t tried, refused, survived;
    double slowest_load, slowest_text;
    size_t peak;
} sum;

bool forge_is_long(void)
{
    return getenv("STANCE_TORTURE") != NULL;
}

static double processor_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* ---- good models ---- */

struct buffer forge_write(const stance_model *model)
{
    struct buffer bytes = BUFFER_EMPTY;
    stance_error error;
    REQUIRE(model_write(model, &bytes, &error) == 0);
    return bytes;
}

struct buffer forge_small(void)
{
    static const char rules[] = "byline\t^By \\p{Lu}\ncredit\t^Photo:\n";
    static const char cues[] = "deny\tdenie[sd]\ncharge\t\\b(?:accus|blam)ed\\b.{0,20}\\bport\n";
    struct trainer_options options = options_small();
    struct dataset dataset;
    struct cross_validation cv;
    stance_model *model = NULL;
    stance_error error;
    options.boilerplate = (struct pattern_source){rules, strlen(rules), "rules"};
    options.cues = (struct pattern_source){cues, strlen(cues), "cues"};
    options.resting_label = "neutral";
    rows_make(60, 10, 1, &dataset);
    REQUIRE(trainer_run(&dataset, &options, NULL, &model, &cv, &error) == 0);
    REQUIRE(model_add_fact(model, &error, "rows", "%d", 60) == 0);
    struct buffer bytes = forge_write(model);
    stance_model_free(model);
    cross_validation_release(&cv);
    dataset_release(&dataset);
    return bytes;
}

struct buffer forge_shipped(void)
{
    struct buffer bytes = BUFFER_EMPTY;
    size_t length;
    const void *builtin = builtin_model(BUILTIN_DEFAULT_MODEL, &length);
    REQUIRE(builtin != NULL);
    buffer_append(&bytes, builtin, length);
    REQUIRE(!bytes.failed);
    return bytes;
}

stance_model *forge_open(const struct buffer *bytes)
{
    stance_model *model = NULL;
    stance_error error;
    REQUIRE(model_read(bytes->data, bytes->length, NAME, &model, &error) == 0);
    return model;
}

/* ---- bytes ---- */

void forge_set(struct buffer *bytes, size_t place, size_t width, uint64_t value)
{
    REQUIRE(place + width <= bytes->length);
    for (size_t i = 0; i < width; i++)
        bytes->data[place + i] = (char)(value >> (8 * i));
}

uint64_t forge_get(const struct buffer *bytes, size_t place, size_t width)
{
    uint64_t value = 0;
    REQUIRE(place + width <= bytes->length);
    for (size_t i = 0; i < width; i++)
        value |= (uint64_t)(unsigned char)bytes->data[place + i] << (8 * i);
    return value;
}

void forge_seal(struct buffer *bytes)
{
    if (bytes->length < FORGE_BODY)
        return;
    uint64_t checksum = hash_bytes(bytes->data + FORGE_HEADER, FORGE_BODY - FORGE_HEADER, 0);
    forge_set(bytes, 16, 8,
              hash_bytes(bytes->data + FORGE_BODY, bytes->length - FORGE_BODY, checksum));
}

size_t forge_section(const struct buffer *bytes, size_t index, size_t *length)
{
    size_t entry = FORGE_HEADER + index * FORGE_ENTRY;
    *length = (size_t)forge_get(bytes, entry + 16, 8);
    return (size_t)forge_get(bytes, entry + 8, 8);
}

/* ---- readers ---- */

static bool is_sound(const stance_model *model, const stance_result *result)
{
    double total = 0;
    bool sound = result->label < model->labels.count && result->confidence >= 0 &&
                 result->confidence <= 1 + 1e-9;
    for (size_t k = 0; k < model->labels.count; k++) {
        sound = sound && isfinite(result->probabilities[k]) && isfinite(result->scores[k]);
        total += result->probabilities[k];
    }
    return sound && fabs(total - 1) < 1e-6;
}

static bool is_one_line(const char *message)
{
    size_t length = strlen(message);
    for (size_t i = 0; i < length; i++)
        if ((unsigned char)message[i] < 0x20 || message[i] == 0x7f)
            return false;
    return length > 0;
}

/* Whether the text is labelled, or refused with a reason, in time. */
static bool is_harmless(stance_classifier *classifier, const stance_model *model, const char *text,
                        size_t length, bool *answered)
{
    stance_result result;
    stance_error error = {STANCE_OK, ""};
    double start = processor_seconds();
    *answered = stance_classify(classifier, text, length, &result, &error) == 0;
    double seconds = processor_seconds() - start;
    sum.slowest_text = seconds > sum.slowest_text ? seconds : sum.slowest_text;
    if (seconds > CLASSIFY_SECONDS)
        fprintf(stderr, "\na text of %zu bytes took %.2f s: %s\n", length, seconds, error.message);
    return seconds <= CLASSIFY_SECONDS &&
           (*answered ? is_sound(model, &result)
                      : error.status == STANCE_DATA && is_one_line(error.message) &&
                            strstr(error.message, "gave up: ") != NULL);
}

bool forge_classify(const stance_model *model, const char *text, size_t length)
{
    stance_classifier *classifier = NULL;
    stance_error error;
    bool answered = false;
    double start = processor_seconds();
    REQUIRE(stance_classifier_new(model, &classifier, &error) == 0);
    CHECK(processor_seconds() - start < LOAD_SECONDS);
    CHECK(is_harmless(classifier, model, text, length, &answered));
    stance_classifier_free(classifier);
    return answered;
}

/* The work that a model is made for: some texts, and a look inside. */
static bool works(const stance_model *model)
{
    static const char *const texts[] = {
        "",
        "row1 the minister denied the report on tuesday",
        "By Ann: the port accused two of the city",
        "Photo: x",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!",
        "été “denied” _blamed_ 1 2 3 😀 denied-denied",
    };
    stance_classifier *classifier = NULL;
    stance_error error;
    struct buffer summary = BUFFER_EMPTY;
    bool answered, harmless = stance_classifier_new(model, &classifier, &error) == 0;
    for (size_t i = 0; harmless && i < sizeof texts / sizeof texts[0]; i++)
        harmless = is_harmless(classifier, model, texts[i], strlen(texts[i]), &answered);
    stance_classifier_free(classifier);
    harmless = harmless && model_summary_json(model, 3, &summary, &error) == 0;
    buffer_release(&summary);
    return harmless;
}

static bool is_good_refusal(const stance_error *error, const char *reason)
{
    static const char begin[] = NAME ": byte ";
    return error->status == STANCE_MODEL && is_one_line(error->message) &&
           strncmp(error->message, begin, strlen(begin)) == 0 &&
           strstr(error->message, reason) != NULL;
}

bool forge_try(const struct buffer *bytes, size_t length, enum forge_verdict verdict,
               const char *reason)
{
    stance_model *model = NULL;
    stance_error error = {STANCE_OK, ""};
    char *exact = memory_array(length, 1); /* so that a step too far is seen */
    REQUIRE(exact != NULL);
    if (length > 0)
        memcpy(exact, bytes->data, length);
    counted_memory_begin();
    double start = processor_seconds();
    bool loaded = model_read(exact, length, NAME, &model, &error) == 0;
    double seconds = processor_seconds() - start;
    size_t peak = counted_memory_peak();
    free(exact);

    bool good =
        seconds <= LOAD_SECONDS && peak <= LOAD_BYTES &&
        (loaded ? verdict == FORGE_HARMLESS && works(model) : is_good_refusal(&error, reason));
    if (!good)
        fprintf(stderr, "\n%s, %.3f s, %zu bytes: %s (wanted: %s)\n", loaded ? "loaded" : "refused",
                seconds, peak, error.message, reason);
    CHECK(good);
    stance_model_free(model);
    sum.tried++;
    sum.refused += !loaded;
    sum.survived += loaded;
    sum.slowest_load = seconds > sum.slowest_load ? seconds : sum.slowest_load;
    sum.peak = peak > sum.peak ? peak : sum.peak;
    return loaded;
}

void forge_report(void)
{
    struct rusage usage = {0};
    getrusage(RUSAGE_SELF, &usage);
    printf("hostile models: %zu tried, %zu refused, %zu survived, slowest %.0f ms, peak %.0f MB, "
           "slowest text %.2f s, %ld MB of memory in all\n",
           sum.tried, sum.refused, sum.survived, 1000 * sum.slowest_load,
           (double)sum.peak / (1 << 20), sum.slowest_text, usage.ru_maxrss / 1024);
}
