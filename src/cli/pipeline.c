/* In: paragraphs as they are read. Out: their answers, in that order. Must not know what the work
 * is. */
#include "cli/pipeline.h"

#include "base/memory.h"
#include "cli/batch.h"
#include "cli/inputs.h"
#include "cli/progress.h"
#include "cli/talk.h"

#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

#define ALONE_LIMIT ((size_t)64 << 10) /* bytes of text that are not worth a thread */

/* The batches are a ring. Counts of batches divide it, and only grow:
 *
 *     written <= taken <= filled < written + n_batches
 *
 *     | being written | with workers | waiting for a worker | being filled | free |
 *       written         ...            taken                  filled
 */
struct pipeline {
    const struct pipeline_work *work;
    struct batch *batches; /* [n_batches] */
    size_t n_batches;
    /* The reader's own. */
    const char *file;
    size_t file_number;
    size_t bytes_read;
    uint64_t input_read;  /* bytes of the files, packed or not */
    enum reading next;    /* what the reader is to do */
    struct worker *first; /* works in the calling thread while there are no others */
    size_t threads;       /* that may be started; 1: none */
    pthread_t *started;   /* [n_started] */
    size_t n_started;
    /* Of whoever is writing: one at a time, see `writing`. */
    struct buffer heading;
    size_t headed_file; /* number of the file whose heading was written last */
    enum exit_status status;
    struct progress progress;
    uint64_t input_size; /* 0: unknown */
    /* Guarded by `lock`. */
    pthread_mutex_t lock;
    pthread_cond_t work_there, room_there;
    size_t filled, taken, written;
    bool closing;    /* no more batches will come */
    bool writing;    /* a thread is writing the batch `written` */
    bool failed;     /* nothing more is to be written */
    size_t bad_file; /* number of the last file that is passed over */
};

/* What one thread has for itself. */
struct worker {
    const struct pipeline_work *work;
    struct pattern_scratch *scratch;
    void *own;
};

/* ---- working ---- */

static void worker_free(struct worker *worker)
{
    if (worker == NULL)
        return;
    if (worker->own != NULL)
        worker->work->worker_free(worker->own);
    pattern_scratch_free(worker->scratch);
    free(worker);
}

static int worker_new(const struct pipeline_work *work, struct worker **worker, stance_error *error)
{
    struct worker *made = memory_array(1, sizeof *made);
    if (made == NULL)
        return error_no_memory(error);
    made->work = work;
    if (pattern_scratch_new(&made->scratch, error) != 0 ||
        work->worker_new(work->context, &made->own, error) != 0) {
        worker_free(made);
        return -1;
    }
    *worker = made;
    return 0;
}

/* A rule that gives up on a paragraph has not recognised it: it is labelled as prose, with a
 * warning behind the first *placed notes, and nothing is lost. */
static int decide_role(struct worker *worker, struct batch *batch, struct paragraph *paragraph,
                       size_t *placed, stance_error *error)
{
    if (paragraph_decide_role(paragraph, worker->work->boilerplate, worker->scratch, error) == 0)
        return 0;
    if (error->status == STANCE_NO_MEMORY)
        return -1;
    stance_error remark;
    error_fill(&remark, STANCE_DATA, "%s: line %zu: taken for prose: %s", batch->file,
               paragraph->line, error->message);
    batch_note_before(batch, (*placed)++, NOTE_WARNING, batch->out.length, remark.message);
    return 0;
}

/* A text that is not to be worked on is told with its place. */
static void note_failure(struct batch *batch, const struct paragraph *paragraph,
                         const stance_error *error)
{
    stance_error placed = *error;
    if (error->status == STANCE_DATA)
        error_fill(&placed, error->status, "%s: line %zu: %s", batch->file, paragraph->line,
                   error->message);
    batch_note(batch, NOTE_FAILURE, batch->out.length, placed.message);
}

