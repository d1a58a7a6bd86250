/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * The thread that writes. Requests of a moment share a transaction (one sync
 * to the disk for all of them), each in a savepoint of its own so that one that
 * fails takes no other with it. Measurements and uses of tokens come after
 * them, in a transaction of their own: a full disk loses those and never an
 * event that had its place.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/error.h"
#include "store/internal.h"
#include "store/logbook_row.h"

/* Measurements go out together this often. */
#define FLUSH_NS LWI_NS_PER_S
/* Upkeep looks around this often. */
#define UPKEEP_NS (300 * LWI_NS_PER_S)
/* The disk is looked at this often. */
#define SPACE_NS (5 * LWI_NS_PER_S)

static void finish_requests(struct lwi_store *store, struct lwi_store_request *first)
{
    (void) pthread_mutex_lock(&store->lock);
    while (first) {
        struct lwi_store_request *next = first->next; /* gone as soon as its owner wakes up */
        first->done = 1;
        first = next;
    }
    store->commits++;
    (void) pthread_cond_broadcast(&store->done);
    (void) pthread_mutex_unlock(&store->lock);
}

static void fail_requests(struct lwi_store_request *first, int result, const struct lw_error *error)
{
    for (struct lwi_store_request *q = first; q; q = q->next) {
        if (q->result == 0 && q->reterr)
            *q->reterr = *error;
        if (q->result == 0)
            q->result = result;
    }
}

static int run_request(struct lwi_store *store, struct lwi_store_request *q)
{
    struct lw_error error = {0};
    int r = lwi_db_exec(store->db, "savepoint request", &error);
    if (r == 0)
        r = q->run(store, store->db, q->argument, &error);
    if (r == 0)
        r = lwi_db_exec(store->db, "release request", &error);
    else
        (void) sqlite3_exec(store->db, "rollback to request; release request", NULL, NULL, NULL);
    if (r < 0 && q->reterr) {
        if (!error.message[0])
            (void) lwi_error_set(&error, r, "cannot write to the database: %s", strerror(-r));
        *q->reterr = error;
    }
    return r;
}

/* Others are no fault of the disk. */
static int is_of_disk(int r)
{
    return r == -ENOSPC || r == -EIO || r == -EROFS || r == -EBADMSG || r == -EACCES;
}

static void run_requests(struct lwi_store *store, struct lwi_store_request *first)
{
    struct lw_error error = {0}, disk = {0};
    int r = lwi_db_exec(store->db, "begin immediate", &error);
    int disk_code = 0;
    for (struct lwi_store_request *q = first; r == 0 && q; q = q->next) {
        q->result = run_request(store, q);
        if (is_of_disk(q->result) && q->reterr) {
            disk_code = q->result;
            disk = *q->reterr;
        }
        /* Some failures (a full disk) make SQLite give up the whole transaction. */
        if (q->result < 0 && sqlite3_get_autocommit(store->db)) {
            r = q->result;
            (void) lwi_error_set(&error, r, "cannot write to the database: %s", strerror(-r));
        }
    }
    if (r == 0)
        r = lwi_db_exec(store->db, "commit", &error);
    if (r < 0) {
        (void) sqlite3_exec(store->db, "rollback", NULL, NULL, NULL);
        fail_requests(first, r, &error);
    }
    lwi_space_note(store, r < 0 ? r : disk_code, r < 0 ? &error : &disk);
    finish_requests(store, first);
}

/* What was not waited for. */
static void write_rest(struct lwi_store *store, size_t rows, const struct lwi_store_touch *touches,
                       size_t touch_count)
{
    if (rows == 0 && touch_count == 0)
        return;
    struct lw_error error = {0};
    int r = lwi_db_exec(store->db, "begin immediate", &error);
    if (r == 0)
        r = lwi_measurements_write(store->db, store->writing, rows, &error);
    if (r == 0)
        r = lwi_touches_write(store->db, touches, touch_count, &error);
    if (r == 0)
        r = lwi_db_exec(store->db, "commit", &error);
    if (r < 0) {
        (void) sqlite3_exec(store->db, "rollback", NULL, NULL, NULL);
        (void) pthread_mutex_lock(&store->lock);
        store->dropped += rows;
        (void) pthread_mutex_unlock(&store->lock);
    }
    lwi_space_note(store, r, &error);
    if (r < 0 && !store->measurements_failing)
        lwi_log(store->log, LWI_LOG_ERROR, "measurements are lost: %s. %s", error.message,
                error.hint);
    else if (r == 0 && store->measurements_failing)
        lwi_log(store->log, LWI_LOG_NOTICE, "measurements are stored again");
    store->measurements_failing = r < 0;
}

