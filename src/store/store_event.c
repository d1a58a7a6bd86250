/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Events and their pictures. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "store/internal.h"

#define LIST_MAX 1000

/* What read_event() reads. An open event has ended_ns 0 in C and NULL in SQL. */
#define COLUMNS                                                                                    \
    "e.id, coalesce(c.id, ''), e.condition, e.started_ns, e.confirmed_ns, e.refreshed_ns,"         \
    " coalesce(e.ended_ns, 0), e.score, e.reason, e.end_reason,"                                   \
    " (select coalesce(sum(case which when 'start' then 1 when 'reference' then 2 else 4 end), 0)" \
    " from picture where event_id = e.id), e.source, e.note"

static double clamp_score(double score)
{
    return score > 0 ? (score < 1 ? score : 1) : 0; /* a NaN becomes 0 */
}

static int put_picture(sqlite3 *db, int64_t event_id, const char *which, const uint8_t *jpeg,
                       size_t size, struct lw_error *reterr)
{
    if (!jpeg || size == 0)
        return 0;
    return lwi_db_run(db, reterr, "insert or replace into picture values (?, ?, ?, ?)", "itib",
                      event_id, which, (int64_t) size, jpeg, size);
}

static int put_pictures(sqlite3 *db, int64_t event_id, const struct lwi_event_pictures *pictures,
                        struct lw_error *reterr)
{
    if (!pictures)
        return 0;
    int r = put_picture(db, event_id, "start", pictures->start, pictures->start_size, reterr);
    if (r == 0)
        r = put_picture(db, event_id, "reference", pictures->reference, pictures->reference_size,
                        reterr);
    if (r == 0)
        r = put_picture(db, event_id, "end", pictures->end, pictures->end_size, reterr);
    return r;
}

struct event_start {
    const struct lwi_event *event;
    const struct lwi_event_pictures *pictures;
    int64_t id;
};

static int event_start(struct lwi_store *store, sqlite3 *db, void *argument,
                       struct lw_error *reterr)
{
    struct event_start *start = argument;
    const struct lwi_event *e = start->event;
    /* No row at all for a camera that there is not: NULL is the system. */
    int r = lwi_db_run(db, reterr,
                       "insert into event (camera_key, condition, started_ns, confirmed_ns,"
                       " refreshed_ns, score, reason, source)"
                       " select c.key, ?2, ?3, max(?3, ?4), max(?3, ?5), ?6, ?7, ?8"
                       " from (select 1) left join camera c on c.id = ?1"
                       " where ?1 = '' or c.key is not null",
                       "ttiiidtt", e->camera_id, e->condition, e->started_ns, e->confirmed_ns,
                       e->refreshed_ns, clamp_score(e->score), e->reason, e->source);
    if (r == 0 && sqlite3_changes(db) == 0)
        r = lwi_error_set(reterr, -ENOENT, "there is no camera '%s'", e->camera_id);
    if (r == -EEXIST)
        (void) lwi_error_set(reterr, r, "camera '%s' has an open event '%s' already", e->camera_id,
                             e->condition);
    if (r < 0)
        return r;
    start->id = sqlite3_last_insert_rowid(db);
    return put_pictures(db, start->id, start->pictures, reterr);
}

int lwi_store_event_start(struct lwi_store *store, struct lwi_event *event,
                          const struct lwi_event_pictures *pictures, struct lw_error *reterr)
{
    struct event_start start = {.event = event, .pictures = pictures};
    int r = lwi_writer_call(store, event_start, &start, reterr);
    if (r == 0)
        event->id = start.id;
    return r;
}

struct event_change {
    int64_t id;
    int64_t time_ns;
    double score;
    const char *end_reason;
    const struct lwi_event_pictures *pictures;
};

static int changed_one(sqlite3 *db, int64_t id, struct lw_error *reterr)
{
    if (sqlite3_changes(db) == 1)
        return 0;
    return lwi_error_set(reterr, -ENOENT, "there is no open event %lld", (long long) id);
}

static int event_refresh(struct lwi_store *store, sqlite3 *db, void *argument,
                         struct lw_error *reterr)
{
    const struct event_change *change = argument;
    int r = lwi_db_run(db, reterr,
                       "update event set refreshed_ns = max(refreshed_ns, ?2),"
                       " score = max(score, ?3) where id = ?1 and ended_ns is null",
                       "iid", change->id, change->time_ns, clamp_score(change->score));
    return r < 0 ? r : changed_one(db, change->id, reterr);
}

int lwi_store_event_refresh(struct lwi_store *store, int64_t id, int64_t refreshed_ns, double score,
                            struct lw_error *reterr)
{
    struct event_change change = {.id = id, .time_ns = refreshed_ns, .score = score};
    return lwi_writer_call(store, event_refresh, &change, reterr);
}

static int event_end(struct lwi_store *store, sqlite3 *db, void *argument, struct lw_error *reterr)
{
    const struct event_change *change = argument;
    int r = lwi_db_run(db, reterr,
                       "update event set ended_ns = max(started_ns, ?2), end_reason = ?3"
                       " where id = ?1 and ended_ns is null",
                       "iit", change->id, change->time_ns, change->end_reason);
    if (r == 0)
        r = changed_one(db, change->id, reterr);
    return r < 0 ? r : put_pictures(db, change->id, change->pictures, reterr);
}

int lwi_store_event_end(struct lwi_store *store, int64_t id, int64_t ended_ns,
                        const char *end_reason, const struct lwi_event_pictures *pictures,
                        struct lw_error *reterr)
{
    struct event_change change = {
        .id = id,
        .time_ns = ended_ns,
        .end_reason = end_reason && end_reason[0] ? end_reason : "cleared",
        .pictures = pictures,
    };
    return lwi_writer_call(store, event_end, &change, reterr);
}

