/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Steps of events, and the outbox that they become. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/error.h"
#include "store/internal.h"
#include "store/outbox.h"
#include "store/outbox_row.h"

/* A next attempt that lies further ahead was computed before the clock was set back. */
#define AHEAD_NS (INT64_C(7200) * LWI_NS_PER_S)

void lwi_outbox_row_read(sqlite3_stmt *statement, struct lwi_outbox_row *ret_row)
{
    struct lwi_outbox_row *row = ret_row;
    *row = (struct lwi_outbox_row){
        .id = sqlite3_column_int64(statement, 0),
        .event_id = sqlite3_column_int64(statement, 6),
        .phase = sqlite3_column_int(statement, 7),
        .folded_into = sqlite3_column_int64(statement, 9),
        .created_ns = sqlite3_column_int64(statement, 10),
        .due_ns = sqlite3_column_int64(statement, 11),
        .next_ns = sqlite3_column_int64(statement, 12),
        .expires_ns = sqlite3_column_int64(statement, 13),
        .tried_ns = sqlite3_column_int64(statement, 14),
        .finished_ns = sqlite3_column_int64(statement, 15),
        .attempts = sqlite3_column_int(statement, 16),
    };
    lwi_db_text(statement, 1, row->key, sizeof(row->key));
    lwi_db_text(statement, 2, row->action, sizeof(row->action));
    lwi_db_text(statement, 3, row->rule, sizeof(row->rule));
    lwi_db_text(statement, 4, row->camera, sizeof(row->camera));
    lwi_db_text(statement, 5, row->condition, sizeof(row->condition));
    lwi_db_text(statement, 8, row->state, sizeof(row->state));
    lwi_db_text(statement, 17, row->answer, sizeof(row->answer));
    lwi_db_text(statement, 18, row->error, sizeof(row->error));
}

/* ---- steps ---- */

static int list_steps(sqlite3 *db, size_t limit, struct lwi_store_step *steps, size_t *ret_count,
                      struct lw_error *reterr)
{
    sqlite3_stmt *statement;
    size_t count = 0;
    int r = lwi_db_prepare(db, &statement, reterr,
                           "select id, event_id, phase, time_ns, document from step"
                           " order by id limit ?",
                           "i", (int64_t) limit);
    if (r < 0)
        return r;
    while ((r = lwi_db_step(statement, reterr)) == 1) {
        struct lwi_store_step *step = &steps[count];
        uint8_t *text = NULL;
        size_t size;
        step->id = sqlite3_column_int64(statement, 0);
        step->event_id = sqlite3_column_int64(statement, 1);
        step->phase = sqlite3_column_int(statement, 2);
        step->time_ns = sqlite3_column_int64(statement, 3);
        r = lwi_db_copy(statement, 4, &text, &size);
        if (r < 0)
            break;
        step->document = (char *) text;
        count++;
    }
    (void) sqlite3_finalize(statement);
    *ret_count = count;
    return r;
}

int lwi_store_step_list(struct lwi_store *store, size_t limit, struct lwi_store_step **ret_steps,
                        size_t *ret_count, struct lw_error *reterr)
{
    sqlite3 *db;
    size_t count = 0;
    struct lwi_store_step *steps = calloc(limit, sizeof(*steps));
    if (!steps)
        return lwi_error_set(reterr, -ENOMEM, "out of memory");
    int r = lwi_reader_get(store, &db, reterr);
    if (r == 0) {
        r = list_steps(db, limit, steps, &count, reterr);
        lwi_reader_put(store, db);
    }
    if (r < 0) {
        lwi_store_step_list_free(steps, count);
        return r;
    }
    *ret_steps = steps;
    *ret_count = count;
    return 0;
}

void lwi_store_step_list_free(struct lwi_store_step *steps, size_t count)
{
    for (size_t i = 0; steps && i < count; i++)
        free(steps[i].document);
    free(steps);
}

