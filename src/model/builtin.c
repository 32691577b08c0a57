/* In: a name. Out: bytes that builtin_data.S has put into the program. Must not know the format of
 * models.
 */
#include "model/builtin.h"

#include "text/known_patterns.h"

#include <stdint.h>
#include <string.h>

extern const char builtin_stance_model[], builtin_sentiment_model[];
extern const char builtin_boilerplate_rules[], builtin_cue_patterns[];
extern const uint64_t builtin_stance_model_length, builtin_sentiment_model_length;
extern const uint64_t builtin_boilerplate_rules_length, builtin_cue_patterns_length;
extern const char builtin_label_codes[];
extern const uint64_t builtin_label_codes_length;

static const struct {
    const char *name;
    const char *bytes;
    const uint64_t *length;
} models[] = {
    {BUILTIN_DEFAULT_MODEL, builtin_stance_model, &builtin_stance_model_length},
    {"sentiment", builtin_sentiment_model, &builtin_sentiment_model_length},
};

const void *builtin_model(const char *name, size_t *length)
{
    for (size_t i = 0; i < sizeof models / sizeof models[0]; i++) {
        if (strcmp(name, models[i].name) == 0) {
            *length = (size_t)*models[i].length;
            return models[i].bytes;
        }
    }
    return NULL;
}

const char *builtin_boilerplate(size_t *length)
{
    *length = (size_t)builtin_boilerplate_rules_length;
    return builtin_boilerplate_rules;
}

const char *builtin_cues(size_t *length)
{
    *length = (size_t)builtin_cue_patterns_length;
    return builtin_cue_patterns;
}

static bool is_same(const char *source, size_t length, const char *own, uint64_t own_length)
{
    return length == own_length && memcmp(source, own, length) == 0;
}

int builtin_parse_patterns(const char *source, size_t length, const char *where,
                           struct pattern_list *list, stance_error *error)
{
    bool rules =
        is_same(source, length, builtin_boilerplate_rules, builtin_boilerplate_rules_length);
    bool cues = is_same(source, length, builtin_cue_patterns, builtin_cue_patterns_length);
    if (pattern_list_parse(source, length, rules || cues ? PATTERN_TRUSTED : PATTERN_CASELESS,
                           where, list, error) != 0)
        return -1;
    list->claims = cues ? &known_cue_claims : NULL;
    list->by_byte = rules ? known_rules_by_byte : NULL;
    return 0;
}

const char *builtin_event_codes(size_t *length)
{
    *length = (size_t)builtin_label_codes_length;
    return builtin_label_codes;
}
