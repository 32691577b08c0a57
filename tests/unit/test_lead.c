#include "text/lead.h"

#include "base/buffer.h"
#include "check.h"

/* Leads in the order of the expression, parted by spaces; "" for none. */
static const struct {
    const char *expression;
    const char *lead;
} cases[] = {
    {"\\bdeny", "|deny"},
    {"\\bden(?:y|ies)\\b", "|den"},
    {"\\b(?:said|told)\\b.{0,60}\\bno\\b", "|said |told"},
    {"\\b(?:co-?operate|Aid\\w*)", "|co |aid"},
    {"\\bcalls?\\b|\\bmeets\\b", "|call |meets"},
    {"(?<!nor )(?<!or )\\bdeny", "|deny"},
    {"\\b(?:(?:has|have) denied|no (?:\\w+ ){0,2}evidence)", "|has |have |no"},
    {"\\b(?=x)ab", "|ab"},
    {"\\bab+", "|a"},
    {"\\bab?c", "|a"},
    {"\\babcdefghijklmnopqrstuvwxyz", "|abcdefghijklmn"}, /* LITERAL_MAX */
    {"\\ba", "|a"},
    /* nothing is known: */
    {"deny", ""},          /* inside a word as well */
    {"\\bdeny|lie", ""},   /* one side */
    {"\\b(?:deny)?x", ""}, /* may be left out */
    {"\\b(?:a|)b", ""},    /* an empty side */
    {"\\b(?:)b", ""},
    {"\\b\\w+", ""},
    {"\\b[dD]eny", ""},
    {"\\bx?", ""},
    {"\\Adeny", ""},
    {"^deny", ""},
    {"(deny)", ""},
    {"(?i)\\bdeny", ""},
    {"(*UCP)\\bdeny", ""},
    {"\\b?deny", ""},
    {"\\Q\\bdeny\\E", ""},
    {"\\bde[]|]ny", ""},
    {"\\bde[^]|]ny", ""},
    {"\\bde[[:alpha:]|]", ""},
    {"\\bdeny(?#|)", ""},
    {".*", ""},
    {"", ""},
};

static void test_leads(void)
{
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct literal_set lead;
        stance_error error;
        struct buffer text = BUFFER_EMPTY;
        buffer_append_string(&text, "");
        REQUIRE(pattern_lead_find(cases[i].expression, strlen(cases[i].expression), &lead,
                                  &error) == 0);
        for (size_t k = 0; k < lead.count; k++)
            buffer_append_format(&text, "%s%.*s", k == 0 ? "" : " ", lead.items[k].length,
                                 lead.items[k].symbols);
        CHECK_BYTES(text.data, text.length, cases[i].lead);
        literal_set_release(&lead);
        buffer_release(&text);
    }
}

/* Deep nests and many sides end the search, not the program. */
static void test_bounds(void)
{
    struct buffer deep = BUFFER_EMPTY, wide = BUFFER_EMPTY;
    struct literal_set lead;
    stance_error error;
    buffer_append_string(&deep, "\\b");
    buffer_append_string(&wide, "\\b(?:a");
    for (int i = 0; i < 100; i++)
        buffer_append_string(&deep, "(?:");
    buffer_append_string(&deep, "a");
    for (int i = 0; i < 100; i++)
        buffer_append_string(&deep, ")");
    for (int i = 0; i < 1000; i++)
        buffer_append_string(&wide, "|ab");
    buffer_append_string(&wide, ")");
    CHECK_INT(pattern_lead_find(deep.data, deep.length, &lead, &error), 0);
    CHECK_INT(lead.count, 0);
    CHECK_INT(pattern_lead_find(wide.data, wide.length, &lead, &error), 0);
    CHECK_INT(lead.count, 0);
    buffer_release(&deep);
    buffer_release(&wide);
}

const struct suite suite_lead = {
    "text/lead",
    (const struct test[]){
        {"leads", test_leads},
        {"bounds", test_bounds},
        {NULL, NULL},
    },
};
