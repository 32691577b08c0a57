#include "report/evaluation.h"

#include "check.h"

/* Two labels that occur, one that does not. */
static size_t confusion[] = {3, 1, 0, 0, 6, 0, 0, 0, 0};
static struct label_metrics per_label[] = {
    {1, 0.75, 6.0 / 7, 4},
    {6.0 / 7, 1, 12.0 / 13, 6},
    {0, 0, 0, 0},
};
static char first_name[] = "denial", second_name[] = "n\xc3\xa9gation \"of facts\"",
            third_name[] = "absent";
static char *names[] = {first_name, second_name, third_name};

static const struct labels labels = {names, 3, LABEL_ABSENT};
static const struct metrics metrics = {
    .count = 10,
    .n_labels = 3,
    .confusion = confusion,
    .per_label = per_label,
    .accuracy = 0.9,
    .macro_f1 = 0.8901,
    .macro_f1_low = 0.7,
    .macro_f1_high = 1,
    .ece = 0.0625,
    .bins = {[9] = {10, 0.9, 0.95}},
    .coverage = {{0, 10, 0.9},
                 {0.5, 10, 0.9},
                 {0.6, 10, 0.9},
                 {0.7, 10, 0.9},
                 {0.8, 10, 0.9},
                 {0.9, 10, 0.9},
                 {0.95, 0, 0}},
};

static void test_text(void)
{
    struct buffer out = BUFFER_EMPTY;
    evaluation_text(&metrics, &labels, &out);
    CHECK_BYTES(out.data, out.length,
                "label                precision  recall      F1    rows\n"
                "denial                   1.000   0.750   0.857       4\n"
                "n\xc3\xa9gation \"of facts\"      0.857   1.000   0.923       6\n"
                "\n"
                "true \\ given         denial  n\xc3\xa9gation \"of facts\"\n"
                "denial                    3                    1\n"
                "n\xc3\xa9gation \"of facts\"       0                    6\n"
                "\n"
                "rows 10   accuracy 0.900   macro-F1 0.890 (95 %: 0.700 to 1.000)   "
                "calibration error 0.062\n");
    buffer_release(&out);
}

static void test_confidence_text(void)
{
    struct buffer out = BUFFER_EMPTY;
    evaluation_confidence_text(&metrics, &out);
    CHECK_CONTAINS(out.data, "\nconfidence at least    rows  coverage  precision\n"
                             "               0.00      10   100.0 %      0.900\n");
    CHECK_CONTAINS(out.data, "               0.95       0     0.0 %      0.000\n");
    CHECK_CONTAINS(out.data, "\nconfidence between     rows   mean confidence   accuracy\n"
                             "      0.9 and 1.0          10             0.950      0.900\n");
    buffer_release(&out);
}

#define FIGURES                                                                                    \
    "\"rows\": 10, \"accuracy\": 0.900000, \"macro_f1\": 0.890100, \"macro_f1_low\": 0.700000, "   \
    "\"macro_f1_high\": 1.000000, \"per_label\": {\"denial\": {\"precision\": 1.000000, "          \
    "\"recall\": 0.750000, \"f1\": 0.857143, \"support\": 4}, "                                    \
    "\"n\xc3\xa9gation \\\"of facts\\\"\": {\"precision\": 0.857143, \"recall\": 1.000000, "       \
    "\"f1\": 0.923077, \"support\": 6}}, \"confusion\": {\"denial\": {\"denial\": 3, "             \
    "\"n\xc3\xa9gation \\\"of facts\\\"\": 1}, \"n\xc3\xa9gation \\\"of facts\\\"\": "             \
    "{\"denial\": 0, \"n\xc3\xa9gation \\\"of facts\\\"\": 6}}, \"ece\": 0.062500, "               \
    "\"reliability\": [{\"from\": 0.9, \"rows\": 10, \"confidence\": 0.950000, "                   \
    "\"accuracy\": 0.900000}], \"coverage\": [{\"threshold\": 0.00, \"rows\": 10, "                \
    "\"precision\": 0.900000}, " ALL_SURE "]}"
#define SURE(threshold) "{\"threshold\": " threshold ", \"rows\": 10, \"precision\": 0.900000}"
#define ALL_SURE                                                                                   \
    SURE("0.50")                                                                                   \
    ", " SURE("0.60") ", " SURE("0.70") ", " SURE("0.80") ", " SURE(                               \
        "0.90") ", {\"threshold\": 0.95, \"rows\": 0, \"precision\": 0.000000}"

