/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * The ordered parallel run. Units stand in a ring in the order of the input:
 *
 *     head ............ next ............ tail
 *     done or judged    waiting           free
 *
 * The producer's thread fills the unit at tail, workers take the one at next, the
 * calling thread writes the one at head once it is done. A slow picture at the
 * head lets the ring run full, and everybody waits for it: that is the bound.
 */
#include "check/check.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/error.h"
#include "check/produce.h"
#include "check/progress.h"
#include "check/unit.h"

/* Units in the ring: enough for each worker to be one picture ahead of a slow one. */
#define UNITS_A_THREAD 4
#define UNITS_MORE     8
/* How often the calling thread looks at the clock and at whether to stop. */
#define TICK_NS (100 * LWI_NS_PER_MS)

struct run {
    const struct lwi_check_settings *settings;
    struct lwi_check_result *result;
    struct lwi_producer *producer;
    struct lwi_produced produced;
    struct lwi_progress *progress;
    atomic_bool stop;

    pthread_mutex_t lock;
    pthread_cond_t work, space, done;
    struct lwi_unit *units;
    uint64_t size, head, next, tail; /* guarded by lock; counted from the start */
    int produced_all;                /* guarded by lock */
    int produce_error;               /* guarded by lock */

    uint64_t acted_input; /* the last input that something was done with */
};

struct thread {
    struct run *run;
    struct lwi_worker *worker;
    pthread_t id;
    int started;
};

static struct lwi_unit *unit_at(struct run *run, uint64_t number)
{
    return &run->units[number % run->size];
}

/* ---- the producer's thread ---- */

static int wait_for_space_locked(struct run *run)
{
    while (run->tail - run->head == run->size && !atomic_load(&run->stop))
        (void) pthread_cond_wait(&run->space, &run->lock);
    return !atomic_load(&run->stop);
}

static void *produce(void *argument)
{
    struct run *run = argument;
    struct lwi_job job;
    int err;
    while ((err = lwi_producer_next(run->producer, &job)) == 0) {
        (void) pthread_mutex_lock(&run->lock);
        int placed = wait_for_space_locked(run);
        if (placed) {
            unit_at(run, run->tail++)->job = job;
            (void) pthread_cond_signal(&run->work);
        }
        (void) pthread_mutex_unlock(&run->lock);
        if (!placed) {
            lwi_job_done(&job);
            break;
        }
    }
    (void) pthread_mutex_lock(&run->lock);
    run->produced_all = 1;
    run->produce_error = err == -ENODATA ? 0 : err;
    (void) pthread_cond_broadcast(&run->work);
    (void) pthread_cond_broadcast(&run->done);
    (void) pthread_mutex_unlock(&run->lock);
    return NULL;
}

/* ---- the workers ---- */

/* Waking a thread costs more than writing a row, so the calling thread is left asleep until there
 * is a batch for it, or nothing else to do. It looks by itself every tick. */
static int worth_waking_locked(struct run *run)
{
    int idle = run->next == run->tail;
    return unit_at(run, run->head)->done && (idle || run->next - run->head >= run->size / 2);
}

static struct lwi_unit *take_locked(struct run *run)
{
    while (run->next == run->tail && !run->produced_all)
        (void) pthread_cond_wait(&run->work, &run->lock);
    return run->next == run->tail ? NULL : unit_at(run, run->next++);
}

static void *work(void *argument)
{
    struct thread *thread = argument;
    struct run *run = thread->run;
    for (;;) {
        (void) pthread_mutex_lock(&run->lock);
        struct lwi_unit *unit = take_locked(run);
        (void) pthread_mutex_unlock(&run->lock);
        if (!unit)
            return NULL;
        if (atomic_load(&run->stop))
            unit->dropped = 1;
        else
            lwi_worker_do(thread->worker, unit);
        (void) pthread_mutex_lock(&run->lock);
        unit->done = 1;
        if (worth_waking_locked(run))
            (void) pthread_cond_signal(&run->done);
        (void) pthread_mutex_unlock(&run->lock);
    }
}

/* ---- the calling thread ---- */

static void stop(struct run *run)
{
    (void) pthread_mutex_lock(&run->lock);
    atomic_store(&run->stop, 1);
    (void) pthread_cond_broadcast(&run->space);
    (void) pthread_mutex_unlock(&run->lock);
}

