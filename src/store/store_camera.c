/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Cameras: settings, sealed password, the healthy reference picture. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "base/error.h"
#include "store/internal.h"

/* More are refused when read: no list is without a limit. */
#define CAMERAS_MAX 100000

int lwi_camera_row_put(struct lwi_store *store, sqlite3 *db, const char *id, const char *settings,
                       const char *password, struct lw_error *reterr)
{
    uint8_t *sealed = NULL;
    size_t size = 0;
    if (password && password[0]) {
        int r = lwi_secret_seal(store->key, id, password, &sealed, &size);
        if (r < 0)
            return lwi_error_set(reterr, r, "cannot seal the password: %s", strerror(-r));
    }
    int r = lwi_db_run(db, reterr,
                       "insert into camera (id, settings, password_sealed) values (?, ?, ?)"
                       " on conflict (id) do update set settings = excluded.settings,"
                       " password_sealed = excluded.password_sealed",
                       "ttb", id, settings, sealed, size);
    free(sealed);
    return r;
}

struct camera_put {
    const char *id, *settings, *password;
};

static int camera_put(struct lwi_store *store, sqlite3 *db, void *argument, struct lw_error *reterr)
{
    const struct camera_put *put = argument;
    return lwi_camera_row_put(store, db, put->id, put->settings, put->password, reterr);
}

int lwi_store_camera_put(struct lwi_store *store, const char *id, const char *settings_json,
                         const char *password, struct lw_error *reterr)
{
    struct camera_put put = {.id = id, .settings = settings_json, .password = password};
    return lwi_writer_call(store, camera_put, &put, reterr);
}

static int camera_delete(struct lwi_store *store, sqlite3 *db, void *argument,
                         struct lw_error *reterr)
{
    const char *id = argument;
    int r = lwi_db_run(db, reterr, "delete from camera where id = ?", "t", id);
    if (r == 0 && sqlite3_changes(db) == 0)
        r = lwi_error_set(reterr, -ENOENT, "there is no camera '%s'", id);
    if (r == 0)
        r = lwi_db_run(db, reterr, "delete from setting where type = 'arming' and id = ?", "t", id);
    return r;
}

int lwi_store_camera_delete(struct lwi_store *store, const char *id, struct lw_error *reterr)
{
    return lwi_writer_call(store, camera_delete, (void *) id, reterr);
}

static int read_camera(struct lwi_store *store, sqlite3_stmt *statement,
                       struct lwi_store_camera *ret_camera)
{
    struct lwi_store_camera camera = {0};
    uint8_t *text = NULL;
    size_t size;
    lwi_db_text(statement, 0, camera.id, sizeof(camera.id));
    int r = lwi_db_copy(statement, 1, &text, &size);
    if (r < 0)
        return r;
    camera.settings_json = (char *) text;
    if (sqlite3_column_type(statement, 2) != SQLITE_NULL) {
        r = lwi_secret_open(store->key, camera.id, sqlite3_column_blob(statement, 2),
                            (size_t) sqlite3_column_bytes(statement, 2), &camera.password);
        /* The camera is watched without it: it will say that it wants one. */
        if (r == -EBADMSG)
            lwi_log(store->log, LWI_LOG_ERROR,
                    "camera %s: its password cannot be opened with this secret.key; restore the "
                    "key or enter the password again",
                    camera.id);
        else if (r < 0) {
            free(camera.settings_json);
            return r;
        }
    }
    *ret_camera = camera;
    return 0;
}

