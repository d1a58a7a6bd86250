/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * The store: SQLite in WAL mode. One thread writes, in the order it was told;
 * readers each have a connection of their own. schema.sql beside this file is
 * the document of what is stored.
 *
 * All functions are thread-safe. "Stored" means committed and synced.
 */
#ifndef LWI_STORE_STORE_H
#define LWI_STORE_STORE_H

#include <stddef.h>
#include <stdint.h>

#include "base/log.h"
#include "event/event.h"
#include "lenswatch/error.h"
#include "lenswatch/watch.h"

struct lwi_store;

/* Opens or makes DIR/lenswatch.db and brings it to the present version. A newer version than
 * this program knows is refused (-ENOTSUP), a damaged one is -EBADMSG; nothing is then changed.
 * DIR is made when missing, mode 0700, and locked against a second daemon (-EBUSY). */
int lwi_store_open(struct lwi_store **ret_store, const char *dir, const struct lwi_log *log,
                   struct lw_error *reterr);
/* Writes what is queued, then closes. */
void lwi_store_close(struct lwi_store **store);

/* ---- cameras: settings as JSON text, the password sealed ---- */

struct lwi_store_camera {
    char id[33];
    char *settings_json; /* malloc'ed */
    char *password;      /* malloc'ed, unsealed; NULL: none */
};

int lwi_store_camera_put(struct lwi_store *store, const char *id, const char *settings_json,
                         const char *password, struct lw_error *reterr);
/* Also its measurements and events. -ENOENT. */
int lwi_store_camera_delete(struct lwi_store *store, const char *id, struct lw_error *reterr);
int lwi_store_camera_list(struct lwi_store *store, struct lwi_store_camera **ret_cameras,
                          size_t *ret_count, struct lw_error *reterr);
void lwi_store_camera_list_free(struct lwi_store_camera *cameras, size_t count);

/* ---- events ---- */

struct lwi_event {
    int64_t id;
    char camera_id[33];   /* "": of the system itself, and then its source is "system" */
    char condition[32];   /* "defocus", "signal_lost", "disk_full", ... */
    int64_t started_ns;   /* realtime: when the fault began, not when it was confirmed */
    int64_t confirmed_ns; /* realtime: when the duration had passed */
    int64_t refreshed_ns;
    int64_t ended_ns; /* 0: open */
    double score;     /* of the condition, 0..1, the worst so far */
    char reason[160];
    char end_reason[64]; /* "cleared", "camera removed", "restart", ...; "" while open */
    char source[16];     /* who says so: "" (we), "camera" (it itself), "system" */
    char note[160];      /* what was done about it; "": nothing yet */
    unsigned pictures;   /* which are kept: LWI_PICTURE_*; set by the store as it reads */
};

enum lwi_event_picture_kept {
    LWI_PICTURE_START = 1,
    LWI_PICTURE_REFERENCE = 2,
    LWI_PICTURE_END = 4,
};

/* Pictures of an event. Any may be empty (size 0). */
struct lwi_event_pictures {
    const uint8_t *start, *reference, *end; /* JPEG */
    size_t start_size, reference_size, end_size;
};

/* Stores a new event with its pictures before it returns; event->id is set. */
int lwi_store_event_start(struct lwi_store *store, struct lwi_event *event,
                          const struct lwi_event_pictures *pictures, struct lw_error *reterr);
int lwi_store_event_refresh(struct lwi_store *store, int64_t id, int64_t refreshed_ns, double score,
                            struct lw_error *reterr);
int lwi_store_event_end(struct lwi_store *store, int64_t id, int64_t ended_ns,
                        const char *end_reason, const struct lwi_event_pictures *pictures,
                        struct lw_error *reterr);

/* What was done about an event, open or not. -ENOENT. */
int lwi_store_event_note(struct lwi_store *store, int64_t id, const char *note,
                         struct lw_error *reterr);

