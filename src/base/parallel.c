/* In: a function and a count. Out: all of it done. Must not know what a task does. */
#include "base/parallel.h"

#include "base/memory.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>

struct work {
    parallel_task *task;
    void *context;
    size_t count;
    atomic_size_t next;
    atomic_bool failed;
    pthread_mutex_t lock; /* guards failed_index and *error */
    size_t failed_index;
    stance_error *error;
};

static void *run_tasks(void *argument)
{
    struct work *work = argument;
    while (!atomic_load(&work->failed)) {
        size_t index = atomic_fetch_add(&work->next, 1);
        if (index >= work->count)
            break;
        stance_error error;
        if (work->task(work->context, index, &error) == 0)
            continue;
        atomic_store(&work->failed, true);
        pthread_mutex_lock(&work->lock);
        if (index <= work->failed_index) {
            work->failed_index = index;
            *work->error = error;
        }
        pthread_mutex_unlock(&work->lock);
    }
    return NULL;
}

int parallel_run(size_t count, size_t threads, parallel_task *task, void *context,
                 stance_error *error)
{
    struct work work = {.task = task,
                        .context = context,
                        .count = count,
                        .failed_index = count,
                        .lock = PTHREAD_MUTEX_INITIALIZER,
                        .error = error};
    size_t helpers = threads < count ? threads : count;
    helpers = helpers > 0 ? helpers - 1 : 0;
    pthread_t *started = memory_array(helpers, sizeof *started);
    if (started == NULL)
        return error_no_memory(error);
    size_t running = 0;
    /* A thread that cannot be had is no failure: the others do its share. */
    while (running < helpers && pthread_create(&started[running], NULL, run_tasks, &work) == 0)
        running++;
    run_tasks(&work);
    for (size_t i = 0; i < running; i++)
        pthread_join(started[i], NULL);
    free(started);
    return atomic_load(&work.failed) ? -1 : 0;
}

size_t parallel_processors(void)
{
    cpu_set_t allowed;
    if (sched_getaffinity(0, sizeof allowed, &allowed) != 0)
        return 1; /* more processors than the set has room for: let the user say how many */
    return (size_t)CPU_COUNT(&allowed);
}
