/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Opening and closing the store; the lock on its folder; the pool of readers. */
#include "store/store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sodium.h>

#include "base/clock.h"
#include "base/error.h"
#include "store/audit_chain.h"
#include "store/internal.h"
#include "store/upgrade.h"

#define DAY_S 86400

/* How long a statement waits for another program's lock before it fails. */
#define BUSY_MS 5000

static int make_folder(const char *dir, struct lw_error *reterr)
{
    if (dir[0] == '\0')
        return lwi_error_set(reterr, -EINVAL, "the data folder has no name");
    char *path = strdup(dir);
    if (!path)
        return -ENOMEM;
    int r = 0;
    for (char *slash = path + 1; r == 0; slash++) {
        if (*slash != '/' && *slash != '\0')
            continue;
        char end = *slash;
        *slash = '\0';
        if (mkdir(path, 0700) < 0 && errno != EEXIST)
            r = -errno;
        *slash = end;
        if (end == '\0')
            break;
    }
    free(path);
    struct stat info;
    if (r == 0 && (stat(dir, &info) < 0 || !S_ISDIR(info.st_mode)))
        r = -ENOTDIR;
    if (r < 0) {
        (void) lwi_error_set(reterr, r, "cannot make the data folder %s: %s", dir, strerror(-r));
        lwi_error_hint(reterr, "Choose another with --data, or make it and give it to this user.");
    }
    return r;
}

int lwi_store_lock(int *ret_fd, const char *dir, struct lw_error *reterr)
{
    char *path;
    if (asprintf(&path, "%s/lock", dir) < 0)
        return -ENOMEM;
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    int r = fd < 0 ? -errno : 0;
    free(path);
    if (r < 0) {
        (void) lwi_error_set(reterr, r, "cannot write in the data folder %s: %s", dir,
                             strerror(-r));
        lwi_error_hint(reterr, "It must belong to the user that runs lenswatch.");
        return r;
    }
    if (flock(fd, LOCK_EX | LOCK_NB) < 0) {
        (void) close(fd);
        (void) lwi_error_set(reterr, -EBUSY, "another lenswatch uses the data folder %s", dir);
        lwi_error_hint(reterr, "Stop it first, or choose another folder with --data.");
        return -EBUSY;
    }
    *ret_fd = fd;
    return 0;
}

static int open_database(struct lwi_store *store, struct lw_error *reterr)
{
    /* SQLite would make the file readable to all that the umask allows. */
    int fd = open(store->path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd >= 0)
        (void) close(fd);
    int status = sqlite3_open_v2(store->path, &store->db,
                                 SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX |
                                     SQLITE_OPEN_EXRESCODE,
                                 NULL);
    if (status != SQLITE_OK)
        return lwi_db_error(store->db, reterr, "open the database");
    (void) sqlite3_busy_timeout(store->db, BUSY_MS);
    /* The version first: a database that is not ours is not touched. */
    int version;
    int r = lwi_upgrade_version(store->db, &version, reterr);
    if (r == 0)
        r = lwi_db_exec(store->db,
                        "pragma auto_vacuum = incremental;"
                        "pragma journal_mode = wal;"
                        "pragma synchronous = full;"
                        "pragma journal_size_limit = 67108864;"
                        "pragma foreign_keys = on;",
                        reterr);
    if (r == 0)
        r = lwi_upgrade_run(store->db, lwi_store_schema, lwi_store_steps, reterr);
    int target = lwi_upgrade_target(lwi_store_steps);
    if (r == 0 && version > 0 && version < target)
        lwi_log_as(store->log, LWI_LOG_NOTICE, LWI_LOG_INFORMATION, "upgrade",
                   "the database was of version %d, and is of version %d now", version, target);
    return r;
}

static int init_locks(struct lwi_store *store)
{
    pthread_condattr_t attr;
    if (pthread_condattr_init(&attr) != 0)
        return -ENOMEM;
    (void) pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    (void) pthread_mutex_init(&store->lock, NULL);
    (void) pthread_mutex_init(&store->reader_lock, NULL);
    (void) pthread_cond_init(&store->wake, &attr);
    (void) pthread_cond_init(&store->done, &attr);
    (void) pthread_cond_init(&store->reader_free, &attr);
    (void) pthread_condattr_destroy(&attr);
    return 0;
}

/* A full disk is no reason not to start: the daemon makes room, and the next start does this. */
static void recover_audit(struct lwi_store *store)
{
    struct lw_error error = {0};
    if (lwi_writer_call(store, lwi_audit_recover, NULL, &error) < 0)
        lwi_log(store->log, LWI_LOG_ERROR, "the audit log: %s. %s", error.message, error.hint);
}

static int fill_store(struct lwi_store *store, const char *dir, struct lw_error *reterr)
{
    store->waiting = calloc(LWI_STORE_WAITING, sizeof(*store->waiting));
    store->writing = calloc(LWI_STORE_WAITING, sizeof(*store->writing));
    if (asprintf(&store->path, "%s/lenswatch.db", dir) < 0)
        store->path = NULL;
    if (asprintf(&store->ballast, "%s/reserve", dir) < 0)
        store->ballast = NULL;
    if (!store->waiting || !store->writing || !store->path || !store->ballast)
        return -ENOMEM;
    int r = make_folder(dir, reterr);
    if (r == 0)
        r = lwi_store_lock(&store->lock_fd, dir, reterr);
    if (r == 0)
        r = lwi_restore_apply(dir, store->log, reterr);
    if (r == 0)
        r = lwi_secret_load(dir, store->key, reterr);
    if (r == 0)
        r = open_database(store, reterr);
    if (r == 0)
        lwi_audit_say_head(store);
    if (r == 0)
        r = lwi_writer_start(store, reterr);
    if (r == 0)
        recover_audit(store);
    return r;
}

