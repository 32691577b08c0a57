/* Faults: memory that is not there, system calls that fail. TORTURE=1 tries many more of them. */
#include "check.h"

extern const struct suite suite_allocations, suite_calls, suite_library;

int main(int argc, char **argv)
{
    static const struct suite *const suites[] = {
        &suite_allocations,
        &suite_calls,
        &suite_library,
        NULL,
    };
    return check_main(suites, argc, argv);
}
