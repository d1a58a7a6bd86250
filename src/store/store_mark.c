/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* What people say of events. */
#include <errno.h>

#include "base/error.h"
#include "store/internal.h"
#include "store/outbox.h"

int lwi_store_mark_get(struct lwi_store *store, int64_t event_id, struct lwi_store_mark *ret_mark,
                       struct lw_error *reterr)
{
    sqlite3 *db;
    sqlite3_stmt *statement;
    struct lwi_store_mark mark = {.event_id = event_id};
    int r = lwi_reader_get(store, &db, reterr);
    if (r < 0)
        return r;
    r = lwi_db_prepare(db, &statement, reterr,
                       "select acknowledged_ns, acknowledged_by, comment, is_false_alarm from mark"
                       " where event_id = ?",
                       "i", event_id);
    if (r == 0) {
        r = lwi_db_step(statement, reterr);
        if (r == 1) {
            mark.acknowledged_ns = sqlite3_column_int64(statement, 0);
            lwi_db_text(statement, 1, mark.acknowledged_by, sizeof(mark.acknowledged_by));
            lwi_db_text(statement, 2, mark.comment, sizeof(mark.comment));
            mark.is_false_alarm = sqlite3_column_int(statement, 3);
            r = 0;
        }
        (void) sqlite3_finalize(statement);
    }
    lwi_reader_put(store, db);
    if (r == 0)
        *ret_mark = mark;
    return r;
}

static int mark_put(struct lwi_store *store, sqlite3 *db, void *argument, struct lw_error *reterr)
{
    const struct lwi_store_mark *mark = argument;
    int r = lwi_db_run(db, reterr,
                       "insert or replace into mark select id, ?2, ?3, ?4, ?5 from event"
                       " where id = ?1",
                       "iitti", mark->event_id, mark->acknowledged_ns, mark->acknowledged_by,
                       mark->comment, (int64_t) mark->is_false_alarm);
    if (r == 0 && sqlite3_changes(db) == 0)
        r = lwi_error_set(reterr, -ENOENT, "there is no event %lld", (long long) mark->event_id);
    return r;
}

int lwi_store_mark_put(struct lwi_store *store, const struct lwi_store_mark *mark,
                       struct lw_error *reterr)
{
    return lwi_writer_call(store, mark_put, (void *) mark, reterr);
}
