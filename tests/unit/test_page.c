#include "base/file.h"
#include "base/utf8.h"
#include "check.h"
#include "read/page.h"

#include <stdlib.h>

static const char *role_name(enum article_role role)
{
    switch (role) {
    case ARTICLE_TITLE:
        return "title";
    case ARTICLE_BODY:
        return "body";
    case ARTICLE_BOILERPLATE:
        return "boilerplate";
    }
    return "";
}

static void put_line(const char *name, const char *text, size_t length, struct buffer *out)
{
    buffer_append_format(out, "%s\t", name);
    buffer_append(out, text, length);
    buffer_append_char(out, '\n');
}

/* Date and publisher, where they are known, and each part: a name, a tab, the text. */
static void describe(const struct article *article, struct buffer *out)
{
    if (article->date.length > 0)
        put_line("date", article->date.data, article->date.length, out);
    if (article->publisher.length > 0)
        put_line("publisher", article->publisher.data, article->publisher.length, out);
    for (size_t i = 0; i < article->n_parts; i++) {
        const struct article_part *part = &article->parts[i];
        put_line(role_name(part->role), article->text.data + part->start, part->length, out);
    }
}

static void read_bytes(const char *bytes, size_t length, struct article *article)
{
    stance_error error;
    article_init(article);
    int result = page_read(bytes, length, "a.html", article, &error);
    if (result != 0)
        fprintf(stderr, "\n%s\n", error.message);
    REQUIRE(result == 0);
}

static void check_page(const char *bytes, size_t length, const char *expected)
{
    struct article article;
    struct buffer seen = BUFFER_EMPTY;
    read_bytes(bytes, length, &article);
    buffer_append_string(&seen, "");
    describe(&article, &seen);
    CHECK_BYTES(seen.data, seen.length, expected);
    CHECK_INT(utf8_valid_prefix(seen.data, seen.length), seen.length);
    buffer_release(&seen);
    article_release(&article);
}

/* ---- pages as sites build them ---- */

static void check_file(const char *name)
{
    char path[128];
    stance_error error;
    struct buffer page = BUFFER_EMPTY, expected = BUFFER_EMPTY;
    snprintf(path, sizeof path, "tests/data/pages/%s.html", name);
    REQUIRE(file_read_all(path, 1 << 20, &page, &error) == 0);
    snprintf(path, sizeof path, "tests/data/pages/%s.txt", name);
    REQUIRE(file_read_all(path, 1 << 20, &expected, &error) == 0);
    check_page(page.data, page.length, expected.data);
    buffer_release(&page);
    buffer_release(&expected);
}