struct lwi_event_query {
    const char *camera_id;  /* NULL: all */
    const char *condition;  /* NULL: all */
    const char *source;     /* NULL: all; "": ours */
    const char *cameras;    /* NULL: all; else a JSON array of ids: of these alone, and none of the
                             * system itself */
    int state;              /* 0 all, 1 open, 2 ended */
    int64_t from_ns, to_ns; /* overlaps; 0: no limit */
    int64_t before_id;      /* 0: from the newest */
    size_t limit;           /* 1..1000 */
};

/* Newest first. */
int lwi_store_event_list(struct lwi_store *store, const struct lwi_event_query *query,
                         struct lwi_event **ret_events, size_t *ret_count, struct lw_error *reterr);
int lwi_store_event_get(struct lwi_store *store, int64_t id, struct lwi_event *ret_event,
                        struct lw_error *reterr);
/* Of a camera and condition: how many, and how long they lasted together within the time. */
struct lwi_event_counts {
    char camera_id[33]; /* "": of the system itself */
    char condition[32];
    int64_t events, open, acknowledged, false_alarms, lasted_ns;
};
/* Those of the camera, condition and time of the query; *ret_rows malloc'ed, by camera. */
int lwi_store_event_counts(struct lwi_store *store, const struct lwi_event_query *query,
                           int64_t now_ns, struct lwi_event_counts **ret_rows, size_t *ret_count,
                           struct lw_error *reterr);
/* What the events of a camera make it: otherwise than at a time before. */
enum lwi_change {
    LWI_CHANGE_WORSE = 0, /* it had no fault then, and has one now */
    LWI_CHANGE_BETTER,    /* it had one, and has none now */
    LWI_CHANGE_PASSED,    /* it had one in between */
};
#define LWI_CHANGE_EVENTS 3
struct lwi_camera_change {
    char camera_id[33];
    enum lwi_change change;
    int64_t events; /* all that say so: since then; of a camera that is worse those that go on */
    size_t newest_count;
    struct {
        int64_t id, started_ns, ended_ns; /* ended 0: open */
        char condition[32];
    } newest[LWI_CHANGE_EVENTS];
};
/* The cameras that are otherwise than at since_ns, whatever the number of their events: first
 * those that are worse, then better, then those of which it has passed; cameras: as in
 * lwi_event_query. *ret_changes malloc'ed. */
int lwi_store_changes(struct lwi_store *store, int64_t since_ns, const char *cameras,
                      struct lwi_camera_change **ret_changes, size_t *ret_count,
                      struct lw_error *reterr);
/* which: "start", "reference", "end". *ret_data malloc'ed. -ENOENT. */
int lwi_store_event_picture(struct lwi_store *store, int64_t id, const char *which,
                            uint8_t **ret_data, size_t *ret_size, struct lw_error *reterr);

/* ---- measurements: one row a camera and analysed picture ---- */

/* Further numbers of a picture, of the base size, in levels of 0..255. */
enum lwi_measure {
    LWI_MEASURE_CONTRAST, /* standard deviation of the luma */
    LWI_MEASURE_NOISE,    /* its standard deviation */
    LWI_MEASURE_COLOUR,   /* mean distance from grey */
    LWI_MEASURES,
};

struct lwi_measurement {
    int64_t time_ns;                   /* realtime */
    int verdict;                       /* enum lw_verdict */
    double blur_probability;           /* < 0: none */
    double sharpness;                  /* 0..1, the number that the chart shows; < 0: none */
    double brightness;                 /* mean luma, 0..255 */
    double measures[LWI_MEASURES];     /* the first < 0: none was measured */
    uint8_t light;                     /* enum lw_light */
    uint8_t limit_count;               /* 0: none are kept */
    uint8_t limits[LW_CONDITIONS_MAX]; /* as lw_watch_limits() */
};

/* "contrast"; NULL: there is no such one. */
const char *lwi_measure_name(int measure);

/* Queued; dropped and counted when the queue is full. Never blocks. */
void lwi_store_measurement_add(struct lwi_store *store, const char *camera_id,
                               const struct lwi_measurement *measurement);
