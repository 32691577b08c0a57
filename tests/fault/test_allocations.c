/* The nth allocation of a command fails, for every n, whoever asks for it. */
#include "base/file.h"
#include "base/random.h"
#include "check.h"
#include "run.h"

#include <stdlib.h>
#include <unistd.h>

#define OLD_MODEL "what was there before"
#define FIRST     2000 /* of these, each one fails */
#define FURTHER   300  /* of those behind them, so many */
#define QUICK     24   /* of all, where it is to be quick */
#define SEED      7

static const char article[] = "Lindal and Torvik agree\n\nThe envoy denied “every” claim.\n\n"
                              "They accused the café of theft.\n";

/* Twelve rows of two labels, in three formats. */
static void write_rows(struct scratch *scratch)
{
    static const char *const names[] = {"rows.tsv", "rows.csv", "rows.jsonl"};
    static const char *const rows[] = {"%s\tThe %s guild %s the café %zu.\n",
                                       "%s,\"The %s guild %s the café %zu.\"\n",
                                       "{\"label\": \"%s\", \"text\": \"The %s guild %s "
                                       "the caf\\u00e9 %zu.\"}\n"};
    for (size_t format = 0; format < 3; format++) {
        struct buffer content = BUFFER_EMPTY;
        for (size_t i = 0; i < 12; i++)
            buffer_append_format(&content, rows[format], i % 2 == 0 ? "accusatory" : "denial",
                                 i % 3 == 0 ? "ferry" : "harbour",
                                 i % 2 == 0 ? "accused" : "denied", i);
        scratch_write(scratch, names[format], content.data, content.length);
        buffer_release(&content);
    }
}

struct tally {
    size_t tried, clean, survived, leaked, careless, wrong;
};

/* Whether the model is what it was, or complete. */
static bool model_is_whole(struct scratch *scratch, const struct buffer *expected)
{
    struct buffer model = BUFFER_EMPTY;
    stance_error error;
    bool whole = file_read_all(scratch_path(scratch, "model"), SIZE_MAX, &model, &error) == 0;
    bool is_old = whole && strcmp(model.data, OLD_MODEL) == 0;
    bool is_new = whole && model.length == expected->length &&
                  memcmp(model.data, expected->data, model.length) == 0;
    buffer_release(&model);
    return is_old || is_new;
}

static void judge(const struct run *run, const struct run *good, bool model_whole, size_t number,
                  struct tally *tally)
{
    bool same = run->out.length == good->out.length &&
                memcmp(run->out.data, good->out.data, run->out.length) == 0;
    tally->tried++;
    bool right = model_whole;
    if (run->status == 0 && same && run->err.length == 0)
        tally->survived++;
    else if (run->status == 1 && run_said(run, "out of memory"))
        tally->clean++;
    else if (run->careless) /* all that is asked of it is that the model is not lost */
        tally->careless++;
    else
        right = false;
    bool leaked = !run->careless && run->status < 128 && run->live > good->live;
    tally->leaked += leaked;
    tally->wrong += !right;
    if (!right || leaked)
        fprintf(stderr, "\nallocation %zu, of %s: status %d%s%s, standard error: %s\n", number,
                run->asker, run->status, leaked ? ", a leak" : "",
                model_whole ? "" : ", the model is damaged",
                run->err.data == NULL ? "" : run->err.data);
}

/* The next allocation that is to fail: after the first ones, by chance. */
static size_t next_number(size_t number, size_t count, struct random *random)
{
    size_t step = count / QUICK + 1;
    if (run_is_thorough())
        step = number < FIRST || count <= FIRST ? 1 : (count - FIRST) / FURTHER + 1;
    return number + 1 + random_below(random, 2 * step - 1);
}

static void fail_each(const char *const *words)
{
    struct scratch scratch;
    struct run good, run;
    struct tally tally = {0};
    struct random random;
    struct buffer model = BUFFER_EMPTY;
    stance_error error;
    random_seed(&random, SEED);
    scratch_make(&scratch);
    scratch_write(&scratch, "a.txt", article, sizeof article - 1);
    write_rows(&scratch);
    scratch_write(&scratch, "model", OLD_MODEL, sizeof OLD_MODEL - 1);
    size_t files = scratch_count(&scratch);
    run_program(&scratch, "allocation::0", words, &good);
    CHECK_INT(good.status, 0);
    REQUIRE(file_read_all(scratch_path(&scratch, "model"), SIZE_MAX, &model, &error) == 0);
    for (size_t n = 1; n <= good.allocations; n = next_number(n, good.allocations, &random)) {
        char fault[40];
        snprintf(fault, sizeof fault, "allocation::%zu", n);
        scratch_write(&scratch, "model", OLD_MODEL, sizeof OLD_MODEL - 1);
        run_program(&scratch, fault, words, &run);
        judge(&run, &good, model_is_whole(&scratch, &model), n, &tally);
        run_release(&run);
        CHECK_INT(scratch_count(&scratch), files);
    }
    CHECK(tally.tried > 0);
    CHECK_INT(tally.wrong, 0);
    CHECK_INT(tally.leaked, 0);
    printf("allocation faults, %s: %zu of %zu tried, %zu clean errors, %zu done without, ",
           words[0], tally.tried, good.allocations, tally.clean, tally.survived);
    printf("%zu in libraries that do not look, %zu leaks\n", tally.careless, tally.leaked);
    buffer_release(&model);
    run_release(&good);
    scratch_remove(&scratch);
}

#define FAIL_EACH(...) fail_each((const char *const[]){__VA_ARGS__, NULL})

static void test_classify(void)
{
    FAIL_EACH("classify", "-j", "1", "@a.txt");
}

static void test_classify_in_two_threads(void)
{
    FAIL_EACH("classify", "-j", "2", "-f", "jsonl", "-m", "stance", "-m", "sentiment", "@a.txt");
}

static void test_show(void)
{
    FAIL_EACH("show");
}

static void test_evaluate(void)
{
    FAIL_EACH("evaluate", "-j", "2", "-f", "json", "@rows.jsonl");
}

/* The pages stand in for the model: they are what they were, or complete. */
static void test_report(void)
{
    FAIL_EACH("report", "@a.txt", "@a.txt", "-o", "@model");
}

static void test_evaluate_with_a_page(void)
{
    FAIL_EACH("evaluate", "-j", "1", "--html", "@model", "@rows.tsv");
}

static void test_train(void)
{
    FAIL_EACH("train", "-j", "1", "--folds", "2", "--cues", "none", "--boilerplate", "none",
              "@rows.csv", "-o", "@model");
}

static void test_train_with_liblinear(void)
{
    FAIL_EACH("train", "-j", "2", "--folds", "2", "--solver", "liblinear", "@rows.tsv", "-o",
              "@model");
}

const struct suite suite_allocations = {
    "fault/allocations",
    (const struct test[]){
        {"classify", test_classify},
        {"classify in two threads", test_classify_in_two_threads},
        {"show", test_show},
        {"evaluate", test_evaluate},
        {"report", test_report},
        {"evaluate with a page", test_evaluate_with_a_page},
        {"train", test_train},
        {"train with LIBLINEAR", test_train_with_liblinear},
        {NULL, NULL},
    },
};
