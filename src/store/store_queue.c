/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* The outbox as people see it: listed, counted, cancelled, tried again, trimmed. */
#include <errno.h>
#include <stdlib.h>

#include "base/error.h"
#include "store/internal.h"
#include "store/outbox.h"
#include "store/outbox_row.h"

#define LIST_MAX   1000
#define COUNTS_MAX 1000

static int list_rows(sqlite3 *db, const struct lwi_outbox_query *query, size_t limit,
                     struct lwi_outbox_row *rows, size_t *ret_count, struct lw_error *reterr)
{
    sqlite3_stmt *statement;
    size_t count = 0;
    int r = lwi_db_prepare(db, &statement, reterr,
                           "select " LWI_OUTBOX_COLUMNS " from outbox o"
                           " where (?1 is null or o.action = ?1) and (?2 is null or o.camera = ?2)"
                           " and (?3 is null or o.state = ?3) and (?4 = 0 or o.event_id = ?4)"
                           " and (?5 = 0 or o.id < ?5)"
                           " and (?7 is null or o.camera in (select value from json_each(?7)))"
                           " order by o.id desc limit ?6",
                           "tttiiit", query->action, query->camera, query->state, query->event_id,
                           query->before_id, (int64_t) limit, query->cameras);
    if (r < 0)
        return r;
    while ((r = lwi_db_step(statement, reterr)) == 1)
        lwi_outbox_row_read(statement, &rows[count++]);
    (void) sqlite3_finalize(statement);
    *ret_count = count;
    return r;
}

int lwi_store_outbox_list(struct lwi_store *store, const struct lwi_outbox_query *query,
                          struct lwi_outbox_row **ret_rows, size_t *ret_count,
                          struct lw_error *reterr)
{
    sqlite3 *db;
    size_t limit = query->limit < 1 ? 1 : query->limit > LIST_MAX ? LIST_MAX : query->limit;
    struct lwi_outbox_row *rows = calloc(limit, sizeof(*rows));
    if (!rows)
        return lwi_error_set(reterr, -ENOMEM, "out of memory");
    int r = lwi_reader_get(store, &db, reterr);
    if (r == 0) {
        r = list_rows(db, query, limit, rows, ret_count, reterr);
        lwi_reader_put(store, db);
    }
    if (r < 0)
        free(rows);
    else
        *ret_rows = rows;
    return r;
}

struct outbox_change {
    int64_t id, now_ns, expires_ns, count;
    const char *action;
};

static int change(sqlite3 *db, struct outbox_change *c, const char *sql, struct lw_error *reterr)
{
    int r = lwi_db_run(db, reterr, sql, "itii", c->id, c->action, c->now_ns, c->expires_ns);
    c->count = r == 0 ? sqlite3_changes(db) : 0;
    if (r == 0 && c->id != 0 && c->count == 0)
        r = lwi_error_set(reterr, -ENOENT, "nothing of number %lld can be so", (long long) c->id);
    return r;
}

static int outbox_cancel(struct lwi_store *store, sqlite3 *db, void *argument,
                         struct lw_error *reterr)
{
    return change(db, argument,
                  "update outbox set state = 'cancelled', finished_ns = ?3"
                  " where state = 'waiting' and (?1 = 0 or id = ?1)"
                  " and (?2 is null or action = ?2) and ?4 = 0",
                  reterr);
}

int lwi_store_outbox_cancel(struct lwi_store *store, int64_t id, const char *action, int64_t now_ns,
                            int64_t *ret_count, struct lw_error *reterr)
{
    struct outbox_change c = {.id = id, .action = action, .now_ns = now_ns};
    int r = lwi_writer_call(store, outbox_cancel, &c, reterr);
    if (r == 0)
        *ret_count = c.count;
    return r;
}

static int outbox_retry(struct lwi_store *store, sqlite3 *db, void *argument,
                        struct lw_error *reterr)
{
    return change(db, argument,
                  "update outbox set state = 'waiting', finished_ns = 0, next_ns = ?3,"
                  " expires_ns = max(expires_ns, ?4)"
                  " where state in ('waiting', 'expired', 'refused', 'cancelled')"
                  " and (?1 = 0 or id = ?1) and (?2 is null or action = ?2)",
                  reterr);
}

int lwi_store_outbox_retry(struct lwi_store *store, int64_t id, const char *action, int64_t now_ns,
                           int64_t expires_ns, int64_t *ret_count, struct lw_error *reterr)
{
    struct outbox_change c = {
        .id = id, .action = action, .now_ns = now_ns, .expires_ns = expires_ns};
    int r = lwi_writer_call(store, outbox_retry, &c, reterr);
    if (r == 0)
        *ret_count = c.count;
    return r;
}

