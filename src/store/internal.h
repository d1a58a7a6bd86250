/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Inside of the store, shared by the store_*.c files.
 *
 * Design: one thread owns the only connection that writes. Whoever wants
 * something written hands it a request and waits; the thread runs all that
 * wait in one transaction, so that a burst costs one sync. Measurements are
 * not waited for: they lie in a bounded buffer and go out together. Readers
 * borrow read-only connections from a small pool; WAL lets them read meanwhile.
 */
#ifndef LWI_STORE_INTERNAL_H
#define LWI_STORE_INTERNAL_H

#include <pthread.h>
#include <sqlite3.h>
#include <stdint.h>

#include "store/db.h"
#include "store/store.h"

/* Read-only connections at most; further readers wait. */
#define LWI_STORE_READERS 6
/* Measurements that wait to be written: a minute of 1000 cameras each 5 s, and as much again. */
#define LWI_STORE_WAITING 24000
/* Uses of tokens that wait to be written. */
#define LWI_STORE_TOUCHES   256
#define LWI_STORE_KEY_BYTES 32

/* One thing to write; lives on the stack of the thread that waits for it. */
struct lwi_store_request {
    /* Runs on the writer thread, inside of a transaction. 0 or negative errno: then undone. */
    int (*run)(struct lwi_store *store, sqlite3 *db, void *argument, struct lw_error *reterr);
    void *argument;
    struct lw_error *reterr;
    int result;
    int done;
    struct lwi_store_request *next;
};

struct lwi_store_waiting {
    char camera_id[33];
    struct lwi_measurement measurement;
};

struct lwi_store_touch {
    uint8_t hash[32];
    int64_t used_ns, expires_ns;
};

struct lwi_store {
    char *path;
    char *ballast; /* path of a file that takes up some of the disk until it is full */
    const struct lwi_log *log;
    int lock_fd;
    uint8_t key[LWI_STORE_KEY_BYTES];

    /* Owned by the writer thread. */
    sqlite3 *db;
    struct lwi_store_waiting *writing;
    struct lwi_store_limits limits;
    int64_t jump_monotonic_ns; /* when the realtime clock last jumped, or the start */
    int64_t offset_ns;         /* realtime - monotonic when last looked */
    int64_t upkeep_monotonic_ns;
    int64_t space_monotonic_ns; /* when the disk is looked at next */
    int measurements_failing;   /* said so in the log */
    int64_t audit_monotonic_ns; /* when the head of the audit log was last said in the log */
    int64_t audit_seq;          /* and which record that was */

    pthread_t thread;
    int thread_runs;
    pthread_mutex_t lock;
    pthread_cond_t wake; /* for the writer */
    pthread_cond_t done; /* for those that wait for it */
    /* Under lock. */
    struct lwi_store_request *first, *last;
    struct lwi_store_waiting *waiting;
    size_t waiting_count;
    struct lwi_store_touch touches[LWI_STORE_TOUCHES];
    size_t touch_count;
    uint64_t dropped;
    struct lwi_store_health health;
    struct lwi_logbook *book; /* NULL: no log is kept */
    uint64_t commits; /* rounds of requests that were run; who waits for news sees it grow */
    int stop;

    pthread_mutex_t reader_lock;
    pthread_cond_t reader_free;
    /* Under reader_lock. */
    sqlite3 *readers[LWI_STORE_READERS];
    int reader_used[LWI_STORE_READERS];
};

/* Locks a data folder that there is, until the file is closed. -EBUSY: a daemon has it. */
int lwi_store_lock(int *ret_fd, const char *dir, struct lw_error *reterr);
/* Puts what was laid beside the database in its place (store/restore.h), if there is something.
 * Under the lock. */
int lwi_restore_apply(const char *dir, const struct lwi_log *log, struct lw_error *reterr);

/* Writer: starts it, ends it after all that waits is written, hands it a request and waits. */
int lwi_writer_start(struct lwi_store *store, struct lw_error *reterr);
void lwi_writer_stop(struct lwi_store *store);
int lwi_writer_call(struct lwi_store *store,
                    int (*run)(struct lwi_store *, sqlite3 *, void *, struct lw_error *),
                    void *argument, struct lw_error *reterr);

/* A connection for reading; give it back. */
int lwi_reader_get(struct lwi_store *store, sqlite3 **ret_db, struct lw_error *reterr);
void lwi_reader_put(struct lwi_store *store, sqlite3 *db);
void lwi_readers_close(struct lwi_store *store);

/* The database of a data folder for reading, beside a daemon or without one; of this version. */
int lwi_store_file_open(const char *dir, sqlite3 **ret_db, struct lw_error *reterr);

/* On the writer thread, inside of a transaction. */
int lwi_camera_row_put(struct lwi_store *store, sqlite3 *db, const char *id, const char *settings,
                       const char *password, struct lw_error *reterr);
int lwi_setting_row_put(struct lwi_store *store, sqlite3 *db, const char *type, const char *id,
                        const char *json, struct lw_error *reterr);
/* What the sealed text of a user is bound to. */
void lwi_user_secret_bound(const char *kind, const char *user, char ret_bound[96]);
/* Which cameras an owner, a user or a token, is limited to: a JSON array of ids, or NULL for all.
 * ?1: the owner; clear: no camera any more; limit: ?2, whether the owner is limited; fill: ?2, the
 * array. -EINVAL: no such camera. */
struct lwi_cameras_sql {
    const char *clear, *limit, *fill;
};
int lwi_cameras_put(sqlite3 *db, const struct lwi_cameras_sql *sql, const char *owner,
                    const char *cameras, struct lw_error *reterr);
int lwi_measurements_write(sqlite3 *db, const struct lwi_store_waiting *rows, size_t count,
                           struct lw_error *reterr);
int lwi_touches_write(sqlite3 *db, const struct lwi_store_touch *touches, size_t count,
                      struct lw_error *reterr);

/* On the writer thread, outside of a transaction: retention, a little at a time. Returns whether
 * there is more to do now. */
int lwi_upkeep_run(struct lwi_store *store, int64_t monotonic_ns, int64_t realtime_ns);

/* As above: looks how much of the disk is left, and makes room where it is too little. */
int lwi_space_run(struct lwi_store *store);
/* Notes how a write went. */
void lwi_space_note(struct lwi_store *store, int code, const struct lw_error *error);

/* The key of DIR/secret.key, made on first use. */
int lwi_secret_load(const char *dir, uint8_t key[LWI_STORE_KEY_BYTES], struct lw_error *reterr);
/* Like it, but never makes one: -ENOENT. */
int lwi_secret_read(const char *dir, uint8_t key[LWI_STORE_KEY_BYTES], struct lw_error *reterr);
/* *ret_sealed malloc'ed. `bound` must be given again to open it. */
int lwi_secret_seal(const uint8_t key[LWI_STORE_KEY_BYTES], const char *bound, const char *text,
                    uint8_t **ret_sealed, size_t *ret_size);
/* *ret_text malloc'ed. -EBADMSG: another key, another `bound`, or damaged. */
int lwi_secret_open(const uint8_t key[LWI_STORE_KEY_BYTES], const char *bound,
                    const uint8_t *sealed, size_t size, char **ret_text);

#endif
