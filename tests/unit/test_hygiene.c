#include "train/hygiene.h"

#include "base/memory.h"
#include "check.h"
#include "fixture.h"

#include <stdlib.h>

/* All findings of a kind, one a line. */
static void describe(const struct dataset *dataset, const struct hygiene *hygiene,
                     enum finding_kind kind, struct buffer *out)
{
    for (size_t i = 0; i < hygiene->count; i++) {
        char text[1024];
        if (hygiene->findings[i].kind != kind)
            continue;
        hygiene_describe(dataset, &hygiene->findings[i], text, sizeof text);
        buffer_append_format(out, "%s\n", text);
    }
}

static void check_findings(const char *content, enum finding_kind kind, const char *expected)
{
    struct dataset dataset;
    struct hygiene hygiene;
    struct buffer text = BUFFER_EMPTY;
    stance_error error;
    rows_load(content, &dataset);
    REQUIRE(hygiene_check(&dataset, &hygiene, &error) == 0);
    buffer_append_string(&text, "");
    describe(&dataset, &hygiene, kind, &text);
    CHECK_BYTES(text.data, text.length, expected);
    size_t lines = 0;
    for (const char *c = expected; *c != '\0'; c++)
        lines += *c == '\n';
    CHECK_INT(hygiene_count(&hygiene, kind), lines);
    buffer_release(&text);
    hygiene_release(&hygiene);
    dataset_release(&dataset);
}

#define SEVEN "the talks in Geneva went on all"

static const struct {
    enum finding_kind kind;
    const char *content;
    const char *findings;
} texts[] = {
    {FINDING_DUPLICATE, "a\tone two\nb\tthree four\n", ""},
    {FINDING_DUPLICATE, "a\tone two\na\tOne,  TWO!\na\tone two\n",
     "rows.tsv: line 2: the same text as rows.tsv: line 1\n"
     "rows.tsv: line 3: the same text as rows.tsv: line 1\n"},
    {FINDING_DUPLICATE, "a\tone two\nb\tone two\n", ""},
    {FINDING_DUPLICATE, "a\t...\na\t!!!\n", ""}, /* no words: nothing to compare */
    {FINDING_DUPLICATE, "a\tonetwo\na\tone two\n", ""},
    {FINDING_CONFLICT, "a\tone two\nc\tthree\nb\tone two\n",
     "rows.tsv: line 3: 'b', but the same text is 'a' at rows.tsv: line 1\n"},
    {FINDING_CONFLICT, "a\tone two\na\tone two\n", ""},
    {FINDING_NEAR_DUPLICATE, "a\tone two\na\tone two\nb\tone two\n",
     ""}, /* exact ones are no near ones */
    {FINDING_NEAR_DUPLICATE, "a\tone\na\tone two\n", ""},
    /* 7 and 8 shingles, 7 of them common */
    {FINDING_NEAR_DUPLICATE, "a\t" SEVEN " day long\nb\t" SEVEN " day long again\n",
     "rows.tsv: line 2: nearly the same text as rows.tsv: line 1 (similarity 0.88)\n"},
    /* 7 shingles each, 5 common: 5/9 is not enough */
    {FINDING_NEAR_DUPLICATE, "a\t" SEVEN " day long\nb\t" SEVEN " night through\n", ""},
};

static void test_texts(void)
{
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        check_findings(texts[i].content, texts[i].kind, texts[i].findings);
}

static void test_an_empty_finding_list(void)
{
    struct hygiene hygiene = HYGIENE_EMPTY;
    CHECK_INT(hygiene_count(&hygiene, FINDING_DUPLICATE), 0);
    hygiene_release(&hygiene);
}