/* Shows those of a camera from from_ns to to_ns, oldest first, until `see` returns non-zero:
 * their verdicts and limits, without the numbers. No camera: none. */
int lwi_store_measurement_walk(struct lwi_store *store, const char *camera_id, int64_t from_ns,
                               int64_t to_ns,
                               int (*see)(void *cookie, const struct lwi_measurement *measurement),
                               void *cookie, struct lw_error *reterr);

struct lwi_chart_query {
    const char *camera_id;
    int64_t from_ns, to_ns; /* to_ns 0: no limit */
    size_t limit;           /* points at most */
    long condition;         /* whose limits are read, by index in the library's table; < 0: none */
    int measure;            /* which of enum lwi_measure is read, too; < 0: none */
};

/* The least, the mean and the most; all < 0: none. */
struct lwi_span {
    double min, mean, max;
};

/* One measurement, or those that lie in its time together. */
struct lwi_chart_point {
    int64_t time_ns;  /* the middle of them */
    int64_t pictures; /* how many */
    int verdict;      /* the worst */
    int light;        /* of most of them */
    struct lwi_span blur_probability, sharpness, brightness;
    struct lwi_span measure;
    struct lwi_span limit; /* of the condition, of the pictures that could be judged, without
                            * LW_LIMIT_ELSE_UNKNOWN */
};

/* Oldest first; *ret_points malloc'ed. More measurements than `limit` are put together in evenly
 * spaced groups; a time over two weeks is read from the hours, which are kept for longer. */
int lwi_store_chart(struct lwi_store *store, const struct lwi_chart_query *query,
                    struct lwi_chart_point **ret_points, size_t *ret_count,
                    struct lw_error *reterr);

/* How many hours of that time have a measurement. */
int lwi_store_hours_watched(struct lwi_store *store, const char *camera_id, int64_t from_ns,
                            int64_t to_ns, int64_t *ret_hours, struct lw_error *reterr);

/* ---- healthy reference picture of a camera ---- */

int lwi_store_reference_put(struct lwi_store *store, const char *camera_id, int64_t time_ns,
                            const uint8_t *jpeg, size_t size, struct lw_error *reterr);
int lwi_store_reference_get(struct lwi_store *store, const char *camera_id, int64_t *ret_time_ns,
                            uint8_t **ret_data, size_t *ret_size, struct lw_error *reterr);

/* ---- what the watch of a camera has learnt ---- */

/* -ENOENT: no such camera. */
int lwi_store_baseline_put(struct lwi_store *store, const char *camera_id, int64_t time_ns,
                           const uint8_t *bytes, size_t size, struct lw_error *reterr);
/* *ret_data malloc'ed. -ENOENT: none is stored. */
int lwi_store_baseline_get(struct lwi_store *store, const char *camera_id, int64_t *ret_time_ns,
                           uint8_t **ret_data, size_t *ret_size, struct lw_error *reterr);
/* None is there afterwards, nor a picture of one, and that is a success also where there was none
 * before. */
int lwi_store_baseline_delete(struct lwi_store *store, const char *camera_id,
                              struct lw_error *reterr);

/* A picture of what was learnt in one light (1..3 of enum lw_light) at one preset. */
struct lwi_baseline_picture {
    int light;
    unsigned preset;
    int64_t time_ns;
};

/* Takes the place of the one that there is. Of a camera the newest LW_BASELINES_MAX stay. -ENOENT:
 * no such camera. */
int lwi_store_baseline_picture_put(struct lwi_store *store, const char *camera_id,
                                   const struct lwi_baseline_picture *picture, const uint8_t *jpeg,
                                   size_t size, struct lw_error *reterr);
/* The newest first; no camera: none. */
int lwi_store_baseline_picture_list(struct lwi_store *store, const char *camera_id,
                                    struct lwi_baseline_picture ret_pictures[LW_BASELINES_MAX],
                                    size_t *ret_count, struct lw_error *reterr);