static int add_row(sqlite3 *db, const struct lwi_outbox_new *row, struct lw_error *reterr)
{
    return lwi_db_run(
        db, reterr,
        "insert into outbox (key, action, rule, camera, event_id, condition, phase, document,"
        " needs_open, needs_silence, fold_min, created_ns, due_ns, next_ns, expires_ns, wants_end)"
        " select lower(hex(randomblob(16))), ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12,"
        " ?12, ?13, ?16"
        " where (?14 = 0 or exists (select 1 from outbox where event_id = ?4 and rule = ?2"
        "   and action = ?1 and phase = 0 and state <> 'cancelled'))"
        " and (?15 = 0 or not exists (select 1 from outbox where rule = ?2 and camera = ?3"
        "   and condition = ?5 and phase = 0 and action = ?1 and state <> 'cancelled'"
        "   and created_ns > ?11 - ?15 and created_ns <= ?11 and event_id <> ?4))",
        "tttitit"
        "iiiiiiiii",
        row->action, row->rule, row->camera, row->event_id, row->condition, (int64_t) row->phase,
        row->document, (int64_t) row->needs_open, (int64_t) row->needs_silence,
        (int64_t) row->fold_min, row->created_ns, row->due_ns, row->expires_ns,
        (int64_t) row->needs_start, row->cooldown_ns, (int64_t) row->wants_end);
}

/* Whoever waits to tell of the start, if the event lasts so long. */
static int drop_starts(sqlite3 *db, const struct lwi_outbox_end *end, struct lw_error *reterr)
{
    return lwi_db_run(db, reterr,
                      "update outbox set state = 'cancelled', finished_ns = ?2,"
                      " error = 'the event ended before' where event_id = ?1"
                      " and needs_open = 1 and state = 'waiting' and attempts = 0"
                      " and due_ns > ?3",
                      "iii", end->event_id, end->created_ns, end->time_ns);
}

/* The rule of a start may be gone meanwhile, or be another one. */
static int add_end(sqlite3 *db, const struct lwi_outbox_end *end, struct lw_error *reterr)
{
    return lwi_db_run(
        db, reterr,
        "insert into outbox (key, action, rule, camera, event_id, condition, phase, document,"
        " needs_open, needs_silence, fold_min, created_ns, due_ns, next_ns, expires_ns, wants_end)"
        " select lower(hex(randomblob(16))), s.action, s.rule, s.camera, s.event_id, s.condition,"
        " 2, ?2, 0, 0, 0, ?3, ?3, ?3, ?3 + s.expires_ns - s.due_ns, 0 from outbox s"
        " where s.event_id = ?1 and s.phase = 0 and s.wants_end = 1 and s.state <> 'cancelled'"
        " and not exists (select 1 from outbox e where e.event_id = ?1 and e.rule = s.rule"
        "  and e.action = s.action and e.phase = 2)"
        " and exists (select 1 from setting where type = 'action' and id = s.action)",
        "iti", end->event_id, end->document, end->created_ns);
}

static int outbox_add(struct lwi_store *store, sqlite3 *db, void *argument, struct lw_error *reterr)
{
    const struct lwi_outbox_plan *plan = argument;
    int r = 0;
    for (size_t i = 0; r == 0 && i < plan->end_count; i++)
        r = drop_starts(db, &plan->ends[i], reterr);
    for (size_t i = 0; r == 0 && i < plan->count; i++)
        r = add_row(db, &plan->rows[i], reterr);
    for (size_t i = 0; r == 0 && i < plan->end_count; i++)
        r = add_end(db, &plan->ends[i], reterr);
    return r < 0 ? r
                 : lwi_db_run(db, reterr, "delete from step where id <= ?", "i", plan->last_step);
}

int lwi_store_outbox_add(struct lwi_store *store, const struct lwi_outbox_plan *plan,
                         struct lw_error *reterr)
{
    return lwi_writer_call(store, outbox_add, (void *) plan, reterr);
}

/* ---- taking ---- */

int lwi_store_outbox_ready(struct lwi_store *store, int64_t now_ns, char (*ret_actions)[33],
                           size_t max, size_t *ret_count, struct lw_error *reterr)
{
    sqlite3 *db;
    sqlite3_stmt *statement;
    size_t count = 0;
    int r = lwi_reader_get(store, &db, reterr);
    if (r < 0)
        return r;
    /* From one action to the next in the index, whatever waits for each. */
    r = lwi_db_prepare(
        db, &statement, reterr,
        "with recursive ids (id) as (select min(action) from outbox where state = 'waiting'"
        "  union all select (select min(action) from outbox where state = 'waiting'"
        "  and action > ids.id) from ids where ids.id is not null)"
        " select id from ids where id is not null and exists (select 1 from outbox"
        "  where state = 'waiting' and action = ids.id and due_ns <= ?1"
        "  and (next_ns <= ?1 or next_ns > ?1 + ?2)) limit ?3",
        "iii", now_ns, AHEAD_NS, (int64_t) max);
    if (r == 0) {
        while ((r = lwi_db_step(statement, reterr)) == 1)
            lwi_db_text(statement, 0, ret_actions[count++], sizeof(*ret_actions));
        (void) sqlite3_finalize(statement);
    }
    lwi_reader_put(store, db);
    *ret_count = count;
    return r;
}