/* Two labels with so many rows each, and what is said of their names. */
static const struct {
    const char *first;
    size_t first_rows;
    const char *second;
    size_t second_rows;
    const char *findings;
} names[] = {
    {"accusatory", 20, "denial", 20, ""},
    {"denial", 20, "Denial", 3, "label 'Denial' looks like a slip for 'denial'\n"},
    {"denial", 3, "Denial", 20, "label 'denial' looks like a slip for 'Denial'\n"},
    {"denial", 9, "Denial", 9, "label 'denial' looks like a slip for 'Denial'\n"},
    {"not neutral", 9, "not-neutral", 8,
     "label 'not-neutral' looks like a slip for 'not neutral'\n"},
    {"accusatory", 20, "accusatary", 2, "label 'accusatary' looks like a slip for 'accusatory'\n"},
    {"accusatory", 20, "acusatary", 2, "label 'acusatary' looks like a slip for 'accusatory'\n"},
    {"accusatory", 20, "acusatari", 2, ""},  /* three letters of ten */
    {"accusatory", 20, "accusatary", 3, ""}, /* too many for a slip */
    {"denial", 10, "denail", 1, ""},         /* two letters of six */
    {"denial", 10, "denyal", 1, "label 'denyal' looks like a slip for 'denial'\n"},
    {"pro", 50, "por", 1, ""}, /* too short to tell */
    {"pro", 50, "pro.", 1, "label 'pro.' looks like a slip for 'pro'\n"},
    {"+1", 20, "-1", 20, ""},
    {"-1", 20, "1", 19, ""},
    {"да", 20, "нет", 2, ""},
};

static void append_rows(const char *label, size_t count, struct buffer *content)
{
    for (size_t i = 0; i < count; i++)
        buffer_append_format(content, "%s\t%s %zu\n", label, label, i);
}

static void test_slips_in_labels(void)
{
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct buffer content = BUFFER_EMPTY;
        append_rows(names[i].first, names[i].first_rows, &content);
        append_rows(names[i].second, names[i].second_rows, &content);
        check_findings(content.data, FINDING_LABEL_TYPO, names[i].findings);
        buffer_release(&content);
    }
}

static void test_labels_of_few_rows(void)
{
    struct buffer content = BUFFER_EMPTY;
    append_rows("ten", 10, &content);
    append_rows("nine", 9, &content);
    append_rows("alone", 1, &content);
    check_findings(content.data, FINDING_LABEL_FEW,
                   "label 'alone' has only 1 row\nlabel 'nine' has only 9 rows\n");
    buffer_release(&content);
}

static void test_findings_come_by_kind_and_place(void)
{
    struct dataset dataset;
    struct hygiene hygiene;
    stance_error error;
    rows_load("b\tfour\nb\tone two\na\tthree\na\tone two\nb\tthree\nb\tfour\nb\tone two\n",
              &dataset);
    REQUIRE(hygiene_check(&dataset, &hygiene, &error) == 0);
    for (size_t i = 1; i < hygiene.count; i++) {
        const struct finding *before = &hygiene.findings[i - 1], *finding = &hygiene.findings[i];
        CHECK(before->kind < finding->kind ||
              (before->kind == finding->kind && before->second < finding->second));
    }
    CHECK_INT(hygiene_count(&hygiene, FINDING_DUPLICATE), 2);
    CHECK_INT(hygiene_count(&hygiene, FINDING_CONFLICT), 2);
    CHECK_INT(hygiene_count(&hygiene, FINDING_NEAR_DUPLICATE), 0);
    CHECK_INT(hygiene_count(&hygiene, FINDING_LABEL_FEW), 2);
    hygiene_release(&hygiene);
    dataset_release(&dataset);
}

/* ---- near duplicates of random texts ---- */

#define N_WORDS 40
#define N_TEXTS 200

typedef unsigned words_t[N_WORDS];

static void random_words(struct random *random, words_t words)
{
    for (size_t i = 0; i < N_WORDS; i++)
        words[i] = (unsigned)random_below(random, 3000);
}

static void append_words(const words_t words, struct buffer *content)
{
    buffer_append_string(content, "a\t");
    for (size_t i = 0; i < N_WORDS; i++)
        buffer_append_format(content, "w%u ", words[i]);
    buffer_append_string(content, "\n");
}

/* Rows 0 … N_TEXTS-1, then each again with `changes` words changed, far enough apart that each
 * breaks three shingles of its own. */
