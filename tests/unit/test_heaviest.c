#include "report/heaviest.h"

#include "check.h"

static const char *names[] = {"denial", "neutral", "uncertain"};
static const struct legend legend = {names, 3, "neutral"};

static void add(struct heaviest *heaviest, size_t label, const struct contribution *contributions,
                size_t count)
{
    struct explanation explanation = {
        .result.label = label, .contributions = contributions, .n_contributions = count};
    stance_error error;
    REQUIRE(heaviest_add(heaviest, &explanation, &error) == 0);
}

#define CONTRIBUTION(what, text, heavy)                                                            \
    {                                                                                              \
        .kind = CONTRIBUTION_##what, .feature = text, .feature_length = strlen(text),              \
        .weight = heavy                                                                            \
    }

/* What a word's letters say is the word's; a cue of its name is not; what speaks for the rival is
 * left out; a paragraph counts once. */
static void test_sums(void)
{
    const struct contribution first[] = {
        CONTRIBUTION(WORD, "no", 1.0), CONTRIBUTION(CHARS, "no", 0.5), CONTRIBUTION(CUE, "no", 0.3),
        CONTRIBUTION(NGRAM, "no <b>", 0.2), CONTRIBUTION(WORD, "calm", -4.0)};
    const struct contribution second[] = {CONTRIBUTION(CHARS, "no", 1.5)};
    struct heaviest heaviest = HEAVIEST_EMPTY;
    struct buffer out = BUFFER_EMPTY;
    stance_error error;
    add(&heaviest, 0, first, 5);
    add(&heaviest, 0, second, 1);
    add(&heaviest, 1, second, 1);
    REQUIRE(heaviest_html(&heaviest, &legend, 10, &out, &error) == 0);
    CHECK(!out.failed);
    CHECK_CONTAINS(out.data, "for <b>denial</b>");
    CHECK_CONTAINS(out.data,
                   "<tr><th scope=\"row\"><bdi>no</bdi></th><td>3.0<i "
                   "style=\"--part:1.000\"></i></td><td>2</td></tr>\n"
                   "<tr><th scope=\"row\"><bdi>no</bdi> <span class=\"kind\">cue</span></th>"
                   "<td>0.3<i style=\"--part:0.100\"></i></td><td>1</td></tr>\n"
                   "<tr><th scope=\"row\"><bdi>no &lt;b&gt;</bdi> <span class=\"kind\">phrase");
    CHECK_CONTAINS(out.data, "for <b>neutral</b>");
    CHECK_CONTAINS(out.data, "<td>1.5<i style=\"--part:1.000\"></i></td><td>1</td></tr>\n</tbody>");
    CHECK(strstr(out.data, "calm") == NULL);
    buffer_reset(&out);
    REQUIRE(heaviest_html(&heaviest, &legend, 1, &out, &error) == 0);
    CHECK(strstr(out.data, "cue") == NULL);
    buffer_release(&out);
    heaviest_release(&heaviest);
}

static void test_nothing(void)
{
    struct heaviest heaviest = HEAVIEST_EMPTY;
    struct buffer out = BUFFER_EMPTY;
    stance_error error;
    REQUIRE(heaviest_html(&heaviest, &legend, 10, &out, &error) == 0);
    CHECK_INT(out.length, 0);
    heaviest_release(&heaviest);
}

const struct suite suite_heaviest = {
    "report/heaviest",
    (const struct test[]){
        {"sums", test_sums},
        {"of nothing", test_nothing},
        {NULL, NULL},
    },
};
