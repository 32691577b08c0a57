#include "base/file.h"
#include "base/utf8.h"
#include "check.h"
#include "scratch.h"
#include "text/paragraph.h"

#include <inttypes.h>

#define BOM "\xef\xbb\xbf"
#define BAD "\xef\xbf\xbd"

#define COUNT_OF(array) (sizeof(array) / sizeof(array)[0])

/* Each paragraph as "number role line@offset+source_length:text|". */
static void describe(struct scratch *scratch, const void *bytes, size_t length,
                     enum paragraph_split split, const struct pattern_list *boilerplate,
                     const struct warning_sink *sink, struct buffer *out)
{
    struct document *document = NULL;
    struct paragraph_splitter *splitter = NULL;
    struct pattern_scratch *patterns = NULL;
    struct paragraph paragraph;
    stance_error error;
    REQUIRE(pattern_scratch_new(&patterns, &error) == 0);
    REQUIRE(document_open(scratch_write(scratch, "a.txt", bytes, length), NULL, &document,
                          &error) == 0);
    REQUIRE(paragraph_splitter_new(document, split, sink, &splitter, &error) == 0);
    while (paragraph_next(splitter, &paragraph, &error) == 0 && paragraph.text != NULL) {
        CHECK_INT(paragraph.role, ROLE_BODY);
        REQUIRE(paragraph_decide_role(&paragraph, boilerplate, patterns, &error) == 0);
        buffer_append_format(out, "%zu %s %zu@%" PRIu64 "+%" PRIu64 ":", paragraph.number,
                             paragraph_role_name(paragraph.role), paragraph.line, paragraph.offset,
                             paragraph.source_length);
        buffer_append(out, paragraph.text, paragraph.length);
        buffer_append_char(out, '|');
    }
    CHECK(paragraph_next(splitter, &paragraph, &error) == 0 && paragraph.text == NULL);
    paragraph_splitter_free(splitter);
    document_close(document);
    pattern_scratch_free(patterns);
}

struct split_case {
    const char *bytes, *paragraphs;
};

static void check_split(enum paragraph_split split, const struct split_case *cases, size_t n_cases)
{
    struct scratch scratch;
    scratch_make(&scratch);
    for (size_t i = 0; i < n_cases; i++) {
        struct buffer out = BUFFER_EMPTY;
        describe(&scratch, cases[i].bytes, strlen(cases[i].bytes), split, NULL, NULL, &out);
        CHECK_BYTES(out.data == NULL ? "" : out.data, out.length, cases[i].paragraphs);
        buffer_release(&out);
    }
    scratch_remove(&scratch);
}

static void test_at_blank_lines(void)
{
    static const struct split_case cases[] = {
        {"One.", "1 body 1@0+4:One.|"},
        {"One.\n\nTwo.\n", "1 body 1@0+4:One.|2 body 3@6+4:Two.|"},
        {"One\ntwo.\n\n\n\nThree.", "1 body 1@0+8:One\ntwo.|2 body 6@12+6:Three.|"},
        {"\n \n\t\nOne.\n", "1 body 4@5+4:One.|"},
        {"One.\r\n\r\nTwo,\r\nthree.\r\n", "1 body 1@0+4:One.|2 body 3@8+12:Two,\nthree.|"},
        {"  One. \t\n\n \tTwo. ", "1 body 1@2+4:One.|2 body 3@12+4:Two.|"},
        {"  One,\n  two.  \n", "1 body 1@2+11:One,\n  two.|"},
        {BOM "One.\n\nTwo.", "1 body 1@3+4:One.|2 body 3@9+4:Two.|"},
        {"One.\n\xc2\xa0\n\xe3\x80\x80Two.\xe2\x80\xa8\n", "1 body 1@0+4:One.|2 body 3@11+4:Two.|"},
        {"caf\xe9.\n\nTwo.\n", "1 body 1@0+5:caf" BAD ".|2 body 3@7+4:Two.|"},
        {" \x93no\x94,\r\n he said. \r\n\r\nTwo.",
         "1 body 1@1+16:" BAD "no" BAD ",\n he said.|2 body 4@22+4:Two.|"},
        {"\xff\n\nTwo.", "1 title 1@0+1:" BAD "|2 body 3@3+4:Two.|"},
        {"\n\n\n", ""},
        {" \t\xc2\xa0\r\n", ""},
    };
    check_split(SPLIT_BLANK, cases, COUNT_OF(cases));
}