static void check_edited(size_t changes, size_t expected)
{
    static words_t originals[N_TEXTS];
    struct buffer content = BUFFER_EMPTY;
    struct random random;
    struct dataset dataset;
    struct hygiene hygiene;
    stance_error error;
    random_seed(&random, 1);
    for (size_t i = 0; i < N_TEXTS; i++) {
        random_words(&random, originals[i]);
        append_words(originals[i], &content);
    }
    for (size_t i = 0; i < N_TEXTS; i++) {
        for (size_t c = 0; c < changes; c++)
            originals[i][3 + 6 * c] = 5000 + (unsigned)c;
        append_words(originals[i], &content);
    }
    rows_load(content.data, &dataset);
    REQUIRE(hygiene_check(&dataset, &hygiene, &error) == 0);
    CHECK_INT(hygiene_count(&hygiene, FINDING_NEAR_DUPLICATE), expected);
    double common = N_WORDS - 2.0 - 3.0 * (double)changes;
    for (size_t i = 0; i < hygiene.count; i++) {
        const struct finding *finding = &hygiene.findings[i];
        if (finding->kind != FINDING_NEAR_DUPLICATE)
            continue;
        CHECK_INT(finding->second, finding->first + N_TEXTS);
        CHECK_NEAR(finding->similarity, common / (2 * (N_WORDS - 2.0) - common), 1e-12);
    }
    hygiene_release(&hygiene);
    dataset_release(&dataset);
    buffer_release(&content);
}

static void test_edited_texts_are_found(void)
{
    check_edited(1, N_TEXTS); /* 35 of 41 shingles in common */
    check_edited(2, N_TEXTS); /* 32 of 44 */
    check_edited(3, N_TEXTS); /* 29 of 47, just above the limit */
    check_edited(4, 0);       /* 26 of 50 */
}

static void test_unrelated_texts_raise_no_alarm(void)
{
    struct buffer content = BUFFER_EMPTY;
    struct random random;
    random_seed(&random, 2);
    for (int i = 0; i < 600; i++) {
        words_t words;
        random_words(&random, words);
        append_words(words, &content);
    }
    check_findings(content.data, FINDING_NEAR_DUPLICATE, "");
    check_findings(content.data, FINDING_DUPLICATE, "");
    buffer_release(&content);
}

/* However many there are, each is reported against the first. */
static void test_many_copies_of_one_text(void)
{
    struct buffer content = BUFFER_EMPTY;
    struct random random;
    struct dataset dataset;
    struct hygiene hygiene;
    stance_error error;
    words_t words;
    random_seed(&random, 3);
    random_words(&random, words);
    for (unsigned i = 0; i < 40; i++) {
        words[20] = 5000 + i;
        append_words(words, &content);
    }
    rows_load(content.data, &dataset);
    REQUIRE(hygiene_check(&dataset, &hygiene, &error) == 0);
    CHECK_INT(hygiene_count(&hygiene, FINDING_NEAR_DUPLICATE), 39);
    size_t against_others = 0;
    for (size_t i = 0; i < hygiene.count; i++)
        against_others +=
            hygiene.findings[i].kind == FINDING_NEAR_DUPLICATE && hygiene.findings[i].first != 0;
    CHECK_INT(against_others, 0);
    hygiene_release(&hygiene);
    dataset_release(&dataset);
    buffer_release(&content);
}

const struct suite suite_hygiene = {
    "train/hygiene",
    (const struct test[]){
        {"texts", test_texts},
        {"an empty list of findings", test_an_empty_finding_list},
        {"slips in labels", test_slips_in_labels},
        {"labels of few rows", test_labels_of_few_rows},
        {"findings come by kind and place", test_findings_come_by_kind_and_place},
        {"edited texts are found", test_edited_texts_are_found},
        {"unrelated texts raise no alarm", test_unrelated_texts_raise_no_alarm},
        {"many copies of one text", test_many_copies_of_one_text},
        {NULL, NULL},
    },
};
