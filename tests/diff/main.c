/* All differential tests: one thing done in two ways. */
#include "check.h"

extern const struct suite suite_scanner, suite_trigger, suite_bag, suite_folded_weights,
    suite_scorer, suite_model_identity, suite_explain, suite_svm_file;

int main(int argc, char **argv)
{
    static const struct suite *const suites[] = {
        &suite_scanner,        &suite_trigger,  &suite_bag,
        &suite_folded_weights, &suite_scorer,   &suite_model_identity,
        &suite_explain,        &suite_svm_file, NULL,
    };
    return check_main(suites, argc, argv);
}
