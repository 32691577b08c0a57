/* In: the choices of a training run. Out: the same, found sound. Must not know how they are used.
 */
#include "feature/recipe.h"

#include <string.h>

static const char *const weighting_names[] = {"binary", "tf", "tfidf", "nb"};

const char *weighting_name(enum weighting weighting)
{
    return weighting_names[weighting];
}

static int check_orders(const char *what, uint32_t min, uint32_t max, stance_error *error)
{
    if (min == 0 && max == 0)
        return 0;
    if (min < 1 || max < min || max > RECIPE_ORDER_MAX)
        return error_set(error, STANCE_ARGUMENT,
                         "%s n-grams of %u to %u: orders go from 1 to %d, the smaller first", what,
                         min, max, RECIPE_ORDER_MAX);
    return 0;
}

int recipe_check(const struct recipe *recipe, stance_error *error)
{
    if (check_orders("word", recipe->word_min, recipe->word_max, error) != 0 ||
        check_orders("character", recipe->char_min, recipe->char_max, error) != 0)
        return -1;
    if (recipe->word_max == 0 && recipe->char_max == 0)
        return error_set(error, STANCE_ARGUMENT, "neither word nor character n-grams: no features");
    if (recipe->min_document_frequency < 1)
        return error_set(error, STANCE_ARGUMENT, "the minimum document frequency is at least 1");
    return 0;
}
