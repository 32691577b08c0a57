/* In: suites. Out: CUnit's report, and an exit status. */
#include "check.h"

bool check_equal_strings(const char *file, int line, const char *actual, size_t length,
                         const char *expected)
{
    if (actual != NULL && length == strlen(expected) && memcmp(actual, expected, length) == 0)
        return true;
    fprintf(stderr, "\n%s:%d: got \"%.*s\", expected \"%s\"\n", file, line, (int)length,
            actual == NULL ? "(null)" : actual, expected);
    return false;
}

bool check_equal_numbers(const char *file, int line, long long actual, long long expected)
{
    if (actual == expected)
        return true;
    fprintf(stderr, "\n%s:%d: got %lld, expected %lld\n", file, line, actual, expected);
    return false;
}

bool check_near_numbers(const char *file, int line, double actual, double expected,
                        double tolerance)
{
    if (fabs(actual - expected) <= tolerance)
        return true;
    fprintf(stderr, "\n%s:%d: got %.17g, expected %.17g within %g\n", file, line, actual, expected,
            tolerance);
    return false;
}

int check_main(const struct suite *const *suites, int argc, char **argv)
{
    const char *wanted = argc > 1 ? argv[1] : "";
    if (CU_initialize_registry() != CUE_SUCCESS)
        return 1;
    for (; *suites != NULL; suites++) {
        if (strncmp((*suites)->name, wanted, strlen(wanted)) != 0)
            continue;
        CU_pSuite suite = CU_add_suite((*suites)->name, NULL, NULL);
        for (const struct test *test = (*suites)->tests; suite != NULL && test->name != NULL;
             test++)
            if (CU_add_test(suite, test->name, test->run) == NULL)
                suite = NULL;
        if (suite == NULL) {
            fprintf(stderr, "cannot add suite %s\n", (*suites)->name);
            CU_cleanup_registry();
            return 1;
        }
    }
    CU_basic_set_mode(CU_BRM_NORMAL);
    CU_basic_run_tests();
    bool good = CU_get_number_of_failures() == 0 && CU_get_number_of_tests_run() > 0;
    CU_cleanup_registry();
    return good ? 0 : 1;
}
