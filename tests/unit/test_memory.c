#include "base/memory.h"
#include "check.h"

#include <stdint.h>
#include <stdlib.h>

static void test_array_is_zero(void)
{
    unsigned char *bytes = memory_array(1000, 3);
    REQUIRE(bytes != NULL);
    size_t set = 0;
    for (size_t i = 0; i < 3000; i++)
        set += bytes[i] != 0;
    CHECK_INT(set, 0);
    free(bytes);
}

static void test_array_of_nothing(void)
{
    void *none = memory_array(0, 16);
    CHECK(none != NULL);
    free(none);
}

static void test_array_too_large(void)
{
#ifndef __SANITIZE_ADDRESS__ /* which ends the program where calloc() would refuse */
    CHECK(memory_array(SIZE_MAX, 2) == NULL);
    CHECK(memory_array(SIZE_MAX / 2 + 1, 2) == NULL);
#endif
}

static void test_large_array(void)
{
    static const size_t counts[] = {0, 1, 1 << 18, (1 << 18) + 1};
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
        uint64_t *numbers = memory_large_array(counts[i], sizeof *numbers);
        REQUIRE(numbers != NULL);
        for (size_t n = 0; n < counts[i]; n++)
            numbers[n] = n;
        CHECK(counts[i] == 0 || numbers[counts[i] - 1] == counts[i] - 1);
        free(numbers);
    }
    CHECK(memory_large_array(SIZE_MAX, 2) == NULL);
    CHECK(memory_large_array(SIZE_MAX / 2 + 1, 2) == NULL);
    CHECK(memory_large_array(SIZE_MAX, 1) == NULL);
}

static void test_copy(void)
{
    static const struct {
        const char *bytes;
        size_t length;
    } cases[] = {{"", 0}, {NULL, 0}, {"abc", 3}, {"abc", 2}, {"a\0b", 3}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char *copy = memory_copy_string(cases[i].bytes, cases[i].length);
        REQUIRE(copy != NULL);
        if (cases[i].length > 0)
            CHECK(memcmp(copy, cases[i].bytes, cases[i].length) == 0);
        CHECK_INT(copy[cases[i].length], '\0');
        free(copy);
    }
    CHECK(memory_copy_string("", SIZE_MAX) == NULL);
}

static void test_reserve(void)
{
    uint32_t *numbers = NULL;
    size_t capacity = 0;
    CHECK_INT(memory_reserve(&numbers, &capacity, 0, sizeof *numbers), 0);
    CHECK(numbers == NULL);
    size_t growths = 0;
    for (uint32_t i = 0; i < 10000; i++) {
        size_t before = capacity;
        REQUIRE(memory_reserve(&numbers, &capacity, i + 1, sizeof *numbers) == 0);
        CHECK(capacity > i);
        growths += capacity != before;
        numbers[i] = i;
    }
    CHECK(growths < 25);
    size_t wrong = 0;
    for (uint32_t i = 0; i < 10000; i++)
        wrong += numbers[i] != i;
    CHECK_INT(wrong, 0);
    free(numbers);
}

static void test_reserve_of_enough_changes_nothing(void)
{
    char *bytes = NULL;
    size_t capacity = 0;
    REQUIRE(memory_reserve(&bytes, &capacity, 100, 1) == 0);
    CHECK(capacity >= 100);
    const char *before = bytes;
    size_t had = capacity;
    CHECK_INT(memory_reserve(&bytes, &capacity, had, 1), 0);
    CHECK(bytes == before);
    CHECK_INT(capacity, had);
    free(bytes);
}

static void test_reserve_too_large(void)
{
    static const struct {
        size_t needed, size;
    } cases[] = {{SIZE_MAX, 2}, {SIZE_MAX / 8 + 1, 8}, {SIZE_MAX / 3 + 1, 3}, {2, SIZE_MAX}};
    uint64_t *numbers = NULL;
    size_t capacity = 0;
    REQUIRE(memory_reserve(&numbers, &capacity, 1, sizeof *numbers) == 0);
    numbers[0] = 42;
    const uint64_t *before = numbers;
    size_t had = capacity;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        size_t needed = cases[i].needed > had ? cases[i].needed : had + 1;
        CHECK_INT(memory_reserve(&numbers, &capacity, needed, cases[i].size), -1);
        CHECK(numbers == before);
        CHECK_INT(capacity, had);
        CHECK_INT(numbers[0], 42);
    }
    free(numbers);
}

static void test_check(void)
{
    CHECK_INT(memory_check(0), 0);
    CHECK_INT(memory_check(1000), 0);
    CHECK_INT(memory_check(SIZE_MAX), -1);
    CHECK_INT(memory_check(SIZE_MAX / 2 + 1), -1);
}

const struct suite suite_memory = {
    "base/memory",
    (const struct test[]){
        {"an array is zero", test_array_is_zero},
        {"an array of nothing is no NULL", test_array_of_nothing},
        {"an array whose size overflows", test_array_too_large},
        {"a large array can be written to its end", test_large_array},
        {"copies end with a NUL", test_copy},
        {"reserve grows and keeps", test_reserve},
        {"reserve of what is there", test_reserve_of_enough_changes_nothing},
        {"reserve whose size overflows", test_reserve_too_large},
        {"a check of what can be had", test_check},
        {NULL, NULL},
    },
};
