/* In: PCRE2's answer for every code point. Out: the source of word_table.h's tables. A program of
 * its own, run while the library is built; must not know Unicode better than PCRE2 does. */
#include "text/pattern.h"
#include "text/tokenizer.h"
#include "text/word_table.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define N_BLOCKS     0x1100 /* of 256 code points: U+0000 to U+10FFFF */
#define N_BLOCKS_MAX 256    /* different ones, for their numbers are bytes */

struct table {
    uint32_t bytes[256];
    uint8_t blocks[N_BLOCKS];
    uint8_t bits[N_BLOCKS_MAX][32]; /* [n_bits] */
    size_t n_bits;
};

static size_t encode(uint32_t code_point, char out[4])
{
    if (code_point < 0x80) {
        out[0] = (char)code_point;
        return 1;
    }
    size_t width = code_point < 0x800 ? 2 : code_point < 0x10000 ? 3 : 4;
    for (size_t i = width - 1; i > 0; i--, code_point >>= 6)
        out[i] = (char)(0x80 | (code_point & 0x3f));
    out[0] = (char)((0xf00u >> width) | code_point); /* c0, e0, f0, whose low byte remains */
    return width;
}

/* Asks about each code point of a block; surrogates stand in no text. */
static int ask(const struct pattern *pattern, struct pattern_scratch *scratch, uint32_t block,
               uint8_t bits[32], stance_error *error)
{
    memset(bits, 0, 32);
    if (block >= 0xd8 && block <= 0xdf)
        return 0;
    for (uint32_t i = 0; i < 256; i++) {
        char text[4];
        struct pattern_match match;
        bool found;
        if (pattern_find(pattern, scratch, text, encode(block << 8 | i, text), 0, &match, &found,
                         error) != 0)
            return -1;
        if (found)
            bits[i / 8] |= (uint8_t)(1u << i % 8);
    }
    return 0;
}

/* Keeps the bits of a block if no earlier one has the same. */
static int keep(struct table *table, uint32_t block, const uint8_t bits[32], stance_error *error)
{
    size_t number = 0;
    while (number < table->n_bits && memcmp(table->bits[number], bits, 32) != 0)
        number++;
    if (number == N_BLOCKS_MAX)
        return error_set(error, STANCE_DATA, "more than %d different blocks", N_BLOCKS_MAX);
    if (number == table->n_bits)
        memcpy(table->bits[table->n_bits++], bits, 32);
    table->blocks[block] = (uint8_t)number;
    return 0;
}

static void classify_bytes(struct table *table)
{
    for (size_t c = 0; c < 256; c++) {
        bool word = (table->bits[table->blocks[0]][c / 8] >> c % 8 & 1) != 0;
        table->bytes[c] = c >= 0x80               ? BYTE_WIDE
                          : c == '\'' || c == '-' ? BYTE_JOINER
                          : word                  ? BYTE_WORD
                                                  : 0;
    }
}

static int fill(struct table *table, stance_error *error)
{
    static const char expression[] = "\\A" TOKENIZER_WORD_CHARACTER "\\z";
    struct pattern *pattern = NULL;
    struct pattern_scratch *scratch = NULL;
    int result = -1;
    if (pattern_compile(expression, sizeof expression - 1, PATTERN_EXACT, "word character",
                        &pattern, error) != 0 ||
        pattern_scratch_new(&scratch, error) != 0)
        goto out;
    for (uint32_t block = 0; block < N_BLOCKS; block++) {
        uint8_t bits[32];
        if (ask(pattern, scratch, block, bits, error) != 0 || keep(table, block, bits, error) != 0)
            goto out;
    }
    classify_bytes(table);
    result = 0;
out:
    pattern_scratch_free(scratch);
    pattern_free(pattern);
    return result;
}

static void print(const struct table *table)
{
    printf("/* Written by word_table_maker. */\n#include \"text/word_table.h\"\n\n");
    printf("const uint32_t word_table_bytes[256] = {\n");
    for (size_t i = 0; i < 256; i++)
        printf("0x%x,%s", (unsigned)table->bytes[i], i % 16 == 15 ? "\n" : "");
    printf("};\n\nconst uint8_t word_table_blocks[0x%x] = {\n", N_BLOCKS);
    for (size_t i = 0; i < N_BLOCKS; i++)
        printf("%u,%s", table->blocks[i], i % 16 == 15 ? "\n" : "");
    printf("};\n\nconst uint8_t word_table_bits[][32] = {\n");
    for (size_t i = 0; i < table->n_bits; i++)
        for (size_t k = 0; k < 32; k++)
            printf("%s0x%02x,%s", k == 0 ? "{" : "", table->bits[i][k], k == 31 ? "},\n" : "");
    printf("};\n");
}

int main(void)
{
    static struct table table;
    stance_error error;
    if (fill(&table, &error) != 0) {
        fprintf(stderr, "word_table_maker: %s\n", error.message);
        return EXIT_FAILURE;
    }
    print(&table);
    return fflush(stdout) == 0 && ferror(stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
