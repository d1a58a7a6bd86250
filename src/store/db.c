/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "store/db.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"

#define BUSY_MS 5000

/* What SQLite says, as errno, and what a person can do about it. */
static const struct {
    int code; /* primary result code */
    int error;
    const char *hint;
} codes[] = {
    {SQLITE_CORRUPT, -EBADMSG,
     "The database is damaged: 'lenswatch db check' lists what is; restore a backup, or move the "
     "file away to start anew."},
    {SQLITE_NOTADB, -EBADMSG,
     "The file is not an SQLite database: restore a backup, or move it away to start anew."},
    {SQLITE_FULL, -ENOSPC, "The disk is full: free some space."},
    {SQLITE_BUSY, -EBUSY, "Another program holds the database locked."},
    {SQLITE_LOCKED, -EBUSY, ""},
    {SQLITE_READONLY, -EROFS,
     "The database or its folder may not be written: see its permissions."},
    {SQLITE_PERM, -EACCES, "See the permissions of the data folder."},
    {SQLITE_CANTOPEN, -EACCES, "See that the data folder exists, and its permissions."},
    {SQLITE_NOMEM, -ENOMEM, ""},
    {SQLITE_TOOBIG, -EFBIG, ""},
    {SQLITE_MISUSE, -EINVAL, ""},
};

static int constraint_error(int extended)
{
    switch (extended) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
        return -EEXIST;
    case SQLITE_CONSTRAINT_FOREIGNKEY:
    case SQLITE_CONSTRAINT_NOTNULL: /* a look-up in a sub-select found nothing */
        return -ENOENT;
    default:
        return -EINVAL;
    }
}

int lwi_db_error(sqlite3 *db, struct lw_error *reterr, const char *doing)
{
    int extended = sqlite3_extended_errcode(db);
    int primary = extended & 0xff;
    int error = -EIO;
    const char *hint = "";
    for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
        if (codes[i].code == primary) {
            error = codes[i].error;
            hint = codes[i].hint;
        }
    }
    if (primary == SQLITE_CONSTRAINT)
        error = constraint_error(extended);
    int system_error = primary == SQLITE_IOERR ? sqlite3_system_errno(db) : 0;
    if (system_error == ENOSPC || system_error == EDQUOT || system_error == EFBIG) {
        error = -ENOSPC;
        hint = "The disk is full, or its quota: free some space.";
    }
    const char *path = sqlite3_db_filename(db, "main");
    (void) lwi_error_set(reterr, error, "%s: cannot %s: %s", path && *path ? path : "database",
                         doing, sqlite3_errmsg(db));
    if (hint[0])
        lwi_error_hint(reterr, "%s", hint);
    return error;
}

int lwi_db_open(const char *path, int flags, sqlite3 **ret_db, struct lw_error *reterr)
{
    int r = access(path, R_OK) < 0 ? -errno : 0;
    if (r < 0) {
        (void) lwi_error_set(reterr, r, "cannot read %s: %s", path, strerror(-r));
        lwi_error_hint(reterr, r == -EACCES ? "Run it as root, or as the user of the daemon."
                                            : "Name the daemon's data folder with --data.");
        return r;
    }
    if (sqlite3_open_v2(path, ret_db, flags | SQLITE_OPEN_EXRESCODE, NULL) != SQLITE_OK)
        return lwi_db_error(*ret_db, reterr, "open the database");
    (void) sqlite3_busy_timeout(*ret_db, BUSY_MS);
    return 0;
}

int lwi_db_exec(sqlite3 *db, const char *sql, struct lw_error *reterr)
{
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK)
        return 0;
    return lwi_db_error(db, reterr, "use the database");
}

static int bind_all(sqlite3_stmt *statement, const char *types, va_list args)
{
    int status = SQLITE_OK;
    for (int i = 0; types[i] && status == SQLITE_OK; i++) {
        switch (types[i]) {
        case 't':
            status =
                sqlite3_bind_text(statement, i + 1, va_arg(args, const char *), -1, SQLITE_STATIC);
            break;
        case 'i':
            status = sqlite3_bind_int64(statement, i + 1, va_arg(args, int64_t));
            break;
        case 'd':
            status = sqlite3_bind_double(statement, i + 1, va_arg(args, double));
            break;
        case 'b': {
            const void *data = va_arg(args, const void *);
            size_t size = va_arg(args, size_t);
            if (size > 0)
                status = sqlite3_bind_blob64(statement, i + 1, data, size, SQLITE_STATIC);
            break;
        }
        default: /* 'n' */
            break;
        }
    }
    return status;
}

static int prepare(sqlite3 *db, sqlite3_stmt **ret_statement, struct lw_error *reterr,
                   const char *sql, const char *types, va_list args)
{
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) != SQLITE_OK ||
        bind_all(statement, types, args) != SQLITE_OK) {
        int r = lwi_db_error(db, reterr, "use the database");
        (void) sqlite3_finalize(statement);
        return r;
    }
    *ret_statement = statement;
    return 0;
}

int lwi_db_prepare(sqlite3 *db, sqlite3_stmt **ret_statement, struct lw_error *reterr,
                   const char *sql, const char *types, ...)
{
    va_list args;
    va_start(args, types);
    int r = prepare(db, ret_statement, reterr, sql, types, args);
    va_end(args);
    return r;
}

int lwi_db_step(sqlite3_stmt *statement, struct lw_error *reterr)
{
    int status = sqlite3_step(statement);
    if (status == SQLITE_ROW)
        return 1;
    if (status == SQLITE_DONE)
        return 0;
    return lwi_db_error(sqlite3_db_handle(statement), reterr, "use the database");
}

int lwi_db_run(sqlite3 *db, struct lw_error *reterr, const char *sql, const char *types, ...)
{
    sqlite3_stmt *statement;
    va_list args;
    va_start(args, types);
    int r = prepare(db, &statement, reterr, sql, types, args);
    va_end(args);
    if (r < 0)
        return r;
    do {
        r = lwi_db_step(statement, reterr);
    } while (r > 0);
    (void) sqlite3_finalize(statement);
    return r;
}

int lwi_db_integer(sqlite3 *db, int64_t *ret_value, struct lw_error *reterr, const char *sql)
{
    sqlite3_stmt *statement;
    int r = lwi_db_prepare(db, &statement, reterr, sql, "");
    if (r < 0)
        return r;
    r = lwi_db_step(statement, reterr);
    if (r == 1) {
        *ret_value = sqlite3_column_int64(statement, 0);
        r = 0;
    } else if (r == 0) {
        r = lwi_error_set(reterr, -ENOENT, "the database has no such row");
    }
    (void) sqlite3_finalize(statement);
    return r;
}

void lwi_db_text(sqlite3_stmt *statement, int column, char *ret_text, size_t size)
{
    const char *text = (const char *) sqlite3_column_text(statement, column);
    (void) snprintf(ret_text, size, "%s", text ? text : "");
}

int lwi_db_copy(sqlite3_stmt *statement, int column, uint8_t **ret_data, size_t *ret_size)
{
    const void *data = sqlite3_column_blob(statement, column);
    size_t size = (size_t) sqlite3_column_bytes(statement, column);
    uint8_t *copy = NULL;
    if (sqlite3_column_type(statement, column) != SQLITE_NULL) {
        copy = malloc(size + 1);
        if (!copy)
            return -ENOMEM;
        if (size > 0)
            memcpy(copy, data, size);
        copy[size] = 0;
    }
    *ret_data = copy;
    *ret_size = size;
    return 0;
}
