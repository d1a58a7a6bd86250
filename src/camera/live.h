/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* The inside of live views: a stream that somebody looks at; and its pictures as frames, for what
 * measures them. */
#ifndef LWI_CAMERA_LIVE_H
#define LWI_CAMERA_LIVE_H

#include "camera/fleet.h"
#include "camera/packet_queue.h"
#include "frame/frame.h"

/* Who looks at a stream of a camera; under camera.lock. */
struct lwi_live_feed {
    struct lwi_camera *camera; /* that it is part of */
    unsigned viewers;
    int runs;                      /* the thread that decodes for them does */
    struct lwi_packet_queue queue; /* waits for its decoder */
    struct lw_frame *frame;        /* the newest; NULL: none yet */
    uint64_t sequence;             /* of that frame */
    struct lwi_live_video *videos; /* who looks on at the video as it comes; a list */
};

/* A packet of the stream, while somebody looks. Not taken over. */
void lwi_live_offer(struct lwi_live_feed *feed, const struct lwi_packet *packet);
/* live_video.c: the same, of the video as it comes; and that the stream has ended. */
void lwi_live_video_offer_locked(struct lwi_live_feed *feed, const struct lwi_packet *packet);
void lwi_live_video_cut_locked(struct lwi_live_feed *feed);
/* Forgets what waits and what was last shown; camera.lock is held. */
void lwi_live_clear_locked(struct lwi_live_feed *feed);

/* The stream of a camera that is to be looked at. -ENOTSUP: it has no such. camera.lock is held. */
int lwi_live_feed_locked(struct lwi_camera *camera, enum lwi_live_of of,
                         struct lwi_live_feed **ret_feed, struct lw_error *reterr);
/* Somebody came or left. begin: 0, or what starting a thread gives. camera.lock is held. */
int lwi_live_begin_locked(struct lwi_live_feed *feed);
void lwi_live_end_locked(struct lwi_live_feed *feed);
/* Why nothing will come of waiting: -ENOENT, or as lwi_sub_trouble_locked(); else 0. */
int lwi_live_trouble_locked(const struct lwi_live_feed *feed, struct lw_error *reterr);

/* The next frame, fps_max a second at most; a reference for the caller. Blocks up to timeout_ms.
 * -ETIMEDOUT, -ENOENT (the camera was removed). */
int lwi_live_frame(struct lwi_live *live, int timeout_ms, int fps_max, struct lw_frame **ret_frame);

#endif
