/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Turning a camera by its own interface: on a thread of its own, which keeps a connection while
 * somebody is at it, and ends some seconds after. A movement that is not renewed is ended here: a
 * page that is closed while a button is held must not leave a camera turning.
 */
#ifndef LWI_CAMERA_PTZ_H
#define LWI_CAMERA_PTZ_H

#include <stdatomic.h>
#include <stdint.h>

#include "driver/driver.h"
#include "lenswatch/error.h"

struct lwi_camera;
struct lwi_hub;

enum lwi_ptz_do {
    LWI_PTZ_LOOK, /* what it can, and its presets */
    LWI_PTZ_MOVE,
    LWI_PTZ_GO,   /* to the preset of that token */
    LWI_PTZ_SAVE, /* under that name */
};

struct lwi_ptz_order {
    enum lwi_ptz_do what;
    struct lwi_move move;
    char text[64]; /* token or name */
};

struct lwi_ptz_view {
    struct lwi_ptz_can can;
    struct lwi_presets presets;
};

/* How long a movement goes on by itself. */
#define LWI_PTZ_HOLD_S 2.0

/* Of a camera; under camera.lock, but for cancel. */
struct lwi_ptz {
    int runs; /* its thread does */
    unsigned generation;
    atomic_bool cancel; /* what blocks in the device returns soon */
    int turns;          /* the camera was told to, and not to stop */
    int waits;          /* there is an order that was not begun */
    struct lwi_ptz_order order;
    uint64_t asked, done; /* orders so far; and which of them is done */
    int result;           /* of that one */
    struct lw_error error;
    struct lwi_ptz_view view; /* as of the last look */
    int64_t until_ns;         /* monotonic: when a movement ends unless it is renewed */
};

/* Has it done, and waits for that; the newest of two movements counts. -EINVAL (no driver, or
 * nonsense), -EBUSY, -ETIMEDOUT, or as the driver. ret_view may be NULL. */
int lwi_ptz_ask(struct lwi_camera *camera, const struct lwi_ptz_order *order,
                struct lwi_ptz_view *ret_view, struct lw_error *reterr);
/* The movement goes on for LWI_PTZ_HOLD_S from now; -ENOTSUP: there is none. */
int lwi_ptz_hold(struct lwi_camera *camera, struct lw_error *reterr);

/* The settings changed; camera.lock is held. */
void lwi_ptz_again_locked(struct lwi_camera *camera);

#endif