struct outbox_take {
    const char *action;
    int64_t now_ns;
    struct lwi_outbox_row *row;
    int fold_min;
    char unwanted[32]; /* why the row is not to be sent; "" */
};

/* From camera to camera in the index, the first row of each, and the oldest of those: what waits
 * behind them is not looked at, however much it is. */
static int pick(sqlite3 *db, struct outbox_take *take, struct lw_error *reterr)
{
    sqlite3_stmt *statement;
    int r = lwi_db_prepare(
        db, &statement, reterr,
        "with recursive lanes (camera) as ("
        " select min(camera) from outbox where state = 'waiting' and action = ?1 union all"
        " select (select min(camera) from outbox where state = 'waiting' and action = ?1"
        "  and camera > lanes.camera) from lanes where lanes.camera is not null)"
        " select " LWI_OUTBOX_COLUMNS ", o.document, o.fold_min,"
        " case when o.expires_ns <= ?2 then 'expired' when o.attempts > 0 then ''"
        "  when o.needs_open = 1 and exists (select 1 from event e where e.id = o.event_id"
        "   and e.ended_ns is not null and e.ended_ns < o.due_ns) then 'the event ended before'"
        "  when o.needs_silence = 1 and exists (select 1 from mark m where m.event_id = o.event_id"
        "   and m.acknowledged_ns <> 0) then 'it was acknowledged' else '' end"
        " from lanes l cross join outbox o on o.id = (select id from outbox"
        "  where state = 'waiting' and action = ?1 and camera = l.camera"
        "  order by due_ns, id limit 1)"
        " where l.camera is not null and o.due_ns <= ?2"
        " and (o.next_ns <= ?2 or o.next_ns > ?2 + ?3 or o.expires_ns <= ?2)"
        " and not exists (select 1 from outbox b join outbox h on h.id = b.folded_into"
        "  where b.state = 'folded' and b.action = o.action and b.camera = o.camera"
        "  and h.state = 'waiting' and h.id <> o.id) order by o.due_ns, o.id limit 1",
        "tii", take->action, take->now_ns, AHEAD_NS);
    if (r < 0)
        return r;
    r = lwi_db_step(statement, reterr);
    if (r == 1) {
        uint8_t *text = NULL;
        size_t size;
        lwi_outbox_row_read(statement, take->row);
        take->fold_min = sqlite3_column_int(statement, LWI_OUTBOX_COLUMN_COUNT + 1);
        lwi_db_text(statement, LWI_OUTBOX_COLUMN_COUNT + 2, take->unwanted, sizeof(take->unwanted));
        r = lwi_db_copy(statement, LWI_OUTBOX_COLUMN_COUNT, &text, &size);
        take->row->document = (char *) text;
    } else if (r == 0) {
        r = -ENOENT;
    }
    (void) sqlite3_finalize(statement);
    return r;
}

/* The next row that is wanted. */
static int pick_wanted(sqlite3 *db, struct outbox_take *take, struct lw_error *reterr)
{
    int r = pick(db, take, reterr);
    while (r == 0 && take->unwanted[0]) {
        free(take->row->document);
        take->row->document = NULL;
        int is_expired = strcmp(take->unwanted, "expired") == 0;
        r = lwi_db_run(db, reterr,
                       "update outbox set state = ?2, finished_ns = ?3,"
                       " error = case when error = '' then ?4 else error end where id = ?1",
                       "itit", take->row->id, is_expired ? "expired" : "cancelled", take->now_ns,
                       is_expired ? "its time was over before it was tried" : take->unwanted);
        if (r == 0)
            r = pick(db, take, reterr);
    }
    return r;
}

