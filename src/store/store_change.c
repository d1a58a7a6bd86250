/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Which cameras are otherwise than a while ago, counted over all events: a night of storm has more
 * of them than anybody reads, and each still counts.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "store/internal.h"

/* Beyond, something is wrong: a camera is one row. */
#define ROWS_MAX 65536

/*
 * Of each camera its events since ?1, those of before that went on included. A camera that had a
 * fault then and has one now is as it was. Of one that is worse only those that go on say so.
 */
static const char changes_sql[] =
    "with since as (select camera_key, count(*) as events, sum(started_ns < ?1) as before,"
    "  sum(ended_ns is null) as open from event"
    "  where (ended_ns >= ?1 or ended_ns is null) and camera_key is not null group by camera_key),"
    " changed as (select camera_key, case when open > 0 then 0 when before > 0 then 1 else 2 end"
    "  as change, case when open > 0 then open else events end as events from since"
    "  where open = 0 or before = 0),"
    " ranked as (select e.*, c.change, c.events, row_number() over"
    "  (partition by e.camera_key order by e.id desc) as place from changed c"
    "  join event e on e.camera_key = c.camera_key"
    "  where (c.change <> 0 and e.ended_ns >= ?1) or (c.change = 0 and e.ended_ns is null))"
    " select k.id, r.change, r.events, r.id, r.condition, r.started_ns, coalesce(r.ended_ns, 0)"
    " from ranked r join camera k on k.key = r.camera_key where r.place <= ?2"
    "  and (?3 is null or k.id in (select value from json_each(?3)))"
    " order by r.change, k.id, r.id desc";

struct list {
    struct lwi_camera_change *rows;
    size_t count, room;
};

/* Rows of one camera follow each other. */
static int add_row(struct list *list, sqlite3_stmt *statement, struct lw_error *reterr)
{
    char id[33];
    lwi_db_text(statement, 0, id, sizeof(id));
    struct lwi_camera_change *row = list->count > 0 ? &list->rows[list->count - 1] : NULL;
    if (!row || strcmp(row->camera_id, id) != 0) {
        if (list->count == list->room) {
            const size_t room = list->room ? 2 * list->room : 16;
            struct lwi_camera_change *grown = realloc(list->rows, room * sizeof(*grown));
            if (!grown)
                return lwi_error_set(reterr, -ENOMEM, "out of memory");
            list->rows = grown;
            list->room = room;
        }
        row = &list->rows[list->count++];
        *row = (struct lwi_camera_change){
            .change = (enum lwi_change) sqlite3_column_int(statement, 1),
            .events = sqlite3_column_int64(statement, 2),
        };
        lwi_db_text(statement, 0, row->camera_id, sizeof(row->camera_id));
    }
    if (row->newest_count == LWI_CHANGE_EVENTS)
        return 0;
    const size_t at = row->newest_count++;
    row->newest[at].id = sqlite3_column_int64(statement, 3);
    row->newest[at].started_ns = sqlite3_column_int64(statement, 5);
    row->newest[at].ended_ns = sqlite3_column_int64(statement, 6);
    lwi_db_text(statement, 4, row->newest[at].condition, sizeof(row->newest[at].condition));
    return 0;
}

int lwi_store_changes(struct lwi_store *store, int64_t since_ns, const char *cameras,
                      struct lwi_camera_change **ret_changes, size_t *ret_count,
                      struct lw_error *reterr)
{
    sqlite3 *db;
    sqlite3_stmt *statement;
    struct list list = {0};
    int r = lwi_reader_get(store, &db, reterr);
    if (r < 0)
        return r;
    r = lwi_db_prepare(db, &statement, reterr, changes_sql, "iit", since_ns,
                       (int64_t) LWI_CHANGE_EVENTS, cameras);
    if (r == 0) {
        while (list.count < ROWS_MAX && (r = lwi_db_step(statement, reterr)) == 1) {
            r = add_row(&list, statement, reterr);
            if (r < 0)
                break;
        }
        (void) sqlite3_finalize(statement);
    }
    lwi_reader_put(store, db);
    if (r < 0) {
        free(list.rows);
        return r;
    }
    *ret_changes = list.rows;
    *ret_count = list.count;
    return 0;
}