static void test_json(void)
{
    struct buffer out = BUFFER_EMPTY;
    evaluation_json(&metrics, &labels, NULL, &out);
    CHECK_BYTES(out.data, out.length, "{" FIGURES);
    buffer_reset(&out);
    evaluation_json(&metrics, &labels, "my \"model\"", &out);
    CHECK_BYTES(out.data, out.length, "{\"model\": \"my \\\"model\\\"\", " FIGURES);
    buffer_release(&out);
}

/* A label that was given but never true belongs into the tables. */
static void test_a_label_given_in_vain(void)
{
    size_t given_in_vain[] = {3, 0, 1, 0, 6, 0, 0, 0, 0};
    struct metrics other = metrics;
    struct buffer out = BUFFER_EMPTY;
    other.confusion = given_in_vain;
    evaluation_text(&other, &labels, &out);
    CHECK_CONTAINS(out.data, "absent                   0.000   0.000   0.000       0\n");
    buffer_reset(&out);
    evaluation_json(&other, &labels, NULL, &out);
    CHECK_CONTAINS(out.data, "\"absent\": {\"precision\": 0.000000");
    CHECK_CONTAINS(out.data, "\"absent\": 1}");
    buffer_release(&out);
}

static void test_a_label_cannot_break_the_table(void)
{
    static char bad_name[] = "a\nb\33[2J";
    char *bad_names[] = {bad_name, second_name, third_name};
    struct labels bad = {bad_names, 3, LABEL_ABSENT};
    struct buffer out = BUFFER_EMPTY;
    evaluation_text(&metrics, &bad, &out);
    CHECK(strchr(out.data, '\33') == NULL);
    CHECK_CONTAINS(out.data, "\na b [2J ");
    buffer_release(&out);
}

static const struct {
    struct comparison comparison;
    const char *text;
} comparisons[] = {
    {{1, 9, 0.021484375, 0.05, 0.01, 0.09},
     "old against new\n"
     "  right only by the first 1, only by the second 9\n"
     "  macro-F1 +0.050 (95 %: +0.010 to +0.090)\n"
     "  McNemar p = 0.02148: the second is better\n"},
    {{9, 1, 0.021484375, -0.05, -0.09, -0.01},
     "old against new\n"
     "  right only by the first 9, only by the second 1\n"
     "  macro-F1 -0.050 (95 %: -0.090 to -0.010)\n"
     "  McNemar p = 0.02148: the first is better\n"},
    {{5, 6, 0.05, 0, -0.02, 0.02},
     "old against new\n"
     "  right only by the first 5, only by the second 6\n"
     "  macro-F1 +0.000 (95 %: -0.020 to +0.020)\n"
     "  McNemar p = 0.05: no difference that chance would not make\n"},
};

static void test_comparisons(void)
{
    for (size_t i = 0; i < sizeof comparisons / sizeof comparisons[0]; i++) {
        struct buffer out = BUFFER_EMPTY;
        comparison_text(&comparisons[i].comparison, "old", "new", &out);
        CHECK_BYTES(out.data, out.length, comparisons[i].text);
        buffer_release(&out);
    }
}

static void test_comparison_json(void)
{
    struct buffer out = BUFFER_EMPTY;
    comparison_json(&comparisons[0].comparison, "old\n", "new", &out);
    CHECK_BYTES(out.data, out.length,
                "{\"first\": \"old\\n\", \"second\": \"new\", \"only_first_right\": 1, "
                "\"only_second_right\": 9, \"p_value\": 0.0214844, "
                "\"macro_f1_difference\": 0.050000, \"macro_f1_difference_low\": 0.010000, "
                "\"macro_f1_difference_high\": 0.090000}");
    buffer_release(&out);
}

const struct suite suite_evaluation = {
    "report/evaluation",
    (const struct test[]){
        {"text", test_text},
        {"confidence as text", test_confidence_text},
        {"JSON", test_json},
        {"a label given in vain", test_a_label_given_in_vain},
        {"a label cannot break the table", test_a_label_cannot_break_the_table},
        {"comparisons", test_comparisons},
        {"comparison as JSON", test_comparison_json},
        {NULL, NULL},
    },
};
