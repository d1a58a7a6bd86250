/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Pictures of what was learnt of a camera: one a light and preset, few enough to be listed. */
#include <errno.h>

#include "base/error.h"
#include "store/internal.h"

struct picture_put {
    const char *camera_id;
    const struct lwi_baseline_picture *picture;
    const uint8_t *jpeg;
    size_t size;
};

static int picture_put(struct lwi_store *store, sqlite3 *db, void *argument,
                       struct lw_error *reterr)
{
    (void) store;
    const struct picture_put *put = argument;
    const struct lwi_baseline_picture *p = put->picture;
    int r = lwi_db_run(db, reterr,
                       "insert or replace into baseline_picture"
                       " (camera_key, light, preset, time_ns, jpeg)"
                       " select key, ?2, ?3, ?4, ?5 from camera where id = ?1",
                       "tiiib", put->camera_id, (int64_t) p->light, (int64_t) p->preset, p->time_ns,
                       put->jpeg, put->size);
    if (r < 0)
        return r;
    if (sqlite3_changes(db) == 0)
        return lwi_error_set(reterr, -ENOENT, "there is no camera '%s'", put->camera_id);
    return lwi_db_run(db, reterr,
                      "delete from baseline_picture where rowid in (select p.rowid"
                      " from baseline_picture p join camera c on c.key = p.camera_key"
                      " where c.id = ?1 order by p.time_ns desc limit -1 offset ?2)",
                      "ti", put->camera_id, (int64_t) LW_BASELINES_MAX);
}

int lwi_store_baseline_picture_put(struct lwi_store *store, const char *camera_id,
                                   const struct lwi_baseline_picture *picture, const uint8_t *jpeg,
                                   size_t size, struct lw_error *reterr)
{
    struct picture_put put = {camera_id, picture, jpeg, size};
    return lwi_writer_call(store, picture_put, &put, reterr);
}

struct picture_delete {
    const char *camera_id;
    int light;
    unsigned preset;
};

static int picture_delete(struct lwi_store *store, sqlite3 *db, void *argument,
                          struct lw_error *reterr)
{
    (void) store;
    const struct picture_delete *d = argument;
    return lwi_db_run(db, reterr,
                      "delete from baseline_picture where camera_key ="
                      " (select key from camera where id = ?1)"
                      " and (?2 = 0 or light = ?2) and (?3 < 0 or preset = ?3)",
                      "tii", d->camera_id, (int64_t) d->light,
                      d->preset == LW_PRESET_ANY ? INT64_C(-1) : (int64_t) d->preset);
}

int lwi_store_baseline_picture_delete(struct lwi_store *store, const char *camera_id, int light,
                                      unsigned preset, struct lw_error *reterr)
{
    struct picture_delete d = {camera_id, light, preset};
    return lwi_writer_call(store, picture_delete, &d, reterr);
}

static int list_pictures(sqlite3 *db, const char *camera_id,
                         struct lwi_baseline_picture ret_pictures[LW_BASELINES_MAX],
                         size_t *ret_count, struct lw_error *reterr)
{
    sqlite3_stmt *statement;
    size_t count = 0;
    int r = lwi_db_prepare(db, &statement, reterr,
                           "select p.light, p.preset, p.time_ns from baseline_picture p"
                           " join camera c on c.key = p.camera_key where c.id = ?"
                           " order by p.time_ns desc, p.light, p.preset",
                           "t", camera_id);
    if (r < 0)
        return r;
    while (count < LW_BASELINES_MAX && (r = lwi_db_step(statement, reterr)) == 1)
        ret_pictures[count++] = (struct lwi_baseline_picture){
            .light = sqlite3_column_int(statement, 0),
            .preset = (unsigned) sqlite3_column_int64(statement, 1),
            .time_ns = sqlite3_column_int64(statement, 2),
        };
    (void) sqlite3_finalize(statement);
    if (r < 0)
        return r;
    *ret_count = count;
    return 0;
}

int lwi_store_baseline_picture_list(struct lwi_store *store, const char *camera_id,
                                    struct lwi_baseline_picture ret_pictures[LW_BASELINES_MAX],
                                    size_t *ret_count, struct lw_error *reterr)
{
    sqlite3 *db;
    int r = lwi_reader_get(store, &db, reterr);
    if (r < 0)
        return r;
    r = list_pictures(db, camera_id, ret_pictures, ret_count, reterr);
    lwi_reader_put(store, db);
    return r;
}

static int get_picture(sqlite3 *db, const char *camera_id, int light, unsigned preset,
                       uint8_t **ret_data, size_t *ret_size, struct lw_error *reterr)
{
    sqlite3_stmt *statement;
    int r = lwi_db_prepare(db, &statement, reterr,
                           "select p.jpeg from baseline_picture p"
                           " join camera c on c.key = p.camera_key"
                           " where c.id = ? and p.light = ? and p.preset = ?",
                           "tii", camera_id, (int64_t) light, (int64_t) preset);
    if (r < 0)
        return r;
    r = lwi_db_step(statement, reterr);
    if (r == 1)
        r = lwi_db_copy(statement, 0, ret_data, ret_size);
    else if (r == 0)
        r = lwi_error_set(reterr, -ENOENT, "camera '%s' has no such picture", camera_id);
    (void) sqlite3_finalize(statement);
    return r;
}

int lwi_store_baseline_picture_get(struct lwi_store *store, const char *camera_id, int light,
                                   unsigned preset, uint8_t **ret_data, size_t *ret_size,
                                   struct lw_error *reterr)
{
    sqlite3 *db;
    int r = lwi_reader_get(store, &db, reterr);
    if (r < 0)
        return r;
    r = get_picture(db, camera_id, light, preset, ret_data, ret_size, reterr);
    lwi_reader_put(store, db);
    return r;
}