static void test_pages(void)
{
    static const char *const names[] = {"amp",  "app",     "blog",  "courier", "gallery",
                                        "live", "paywall", "react", "soup",    "tables"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        check_file(names[i]);
}

#define LONG "Varland on Monday accused its neighbour of an attack on the grid, and asked for help."
#define OTHER                                                                                      \
    "Its neighbour denied the accusation at once, and said that there was no evidence at all."

static const struct {
    const char *page, *seen;
} cases[] = {
    /* nothing on it */
    {"", ""},
    {" \n", ""},
    {"<html></html>", ""},
    {"<title>Only this</title><p>Short.</p>", "title\tOnly this\n"},
    /* no markup, or hardly any */
    {LONG, "body\t" LONG "\n"},
    {"<p>" LONG "<p>No.<p>" OTHER, "body\t" LONG "\nbody\tNo.\nbody\t" OTHER "\n"},
    {"<p>" LONG, "body\t" LONG "\n"},
    {"<p>" LONG "</p></div></div></p></table>", "body\t" LONG "\n"},
    /* white space, and what is not seen */
    {"<p>  Varland&nbsp;on\n Mon&shy;day accused its neigh\xe2\x80\x8b"
     "bour of an <b>attack</b>\ton the "
     "grid.  </p>",
     "body\tVarland on Monday accused its neighbour of an attack on the grid.\n"},
    /* what is dropped */
    {"<nav><p>" OTHER "</p></nav><p>" LONG "</p>", "body\t" LONG "\n"},
    {"<p>" LONG "</p><div class='pageFooter'><p>" OTHER "</p></div>", "body\t" LONG "\n"},
    {"<p>" LONG "</p><div style='color:red; display: none'><p>" OTHER "</p></div>",
     "body\t" LONG "\n"},
    {"<p>" LONG "</p><p><a href=x>" OTHER "</a></p>", "body\t" LONG "\n"},
    {"<p>" LONG "</p><script>if (a<b) document.write('<p>" OTHER "</p>')</script>",
     "body\t" LONG "\n"},
    {"<p>" LONG "</p><script>an unclosed <p>" OTHER, "body\t" LONG "\n"},
    {"<p>" LONG "</p><!-- an unclosed <p>" OTHER, "body\t" LONG "\n"},
    {"<p>" LONG "</p><textarea>" OTHER "</textarea>", "body\t" LONG "\n"},
    {"<div><p>" LONG "</p><h2>See also</h2></div>", "body\t" LONG "\n"},
    /* what only looks so */
    {"<div class='with-sidebar'><p>" LONG "</p><p>" OTHER "</p></div>",
     "body\t" LONG "\nbody\t" OTHER "\n"},
    {"<form id=aspnetForm><p>" LONG "</p></form>", "body\t" LONG "\n"},
    {"<div hidden><p>" LONG "</p></div>", "body\t" LONG "\n"},
    {"<article class='comments-open'><p>" LONG "</p></article>", "body\t" LONG "\n"},
    {"<p class='headline adjacent'>" LONG "</p><p>" OTHER "</p>",
     "body\t" LONG "\nbody\t" OTHER "\n"},
    {"<main><p>" LONG "</p><h2>The answer</h2><p>" OTHER "</p></main>",
     "body\t" LONG "\nbody\tThe answer\nbody\t" OTHER "\n"},
    /* captions are kept, as what they are */
    {"<div><p>" LONG "</p><figure><figcaption>A mast</figcaption></figure><p>" OTHER "</p></div>",
     "body\t" LONG "\nboilerplate\tA mast\nbody\t" OTHER "\n"},
    /* line ends */
    {"<div>" LONG "<br>" OTHER "</div>", "body\t" LONG "\nbody\t" OTHER "\n"},
    {"<div>" LONG "<br/> <br/>" OTHER "</div>", "body\t" LONG "\nbody\t" OTHER "\n"},
    {"<div>12 Mill Street<br>Osterby and other places where the grid was down<br>for a while</div>",
     "body\t12 Mill Street Osterby and other places where the grid was down for a while\n"},
};

static void test_cases(void)
{
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        check_page(cases[i].page, strlen(cases[i].page), cases[i].seen);
}

/* ---- what a page says of itself ---- */

static const struct {
    const char *head, *date, *publisher, *title;
} metas[] = {
    {"", "", "", ""},
    {"<title>A day like any | The Site</title>", "", "The Site", "A day like any"},
    {"<title>The Site - A day like any</title><meta property=og:site_name content='The Site'>", "",
     "The Site", "A day like any"},
    {"<title>Mid-day | break</title>", "", "", "Mid-day | break"},
    {"<meta property=og:title content='A &quot;day&quot; – like any'>", "", "",
     "A \"day\" – like any"},
    {"<meta property=og:title content='A day like any, they say'><h1>A day <i>like "
     "any</i></h1>"
     "<h1>The Site</h1>",
     "", "", "A day like any"},
    {"<title>The Site</title><meta property=og:site_name content='The Site'><h1>A day</h1>", "",
     "The Site", "A day"},
    /* dates */
    {"<meta property=article:published_time content=2024-03-04T05:06:07+02:00>",
     "2024-03-04T05:06:07+02:00", "", ""},
    {"<meta name=date content='3 March 2024'><meta itemprop=datePublished content=2024-03-04>",
     "2024-03-04", "", ""},
    {"<meta name=pubdate content='no date'><meta name=date content='20240304'>", "2024-03-04", "",
     ""},
    {"<time datetime=2024-01-01></time><time itemprop=datePublished datetime='2024-03-04 05:06'>",
     "2024-03-04T05:06:00", "", ""},
    {"<title>A day</title><time datetime=2024-01-01></time><h1>A day</h1>"
     "<time datetime=2024-03-04></time>",
     "2024-03-04", "", "A day"},
    {"<span class='post-date'>Published: 4 March 2024</span>", "2024-03-04", "", ""},
    {"<meta property=og:url content=https://a.example/news/2024/03/04/a-day>", "2024-03-04", "",
     ""},
    /* linked data */
    {"<script type=application/ld+json>{\"@type\":\"NewsArticle\",\"headline\":\"A d\\u00e4y\","
     "\"datePublished\":\"2024-03-04T05:06Z\",\"publisher\":{\"name\":\"The Site\"}}</script>",
     "2024-03-04T05:06:00Z", "The Site", "A däy"},
    {"<script type=application/ld+json>[{\"@type\":\"WebSite\",\"headline\":\"No\"},{\"@type\":["
     "\"X\",\"ReportageNewsArticle\"],\"datePublished\":\"2024-03-04\",\"headline\":[\"A day\"]}]"
     "</script>",
     "2024-03-04", "", "A day"},
    {"<script type=application/ld+json>{\"@graph\":[{\"@type\":\"Organization\",\"name\":\"The "
     "Site\"},{\"@type\":\"BlogPosting\",\"headline\":\"A day\"}]}</script>",
     "", "The Site", "A day"},
    {"<script type=application/ld+json>\n//<![CDATA[\n{\"@type\":\"Article\",\"headline\":\"A "
     "day\",}\n//]]></script>",
     "", "", "A day"},
    {"<script type=application/ld+json>{\"@type\":\"Article\",\"headline\":</script>", "", "", ""},
    {"<script type=application/ld+json>{\"@type\":7,\"headline\":{\"a\":[]},\"publisher\":[]}"
     "</script>",
     "", "", ""},
    {"<script type=application/ld+json>{\"@type\":\"Article\",\"headline\":\"a\\u0000b\\ud800\"}"
     "</script>",
     "", "", "a b\xef\xbf\xbd"},
};

static void check_text(const struct buffer *buffer, const char *expected)
{
    CHECK_BYTES(buffer->data == NULL ? "" : buffer->data, buffer->length, expected);
}

static void test_meta(void)
{
    for (size_t i = 0; i < sizeof metas / sizeof metas[0]; i++) {
        struct article article;
        read_bytes(metas[i].head, strlen(metas[i].head), &article);
        check_text(&article.date, metas[i].date);
        check_text(&article.publisher, metas[i].publisher);
        check_text(&article.title, metas[i].title);
        article_release(&article);
    }
}

static void test_linked_body(void)
{
    char page[2048];
    /* The page shows nothing, and linked data tells all. */
    snprintf(page, sizeof page,
             "<script type=application/ld+json>{\"@type\":\"Article\",\"articleBody\":\"%s\\n\\n%s "
             "%s\\n%s %s\"}</script><p>%s",
             LONG, OTHER, OTHER, LONG, LONG,
             "Please switch on what runs the programs of this page.");
    check_page(page, strlen(page),
               "body\t" LONG "\nbody\t" OTHER " " OTHER "\nbody\t" LONG " " LONG "\n");
    /* The same as HTML. */
    snprintf(page, sizeof page,
             "<script type=application/ld+json>{\"@type\":\"Article\",\"articleBody\":\"<p>%s</p>"
             "<p>%s %s</p><p>%s &amp; %s\"}</script>",
             LONG, OTHER, OTHER, LONG, LONG);
    check_page(page, strlen(page),
               "body\t" LONG "\nbody\t" OTHER " " OTHER "\nbody\t" LONG " & " LONG "\n");
    /* The page shows it, too: then the page counts. */
    snprintf(
        page, sizeof page,
        "<script type=application/ld+json>{\"@type\":\"Article\",\"articleBody\":\"%s %s %s %s "
        "%s\"}</script><p>%s<p>%s<p>%s",
        LONG, OTHER, LONG, OTHER, LONG, LONG, OTHER, LONG);
    check_page(page, strlen(page), "body\t" LONG "\nbody\t" OTHER "\nbody\t" LONG "\n");
}

static void test_lines(void)
{
    static const char page[] = "<html>\n<title>A day</title>\n<h1>\nA day</h1>\n<p>\n\n" LONG
                               "\n<p>" OTHER "\n<script>\n\n</script><p>" LONG "\n";
    static const uint64_t lines[] = {3, 7, 8, 11};
    struct article article;
    read_bytes(page, sizeof page - 1, &article);
    REQUIRE(article.n_parts == 4);
    for (size_t i = 0; i < 4; i++)
        CHECK_INT(article.parts[i].line, lines[i]);
    article_release(&article);
}

/* ---- character sets ---- */

#define TAIL " is where the grid was attacked, says the ministry, and nobody denies it."

static const struct {
    const char *page;
    size_t length;
    const char *seen;
} charsets[] = {
#define BYTES(text) text, sizeof(text) - 1
    {BYTES("<p>Ärö" TAIL), "body\tÄrö" TAIL "\n"},
    {BYTES("\xef\xbb\xbf<meta charset=latin1><p>Ärö" TAIL), "body\tÄrö" TAIL "\n"},
    {BYTES("<meta charset=iso-8859-1><p>\xc4r\xf6 \x93" TAIL), "body\tÄrö “" TAIL "\n"},
    {BYTES("<p>\xc4r\xf6 \x93" TAIL), "body\tÄrö “" TAIL "\n"},
    {BYTES("<META HTTP-EQUIV=Content-Type CONTENT='text/html; charset = "
           "\"windows-1251\"'><p>\xc0\xe1" TAIL),
     "body\tАб" TAIL "\n"},
    {BYTES("<?xml version='1.0' encoding='koi8-r'?><html><p>\xe1\xc2" TAIL), "body\tАб" TAIL "\n"},
    {BYTES("<meta charset=Shift_JIS><p>\x83\x41" TAIL), "body\tア" TAIL "\n"},
    {BYTES("<meta charset=gb2312><p>\xd6\xd0\xb9" TAIL), "body\t中\xef\xbf\xbd" TAIL "\n"},
    /* UTF-8 that says otherwise, and what says UTF-8 and is not */
    {BYTES("<meta charset=windows-1251><p>Ärö" TAIL), "body\tÄrö" TAIL "\n"},
    {BYTES("<meta charset=utf-16><p>Ärö" TAIL), "body\tÄrö" TAIL "\n"},
    {BYTES("<meta charset=utf-8><p>\xc4r\xc3\xb6" TAIL), "body\t\xef\xbf\xbdrö" TAIL "\n"},
    {BYTES("<meta charset=no-such-thing><p>\xc4r\xf6" TAIL), "body\tÄrö" TAIL "\n"},
    {BYTES("<meta charset=><p>\xc4r\xf6" TAIL), "body\tÄrö" TAIL "\n"},
    {BYTES("<p>a\0b" TAIL), "body\ta\xef\xbf\xbd"
                            "b" TAIL "\n"},
    {BYTES("<p>&#65;&#x42;&#0;&nosuch;&amp;&copy;" TAIL), "body\tAB&nosuch;&©" TAIL "\n"},
#undef BYTES
};

static void test_charsets(void)
{
    for (size_t i = 0; i < sizeof charsets / sizeof charsets[0]; i++)
        check_page(charsets[i].page, charsets[i].length, charsets[i].seen);
}

static void test_utf16(void)
{
    static const char text[] = "<p>Varland" TAIL;
    for (size_t big = 0; big < 2; big++) {
        struct buffer page = BUFFER_EMPTY;
        buffer_append(&page, big ? "\xfe\xff" : "\xff\xfe", 2);
        for (const char *at = text; *at != '\0'; at++)
            buffer_append(&page, big ? (char[]){'\0', *at} : (char[]){*at, '\0'}, 2);
        check_page(page.data, page.length, "body\tVarland" TAIL "\n");
        buffer_release(&page);
    }
}

/* ---- bombs: any answer will do that comes soon ---- */

static void read_repeated(const char *before, const char *repeated, size_t size, const char *after)
{
    struct buffer page = BUFFER_EMPTY;
    struct article article;
    stance_error error;
    buffer_append_string(&page, before);
    while (page.length < size)
        buffer_append_string(&page, repeated);
    buffer_append_string(&page, after);
    article_init(&article);
    if (page_read(page.data, page.length, "bomb.html", &article, &error) != 0)
        CHECK_STRING(error.message, "bomb.html: elements are nested too deep, and too many end "
                                    "tags close none");
    article_release(&article);
    buffer_release(&page);
}

static void test_bombs(void)
{
    static const struct {
        const char *before, *repeated, *after;
    } bombs[] = {
        {"", "<div>", LONG},
        {"", "<div class=date>", LONG},
        {"<title>" LONG "</title>", "<div><h1>", LONG},
        {"", "<p>x</p>", LONG},
        {"", "<table><tr><td>", LONG},
        {"", "&amp;&#65;&nosuch;&", LONG},
        {"<script>", "x<b ", ""},
        {"<!--", "--<!", ""},
        {"<p ", "a=1 ", ">" LONG},
        {"<p class='", "ad ", "'>" LONG},
        {"<script type=application/ld+json>", "[{\"@graph\":", ""},
        {"<title>", "a | b - ", "</title>"},
        {"", "<br>", LONG},
        {"<p>" LONG "<figure>", "<h2>x</h2>", ""},
        {"", "<", ">"},
        {"<i>", "<div></i>", LONG},
    };
    for (size_t i = 0; i < sizeof bombs / sizeof bombs[0]; i++)
        read_repeated(bombs[i].before, bombs[i].repeated, 1 << 20, bombs[i].after);
}

static void test_deep_text_is_found(void)
{
    struct buffer page = BUFFER_EMPTY;
    for (size_t i = 0; i < 100000; i++)
        buffer_append_string(&page, "<div>");
    buffer_append_string(&page, "<p>" LONG);
    check_page(page.data, page.length, "body\t" LONG "\n");
    buffer_release(&page);
}

static void test_different_names(void)
{
    struct buffer page = BUFFER_EMPTY;
    buffer_append_string(&page, "<p>" LONG "<p");
    for (size_t i = 0; i < 100000; i++)
        buffer_append_format(&page, " a%zu=1", i);
    buffer_append_string(&page, ">" OTHER);
    check_page(page.data, page.length, "body\t" LONG "\nbody\t" OTHER "\n");
    buffer_release(&page);
}

static void test_too_large(void)
{
    struct article article;
    stance_error error;
    char *bytes = malloc(PAGE_LIMIT + 1);
    REQUIRE(bytes != NULL);
    memset(bytes, ' ', PAGE_LIMIT + 1);
    article_init(&article);
    CHECK(page_read(bytes, PAGE_LIMIT + 1, "a.html", &article, &error) == -1);
    CHECK_STRING(error.message, "a.html: an HTML page of more than 32 MB");
    CHECK(page_read(bytes, PAGE_LIMIT, "a.html", &article, &error) == 0);
    CHECK_INT(article.n_parts, 0);
    article_release(&article);
    free(bytes);
}

/* ---- whether it is a page ---- */

static void test_looks_like_html(void)
{
    static const struct {
        const char *head;
        bool is;
    } heads[] = {
        {"<!DOCTYPE html>", true},
        {"<!doctype HTML PUBLIC \"-//W3C//DTD HTML 3.2//EN\">", true},
        {"\xef\xbb\xbf \n<html lang=en>", true},
        {"<?xml version='1.0'?>\n<!-- a -- b -->\n<!-- c --><HTML>", true},
        {"<head>", true},
        {"<html", true},
        {"<meta charset=utf-8>", true},
        {"", false},
        {"<", false},
        {"<!-- a comment alone", false},
        {"<header>", false},
        {"<htmlx>", false},
        {"<?xml version='1.0'?><rss>", false},
        {"The tag <html> begins a page.", false},
        {"{\"text\": \"<html>\"}", false},
    };
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++)
        CHECK_INT(page_looks_like_html(heads[i].head, strlen(heads[i].head)), heads[i].is);
}

static const struct test tests[] = {
    {"pages as sites build them", test_pages},
    {"small pages", test_cases},
    {"title, date, publisher", test_meta},
    {"the body in linked data", test_linked_body},
    {"line numbers", test_lines},
    {"character sets", test_charsets},
    {"UTF-16 with a mark", test_utf16},
    {"bombs", test_bombs},
    {"text far down", test_deep_text_is_found},
    {"an element with 100,000 attributes", test_different_names},
    {"a page too large", test_too_large},
    {"what looks like HTML", test_looks_like_html},
    {NULL, NULL},
};

const struct suite suite_page = {"read/page", tests};