static void test_at_line_ends(void)
{
    static const struct split_case cases[] = {
        {"One.\nTwo.", "1 body 1@0+4:One.|2 body 2@5+4:Two.|"},
        {"One.\r\n\r\nTwo.\r\n", "1 body 1@0+4:One.|2 body 3@8+4:Two.|"},
        {" One. \n\n \n\tTwo.\t\n", "1 body 1@1+4:One.|2 body 4@11+4:Two.|"},
        {"\nOne\ntwo", "1 title 2@1+3:One|2 body 3@5+3:two|"},
        {"a\xff\xfe.\r\nTwo.", "1 body 1@0+4:a" BAD BAD ".|2 body 2@6+4:Two.|"},
        {"\n", ""},
    };
    check_split(SPLIT_LINE, cases, COUNT_OF(cases));
}

static void test_auto(void)
{
    static const struct split_case cases[] = {
        {"One.\nTwo.\n", "1 body 1@0+4:One.|2 body 2@5+4:Two.|"},
        {"One,\ntwo.\n\nThree.", "1 body 1@0+9:One,\ntwo.|2 body 4@11+6:Three.|"},
        {"One,\r\ntwo.\r\n\r\nThree.", "1 body 1@0+10:One,\ntwo.|2 body 4@14+6:Three.|"},
        {"One.\nTwo.\n\n", "1 body 1@0+4:One.|2 body 2@5+4:Two.|"},
        {"\n\nOne.\nTwo.", "1 body 3@2+4:One.|2 body 4@7+4:Two.|"},
        {"One.", "1 body 1@0+4:One.|"},
    };
    check_split(SPLIT_AUTO, cases, COUNT_OF(cases));
}

static void test_auto_looks_at_64_kib(void)
{
    struct scratch scratch;
    scratch_make(&scratch);
    struct buffer bytes = BUFFER_EMPTY, out = BUFFER_EMPTY;
    size_t lines = 0;
    for (; bytes.length <= DOCUMENT_PEEK; lines++)
        buffer_append_string(&bytes, "A line.\n");
    buffer_append_string(&bytes, "\nThe last\nline.\n");
    describe(&scratch, bytes.data, bytes.length, SPLIT_AUTO, NULL, NULL, &out);
    char last[64];
    snprintf(last, sizeof last, "|%zu body %zu@", lines + 2, lines + 3);
    CHECK_CONTAINS(out.data, last);
    buffer_release(&bytes);
    buffer_release(&out);
    scratch_remove(&scratch);
}

#define TEN "ten bytes "

static void test_titles(void)
{
    static const struct {
        const char *bytes;
        enum paragraph_role role;
    } cases[] = {
        {"Estonia blames Russia for crane outage", ROLE_TITLE},
        {"Moscow: “We did not do it” and other claims", ROLE_TITLE},
        {"Two\nlines", ROLE_TITLE},
        {"Estonia blames Russia.", ROLE_BODY},
        {"Who did it?", ROLE_BODY},
        {"It was them!", ROLE_BODY},
        {"“We did not do it”", ROLE_BODY},
        {"\"We did not do it\"", ROLE_BODY},
        {"Он сказал: «Нет»", ROLE_BODY},
        {"And so on…", ROLE_BODY},
        {"He said:", ROLE_BODY},
        {"First (and last)", ROLE_BODY},
        {"Ends with spaces. \t", ROLE_BODY},
        {TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN "ten bytes!?x", ROLE_BODY},
        {TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN "ten bytes!x", ROLE_BODY},
        {TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN "ten bytesx", ROLE_TITLE},
    };
    struct scratch scratch;
    scratch_make(&scratch);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct buffer bytes = BUFFER_EMPTY, out = BUFFER_EMPTY;
        buffer_append_format(&bytes, "%s\n\nSecond without an end\n", cases[i].bytes);
        describe(&scratch, bytes.data, bytes.length, SPLIT_BLANK, NULL, NULL, &out);
        char begin[16];
        snprintf(begin, sizeof begin, "1 %s 1@", paragraph_role_name(cases[i].role));
        CHECK_BYTES(out.data, strlen(begin), begin);
        CHECK_CONTAINS(out.data, "|2 body ");
        buffer_release(&bytes);
        buffer_release(&out);
    }
    scratch_remove(&scratch);
}

