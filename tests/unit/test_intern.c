#include "base/intern.h"
#include "check.h"

static void check_string(const struct intern *intern, uint32_t number, const char *expected)
{
    size_t length;
    const char *string = intern_get(intern, number, &length);
    CHECK_BYTES(string, length, expected);
}

static void test_empty_table(void)
{
    struct intern intern = INTERN_EMPTY;
    CHECK_INT(intern_find(&intern, "a", 1), INTERN_ABSENT);
    CHECK_INT(intern_find(&intern, "", 0), INTERN_ABSENT);
    intern_release(&intern);
    CHECK_INT(intern.count, 0);
    intern_release(&intern);
}

static void test_numbers_in_order_of_first_sight(void)
{
    static const struct {
        const char *bytes;
        uint32_t number;
    } cases[] = {{"the", 0}, {"minister", 1}, {"the", 0}, {"denied", 2},
                 {"The", 3}, {"minister", 1}, {"deni", 4}};
    struct intern intern = INTERN_EMPTY;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        CHECK_INT(intern_add(&intern, cases[i].bytes, strlen(cases[i].bytes)), cases[i].number);
    CHECK_INT(intern.count, 5);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        CHECK_INT(intern_find(&intern, cases[i].bytes, strlen(cases[i].bytes)), cases[i].number);
        check_string(&intern, cases[i].number, cases[i].bytes);
    }
    intern_release(&intern);
}

static void test_find_adds_nothing(void)
{
    struct intern intern = INTERN_EMPTY;
    intern_add(&intern, "a", 1);
    CHECK_INT(intern_find(&intern, "b", 1), INTERN_ABSENT);
    CHECK_INT(intern.count, 1);
    CHECK_INT(intern_add(&intern, "b", 1), 1);
    intern_release(&intern);
}

static void test_empty_string_is_a_string(void)
{
    struct intern intern = INTERN_EMPTY;
    CHECK_INT(intern_add(&intern, "", 0), 0);
    CHECK_INT(intern_add(&intern, "a", 1), 1);
    CHECK_INT(intern_add(&intern, "", 0), 0);
    CHECK_INT(intern_find(&intern, "", 0), 0);
    check_string(&intern, 0, "");
    check_string(&intern, 1, "a");
    intern_release(&intern);
}

static void test_bytes_and_lengths_count(void)
{
    struct intern intern = INTERN_EMPTY;
    CHECK_INT(intern_add(&intern, "a\0b", 3), 0);
    CHECK_INT(intern_add(&intern, "a\0c", 3), 1);
    CHECK_INT(intern_add(&intern, "a\0b", 1), 2);
    CHECK_INT(intern_add(&intern, "a\0b", 2), 3);
    CHECK_INT(intern_add(&intern, "a\0c", 1), 2);
    size_t length;
    const char *string = intern_get(&intern, 1, &length);
    CHECK(length == 3 && memcmp(string, "a\0c", 3) == 0);
    intern_release(&intern);
}

static void test_concatenation_is_not_confused(void)
{
    struct intern intern = INTERN_EMPTY;
    CHECK_INT(intern_add(&intern, "ab", 2), 0);
    CHECK_INT(intern_add(&intern, "c", 1), 1);
    CHECK_INT(intern_find(&intern, "abc", 3), INTERN_ABSENT);
    CHECK_INT(intern_find(&intern, "bc", 2), INTERN_ABSENT);
    CHECK_INT(intern_add(&intern, "abc", 3), 2);
    intern_release(&intern);
}

static void test_growth_keeps_numbers(void)
{
    enum { COUNT = 20000 };
    struct intern intern = INTERN_EMPTY;
    char name[16];
    for (uint32_t i = 0; i < COUNT; i++) {
        int length = snprintf(name, sizeof name, "w%u", i * 7919U);
        REQUIRE(intern_add(&intern, name, (size_t)length) == i);
    }
    CHECK_INT(intern.count, COUNT);
    CHECK(intern.slot_count >= 2 * (size_t)COUNT);
    CHECK((intern.slot_count & (intern.slot_count - 1)) == 0);
    for (uint32_t i = 0; i < COUNT; i += 97) {
        snprintf(name, sizeof name, "w%u", i * 7919U);
        CHECK_INT(intern_find(&intern, name, strlen(name)), i);
        check_string(&intern, i, name);
    }
    CHECK_INT(intern_find(&intern, "w1", 2), INTERN_ABSENT);
    intern_release(&intern);
}

static void test_used_again_after_release(void)
{
    struct intern intern = INTERN_EMPTY;
    intern_add(&intern, "a", 1);
    intern_release(&intern);
    CHECK_INT(intern_find(&intern, "a", 1), INTERN_ABSENT);
    CHECK_INT(intern_add(&intern, "b", 1), 0);
    check_string(&intern, 0, "b");
    intern_release(&intern);
}

const struct suite suite_intern = {
    "base/intern",
    (const struct test[]){
        {"an empty table", test_empty_table},
        {"numbers in the order of first sight", test_numbers_in_order_of_first_sight},
        {"find adds nothing", test_find_adds_nothing},
        {"the empty string is a string", test_empty_string_is_a_string},
        {"bytes and lengths count", test_bytes_and_lengths_count},
        {"neighbours are not run together", test_concatenation_is_not_confused},
        {"growth keeps the numbers", test_growth_keeps_numbers},
        {"used again after release", test_used_again_after_release},
        {NULL, NULL},
    },
};
