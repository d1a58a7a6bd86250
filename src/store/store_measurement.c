/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Measurements: queued, written together, read one by one; store_chart.c reads them for charts. */
#include <stdio.h>
#include <string.h>

#include "store/hour.h"
#include "store/internal.h"

const char *lwi_measure_name(int measure)
{
    static const char *const names[LWI_MEASURES] = {
        [LWI_MEASURE_CONTRAST] = "contrast",
        [LWI_MEASURE_NOISE] = "noise",
        [LWI_MEASURE_COLOUR] = "colour",
    };
    return measure >= 0 && measure < LWI_MEASURES ? names[measure] : NULL;
}

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

static void bind_known(sqlite3_stmt *statement, int place, int64_t value)
{
    if (value >= 0)
        (void) sqlite3_bind_int64(statement, place, value);
}

static int write_one(sqlite3 *db, sqlite3_stmt *statement, int64_t camera_key,
                     const struct lwi_measurement *m, struct lw_error *reterr)
{
    (void) sqlite3_reset(statement);
    (void) sqlite3_clear_bindings(statement);
    (void) sqlite3_bind_int64(statement, 1, camera_key);
    (void) sqlite3_bind_int64(statement, 2, m->time_ns);
    (void) sqlite3_bind_int(statement, 3, m->verdict);
    bind_known(statement, 4, lwi_measurement_unit(m->blur_probability));
    bind_known(statement, 5, lwi_measurement_unit(m->sharpness));
    (void) sqlite3_bind_int64(statement, 6, lwi_measurement_brightness(m->brightness));
    (void) sqlite3_bind_int(statement, 7, m->light);
    if (m->limit_count > 0)
        (void) sqlite3_bind_blob(statement, 8, m->limits, m->limit_count, SQLITE_STATIC);
    uint8_t measures[LWI_MEASURES_BYTES];
    const size_t measured = lwi_measures_pack(m, measures);
    if (measured > 0)
        (void) sqlite3_bind_blob(statement, 9, measures, (int) measured, SQLITE_STATIC);
    if (sqlite3_step(statement) != SQLITE_DONE)
        return lwi_db_error(db, reterr, "store measurements");
    return lwi_hour_add(db, camera_key, m, reterr);
}

/* 0: there is no such camera any more. */
static int find_key(sqlite3_stmt *statement, const char *camera_id, int64_t *ret_key,
                    struct lw_error *reterr)
{
    (void) sqlite3_reset(statement);
    (void) sqlite3_bind_text(statement, 1, camera_id, -1, SQLITE_STATIC);
    int r = lwi_db_step(statement, reterr);
    if (r == 1)
        *ret_key = sqlite3_column_int64(statement, 0);
    return r;
}

int lwi_measurements_write(sqlite3 *db, const struct lwi_store_waiting *rows, size_t count,
                           struct lw_error *reterr)
{
    if (count == 0)
        return 0;
    sqlite3_stmt *find, *insert = NULL;
    int r = lwi_db_prepare(db, &find, reterr, "select key from camera where id = ?", "n");
    if (r < 0)
        return r;
    /* Two at one time, after the clock went back: the later one stays. */
    r = lwi_db_prepare(db, &insert, reterr,
                       "insert or replace into measurement values (?, ?, ?, ?, ?, ?, ?, ?, ?)", "");
    for (size_t i = 0; r == 0 && i < count; i++) {
        int64_t key = 0;
        r = find_key(find, rows[i].camera_id, &key, reterr);
        if (r == 1)
            r = write_one(db, insert, key, &rows[i].measurement, reterr);
    }
    (void) sqlite3_finalize(find);
    (void) sqlite3_finalize(insert);
    return r;
}

int lwi_store_measurement_walk(struct lwi_store *store, const char *camera_id, int64_t from_ns,
                               int64_t to_ns,
                               int (*see)(void *cookie, const struct lwi_measurement *measurement),
                               void *cookie, struct lw_error *reterr)
{
    sqlite3 *db;
    sqlite3_stmt *statement;
    int r = lwi_reader_get(store, &db, reterr);
    if (r < 0)
        return r;
    r = lwi_db_prepare(db, &statement, reterr,
                       "select time_ns, verdict, light, limits from measurement where camera_key ="
                       " (select key from camera where id = ?) and time_ns between ? and ?"
                       " order by time_ns",
                       "tii", camera_id, from_ns, to_ns);
    int enough = 0;
    while (r == 0 && !enough && (r = lwi_db_step(statement, reterr)) == 1) {
        struct lwi_measurement m = {
            .time_ns = sqlite3_column_int64(statement, 0),
            .verdict = sqlite3_column_int(statement, 1),
            .blur_probability = -1,
            .sharpness = -1,
            .light = (uint8_t) sqlite3_column_int(statement, 2),
        };
        const void *limits = sqlite3_column_blob(statement, 3);
        const int size = limits ? sqlite3_column_bytes(statement, 3) : 0;
        m.limit_count = (uint8_t) (size < LW_CONDITIONS_MAX ? size : LW_CONDITIONS_MAX);
        if (limits)
            memcpy(m.limits, limits, m.limit_count);
        enough = see(cookie, &m);
        r = 0;
    }
    (void) sqlite3_finalize(statement);
    lwi_reader_put(store, db);
    return r;
}
