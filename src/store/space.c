/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * A full disk. Events must be stored all the same, so room for them is made inside
 * of the database: the oldest pictures go first, then measurements, and ended
 * events last. The pages that become free stay in the file; given back, they would
 * be taken by whatever fills the disk, and all that is stored would be lost little
 * by little. So no more goes than the reserve that is asked for.
 *
 * To remove something SQLite must write, too: a file beside the database takes up a
 * little of the disk until then, and gives it free.
 */
#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/error.h"
#include "store/internal.h"

#define BALLAST_BYTES (INT64_C(4) << 20)
/* What one transaction removes. */
#define PIECE_PICTURES     100
#define PIECE_MEASUREMENTS 20000
#define PIECE_EVENTS       1000

void lwi_store_health(struct lwi_store *store, struct lwi_store_health *ret_health)
{
    (void) pthread_mutex_lock(&store->lock);
    *ret_health = store->health;
    (void) pthread_mutex_unlock(&store->lock);
}

void lwi_space_note(struct lwi_store *store, int code, const struct lw_error *error)
{
    if (code == -ENOSPC)
        store->space_monotonic_ns = 0; /* at once */
    (void) pthread_mutex_lock(&store->lock);
    store->health.code = code;
    (void) snprintf(store->health.message, sizeof(store->health.message), "%s",
                    code < 0 ? error->message : "");
    (void) pthread_mutex_unlock(&store->lock);
}

static int limits_set(struct lwi_store *store, sqlite3 *db, void *argument, struct lw_error *reterr)
{
    (void) db;
    (void) reterr;
    store->limits = *(const struct lwi_store_limits *) argument;
    store->upkeep_monotonic_ns = store->space_monotonic_ns = 0;
    return 0;
}

int lwi_store_limits_set(struct lwi_store *store, const struct lwi_store_limits *limits,
                         struct lw_error *reterr)
{
    return lwi_writer_call(store, limits_set, (void *) limits, reterr);
}

static int limits_get(struct lwi_store *store, sqlite3 *db, void *argument, struct lw_error *reterr)
{
    (void) db;
    (void) reterr;
    *(struct lwi_store_limits *) argument = store->limits;
    return 0;
}

void lwi_store_limits(struct lwi_store *store, struct lwi_store_limits *ret_limits)
{
    *ret_limits = (struct lwi_store_limits){0};
    (void) lwi_writer_call(store, limits_get, ret_limits, NULL);
}

/* Takes up its part of a disk on which there is room, and gives it back on one that is full. */
static void keep_ballast(struct lwi_store *store, uint64_t free_bytes)
{
    uint64_t reserve = (uint64_t) store->limits.reserve_bytes;
    struct stat info;
    if (free_bytes < reserve) {
        (void) unlink(store->ballast);
        return;
    }
    if (free_bytes < 2 * reserve + BALLAST_BYTES || stat(store->ballast, &info) == 0)
        return;
    int fd = open(store->ballast, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0)
        return;
    if (posix_fallocate(fd, 0, BALLAST_BYTES) != 0)
        (void) unlink(store->ballast);
    (void) close(fd);
}

static int look(struct lwi_store *store, uint64_t *ret_free, uint64_t *ret_room)
{
    struct statvfs disk;
    int64_t pages = 0, page_bytes = 0;
    if (statvfs(store->path, &disk) < 0)
        return -errno;
    int r = lwi_db_integer(store->db, &pages, NULL, "pragma freelist_count");
    if (r == 0)
        r = lwi_db_integer(store->db, &page_bytes, NULL, "pragma page_size");
    if (r < 0)
        return r;
    *ret_free = (uint64_t) disk.f_bavail * disk.f_frsize;
    *ret_room = (uint64_t) pages * (uint64_t) page_bytes;
    (void) pthread_mutex_lock(&store->lock);
    store->health.disk_free_bytes = *ret_free;
    store->health.disk_bytes = (uint64_t) disk.f_blocks * disk.f_frsize;
    store->health.room_bytes = *ret_room;
    (void) pthread_mutex_unlock(&store->lock);
    return 0;
}

