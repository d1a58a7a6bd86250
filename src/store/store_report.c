/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* What a report counts: events by camera and condition, and the hours in which there were
 * pictures. */
#include <errno.h>
#include <stdlib.h>

#include "base/error.h"
#include "store/hour.h"
#include "store/internal.h"

/* Cameras times conditions. */
#define ROWS_MAX 65536

static int list_counts(sqlite3 *db, const struct lwi_event_query *q, int64_t now_ns,
                       struct lwi_event_counts **ret_rows, size_t *ret_count,
                       struct lw_error *reterr)
{
    sqlite3_stmt *statement;
    struct lwi_event_counts *rows = NULL;
    size_t count = 0, room = 0;
    const int64_t to_ns = q->to_ns > 0 ? q->to_ns : INT64_MAX;
    int r = lwi_db_prepare(
        db, &statement, reterr,
        "select coalesce(c.id, ''), e.condition, count(*), sum(e.ended_ns is null),"
        " sum(coalesce(m.acknowledged_ns, 0) <> 0), sum(coalesce(m.is_false_alarm, 0)),"
        " sum(max(min(coalesce(e.ended_ns, ?5), ?2, ?5) - max(e.started_ns, ?1), 0))"
        " from event e left join camera c on c.key = e.camera_key"
        " left join mark m on m.event_id = e.id"
        " where e.started_ns <= ?2 and coalesce(e.ended_ns, ?2) >= ?1"
        " and (?3 is null or c.id = ?3) and (?4 is null or e.condition = ?4)"
        " group by 1, 2 order by 1, 2",
        "iitti", q->from_ns, to_ns, q->camera_id, q->condition, now_ns);
    if (r < 0)
        return r;
    while (count < ROWS_MAX && (r = lwi_db_step(statement, reterr)) == 1) {
        if (count == room) {
            room = room ? 2 * room : 64;
            struct lwi_event_counts *grown = realloc(rows, room * sizeof(*rows));
            if (!grown) {
                r = lwi_error_set(reterr, -ENOMEM, "out of memory");
                break;
            }
            rows = grown;
        }
        struct lwi_event_counts *row = &rows[count++];
        lwi_db_text(statement, 0, row->camera_id, sizeof(row->camera_id));
        lwi_db_text(statement, 1, row->condition, sizeof(row->condition));
        row->events = sqlite3_column_int64(statement, 2);
        row->open = sqlite3_column_int64(statement, 3);
        row->acknowledged = sqlite3_column_int64(statement, 4);
        row->false_alarms = sqlite3_column_int64(statement, 5);
        row->lasted_ns = sqlite3_column_int64(statement, 6);
    }
    (void) sqlite3_finalize(statement);
    if (r < 0) {
        free(rows);
        return r;
    }
    *ret_rows = rows;
    *ret_count = count;
    return 0;
}

int lwi_store_event_counts(struct lwi_store *store, const struct lwi_event_query *query,
                           int64_t now_ns, struct lwi_event_counts **ret_rows, size_t *ret_count,
                           struct lw_error *reterr)
{
    sqlite3 *db;
    int r = lwi_reader_get(store, &db, reterr);
    if (r < 0)
        return r;
    r = list_counts(db, query, now_ns, ret_rows, ret_count, reterr);
    lwi_reader_put(store, db);
    return r;
}

int lwi_store_hours_watched(struct lwi_store *store, const char *camera_id, int64_t from_ns,
                            int64_t to_ns, int64_t *ret_hours, struct lw_error *reterr)
{
    sqlite3 *db;
    sqlite3_stmt *statement;
    int r = lwi_reader_get(store, &db, reterr);
    if (r < 0)
        return r;
    r = lwi_db_prepare(db, &statement, reterr,
                       "select count(*) from hour where camera_key ="
                       " (select key from camera where id = ?) and hour between ? and ?",
                       "tii", camera_id, from_ns / LWI_HOUR_NS, (to_ns - 1) / LWI_HOUR_NS);
    if (r == 0) {
        r = lwi_db_step(statement, reterr);
        if (r == 1)
            *ret_hours = sqlite3_column_int64(statement, 0);
        (void) sqlite3_finalize(statement);
    }
    lwi_reader_put(store, db);
    return r < 0 ? r : 0;
}