static void test_role_names(void)
{
    CHECK_STRING(paragraph_role_name(ROLE_TITLE), "title");
    CHECK_STRING(paragraph_role_name(ROLE_BODY), "body");
    CHECK_STRING(paragraph_role_name(ROLE_BOILERPLATE), "boilerplate");
}

/* The texts of the paragraphs, spaces aside, are those of the input, in its order. */
static void check_nothing_is_lost(const struct buffer *bytes, enum paragraph_split split,
                                  size_t n_paragraphs, const char *expected_warnings)
{
    struct scratch scratch;
    scratch_make(&scratch);
    struct warnings warnings;
    struct warning_sink sink = warnings_sink(&warnings, &scratch);
    struct document *document = NULL;
    struct paragraph_splitter *splitter = NULL;
    struct paragraph paragraph;
    stance_error error;
    REQUIRE(document_open(scratch_write(&scratch, "a.txt", bytes->data, bytes->length), &sink,
                          &document, &error) == 0);
    REQUIRE(paragraph_splitter_new(document, split, &sink, &splitter, &error) == 0);
    size_t place = 0, count = 0;
    while (paragraph_next(splitter, &paragraph, &error) == 0 && paragraph.text != NULL) {
        REQUIRE(paragraph.offset >= place && paragraph.offset < bytes->length);
        for (; place < paragraph.offset; place++)
            if (bytes->data[place] != ' ' && bytes->data[place] != '\n')
                CHECK_INT(place, -1);
        CHECK_INT(paragraph.number, ++count);
        CHECK(paragraph.length <= PARAGRAPH_BYTES_MAX);
        CHECK_INT(paragraph.source_length, paragraph.length);
        CHECK_INT(utf8_valid_prefix(paragraph.text, paragraph.length), paragraph.length);
        REQUIRE(place + paragraph.length <= bytes->length);
        CHECK(memcmp(paragraph.text, bytes->data + place, paragraph.length) == 0);
        place += paragraph.length;
    }
    for (; place < bytes->length; place++)
        if (bytes->data[place] != ' ' && bytes->data[place] != '\n')
            CHECK_INT(place, -1);
    CHECK_INT(count, n_paragraphs);
    CHECK_STRING(warnings.text, expected_warnings);
    paragraph_splitter_free(splitter);
    document_close(document);
    scratch_remove(&scratch);
}

static void append_words(struct buffer *bytes, size_t length, const char *end)
{
    size_t stop = bytes->length + length;
    while (bytes->length + 24 < stop)
        buffer_append_format(bytes, "%zu déni€ ", bytes->length);
    while (bytes->length < stop)
        buffer_append_char(bytes, 'x');
    buffer_append_string(bytes, end);
}

#define CUT ": a paragraph of more than 262144 bytes, cut there\n"

static void test_long_lines_are_cut(void)
{
    static const struct {
        enum paragraph_split split;
        size_t length, paragraphs;
        const char *warnings;
    } cases[] = {
        {SPLIT_LINE, 1 << 18, 3, ""},
        {SPLIT_BLANK, 1 << 18, 3, ""},
        {SPLIT_LINE, (1 << 18) + 1, 4, ": line 3" CUT},
        {SPLIT_BLANK, (1 << 18) + 1, 4, ": line 3" CUT},
        {SPLIT_LINE, 5 << 17, 5, ": line 3" CUT},
        {SPLIT_BLANK, 5 << 17, 5, ": line 3" CUT},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct buffer bytes = BUFFER_EMPTY;
        buffer_append_string(&bytes, "First.\n\n");
        append_words(&bytes, cases[i].length, "\n\nLast.\n");
        check_nothing_is_lost(&bytes, cases[i].split, cases[i].paragraphs, cases[i].warnings);
        buffer_release(&bytes);
    }
}

static void test_many_lines_are_cut_at_a_line_end(void)
{
    struct buffer bytes = BUFFER_EMPTY;
    for (int i = 0; i < 9; i++)
        append_words(&bytes, 75000, "\n");
    buffer_append_string(&bytes, "\nLast.\n");
    check_nothing_is_lost(&bytes, SPLIT_BLANK, 4, ": line 1" CUT ": line 4" CUT);
    buffer_release(&bytes);
}

