/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "store/certificate.h"
#include "store/internal.h"

static void make_bound(const char *id, char ret_bound[64])
{
    (void) snprintf(ret_bound, 64, "certificate/%.32s", id);
}

/* 1: the statement, with the id in it, finds a row; 0: it does not. */
static int finds(sqlite3 *db, const char *sql, const char *id, struct lw_error *reterr)
{
    sqlite3_stmt *statement;
    int r = lwi_db_prepare(db, &statement, reterr, sql, "t", id);
    if (r < 0)
        return r;
    r = lwi_db_step(statement, reterr);
    (void) sqlite3_finalize(statement);
    return r;
}

struct put {
    const struct lwi_store_certificate *certificate;
    const char *key;
    size_t most;
};

static int put_new(struct lwi_store *store, sqlite3 *db, const struct put *put,
                   struct lw_error *reterr)
{
    const struct lwi_store_certificate *c = put->certificate;
    char bound[64];
    uint8_t *sealed = NULL;
    size_t size = 0;
    int64_t count = 0;
    int r = lwi_db_integer(db, &count, reterr, "select count(*) from certificate");
    if (r == 0 && (size_t) count >= put->most) {
        r = lwi_error_set(reterr, -EEXIST, "there are %zu certificates already", put->most);
        lwi_error_hint(reterr, "Remove one that is not used any more");
    }
    if (r < 0)
        return r;
    make_bound(c->id, bound);
    r = lwi_secret_seal(store->key, bound, put->key, &sealed, &size);
    if (r < 0)
        return lwi_error_set(reterr, r, "cannot seal the key: %s", strerror(-r));
    r = lwi_db_run(db, reterr,
                   "insert into certificate (id, created_ns, chain, request, key_sealed)"
                   " values (?, ?, ?, ?, ?)",
                   "tittb", c->id, c->created_ns, c->chain, c->request, sealed, size);
    free(sealed);
    return r;
}

static int certificate_put(struct lwi_store *store, sqlite3 *db, void *argument,
                           struct lw_error *reterr)
{
    const struct put *put = argument;
    const struct lwi_store_certificate *c = put->certificate;
    if (put->key)
        return put_new(store, db, put, reterr);
    int r = lwi_db_run(db, reterr, "update certificate set chain = ?, request = ? where id = ?",
                       "ttt", c->chain, c->request, c->id);
    if (r == 0 && sqlite3_changes(db) == 0)
        r = lwi_error_set(reterr, -ENOENT, "there is no certificate '%s'", c->id);
    return r;
}

int lwi_store_certificate_put(struct lwi_store *store,
                              const struct lwi_store_certificate *certificate, const char *key,
                              size_t most, struct lw_error *reterr)
{
    struct put put = {certificate, key, most};
    return lwi_writer_call(store, certificate_put, &put, reterr);
}

static char *text_of(sqlite3_stmt *statement, int column)
{
    const char *text = (const char *) sqlite3_column_text(statement, column);
    return strdup(text ? text : "");
}

static int list_all(sqlite3 *db, struct lwi_store_certificate **ret_list, size_t *ret_count,
                    struct lw_error *reterr)
{
    sqlite3_stmt *statement;
    int r = lwi_db_prepare(db, &statement, reterr,
                           "select id, created_ns, chain, request, in_use from certificate"
                           " order by created_ns, id",
                           "");
    if (r < 0)
        return r;
    while ((r = lwi_db_step(statement, reterr)) == 1) {
        struct lwi_store_certificate *more =
            realloc(*ret_list, (*ret_count + 1) * sizeof(**ret_list));
        if (!more) {
            r = -ENOMEM;
            break;
        }
        *ret_list = more;
        struct lwi_store_certificate *c = &more[(*ret_count)++];
        lwi_db_text(statement, 0, c->id, sizeof(c->id));
        c->created_ns = sqlite3_column_int64(statement, 1);
        c->chain = text_of(statement, 2);
        c->request = text_of(statement, 3);
        c->in_use = sqlite3_column_int(statement, 4);
        if (!c->chain || !c->request) {
            r = -ENOMEM;
            break;
        }
    }
    (void) sqlite3_finalize(statement);
    return r == -ENOMEM ? lwi_error_set(reterr, r, "out of memory") : r;
}