/* *ret_data malloc'ed. -ENOENT: there is none. */
int lwi_store_baseline_picture_get(struct lwi_store *store, const char *camera_id, int light,
                                   unsigned preset, uint8_t **ret_data, size_t *ret_size,
                                   struct lw_error *reterr);
/* Of a light (0: all) and a preset (LW_PRESET_ANY: all); it is a success also where there was
 * none. */
int lwi_store_baseline_picture_delete(struct lwi_store *store, const char *camera_id, int light,
                                      unsigned preset, struct lw_error *reterr);

/* ---- users: hashes only ---- */

/* Lists of cameras are JSON arrays of their ids, or NULL: all cameras. */
struct lwi_store_user {
    char name[65], role[33];
    char *cameras;       /* malloc'ed */
    int64_t password_ns; /* when it was set */
    int must_change;     /* at the next login: somebody else chose the password */
    /* Of a list alone: */
    int64_t sessions, tokens; /* that have not expired by now_ns */
    int64_t used_ns;          /* one of them, at last; 0: none was, or none is left */
};

int lwi_store_user_count(struct lwi_store *store, size_t *ret_count, struct lw_error *reterr);
/* -EEXIST: that one is there, or so many users; -EINVAL: no such camera. */
int lwi_store_user_add(struct lwi_store *store, const struct lwi_store_user *user,
                       const char *password_hash, size_t most, struct lw_error *reterr);
/* forget: also the addresses that the user is known at. -ENOENT. */
struct lwi_store_password {
    const char *hash;
    int64_t time_ns;
    int must_change, forget;
};
int lwi_store_user_password(struct lwi_store *store, const char *name,
                            const struct lwi_store_password *password, struct lw_error *reterr);
/* What a user may do. An administrator sees all cameras. -ENOENT; -EINVAL: no such camera, or
 * cameras of an administrator; -EPERM: there would be no administrator any more. */
struct lwi_store_user_change {
    const char *role; /* NULL: stays */
    int set_cameras;
    const char *cameras;
};
int lwi_store_user_change(struct lwi_store *store, const char *name,
                          const struct lwi_store_user_change *change, struct lw_error *reterr);
/* With the user's sessions and tokens. -ENOENT, -EPERM. */
int lwi_store_user_delete(struct lwi_store *store, const char *name, struct lw_error *reterr);

/* By name; free them with the function below. */
int lwi_store_user_list(struct lwi_store *store, int64_t now_ns, struct lwi_store_user **ret_users,
                        size_t *ret_count, struct lw_error *reterr);
void lwi_store_user_list_free(struct lwi_store_user *users, size_t count);
/* *ret_hash malloc'ed. -ENOENT. */
int lwi_store_user_hash(struct lwi_store *store, const char *name, char **ret_hash,
                        struct lw_error *reterr);
/* Whether the user has logged in from this address before: 1 or 0, or negative errno. */
int lwi_store_address_is_known(struct lwi_store *store, const char *name, const char *address,
                               struct lw_error *reterr);

/* ---- sessions and API tokens, by the hash of their secret ---- */

struct lwi_store_token {
    char id[33]; /* public handle, for listing and deleting */
    char user[65];
    char label[65]; /* what the user called it; "" for a session */
    int is_session;
    int64_t created_ns, expires_ns, used_ns; /* expires 0: never */
    char address[46];                        /* of a session: where it was begun; "" */
    char network[46];                        /* of one that is put: where its user is known now */
    char role[33];                           /* what it may do at most; "": all that its user may */
    int is_read_only;
    char *cameras;  /* malloc'ed where the store gave it; of what its user may see only these.
                    * lwi_store_token_find() gives those that both may see */
    int is_limited; /* cameras of its own; told, not taken */
    /* Of lwi_store_token_find() and lists: */
    char user_role[33];
    int64_t password_ns;
    int must_change;
};

/* -EDQUOT: there are too many
 * in all; -EINVAL: no such camera; -ENOENT: no such user. */
int lwi_store_token_put(struct lwi_store *store, const uint8_t hash[32],
                        const struct lwi_store_token *token, struct lw_error *reterr);
