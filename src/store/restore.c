/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "store/restore.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "store/internal.h"
#include "store/upgrade.h"

#define BUSY_MS    5000
#define STEP_PAGES 1024
/* Databases that were replaced within one second. */
#define ASIDE_MAX 100

static int out_of_memory(struct lw_error *reterr)
{
    return lwi_error_set(reterr, -ENOMEM, "out of memory");
}

static int failed(struct lw_error *reterr, const char *what, const char *path)
{
    int r = -errno;
    return lwi_error_set(reterr, r, "cannot %s %s: %s", what, path, strerror(-r));
}

static int sync_folder(const char *dir)
{
    int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int r = fd < 0 || fsync(fd) < 0 ? -errno : 0;
    if (fd >= 0)
        (void) close(fd);
    return r;
}

/* ---- looking through ---- */

static int damaged(struct lw_error *reterr, const char *path, const char *what)
{
    (void) lwi_error_set(reterr, -EBADMSG, "%s is damaged: %s", path, what);
    lwi_error_hint(reterr, "Nothing was changed. Take another backup.");
    return -EBADMSG;
}

/* The first row of a pragma; 0: it is "ok", or there is none. */
static int check_pragma(sqlite3 *db, const char *path, const char *pragma, struct lw_error *reterr)
{
    sqlite3_stmt *statement;
    int r = lwi_db_prepare(db, &statement, reterr, pragma, "");
    if (r < 0)
        return r == -EBADMSG ? damaged(reterr, path, sqlite3_errmsg(db)) : r;
    r = lwi_db_step(statement, reterr);
    const char *text = r == 1 ? (const char *) sqlite3_column_text(statement, 0) : NULL;
    if (r == -EBADMSG)
        r = damaged(reterr, path, sqlite3_errmsg(db));
    else if (r == 1)
        r = text && strcmp(text, "ok") == 0 ? 0 : damaged(reterr, path, text ? text : "no text");
    (void) sqlite3_finalize(statement);
    return r;
}

static int check_version(sqlite3 *db, const char *path, int *ret_version, struct lw_error *reterr)
{
    int target = lwi_upgrade_target(lwi_store_steps);
    if (lwi_upgrade_version(db, ret_version, NULL) < 0 || *ret_version == 0) {
        (void) lwi_error_set(reterr, -EBADMSG, "%s is no database of lenswatch", path);
        lwi_error_hint(reterr, "Nothing was changed. 'lenswatch db backup' makes such files.");
        return -EBADMSG;
    }
    if (*ret_version <= target)
        return 0;
    (void) lwi_error_set(reterr, -ENOTSUP, "%s is of version %d, this lenswatch knows %d", path,
                         *ret_version, target);
    lwi_error_hint(reterr, "Nothing was changed. Install the lenswatch that has made it.");
    return -ENOTSUP;
}

static int count_rows(sqlite3 *db, struct lwi_store_backup_info *info, struct lw_error *reterr)
{
    int64_t pages = 0, page_bytes = 0;
    int r = lwi_db_integer(db, &pages, reterr, "pragma page_count");
    if (r == 0)
        r = lwi_db_integer(db, &page_bytes, reterr, "pragma page_size");
    if (r == 0)
        r = lwi_db_integer(db, &info->cameras, reterr, "select count(*) from camera");
    if (r == 0)
        r = lwi_db_integer(db, &info->events, reterr, "select count(*) from event");
    if (r == 0)
        r = lwi_db_integer(db, &info->users, reterr, "select count(*) from user");
    if (r == 0)
        r = lwi_db_integer(db, &info->newest_ns, reterr,
                           "select coalesce(max(started_ns), 0) from event");
    info->bytes = pages * page_bytes;
    return r;
}

int lwi_store_restore_check(const char *path, struct lwi_store_backup_info *ret_info,
                            struct lw_error *reterr)
{
    struct lwi_store_backup_info info = {0};
    sqlite3 *db = NULL;
    if (access(path, R_OK) < 0)
        return failed(reterr, "read", path);
    int r = 0;
    if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY | SQLITE_OPEN_EXRESCODE, NULL) != SQLITE_OK)
        r = lwi_db_error(db, reterr, "open the backup");
    /* What is in the file may come from anywhere. */
    (void) sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    (void) sqlite3_busy_timeout(db, BUSY_MS);
    if (r == 0)
        r = check_version(db, path, &info.version, reterr);
    if (r == 0)
        r = check_pragma(db, path, "pragma integrity_check(1)", reterr);
    if (r == 0)
        r = check_pragma(db, path, "pragma foreign_key_check", reterr);
    if (r == 0)
        r = count_rows(db, &info, reterr);
    (void) sqlite3_close(db);
    if (r == 0)
        *ret_info = info;
    return r;
}