static void work_on(struct worker *worker, struct batch *batch)
{
    size_t placed = 0; /* notes whose place in the output is known */
    batch_complete(batch);
    for (size_t i = 0; i < batch->n_paragraphs; i++) {
        struct paragraph *paragraph = &batch->paragraphs[i];
        stance_error error;
        for (; placed < batch->n_notes && batch->notes[placed].place <= i; placed++)
            batch->notes[placed].place = batch->out.length;
        if (decide_role(worker, batch, paragraph, &placed, &error) != 0 ||
            worker->work->answer(worker->own, batch->file, paragraph, &batch->out, &error) != 0) {
            batch_drop_notes(batch, placed);
            note_failure(batch, paragraph, &error);
            return;
        }
    }
    for (; placed < batch->n_notes; placed++)
        batch->notes[placed].place = batch->out.length;
}

/* ---- writing: in order, by one thread at a time ---- */

/* Returns whether to go on with the batch. */
static bool tell(struct pipeline *pipeline, const struct note *note)
{
    progress_hide(&pipeline->progress);
    if (note->kind == NOTE_WARNING) {
        talk_warning(NULL, note->message);
        return true;
    }
    stance_error error;
    error_fill(&error, STANCE_DATA, "%s", note->message);
    talk_error(&error);
    if (note->kind == NOTE_REMARK)
        return true;
    pipeline->status = EXIT_FAILED;
    return note->kind == NOTE_BAD_RECORD;
}

/* Returns 0, or -1 with *error filled; *last is the note that the batch ended with, or NULL. */
static int write_parts(struct pipeline *pipeline, const struct batch *batch,
                       const struct note **last, stance_error *error)
{
    size_t from = 0;
    *last = NULL;
    for (size_t i = 0; i < batch->n_notes; i++) {
        const struct note *note = &batch->notes[i];
        if (talk_bytes(batch->out.data + from, note->place - from, error) != 0)
            return -1;
        from = note->place;
        if (!tell(pipeline, note)) {
            *last = note;
            return 0;
        }
    }
    return talk_bytes(batch->out.data + from, batch->out.length - from, error);
}

static int write_heading(struct pipeline *pipeline, const struct batch *batch, stance_error *error)
{
    if (pipeline->work->begin_file == NULL || batch->out.length == 0 ||
        batch->file_number == pipeline->headed_file)
        return 0;
    pipeline->headed_file = batch->file_number;
    pipeline->work->begin_file(pipeline->work->context, batch->file, &pipeline->heading);
    return talk_answer(&pipeline->heading, error);
}

static int write_batch(struct pipeline *pipeline, const struct batch *batch,
                       const struct note **last, stance_error *error)
{
    if (batch->failed || batch->out.failed)
        return error_no_memory(error);
    if (write_heading(pipeline, batch, error) != 0)
        return -1;
    return write_parts(pipeline, batch, last, error);
}

/* Writes what is done and next in order. Where nothing is left on its way, the next may be long in
 * coming: then what was written is flushed. Called, and returns, with the lock held. */
static void write_what_is_due(struct pipeline *pipeline)
{
    if (pipeline->writing)
        return; /* that thread will see to it */
    pipeline->writing = true;
    while (pipeline->written < pipeline->taken) {
        struct batch *batch = &pipeline->batches[pipeline->written % pipeline->n_batches];
        if (!batch->done)
            break;
        bool wanted = !pipeline->failed && batch->file_number != pipeline->bad_file;
        bool flush = pipeline->written + 1 == pipeline->filled;
        pthread_mutex_unlock(&pipeline->lock);
        const struct note *last = NULL;
        stance_error error;
        int result = wanted ? write_batch(pipeline, batch, &last, &error) : 0;
        if (result == 0 && wanted && flush)
            result = talk_finish(&error);
        if (result != 0) {
            progress_hide(&pipeline->progress);
            talk_error(&error);
        }
        progress_step(&pipeline->progress, batch->input_read, pipeline->input_size);
        bool failed = result != 0 || (last != NULL && last->kind == NOTE_FAILURE);
        bool bad_file = last != NULL && last->kind == NOTE_BAD_FILE;
        size_t file_number = batch->file_number;
        batch_reset(batch);
        pthread_mutex_lock(&pipeline->lock);
        pipeline->failed = pipeline->failed || failed;
        if (bad_file)
            pipeline->bad_file = file_number;
        pipeline->written++;
        pthread_cond_signal(&pipeline->room_there);
    }
    pipeline->writing = false;
}

