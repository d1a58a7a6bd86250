/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * The sub stream of a camera: read while somebody looks at it, by a thread of its own, and for all
 * of them together over one connection. It is never judged nor recorded.
 */
#ifndef LWI_CAMERA_SUB_H
#define LWI_CAMERA_SUB_H

#include <stdatomic.h>
#include <stdint.h>

#include "camera/live.h"
#include "lenswatch/error.h"

struct lwi_camera;

/* Under camera.lock, but for cancel. */
struct lwi_sub {
    struct lwi_live_feed feed;
    int runs;              /* its thread does */
    unsigned generation;   /* raised when the stream must be opened again */
    atomic_bool cancel;    /* for the source: return soon */
    int64_t left_ns;       /* monotonic: when the last viewer left; 0: there are some */
    int failed;            /* it could not be opened, and is tried again later */
    int64_t refused_ns;    /* monotonic: until when a user who was refused is not sent again */
    struct lw_error error; /* why not, at the last attempt; code 0: it could */
};

/* Somebody looks on, or the last one has left; camera.lock is held. 0 or what starting a thread
 * gives. */
int lwi_sub_begin_locked(struct lwi_camera *camera);
void lwi_sub_end_locked(struct lwi_camera *camera);

/* The settings changed: opens it again, or ends it; camera.lock is held. */
void lwi_sub_again_locked(struct lwi_camera *camera);

/* A few times a second: ends it some time after nobody looks on any more; camera.lock is held. */
void lwi_sub_tick_locked(struct lwi_camera *camera);

/* What its viewers are told where they wait for nothing: -ENODATA (the camera has no sub stream any
 * more), -EIO (it cannot be opened now); else 0. camera.lock is held. */
int lwi_sub_trouble_locked(const struct lwi_camera *camera, struct lw_error *reterr);

#endif
