/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * The fleet: all cameras that are watched. One reading thread a camera, a pool
 * of as many workers as cores that decode and assess, newest frame wins. The
 * fleet owns retries, health and the event engines; it stores an event before
 * anybody hears of it.
 *
 * All functions are thread-safe.
 */
#ifndef LWI_CAMERA_FLEET_H
#define LWI_CAMERA_FLEET_H

#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "base/log.h"
#include "camera/lens.h"
#include "camera/ptz.h"
#include "config/camera_config.h"
#include "lenswatch/assess.h"
#include "lenswatch/error.h"
#include "lenswatch/watch.h"
#include "record/recorder.h"
#include "store/store.h"

struct json_t;
struct lwi_fleet;

enum lwi_camera_state {
    LWI_CAMERA_DISABLED = 0,
    LWI_CAMERA_CONNECTING,
    LWI_CAMERA_WATCHING,
    LWI_CAMERA_LOST,
};

/* "disabled", "connecting", "watching", "lost". Static. */
const char *lwi_camera_state_name(enum lwi_camera_state state);

/* One condition on the last picture. */
struct lwi_condition_status {
    enum lw_state state;
    double score; /* 0..1 */
    double value; /* < 0: not known */
    double lasted_s;
    int severe;
    char reason[160];
};

/* What is known of one camera now. Plain data. */
struct lwi_camera_status {
    struct lwi_camera_config config; /* instead of a password "*" */
    enum lwi_camera_state state;
    char state_reason[240]; /* why it is lost; "" */
    char state_hint[240];
    int64_t state_since_ns; /* realtime */
    int64_t retry_ns;       /* realtime of the next attempt; 0 */
    int wrong_password;     /* it is lost because the user or the password is refused, or missing */
    int64_t frame_ns;       /* realtime of the last picture assessed; 0: none yet */
    uint32_t width, height;
    enum lw_verdict verdict;
    double blur_probability; /* < 0: none */
    double sharpness;        /* < 0: none */
    double brightness;       /* < 0: none */
    char verdict_reason[160];
    struct lwi_condition_status conditions[LW_CONDITIONS_MAX]; /* by index in the library's table */
    enum lw_light light;
    unsigned preset;                           /* whose baseline is used */
    unsigned pictures_learnt, pictures_needed; /* by the baseline of that light */
    unsigned tiles_total, tiles_usable;
    int64_t open_event_id; /* of the most serious open event that is stored; 0: none */
    char open_condition[32];
    char sub_problem[240]; /* why its sub stream could not be opened when it was last; "" */
    int live_video;        /* its newest picture came in a video: see lwi_live_video_open() */
    uint64_t frames_read, frames_assessed, frames_replaced, frames_bad, reconnects;
    double assess_ms_mean;
    struct lwi_recorder_status recording;
};

struct lwi_camera_io;

/* What is pointed to is borrowed until close. */
struct lwi_fleet_settings {
    const struct lwi_clock *clock;  /* NULL (default): the system's */
    const struct lwi_log *log;      /* NULL (default): silent */
    unsigned workers;               /* 0 (default): as many as cores */
    unsigned cpu_mask;              /* default LW_CPU_ALL */
    const lw_model *model;          /* NULL (default): built in */
    size_t cameras_max;             /* default 1024 */
    const char *recordings_dir;     /* NULL (default): no recordings are kept */
    const struct lwi_camera_io *io; /* NULL (default): real sources and the real judge; tests
                                     * bring their own, see camera/io.h */
};

void lwi_fleet_settings_default(struct lwi_fleet_settings *ret_settings);

/* Starts watching every camera in the store. Open events of before are taken up again, or ended
 * with the reason "restart" where their camera is gone. */
int lwi_fleet_open(struct lwi_fleet **ret_fleet, struct lwi_store *store,
                   const struct lwi_fleet_settings *settings, struct lw_error *reterr);
/* Stops all within 3 s, and saves what was learnt in 2 s more. Open events stay open in the store.
 * No other call may be going on; live views are closed before. */
void lwi_fleet_close(struct lwi_fleet **fleet);

/* Monotonic time at which the fleet last went about its cameras; when it is long ago, something
 * hangs. For the watchdog. */
int64_t lwi_fleet_heartbeat_ns(struct lwi_fleet *fleet);

/* Adds a camera: config->id is made from the name when empty. Stored before it returns.
 * -EEXIST (id), -ENOSPC (cameras_max). */
int lwi_fleet_camera_add(struct lwi_fleet *fleet, struct lwi_camera_config *config,
                         struct lw_error *reterr);
int lwi_fleet_camera_set(struct lwi_fleet *fleet, const struct lwi_camera_config *config,
                         struct lw_error *reterr);
/* Has the camera's own interface asked for a sub stream, when it is first reached, if there is none
 * then. Until the next start. */
