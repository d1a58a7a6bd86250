/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * What a camera does through its own programming interface, on a thread of its own:
 * it listens to the camera's events, moves the lens when it is told to, and asks the
 * lens to focus when the camera is out of focus.
 *
 * The thread runs while the camera is enabled and has a driver. Nothing of the watch
 * waits for it.
 */
#ifndef LWI_CAMERA_LENS_H
#define LWI_CAMERA_LENS_H

#include <stdatomic.h>
#include <stdint.h>

#include "camera/condition.h"
#include "config/camera_config.h"
#include "driver/driver.h"
#include "lenswatch/error.h"

struct lwi_camera;
struct lwi_hub;

enum lwi_lens_do {
    LWI_LENS_AUTO = 0,
    LWI_LENS_NEAR,
    LWI_LENS_FAR,
    LWI_LENS_RESET,
    LWI_LENS_SWEEP, /* find the sharpest position by our own measure */
};

/* "auto", "near", "far", "reset", "sweep". Static; NULL beyond. */
const char *lwi_lens_do_name(int what);

enum lwi_lens_state {
    LWI_LENS_IDLE = 0, /* nothing was asked yet */
    LWI_LENS_RUNNING,  /* or about to */
    LWI_LENS_DONE,
    LWI_LENS_FAILED,
};

struct lwi_lens_point {
    double position;  /* 0 (near) to 1 (far) */
    double sharpness; /* of this scene, in no unit; more is sharper */
};

#define LWI_LENS_POINTS_MAX 24

/* The lens, and the last thing that was asked of it. Plain data. */
struct lwi_lens_status {
    char driver[16];                     /* "": the camera was not reached yet */
    struct lwi_device_identity identity; /* who it says it is */
    char problem[240];                   /* why it is not reached now; "" */
    enum lwi_lens_state state;
    enum lwi_lens_do what;
    int by_event;                 /* a defocus event asked, not a person */
    int64_t started_ns;           /* realtime; 0 */
    int64_t ended_ns;             /* realtime; 0: not yet */
    double before, after;         /* sharpness as in the points; < 0: not known */
    double position;              /* where the lens is now; < 0: it does not say */
    int restored;                 /* it was no better, and the lens is where it was */
    char message[240], hint[240]; /* what came of it, for a person */
    size_t count;
    struct lwi_lens_point points[LWI_LENS_POINTS_MAX]; /* of a sweep, as it went */
};

/* Of a camera; under camera.lock unless it says otherwise. */
struct lwi_lens {
    int runs;            /* the thread does */
    unsigned generation; /* raised when the device must be opened again */
    atomic_bool cancel;  /* what blocks in the device returns soon; any thread */
    int asked;           /* there is a job */
    double amount;       /* of that job, 0..1 */
    int finds_sub;       /* the interface is to be asked for the sub stream */
    struct lwi_lens_status status;
    /* The thread's alone. */
    int64_t own_events[LWI_CONDITIONS_MAX]; /* open in the store; 0: none */
    int64_t said_ns[LWI_CONDITIONS_MAX];    /* monotonic: when the camera last said so */
    int64_t refocused_id;                   /* the event that the lens was last asked for */
};

/* Starts the thread, or has it look at the settings again. camera.lock is not held. */
void lwi_lens_configure(struct lwi_camera *camera);

/* Has the thread ask the interface for a sub stream once, if there is none then. */
void lwi_lens_want_sub(struct lwi_camera *camera);
/* On the thread: does so if it is wanted. */
void lwi_lens_find_sub(struct lwi_camera *camera, struct lwi_device *device);

/* Whether what a device is opened with differs. */
int lwi_lens_differs(const struct lwi_camera_config *a, const struct lwi_camera_config *b);

/* Asks for a move; returns at once. -EINVAL (the camera has no driver), -EBUSY. */
int lwi_lens_ask(struct lwi_camera *camera, enum lwi_lens_do what, double amount,
                 struct lw_error *reterr);

void lwi_lens_status(struct lwi_camera *camera, struct lwi_lens_status *ret_status);

/* ---- for the files of the lens ---- */

/* What a device of the camera is opened with; address holds its URL, and config its strings.
 * -EINVAL: the camera has no driver, or nothing says where its interface is. */
int lwi_lens_settings(const struct lwi_camera_config *config, char address[LWI_ADDRESS_MAX + 1],
                      struct lwi_device_settings *ret_settings, struct lw_error *reterr);

/* Opens it and finds out who it is, unless its password is known to be refused; waits while another
 * one tries it. *ret_device is NULL after a failure. As lwi_device_probe(). */
int lwi_lens_open(struct lwi_hub *hub, const struct lwi_device_settings *settings,
                  struct lwi_device **ret_device, struct lwi_device_identity *ret_identity,
                  struct lw_error *reterr);
void lwi_lens_close(struct lwi_hub *hub, const struct lwi_device_settings *settings,
                    struct lwi_device **device);

/* focus.c: does what was asked; its outcome is in the status. */
void lwi_focus_run(struct lwi_camera *camera, struct lwi_device *device, enum lwi_lens_do what,
                   double amount);
/* focus.c: a defocus event is open: asks the lens to focus, at most `tries` times, and writes into
 * the event what came of it. */
void lwi_focus_event(struct lwi_camera *camera, struct lwi_device *device, int64_t event_id,
                     int tries);

/* own_events.c: one thing that the camera said. */
void lwi_own_event(struct lwi_camera *camera, const struct lwi_device_event *event);
/* Ends those that the camera has not said for hold_s, where it never says an end (0: it does). */
void lwi_own_events_expire(struct lwi_camera *camera, double hold_s);
/* Ends all that are open. */
void lwi_own_events_end(struct lwi_camera *camera, const char *reason);

#endif
