#include "base/parallel.h"
#include "check.h"

#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

enum { TASKS = 1000 };

struct tally {
    atomic_size_t done[TASKS];
    atomic_size_t total;
    atomic_size_t inside;
};

static int count_task(void *context, size_t index, stance_error *error)
{
    (void)error;
    struct tally *tally = context;
    atomic_fetch_add(&tally->done[index], 1);
    atomic_fetch_add(&tally->total, 1);
    return 0;
}

static void test_each_task_runs_once(void)
{
    static const struct {
        size_t count, threads;
    } cases[] = {{0, 1}, {0, 8}, {1, 1}, {1, 8}, {3, 8}, {TASKS, 1}, {TASKS, 2}, {TASKS, 16}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct tally *tally = calloc(1, sizeof *tally);
        REQUIRE(tally != NULL);
        stance_error error = {STANCE_OK, "untouched"};
        CHECK_INT(parallel_run(cases[i].count, cases[i].threads, count_task, tally, &error), 0);
        CHECK_INT(atomic_load(&tally->total), cases[i].count);
        for (size_t task = 0; task < cases[i].count; task++)
            if (atomic_load(&tally->done[task]) != 1)
                CHECK_INT(task, -1);
        CHECK_STRING(error.message, "untouched");
        free(tally);
    }
}

/* Waits until `expected` tasks are inside, a second at most. */
static bool all_inside(struct tally *tally, size_t expected)
{
    atomic_fetch_add(&tally->inside, 1);
    for (int i = 0; i < 1000; i++) {
        if (atomic_load(&tally->inside) >= expected)
            return true;
        usleep(1000);
    }
    return false;
}

static int meet_task(void *context, size_t index, stance_error *error)
{
    if (all_inside(context, 4))
        return 0;
    return error_set(error, STANCE_DATA, "task %zu was alone", index);
}

static void test_tasks_run_at_the_same_time(void)
{
    struct tally *tally = calloc(1, sizeof *tally);
    REQUIRE(tally != NULL);
    stance_error error;
    CHECK_INT(parallel_run(4, 4, meet_task, tally, &error), 0);
    free(tally);
}

static int fail_at_four(void *context, size_t index, stance_error *error)
{
    (void)count_task(context, index, error);
    return index == 4 ? error_set(error, STANCE_DATA, "task %zu", index) : 0;
}

static void test_nothing_begins_after_a_failure(void)
{
    struct tally *tally = calloc(1, sizeof *tally);
    REQUIRE(tally != NULL);
    stance_error error;
    CHECK_INT(parallel_run(TASKS, 1, fail_at_four, tally, &error), -1);
    CHECK_INT(error.status, STANCE_DATA);
    CHECK_STRING(error.message, "task 4");
    CHECK_INT(atomic_load(&tally->total), 5);
    free(tally);
}

struct race {
    struct tally tally;
    size_t late; /* of the tasks 3, 5 and 6, which fail, the one that fails last */
};

static int fail_in_turn(void *context, size_t index, stance_error *error)
{
    struct race *race = context;
    if (!all_inside(&race->tally, 8))
        return error_set(error, STANCE_DATA, "task %zu was alone", index);
    if (index == race->late)
        usleep(10000);
    if (index == 3 || index == 5 || index == 6)
        return error_set(error, STANCE_MODEL, "task %zu", index);
    return 0;
}

static void test_the_lowest_failure_is_reported(void)
{
    static const size_t late[] = {3, 5, 6, 3, 6};
    for (size_t i = 0; i < sizeof late / sizeof late[0]; i++) {
        struct race *race = calloc(1, sizeof *race);
        REQUIRE(race != NULL);
        race->late = late[i];
        stance_error error;
        CHECK_INT(parallel_run(8, 8, fail_in_turn, race, &error), -1);
        CHECK_INT(error.status, STANCE_MODEL);
        CHECK_STRING(error.message, "task 3");
        free(race);
    }
}

static void test_processors(void)
{
    cpu_set_t allowed, one;
    REQUIRE(sched_getaffinity(0, sizeof allowed, &allowed) == 0);
    CHECK_INT(parallel_processors(), CPU_COUNT(&allowed));
    CPU_ZERO(&one);
    for (size_t cpu = 0; cpu < CPU_SETSIZE && CPU_COUNT(&one) == 0; cpu++)
        if (CPU_ISSET(cpu, &allowed))
            CPU_SET(cpu, &one);
    REQUIRE(sched_setaffinity(0, sizeof one, &one) == 0);
    CHECK_INT(parallel_processors(), 1);
    CHECK_INT(sched_setaffinity(0, sizeof allowed, &allowed), 0);
}

const struct suite suite_parallel = {
    "base/parallel",
    (const struct test[]){
        {"each task runs once", test_each_task_runs_once},
        {"tasks run at the same time", test_tasks_run_at_the_same_time},
        {"nothing begins after a failure", test_nothing_begins_after_a_failure},
        {"the lowest failure is reported", test_the_lowest_failure_is_reported},
        {"only processors that may be used count", test_processors},
        {NULL, NULL},
    },
};
