/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Retention: everything that grows has a limit. It runs on the writer thread in
 * small pieces, so that an event never waits long behind it.
 *
 * What goes by age goes by the realtime clock, which can be wrong: a machine
 * that starts in the year 2099 would throw away all it has. So nothing goes by
 * age until the clock has run steadily for an hour.
 */
#include <errno.h>

#include "base/clock.h"
#include "base/error.h"
#include "store/audit_chain.h"
#include "store/internal.h"

/* Rows that one transaction removes. */
#define PIECE_ROWS 20000
/* A step of the realtime clock against the monotonic one that counts as a jump. */
#define JUMP_NS (60 * LWI_NS_PER_S)
/* The head of the audit log is said this often. */
#define HEAD_NS (3600 * LWI_NS_PER_S)

static int clock_is_steady(struct lwi_store *store, int64_t monotonic_ns, int64_t realtime_ns)
{
    int64_t offset_ns = realtime_ns - monotonic_ns;
    int64_t step_ns = offset_ns - store->offset_ns;
    store->offset_ns = offset_ns;
    if (step_ns > JUMP_NS || step_ns < -JUMP_NS) {
        store->jump_monotonic_ns = monotonic_ns;
        lwi_log(store->log, LWI_LOG_WARNING, "the system's clock jumped by %lld s",
                (long long) (step_ns / LWI_NS_PER_S));
    }
    return monotonic_ns - store->jump_monotonic_ns >= store->limits.steady_s * LWI_NS_PER_S;
}

/* Runs one statement; adds what it removed to *removed. */
static int remove_rows(sqlite3 *db, int64_t *removed, const char *sql, int64_t value,
                       struct lw_error *reterr)
{
    int r = lwi_db_run(db, reterr, sql, "ii", value, (int64_t) PIECE_ROWS);
    if (r == 0)
        *removed += sqlite3_changes(db);
    return r;
}

static int measurements_of_removed(sqlite3 *db, int64_t *removed, struct lw_error *reterr)
{
    /* Keys are few: skipping from one to the next in the primary key finds those without a
     * camera, without reading the rows. */
    return remove_rows(
        db, removed,
        "with recursive keys (key) as (select min(camera_key) from measurement union all"
        "  select (select min(camera_key) from measurement where camera_key > key) from keys"
        "  where key is not null)"
        " delete from measurement where (camera_key, time_ns) in"
        " (select m.camera_key, m.time_ns from keys k join measurement m on m.camera_key = k.key"
        "  where k.key not in (select key from camera) limit ?2)",
        0, reterr);
}

static int hours_of_removed(sqlite3 *db, int64_t *removed, struct lw_error *reterr)
{
    return remove_rows(
        db, removed,
        "with recursive keys (key) as (select min(camera_key) from hour union all"
        "  select (select min(camera_key) from hour where camera_key > key) from keys"
        "  where key is not null)"
        " delete from hour where (camera_key, hour) in"
        " (select h.camera_key, h.hour from keys k join hour h on h.camera_key = k.key"
        "  where k.key not in (select key from camera) limit ?2 + 0 * ?1)",
        0, reterr);
}

static int hours_before(sqlite3 *db, int64_t *removed, int64_t time_ns, struct lw_error *reterr)
{
    return remove_rows(db, removed,
                       "delete from hour where (camera_key, hour) in"
                       " (select h.camera_key, h.hour from camera c"
                       "  cross join hour h on h.camera_key = c.key"
                       "  where h.hour < ?1 limit ?2)",
                       time_ns / (3600 * LWI_NS_PER_S), reterr);
}

static int measurements_before(sqlite3 *db, int64_t *removed, int64_t time_ns,
                               struct lw_error *reterr)
{
    return remove_rows(db, removed,
                       "delete from measurement where (camera_key, time_ns) in"
                       " (select m.camera_key, m.time_ns from camera c"
                       "  cross join measurement m on m.camera_key = c.key"
                       "  where m.time_ns < ?1 limit ?2)",
                       time_ns, reterr);
}

static int used_bytes(sqlite3 *db, int64_t *ret_bytes, struct lw_error *reterr)
{
    int64_t pages, empty, page_bytes;
    int r = lwi_db_integer(db, &pages, reterr, "pragma page_count");
    if (r == 0)
        r = lwi_db_integer(db, &empty, reterr, "pragma freelist_count");
    if (r == 0)
        r = lwi_db_integer(db, &page_bytes, reterr, "pragma page_size");
    if (r == 0)
        *ret_bytes = (pages - empty) * page_bytes;
    return r;
}

/* Beyond the size, the oldest hour that is there goes, whatever the clock says; when no
 * measurement is left, the oldest day of what is kept of them in short. */
static int measurements_by_size(struct lwi_store *store, sqlite3 *db, int64_t *removed,
                                struct lw_error *reterr)
{
    int64_t bytes = 0;
    int r = used_bytes(db, &bytes, reterr);
    if (r < 0 || bytes <= store->limits.used_bytes)
        return r;
    int64_t oldest_ns;
    r = lwi_db_integer(db, &oldest_ns, reterr,
                       "select coalesce(min((select min(time_ns) from measurement"
                       " where camera_key = c.key)), 0) from camera c");
    if (r < 0)
        return r;
    if (oldest_ns != 0)
        return measurements_before(db, removed, oldest_ns + 3600 * LWI_NS_PER_S, reterr);
    int64_t oldest_hour; /* there are no measurements any more */
    r = lwi_db_integer(db, &oldest_hour, reterr,
                       "select coalesce(min((select min(hour) from hour"
                       " where camera_key = c.key)), 0) from camera c");
    if (r < 0 || oldest_hour == 0)
        return r;
    return hours_before(db, removed, (oldest_hour + 24) * 3600 * LWI_NS_PER_S, reterr);
}

