#include "base/edit_distance.h"
#include "check.h"

#include <stdint.h>

static const struct {
    const char *a, *b;
    size_t distance;
} cases[] = {
    {"", "", 0},
    {"", "abc", 3},
    {"train", "train", 0},
    {"train", "tran", 1},
    {"train", "strain", 1},
    {"train", "trail", 1},
    {"train", "rtain", 2},
    {"kitten", "sitting", 3},
    {"saturday", "sunday", 3},
    {"intention", "execution", 5},
    {"abc", "xyz", 3},
    {"a", "bbbbbb", 6},
    {"flaw", "lawn", 2},
    {"--boilerplate", "--boilerplat", 1},
    {"Abc", "abc", 1},
    {"é", "e", 2},
};

static void test_table(void)
{
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        CHECK_INT(edit_distance(cases[i].a, cases[i].b), cases[i].distance);
        CHECK_INT(edit_distance(cases[i].b, cases[i].a), cases[i].distance);
    }
}

static void test_length_limit(void)
{
    char longest[EDIT_DISTANCE_LENGTH_MAX + 1], longer[EDIT_DISTANCE_LENGTH_MAX + 2];
    memset(longest, 'a', sizeof longest);
    longest[sizeof longest - 1] = '\0';
    memset(longer, 'a', sizeof longer);
    longer[sizeof longer - 1] = '\0';
    CHECK_INT(edit_distance(longest, longest), 0);
    CHECK_INT(edit_distance(longest, ""), EDIT_DISTANCE_LENGTH_MAX);
    CHECK_INT(edit_distance("", longest), EDIT_DISTANCE_LENGTH_MAX);
    CHECK(edit_distance(longer, "a") == SIZE_MAX);
    CHECK(edit_distance("a", longer) == SIZE_MAX);
    CHECK(edit_distance(longer, longer) == SIZE_MAX);
}

const struct suite suite_edit_distance = {
    "base/edit_distance",
    (const struct test[]){
        {"known distances, both ways", test_table},
        {"words of the greatest length", test_length_limit},
        {NULL, NULL},
    },
};
