/* The map from labels to event codes. */
#include "report/event_codes.h"

#include "check.h"
#include "model/builtin.h"

static void check_code(const struct event_codes *codes, const char *label, const char *cameo,
                       const char *plover)
{
    struct event_code code = event_codes_find(codes, label);
    CHECK_STRING(code.label, label);
    CHECK_STRING(code.cameo, cameo);
    CHECK_STRING(code.plover, plover);
}

static void test_parsing(void)
{
    static const char text[] = "# label\tcameo\tplover\n\nx\t11\tACCUSE\tcomment\t# more\r\n"
                               "a b\t016\t\r\ny\t\tAGREE";
    struct event_codes codes;
    stance_error error;
    REQUIRE(event_codes_parse(text, sizeof text - 1, "map", &codes, &error) == 0);
    CHECK_INT(codes.count, 3);
    check_code(&codes, "x", "11", "ACCUSE");
    check_code(&codes, "a b", "016", "");
    check_code(&codes, "y", "", "AGREE");
    check_code(&codes, "neutral", "", "");
    event_codes_release(&codes);
    REQUIRE(event_codes_parse("", 0, "map", &codes, &error) == 0);
    check_code(&codes, "x", "", "");
    event_codes_release(&codes);
}

static void test_refused(void)
{
    static const struct {
        const char *text, *message;
    } cases[] = {
        {"x\t11\n", "map: line 1: not a label, a CAMEO code and a PLOVER type with tabs between"},
        {"#\n\t11\tACCUSE\n",
         "map: line 2: not a label, a CAMEO code and a PLOVER type with tabs between"},
        {"x\t11\tA\ny\t\t\nx\t12\tB\n", "map: line 3: 'x' stands there twice"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct event_codes codes;
        stance_error error;
        CHECK(event_codes_parse(cases[i].text, strlen(cases[i].text), "map", &codes, &error) != 0);
        CHECK_STRING(error.message, cases[i].message);
    }
}

/* The program's own map has an entry for each label of the shipped model that takes a stance. */
static void test_builtin(void)
{
    size_t length;
    const char *text = builtin_event_codes(&length);
    struct event_codes codes;
    stance_error error;
    REQUIRE(event_codes_parse(text, length, "built-in codes", &codes, &error) == 0);
    CHECK_INT(codes.count, 3);
    check_code(&codes, "accusatory", "11", "ACCUSE");
    check_code(&codes, "cooperative", "03", "AGREE");
    check_code(&codes, "denial", "016", "");
    check_code(&codes, "neutral", "", "");
    event_codes_release(&codes);
}

const struct suite suite_event_codes = {
    "report/event_codes",
    (const struct test[]){
        {"parsing", test_parsing},
        {"maps that are refused", test_refused},
        {"the built-in map", test_builtin},
        {NULL, NULL},
    },
};