static void test_long_line_after_short_ones(void)
{
    struct buffer bytes = BUFFER_EMPTY;
    buffer_append_string(&bytes, "One,\n");
    append_words(&bytes, 3 << 17, "\n");
    buffer_append_string(&bytes, "two.\n\nLast.\n");
    check_nothing_is_lost(&bytes, SPLIT_BLANK, 4, ": line 1" CUT ": line 2" CUT);
    buffer_release(&bytes);
}

static void test_lines_that_just_fit(void)
{
    static const struct {
        size_t last, paragraphs;
        const char *warnings;
    } cases[] = {{4, 2, ""}, {5, 3, ": line 1" CUT}};
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct buffer bytes = BUFFER_EMPTY;
        append_words(&bytes, PARAGRAPH_BYTES_MAX - 5, "\n");
        append_words(&bytes, cases[i].last, "\n\nLast.\n");
        check_nothing_is_lost(&bytes, SPLIT_BLANK, cases[i].paragraphs, cases[i].warnings);
        buffer_release(&bytes);
    }
}

static void test_long_line_of_spaces(void)
{
    struct buffer bytes = BUFFER_EMPTY;
    buffer_append_string(&bytes, "One.");
    for (size_t i = 0; i < 5 << 19; i++)
        buffer_append_char(&bytes, ' ');
    buffer_append_string(&bytes, "end.\n\nLast.\n");
    struct scratch scratch;
    scratch_make(&scratch);
    struct buffer out = BUFFER_EMPTY;
    describe(&scratch, bytes.data, bytes.length, SPLIT_LINE, NULL, NULL, &out);
    CHECK_BYTES(out.data, out.length,
                "1 body 1@0+4:One.|2 body 1@2621444+4:end.|3 body 3@2621450+5:Last.|");
    buffer_release(&out);
    buffer_release(&bytes);
    scratch_remove(&scratch);
}

/* ---- boilerplate ---- */

static void load_rules(struct pattern_list *rules)
{
    struct buffer source = BUFFER_EMPTY;
    stance_error error;
    if (file_read_all("training/boilerplate.txt", 1 << 20, &source, &error) != 0 ||
        pattern_list_parse(source.data, source.length, PATTERN_CASELESS, "rules", rules, &error) !=
            0)
        fprintf(stderr, "\n%s\n", error.message);
    buffer_release(&source);
    REQUIRE(rules->count > 0);
}

/* Every text, behind a title, must have the role. */
static void check_roles(const char *const *texts, size_t n_texts, enum paragraph_role role)
{
    struct pattern_list rules = PATTERN_LIST_EMPTY;
    load_rules(&rules);
    struct scratch scratch;
    scratch_make(&scratch);
    for (size_t i = 0; i < n_texts; i++) {
        struct buffer bytes = BUFFER_EMPTY, out = BUFFER_EMPTY, expected = BUFFER_EMPTY;
        buffer_append_format(&bytes, "A title\n\n%s\n", texts[i]);
        describe(&scratch, bytes.data, bytes.length, SPLIT_BLANK, &rules, NULL, &out);
        buffer_append_format(&expected, "1 title 1@0+7:A title|2 %s 3@9+%zu:%s|",
                             paragraph_role_name(role), strlen(texts[i]), texts[i]);
        CHECK_BYTES(out.data, out.length, expected.data);
        buffer_release(&bytes);
        buffer_release(&out);
        buffer_release(&expected);
    }
    pattern_list_release(&rules);
    scratch_remove(&scratch);
}