static int read_setting(const uint8_t key[LWI_STORE_KEY_BYTES], sqlite3 *db, const char *id,
                        char **ret_json, struct lw_error *reterr)
{
    sqlite3_stmt *statement;
    char bound[64];
    (void) snprintf(bound, sizeof(bound), "system/%s", id);
    /* The first versions had no such table. */
    int r = lwi_db_prepare(db, &statement, reterr,
                           "select sealed from setting where type = 'system' and id = ?", "t", id);
    if (r < 0)
        return r == -EBADMSG ? r : -ENOENT;
    r = lwi_db_step(statement, reterr);
    if (r == 0)
        r = -ENOENT;
    else if (r == 1)
        r = lwi_secret_open(key, bound, sqlite3_column_blob(statement, 0),
                            (size_t) sqlite3_column_bytes(statement, 0), ret_json);
    (void) sqlite3_finalize(statement);
    return r;
}

int lwi_store_restore_setting(const char *dir, const char *path, const char *id, char **ret_json,
                              struct lw_error *reterr)
{
    sqlite3 *db = NULL;
    uint8_t key[LWI_STORE_KEY_BYTES];
    int r = lwi_secret_read(dir, key, reterr);
    if (r < 0)
        return r;
    if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY | SQLITE_OPEN_EXRESCODE, NULL) != SQLITE_OK)
        r = lwi_db_error(db, reterr, "open the backup");
    (void) sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    (void) sqlite3_busy_timeout(db, BUSY_MS);
    if (r == 0)
        r = read_setting(key, db, id, ret_json, reterr);
    (void) sqlite3_close(db);
    explicit_bzero(key, sizeof(key));
    return r;
}

/* ---- laying it beside the database ---- */

static char *staged_path(const char *dir)
{
    char *path;
    return asprintf(&path, "%s/lenswatch.db.restore", dir) < 0 ? NULL : path;
}

static int copy(const char *from_path, const char *to_path, struct lw_error *reterr)
{
    sqlite3 *from = NULL, *to = NULL;
    int r = 0;
    if (sqlite3_open_v2(from_path, &from, SQLITE_OPEN_READONLY | SQLITE_OPEN_EXRESCODE, NULL) !=
        SQLITE_OK)
        r = lwi_db_error(from, reterr, "open the backup");
    if (r == 0 && sqlite3_open_v2(to_path, &to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_EXRESCODE,
                                  NULL) != SQLITE_OK)
        r = lwi_db_error(to, reterr, "write the copy");
    sqlite3_backup *backup = r == 0 ? sqlite3_backup_init(to, "main", from, "main") : NULL;
    if (r == 0 && !backup)
        r = lwi_db_error(to, reterr, "begin the copy");
    if (backup) {
        int status;
        do {
            status = sqlite3_backup_step(backup, STEP_PAGES);
        } while (status == SQLITE_OK);
        (void) sqlite3_backup_finish(backup);
        if (status != SQLITE_DONE)
            r = lwi_db_error(to, reterr, "copy the backup");
    }
    if (r == 0)
        r = lwi_db_exec(to, "pragma journal_mode = delete", reterr);
    (void) sqlite3_close(to);
    (void) sqlite3_close(from);
    return r;
}

int lwi_store_restore_take(const char *dir, const char *path, struct lw_error *reterr)
{
    char *staged = staged_path(dir);
    if (!staged)
        return out_of_memory(reterr);
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    int r = fd < 0 || fsync(fd) < 0 || rename(path, staged) < 0 ? failed(reterr, "take", path) : 0;
    if (fd >= 0)
        (void) close(fd);
    if (r == 0 && (r = sync_folder(dir)) < 0)
        r = lwi_error_set(reterr, r, "cannot write in %s: %s", dir, strerror(-r));
    free(staged);
    return r;
}

/* A file of its own in dir; 0600: it holds the hashes of passwords. */
static int make_temporary(const char *dir, char **ret_path, struct lw_error *reterr)
{
    char *path;
    if (asprintf(&path, "%s/lenswatch.db.restore.XXXXXX", dir) < 0)
        return out_of_memory(reterr);
    int fd = mkstemp(path);
    int r = fd < 0 ? failed(reterr, "write in", dir) : 0;
    if (fd < 0) {
        free(path);
        return r;
    }
    (void) close(fd);
    *ret_path = path;
    return 0;
}

/* Of a file that was looked through. */
static int stage(const char *dir, const char *path, struct lw_error *reterr)
{
    struct lwi_store_backup_info info;
    char *temporary = NULL;
    int r = make_temporary(dir, &temporary, reterr);
    if (r < 0)
        return r;
    r = copy(path, temporary, reterr);
    if (r == 0)
        r = lwi_store_restore_check(temporary, &info, reterr);
    if (r == 0)
        r = lwi_store_restore_take(dir, temporary, reterr);
    if (r < 0)
        (void) unlink(temporary);
    free(temporary);
    return r;
}

int lwi_store_restore_nothing(const char *dir, struct lw_error *reterr)
{
    /* SQLite takes an empty file for an empty database. */
    char *temporary = NULL;
    int r = make_temporary(dir, &temporary, reterr);
    if (r == 0 && (r = lwi_store_restore_take(dir, temporary, reterr)) < 0)
        (void) unlink(temporary);
    free(temporary);
    return r;
}

