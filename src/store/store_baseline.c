/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* What the watch of a camera has learnt: bytes of the library's, one row a camera. */
#include <errno.h>

#include "base/error.h"
#include "store/internal.h"

struct baseline_put {
    const char *camera_id;
    int64_t time_ns;
    const uint8_t *bytes;
    size_t size;
};

static int baseline_put(struct lwi_store *store, sqlite3 *db, void *argument,
                        struct lw_error *reterr)
{
    (void) store;
    const struct baseline_put *put = argument;
    int r = lwi_db_run(db, reterr,
                       "insert or replace into baseline (camera_key, time_ns, bytes)"
                       " select key, ?2, ?3 from camera where id = ?1",
                       "tib", put->camera_id, put->time_ns, put->bytes, put->size);
    if (r == 0 && sqlite3_changes(db) == 0)
        r = lwi_error_set(reterr, -ENOENT, "there is no camera '%s'", put->camera_id);
    return r;
}

int lwi_store_baseline_put(struct lwi_store *store, const char *camera_id, int64_t time_ns,
                           const uint8_t *bytes, size_t size, struct lw_error *reterr)
{
    struct baseline_put put = {camera_id, time_ns, bytes, size};
    return lwi_writer_call(store, baseline_put, &put, reterr);
}

static int baseline_delete(struct lwi_store *store, sqlite3 *db, void *argument,
                           struct lw_error *reterr)
{
    (void) store;
    int r = lwi_db_run(db, reterr,
                       "delete from baseline where camera_key ="
                       " (select key from camera where id = ?)",
                       "t", (const char *) argument);
    return r < 0 ? r
                 : lwi_db_run(db, reterr,
                              "delete from baseline_picture where camera_key ="
                              " (select key from camera where id = ?)",
                              "t", (const char *) argument);
}

int lwi_store_baseline_delete(struct lwi_store *store, const char *camera_id,
                              struct lw_error *reterr)
{
    return lwi_writer_call(store, baseline_delete, (void *) camera_id, reterr);
}

static int get_baseline(sqlite3 *db, const char *camera_id, int64_t *ret_time_ns,
                        uint8_t **ret_data, size_t *ret_size, struct lw_error *reterr)
{
    sqlite3_stmt *statement;
    int r = lwi_db_prepare(db, &statement, reterr,
                           "select b.time_ns, b.bytes from baseline b"
                           " join camera c on c.key = b.camera_key where c.id = ?",
                           "t", camera_id);
    if (r < 0)
        return r;
    r = lwi_db_step(statement, reterr);
    if (r == 0)
        r = lwi_error_set(reterr, -ENOENT, "nothing was learnt of camera '%s' yet", camera_id);
    if (r == 1) {
        int64_t time_ns = sqlite3_column_int64(statement, 0);
        r = lwi_db_copy(statement, 1, ret_data, ret_size);
        if (r == 0)
            *ret_time_ns = time_ns;
    }
    (void) sqlite3_finalize(statement);
    return r;
}

int lwi_store_baseline_get(struct lwi_store *store, const char *camera_id, int64_t *ret_time_ns,
                           uint8_t **ret_data, size_t *ret_size, struct lw_error *reterr)
{
    sqlite3 *db;
    int r = lwi_reader_get(store, &db, reterr);
    if (r < 0)
        return r;
    r = get_baseline(db, camera_id, ret_time_ns, ret_data, ret_size, reterr);
    lwi_reader_put(store, db);
    return r;
}