static void test_bylines_and_credits(void)
{
    static const char *const texts[] = {
        "By Anna Petrova",
        "BY ANNA PETROVA",
        "By Anna Petrova.",
        "By Jüri O’Brien-Kask",
        "By Anna Petrova and Jüri Kask",
        "By Anna Petrova in Tallinn",
        "By Anna Petrova, Baltic Wire",
        "By Anna Petrova | 4 June 2024",
        "Written by Anna Petrova",
        "Edited by Bo Lund",
        "Reporting by A. Kim; Editing by B. Lund",
        "(Reporting by Anna Petrova in Tallinn and Ola Nord in Oslo; Editing by Bo Lund)",
        "Additional reporting by Ola Nord in Oslo.",
        "Writing by Bo Lund",
        "(With inputs from agencies)",
        "Photo: Jane Roe",
        "Photo: Jane Roe / Baltic Wire",
        "Photo credit: Ministry of Defence",
        "(Photo by Jane Roe / Baltic Wire)",
        "Photo by Jane Roe",
        "Photo courtesy of the Port of Muuga",
        "[Image: Port of Muuga]",
        "Image source: Baltic Wire",
        "FILE PHOTO: Cranes at the port of Muuga, 3 March 2024",
        "Video: Baltic Wire",
        "Graphic: B. Lund",
        "Cranes at the port of Muuga (File photo)",
        "The minister leaves the building. / AFP",
        "The embassy in Tallinn last year. File photo.",
        "© 2024 Baltic Wire",
        "(c) Baltic Wire 2024",
        "Copyright 2024 Baltic Wire. All rights reserved.",
        "This material may not be published, broadcast, rewritten or redistributed.",
        "Source: Baltic Wire",
        "Sources: Baltic Wire, Nordic News Desk",
    };
    check_roles(texts, COUNT_OF(texts), ROLE_BOILERPLATE);
}

static void test_places_and_dates(void)
{
    static const char *const texts[] = {
        "MOSCOW, June 4 (Baltic Wire) -",
        "TALLINN (Baltic Wire) —",
        "TALLINN, Estonia (BW) –",
        "ST. PETERSBURG, Russia —",
        "NEW YORK, Sept. 30 (BW) --",
        "WASHINGTON —",
        "Tuesday, 4 June 2024",
        "Tue, 4 Jun 2024 10:15",
        "4 June 2024",
        "4th June 2024",
        "June 4, 2024",
        "June 4, 2024 10:15 GMT",
        "Sept. 30, 2023",
        "June 2024",
        "2024-06-04",
        "2024-06-04T10:15:00Z",
        "04.06.2024 10:15",
        "4/6/2024",
        "Date: 04/06/2024",
        "Updated: 3 March 2024, 10:15",
        "Published 4 June 2024",
        "Last updated on June 4, 2024 at 10:15 GMT",
        "Updated 3 hours ago",
        "First published: 10:15, 4 June 2024",
    };
    check_roles(texts, COUNT_OF(texts), ROLE_BOILERPLATE);
}

static void test_tags_and_invitations(void)
{
    static const char *const texts[] = {
        "• Cyber attack",
        "• Cyber attack\n• Estonia\n• NATO",
        "* Politics",
        "Tags: NATO, cyber, Estonia",
        "Topics: Russia | Estonia",
        "Filed under: Politics",
        "Related: Estonia blames Russia for crane outage",
        "Read more: What we know about the outage",
        "See also: The cranes of Muuga",
        "#cyber #NATO #Эстония",
        "Sign up for our newsletter",
        "Sign up for our newsletter.",
        "Sign up here to get the morning briefing by email.",
        "Subscribe to our free newsletter and never miss a story",
        "Subscribe now",
        "Already a subscriber? Log in to continue reading",
        "Follow us on Telegram and X",
        "Like us on Facebook",
        "Share | Tweet | Print",
        "Share this article",
        "Share on Facebook",
        "Comments (12)",
        "Advertisement",
        "ADVERTISEMENT",
        "Skip to content",
        "Back to top",
        "This site uses cookies to give you the best experience.",
        "We use cookies. Accept all cookies?",
        "Contact the author at anna.petrova@wire.example",
        "Email: desk@wire.example",
        "https://wire.example/news/2024/06/04/cranes",
        "www.wire.example/live",
        "4 min read",
        "12 minutes ago",
    };
    check_roles(texts, COUNT_OF(texts), ROLE_BOILERPLATE);
}

