/* All unit tests: one suite a module, in the order of the layers. */
#include "check.h"

extern const struct suite suite_utf8;

int main(int argc, char **argv)
{
    static const struct suite *const suites[] = {
        &suite_utf8,
        NULL,
    };
    return check_main(suites, argc, argv);
}
