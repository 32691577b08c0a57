#include "check.h"
#include "text/pattern_cost.h"

static const struct {
    const char *expression;
    size_t ranges, repeat;
} cases[] = {
    {"", 0, 0},
    {"abc", 0, 0},
    {"[a-z]", 0x7f, 0},
    {"[a-z][0-9]", 0xfe, 0},
    {"a-", 0, 0},
    {"a\\-z", 0, 0},
    {"a\\\\-z", 0x7f, 0},
    {"[а-я]", 0x7ff, 0},
    {"[一-龥]", 0xffff, 0},
    {"[a-\xf0\x90\x80\x80]", 0x10ffff, 0},
    {"[a-\\x{2019}]", 0x2019, 0},
    {"[a-\\x{10FFFF}]", 0x10ffff, 0},
    {"[a-\\x{2019]", 0x10ffff, 0},
    {"[a-\\x{}]", 0x10ffff, 0},
    {"[a-\\xff]", 0x1ff, 0},
    {"[a-\\377]", 0x1ff, 0},
    {"[a-\\o{1234}]", 0x10ffff, 0},
    {"[a-\\N{U+2019}]", 0x10ffff, 0},
    {"[a-\\E\\x{2019}]", 0x10ffff, 0},
    {"a - b", 0x7f, 0},
    {"(?xx)[a - b]", 0x10ffff, 0},
    {"[a-\\", 0, 0},
    {"a{3}", 0, 3},
    {"a{3,70}", 0, 3},
    {"a{,70}", 0, 0},
    {"(?:a{12}){7,}", 0, 12},
    {"\\x{2019}\\p{Lu}\\g{12}\\k{n1}", 0, 0},
    {"\\\\x{2019}", 0, 2019},
    {"\\{30}", 0, 0},
    {"a{99999999999999999999}", 0, 0xffffff},
    {"a{", 0, 0},
    {"\\", 0, 0},
};

static void test_costs(void)
{
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct pattern_cost cost =
            pattern_cost_of(cases[i].expression, strlen(cases[i].expression));
        CHECK_INT(cost.ranges, cases[i].ranges);
        CHECK_INT(cost.repeat, cases[i].repeat);
    }
}

const struct suite suite_pattern_cost = {
    "text/pattern_cost",
    (const struct test[]){
        {"costs", test_costs},
        {NULL, NULL},
    },
};