static void test_prose(void)
{
    static const char *const texts[] = {
        "Estonia said on Tuesday that Russia was behind the outage at the port.",
        "The embassy denied the accusation and called it absurd.",
        "“We have nothing to do with it,” the spokesman told reporters.",
        "By noon the cranes were moving again.",
        "By Tuesday evening the talks had collapsed.",
        "By the ministry's own account, the attackers were inside for a month.",
        "From the start the two governments worked side by side.",
        "From Tallinn came a blunt reply on Wednesday.",
        "Moscow has repeatedly rejected such claims.",
        "MOSCOW — Russia on Tuesday denied any role in the attack.",
        "TALLINN, June 4 (Baltic Wire) - Estonia blamed Russia on Tuesday for the outage.",
        "TALLINN (BW) — The two ministers signed an agreement on joint patrols.",
        "NATO said it stood by Estonia.",
        "May said her government would help.",
        "March brought a second attack, and a third.",
        "On 4 June 2024 the ministry published its findings.",
        "June was quiet; July was not.",
        "2024 was the worst year on record for the port.",
        "4 minutes later the second crane stopped.",
        "The photo: it showed a man at the gate, and nothing else.",
        "Photographs of the cranes were published by the agency.",
        "The source of the leak is not known, the minister said.",
        "Sources in the ministry denied that anyone had been warned.",
        "Source code found on the server pointed to the same group.",
        "Tags found in the code were in Russian, the report said.",
        "Topics such as fishing and trade were left aside.",
        "Related companies in Finland were hit in the same week.",
        "Editing the log files was the first thing the intruders did.",
        "Reporting on the talks has been forbidden since Monday.",
        "Written answers were promised within a week.",
        "Share prices fell after the attack, but recovered by noon.",
        "Home routers in three countries were used for the attack.",
        "Search teams from Latvia joined on the second day.",
        "Next week the ministers will meet in Riga.",
        "Print media were told not to mention the incident.",
        "Following us home was not the point, one of the drivers said.",
        "Email accounts of forty deputies were read for months.",
        "Contact between the two staffs was restored on Friday.",
        "Updated software would have stopped the intruders, he said.",
        "Published figures do not support the claim.",
        "Copying the data took them less than a minute.",
        "The newsletter was sent to four thousand members of the party.",
        "Both sides signed up to the agreement last spring.",
        "Advertisements for the event had been taken down.",
        "Loading of grain was resumed in the evening.",
        "Comments by the minister were met with laughter.",
        "- We did nothing of the sort, he said. We were asleep.",
        "— Ложь, — сказал посол и положил трубку.",
        "Министр отверг обвинения и назвал их нелепыми.",
        "Nobody was hurt.",
    };
    check_roles(texts, COUNT_OF(texts), ROLE_BODY);
}

/* Sentences that begin, or end, as boilerplate does. */
static void test_prose_like_boilerplate(void)
{
    static const char *const texts[] = {
        "By Tuesday, both sides had agreed to resume the talks.",
        "By Friday, Estonia had expelled two diplomats.",
        "From Moscow, the minister rejected the accusation.",
        "Reporting by the state broadcaster that the plant was hit is false, the ministry said.",
        "Writing from prison, the opposition leader accused the government of poisoning him.",
        "The ministry denied the report and said that the picture was an old stock photo.",
        "Officials said the attackers used stolen passwords to log in and gain access to the mail.",
        "Voters must register by Friday, and today both parties accused each other of fraud.",
        "The court ruled that the report may not be published before the vote.",
        "Published in 2019, the report accused Russia of meddling in the vote.",
        "Created after the attacks of 2007, the centre trains the staff of all allies.",
        "NATO, Russia agree to talks.",
        "Copyright holders accused the ministry of theft.",
        "Join us in rejecting this lie, the president told the crowd.",
        "Like us, the Finns were warned and did nothing.",
    };
    check_roles(texts, COUNT_OF(texts), ROLE_BODY);
}

static void test_headlines_are_titles(void)
{
    static const char *const texts[] = {
        "Estonia blames Russia for crane outage",
        "Russia denies role in cyber attack",
        "EU, Iran resume talks",
        "RUSSIA DENIES ATTACK ON ESTONIA",
        "By sea and by air, Estonia searches for clues",
        "Photo of minister was faked, embassy says",
    };
    struct pattern_list rules = PATTERN_LIST_EMPTY;
    load_rules(&rules);
    struct scratch scratch;
    scratch_make(&scratch);
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        struct buffer out = BUFFER_EMPTY, expected = BUFFER_EMPTY;
        describe(&scratch, texts[i], strlen(texts[i]), SPLIT_AUTO, &rules, NULL, &out);
        buffer_append_format(&expected, "1 title 1@0+%zu:%s|", strlen(texts[i]), texts[i]);
        CHECK_BYTES(out.data, out.length, expected.data);
        buffer_release(&out);
        buffer_release(&expected);
    }
    pattern_list_release(&rules);
    scratch_remove(&scratch);
}

