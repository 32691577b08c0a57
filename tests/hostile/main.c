/* Models that nobody should have made: refused with a reason, or harmless. With STANCE_TORTURE set,
 * the long way. The last line sums up. */
#include "forge.h"

extern const struct suite suite_damage, suite_fields, suite_patterns;

int main(int argc, char **argv)
{
    static const struct suite *const suites[] = {
        &suite_damage,
        &suite_fields,
        &suite_patterns,
        NULL,
    };
    int status = check_main(suites, argc, argv);
    forge_report();
    return status;
}
