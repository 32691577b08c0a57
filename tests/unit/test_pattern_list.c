#include "base/buffer.h"
#include "check.h"
#include "text/pattern_list.h"

static const struct {
    const char *source, *names; /* each name with ';' after it */
} cases[] = {
    {"", ""},
    {"\n\n", ""},
    {"# only a comment", ""},
    {"#a\tb\n", ""},
    {"a\tx\n", "a;"},
    {"a\tx", "a;"},
    {"a\tx\r\nb\ty\r\n", "a;b;"},
    {"# head\n\na\tx\twhy\n\nb\ty\n# tail", "a;b;"},
    {"two words\tx y\n", "two words;"},
    {"déni\tд\n", "déni;"},
    {" a\tx\n", " a;"},
};

static void test_names(void)
{
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct pattern_list list = PATTERN_LIST_EMPTY;
        struct buffer names = BUFFER_EMPTY;
        stance_error error;
        REQUIRE(pattern_list_parse(cases[i].source, strlen(cases[i].source), PATTERN_CASELESS,
                                   "rules", &list, &error) == 0);
        for (size_t k = 0; k < list.count; k++)
            buffer_append_format(&names, "%s;", list.items[k].name);
        CHECK_BYTES(names.data == NULL ? "" : names.data, names.length, cases[i].names);
        CHECK_BYTES(list.source, list.source_length, cases[i].source);
        buffer_release(&names);
        pattern_list_release(&list);
        CHECK(list.items == NULL && list.count == 0 && list.source == NULL);
    }
}

static const struct {
    const char *source, *message;
} refused[] = {
    {"a\n", "rules: line 1: not 'name<TAB>pattern'"},
    {"\tx\n", "rules: line 1: not 'name<TAB>pattern'"},
    {"a\tx\n  \n", "rules: line 2: not 'name<TAB>pattern'"},
    {"a\t\n", "rules: line 1: an empty pattern"},
    {"a\t\twhy\n", "rules: line 1: an empty pattern"},
    {"# one\n\na\tx\r\nb\t\r\n", "rules: line 4: an empty pattern"},
    {"a\tx\xff\n", "rules: byte 3: not UTF-8"},
    {"# \xe2\x82\na\tx\n", "rules: byte 2: not UTF-8"},
    {"a\tx\nb\ty\\C\n",
     "rules: line 2: byte 3 of the pattern: using \\C is disabled by the application"},
};

static void test_refused(void)
{
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        struct pattern_list list = {.count = 77};
        stance_error error;
        CHECK_INT(pattern_list_parse(refused[i].source, strlen(refused[i].source), PATTERN_CASELESS,
                                     "rules", &list, &error),
                  -1);
        CHECK_INT(error.status, STANCE_ARGUMENT);
        CHECK_STRING(error.message, refused[i].message);
        CHECK_INT(list.count, 77);
    }
}

/* A name would end there, and a model that holds the list could not be read. */
static void test_a_nul_is_refused(void)
{
    static const char *const sources[] = {"a\tx\n\0b\ty\n", "# \0\na\tx", "a\tx\0y\nb\ty\n"};
    static const char *const messages[] = {"rules: byte 4: a NUL: a binary file, not text",
                                           "rules: byte 2: a NUL: a binary file, not text",
                                           "rules: byte 3: a NUL: a binary file, not text"};
    for (size_t i = 0; i < sizeof sources / sizeof sources[0]; i++) {
        struct pattern_list list;
        stance_error error;
        CHECK_INT(pattern_list_parse(sources[i], 7, PATTERN_CASELESS, "rules", &list, &error), -1);
        CHECK_STRING(error.message, messages[i]);
    }
}

static void test_byte_order_mark(void)
{
    static const char *const sources[] = {"\xef\xbb\xbf# a comment\na\tx\n", "\xef\xbb\xbf"
                                                                             "a\tx\n"};
    for (size_t i = 0; i < sizeof sources / sizeof sources[0]; i++) {
        struct pattern_list list = PATTERN_LIST_EMPTY;
        stance_error error;
        CHECK_INT(pattern_list_parse(sources[i], strlen(sources[i]), PATTERN_CASELESS, "rules",
                                     &list, &error),
                  0);
        CHECK_INT(list.count, 1);
        if (list.count == 1)
            CHECK_STRING(list.items[0].name, "a");
        pattern_list_release(&list);
    }
}

static void test_number_limit(void)
{
    for (size_t extra = 0; extra < 2; extra++) {
        struct buffer source = BUFFER_EMPTY;
        for (size_t i = 0; i < PATTERN_LIST_MAX + extra; i++)
            buffer_append_format(&source, "p%zu\tx\n", i);
        struct pattern_list list = PATTERN_LIST_EMPTY;
        stance_error error;
        CHECK_INT(pattern_list_parse(source.data, source.length, PATTERN_CASELESS, "rules", &list,
                                     &error),
                  extra == 0 ? 0 : -1);
        if (extra == 0)
            CHECK_INT(list.count, PATTERN_LIST_MAX);
        if (extra == 1)
            CHECK_STRING(error.message, "rules: line 1025: more than 1024 patterns");
        pattern_list_release(&list);
        buffer_release(&source);
    }
}