/* The program's own log. What cannot be written is lost: it was said on standard error, too. */
static void write_log(struct lwi_store *store, struct lwi_logbook *book)
{
    struct lwi_log_line *lines = NULL;
    size_t count = book ? lwi_logbook_take(book, &lines) : 0;
    int r = count > 0 ? lwi_db_exec(store->db, "begin immediate", NULL) : 0;
    if (r == 0 && count > 0) {
        r = lwi_log_lines_write(store->db, lines, count, NULL);
        if (r == 0)
            r = lwi_db_exec(store->db, "commit", NULL);
        if (r < 0)
            (void) sqlite3_exec(store->db, "rollback", NULL, NULL, NULL);
    }
    free(lines);
}

static void wait_until_locked(struct lwi_store *store, int64_t until_ns)
{
    struct timespec until = {.tv_sec = until_ns / LWI_NS_PER_S, .tv_nsec = until_ns % LWI_NS_PER_S};
    (void) pthread_cond_timedwait(&store->wake, &store->lock, &until);
}

static void *writer_main(void *cookie)
{
    struct lwi_store *store = cookie;
    struct lwi_store_touch touches[LWI_STORE_TOUCHES];
    int64_t flushed_ns = lwi_clock_monotonic(&lwi_clock_system);
    int stop = 0;
    while (!stop) {
        (void) pthread_mutex_lock(&store->lock);
        while (!store->first && !store->stop &&
               lwi_clock_monotonic(&lwi_clock_system) < flushed_ns + FLUSH_NS)
            wait_until_locked(store, flushed_ns + FLUSH_NS);
        struct lwi_store_request *first = store->first;
        store->first = store->last = NULL;
        stop = store->stop;
        int64_t now_ns = lwi_clock_monotonic(&lwi_clock_system);
        size_t rows = 0;
        size_t touch_count = 0;
        struct lwi_logbook *book = NULL;
        if (stop || now_ns >= flushed_ns + FLUSH_NS) {
            struct lwi_store_waiting *full = store->waiting;
            store->waiting = store->writing;
            store->writing = full;
            rows = store->waiting_count;
            store->waiting_count = 0;
            touch_count = store->touch_count;
            memcpy(touches, store->touches, touch_count * sizeof(*touches));
            store->touch_count = 0;
            flushed_ns = now_ns;
            book = store->book;
        }
        (void) pthread_mutex_unlock(&store->lock);
        if (first)
            run_requests(store, first);
        write_rest(store, rows, touches, touch_count);
        write_log(store, book);
        if (!stop && now_ns >= store->space_monotonic_ns && !lwi_space_run(store))
            store->space_monotonic_ns = now_ns + SPACE_NS;
        if (!stop && now_ns >= store->upkeep_monotonic_ns &&
            !lwi_upkeep_run(store, now_ns, lwi_clock_realtime(&lwi_clock_system)))
            store->upkeep_monotonic_ns = now_ns + UPKEEP_NS;
    }
    return NULL;
}

int lwi_writer_start(struct lwi_store *store, struct lw_error *reterr)
{
    store->jump_monotonic_ns = lwi_clock_monotonic(&lwi_clock_system);
    store->offset_ns = lwi_clock_realtime(&lwi_clock_system) - store->jump_monotonic_ns;
    store->upkeep_monotonic_ns = store->jump_monotonic_ns + UPKEEP_NS;
    int r = pthread_create(&store->thread, NULL, writer_main, store);
    if (r != 0)
        return lwi_error_set(reterr, -r, "cannot start a thread: %s", strerror(r));
    store->thread_runs = 1;
    return 0;
}

void lwi_writer_stop(struct lwi_store *store)
{
    if (!store->thread_runs)
        return;
    (void) pthread_mutex_lock(&store->lock);
    store->stop = 1;
    (void) pthread_cond_signal(&store->wake);
    (void) pthread_mutex_unlock(&store->lock);
    (void) pthread_join(store->thread, NULL);
    store->thread_runs = 0;
}

int lwi_writer_call(struct lwi_store *store,
                    int (*run)(struct lwi_store *, sqlite3 *, void *, struct lw_error *),
                    void *argument, struct lw_error *reterr)
{
    struct lwi_store_request q = {.run = run, .argument = argument, .reterr = reterr};
    (void) pthread_mutex_lock(&store->lock);
    if (store->last)
        store->last->next = &q;
    else
        store->first = &q;
    store->last = &q;
    (void) pthread_cond_signal(&store->wake);
    while (!q.done)
        (void) pthread_cond_wait(&store->done, &store->lock);
    (void) pthread_mutex_unlock(&store->lock);
    return q.result;
}