/* Makes one message of all that the rule holds of one condition and phase, where they are many. */
static int fold(sqlite3 *db, struct outbox_take *take, struct lw_error *reterr)
{
    struct lwi_outbox_row *row = take->row;
#define ALIKE                                                                                      \
    " from outbox where state = 'waiting' and action = ?1 and rule = ?2 and condition = ?3"        \
    " and phase = ?4 and attempts = 0 and fold_min > 0"
    int r = lwi_db_run(
        db, reterr,
        "update outbox set fold_min = 0, document = json_set(document, '$.storm',"
        " (select json_group_array(json(item)) from (select json_object(" /* sorted by id */
        "   'id', json_extract(document, '$.event.id'),"
        "   'condition', json_extract(document, '$.event.condition'),"
        "   'started', json_extract(document, '$.event.started'),"
        "   'camera', json_extract(document, '$.camera')) as item" ALIKE
        " order by id limit 1000)))"
        " where id = ?5 and (select count(*)" ALIKE ") >= fold_min",
        "tttii", row->action, row->rule, row->condition, (int64_t) row->phase, row->id);
    if (r < 0 || sqlite3_changes(db) == 0)
        return r;
    r = lwi_db_run(db, reterr,
                   "update outbox set state = 'folded', folded_into = ?5, finished_ns = ?6"
                   " where id in (select id" ALIKE " and id <> ?5 order by id limit 999)",
                   "tttiii", row->action, row->rule, row->condition, (int64_t) row->phase, row->id,
                   take->now_ns);
#undef ALIKE
    free(row->document);
    row->document = NULL;
    return r < 0 ? r : pick(db, take, reterr);
}

static int outbox_take(struct lwi_store *store, sqlite3 *db, void *argument,
                       struct lw_error *reterr)
{
    struct outbox_take *take = argument;
    int r = pick_wanted(db, take, reterr);
    if (r == 0 && take->fold_min > 0 && take->row->attempts == 0)
        r = fold(db, take, reterr);
    if (r == -ENOENT) { /* and what was dropped stays dropped */
        *take->row = (struct lwi_outbox_row){0};
        return 0;
    }
    return r;
}

int lwi_store_outbox_take(struct lwi_store *store, const char *action, int64_t now_ns,
                          struct lwi_outbox_row *ret_row, struct lw_error *reterr)
{
    struct lwi_outbox_row row = {0};
    struct outbox_take take = {.action = action, .now_ns = now_ns, .row = &row};
    int r = lwi_writer_call(store, outbox_take, &take, reterr);
    if (r == 0 && row.id == 0)
        r = -ENOENT;
    if (r < 0) {
        free(row.document);
        return r;
    }
    *ret_row = row;
    return 0;
}

static int outbox_report(struct lwi_store *store, sqlite3 *db, void *argument,
                         struct lw_error *reterr)
{
    const struct lwi_outbox_row *row = argument;
    return lwi_db_run(db, reterr,
                      "update outbox set state = case when state = 'waiting' then ?2 else state"
                      " end, finished_ns = case when state = 'waiting' then ?3 else finished_ns"
                      " end, next_ns = ?4, tried_ns = ?5, attempts = ?6, answer = ?7, error = ?8"
                      " where id = ?1",
                      "itiiiitt", row->id, row->state, row->finished_ns, row->next_ns,
                      row->tried_ns, (int64_t) row->attempts, row->answer, row->error);
}

int lwi_store_outbox_report(struct lwi_store *store, const struct lwi_outbox_row *row,
                            struct lw_error *reterr)
{
    return lwi_writer_call(store, outbox_report, (void *) row, reterr);
}

void lwi_store_wait(struct lwi_store *store, uint64_t *seen, int timeout_ms)
{
    int64_t until_ns = lwi_clock_monotonic(&lwi_clock_system) + timeout_ms * LWI_NS_PER_MS;
    const struct timespec until = {.tv_sec = until_ns / LWI_NS_PER_S,
                                   .tv_nsec = until_ns % LWI_NS_PER_S};
    int r = 0;
    (void) pthread_mutex_lock(&store->lock);
    while (r == 0 && store->commits == *seen)
        r = pthread_cond_timedwait(&store->done, &store->lock, &until);
    *seen = store->commits;
    (void) pthread_mutex_unlock(&store->lock);
}