/* 1 where the unit at head is done, -1 at the end, else 0. */
static int head_state_locked(struct run *run)
{
    if (run->head < run->tail)
        return unit_at(run, run->head)->done;
    return run->produced_all ? -1 : 0;
}

/* Waits a tick at most. */
static int wait_for_head_locked(struct run *run)
{
    struct timespec until;
    (void) clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_nsec += TICK_NS;
    if (until.tv_nsec >= LWI_NS_PER_S) {
        until.tv_sec++;
        until.tv_nsec -= LWI_NS_PER_S;
    }
    (void) pthread_cond_timedwait(&run->done, &run->lock, &until);
    return head_state_locked(run);
}

static void act(struct run *run, const struct lwi_unit *unit)
{
    const struct lwi_check_settings *settings = run->settings;
    if (settings->action == LWI_BLURRY_LEAVE || !unit->job.is_file || !unit->assessed ||
        unit->assessment.verdict != LW_VERDICT_BLURRY || unit->job.input == run->acted_input)
        return;
    struct lw_error error;
    run->acted_input = unit->job.input; /* a video: once */
    if (lwi_blurry_act(settings->action, settings->action_dir, unit->job.path, &error) == 0)
        return;
    run->result->problems++;
    lwi_progress_hide(run->progress);
    (void) fprintf(stderr, "lenswatch check: %s\n", error.message);
}

static void write_row(struct run *run, const struct lwi_unit *unit)
{
    const struct lw_frame shape = {
        .width = unit->width, .height = unit->height, .rows_whole = unit->rows_whole};
    const struct lwi_report_row row = {
        .path = unit->job.path,
        .time_s = unit->time_s,
        .width = unit->width,
        .height = unit->height,
        .assessment = unit->assessed ? &unit->assessment : NULL,
        .error = unit->job.error[0] ? unit->job.error : NULL,
        .frame = unit->assessed ? &shape : NULL,
        .thumbnail = unit->thumbnail,
        .thumbnail_size = unit->thumbnail_size,
    };
    int err = lwi_report_row(run->settings->report, &row);
    if (err && !run->result->report_error) {
        run->result->report_error = err;
        stop(run);
    }
}

static void finish_head(struct run *run)
{
    struct lwi_unit *unit = unit_at(run, run->head);
    if (!unit->dropped && !run->result->report_error) {
        if (run->settings->rows_on_terminal)
            lwi_progress_hide(run->progress);
        write_row(run, unit);
        act(run, unit);
    }
    lwi_unit_clear(unit);
    (void) pthread_mutex_lock(&run->lock);
    unit->done = 0;
    run->head++;
    if (run->tail - run->head <= run->size / 2) /* as with rows: in batches */
        (void) pthread_cond_signal(&run->space);
    (void) pthread_mutex_unlock(&run->lock);
}

/* Rows are handed on at once where nothing else is ready to be written. */
static void flush(struct run *run)
{
    if (run->result->report_error)
        return;
    run->result->report_error = lwi_report_flush(run->settings->report);
    if (run->result->report_error)
        stop(run);
}

static void show_progress(struct run *run, uint64_t pending)
{
    uint64_t inputs = atomic_load(&run->produced.inputs);
    lwi_progress_show(run->progress, inputs > pending ? inputs - pending : 0,
                      lwi_report_totals(run->settings->report));
}

static void consume(struct run *run)
{
    int unflushed = 1;
    for (;;) {
        (void) pthread_mutex_lock(&run->lock);
        int state = head_state_locked(run);
        if (state == 0 && !unflushed)
            state = wait_for_head_locked(run);
        uint64_t pending = run->tail - run->head;
        (void) pthread_mutex_unlock(&run->lock);
        if (state < 0)
            return;
        if (state > 0) {
            finish_head(run);
            unflushed = 1;
        } else if (unflushed) {
            flush(run);
            unflushed = 0;
        }
        if (run->settings->cancel && atomic_load(run->settings->cancel))
            stop(run);
        show_progress(run, pending);
    }
}

/* ---- putting it together ---- */

