/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Sealed texts of users: the second factor, ways back to a lost password, digests. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "store/internal.h"
#include "store/user_secret.h"

static const char *const kinds[] = {
    [LWI_USER_FACTOR] = "factor",
    [LWI_USER_RECOVERY] = "recovery",
    [LWI_USER_DIGEST] = "digest",
};

void lwi_user_secret_bound(const char *kind, const char *user, char ret_bound[96])
{
    (void) snprintf(ret_bound, 96, "user/%.16s/%.64s", kind, user);
}

struct put {
    const char *user, *kind, *text;
};

static int put_secret(struct lwi_store *store, sqlite3 *db, void *argument, struct lw_error *reterr)
{
    const struct put *put = argument;
    char bound[96];
    uint8_t *sealed = NULL;
    size_t size = 0;
    int r = lwi_db_run(db, reterr, "delete from user_secret where user = ? and kind = ?", "tt",
                       put->user, put->kind);
    if (r < 0 || !put->text)
        return r;
    lwi_user_secret_bound(put->kind, put->user, bound);
    r = lwi_secret_seal(store->key, bound, put->text, &sealed, &size);
    if (r < 0)
        return lwi_error_set(reterr, r, "cannot seal it: %s", strerror(-r));
    r = lwi_db_run(db, reterr,
                   "insert into user_secret select name, ?2, ?3 from user where name = ?1", "ttb",
                   put->user, put->kind, sealed, size);
    free(sealed);
    if (r == 0 && sqlite3_changes(db) == 0)
        r = lwi_error_set(reterr, -ENOENT, "there is no user '%s'", put->user);
    return r;
}

int lwi_store_user_secret_put(struct lwi_store *store, const char *user, enum lwi_user_secret kind,
                              const char *text, struct lw_error *reterr)
{
    struct put put = {user, kinds[kind], text};
    return lwi_writer_call(store, put_secret, &put, reterr);
}

static int clear_secrets(struct lwi_store *store, sqlite3 *db, void *argument,
                         struct lw_error *reterr)
{
    (void) store;
    return lwi_db_run(db, reterr, "delete from user_secret where kind = ?", "t",
                      (const char *) argument);
}

int lwi_store_user_secret_clear(struct lwi_store *store, enum lwi_user_secret kind,
                                struct lw_error *reterr)
{
    return lwi_writer_call(store, clear_secrets, (void *) kinds[kind], reterr);
}

static int read_secret(struct lwi_store *store, sqlite3 *db, const struct put *which,
                       char **ret_text, struct lw_error *reterr)
{
    sqlite3_stmt *statement;
    char bound[96];
    int r = lwi_db_prepare(db, &statement, reterr,
                           "select sealed from user_secret where user = ? and kind = ?", "tt",
                           which->user, which->kind);
    if (r < 0)
        return r;
    r = lwi_db_step(statement, reterr);
    if (r == 0)
        r = lwi_error_set(reterr, -ENOENT, "'%s' has set up nothing of the kind", which->user);
    if (r == 1) {
        lwi_user_secret_bound(which->kind, which->user, bound);
        r = lwi_secret_open(store->key, bound, sqlite3_column_blob(statement, 0),
                            (size_t) sqlite3_column_bytes(statement, 0), ret_text);
    }
    if (r == -EBADMSG) {
        (void) lwi_error_set(reterr, r, "what is stored of %s was sealed with another secret.key",
                             which->user);
        lwi_error_hint(reterr, "Restore the key from a backup");
    }
    (void) sqlite3_finalize(statement);
    return r;
}

int lwi_store_user_secret_get(struct lwi_store *store, const char *user, enum lwi_user_secret kind,
                              char **ret_text, struct lw_error *reterr)
{
    const struct put which = {.user = user, .kind = kinds[kind]};
    sqlite3 *db;
    int r = lwi_reader_get(store, &db, reterr);
    if (r < 0)
        return r;
    r = read_secret(store, db, &which, ret_text, reterr);
    lwi_reader_put(store, db);
    return r;
}
