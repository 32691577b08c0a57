#include "report/timeline.h"

#include "check.h"

static const char *names[] = {"denial", "neutral", "uncertain"};
static const struct legend legend = {names, 3, "neutral"};

/* Days as the proleptic Gregorian calendar has them. */
static void test_days(void)
{
    static const struct {
        const char *date;
        int day;
    } cases[] = {
        {"1900-01-01", 0},
        {"1900-02-28", 58},
        {"1900-03-01", 59},
        {"1900-02-29", -1},
        {"2000-02-29", 36583},
        {"2000-03-01", 36584},
        {"2031-06-03", 48000},
        {"2031-06-03T10:00Z", 48000},
        {"2100-12-31", 73413},
        {"2101-01-01", -1},
        {"1899-12-31", -1},
        {"2031-13-01", -1},
        {"2031-00-10", -1},
        {"2031-06-31", -1},
        {"2031-06-00", -1},
        {"2031-06-031", -1},
        {"2031-06", -1},
        {"3 June 2031", -1},
        {"", -1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        CHECK_INT(timeline_day_of(cases[i].date, strlen(cases[i].date)), cases[i].day);
}

static void check_date(const char *date, const char *expected)
{
    struct buffer out = BUFFER_EMPTY;
    buffer_append_string(&out, "");
    timeline_put_date(date, strlen(date), &out);
    CHECK_STRING(out.data, expected);
    buffer_release(&out);
}

static void test_dates_for_people(void)
{
    check_date("2031-06-03T08:30:00Z", "3 June 2031");
    check_date("2000-02-29", "29 February 2000");
    check_date("2100-12-31", "31 December 2100");
    check_date("2031-02-29", "2031-02-29");
    check_date("last week", "last week");
    check_date("", "");
}

/* The chart of some dates, each with a denial. */
static void draw(const char *const *dates, struct buffer *out)
{
    struct timeline timeline;
    stance_error error;
    timeline_init(&timeline, &legend);
    buffer_append_string(out, "");
    for (; *dates != NULL; dates++)
        REQUIRE(timeline_count(&timeline, *dates, strlen(*dates), 0, &error) == 0);
    REQUIRE(timeline_html(&timeline, out, &error) == 0);
    CHECK(!out->failed);
    timeline_release(&timeline);
}

/* A part of the table: a column's name and its counts. */
#define ROW(name, count) "<tr><th scope=\"row\">" name "</th><td>" count "</td></tr>"

static void test_by_days(void)
{
    const char *const dates[] = {"2031-03-02", "2031-02-27", "?", "2031-03-02T23:59", NULL};
    struct buffer out = BUFFER_EMPTY;
    draw(dates, &out);
    CHECK_CONTAINS(out.data, "Paragraphs a day, 2031. Without a date: 1.");
    CHECK_CONTAINS(out.data, ROW("27 Feb", "1") "\n" ROW("2 Mar", "2"));
    CHECK_CONTAINS(out.data, ">28 Feb</text>"); /* there is a gap, and it is seen */
    CHECK(strstr(out.data, "neutral") == NULL);
    buffer_release(&out);
}

static void test_by_months_and_years(void)
{
    const char *const months[] = {"2030-12-31", "2031-02-14", NULL};
    const char *const years[] = {"2100-12-31", "1900-01-01", "1900-12-31", NULL};
    struct buffer out = BUFFER_EMPTY;
    draw(months, &out);
    CHECK_CONTAINS(out.data, "Paragraphs a month, 2030 to 2031.");
    CHECK_CONTAINS(out.data, ROW("Dec 2030", "1") "\n" ROW("Feb 2031", "1"));
    buffer_reset(&out);
    draw(years, &out);
    CHECK_CONTAINS(out.data, "Paragraphs a year, 1900 to 2100.");
    CHECK_CONTAINS(out.data, ROW("1900", "2") "\n" ROW("2100", "1"));
    buffer_release(&out);
}

static void test_no_day(void)
{
    const char *const dates[] = {"", "soon", NULL};
    struct buffer out = BUFFER_EMPTY;
    draw(dates, &out);
    CHECK_STRING(out.data, "");
    buffer_release(&out);
}

const struct suite suite_timeline = {
    "report/timeline",
    (const struct test[]){
        {"days", test_days},
        {"dates for people", test_dates_for_people},
        {"a chart by days", test_by_days},
        {"by months, by years", test_by_months_and_years},
        {"without a day there is no chart", test_no_day},
        {NULL, NULL},
    },
};