/* ---- putting it in its place ---- */

struct paths {
    char *staged, *db, *wal, *shm, *aside, *aside_wal;
};

static void free_paths(struct paths *paths)
{
    free(paths->staged);
    free(paths->db);
    free(paths->wal);
    free(paths->shm);
    free(paths->aside);
    free(paths->aside_wal);
}

static int make_paths(struct paths *paths, const char *dir)
{
    *paths = (struct paths){.staged = staged_path(dir)};
    if (asprintf(&paths->db, "%s/lenswatch.db", dir) < 0)
        paths->db = NULL;
    if (asprintf(&paths->wal, "%s/lenswatch.db-wal", dir) < 0)
        paths->wal = NULL;
    if (asprintf(&paths->shm, "%s/lenswatch.db-shm", dir) < 0)
        paths->shm = NULL;
    return paths->staged && paths->db && paths->wal && paths->shm ? 0 : -ENOMEM;
}

/* A second name for the database. One that it has already, from an attempt that was killed, will
 * do; any other is somebody else's. */
static int name_aside(struct paths *paths, time_t when)
{
    struct stat info, other;
    int r = stat(paths->db, &info) < 0 ? -errno : -EEXIST;
    for (int i = 1; r == -EEXIST && i <= ASIDE_MAX; i++) {
        free(paths->aside);
        if (asprintf(&paths->aside, "%s.before-%lld-%d", paths->db, (long long) when, i) < 0) {
            paths->aside = NULL;
            return -ENOMEM;
        }
        r = link(paths->db, paths->aside) < 0 ? -errno : 0;
        if (r == -EEXIST && stat(paths->aside, &other) == 0 && other.st_ino == info.st_ino &&
            other.st_dev == info.st_dev)
            r = 0;
    }
    /* A file system without hard links: for a moment there is no database, but both are there. */
    if (r == -EPERM || r == -EOPNOTSUPP || r == -EMLINK)
        r = rename(paths->db, paths->aside) < 0 ? -errno : 0;
    return r;
}

/* All of it in one file, without a log that the new one would be mixed with. */
static int settle(const struct paths *paths)
{
    sqlite3 *db = NULL;
    struct lw_error error;
    int r = sqlite3_open_v2(paths->db, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_EXRESCODE, NULL) ==
                    SQLITE_OK
                ? 0
                : -EIO;
    (void) sqlite3_busy_timeout(db, BUSY_MS);
    if (r == 0)
        r = lwi_db_exec(db, "pragma wal_checkpoint(truncate); pragma journal_mode = delete",
                        &error);
    (void) sqlite3_close(db);
    return r;
}

static int put_aside(struct paths *paths, time_t when, struct lw_error *reterr)
{
    int settled = settle(paths);
    int r = name_aside(paths, when);
    /* One that is damaged keeps its log beside it. */
    if (r == 0 && settled < 0) {
        if (asprintf(&paths->aside_wal, "%s-wal", paths->aside) < 0) {
            paths->aside_wal = NULL;
            return out_of_memory(reterr);
        }
        if (rename(paths->wal, paths->aside_wal) < 0 && errno != ENOENT)
            r = -errno;
    }
    if (r < 0)
        return lwi_error_set(reterr, r, "cannot keep %s: %s", paths->db, strerror(-r));
    (void) unlink(paths->shm);
    return 0;
}

int lwi_restore_apply(const char *dir, const struct lwi_log *log, struct lw_error *reterr)
{
    struct paths paths;
    struct stat info;
    int r = make_paths(&paths, dir) < 0 ? out_of_memory(reterr) : 0;
    if (r < 0 || stat(paths.staged, &info) < 0) {
        free_paths(&paths);
        return r;
    }
    if (access(paths.db, F_OK) == 0)
        r = put_aside(&paths, info.st_mtime, reterr);
    if (r == 0 && (r = sync_folder(dir)) < 0)
        r = lwi_error_set(reterr, r, "cannot write in %s: %s", dir, strerror(-r));
    if (r == 0 && rename(paths.staged, paths.db) < 0)
        r = failed(reterr, "replace", paths.db);
    if (r == 0) {
        (void) sync_folder(dir);
        lwi_log(log, LWI_LOG_NOTICE, "the database was replaced%s%s",
                paths.aside ? "; the old one is " : "", paths.aside ? paths.aside : "");
    }
    free_paths(&paths);
    return r;
}

int lwi_store_restore(const char *dir, const char *path,
                      int (*may)(void *cookie, struct lw_error *reterr), void *cookie,
                      const struct lwi_log *log, struct lw_error *reterr)
{
    struct lwi_store_backup_info info;
    int lock = -1;
    int r = lwi_store_lock(&lock, dir, reterr);
    if (r < 0)
        return r;
    r = lwi_store_restore_check(path, &info, reterr);
    if (r == 0)
        r = may(cookie, reterr);
    if (r == 0)
        r = stage(dir, path, reterr);
    if (r == 0)
        r = lwi_restore_apply(dir, log, reterr);
    (void) close(lock);
    return r;
}