void lwi_fleet_camera_find_sub(struct lwi_fleet *fleet, const char *id);
/* How many there can be. */
size_t lwi_fleet_cameras_max(const struct lwi_fleet *fleet);
/* Ends its open events ("camera removed"), then removes it and all that is stored of it. -ENOENT */
int lwi_fleet_camera_remove(struct lwi_fleet *fleet, const char *id, struct lw_error *reterr);
/* With the password, for applying a PATCH. -ENOENT */
int lwi_fleet_camera_config(struct lwi_fleet *fleet, const char *id,
                            struct lwi_camera_config *ret_config);

int lwi_fleet_camera_status(struct lwi_fleet *fleet, const char *id,
                            struct lwi_camera_status *ret_status);
/* By name. *ret_statuses malloc'ed. */
int lwi_fleet_list(struct lwi_fleet *fleet, struct lwi_camera_status **ret_statuses,
                   size_t *ret_count);

/* Forgets what the watch of the camera has learnt, also in the store. -ENOENT */
int lwi_fleet_camera_reset(struct lwi_fleet *fleet, const char *id, enum lw_reset what,
                           struct lw_error *reterr);

/* What was learnt in one light at one preset. */
struct lwi_camera_baseline {
    struct lw_baseline_info of;
    int64_t picture_ns; /* realtime, when its picture in the store was taken; 0: there is none */
    /* By index in the library's table: whether it can be judged there, or why not. */
    struct lwi_condition_status conditions[LW_CONDITIONS_MAX];
};
/* Of all lights and presets, the present one first. *ret_baselines malloc'ed. -ENOENT, -ENOMEM. */
int lwi_fleet_camera_baselines(struct lwi_fleet *fleet, const char *id,
                               struct lwi_camera_baseline **ret_baselines, size_t *ret_count);
/* Forgets what was learnt in one light (LW_LIGHT_UNKNOWN: in all) at one preset (LW_PRESET_ANY: at
 * all), with its picture, also in the store. -ENOENT: no such camera, or nothing was learnt. */
int lwi_fleet_camera_forget(struct lwi_fleet *fleet, const char *id, enum lw_light light,
                            unsigned preset, struct lw_error *reterr);

/* Where the camera looks, as it says or its driver; LW_PRESET_ANY: as is recognised. Not kept over
 * a restart. -ENOENT */
int lwi_fleet_camera_preset(struct lwi_fleet *fleet, const char *id, unsigned preset,
                            struct lw_error *reterr);

/* Asks for a move of the lens, 0..1 of its range where it is near or far; returns at once, and
 * lwi_fleet_camera_lens() says what comes of it. -ENOENT, -EINVAL (no driver), -EBUSY. */
int lwi_fleet_camera_focus(struct lwi_fleet *fleet, const char *id, enum lwi_lens_do what,
                           double amount, struct lw_error *reterr);
/* -ENOENT */
int lwi_fleet_camera_lens(struct lwi_fleet *fleet, const char *id,
                          struct lwi_lens_status *ret_status);

/* Turns the camera, as in camera/ptz.h; also -ENOENT. */
int lwi_fleet_camera_ptz(struct lwi_fleet *fleet, const char *id, const struct lwi_ptz_order *order,
                         struct lwi_ptz_view *ret_view, struct lw_error *reterr);
int lwi_fleet_camera_ptz_hold(struct lwi_fleet *fleet, const char *id, struct lw_error *reterr);

/* What else the camera's interface has. Blocks for as long as it takes to ask. -ENOENT, -EINVAL (no
 * driver), -EACCES, or as lwi_device_probe(). */
struct lwi_device_view {
    struct lwi_device_identity identity;
    const char *driver; /* static */
    struct lwi_presets presets;
    struct lwi_device_outputs outputs;
    int has_defocus;
    struct lwi_device_defocus defocus; /* its own detection, if it has one */
};
int lwi_fleet_device_look(struct lwi_fleet *fleet, const char *id, struct lwi_device_view *ret_view,
                          struct lw_error *reterr);

/* What is to change; NULL: stays. */
struct lwi_device_change {
    const char *preset; /* to go to */
    const char *output;
    int output_active;
    const struct lwi_device_defocus *defocus;
};
int lwi_fleet_device_set(struct lwi_fleet *fleet, const char *id,
                         const struct lwi_device_change *change, struct lw_error *reterr);

/* Why a condition was judged so on the last picture. */
struct lwi_camera_explanation {
    struct lw_watch_explanation of; /* its tiles are the ones below, its reason the copy below */
    char reason[160];
    float *tiles; /* malloc'ed, or NULL */
};
/* condition: index in the library's table. Free tiles. -ENOENT, -ENOMEM. */
int lwi_fleet_camera_explain(struct lwi_fleet *fleet, const char *id, size_t condition,
                             struct lwi_camera_explanation *ret_explanation);

/* The arming schedule of a camera, as event/arming.h has it: a new object, empty where it is always
 * armed. Setting takes the members that are there, null removes one; stored before it returns.
 * -ENOENT, -EINVAL. */