static int init(struct run *run, struct lw_error *reterr)
{
    pthread_condattr_t monotonic;
    (void) pthread_condattr_init(&monotonic);
    (void) pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    (void) pthread_mutex_init(&run->lock, NULL);
    (void) pthread_cond_init(&run->work, NULL);
    (void) pthread_cond_init(&run->space, NULL);
    (void) pthread_cond_init(&run->done, &monotonic);
    (void) pthread_condattr_destroy(&monotonic);

    uint64_t size = (uint64_t) run->settings->threads * UNITS_A_THREAD + UNITS_MORE;
    run->units = calloc(size, sizeof(*run->units));
    int err = run->units ? 0 : -ENOMEM;
    while (!err && run->size < size)
        err = lwi_unit_init(&run->units[run->size++], run->settings->tile_map);
    if (!err)
        err = lwi_producer_new(&run->producer, run->settings, &run->produced, &run->stop);
    return err ? lwi_error_set(reterr, err, "no memory to begin") : 0;
}

static void done(struct run *run)
{
    lwi_producer_free(&run->producer);
    for (uint64_t i = 0; i < run->size; i++)
        lwi_unit_done(&run->units[i]);
    free(run->units);
    (void) pthread_cond_destroy(&run->done);
    (void) pthread_cond_destroy(&run->space);
    (void) pthread_cond_destroy(&run->work);
    (void) pthread_mutex_destroy(&run->lock);
}

static void free_threads(struct thread *threads, unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        if (threads[i].started)
            (void) pthread_join(threads[i].id, NULL);
        lwi_worker_free(&threads[i].worker);
    }
    free(threads);
}

/* As many workers as asked for; fewer where the system gives no more threads, but one at least. */
static int start_workers(struct run *run, struct thread *threads, struct lw_error *reterr)
{
    int err = 0;
    for (unsigned i = 0; i < run->settings->threads; i++) {
        threads[i].run = run;
        err = lwi_worker_new(&threads[i].worker, run->settings, &run->stop, reterr);
        if (err)
            return err;
        err = pthread_create(&threads[i].id, NULL, work, &threads[i]);
        threads[i].started = err == 0;
        if (err)
            return i > 0 ? 0 : lwi_error_set(reterr, -err, "no thread could be started");
    }
    return 0;
}

static void run_threads(struct run *run, struct thread *threads, struct lw_error *reterr,
                        int *ret_err)
{
    int err = start_workers(run, threads, reterr);
    pthread_t producer;
    int producing = 0;
    if (!err) {
        err = -pthread_create(&producer, NULL, produce, run);
        producing = err == 0;
        if (err)
            (void) lwi_error_set(reterr, err, "no thread could be started");
    }
    if (producing) {
        consume(run);
        (void) pthread_join(producer, NULL);
    } else { /* lets the workers go that did start */
        (void) pthread_mutex_lock(&run->lock);
        run->produced_all = 1;
        (void) pthread_cond_broadcast(&run->work);
        (void) pthread_mutex_unlock(&run->lock);
    }
    if (!err && run->produce_error)
        err = lwi_error_set(reterr, run->produce_error, "the run ended early: no memory");
    *ret_err = err;
}

int lwi_check_run(const struct lwi_check_settings *settings, struct lwi_check_result *ret_result,
                  struct lw_error *reterr)
{
    *ret_result = (struct lwi_check_result){.skipped = 0};
    if (settings->threads < 1 || settings->threads > LWI_CHECK_THREADS_MAX)
        return lwi_error_set(reterr, -EINVAL, "impossible number of threads: %u",
                             settings->threads);
    if (settings->action != LWI_BLURRY_LEAVE) {
        int err = lwi_blurry_prepare(settings->action_dir, reterr);
        if (err)
            return err;
    }
    int64_t started_ns = lwi_clock_monotonic(&lwi_clock_system);
    struct run run = {.settings = settings, .result = ret_result};
    struct thread *threads = calloc(settings->threads, sizeof(*threads));
    int err = init(&run, reterr);
    if (!err && !threads)
        err = lwi_error_set(reterr, -ENOMEM, "no memory to begin");
    if (!err) {
        const struct lwi_inputs_settings inputs = {
            .arguments = settings->inputs,
            .count = settings->input_count,
            .omit_dir = settings->action != LWI_BLURRY_LEAVE ? settings->action_dir : NULL,
        };
        run.progress = settings->progress ? lwi_progress_new(&inputs) : NULL;
        run_threads(&run, threads, reterr, &err);
        lwi_progress_free(&run.progress);
    }
    if (threads)
        free_threads(threads, settings->threads);
    done(&run);
    ret_result->skipped = atomic_load(&run.produced.skipped);
    ret_result->elapsed_s =
        (double) (lwi_clock_monotonic(&lwi_clock_system) - started_ns) / LWI_NS_PER_S;
    return err;
}
