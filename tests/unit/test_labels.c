#include "model/labels.h"

#include "check.h"

#include <stdint.h>

static void add(struct labels *labels, const char *name)
{
    stance_error error;
    REQUIRE(labels_add(labels, name, strlen(name), &error) == 0);
}

static void test_adding_and_finding(void)
{
    struct labels labels = LABELS_EMPTY;
    CHECK(labels.resting == LABEL_ABSENT);
    CHECK(labels_find(&labels, "denial", 6) == LABEL_ABSENT);
    add(&labels, "accusatory");
    add(&labels, "denial of facts");
    add(&labels, "отрицание");
    CHECK_INT(labels.count, 3);
    CHECK_INT(labels_find(&labels, "accusatory", 10), 0);
    CHECK_INT(labels_find(&labels, "denial of facts", 15), 1);
    CHECK_INT(labels_find(&labels, "отрицание", strlen("отрицание")), 2);
    CHECK(labels_find(&labels, "denial of facts", 6) == LABEL_ABSENT);
    CHECK(labels_find(&labels, "denial of facts!", 16) == LABEL_ABSENT);
    CHECK(labels_find(&labels, "Accusatory", 10) == LABEL_ABSENT);
    CHECK(labels_find(&labels, "", 0) == LABEL_ABSENT);
    labels_release(&labels);
    CHECK_INT(labels.count, 0);
    CHECK(labels.resting == LABEL_ABSENT);
}

static void test_a_name_is_copied(void)
{
    struct labels labels = LABELS_EMPTY;
    char name[] = "denial";
    add(&labels, name);
    name[0] = 'D';
    CHECK_STRING(labels.names[0], "denial");
    labels_release(&labels);
}

static void test_too_many(void)
{
    struct labels labels = LABELS_EMPTY;
    stance_error error;
    for (int i = 0; i < LABELS_MAX; i++) {
        char name[24];
        snprintf(name, sizeof name, "label %d", i);
        add(&labels, name);
    }
    CHECK_INT(labels_add(&labels, "one more", 8, &error), -1);
    CHECK_INT(error.status, STANCE_DATA);
    CHECK_STRING(error.message, "more than 1000 different labels");
    CHECK_INT(labels.count, LABELS_MAX);
    labels_release(&labels);
}

static void test_describing(void)
{
    struct labels labels = LABELS_EMPTY;
    char text[16];
    labels_describe(&labels, text, sizeof text);
    CHECK_STRING(text, "");
    add(&labels, "a");
    labels_describe(&labels, text, sizeof text);
    CHECK_STRING(text, "a");
    add(&labels, "second");
    labels_describe(&labels, text, sizeof text);
    CHECK_STRING(text, "a, second");
    add(&labels, "the third");
    labels_describe(&labels, text, sizeof text);
    CHECK_STRING(text, "a, second, the ");
    labels_describe(&labels, text, 1);
    CHECK_STRING(text, "");
    labels_release(&labels);
}

const struct suite suite_labels = {
    "model/labels",
    (const struct test[]){
        {"adding and finding", test_adding_and_finding},
        {"a name is copied", test_a_name_is_copied},
        {"too many", test_too_many},
        {"describing", test_describing},
        {NULL, NULL},
    },
};