int lwi_store_open(struct lwi_store **ret_store, const char *dir, const struct lwi_log *log,
                   struct lw_error *reterr)
{
    if (reterr)
        *reterr = (struct lw_error){.code = -ENOMEM, .message = "out of memory"};
    struct lwi_store *store = calloc(1, sizeof(*store));
    if (!store)
        return -ENOMEM;
    store->log = log;
    store->lock_fd = -1;
    store->limits = (struct lwi_store_limits){
        .measurement_age_s = 30 * DAY_S,
        .hour_age_s = 3 * 365 * DAY_S,
        .used_bytes = INT64_C(8) << 30,
        .picture_bytes = INT64_C(2) << 30,
        .events = 100000,
        .audit_age_s = INT64_C(730) * DAY_S,
        .audit_records = 100000,
        .log_age_s = 90 * DAY_S,
        .log_lines = 100000,
        .steady_s = 3600,
    };
    int r = init_locks(store);
    if (r < 0) {
        free(store);
        return r;
    }
    r = fill_store(store, dir, reterr);
    if (r < 0) {
        lwi_store_close(&store);
        return r;
    }
    *ret_store = store;
    return 0;
}

void lwi_store_close(struct lwi_store **store_pointer)
{
    if (!store_pointer || !*store_pointer)
        return;
    struct lwi_store *store = *store_pointer;
    *store_pointer = NULL;
    lwi_writer_stop(store);
    lwi_audit_say_head(store);
    lwi_readers_close(store);
    (void) sqlite3_close(store->db);
    (void) pthread_mutex_destroy(&store->lock);
    (void) pthread_mutex_destroy(&store->reader_lock);
    (void) pthread_cond_destroy(&store->wake);
    (void) pthread_cond_destroy(&store->done);
    (void) pthread_cond_destroy(&store->reader_free);
    if (store->lock_fd >= 0)
        (void) close(store->lock_fd);
    sodium_memzero(store->key, sizeof(store->key));
    free(store->waiting);
    free(store->writing);
    free(store->path);
    free(store->ballast);
    free(store);
}

static int open_reader(struct lwi_store *store, sqlite3 **ret_db, struct lw_error *reterr)
{
    sqlite3 *db = NULL;
    int status = sqlite3_open_v2(
        store->path, &db, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);
    if (status != SQLITE_OK) {
        int r = lwi_db_error(db, reterr, "open the database");
        (void) sqlite3_close(db);
        return r;
    }
    (void) sqlite3_busy_timeout(db, BUSY_MS);
    *ret_db = db;
    return 0;
}

static size_t free_reader_locked(struct lwi_store *store)
{
    for (;;) {
        for (size_t i = 0; i < LWI_STORE_READERS; i++)
            if (!store->reader_used[i])
                return i;
        (void) pthread_cond_wait(&store->reader_free, &store->reader_lock);
    }
}

int lwi_reader_get(struct lwi_store *store, sqlite3 **ret_db, struct lw_error *reterr)
{
    int r = 0;
    (void) pthread_mutex_lock(&store->reader_lock);
    size_t i = free_reader_locked(store);
    if (!store->readers[i])
        r = open_reader(store, &store->readers[i], reterr);
    if (r == 0) {
        store->reader_used[i] = 1;
        *ret_db = store->readers[i];
    }
    (void) pthread_mutex_unlock(&store->reader_lock);
    return r;
}

void lwi_reader_put(struct lwi_store *store, sqlite3 *db)
{
    (void) pthread_mutex_lock(&store->reader_lock);
    for (size_t i = 0; i < LWI_STORE_READERS; i++)
        if (store->readers[i] == db)
            store->reader_used[i] = 0;
    (void) pthread_cond_signal(&store->reader_free);
    (void) pthread_mutex_unlock(&store->reader_lock);
}

void lwi_readers_close(struct lwi_store *store)
{
    for (size_t i = 0; i < LWI_STORE_READERS; i++)
        (void) sqlite3_close(store->readers[i]);
}

static int read_stats(sqlite3 *db, int64_t *ret_pages, int64_t *ret_page_bytes, int *ret_version)
{
    int r = lwi_db_integer(db, ret_pages, NULL, "pragma page_count");
    if (r == 0)
        r = lwi_db_integer(db, ret_page_bytes, NULL, "pragma page_size");
    return r == 0 ? lwi_upgrade_version(db, ret_version, NULL) : r;
}

void lwi_store_stats(struct lwi_store *store, struct lwi_store_stats *ret_stats)
{
    struct lwi_store_stats stats = {0};
    (void) pthread_mutex_lock(&store->lock);
    stats.measurements_dropped = store->dropped;
    (void) pthread_mutex_unlock(&store->lock);
    sqlite3 *db;
    if (lwi_reader_get(store, &db, NULL) == 0) {
        int64_t pages = 0, page_bytes = 0;
        if (read_stats(db, &pages, &page_bytes, &stats.version) == 0)
            stats.bytes = (uint64_t) pages * (uint64_t) page_bytes;
        lwi_reader_put(store, db);
    }
    *ret_stats = stats;
}