/* ---- threads ---- */

/* Takes the oldest batch that no worker has, works on it, and sees to the writing. Called, and
 * returns, with the lock held. */
static void take_one(struct pipeline *pipeline, struct worker *worker)
{
    struct batch *batch = &pipeline->batches[pipeline->taken++ % pipeline->n_batches];
    bool wanted = !pipeline->failed;
    pthread_mutex_unlock(&pipeline->lock);
    if (wanted && !batch->failed)
        work_on(worker, batch);
    pthread_mutex_lock(&pipeline->lock);
    batch->done = true;
    write_what_is_due(pipeline);
}

static void work_until_closing(struct pipeline *pipeline, struct worker *worker)
{
    pthread_mutex_lock(&pipeline->lock);
    for (;;) {
        while (pipeline->taken == pipeline->filled && !pipeline->closing)
            pthread_cond_wait(&pipeline->work_there, &pipeline->lock);
        if (pipeline->taken == pipeline->filled)
            break;
        take_one(pipeline, worker);
    }
    pthread_mutex_unlock(&pipeline->lock);
}

static void *run_first(void *argument)
{
    struct pipeline *pipeline = argument;
    work_until_closing(pipeline, pipeline->first);
    return NULL;
}

static void *run_further(void *argument)
{
    struct pipeline *pipeline = argument;
    struct worker *worker;
    stance_error error;
    if (worker_new(pipeline->work, &worker, &error) != 0)
        return NULL; /* the first worker, which is there, does its share */
    work_until_closing(pipeline, worker);
    worker_free(worker);
    return NULL;
}

/* Starts the threads once. One that cannot be had is no failure: the others do its share, or the
 * calling thread does all. */
static void start_threads(struct pipeline *pipeline)
{
    size_t wanted = pipeline->threads;
    pipeline->threads = 1;
    pipeline->started = memory_array(wanted, sizeof *pipeline->started);
    if (pipeline->started == NULL)
        return;
    while (pipeline->n_started < wanted &&
           pthread_create(&pipeline->started[pipeline->n_started], NULL,
                          pipeline->n_started == 0 ? run_first : run_further, pipeline) == 0)
        pipeline->n_started++;
}

/* ---- reading ---- */

static struct batch *batch_to_fill(struct pipeline *pipeline)
{
    return &pipeline->batches[pipeline->filled % pipeline->n_batches];
}

/* Hands the batch being filled to the workers, and waits for a free one. */
static void hand_over(struct pipeline *pipeline)
{
    struct batch *batch = batch_to_fill(pipeline);
    if (!batch_is_empty(batch)) {
        pipeline->bytes_read += batch->text.length;
        batch->file = pipeline->file;
        batch->file_number = pipeline->file_number;
        batch->input_read = pipeline->input_read;
        if (pipeline->threads > 1 && pipeline->bytes_read > ALONE_LIMIT)
            start_threads(pipeline);
    }
    pthread_mutex_lock(&pipeline->lock);
    if (!batch_is_empty(batch)) {
        pipeline->filled++;
        pthread_cond_signal(&pipeline->work_there);
        if (pipeline->n_started == 0)
            take_one(pipeline, pipeline->first);
        while (pipeline->filled - pipeline->written == pipeline->n_batches)
            pthread_cond_wait(&pipeline->room_there, &pipeline->lock);
    }
    if (pipeline->failed)
        pipeline->next = READ_NO_MORE;
    else if (pipeline->bad_file == pipeline->file_number)
        pipeline->next = READ_NEXT_FILE;
    pthread_mutex_unlock(&pipeline->lock);
}

static enum reading receive_file(void *context, const char *name)
{
    struct pipeline *pipeline = context;
    hand_over(pipeline); /* a batch is of one file */
    pipeline->file = name;
    pipeline->file_number++;
    if (pipeline->next == READ_NEXT_FILE)
        pipeline->next = READ_ON;
    return pipeline->next;
}

