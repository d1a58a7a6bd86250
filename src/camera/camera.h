/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * One camera, shared by the files of this folder.
 *
 * Threads: its supervisor reads the stream and offers packets; a worker of the
 * pool judges the newest one; the fleet's own thread looks at it a few times a
 * second; while somebody watches, a thread decodes its frames, and another one
 * reads the sub stream where that is watched. A reference count keeps it alive for all of them.
 *
 * Locks, in the order in which they may be taken: watch_lock, or events.lock, then
 * camera.lock. camera.lock is never held while anything blocks.
 */
#ifndef LWI_CAMERA_CAMERA_H
#define LWI_CAMERA_CAMERA_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "camera/events.h"
#include "camera/fleet.h"
#include "camera/io.h"
#include "camera/lens.h"
#include "camera/logins.h"
#include "camera/notices.h"
#include "camera/picture.h"
#include "camera/ptz.h"
#include "camera/sub.h"

struct lwi_pool;

/* What all cameras of a fleet share. Immutable while there are cameras. */
struct lwi_hub {
    const struct lwi_clock *clock;
    const struct lwi_log *log;
    const struct lwi_camera_io *io;
    struct lwi_store *store;
    struct lwi_notices *notices;
    struct lwi_logins *logins;
    struct lwi_pool *pool;
    const lw_model *model;
    double threshold;           /* the model's */
    const char *recordings_dir; /* NULL: none are kept */
    unsigned cpu_mask;
    atomic_uint live_threads;    /* side_thread.h; those that run */
    atomic_uint meters;          /* that are open */
    atomic_int certificate_days; /* before the end of a certificate that it is an event; 0: never */
    struct lwi_fleet *fleet;
};

enum lwi_pool_state {
    LWI_POOL_IDLE = 0,
    LWI_POOL_READY, /* waits for a worker */
    LWI_POOL_BUSY,
    LWI_POOL_AGAIN, /* busy, and there is a newer packet */
};

struct lwi_camera {
    atomic_uint references;
    char id[33];
    struct lwi_hub *hub;

    /* For the source: return soon; hand on all frames. */
    atomic_bool cancel, all_frames;

    pthread_t thread;
    int thread_runs;

    /* Under the pool's lock. */
    enum lwi_pool_state pool_state;
    struct lwi_camera *pool_next;

    struct lwi_camera_events events;
    struct lwi_recorder *recorder; /* NULL: no recordings are kept */
    atomic_bool records;           /* by its schedule, as the recorder was told last */

    pthread_mutex_t watch_lock; /* a worker holds it while it judges a picture */
    /* Under watch_lock. */
    lw_watch *watch;
    int watch_ready;        /* what it learnt is enough to judge by, as of the last picture */
    int watch_unsaved;      /* it learnt since it was saved */
    int64_t watch_young_ns; /* monotonic: since when it learns; LW_TIME_NONE: for long */
    int64_t watch_save_ns;  /* monotonic: when it is saved again */
    /* What the store has of them. */
    struct lwi_baseline_picture baseline_pictures[LW_BASELINES_MAX];
    size_t baseline_picture_count;

    pthread_mutex_t lock;
    pthread_cond_t changed; /* on the monotonic clock */
    struct lwi_camera_config config;
    unsigned generation;        /* raised when the stream must be opened again */
    int stop;                   /* the camera is removed, or the fleet closes */
    int removed;                /* and what was recorded goes with it */
    int connected;              /* the source is open */
    int watch_stale;            /* the watch does not have its settings yet */
    int watch_foreign;          /* the watch learnt another scene, and must forget it */
    struct lwi_packet *waiting; /* to be judged; the newest */
    struct lwi_packet *newest;  /* judged; for pictures on demand. Coded, for a frame would be ten
                                 * times as large. */
    struct lwi_camera_status status; /* but config and open event */
    int64_t bad_since_ns;            /* monotonic: no picture could be decoded since; 0: they can */
    uint64_t bad_run;                /* pictures since then */
    struct lw_error bad_error;
    double assess_ms_total;
    struct lwi_picture reference; /* of the camera when it was CLEAR */
    int64_t reference_ns;         /* monotonic; 0: from an earlier run, or none */
    struct lwi_live_feed live;
    struct lwi_sub sub;
    struct lwi_lens lens;
    struct lwi_ptz ptz;
    int64_t certificate_ns;     /* realtime: when its certificate ends; 0: not known, -1: none */
    int64_t certificate_due_ns; /* monotonic: when it is asked for it again */
};

/* A camera with one reference that does nothing yet. *ret_camera or -ENOMEM. */
int lwi_camera_new(struct lwi_camera **ret_camera, struct lwi_hub *hub,
                   const struct lwi_camera_config *config);
struct lwi_camera *lwi_camera_ref(struct lwi_camera *camera);
void lwi_camera_unref(struct lwi_camera **camera);

/* Starts its supervisor. */
int lwi_camera_start(struct lwi_camera *camera, struct lw_error *reterr);
/* Asks its threads to end, without waiting. */
void lwi_camera_stop(struct lwi_camera *camera);
/* Waits for the supervisor until a time of CLOCK_REALTIME. 0, or -ETIMEDOUT: it still runs. */
int lwi_camera_join(struct lwi_camera *camera, const struct timespec *until);

/* Other settings, stored already. */
void lwi_camera_configure(struct lwi_camera *camera, const struct lwi_camera_config *config);
void lwi_camera_status(struct lwi_camera *camera, struct lwi_camera_status *ret_status);
void lwi_camera_config_copy(struct lwi_camera *camera, struct lwi_camera_config *ret_config);

/* Takes up the arming schedule that is stored. */
void lwi_camera_arming_load(struct lwi_camera *camera);

/* A few times a second: signal_lost, and what could not be stored. */
void lwi_camera_tick(struct lwi_camera *camera);

/* The newest judged packet decoded. -EAGAIN: none yet. */
int lwi_camera_frame(struct lwi_camera *camera, struct lw_frame **ret_frame, int64_t *ret_wall_ns);

/* certificates.c: as the tick above, of the camera's certificate. */
void lwi_camera_certificate_tick(struct lwi_camera *camera);

/* Until something of the camera changes, or this time of CLOCK_MONOTONIC; it may also end without
 * either. camera.lock is held. 0, or -ETIMEDOUT. */
int lwi_camera_wait_locked(struct lwi_camera *camera, int64_t wake_ns);

/* Sets the state and says so, where it is another. camera.lock is held. */
void lwi_camera_state_locked(struct lwi_camera *camera, enum lwi_camera_state state,
                             const struct lw_error *error);

/* Nothing is known of the picture, and why: a CLEAR of before would be misleading. camera.lock is
 * held. */
void lwi_camera_blind_locked(struct lwi_camera *camera, const char *reason);

/* A picture that cannot be decoded, and why. */
void lwi_camera_note_bad(struct lwi_camera *camera, int code, const struct lw_error *error);

/* supervisor.c: the camera's reading thread; cookie is a struct lwi_camera. */
void *lwi_supervisor_main(void *cookie);

/* supervisor.c: opens the source that the settings name. cancel: for it to return soon; all_frames:
 * as in source/source.h, NULL: hand on all. The pin that it showed is kept. */
int lwi_camera_source_open(struct lwi_camera *camera, const struct lwi_camera_config *config,
                           const atomic_bool *cancel, const atomic_bool *all_frames,
                           void **ret_source, int *ret_skips_bad, struct lw_error *reterr);

/* analyse.c: on a worker: judges the waiting packet. */
void lwi_camera_analyse(struct lwi_camera *camera, void *judge);

#endif
