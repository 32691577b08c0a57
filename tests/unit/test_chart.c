#include "report/chart.h"

#include "check.h"

#include <stdlib.h>

static const char *names[] = {"a<b", "neutral", "uncertain"};
static const struct legend legend = {names, 3, "neutral"};

static size_t count_of(const char *text, const char *part)
{
    size_t count = 0;
    for (const char *at = text; (at = strstr(at, part)) != NULL; at += strlen(part))
        count++;
    return count;
}

/* Parts as wide as their counts, one after the other; none for nothing. */
static void test_bar(void)
{
    static const size_t counts[] = {1, 0, 3};
    static const size_t none[] = {0, 0, 0};
    struct buffer out = BUFFER_EMPTY;
    chart_bar(&legend, counts, &out);
    CHECK_CONTAINS(out.data, "<rect class=\"l0\" x=\"0.00\" width=\"250.00\" height=\"10\"/>"
                             "<rect class=\"unsure\" x=\"250.00\" width=\"750.00\"");
    CHECK_CONTAINS(out.data, "aria-hidden=\"true\"");
    buffer_reset(&out);
    chart_bar(&legend, none, &out);
    CHECK(strstr(out.data, "<rect") == NULL);
    buffer_release(&out);
}

static void test_columns(void)
{
    static const char *const columns[] = {"<1>", "\"2\"", "3"};
    static const size_t counts[] = {2, 1, 0, 0, 0, 0, 0, 7, 0};
    struct chart_columns chart = {"T&T", "note", "day", &legend, columns, counts, 3};
    struct buffer out = BUFFER_EMPTY;
    chart_columns(&chart, &out);
    CHECK(!out.failed);
    CHECK_INT(count_of(out.data, "<rect "), 3);
    CHECK_CONTAINS(out.data, "aria-label=\"T&amp;T. The figures are in the table below.\"");
    CHECK_CONTAINS(out.data, "<title>&lt;1&gt;: 2 a&lt;b</title>");
    CHECK_CONTAINS(out.data, "<th scope=\"col\">day</th><th scope=\"col\">a&lt;b</th><th "
                             "scope=\"col\">neutral</th></tr>");
    /* No row for a column of nothing, no cell for a label that is nowhere. */
    CHECK_CONTAINS(out.data,
                   "<tbody><tr><th scope=\"row\">&lt;1&gt;</th><td>2</td><td>1</td></tr>\n"
                   "<tr><th scope=\"row\">3</th><td>0</td><td>7</td></tr>\n</tbody>");
    /* The grid: 0, 2, 4, 6, 8. */
    CHECK_INT(count_of(out.data, "class=\"grid\""), 5);
    CHECK_CONTAINS(out.data, ">8</text>");
    buffer_release(&out);
}

/* However much there is, a grid has few lines and reaches it. */
static void test_grid(void)
{
    static const size_t totals[] = {1, 2, 4, 5, 9, 10, 11, 99, 100, 101, 12345, 99999999};
    static const char *const columns[] = {"1"};
    for (size_t i = 0; i < sizeof totals / sizeof totals[0]; i++) {
        const size_t counts[] = {totals[i], 0, 0};
        struct chart_columns chart = {"t", "n", "day", &legend, columns, counts, 1};
        struct buffer out = BUFFER_EMPTY;
        chart_columns(&chart, &out);
        size_t lines = count_of(out.data, "class=\"grid\"");
        CHECK(lines >= 2 && lines <= 6);
        const char *y = strstr(out.data, "<rect class=\"l0\" "), *height;
        REQUIRE(y != NULL && (y = strstr(y, " y=\"")) != NULL);
        REQUIRE((height = strstr(y, " height=\"")) != NULL);
        CHECK(strtod(y + strlen(" y=\""), NULL) >= 9.9);
        CHECK(strtod(height + strlen(" height=\""), NULL) > 50);
        buffer_release(&out);
    }
}

static void test_curve(void)
{
    static const struct chart_point points[] = {{"0–10 %", 0, 1, 1}, {"<90>", 1, 0.5, 4}};
    struct chart_curve chart = {.title = "t",
                                .note = "n",
                                .name = "between",
                                .x_name = "x",
                                .y_name = "y",
                                .points = points,
                                .count = 2,
                                .diagonal = true};
    struct buffer out = BUFFER_EMPTY;
    chart_curve(&chart, &out);
    CHECK(!out.failed);
    CHECK_CONTAINS(out.data, "points=\"34.0,10.0 352.0,94.0\"");
    CHECK_CONTAINS(out.data, "class=\"ideal\"");
    CHECK_CONTAINS(out.data, "<title>between 0–10 %: 100.0 % right of 1\u00a0row</title>");
    CHECK_CONTAINS(out.data, "<tr><th scope=\"row\">&lt;90&gt;</th><td>100.0 %</td><td>50.0 "
                             "%</td><td>4</td></tr>");
    buffer_reset(&out);
    chart.y_least = 0.5;
    chart.diagonal = false;
    chart_curve(&chart, &out);
    CHECK_CONTAINS(out.data, "points=\"34.0,10.0 352.0,178.0\"");
    CHECK(strstr(out.data, "class=\"ideal\"") == NULL);
    buffer_release(&out);
}

const struct suite suite_chart = {
    "report/chart",
    (const struct test[]){
        {"a bar", test_bar},
        {"columns", test_columns},
        {"the grid", test_grid},
        {"a curve", test_curve},
        {NULL, NULL},
    },
};
