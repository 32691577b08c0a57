/* A system call fails, or does less than it was asked to. */
#include "base/file.h"
#include "check.h"
#include "run.h"

#include <stdint.h>

#define OLD_MODEL "what was there before"

static const char rows[] = "accusatory\tThe guild accused the ferry 1.\n"
                           "denial\tThe guild denied the claim 2.\n"
                           "accusatory\tThe guild accused the port 3.\n"
                           "denial\tThe port denied the claim 4.\n";
static const char article[] = "Lindal and Torvik agree\n\nThe envoy denied “every” claim.\n";

#define TRAIN                                                                                      \
    "train", "-j", "1", "--folds", "2", "--cues", "none", "--boilerplate", "none", "@rows.tsv",    \
        "-o", "@model"

struct workplace {
    struct scratch scratch;
    size_t files;
};

static void open_workplace(struct workplace *place)
{
    struct run run;
    scratch_make(&place->scratch);
    scratch_write(&place->scratch, "a.txt", article, sizeof article - 1);
    scratch_write(&place->scratch, "rows.tsv", rows, sizeof rows - 1);
    run_program(&place->scratch, "", (const char *const[]){TRAIN, NULL}, &run);
    REQUIRE(run.status == 0);
    run_release(&run);
    place->files = scratch_count(&place->scratch);
}

static void read_model(struct workplace *place, struct buffer *model)
{
    stance_error error;
    REQUIRE(file_read_all(scratch_path(&place->scratch, "model"), SIZE_MAX, model, &error) == 0);
}

static bool same(const struct buffer *a, const struct buffer *b)
{
    return a->length == b->length && memcmp(a->data, b->data, a->length) == 0;
}

static const char *const readers[][6] = {
    {"classify", "-m", "@model", "@a.txt", NULL},
    {"evaluate", "-m", "@model", "@rows.tsv", NULL},
    {"show", "@model", NULL},
};

static void test_reads_that_are_short_or_interrupted(void)
{
    static const char *const faults[] = {"read:short:0", "read:EINTR:0"};
    struct workplace place;
    open_workplace(&place);
    for (size_t i = 0; i < 3; i++) {
        struct run good, run;
        run_program(&place.scratch, "read::0", readers[i], &good);
        CHECK_INT(good.status, 0);
        for (size_t fault = 0; fault < 2; fault++) {
            run_program(&place.scratch, faults[fault], readers[i], &run);
            CHECK_INT(run.status, 0);
            CHECK(run.calls > good.calls);
            CHECK(same(&run.out, &good.out));
            CHECK_INT(run.err.length, 0);
            run_release(&run);
        }
        run_release(&good);
    }
    scratch_remove(&place.scratch);
}

static void test_calls_that_fail_while_reading(void)
{
    static const struct {
        const char *call, *how, *message;
    } faults[] = {
        {"read", "EIO", "cannot read: Input/output error"},
        {"open", "EMFILE", "cannot open: Too many open files"},
        {"open", "EACCES", "cannot open: Permission denied"},
    };
    struct workplace place;
    size_t tried = 0;
    open_workplace(&place);
    for (size_t i = 0; i < 3; i++)
        for (size_t f = 0; f < sizeof faults / sizeof faults[0]; f++) {
            struct run run;
            char fault[40];
            snprintf(fault, sizeof fault, "%s::0", faults[f].call);
            run_program(&place.scratch, fault, readers[i], &run);
            size_t calls = run.calls;
            CHECK(calls > 0);
            run_release(&run);
            for (size_t n = 1; n <= calls; n++, tried++) {
                snprintf(fault, sizeof fault, "%s:%s:%zu", faults[f].call, faults[f].how, n);
                run_program(&place.scratch, fault, readers[i], &run);
                CHECK_INT(run.status, 1);
                CHECK(run_said(&run, faults[f].message));
                run_release(&run);
            }
        }
    printf("failing reads: %zu tried, %zu clean errors\n", tried, tried);
    scratch_remove(&place.scratch);
}

static void test_writes_that_are_short_or_interrupted(void)
{
    static const char *const faults[] = {"write:short:0", "write:EINTR:0"};
    struct workplace place;
    struct buffer good = BUFFER_EMPTY;
    open_workplace(&place);
    read_model(&place, &good);
    for (size_t fault = 0; fault < 2; fault++) {
        struct buffer model = BUFFER_EMPTY;
        struct run run;
        scratch_write(&place.scratch, "model", OLD_MODEL, sizeof OLD_MODEL - 1);
        run_program(&place.scratch, faults[fault], (const char *const[]){TRAIN, NULL}, &run);
        CHECK_INT(run.status, 0);
        CHECK(run.calls > 1);
        read_model(&place, &model);
        CHECK(same(&model, &good));
        buffer_release(&model);
        run_release(&run);
    }
    buffer_release(&good);
    scratch_remove(&place.scratch);
}

/* Whatever fails, the model is the old one, and nothing lies beside it; or it is the new one, and
 * complete. */
static void test_calls_that_fail_while_a_model_is_written(void)
{
    static const struct {
        const char *call, *how;
        bool told; /* each one that fails is an error */
    } faults[] = {
        {"write", "ENOSPC", true},  {"write", "EIO", true},        {"write", "EDQUOT", true},
        {"linkat", "EACCES", true}, {"mkostemp", "EACCES", false}, {"fchmod", "EACCES", true},
        {"rename", "EACCES", true}, {"fsync", "EIO", false},       {"close", "EIO", false},
        {"open", "EMFILE", false},
    };
    struct workplace place;
    struct buffer good = BUFFER_EMPTY, old = BUFFER_EMPTY;
    size_t tried = 0;
    open_workplace(&place);
    read_model(&place, &good);
    buffer_append_string(&old, OLD_MODEL);
    for (size_t f = 0; f < sizeof faults / sizeof faults[0]; f++) {
        size_t calls = 1;
        for (size_t n = 1; n <= calls; n++, tried++) {
            struct buffer model = BUFFER_EMPTY;
            struct run run;
            char fault[40];
            snprintf(fault, sizeof fault, "%s:%s:%zu", faults[f].call, faults[f].how, n);
            scratch_write(&place.scratch, "model", OLD_MODEL, sizeof OLD_MODEL - 1);
            run_program(&place.scratch, fault, (const char *const[]){TRAIN, NULL}, &run);
            calls = run.calls > calls ? run.calls : calls;
            read_model(&place, &model);
            CHECK(same(&model, run.status == 0 ? &good : &old));
            CHECK(run.status == 0 || (run.status == 1 && run_said(&run, "")));
            CHECK(run.status == 1 || !faults[f].told);
            CHECK_INT(scratch_count(&place.scratch), place.files);
            buffer_release(&model);
            run_release(&run);
        }
    }
    printf("failing writes: %zu tried, no model lost\n", tried);
    buffer_release(&old);
    buffer_release(&good);
    scratch_remove(&place.scratch);
}

const struct suite suite_calls = {
    "fault/calls",
    (const struct test[]){
        {"reads that are short or interrupted", test_reads_that_are_short_or_interrupted},
        {"calls that fail while reading", test_calls_that_fail_while_reading},
        {"writes that are short or interrupted", test_writes_that_are_short_or_interrupted},
        {"calls that fail while a model is written", test_calls_that_fail_while_a_model_is_written},
        {NULL, NULL},
    },
};