struct given_up {
    const char *sql;
    int64_t piece;
    size_t offset; /* of its counter */
};

/* In this order; each only when nothing of the ones before is left. */
static const struct given_up order[] = {
    {"delete from picture where rowid in (select row from (select p.rowid row,"
     "  sum(p.bytes) over (order by p.event_id, p.rowid) - p.bytes before from picture p"
     "  join event e on e.id = p.event_id where e.ended_ns is not null) where before < ?2"
     " limit ?1)", /* no more than are needed */
     PIECE_PICTURES, offsetof(struct lwi_store_health, pictures_removed)},
    {"delete from measurement where (camera_key, time_ns) in (select m.camera_key, m.time_ns"
     " from camera c cross join measurement m on m.camera_key = c.key where m.time_ns <"
     " (select min((select min(time_ns) from measurement where camera_key = b.key)) from camera b)"
     " + 3600000000000 limit ?1 + 0 * ?2)", /* of the oldest hour */
     PIECE_MEASUREMENTS, offsetof(struct lwi_store_health, measurements_removed)},
    {"delete from event where id in"
     " (select id from event where ended_ns is not null order by id limit ?1 + 0 * ?2)",
     PIECE_EVENTS, offsetof(struct lwi_store_health, events_removed)},
};

/* How many rows went; negative errno. */
static int give_up_piece(struct lwi_store *store, uint64_t missing, struct lw_error *reterr)
{
    int removed = 0;
    size_t i = 0;
    int r = lwi_db_exec(store->db, "begin immediate", reterr);
    for (; r == 0 && i < sizeof(order) / sizeof(order[0]); i++) {
        r = lwi_db_run(store->db, reterr, order[i].sql, "ii", order[i].piece, (int64_t) missing);
        removed = r == 0 ? sqlite3_changes(store->db) : 0;
        if (removed > 0)
            break;
    }
    if (r == 0)
        r = lwi_db_exec(store->db, "commit", reterr);
    if (r < 0) {
        (void) sqlite3_exec(store->db, "rollback", NULL, NULL, NULL);
        return r;
    }
    if (removed == 0)
        return 0;
    (void) pthread_mutex_lock(&store->lock);
    *(uint64_t *) (void *) ((char *) &store->health + order[i].offset) += (uint64_t) removed;
    (void) pthread_mutex_unlock(&store->lock);
    return removed;
}

static int give_up_some(struct lwi_store *store, uint64_t missing, struct lw_error *reterr)
{
    char restore[64];
    int64_t secure = 0;
    /* The log is written anew from its beginning, where it needs no room that is not there; and
     * what is given up is not overwritten, as some systems have it, for that goes to the log. */
    (void) sqlite3_exec(store->db, "pragma wal_checkpoint(restart)", NULL, NULL, NULL);
    (void) lwi_db_integer(store->db, &secure, NULL, "pragma secure_delete");
    (void) sqlite3_exec(store->db, "pragma secure_delete = off", NULL, NULL, NULL);
    int r = give_up_piece(store, missing, reterr);
    (void) snprintf(restore, sizeof(restore), "pragma secure_delete = %s",
                    secure == 0   ? "off"
                    : secure == 1 ? "on"
                                  : "fast");
    (void) sqlite3_exec(store->db, restore, NULL, NULL, NULL);
    return r;
}

int lwi_space_run(struct lwi_store *store)
{
    uint64_t free_bytes = 0, room = 0;
    struct lw_error error = {0};
    if (look(store, &free_bytes, &room) < 0 || store->limits.reserve_bytes <= 0)
        return 0;
    keep_ballast(store, free_bytes);
    uint64_t reserve = (uint64_t) store->limits.reserve_bytes;
    if (free_bytes >= reserve || free_bytes + room >= reserve)
        return 0;
    int r = give_up_some(store, reserve - free_bytes - room, &error);
    if (r < 0)
        lwi_log(store->log, LWI_LOG_WARNING, "no room can be made on the full disk: %s",
                error.message);
    return r > 0;
}