static enum reading receive_paragraph(void *context, const struct paragraph *paragraph)
{
    struct pipeline *pipeline = context;
    struct batch *batch = batch_to_fill(pipeline);
    batch_add(batch, paragraph);
    if (batch_is_full(batch))
        hand_over(pipeline);
    return pipeline->next;
}

static void receive_note(void *context, enum note_kind kind, const char *message)
{
    struct batch *batch = batch_to_fill(context);
    batch_note(batch, kind, batch->n_paragraphs, message);
}

static enum reading receive_idle(void *context)
{
    struct pipeline *pipeline = context;
    hand_over(pipeline);
    return pipeline->next;
}

/* ---- all of it ---- */

static int pipeline_init(struct pipeline *pipeline, stance_error *error)
{
    /* As many as the workers may have, as many for them to take next, one to fill and one to
     * write. */
    pipeline->n_batches = pipeline->threads == 1 ? 1 : 2 * pipeline->threads + 2;
    pipeline->batches = memory_array(pipeline->n_batches, sizeof *pipeline->batches);
    if (pipeline->batches == NULL)
        return error_no_memory(error);
    return worker_new(pipeline->work, &pipeline->first, error);
}

static void finish(struct pipeline *pipeline)
{
    pthread_mutex_lock(&pipeline->lock);
    pipeline->closing = true;
    pthread_cond_broadcast(&pipeline->work_there);
    pthread_mutex_unlock(&pipeline->lock);
    for (size_t i = 0; i < pipeline->n_started; i++)
        pthread_join(pipeline->started[i], NULL);
    worker_free(pipeline->first);
    pipeline->first = NULL;
}

/* Answers on a terminal show by themselves how far the work is. */
static void begin_progress(struct pipeline *pipeline, const struct inputs *inputs)
{
    bool enabled = !inputs->settings->quiet && !isatty(STDOUT_FILENO);
    progress_begin(&pipeline->progress, "reading", NULL, enabled);
    if (pipeline->progress.enabled)
        pipeline->input_size = inputs_size(inputs);
}

static int write_end(struct pipeline *pipeline, stance_error *error)
{
    if (pipeline->work->end == NULL)
        return 0;
    if (pipeline->work->end(pipeline->work->context, &pipeline->heading, error) != 0)
        return -1;
    return talk_answer(&pipeline->heading, error);
}

static void pipeline_release(struct pipeline *pipeline)
{
    worker_free(pipeline->first);
    for (size_t i = 0; i < pipeline->n_batches && pipeline->batches != NULL; i++)
        batch_release(&pipeline->batches[i]);
    free(pipeline->batches);
    free(pipeline->started);
    buffer_release(&pipeline->heading);
}

enum exit_status pipeline_run(const struct inputs *inputs, const struct pipeline_work *work,
                              size_t threads)
{
    struct pipeline pipeline = {.work = work,
                                .threads = threads,
                                .status = EXIT_DONE,
                                .lock = PTHREAD_MUTEX_INITIALIZER,
                                .work_there = PTHREAD_COND_INITIALIZER,
                                .room_there = PTHREAD_COND_INITIALIZER};
    struct input_receiver receiver = {.context = &pipeline,
                                      .file = receive_file,
                                      .paragraph = receive_paragraph,
                                      .note = receive_note,
                                      .idle = receive_idle,
                                      .bytes_read = &pipeline.input_read};
    stance_error error;
    begin_progress(&pipeline, inputs);
    if (pipeline_init(&pipeline, &error) != 0) {
        talk_error(&error);
        pipeline.status = EXIT_FAILED;
    } else {
        inputs_read(inputs, &receiver);
        hand_over(&pipeline);
        finish(&pipeline);
        progress_hide(&pipeline.progress);
        if (!pipeline.failed && write_end(&pipeline, &error) != 0) {
            talk_error(&error);
            pipeline.failed = true;
        }
        if (pipeline.failed)
            pipeline.status = EXIT_FAILED;
    }
    pipeline_release(&pipeline);
    return pipeline.status;
}
