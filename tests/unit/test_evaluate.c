#include "train/evaluate.h"

#include "check.h"
#include "fixture.h"

/* The model knows accusatory, denial and neutral; the rows have one label more. */
static const char rows[] = "mixed\taccused and denied\n"
                           "accusatory\the accused\n"
                           "denial\tit denied\n"
                           "accusatory\tall calm\n"
                           "denial\tno word known\n";

struct bench {
    struct dataset dataset;
    stance_model *model;
    struct questions questions;
    struct answers answers;
};

static void bench_open(struct bench *bench, const char *content)
{
    *bench = (struct bench){.model = model_by_hand()};
    rows_load(content, &bench->dataset);
}

static int bench_ask(struct bench *bench, const char *const *among, size_t n_among, size_t threads,
                     stance_error *error)
{
    const struct stance_model *const models[] = {bench->model};
    if (questions_init(&bench->questions, &bench->dataset, models, 1, among, n_among, error) != 0)
        return -1;
    if (answers_ask(&bench->questions, bench->model, threads, &bench->answers, error) == 0)
        return 0;
    questions_release(&bench->questions);
    return -1;
}

static void bench_close(struct bench *bench)
{
    stance_model_free(bench->model);
    dataset_release(&bench->dataset);
}

static void answers_done(struct bench *bench)
{
    answers_release(&bench->answers);
    questions_release(&bench->questions);
}

enum { ACCUSATORY, DENIAL, MIXED, NEUTRAL }; /* numbers in questions.labels */

static void test_all_rows(void)
{
    static const size_t truth[] = {MIXED, ACCUSATORY, DENIAL, ACCUSATORY, DENIAL};
    static const size_t given[] = {ACCUSATORY, ACCUSATORY, DENIAL, NEUTRAL, NEUTRAL};
    struct bench bench;
    stance_error error;
    bench_open(&bench, rows);
    REQUIRE(bench_ask(&bench, NULL, 0, 1, &error) == 0);
    REQUIRE(bench.questions.labels.count == 4);
    CHECK_STRING(bench.questions.labels.names[MIXED], "mixed");
    CHECK_STRING(bench.questions.labels.names[NEUTRAL], "neutral");
    REQUIRE(bench.questions.count == 5);
    for (size_t i = 0; i < 5; i++) {
        CHECK_INT(bench.questions.rows[i], i);
        CHECK_INT(bench.questions.truth[i], truth[i]);
        CHECK_INT(bench.answers.given[i], given[i]);
    }
    CHECK_NEAR(bench.answers.confidence[1], exp(2) / (exp(2) + 2 * exp(-1)), 1e-12);
    CHECK_NEAR(bench.answers.confidence[4], 0, 0);
    answers_done(&bench);
    bench_close(&bench);
}

static void test_among(void)
{
    static const char *const among[] = {"denial", "accusatory"};
    static const size_t scored[] = {1, 2, 3, 4};
    static const size_t given[] = {ACCUSATORY, DENIAL, ACCUSATORY, ACCUSATORY};
    struct bench bench;
    stance_error error;
    bench_open(&bench, rows);
    REQUIRE(bench_ask(&bench, among, 2, 1, &error) == 0);
    REQUIRE(bench.questions.count == 4);
    for (size_t i = 0; i < 4; i++) {
        CHECK_INT(bench.questions.rows[i], scored[i]);
        CHECK_INT(bench.answers.given[i], given[i]);
    }
    CHECK_NEAR(bench.answers.confidence[0], 1 / (1 + exp(-3)), 1e-12);
    answers_done(&bench);
    bench_close(&bench);
}

static const struct {
    const char *content;
    const char *among[2];
    size_t n_among;
    enum stance_status status;
    const char *message;
} bad[] = {
    {rows,
     {"denial", "Denial"},
     2,
     STANCE_ARGUMENT,
     "no label 'Denial'; the labels are: accusatory, denial, mixed, neutral"},
    {rows, {"neutral"}, 1, STANCE_DATA, "no row has one of the labels that count"},
    {rows, {"mixed"}, 1, STANCE_ARGUMENT, "a model has none of the labels that count"},
};

static void test_questions_that_cannot_be_asked(void)
{
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct bench bench;
        stance_error error;
        bench_open(&bench, bad[i].content);
        CHECK_INT(bench_ask(&bench, bad[i].among, bad[i].n_among, 1, &error), -1);
        CHECK_INT(error.status, bad[i].status);
        CHECK_STRING(error.message, bad[i].message);
        bench_close(&bench);
    }
}

static void test_threads_do_not_matter(void)
{
    static const char *const words[] = {"accused", "calm", "denied", "equal", "level", "unheard"};
    struct buffer content = BUFFER_EMPTY;
    struct random random;
    struct bench bench;
    stance_error error;
    random_seed(&random, 1);
    for (int i = 0; i < 1000; i++) {
        buffer_append_string(&content, i % 2 == 0 ? "denial\t" : "neutral\t");
        for (uint64_t n = random_below(&random, 5) + 1; n > 0; n--)
            buffer_append_format(&content, "%s ", words[random_below(&random, 6)]);
        buffer_append_string(&content, "\n");
    }
    bench_open(&bench, content.data);
    REQUIRE(bench_ask(&bench, NULL, 0, 1, &error) == 0);
    for (size_t threads = 2; threads <= 4; threads++) {
        struct answers answers;
        REQUIRE(answers_ask(&bench.questions, bench.model, threads, &answers, &error) == 0);
        CHECK(memcmp(answers.given, bench.answers.given, 1000 * sizeof(size_t)) == 0);
        CHECK(memcmp(answers.confidence, bench.answers.confidence, 1000 * sizeof(double)) == 0);
        answers_release(&answers);
    }
    answers_done(&bench);
    bench_close(&bench);
    buffer_release(&content);
}

const struct suite suite_evaluate = {
    "train/evaluate",
    (const struct test[]){
        {"all rows", test_all_rows},
        {"among some labels", test_among},
        {"questions that cannot be asked", test_questions_that_cannot_be_asked},
        {"threads do not matter", test_threads_do_not_matter},
        {NULL, NULL},
    },
};