static void test_first_match_in_the_order_of_the_file(void)
{
    static const char source[] = "deny\tden(?:y|ied)\tdenials\nminister\tminister\nend\t\\.\\z\n";
    static const struct {
        const char *text;
        size_t index;
    } finds[] = {
        {"The minister denied it.", 0},
        {"DENIED", 0},
        {"The Minister spoke.", 1},
        {"It rained.", 2},
        {"It rained", 3},
        {"", 3},
    };
    struct pattern_list list = PATTERN_LIST_EMPTY;
    struct pattern_scratch *scratch = NULL;
    stance_error error;
    REQUIRE(pattern_list_parse(source, sizeof source - 1, PATTERN_CASELESS, "rules", &list,
                               &error) == 0);
    REQUIRE(pattern_scratch_new(&scratch, &error) == 0);
    CHECK_INT(list.count, 3);
    for (size_t i = 0; i < sizeof finds / sizeof finds[0]; i++) {
        size_t index = 99;
        CHECK_INT(
            pattern_list_find(&list, scratch, finds[i].text, strlen(finds[i].text), &index, &error),
            0);
        CHECK_INT(index, finds[i].index);
    }
    pattern_scratch_free(scratch);
    pattern_list_release(&list);
}

static void test_empty_list_finds_nothing(void)
{
    struct pattern_list list = PATTERN_LIST_EMPTY;
    struct pattern_scratch *scratch = NULL;
    stance_error error;
    REQUIRE(pattern_scratch_new(&scratch, &error) == 0);
    size_t index = 99;
    CHECK_INT(pattern_list_find(&list, scratch, "text", 4, &index, &error), 0);
    CHECK_INT(index, 0);
    pattern_scratch_free(scratch);
    pattern_list_release(&list);
}

static void test_hostile_pattern_is_an_error(void)
{
    static const char source[] = "good\tz\nbad\t(a+)+$\n";
    static const char text[] = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab";
    struct pattern_list list = PATTERN_LIST_EMPTY;
    struct pattern_scratch *scratch = NULL;
    stance_error error;
    REQUIRE(pattern_list_parse(source, sizeof source - 1, PATTERN_CASELESS, "rules", &list,
                               &error) == 0);
    REQUIRE(pattern_scratch_new(&scratch, &error) == 0);
    size_t index;
    CHECK_INT(pattern_list_find(&list, scratch, text, sizeof text - 1, &index, &error), -1);
    CHECK_INT(error.status, STANCE_DATA);
    pattern_scratch_free(scratch);
    pattern_list_release(&list);
}

static void test_source_parses_to_the_same_list(void)
{
    static const char source[] = "# cues\r\na\tx\ty\r\n\r\nb\t[a-c]+";
    struct pattern_list first = PATTERN_LIST_EMPTY, second = PATTERN_LIST_EMPTY;
    stance_error error;
    REQUIRE(pattern_list_parse(source, sizeof source - 1, PATTERN_CASELESS, "rules", &first,
                               &error) == 0);
    REQUIRE(pattern_list_parse(first.source, first.source_length, PATTERN_CASELESS, "rules",
                               &second, &error) == 0);
    CHECK_INT(second.count, first.count);
    CHECK_STRING(second.items[1].name, "b");
    CHECK_BYTES(second.source, second.source_length, source);
    pattern_list_release(&first);
    pattern_list_release(&second);
}

/* Each of the patterns may be had, all of them may not. */
static void check_too_much(const char *expression, size_t count, const char *reason)
{
    struct buffer source = BUFFER_EMPTY;
    struct pattern_list list = PATTERN_LIST_EMPTY;
    stance_error error;
    for (size_t i = 0; i < count; i++)
        buffer_append_format(&source, "a\t%s\n", expression);
    CHECK_INT(
        pattern_list_parse(source.data, source.length, PATTERN_CASELESS, "rules", &list, &error),
        -1);
    CHECK_STRING(error.message, reason);
    CHECK_INT(list.count, 0);
    buffer_release(&source);
}

static void test_too_much_together(void)
{
    char letters[4001];
    memset(letters, 'a', 4000);
    letters[4000] = '\0';
    check_too_much(letters, 17, "rules: line 17: patterns of more than 65536 bytes together");
    check_too_much("[a-\\x{10ffff}]", 3,
                   "rules: line 3: patterns with ranges of more than 3000000 characters together");
}

const struct suite suite_pattern_list = {
    "text/pattern_list",
    (const struct test[]){
        {"names in the order of the file", test_names},
        {"what is no list", test_refused},
        {"a NUL is refused", test_a_nul_is_refused},
        {"a byte order mark", test_byte_order_mark},
        {"the greatest number", test_number_limit},
        {"the first match in the order of the file", test_first_match_in_the_order_of_the_file},
        {"an empty list finds nothing", test_empty_list_finds_nothing},
        {"a hostile pattern is an error", test_hostile_pattern_is_an_error},
        {"the source parses to the same list", test_source_parses_to_the_same_list},
        {"too much together", test_too_much_together},
        {NULL, NULL},
    },
};
