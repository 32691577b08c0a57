#include "check.h"
#include "feature/recipe.h"

static const struct {
    uint32_t word_min, word_max, char_min, char_max, min_document_frequency;
    const char *complaint; /* NULL: sound */
} cases[] = {
    {1, 2, 3, 5, 2, NULL},
    {1, 1, 0, 0, 1, NULL},
    {0, 0, 2, 2, 1, NULL},
    {8, 8, 1, 8, 1, NULL},
    {2, 1, 0, 0, 1, "word n-grams of 2 to 1: orders go from 1 to 8, the smaller first"},
    {0, 2, 0, 0, 1, "word n-grams of 0 to 2: orders go from 1 to 8, the smaller first"},
    {2, 0, 3, 5, 1, "word n-grams of 2 to 0: orders go from 1 to 8, the smaller first"},
    {1, 9, 0, 0, 1, "word n-grams of 1 to 9: orders go from 1 to 8, the smaller first"},
    {1, 1, 5, 3, 1, "character n-grams of 5 to 3: orders go from 1 to 8, the smaller first"},
    {1, 1, 3, UINT32_MAX, 1,
     "character n-grams of 3 to 4294967295: orders go from 1 to 8, the smaller first"},
    {0, 0, 0, 0, 1, "neither word nor character n-grams: no features"},
    {1, 2, 3, 5, 0, "the minimum document frequency is at least 1"},
};

static void test_ranges(void)
{
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct recipe recipe = {.word_min = cases[i].word_min,
                                .word_max = cases[i].word_max,
                                .char_min = cases[i].char_min,
                                .char_max = cases[i].char_max,
                                .min_document_frequency = cases[i].min_document_frequency};
        stance_error error = {0};
        CHECK_INT(recipe_check(&recipe, &error), cases[i].complaint == NULL ? 0 : -1);
        CHECK_STRING(error.message, cases[i].complaint == NULL ? "" : cases[i].complaint);
        CHECK_INT(error.status, cases[i].complaint == NULL ? STANCE_OK : STANCE_ARGUMENT);
    }
}

static void test_names(void)
{
    CHECK_STRING(weighting_name(WEIGHTING_BINARY), "binary");
    CHECK_STRING(weighting_name(WEIGHTING_TF), "tf");
    CHECK_STRING(weighting_name(WEIGHTING_TFIDF), "tfidf");
    CHECK_STRING(weighting_name(WEIGHTING_NB), "nb");
}

const struct suite suite_recipe = {
    "feature/recipe",
    (const struct test[]){
        {"ranges are checked", test_ranges},
        {"weightings have names", test_names},
        {NULL, NULL},
    },
};