static int list_cameras(struct lwi_store *store, sqlite3 *db, struct lwi_store_camera **ret_cameras,
                        size_t *ret_count, struct lw_error *reterr)
{
    sqlite3_stmt *statement;
    int r = lwi_db_prepare(db, &statement, reterr,
                           "select id, settings, password_sealed from camera order by id limit ?",
                           "i", (int64_t) CAMERAS_MAX);
    if (r < 0)
        return r;
    struct lwi_store_camera *cameras = NULL;
    size_t count = 0, room = 0;
    while ((r = lwi_db_step(statement, reterr)) == 1) {
        if (count == room) {
            room = room ? 2 * room : 16;
            struct lwi_store_camera *more = realloc(cameras, room * sizeof(*more));
            if (!more) {
                r = -ENOMEM;
                break;
            }
            cameras = more;
        }
        r = read_camera(store, statement, &cameras[count]);
        if (r < 0)
            break;
        count++;
    }
    (void) sqlite3_finalize(statement);
    if (r < 0) {
        lwi_store_camera_list_free(cameras, count);
        return r;
    }
    *ret_cameras = cameras;
    *ret_count = count;
    return 0;
}

int lwi_store_camera_list(struct lwi_store *store, struct lwi_store_camera **ret_cameras,
                          size_t *ret_count, struct lw_error *reterr)
{
    sqlite3 *db;
    int r = lwi_reader_get(store, &db, reterr);
    if (r < 0)
        return r;
    r = list_cameras(store, db, ret_cameras, ret_count, reterr);
    lwi_reader_put(store, db);
    return r;
}

void lwi_store_camera_list_free(struct lwi_store_camera *cameras, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        free(cameras[i].settings_json);
        if (cameras[i].password)
            sodium_memzero(cameras[i].password, strlen(cameras[i].password));
        free(cameras[i].password);
    }
    free(cameras);
}

struct reference_put {
    const char *camera_id;
    int64_t time_ns;
    const uint8_t *jpeg;
    size_t size;
};

static int reference_put(struct lwi_store *store, sqlite3 *db, void *argument,
                         struct lw_error *reterr)
{
    const struct reference_put *put = argument;
    int r = lwi_db_run(db, reterr,
                       "insert or replace into reference (camera_key, time_ns, jpeg)"
                       " select key, ?2, ?3 from camera where id = ?1",
                       "tib", put->camera_id, put->time_ns, put->jpeg, put->size);
    if (r == 0 && sqlite3_changes(db) == 0)
        r = lwi_error_set(reterr, -ENOENT, "there is no camera '%s'", put->camera_id);
    return r;
}

int lwi_store_reference_put(struct lwi_store *store, const char *camera_id, int64_t time_ns,
                            const uint8_t *jpeg, size_t size, struct lw_error *reterr)
{
    struct reference_put put = {camera_id, time_ns, jpeg, size};
    return lwi_writer_call(store, reference_put, &put, reterr);
}

static int get_reference(sqlite3 *db, const char *camera_id, int64_t *ret_time_ns,
                         uint8_t **ret_data, size_t *ret_size, struct lw_error *reterr)
{
    sqlite3_stmt *statement;
    int r = lwi_db_prepare(db, &statement, reterr,
                           "select r.time_ns, r.jpeg from reference r"
                           " join camera c on c.key = r.camera_key where c.id = ?",
                           "t", camera_id);
    if (r < 0)
        return r;
    r = lwi_db_step(statement, reterr);
    if (r == 0)
        r = lwi_error_set(reterr, -ENOENT, "camera '%s' has no reference picture yet", camera_id);
    if (r == 1) {
        int64_t time_ns = sqlite3_column_int64(statement, 0);
        r = lwi_db_copy(statement, 1, ret_data, ret_size);
        if (r == 0)
            *ret_time_ns = time_ns;
    }
    (void) sqlite3_finalize(statement);
    return r;
}

int lwi_store_reference_get(struct lwi_store *store, const char *camera_id, int64_t *ret_time_ns,
                            uint8_t **ret_data, size_t *ret_size, struct lw_error *reterr)
{
    sqlite3 *db;
    int r = lwi_reader_get(store, &db, reterr);
    if (r < 0)
        return r;
    r = get_reference(db, camera_id, ret_time_ns, ret_data, ret_size, reterr);
    lwi_reader_put(store, db);
    return r;
}