static void test_boilerplate_is_counted_and_no_title(void)
{
    struct pattern_list rules = PATTERN_LIST_EMPTY;
    load_rules(&rules);
    struct scratch scratch;
    scratch_make(&scratch);
    static const char bytes[] =
        "By Anna Petrova\n\nA line without an end\n\n• Russia\n\nThe end.\n";
    struct buffer out = BUFFER_EMPTY;
    describe(&scratch, bytes, sizeof bytes - 1, SPLIT_AUTO, &rules, NULL, &out);
    CHECK_BYTES(out.data, out.length,
                "1 boilerplate 1@0+15:By Anna Petrova|2 body 3@17+21:A line without an end|"
                "3 boilerplate 5@40+10:• Russia|4 body 7@52+8:The end.|");
    buffer_release(&out);
    pattern_list_release(&rules);
    scratch_remove(&scratch);
}

static void test_long_paragraphs_are_no_boilerplate(void)
{
    struct pattern_list rules = PATTERN_LIST_EMPTY;
    stance_error error;
    REQUIRE(pattern_list_parse("all\t.\n", 6, PATTERN_CASELESS, "rules", &rules, &error) == 0);
    struct scratch scratch;
    scratch_make(&scratch);
    for (size_t length = 399; length <= 401; length++) {
        struct buffer bytes = BUFFER_EMPTY, out = BUFFER_EMPTY;
        for (size_t i = 0; i < length; i++)
            buffer_append_char(&bytes, 'x');
        describe(&scratch, bytes.data, bytes.length, SPLIT_AUTO, &rules, NULL, &out);
        CHECK((strstr(out.data, "boilerplate") != NULL) == (length <= 400));
        buffer_release(&bytes);
        buffer_release(&out);
    }
    pattern_list_release(&rules);
    scratch_remove(&scratch);
}

static void test_hostile_rule_is_an_error(void)
{
    static const char source[] = "bad\t(a+)+$\n";
    static const char text[] = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab";
    struct pattern_list rules = PATTERN_LIST_EMPTY;
    struct pattern_scratch *patterns = NULL;
    struct paragraph paragraph = {
        .text = text, .length = sizeof text - 1, .number = 1, .role = ROLE_BODY};
    stance_error error;
    REQUIRE(pattern_list_parse(source, sizeof source - 1, PATTERN_CASELESS, "rules", &rules,
                               &error) == 0);
    REQUIRE(pattern_scratch_new(&patterns, &error) == 0);
    CHECK_INT(paragraph_decide_role(&paragraph, &rules, patterns, &error), -1);
    CHECK_INT(error.status, STANCE_DATA);
    pattern_scratch_free(patterns);
    pattern_list_release(&rules);
}

static void test_free_of_nothing(void)
{
    paragraph_splitter_free(NULL);
}

const struct suite suite_paragraph = {
    "text/paragraph",
    (const struct test[]){
        {"split at blank lines", test_at_blank_lines},
        {"split at line ends", test_at_line_ends},
        {"split as the text is", test_auto},
        {"the first 64 KiB decide", test_auto_looks_at_64_kib},
        {"titles", test_titles},
        {"names of the roles", test_role_names},
        {"long lines are cut, nothing is lost", test_long_lines_are_cut},
        {"many lines are cut at a line end", test_many_lines_are_cut_at_a_line_end},
        {"a long line after a short one", test_long_line_after_short_ones},
        {"lines that just fit", test_lines_that_just_fit},
        {"a long line of spaces", test_long_line_of_spaces},
        {"bylines and credits are boilerplate", test_bylines_and_credits},
        {"places and dates are boilerplate", test_places_and_dates},
        {"tags and invitations are boilerplate", test_tags_and_invitations},
        {"prose is no boilerplate", test_prose},
        {"prose that looks like boilerplate", test_prose_like_boilerplate},
        {"headlines are titles", test_headlines_are_titles},
        {"boilerplate is counted and no title", test_boilerplate_is_counted_and_no_title},
        {"long paragraphs are no boilerplate", test_long_paragraphs_are_no_boilerplate},
        {"a hostile rule is an error", test_hostile_rule_is_an_error},
        {"free of nothing", test_free_of_nothing},
        {NULL, NULL},
    },
};
