#include "base/hash.h"
#include "check.h"

#define PRIME_32 2654435761U
#define PRIME_64 11400714785074694797U

/* The bytes and the values of xxHash's own sanity check. */
static void fill(unsigned char *bytes, size_t length)
{
    uint64_t state = PRIME_32;
    for (size_t i = 0; i < length; i++) {
        bytes[i] = (unsigned char)(state >> 56);
        state *= PRIME_64;
    }
}

static const struct {
    size_t length;
    uint64_t seed;
    uint64_t hash;
} cases[] = {
    {0, 0, 0x2d06800538d394c2},    {0, PRIME_64, 0xa8a6b918b2f0364a},
    {1, 0, 0xc44bdff4074eecdb},    {1, PRIME_64, 0x032be332dd766ef8},
    {6, 0, 0x27b56a84cd2d7325},    {12, 0, 0xa713daf0dfbb77e7},
    {24, 0, 0xa3fe70bf9d3510eb},   {48, 0, 0x397da259ecba1f11},
    {80, 0, 0xbcdefbbb2c47c90a},   {195, 0, 0xcd94217ee362ec3a},
    {512, 0, 0x617e49599013cb6b},  {2048, 0, 0xdd59e2c3a5f038e0},
    {2240, 0, 0x6e73a90539cf2948},
};

static void test_published_values(void)
{
    unsigned char bytes[2367];
    fill(bytes, sizeof bytes);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        CHECK_INT(hash_bytes(bytes, cases[i].length, cases[i].seed), cases[i].hash);
}

static void test_place_in_memory_does_not_matter(void)
{
    unsigned char bytes[600 + 8];
    for (size_t shift = 0; shift < 8; shift++) {
        fill(bytes + shift, 600);
        CHECK_INT(hash_bytes(bytes + shift, 512, 0), 0x617e49599013cb6b);
    }
}

static void test_chains_keep_the_order(void)
{
    uint64_t a_then_b = hash_bytes("b", 1, hash_bytes("a", 1, 0));
    uint64_t b_then_a = hash_bytes("a", 1, hash_bytes("b", 1, 0));
    CHECK(a_then_b != b_then_a);
    CHECK(a_then_b != hash_bytes("b", 1, 0));
    CHECK(hash_bytes("", 0, hash_bytes("a", 1, 0)) != hash_bytes("", 0, 0));
}

const struct suite suite_hash = {
    "base/hash",
    (const struct test[]){
        {"published values", test_published_values},
        {"the place in memory does not matter", test_place_in_memory_does_not_matter},
        {"chains keep the order", test_chains_keep_the_order},
        {NULL, NULL},
    },
};
