/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Measurements: queued, written together, read thinned out for charts. */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "store/internal.h"

/* As schema.sql has it. */
#define UNIT_SCALE       10000
#define BRIGHTNESS_SCALE 10

#define LIST_MAX 200000

void lwi_store_measurement_add(struct lwi_store *store, const char *camera_id,
                               const struct lwi_measurement *measurement)
{
    (void) pthread_mutex_lock(&store->lock);
    if (store->waiting_count < LWI_STORE_WAITING) {
        struct lwi_store_waiting *w = &store->waiting[store->waiting_count++];
        (void) snprintf(w->camera_id, sizeof(w->camera_id), "%s", camera_id);
        w->measurement = *measurement;
    } else {
        store->dropped++;
    }
    (void) pthread_mutex_unlock(&store->lock);
}

static int64_t scaled(double value, double scale, double max)
{
    double x = value > 0 ? value : 0; /* a NaN becomes 0 */
    return (int64_t) llround((x < max ? x : max) * scale);
}

static int write_one(sqlite3_stmt *statement, const struct lwi_store_waiting *w)
{
    const struct lwi_measurement *m = &w->measurement;
    (void) sqlite3_reset(statement);
    (void) sqlite3_clear_bindings(statement);
    (void) sqlite3_bind_text(statement, 1, w->camera_id, -1, SQLITE_STATIC);
    (void) sqlite3_bind_int64(statement, 2, m->time_ns);
    (void) sqlite3_bind_int(statement, 3, m->verdict);
    if (m->blur_probability >= 0)
        (void) sqlite3_bind_int64(statement, 4, scaled(m->blur_probability, UNIT_SCALE, 1));
    if (m->sharpness >= 0)
        (void) sqlite3_bind_int64(statement, 5, scaled(m->sharpness, UNIT_SCALE, 1));
    (void) sqlite3_bind_int64(statement, 6, scaled(m->brightness, BRIGHTNESS_SCALE, 255));
    return sqlite3_step(statement) == SQLITE_DONE ? 0 : -EIO;
}

int lwi_measurements_write(sqlite3 *db, const struct lwi_store_waiting *rows, size_t count,
                           struct lw_error *reterr)
{
    if (count == 0)
        return 0;
    /* Two at one time, after the clock went back: the later one stays. A camera that was removed
     * meanwhile gives no row. */
    sqlite3_stmt *statement;
    int r = lwi_db_prepare(db, &statement, reterr,
                           "insert or replace into measurement"
                           " select key, ?2, ?3, ?4, ?5, ?6 from camera where id = ?1",
                           "");
    if (r < 0)
        return r;
    for (size_t i = 0; r == 0 && i < count; i++)
        if (write_one(statement, &rows[i]) < 0)
            r = lwi_db_error(db, reterr, "store measurements");
    (void) sqlite3_finalize(statement);
    return r;
}

static double unscaled(sqlite3_stmt *statement, int column, double scale)
{
    if (sqlite3_column_type(statement, column) == SQLITE_NULL)
        return -1;
    return sqlite3_column_double(statement, column) / scale;
}

struct range {
    int64_t key, count, first_ns, last_ns;
};

static int find_range(sqlite3 *db, const char *camera_id, int64_t from_ns, int64_t to_ns,
                      struct range *ret_range, struct lw_error *reterr)
{
    sqlite3_stmt *statement;
    int r = lwi_db_prepare(db, &statement, reterr,
                           "select c.key, count(m.time_ns), min(m.time_ns), max(m.time_ns)"
                           " from camera c left join measurement m on m.camera_key = c.key"
                           " and m.time_ns between ?2 and ?3 where c.id = ?1 group by c.key",
                           "tii", camera_id, from_ns, to_ns);
    if (r < 0)
        return r;
    r = lwi_db_step(statement, reterr);
    if (r == 0)
        r = lwi_error_set(reterr, -ENOENT, "there is no camera '%s'", camera_id);
    if (r == 1) {
        *ret_range =
            (struct range){sqlite3_column_int64(statement, 0), sqlite3_column_int64(statement, 1),
                           sqlite3_column_int64(statement, 2), sqlite3_column_int64(statement, 3)};
        r = 0;
    }
    (void) sqlite3_finalize(statement);
    return r;
}

/* The verdicts in the order of how bad they are: CLEAR, NOT ASSESSABLE, BLURRY. */
#define BADNESS "(case verdict when 1 then 0 when 0 then 1 else 2 end)"
static const int verdict_of_badness[] = {1, 0, 2};

static int list_rows(sqlite3 *db, const struct range *range, size_t limit,
                     struct lwi_measurement *rows, size_t *ret_count, struct lw_error *reterr)
{
    /* Evenly spaced groups; of one row each where all fit. */
    uint64_t span = (uint64_t) range->last_ns - (uint64_t) range->first_ns;
    int64_t width = (uint64_t) range->count <= limit ? 1 : (int64_t) (span / limit + 1);
    sqlite3_stmt *statement;
    int r = lwi_db_prepare(db, &statement, reterr,
                           "select min(time_ns) + (max(time_ns) - min(time_ns)) / 2,"
                           " max(" BADNESS "), avg(blur_probability), avg(sharpness),"
                           " avg(brightness) from measurement"
                           " where camera_key = ?1 and time_ns between ?2 and ?3"
                           " group by (time_ns - ?2) / ?4 order by 1 limit ?5",
                           "iiiii", range->key, range->first_ns, range->last_ns, width,
                           (int64_t) limit);
    if (r < 0)
        return r;
    size_t count = 0;
    while ((r = lwi_db_step(statement, reterr)) == 1) {
        rows[count++] = (struct lwi_measurement){
            .time_ns = sqlite3_column_int64(statement, 0),
            .verdict = verdict_of_badness[sqlite3_column_int(statement, 1) % 3],
            .blur_probability = unscaled(statement, 2, UNIT_SCALE),
            .sharpness = unscaled(statement, 3, UNIT_SCALE),
            .brightness = unscaled(statement, 4, BRIGHTNESS_SCALE),
        };
    }
    (void) sqlite3_finalize(statement);
    if (r == 0)
        *ret_count = count;
    return r;
}

int lwi_store_measurement_list(struct lwi_store *store, const char *camera_id, int64_t from_ns,
                               int64_t to_ns, size_t limit, struct lwi_measurement **ret_rows,
                               size_t *ret_count, struct lw_error *reterr)
{
    limit = limit < 1 ? 1 : limit > LIST_MAX ? LIST_MAX : limit;
    sqlite3 *db;
    int r = lwi_reader_get(store, &db, reterr);
    if (r < 0)
        return r;
    struct range range = {0};
    struct lwi_measurement *rows = NULL;
    size_t count = 0;
    r = find_range(db, camera_id, from_ns, to_ns > 0 ? to_ns : INT64_MAX, &range, reterr);
    if (r == 0) {
        size_t room = (uint64_t) range.count < limit ? (size_t) range.count : limit;
        rows = calloc(room + 1, sizeof(*rows));
        if (!rows)
            r = lwi_error_set(reterr, -ENOMEM, "out of memory");
        /* Rows that come meanwhile are left out: `limit` bounds what is read. */
        else if (room > 0)
            r = list_rows(db, &range, room, rows, &count, reterr);
    }
    lwi_reader_put(store, db);
    if (r < 0) {
        free(rows);
        return r;
    }
    *ret_rows = rows;
    *ret_count = count;
    return 0;
}