static int events_and_pictures(struct lwi_store *store, sqlite3 *db, int64_t *removed,
                               struct lw_error *reterr)
{
    int r = remove_rows(db, removed,
                        "delete from event where id in (select id from event"
                        " where ended_ns is not null and id <= (select id from event"
                        "  where ended_ns is not null order by id desc limit 1 offset ?1)"
                        " order by id limit ?2)",
                        store->limits.events, reterr);
    if (r < 0)
        return r;
    /* Newest first, the sizes are added up; what lies beyond the limit goes. */
    return remove_rows(db, removed,
                       "delete from picture where rowid in (select row from"
                       " (select p.rowid row, sum(p.bytes) over"
                       "   (order by p.event_id desc, p.rowid) total"
                       "  from picture p join event e on e.id = p.event_id"
                       "  where e.ended_ns is not null)"
                       " where total > ?1 limit ?2)",
                       store->limits.picture_bytes, reterr);
}

static int events_and_pictures_by_age(struct lwi_store *store, sqlite3 *db, int64_t *removed,
                                      int64_t realtime_ns, struct lw_error *reterr)
{
    int r = 0;
    if (store->limits.event_age_s > 0)
        r = remove_rows(db, removed,
                        "delete from event where id in"
                        " (select id from event where ended_ns < ?1 limit ?2)",
                        realtime_ns - store->limits.event_age_s * LWI_NS_PER_S, reterr);
    if (r == 0 && store->limits.picture_age_s > 0)
        r = remove_rows(db, removed,
                        "delete from picture where event_id in"
                        " (select id from event where ended_ns < ?1 and exists"
                        "  (select 1 from picture where event_id = event.id) limit ?2)",
                        realtime_ns - store->limits.picture_age_s * LWI_NS_PER_S, reterr);
    return r;
}

static int logs(struct lwi_store *store, int by_age, int64_t realtime_ns, struct lw_error *reterr)
{
    const struct lwi_store_limits *limits = &store->limits;
    int64_t ignored = 0;
    int64_t audit_ns =
        by_age && limits->audit_age_s > 0 ? realtime_ns - limits->audit_age_s * LWI_NS_PER_S : 0;
    int r = lwi_audit_cut(store, store->db, limits->audit_records, audit_ns, realtime_ns, reterr);
    if (r == 0)
        r = remove_rows(store->db, &ignored,
                        "delete from log where id in (select id from log where id <="
                        " (select max(id) from log) - ?1 order by id limit ?2)",
                        limits->log_lines, reterr);
    if (r == 0 && by_age && limits->log_age_s > 0)
        r = remove_rows(store->db, &ignored,
                        "delete from log where id in (select id from log where time_ns < ?1"
                        " order by id limit ?2)",
                        realtime_ns - limits->log_age_s * LWI_NS_PER_S, reterr);
    return r;
}

static int upkeep_piece(struct lwi_store *store, int by_age, int64_t realtime_ns, int64_t *removed,
                        struct lw_error *reterr)
{
    sqlite3 *db = store->db;
    int64_t ignored = 0; /* tokens are too few to count */
    int r = measurements_of_removed(db, removed, reterr);
    if (r == 0)
        r = hours_of_removed(db, removed, reterr);
    if (r == 0 && by_age)
        r = measurements_before(
            db, removed, realtime_ns - store->limits.measurement_age_s * LWI_NS_PER_S, reterr);
    if (r == 0 && by_age)
        r = hours_before(db, removed, realtime_ns - store->limits.hour_age_s * LWI_NS_PER_S,
                         reterr);
    if (r == 0)
        r = measurements_by_size(store, db, removed, reterr);
    if (r == 0)
        r = events_and_pictures(store, db, removed, reterr);
    if (r == 0 && by_age)
        r = events_and_pictures_by_age(store, db, removed, realtime_ns, reterr);
    if (r == 0)
        r = logs(store, by_age, realtime_ns, reterr);
    if (r == 0 && by_age)
        r = remove_rows(db, &ignored,
                        "delete from token where id in (select id from token"
                        " where expires_ns <> 0 and expires_ns < ?1 limit ?2)",
                        realtime_ns, reterr);
    return r;
}

int lwi_upkeep_run(struct lwi_store *store, int64_t monotonic_ns, int64_t realtime_ns)
{
    int by_age = clock_is_steady(store, monotonic_ns, realtime_ns);
    if (monotonic_ns - store->audit_monotonic_ns >= HEAD_NS) {
        store->audit_monotonic_ns = monotonic_ns;
        lwi_audit_say_head(store);
    }
    struct lw_error error = {0};
    int64_t removed = 0;
    int r = lwi_db_exec(store->db, "begin immediate", &error);
    if (r == 0)
        r = upkeep_piece(store, by_age, realtime_ns, &removed, &error);
    if (r == 0)
        r = lwi_db_exec(store->db, "commit", &error);
    if (r < 0) {
        (void) sqlite3_exec(store->db, "rollback", NULL, NULL, NULL);
        lwi_log(store->log, LWI_LOG_WARNING, "upkeep of the database: %s", error.message);
        return 0;
    }
    /* At most 16 MiB of free pages go back to the file system at a time; on a full disk none do,
     * for whoever fills it would take them. */
    struct lwi_store_health health;
    lwi_store_health(store, &health);
    if (health.disk_bytes == 0 ||
        health.disk_free_bytes >= 2 * (uint64_t) store->limits.reserve_bytes)
        (void) sqlite3_exec(store->db, "pragma incremental_vacuum(4096)", NULL, NULL, NULL);
    return removed >= PIECE_ROWS;
}
