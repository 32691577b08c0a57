#include "report/news_page.h"

#include "check.h"
#include "fixture.h"

struct desk {
    stance_model *model;
    stance_classifier *classifier;
    struct explainer *explainer;
    struct news_page page;
};

static void desk_open(struct desk *desk)
{
    stance_error error;
    *desk = (struct desk){.model = model_by_hand()};
    REQUIRE(stance_classifier_new(desk->model, &desk->classifier, &error) == 0);
    REQUIRE(explainer_new(desk->classifier, &desk->explainer, &error) == 0);
    REQUIRE(news_page_init(&desk->page, desk->model, "by \"hand\"", "uncertain", &error) == 0);
}

static void desk_close(struct desk *desk)
{
    news_page_release(&desk->page);
    explainer_free(desk->explainer);
    stance_classifier_free(desk->classifier);
    stance_model_free(desk->model);
}

static int add(struct desk *desk, const char *file, size_t number, const char *text,
               const struct citation *citation, stance_error *error)
{
    struct paragraph paragraph = {.text = text,
                                  .length = strlen(text),
                                  .number = number,
                                  .role = ROLE_BODY,
                                  .citation = citation};
    struct explanation explanation;
    REQUIRE(explain(desk->explainer, &paragraph, &explanation, error) == 0);
    struct told told = {.model = desk->model,
                        .file = file,
                        .paragraph = &paragraph,
                        .explanation = &explanation,
                        .label = desk->model->labels.names[explanation.result.label]};
    return news_page_add(&desk->page, &told, error);
}

static void write_page(struct desk *desk, struct buffer *out)
{
    stance_error error;
    REQUIRE(news_page_write(&desk->page, out, &error) == 0);
    CHECK(!out->failed);
}

static void test_page(void)
{
    struct desk desk;
    struct buffer out = BUFFER_EMPTY;
    stance_error error;
    desk_open(&desk);
    REQUIRE(add(&desk, "a.txt", 1, "They accused us.", NULL, &error) == 0);
    REQUIRE(add(&desk, "a.txt", 2, "He denied it, and denied it.", NULL, &error) == 0);
    REQUIRE(add(&desk, "b.txt", 1, "Nothing known here", NULL, &error) == 0);
    write_page(&desk, &out);
    CHECK_CONTAINS(out.data, "2\u00a0articles, 3\u00a0paragraphs");
    CHECK_CONTAINS(out.data, "<mark class=\"l1 for s3\">denied</mark> it, and <mark");
    CHECK_CONTAINS(out.data, "<span class=\"key l0\">1\u00a0accusatory</span> <span class=\"key "
                             "l1\">1\u00a0denial</span>");
    CHECK_CONTAINS(out.data, "no known word");
    CHECK_CONTAINS(out.data, "<article id=\"a2\">");
    CHECK_CONTAINS(out.data, "by &quot;hand&quot;");
    CHECK(strstr(out.data, "When it was said") == NULL); /* no date is known */
    buffer_release(&out);
    desk_close(&desk);
}

/* NOLINTBEGIN(misc-misleading-bidirectional): an override among the rest */

/* What a page of the world may say is never markup. */
static void test_hostile(void)
{
    static const char text[] = "They <script>alert(1)</script> \"accused\" <b onclick='x'>&amp;";
    static const char title[] = "</h3><script>alert(2)</script>\xe2\x80\xae";
    struct citation citation = {0};
    struct desk desk;
    struct buffer out = BUFFER_EMPTY;
    stance_error error;
    desk_open(&desk);
    for (size_t i = 0; i < CITATION_FACTS; i++) {
        citation.facts[i].text = title;
        citation.facts[i].length = strlen(title);
    }
    REQUIRE(add(&desk, "\"><img src=x onerror=alert(3)>\xff", 1, text, &citation, &error) == 0);
    write_page(&desk, &out);
    CHECK(strstr(out.data, "<script>alert") == NULL);
    CHECK(strstr(out.data, "<img") == NULL);
    CHECK(strstr(out.data, "<b onclick") == NULL);
    CHECK(strstr(out.data, "\xe2\x80\xae") == NULL);
    CHECK_CONTAINS(out.data, "They &lt;script&gt;alert(1)&lt;/script&gt; &quot;<mark");
    CHECK_CONTAINS(out.data, "<time datetime=\"&lt;/h3&gt;&lt;script&gt;alert(2)");
    CHECK_CONTAINS(out.data, "&quot;&gt;&lt;img src=x onerror=alert(3)&gt;\xef\xbf\xbd");
    buffer_release(&out);
    desk_close(&desk);
}

/* NOLINTEND(misc-misleading-bidirectional) */

static void test_limit(void)
{
    struct desk desk;
    stance_error error;
    size_t count = 0;
    desk_open(&desk);
    desk.page.limit = (size_t)1 << 20;
    while (count < 10000 && add(&desk, "a.txt", count + 1, "They accused us.", NULL, &error) == 0)
        count++;
    CHECK(count > 100 && count < 10000);
    CHECK_INT(error.status, STANCE_DATA);
    CHECK_STRING(error.message, "the report grows over 1 MiB: make one of fewer articles");
    desk_close(&desk);
}

const struct suite suite_news_page = {
    "report/news_page",
    (const struct test[]){
        {"a page", test_page},
        {"hostile articles", test_hostile},
        {"too much for a page", test_limit},
        {NULL, NULL},
    },
};
