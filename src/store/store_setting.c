/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Settings of actions, rules and schedules: sealed JSON. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "store/internal.h"
#include "store/outbox.h"

#define SETTINGS_MAX 10000

static void make_bound(const char *type, const char *id, char ret_bound[64])
{
    (void) snprintf(ret_bound, 64, "%.20s/%.32s", type, id);
}

int lwi_setting_row_put(struct lwi_store *store, sqlite3 *db, const char *type, const char *id,
                        const char *json, struct lw_error *reterr)
{
    char bound[64];
    uint8_t *sealed = NULL;
    size_t size = 0;
    make_bound(type, id, bound);
    int r = lwi_secret_seal(store->key, bound, json, &sealed, &size);
    if (r < 0)
        return lwi_error_set(reterr, r, "cannot seal the settings: %s", strerror(-r));
    r = lwi_db_run(db, reterr, "insert or replace into setting values (?, ?, ?)", "ttb", type, id,
                   sealed, size);
    free(sealed);
    return r;
}

struct setting_put {
    const char *type, *id, *json;
};

static int setting_put(struct lwi_store *store, sqlite3 *db, void *argument,
                       struct lw_error *reterr)
{
    const struct setting_put *put = argument;
    return lwi_setting_row_put(store, db, put->type, put->id, put->json, reterr);
}

int lwi_store_setting_put(struct lwi_store *store, const char *type, const char *id,
                          const char *json, struct lw_error *reterr)
{
    struct setting_put put = {.type = type, .id = id, .json = json};
    return lwi_writer_call(store, setting_put, &put, reterr);
}

struct import {
    const struct lwi_store_import *rows;
    size_t count;
};

static int import_all(struct lwi_store *store, sqlite3 *db, void *argument, struct lw_error *reterr)
{
    const struct import *import = argument;
    int r = 0;
    for (size_t i = 0; r == 0 && i < import->count; i++) {
        const struct lwi_store_import *row = &import->rows[i];
        r = strcmp(row->type, "camera") == 0
                ? lwi_camera_row_put(store, db, row->id, row->json, row->password, reterr)
                : lwi_setting_row_put(store, db, row->type, row->id, row->json, reterr);
    }
    return r;
}

int lwi_store_import(struct lwi_store *store, const struct lwi_store_import *rows, size_t count,
                     struct lw_error *reterr)
{
    struct import import = {.rows = rows, .count = count};
    return lwi_writer_call(store, import_all, &import, reterr);
}

static int setting_delete(struct lwi_store *store, sqlite3 *db, void *argument,
                          struct lw_error *reterr)
{
    const struct setting_put *put = argument;
    int r = lwi_db_run(db, reterr, "delete from setting where type = ? and id = ?", "tt", put->type,
                       put->id);
    if (r == 0 && sqlite3_changes(db) == 0)
        r = lwi_error_set(reterr, -ENOENT, "there is no %s '%.32s'", put->type, put->id);
    return r;
}

int lwi_store_setting_delete(struct lwi_store *store, const char *type, const char *id,
                             struct lw_error *reterr)
{
    struct setting_put put = {.type = type, .id = id};
    return lwi_writer_call(store, setting_delete, &put, reterr);
}

static int read_setting(struct lwi_store *store, sqlite3_stmt *statement, const char *type,
                        struct lwi_store_setting *ret_setting)
{
    char bound[64];
    lwi_db_text(statement, 0, ret_setting->id, sizeof(ret_setting->id));
    make_bound(type, ret_setting->id, bound);
    int r = lwi_secret_open(store->key, bound, sqlite3_column_blob(statement, 1),
                            (size_t) sqlite3_column_bytes(statement, 1), &ret_setting->json);
    if (r == -EBADMSG)
        lwi_log(store->log, LWI_LOG_ERROR,
                "%s: its settings cannot be opened with this secret.key; restore the key, or "
                "remove it and make it anew",
                bound);
    return r;
}

static int list_settings(struct lwi_store *store, sqlite3 *db, const char *type,
                         struct lwi_store_setting **ret_settings, size_t *ret_count,
                         struct lw_error *reterr)
{
    sqlite3_stmt *statement;
    struct lwi_store_setting *settings = NULL;
    size_t count = 0, room = 0;
    int r = lwi_db_prepare(db, &statement, reterr,
                           "select id, sealed from setting where type = ? order by id limit ?",
                           "ti", type, (int64_t) SETTINGS_MAX);
    if (r < 0)
        return r;
    while ((r = lwi_db_step(statement, reterr)) == 1) {
        if (count == room) {
            room = room ? 2 * room : 16;
            struct lwi_store_setting *more = realloc(settings, room * sizeof(*more));
            if (!more) {
                r = lwi_error_set(reterr, -ENOMEM, "out of memory");
                break;
            }
            settings = more;
        }
        r = read_setting(store, statement, type, &settings[count]);
        if (r == 0)
            count++;
        else if (r != -EBADMSG)
            break;
    }
    (void) sqlite3_finalize(statement);
    if (r < 0 && r != -EBADMSG) {
        lwi_store_setting_list_free(settings, count);
        return r;
    }
    *ret_settings = settings;
    *ret_count = count;
    return 0;
}

int lwi_store_setting_get(struct lwi_store *store, const char *type, const char *id,
                          char **ret_json, struct lw_error *reterr)
{
    sqlite3 *db;
    sqlite3_stmt *statement;
    struct lwi_store_setting setting;
    int r = lwi_reader_get(store, &db, reterr);
    if (r < 0)
        return r;
    r = lwi_db_prepare(db, &statement, reterr,
                       "select id, sealed from setting where type = ? and id = ?", "tt", type, id);
    if (r == 0) {
        r = lwi_db_step(statement, reterr);
        if (r == 1)
            r = read_setting(store, statement, type, &setting);
        else if (r == 0)
            r = lwi_error_set(reterr, -ENOENT, "there is no %s '%.32s'", type, id);
        (void) sqlite3_finalize(statement);
    }
    lwi_reader_put(store, db);
    if (r == 0)
        *ret_json = setting.json;
    return r;
}

int lwi_store_setting_list(struct lwi_store *store, const char *type,
                           struct lwi_store_setting **ret_settings, size_t *ret_count,
                           struct lw_error *reterr)
{
    sqlite3 *db;
    int r = lwi_reader_get(store, &db, reterr);
    if (r < 0)
        return r;
    r = list_settings(store, db, type, ret_settings, ret_count, reterr);
    lwi_reader_put(store, db);
    return r;
}

void lwi_store_setting_list_free(struct lwi_store_setting *settings, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free(settings[i].json);
    free(settings);
}
