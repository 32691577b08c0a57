/* In: cues, boilerplate rules. Out: the source of known_patterns.h's tables. A program of its own,
 * run while the library is built; must not know what the patterns mean. */
#include "base/file.h"
#include "text/known_patterns.h"

#include <stdio.h>
#include <stdlib.h>

#define RULES_MAX 64 /* bits */

static int read_list(const char *path, struct pattern_list *list, stance_error *error)
{
    struct buffer bytes = BUFFER_EMPTY;
    int result = file_read_all(path, (size_t)1 << 20, &bytes, error);
    if (result == 0)
        result = pattern_list_parse(bytes.data, bytes.length, PATTERN_CASELESS, path, list, error);
    buffer_release(&bytes);
    return result;
}

static int print_claims(const struct pattern_list *cues, stance_error *error)
{
    struct claims claims;
    if (claims_find(cues, &claims, error) != 0)
        return -1;
    printf("static const struct claim items[] = {\n");
    for (size_t i = 0; i < claims.count; i++) {
        const struct claim *claim = &claims.items[i];
        printf("{%u, %u, {%u, \"%.*s\"}},\n", claim->pattern, claim->mark, claim->literal.length,
               claim->literal.length, claim->literal.symbols);
    }
    printf("};\n\nstatic const uint8_t traits[] = {");
    for (size_t i = 0; i < cues->count; i++)
        printf("%u, ", claims.traits[i]);
    printf("};\n\nconst struct claims known_cue_claims = {\n"
           "    .items = (struct claim *)items, .count = %zu, .traits = (uint8_t *)traits};\n\n",
           claims.count);
    claims_release(&claims);
    return 0;
}

/* Tries all beginnings of two ASCII characters. Others leave it open, as do both bytes of one that
 * is not ASCII. */
static void ask(const struct pattern *rule, struct pattern_scratch *scratch, uint64_t bit,
                uint64_t by_byte[PATTERN_LIST_KNOWN][256])
{
    for (size_t byte = 0x80; byte < 0x100; byte++) {
        by_byte[0][byte] |= bit;
        by_byte[1][byte] |= bit;
    }
    for (size_t first = 0; first < 0x80; first++) {
        const char one = (char)first;
        if (pattern_may_begin(rule, scratch, &one, 1))
            by_byte[0][first] |= bit;
        for (size_t second = 0; second < 0x80; second++) {
            const char two[2] = {(char)first, (char)second};
            if (pattern_may_begin(rule, scratch, two, 2))
                by_byte[1][second] |= bit;
        }
    }
}

static int print_beginnings(const struct pattern_list *rules, stance_error *error)
{
    static uint64_t by_byte[PATTERN_LIST_KNOWN][256];
    struct pattern_scratch *scratch;
    if (rules->count > RULES_MAX)
        return error_set(error, STANCE_DATA, "more than %d rules", RULES_MAX);
    if (pattern_scratch_new(&scratch, error) != 0)
        return -1;
    for (size_t i = 0; i < rules->count; i++)
        ask(rules->items[i].pattern, scratch, (uint64_t)1 << i, by_byte);
    pattern_scratch_free(scratch);
    printf("const uint64_t known_rules_by_byte[PATTERN_LIST_KNOWN][256] = {\n");
    for (size_t n = 0; n < PATTERN_LIST_KNOWN; n++)
        for (size_t byte = 0; byte < 256; byte++)
            printf("%s0x%llx,%s", byte == 0 ? "{" : "", (unsigned long long)by_byte[n][byte],
                   byte == 255     ? "},\n"
                   : byte % 8 == 7 ? "\n"
                                   : " ");
    printf("};\n");
    return 0;
}

int main(int argc, char **argv)
{
    struct pattern_list cues = PATTERN_LIST_EMPTY, rules = PATTERN_LIST_EMPTY;
    stance_error error;
    if (argc != 3) {
        fprintf(stderr, "usage: known_patterns_maker CUES RULES\n");
        return EXIT_FAILURE;
    }
    printf("/* Written by known_patterns_maker. */\n#include \"text/known_patterns.h\"\n\n");
    int result = 0;
    if (read_list(argv[1], &cues, &error) != 0 || read_list(argv[2], &rules, &error) != 0 ||
        print_claims(&cues, &error) != 0 || print_beginnings(&rules, &error) != 0) {
        fprintf(stderr, "known_patterns_maker: %s\n", error.message);
        result = -1;
    }
    pattern_list_release(&cues);
    pattern_list_release(&rules);
    return result == 0 && fflush(stdout) == 0 && ferror(stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
