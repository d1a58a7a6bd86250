/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * A copy of the database, also while the daemon writes it. One read transaction
 * over the whole copy: it holds what was committed when it began, and no writer
 * waits for it. The file gets its name once it is whole and was looked through:
 * a file of that name is a backup that can be restored.
 */
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "store/internal.h"
#include "store/upgrade.h"

#define STEP_PAGES 1024 /* 4 MiB between two reports */

static int open_source(const char *dir, sqlite3 **db, struct lw_error *reterr)
{
    char *path;
    int version;
    if (asprintf(&path, "%s/lenswatch.db", dir) < 0)
        return lwi_error_set(reterr, -ENOMEM, "out of memory");
    int r = lwi_db_open(path, SQLITE_OPEN_READONLY, db, reterr);
    if (r == 0) {
        r = lwi_db_exec(*db, "begin", reterr);
        /* The first read fixes what the transaction sees. */
        if (r == 0)
            r = lwi_upgrade_version(*db, &version, reterr);
        if (r == 0 && version == 0)
            r = lwi_error_set(reterr, -ENOENT, "%s is empty", path);
    }
    free(path);
    return r;
}

static int copy_pages(sqlite3 *from, sqlite3 *to, lwi_store_backup_progress *progress, void *cookie,
                      struct lw_error *reterr)
{
    sqlite3_backup *backup = sqlite3_backup_init(to, "main", from, "main");
    if (!backup)
        return lwi_db_error(to, reterr, "begin the copy");
    int status;
    do {
        status = sqlite3_backup_step(backup, STEP_PAGES);
        int total = sqlite3_backup_pagecount(backup);
        if (progress && status == SQLITE_OK)
            progress(cookie, total - sqlite3_backup_remaining(backup), total);
    } while (status == SQLITE_OK);
    (void) sqlite3_backup_finish(backup);
    return status == SQLITE_DONE ? 0 : lwi_db_error(to, reterr, "copy the database");
}

/* A damaged page is copied like any other: whoever needs the backup would be the first to see. */
static int look_through(sqlite3 *db, const char *dir, struct lw_error *reterr)
{
    sqlite3_stmt *statement;
    /* One file, without a log beside it; the daemon goes back to one when it opens it. */
    int r = lwi_db_exec(db, "pragma journal_mode = delete", reterr);
    if (r == 0)
        r = lwi_db_prepare(db, &statement, reterr, "pragma quick_check(1)", "");
    if (r < 0)
        return r;
    r = lwi_db_step(statement, reterr);
    const char *text = r == 1 ? (const char *) sqlite3_column_text(statement, 0) : NULL;
    if (r >= 0)
        r = text && strcmp(text, "ok") == 0 ? 0 : -EBADMSG;
    (void) sqlite3_finalize(statement);
    if (r == -EBADMSG) {
        (void) lwi_error_set(reterr, r, "the database in %s is damaged", dir);
        lwi_error_hint(reterr, "'lenswatch db check' lists what is; keep the older backups.");
    }
    return r;
}

static int fill_copy(const char *dir, const char *path, lwi_store_backup_progress *progress,
                     void *cookie, struct lw_error *reterr)
{
    sqlite3 *from = NULL, *to = NULL;
    int r = open_source(dir, &from, reterr);
    if (r == 0 && sqlite3_open_v2(path, &to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_EXRESCODE, NULL) !=
                      SQLITE_OK)
        r = lwi_db_error(to, reterr, "write the copy");
    if (r == 0)
        r = copy_pages(from, to, progress, cookie, reterr);
    if (r == 0)
        r = look_through(to, dir, reterr);
    (void) sqlite3_close(to);
    (void) sqlite3_close(from);
    return r;
}

static int sync_folder(const char *path)
{
    char *copy = strdup(path);
    if (!copy)
        return -ENOMEM;
    int fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int r = fd < 0 || fsync(fd) < 0 ? -errno : 0;
    if (fd >= 0)
        (void) close(fd);
    free(copy);
    return r;
}

/* Never over a file that is there: it may be the only good backup. */
static int give_name(const char *temporary, const char *path)
{
    int r = renameat2(AT_FDCWD, temporary, AT_FDCWD, path, RENAME_NOREPLACE) < 0 ? -errno : 0;
    /* Some network file systems do not know the flag; that there is none was seen before. */
    if (r == -EINVAL)
        r = rename(temporary, path) < 0 ? -errno : 0;
    return r < 0 ? r : sync_folder(path);
}

/* On a full disk SQLite leaves its journal behind, too. */
static void remove_copy(const char *temporary)
{
    char *journal;
    (void) unlink(temporary);
    if (asprintf(&journal, "%s-journal", temporary) < 0)
        return;
    (void) unlink(journal);
    free(journal);
}

int lwi_store_backup(const char *dir, const char *path, lwi_store_backup_progress *progress,
                     void *cookie, struct lw_error *reterr)
{
    struct stat info;
    char *temporary;
    if (asprintf(&temporary, "%s.XXXXXX", path) < 0)
        return lwi_error_set(reterr, -ENOMEM, "out of memory");
    int made = 0;
    int r = lstat(path, &info) == 0 ? -EEXIST : 0;
    if (r == 0) {
        /* 0600: it holds the hashes of passwords. */
        int fd = mkstemp(temporary);
        r = fd < 0 ? -errno : 0;
        made = r == 0;
        if (made)
            (void) close(fd);
    }
    int copied = 0;
    if (r == 0) {
        r = fill_copy(dir, temporary, progress, cookie, reterr);
        copied = r == 0;
    }
    if (copied)
        r = give_name(temporary, path);
    if (r < 0 && (!made || copied)) {
        (void) lwi_error_set(reterr, r, "cannot write %s: %s", path, strerror(-r));
        lwi_error_hint(reterr, r == -EEXIST ? "Give each backup a name of its own."
                                            : "Name a file in a folder that can be written.");
    }
    if (r < 0 && made)
        remove_copy(temporary);
    free(temporary);
    return r;
}
