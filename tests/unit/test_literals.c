#include "base/buffer.h"
#include "check.h"
#include "text/literals.h"

static void append_set(struct buffer *out, const char *name, const struct literal_set *set)
{
    if (set->count == 0)
        return;
    buffer_append_format(out, "%s%s", out->length > 0 ? "; " : "", name);
    for (size_t i = 0; i < set->count; i++)
        buffer_append_format(out, " %.*s", (int)set->items[i].length, set->items[i].symbols);
}

/* "alone …; first …; second …", or "always". */
static void describe(const char *expression, size_t length, struct buffer *out)
{
    struct pattern_literals literals;
    stance_error error;
    REQUIRE(pattern_literals_find(expression, length, &literals, &error) == 0);
    buffer_reset(out);
    if (!literals.known)
        buffer_append_string(out, "always");
    CHECK(literals.known || !literals.searched);
    CHECK_INT(literals.searched, literals.first.count > 0);
    append_set(out, "alone", &literals.alone);
    append_set(out, "first", &literals.first);
    append_set(out, "second", &literals.second);
    pattern_literals_release(&literals);
}

static const struct {
    const char *expression, *literals;
} cases[] = {
    /* one word */
    {"deny", "alone deny"},
    {"\\bdeny\\b", "alone |deny|"},
    {"\\bden(?:y|ies|ied)\\b", "alone |deny| |denied| |denies|"},
    {"\\bfaulted?\\b", "alone |faulte| |faulted|"},
    {"\\bwarn\\w*\\b", "alone |warn"},
    {"\\bcriti[cs]\\b", "alone |critic| |critis|"},
    {"\\bcrit[abcdefg]que\\b", "alone |crit"},
    {"\\b(?:I|we)\\b", "alone |i| |we|"},
    {"\\bDENY\\b", "alone |deny|"},
    {"\\bcovid19", "alone |covid##"},
    {"\\b\\d{4}s", "alone |#"},
    {"\\bco-?operat\\w*", "alone |operat |cooperat"},
    {"\\bdon['’]t\\b", "alone |don|"},
    {"(deny)(?:s)", "alone denys"},
    {"a{2}b{0}cd", "alone cd"},
    {"colou??r", "alone color colour"},
    {"\\bindependentlyspeaking\\b", "alone |independentlys"},
    /* more than a word */
    {"\\bno comment\\b", "first |comment|; second |no|"},
    {"\\bdeny\\b.{0,40}\\balleg", "first |deny|; second |alleg"},
    {"\\bdeny.*?alleg", "first alleg; second |deny"},
    {"aid |\\btruce\\b", "alone |truce|; first aid|; second aid|"},
    {"deny-", "first deny|; second deny|"},
    {"\\w+-?deny", "alone deny; first |deny; second |deny"},
    {"deny\\.", "first deny|; second deny|"},
    {"\\bdeny\\s+him\\s*now\\b", "first |deny| |himnow|; second |him| |deny|"},
    {"(?:denied|refused) it", "first denied| refused|; second |it"},
    {"(?:ab|cd)(?: ef)*gh", "first gh; second ab cd"},
    /* a word alone cannot say so */
    {"don't", "first don|; second don|"},
    {"don’t", "first don|; second don|"},
    {"n[^’]t but", "first |but; second |but"},
    {"(?<!not )deny", "first deny; second deny"},
    {"deny(?! him)", "first deny; second deny"},
    {"\\Adeny", "first |deny; second |deny"},
    {"^deny$", "first |deny; second |deny"},
    {"deny\\w*+", "first deny; second deny"},
    {"(?>deny)", "first deny; second deny"},
    {"caf\xc3\xa9", "first caf; second caf"},
    {"under_score", "first under; second score"},
    {"deny[.!]{1,2}", "first deny|; second deny|"},
    /* nothing is known */
    {"", "always"},
    {"a", "always"},
    {"deny|", "always"},
    {"(?:deny)?", "always"},
    {"\\w+", "always"},
    {".", "always"},
    {"[a-z]+", "always"},
    {"\\A[\"']", "always"},
    {"(?:deny)*", "always"},
    {"deny|.", "always"},
    {"\xd0\xb4\xd0\xb0", "always"},
    /* not understood */
    {"(deny)\\1", "always"},
    {"(?<name>deny)", "always"},
    {"(?i)deny", "always"},
    {"(?-i:deny)", "always"},
    {"(?i:deny)", "always"},
    {"(*NO_JIT)deny", "always"},
    {"deny\\K", "always"},
    {"\\p{L}deny", "always"},
    {"\\x64eny", "always"},
    {"\\Qdeny\\E", "always"},
    {"[[:alpha:]]deny", "always"},
    {"deny(?#comment)", "always"},
    {"(deny)(?1)", "always"},
    {"(a)?(?(1)deny|deny)", "always"},
    {"(?|deny)", "always"},
    {"deny{,2}", "always"},
    {"deny{2}{3}", "always"},
    {"deny{", "always"},
    {"deny)", "always"},
    {"(deny", "always"},
    {"[deny", "always"},
    {"deny\\", "always"},
};

static void test_patterns(void)
{
    struct buffer found = BUFFER_EMPTY;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        describe(cases[i].expression, strlen(cases[i].expression), &found);
        CHECK_BYTES(found.data, found.length, cases[i].literals);
    }
    buffer_release(&found);
}

/* "HEAD" and `count` times PART and then TAIL. */
static void check_long(const char *head, const char *part, size_t count, const char *tail,
                       const char *literals)
{
    struct buffer expression = BUFFER_EMPTY, found = BUFFER_EMPTY;
    buffer_append_string(&expression, head);
    for (size_t i = 0; i < count; i++)
        buffer_append_string(&expression, part);
    buffer_append_string(&expression, tail);
    REQUIRE(!expression.failed);
    describe(expression.data, expression.length, &found);
    if (literals != NULL)
        CHECK_BYTES(found.data, found.length, literals);
    buffer_release(&expression);
    buffer_release(&found);
}

static void test_hostile_patterns(void)
{
    check_long("", "a", 65536, "", NULL);
    check_long("deny ", "[ab]", 16384, "", "always");
    check_long("", "(?:a?b?c?)?", 6000, "", "always");
    check_long("", "(?:ab|cd)", 8000, "", NULL);
    check_long("", "(", 60000, "", "always");
    check_long("", "x|", 30000, "deny", "always");
    check_long("", "deny|", 13000, "deny", NULL);
    check_long("", "(?:deny )+", 6000, "", NULL);
    check_long("", "deny.*", 10000, "", "always");
    check_long("", "[a-c ]{0,9}", 6000, "", "always");
}

static void test_nesting(void)
{
    for (size_t depth = 1; depth <= 1000; depth *= 10) {
        struct buffer expression = BUFFER_EMPTY, found = BUFFER_EMPTY;
        for (size_t i = 0; i < depth; i++)
            buffer_append_string(&expression, "(?:x|");
        buffer_append_string(&expression, "deny");
        for (size_t i = 0; i < depth; i++)
            buffer_append_string(&expression, ")");
        buffer_append_string(&expression, "ing");
        describe(expression.data, expression.length, &found);
        CHECK_BYTES(found.data, found.length, depth < 1000 ? "alone xing denying" : "always");
        buffer_release(&expression);
        buffer_release(&found);
    }
}

const struct suite suite_literals = {
    "text/literals",
    (const struct test[]){
        {"patterns and their literals", test_patterns},
        {"hostile patterns", test_hostile_patterns},
        {"nesting", test_nesting},
        {NULL, NULL},
    },
};