struct event_note {
    int64_t id;
    const char *note;
};

static int event_note(struct lwi_store *store, sqlite3 *db, void *argument, struct lw_error *reterr)
{
    const struct event_note *note = argument;
    int r = lwi_db_run(db, reterr, "update event set note = substr(?2, 1, 159) where id = ?1", "it",
                       note->id, note->note);
    return r < 0 ? r : changed_one(db, note->id, reterr);
}

int lwi_store_event_note(struct lwi_store *store, int64_t id, const char *note,
                         struct lw_error *reterr)
{
    struct event_note change = {.id = id, .note = note};
    return lwi_writer_call(store, event_note, &change, reterr);
}

static void read_event(sqlite3_stmt *statement, struct lwi_event *ret_event)
{
    struct lwi_event *e = ret_event;
    *e = (struct lwi_event){
        .id = sqlite3_column_int64(statement, 0),
        .started_ns = sqlite3_column_int64(statement, 3),
        .confirmed_ns = sqlite3_column_int64(statement, 4),
        .refreshed_ns = sqlite3_column_int64(statement, 5),
        .ended_ns = sqlite3_column_int64(statement, 6),
        .score = sqlite3_column_double(statement, 7),
        .pictures = (unsigned) sqlite3_column_int(statement, 10),
    };
    lwi_db_text(statement, 1, e->camera_id, sizeof(e->camera_id));
    lwi_db_text(statement, 2, e->condition, sizeof(e->condition));
    lwi_db_text(statement, 8, e->reason, sizeof(e->reason));
    lwi_db_text(statement, 9, e->end_reason, sizeof(e->end_reason));
    lwi_db_text(statement, 11, e->source, sizeof(e->source));
    lwi_db_text(statement, 12, e->note, sizeof(e->note));
}

static int list_events(sqlite3 *db, const struct lwi_event_query *query,
                       struct lwi_event **ret_events, size_t *ret_count, struct lw_error *reterr)
{
    size_t limit = query->limit < 1 ? 1 : query->limit > LIST_MAX ? LIST_MAX : query->limit;
    struct lwi_event *events = calloc(limit, sizeof(*events));
    if (!events)
        return lwi_error_set(reterr, -ENOMEM, "out of memory");
    sqlite3_stmt *statement;
    int r = lwi_db_prepare(
        db, &statement, reterr,
        "select " COLUMNS " from event e left join camera c on c.key = e.camera_key"
        " where (?1 is null or e.camera_key = (select key from camera where id = ?1))"
        " and (?2 is null or e.condition = ?2)"
        " and (?3 = 0 or (?3 = 1) = (e.ended_ns is null))"
        " and (?4 = 0 or e.ended_ns is null or e.ended_ns >= ?4)"
        " and (?5 = 0 or e.started_ns <= ?5)"
        " and (?6 = 0 or e.id < ?6) and (?8 is null or e.source = ?8)"
        " and (?9 is null or c.id in (select value from json_each(?9)))"
        " order by e.id desc limit ?7",
        "ttiiiiitt", query->camera_id, query->condition, (int64_t) query->state, query->from_ns,
        query->to_ns, query->before_id, (int64_t) limit, query->source, query->cameras);
    size_t count = 0;
    if (r == 0) {
        while ((r = lwi_db_step(statement, reterr)) == 1)
            read_event(statement, &events[count++]);
        (void) sqlite3_finalize(statement);
    }
    if (r < 0) {
        free(events);
        return r;
    }
    *ret_events = events;
    *ret_count = count;
    return 0;
}

int lwi_store_event_list(struct lwi_store *store, const struct lwi_event_query *query,
                         struct lwi_event **ret_events, size_t *ret_count, struct lw_error *reterr)
{
    sqlite3 *db;
    int r = lwi_reader_get(store, &db, reterr);
    if (r < 0)
        return r;
    r = list_events(db, query, ret_events, ret_count, reterr);
    lwi_reader_put(store, db);
    return r;
}

int lwi_store_event_get(struct lwi_store *store, int64_t id, struct lwi_event *ret_event,
                        struct lw_error *reterr)
{
    sqlite3 *db;
    int r = lwi_reader_get(store, &db, reterr);
    if (r < 0)
        return r;
    sqlite3_stmt *statement;
    r = lwi_db_prepare(db, &statement, reterr,
                       "select " COLUMNS
                       " from event e left join camera c on c.key = e.camera_key where e.id = ?",
                       "i", id);
    if (r == 0) {
        r = lwi_db_step(statement, reterr);
        if (r == 1) {
            read_event(statement, ret_event);
            r = 0;
        } else if (r == 0) {
            r = lwi_error_set(reterr, -ENOENT, "there is no event %lld", (long long) id);
        }
        (void) sqlite3_finalize(statement);
    }
    lwi_reader_put(store, db);
    return r;
}

int lwi_store_event_picture(struct lwi_store *store, int64_t id, const char *which,
                            uint8_t **ret_data, size_t *ret_size, struct lw_error *reterr)
{
    sqlite3 *db;
    int r = lwi_reader_get(store, &db, reterr);
    if (r < 0)
        return r;
    sqlite3_stmt *statement;
    r = lwi_db_prepare(db, &statement, reterr,
                       "select jpeg from picture where event_id = ? and which = ?", "it", id,
                       which);
    if (r == 0) {
        r = lwi_db_step(statement, reterr);
        if (r == 1)
            r = lwi_db_copy(statement, 0, ret_data, ret_size);
        else if (r == 0)
            r = lwi_error_set(reterr, -ENOENT, "event %lld has no %s picture", (long long) id,
                              which);
        (void) sqlite3_finalize(statement);
    }
    lwi_reader_put(store, db);
    return r;
}
