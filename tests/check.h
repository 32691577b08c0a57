/* CUnit behind one small header: a failed check says what was expected and what came. */
#ifndef TESTS_CHECK_H
#define TESTS_CHECK_H

#include <CUnit/Basic.h>
#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

struct test {
    const char *name; /* NULL ends the list */
    void (*run)(void);
};

/* One suite a module, named after it: "base/utf8". */
struct suite {
    const char *name;
    const struct test *tests;
};

/* Runs the suites (NULL ends the list), or those whose name argv[1] begins. Returns an exit status.
 */
int check_main(const struct suite *const *suites, int argc, char **argv);

bool check_equal_strings(const char *file, int line, const char *actual, size_t length,
                         const char *expected);
bool check_equal_numbers(const char *file, int line, long long actual, long long expected);
bool check_near_numbers(const char *file, int line, double actual, double expected,
                        double tolerance);

/* The condition holds. */
#define CHECK(condition) CU_ASSERT(condition)

/* The same, and the test ends here if it does not. */
#define REQUIRE(condition) CU_ASSERT_FATAL(condition)

/* `actual` is [length] bytes, `expected` a C string. */
#define CHECK_BYTES(actual, length, expected)                                                      \
    CU_ASSERT(check_equal_strings(__FILE__, __LINE__, actual, length, expected))
#define CHECK_STRING(actual, expected) CHECK_BYTES(actual, strlen(actual), expected)
#define CHECK_INT(actual, expected)                                                                \
    CU_ASSERT(check_equal_numbers(__FILE__, __LINE__, (long long)(actual), (long long)(expected)))
#define CHECK_NEAR(actual, expected, tolerance)                                                    \
    CU_ASSERT(check_near_numbers(__FILE__, __LINE__, actual, expected, tolerance))

/* `text` contains `part`. */
#define CHECK_CONTAINS(text, part) CU_ASSERT(strstr(text, part) != NULL)

#endif
