/* Models that were cut, or had bits turned over, or parts put elsewhere. */
#include "base/random.h"
#include "forge.h"

#include <stdlib.h>

static void flip(struct buffer *bytes, size_t bit)
{
    bytes->data[bit / 8] = (char)(bytes->data[bit / 8] ^ (1 << bit % 8));
}

/* ---- truncation ---- */

static void test_truncated(void)
{
    struct buffer bytes = forge_small();
    size_t step = forge_is_long() ? 1 : 7;
    for (size_t length = 0; length < bytes.length; length += step)
        forge_try(&bytes, length, FORGE_REFUSED, "");
    buffer_release(&bytes);
}

static void test_truncated_and_sealed(void)
{
    struct buffer bytes = forge_small();
    size_t step = forge_is_long() ? 1 : 7;
    while (bytes.length >= FORGE_BODY + step) {
        bytes.length -= step;
        forge_seal(&bytes);
        forge_try(&bytes, bytes.length, FORGE_REFUSED, "");
    }
    buffer_release(&bytes);
}

static void test_shipped_truncated(void)
{
    struct buffer bytes = forge_shipped();
    struct random random;
    random_seed(&random, 1);
    for (size_t i = 0; i < (forge_is_long() ? 300 : 10); i++)
        forge_try(&bytes, (size_t)random_below(&random, bytes.length), FORGE_REFUSED, "");
    for (size_t i = 0; i < (forge_is_long() ? 100 : 3); i++) {
        size_t whole = bytes.length;
        bytes.length = FORGE_BODY + (size_t)random_below(&random, whole - FORGE_BODY);
        forge_seal(&bytes);
        forge_try(&bytes, bytes.length, FORGE_REFUSED, "");
        bytes.length = whole;
    }
    buffer_release(&bytes);
}

/* ---- bits ---- */

static void test_head(void)
{
    struct buffer bytes = forge_small();
    for (size_t bit = 0; bit < 8 * (size_t)FORGE_BODY; bit++) {
        flip(&bytes, bit);
        forge_try(&bytes, bytes.length, FORGE_REFUSED, "");
        if (bit < 8 * 16 || bit >= 8 * FORGE_HEADER) { /* not the checksum itself */
            uint64_t checksum = forge_get(&bytes, 16, 8);
            forge_seal(&bytes);
            forge_try(&bytes, bytes.length, FORGE_REFUSED, "");
            forge_set(&bytes, 16, 8, checksum);
        }
        flip(&bytes, bit);
    }
    forge_try(&bytes, bytes.length, FORGE_HARMLESS, ""); /* all is back in its place */
    buffer_release(&bytes);
}

/* One bit, or a few of them, of the body. */
static void flip_some(struct buffer *bytes, struct random *random, uint64_t seed)
{
    random_seed(random, seed);
    for (uint64_t count = 1 + (seed % 4 == 0 ? random_below(random, 8) : 0); count > 0; count--)
        flip(bytes, 8 * (size_t)FORGE_BODY +
                        (size_t)random_below(random, 8 * (bytes->length - FORGE_BODY)));
}

static void check_flips(struct buffer *bytes, size_t count)
{
    struct random random;
    size_t survived = 0;
    uint64_t checksum = forge_get(bytes, 16, 8);
    for (uint64_t seed = 1; seed <= count; seed++) {
        flip_some(bytes, &random, seed);
        forge_try(bytes, bytes->length, FORGE_REFUSED,
                  "byte 16: the checksum does not fit: damaged or cut short");
        forge_seal(bytes);
        survived += forge_try(bytes, bytes->length, FORGE_HARMLESS, "");
        forge_set(bytes, 16, 8, checksum);
        flip_some(bytes, &random, seed);
    }
    CHECK(survived > 0 && survived < count);
    CHECK(forge_try(bytes, bytes->length, FORGE_HARMLESS, ""));
}

static void test_body(void)
{
    struct buffer bytes = forge_small();
    check_flips(&bytes, forge_is_long() ? 10000 : 400);
    buffer_release(&bytes);
}

static void test_shipped_body(void)
{
    struct buffer bytes = forge_shipped();
    check_flips(&bytes, forge_is_long() ? 300 : 12);
    buffer_release(&bytes);
}

/* ---- sections ---- */

static void swap(struct buffer *bytes, size_t a, size_t b, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        char kept = bytes->data[a + i];
        bytes->data[a + i] = bytes->data[b + i];
        bytes->data[b + i] = kept;
    }
}

static void test_sections(void)
{
    struct buffer bytes = forge_small();
    for (size_t i = 0; i < FORGE_SECTIONS; i++)
        for (size_t k = 0; k < FORGE_SECTIONS; k++) {
            struct buffer forged = forge_small();
            size_t a = FORGE_HEADER + i * FORGE_ENTRY, b = FORGE_HEADER + k * FORGE_ENTRY;
            if (i < k) {
                swap(&forged, a, b, FORGE_ENTRY); /* their entries as a whole */
                forge_seal(&forged);
                forge_try(&forged, forged.length, FORGE_REFUSED, "must stand here");
                swap(&forged, a, b, 4); /* the tags back: their places are the other's */
                forge_seal(&forged);
                forge_try(&forged, forged.length, FORGE_REFUSED, "section ");
            } else if (i > k) {
                memcpy(forged.data + a, forged.data + b, FORGE_ENTRY); /* one twice, one missing */
                forge_seal(&forged);
                forge_try(&forged, forged.length, FORGE_REFUSED, "must stand here");
            } else {
                memcpy(forged.data + a, "XTRA", 4);
                forge_seal(&forged);
                forge_try(&forged, forged.length, FORGE_REFUSED, "must stand here");
            }
            buffer_release(&forged);
        }
    for (uint32_t count = 0; count < 20; count++) {
        if (count == FORGE_SECTIONS)
            continue;
        forge_set(&bytes, 12, 4, count);
        forge_seal(&bytes);
        forge_try(&bytes, bytes.length, FORGE_REFUSED, "sections where there must be");
    }
    buffer_release(&bytes);
}

/* ---- numbers ---- */

/* A number of four bytes that is too large or an odd one, at every place where one may stand. */
static void test_numbers_everywhere(void)
{
    static const uint32_t numbers[] = {UINT32_MAX, (uint32_t)INT32_MAX + 1,   INT32_MAX, 0,
                                       0x00010000, 0x7f800000 /* infinite */, 0x7fc00001 /* NaN */};
    struct buffer bytes = forge_small();
    size_t count = sizeof numbers / sizeof numbers[0], step = forge_is_long() ? 1 : 61;
    for (size_t place = FORGE_HEADER; place + 4 <= bytes.length; place += step) {
        uint32_t kept = (uint32_t)forge_get(&bytes, place, 4);
        forge_set(&bytes, place, 4, numbers[place % count]);
        forge_seal(&bytes);
        forge_try(&bytes, bytes.length, FORGE_HARMLESS, "");
        forge_set(&bytes, place, 4, kept);
    }
    buffer_release(&bytes);
}

const struct suite suite_damage = {
    "hostile/damage",
    (const struct test[]){
        {"cut at every length", test_truncated},
        {"cut at every length, and sealed", test_truncated_and_sealed},
        {"the shipped model, cut", test_shipped_truncated},
        {"every bit of header and table", test_head},
        {"bits of the body", test_body},
        {"bits of the shipped model's body", test_shipped_body},
        {"sections elsewhere, twice, missing, unknown", test_sections},
        {"numbers everywhere", test_numbers_everywhere},
        {NULL, NULL},
    },
};