/* Free ret_token->cameras. */
int lwi_store_token_find(struct lwi_store *store, const uint8_t hash[32],
                         struct lwi_store_token *ret_token, struct lw_error *reterr);
/* Of a user, or (NULL) of all, the oldest first. Free them with the function below. */
int lwi_store_token_list(struct lwi_store *store, const char *user,
                         struct lwi_store_token **ret_tokens, size_t *ret_count,
                         struct lw_error *reterr);
void lwi_store_token_list_free(struct lwi_store_token *tokens, size_t count);
int lwi_store_token_delete(struct lwi_store *store, const char *id, struct lw_error *reterr);
/* Marks it used. Queued. */
void lwi_store_token_touch(struct lwi_store *store, const uint8_t hash[32], int64_t used_ns,
                           int64_t expires_ns);

/* ---- upkeep ---- */

struct lwi_store_stats {
    uint64_t measurements_dropped;
    uint64_t bytes; /* of the database file */
    int version;
};
void lwi_store_stats(struct lwi_store *store, struct lwi_store_stats *ret_stats);

/* What is kept. 0: no limit. Open events, and their pictures, always are. */
struct lwi_store_limits {
    int64_t measurement_age_s; /* older ones go; default 30 days */
    int64_t hour_age_s;        /* their hours, for charts; default 3 years */
    int64_t used_bytes;        /* of the database; beyond it the oldest measurements go; 8 GiB */
    int64_t picture_age_s;     /* after the end of their event; default 0 */
    int64_t picture_bytes;     /* of all pictures of ended events; the oldest go; 2 GiB */
    int64_t event_age_s;       /* after their end; default 0 */
    int64_t events;            /* ended ones; the oldest go; 100,000 */
    int64_t audit_age_s;       /* of records of the audit log; default 2 years */
    int64_t audit_records;     /* the oldest tenth goes beyond it; default 100,000 */
    int64_t log_age_s;         /* of lines of the system log; default 90 days */
    int64_t log_lines;         /* the oldest go; default 100,000 */
    /* Where the disk has less left, room is made inside of the database, and kept there: the
     * oldest pictures go, then measurements, then ended events. Default 0: never. */
    int64_t reserve_bytes;
    int64_t steady_s; /* the realtime clock must have run without a jump for so long before
                       * anything goes by age; default 3600 */
};

void lwi_store_limits(struct lwi_store *store, struct lwi_store_limits *ret_limits);
/* Holds from the next look on, which is soon. */
int lwi_store_limits_set(struct lwi_store *store, const struct lwi_store_limits *limits,
                         struct lw_error *reterr);

/* How the store and its disk are. */
struct lwi_store_health {
    int code; /* of the last write: 0, or negative errno, such as -ENOSPC, -EIO, -EROFS */
    char message[240];
    uint64_t disk_free_bytes, disk_bytes; /* of the disk that the database is on; 0: not known */
    uint64_t room_bytes;                  /* free inside of the database */
    /* What was given up since the start because the disk was full. */
    uint64_t pictures_removed, measurements_removed, events_removed;
};
void lwi_store_health(struct lwi_store *store, struct lwi_store_health *ret_health);

/* Checks a database at rest or in use (read-only): SQLite's own integrity check, foreign keys,
 * our invariants. Each finding goes to `report`. Returns the number of findings or a negative
 * errno. */
int lwi_store_check(const char *dir, void (*report)(void *cookie, const char *finding),
                    void *cookie, struct lw_error *reterr);

/* Called now and then while a backup is made. */
typedef void lwi_store_backup_progress(void *cookie, int pages_done, int pages);

/* Copies the database of the data folder `dir`, also one in use, to the new file `path`, which is
 * there only when it is whole. progress NULL: not told. -EEXIST: there is such a file; -EBADMSG:
 * the database is damaged; -ENOENT, -EACCES, -ENOSPC and others: it cannot be read or written. */
int lwi_store_backup(const char *dir, const char *path, lwi_store_backup_progress *progress,
                     void *cookie, struct lw_error *reterr);

#endif