static int list_counts(sqlite3 *db, const char *cameras, int64_t now_ns,
                       struct lwi_outbox_count *counts, size_t *ret_count, struct lw_error *reterr)
{
    sqlite3_stmt *statement;
    size_t n = 0;
    int r = lwi_db_prepare(
        db, &statement, reterr,
        "with seen as (select * from outbox"
        "  where ?3 is null or camera in (select value from json_each(?3)))"
        "select s.action, s.waiting, s.done, s.failed, s.oldest, coalesce(l.answer, ''),"
        " coalesce(l.error, ''), coalesce(l.tried_ns, 0) from (select action,"
        "  sum(state = 'waiting') waiting, sum(state in ('done', 'folded')) done,"
        "  sum(state in ('refused', 'expired')) failed,"
        "  coalesce(min(case when state = 'waiting' and due_ns <= ?1 then created_ns end), 0)"
        "   oldest, max(tried_ns) tried from seen group by action) s"
        " left join outbox l on l.id = (select max(id) from seen where action = s.action"
        "  and tried_ns = s.tried and tried_ns > 0) order by s.action limit ?2",
        "iit", now_ns, (int64_t) COUNTS_MAX, cameras);
    if (r < 0)
        return r;
    while ((r = lwi_db_step(statement, reterr)) == 1) {
        struct lwi_outbox_count *c = &counts[n++];
        lwi_db_text(statement, 0, c->action, sizeof(c->action));
        c->waiting = sqlite3_column_int64(statement, 1);
        c->done = sqlite3_column_int64(statement, 2);
        c->failed = sqlite3_column_int64(statement, 3);
        c->oldest_ns = sqlite3_column_int64(statement, 4);
        lwi_db_text(statement, 5, c->last_answer, sizeof(c->last_answer));
        lwi_db_text(statement, 6, c->last_error, sizeof(c->last_error));
        c->last_ns = sqlite3_column_int64(statement, 7);
    }
    (void) sqlite3_finalize(statement);
    *ret_count = n;
    return r;
}

int lwi_store_outbox_counts(struct lwi_store *store, const char *cameras, int64_t now_ns,
                            struct lwi_outbox_count **ret_counts, size_t *ret_count,
                            struct lw_error *reterr)
{
    sqlite3 *db;
    struct lwi_outbox_count *counts = calloc(COUNTS_MAX, sizeof(*counts));
    if (!counts)
        return lwi_error_set(reterr, -ENOMEM, "out of memory");
    int r = lwi_reader_get(store, &db, reterr);
    if (r == 0) {
        r = list_counts(db, cameras, now_ns, counts, ret_count, reterr);
        lwi_reader_put(store, db);
    }
    if (r < 0)
        free(counts);
    else
        *ret_counts = counts;
    return r;
}

int lwi_store_outbox_others(struct lwi_store *store, const char *action, int64_t event_id,
                            int64_t *ret_count, struct lw_error *reterr)
{
    sqlite3 *db;
    sqlite3_stmt *statement;
    int r = lwi_reader_get(store, &db, reterr);
    if (r < 0)
        return r;
    r = lwi_db_prepare(db, &statement, reterr,
                       /* Few are open; the outbox may be large. */
                       "select count(distinct e.id) from event e indexed by event_one_open"
                       " cross join outbox o on o.event_id = e.id where e.ended_ns is null and "
                       "e.id <> ? and o.action = ? and o.phase = 0"
                       " and o.wants_end = 1 and o.state in ('done', 'folded')",
                       "it", event_id, action);
    if (r == 0) {
        r = lwi_db_step(statement, reterr);
        if (r == 1)
            *ret_count = sqlite3_column_int64(statement, 0);
        (void) sqlite3_finalize(statement);
    }
    lwi_reader_put(store, db);
    return r < 0 ? r : 0;
}

struct outbox_trim {
    int64_t keep, waiting_max, now_ns;
};

static int outbox_trim(struct lwi_store *store, sqlite3 *db, void *argument,
                       struct lw_error *reterr)
{
    const struct outbox_trim *trim = argument;
    int r = lwi_db_run(db, reterr,
                       "delete from outbox where id in (select id from outbox"
                       " where state <> 'waiting' and not (wants_end = 1 and exists"
                       "  (select 1 from event e where e.id = event_id and e.ended_ns is null))"
                       " order by finished_ns desc, id desc limit 5000 offset ?)",
                       "i", trim->keep);
    if (r == 0) /* also of actions that are switched off, which nobody takes */
        r = lwi_db_run(db, reterr,
                       "update outbox set state = 'expired', finished_ns = ?1 where id in"
                       " (select id from outbox where state = 'waiting' and expires_ns <= ?1"
                       " limit 5000)",
                       "i", trim->now_ns);
    if (r < 0)
        return r;
    return lwi_db_run(db, reterr,
                      "update outbox set state = 'expired', finished_ns = ?2,"
                      " error = 'too many others waited' where id in (select id from outbox"
                      " where state = 'waiting' order by id desc limit 5000 offset ?1)",
                      "ii", trim->waiting_max, trim->now_ns);
}

int lwi_store_outbox_trim(struct lwi_store *store, int64_t keep, int64_t waiting_max,
                          int64_t now_ns, struct lw_error *reterr)
{
    struct outbox_trim trim = {.keep = keep, .waiting_max = waiting_max, .now_ns = now_ns};
    return lwi_writer_call(store, outbox_trim, &trim, reterr);
}