int lwi_fleet_camera_arming(struct lwi_fleet *fleet, const char *id, struct json_t **ret_arming,
                            struct lw_error *reterr);
int lwi_fleet_camera_arming_set(struct lwi_fleet *fleet, const char *id,
                                const struct json_t *changes, struct lw_error *reterr);
/* Whether the schedule lets the camera record now: 1, 0 or -ENOENT. */
int lwi_fleet_camera_records(struct lwi_fleet *fleet, const char *id);
/* Whether a condition of the camera is armed now: 1, 0 or -ENOENT. */
int lwi_fleet_camera_armed(struct lwi_fleet *fleet, const char *id, const char *condition);

/* What actions are told of all cameras, as struct lwi_action_host has it. NULL: no memory. */
struct json_t *lwi_fleet_summary(struct lwi_fleet *fleet);

/*
 * Does what an action wants of a camera, as drive() of struct lwi_action_run has it: "output on 1",
 * "output off 1", "focus auto", "focus sweep", "record 60" (0: no longer). Waits until it is done.
 * -ENOENT and -EINVAL: it will never be; or as lwi_device_probe(), -EBUSY (the lens), -ETIMEDOUT,
 * -ECANCELED.
 */
struct lwi_action_run;
int lwi_fleet_drive(struct lwi_fleet *fleet, const char *id, const char *command,
                    struct lwi_action_run *run, struct lw_error *reterr);

/* The newest picture as JPEG, malloc'ed. -ENOENT (camera), -EAGAIN (no picture yet). */
int lwi_fleet_snapshot(struct lwi_fleet *fleet, const char *id, uint8_t **ret_data,
                       size_t *ret_size, int64_t *ret_wall_ns);

/*
 * Live view. While at least one is open on a stream of a camera, every frame of that is
 * decoded (at most fps_max), not key frames alone. read blocks up to timeout_ms for
 * a picture newer than the last one read; -ETIMEDOUT, -ENOENT when the camera was removed.
 * The sub stream is opened for the first viewer, and closed some seconds after the last. open:
 * -ENOTSUP where there is none; read: -ENODATA where there is none any more, -EIO where it cannot
 * be opened now.
 */
enum lwi_live_of {
    LWI_LIVE_MAIN,
    LWI_LIVE_SUB,
};
struct lwi_live;
int lwi_live_open(struct lwi_live **ret_live, struct lwi_fleet *fleet, const char *id,
                  enum lwi_live_of of, uint32_t width_max, struct lw_error *reterr);
int lwi_live_read(struct lwi_live *live, int timeout_ms, uint8_t **ret_jpeg, size_t *ret_size);
void lwi_live_close(struct lwi_live **live);

/*
 * Live video: what the camera sends, not encoded anew, as a fragmented MP4 stream, for
 * players that know the codec. The first read gives the stream's header and waits for a key frame;
 * a viewer who is too slow misses pictures up to the next one.
 *
 * read: bytes for the viewer, malloc'ed. -ETIMEDOUT after timeout_ms; -ENODATA: the camera's stream
 * ended or changed, open it again; -ENOTSUP: it sends pictures, or video that MP4 cannot hold;
 * -ENOENT: the camera was removed; -EIO: its sub stream cannot be opened now.
 */
#define LWI_LIVE_CODECS_SIZE 64
struct lwi_live_video;
int lwi_live_video_open(struct lwi_live_video **ret_video, struct lwi_fleet *fleet, const char *id,
                        enum lwi_live_of of, struct lw_error *reterr);
int lwi_live_video_read(struct lwi_live_video *video, int timeout_ms, uint8_t **ret_data,
                        size_t *ret_size, struct lw_error *reterr);
/* The "codecs" parameter of its type (RFC 6381), after the first read; "" before. */
const char *lwi_live_video_codecs(const struct lwi_live_video *video);
void lwi_live_video_close(struct lwi_live_video **video);

/*
 * What happened, for server-sent events: a bounded ring that readers follow by
 * sequence number; a reader that is too slow skips ahead and is told so.
 */
enum lwi_notice_kind {
    LWI_NOTICE_CAMERA,      /* added, changed, state changed */
    LWI_NOTICE_REMOVED,     /* camera removed */
    LWI_NOTICE_MEASUREMENT, /* a picture was assessed */
    LWI_NOTICE_EVENT_START,
    LWI_NOTICE_EVENT_REFRESH,
    LWI_NOTICE_EVENT_END,
};
struct lwi_notice {
    uint64_t sequence;
    enum lwi_notice_kind kind;
    char camera_id[33];
    int64_t event_id;
    struct lwi_measurement measurement;
};
/* Blocks up to timeout_ms for notices after `after` (UINT64_MAX: those that come from now on);
 * fills up to max. Returns how many (0: none
 * in that time); *ret_skipped is how many were overwritten before they could be read. */
size_t lwi_fleet_notices(struct lwi_fleet *fleet, uint64_t after, struct lwi_notice *notices,
                         size_t max, int timeout_ms, uint64_t *ret_skipped);

#endif