int lwi_store_certificate_list(struct lwi_store *store, struct lwi_store_certificate **ret_list,
                               size_t *ret_count, struct lw_error *reterr)
{
    sqlite3 *db;
    struct lwi_store_certificate *list = NULL;
    size_t count = 0;
    int r = lwi_reader_get(store, &db, reterr);
    if (r < 0)
        return r;
    r = list_all(db, &list, &count, reterr);
    lwi_reader_put(store, db);
    if (r < 0) {
        lwi_store_certificate_list_free(list, count);
        return r;
    }
    *ret_list = list;
    *ret_count = count;
    return 0;
}

void lwi_store_certificate_list_free(struct lwi_store_certificate *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        free(list[i].chain);
        free(list[i].request);
    }
    free(list);
}

static int read_key(struct lwi_store *store, sqlite3 *db, const char *id, char **ret_key,
                    struct lw_error *reterr)
{
    sqlite3_stmt *statement;
    char bound[64];
    int r = lwi_db_prepare(db, &statement, reterr,
                           "select key_sealed from certificate where id = ?", "t", id);
    if (r < 0)
        return r;
    r = lwi_db_step(statement, reterr);
    make_bound(id, bound);
    if (r == 0)
        r = lwi_error_set(reterr, -ENOENT, "there is no certificate '%.32s'", id);
    else if (r == 1)
        r = lwi_secret_open(store->key, bound, sqlite3_column_blob(statement, 0),
                            (size_t) sqlite3_column_bytes(statement, 0), ret_key);
    if (r == -EBADMSG) {
        (void) lwi_error_set(reterr, r, "the key of certificate '%.32s' cannot be opened", id);
        lwi_error_hint(reterr, "Restore secret.key, or remove it and make another one");
    }
    (void) sqlite3_finalize(statement);
    return r;
}

int lwi_store_certificate_key(struct lwi_store *store, const char *id, char **ret_key,
                              struct lw_error *reterr)
{
    sqlite3 *db;
    int r = lwi_reader_get(store, &db, reterr);
    if (r < 0)
        return r;
    r = read_key(store, db, id, ret_key, reterr);
    lwi_reader_put(store, db);
    return r;
}

static int certificate_use(struct lwi_store *store, sqlite3 *db, void *argument,
                           struct lw_error *reterr)
{
    const char *id = argument;
    (void) store;
    int r = finds(db, "select 1 from certificate where id = ? and chain <> ''", id, reterr);
    if (r == 0)
        return lwi_error_set(reterr, -ENOENT, "there is no certificate '%.32s' that is complete",
                             id);
    if (r == 1)
        r = lwi_db_run(db, reterr, "update certificate set in_use = 0 where in_use = 1", "");
    if (r == 0)
        r = lwi_db_run(db, reterr, "update certificate set in_use = 1 where id = ?", "t", id);
    return r;
}

int lwi_store_certificate_use(struct lwi_store *store, const char *id, struct lw_error *reterr)
{
    union {
        const char *in;
        void *out;
    } argument = {.in = id}; /* which is only read */
    return lwi_writer_call(store, certificate_use, argument.out, reterr);
}

static int certificate_delete(struct lwi_store *store, sqlite3 *db, void *argument,
                              struct lw_error *reterr)
{
    const char *id = argument;
    (void) store;
    int r = finds(db, "select 1 from certificate where id = ? and in_use = 1", id, reterr);
    if (r == 1) {
        r = lwi_error_set(reterr, -EALREADY, "the certificate '%.32s' is in use", id);
        lwi_error_hint(reterr, "Use another one first");
    }
    if (r == 0)
        r = lwi_db_run(db, reterr, "delete from certificate where id = ?", "t", id);
    if (r == 0 && sqlite3_changes(db) == 0)
        r = lwi_error_set(reterr, -ENOENT, "there is no certificate '%.32s'", id);
    return r;
}

int lwi_store_certificate_delete(struct lwi_store *store, const char *id, struct lw_error *reterr)
{
    union {
        const char *in;
        void *out;
    } argument = {.in = id}; /* which is only read */
    return lwi_writer_call(store, certificate_delete, argument.out, reterr);
}
