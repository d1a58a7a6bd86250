/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * How sharp a camera's picture is now, and where: for a person who looks, and for one who turns the
 * lens. It judges pictures of its own beside the watch, which neither learns from them nor judges
 * more often; so their number is limited.
 */
#ifndef LWI_CAMERA_METER_H
#define LWI_CAMERA_METER_H

#include <stdint.h>

#include "camera/fleet.h"
#include "lenswatch/assess.h"

/* So many may be open in a fleet. */
#define LWI_METERS_MAX 6

struct lwi_meter_reading {
    int64_t wall_ns; /* realtime */
    uint32_t width, height;
    enum lw_verdict verdict; /* by the picture alone */
    char reason[160];        /* of the verdict */
    double blur_probability; /* < 0: not known */
    double sharpness; /* of this scene, in no unit, as struct lwi_lens_point; < 0: not known */
    uint16_t tiles_x, tiles_y;
    const float *tiles; /* rows of tiles_x: 0 sharp .. 1 blurred, or LW_TILE_UNKNOWN; the meter's,
                         * until its next call */
};

struct lwi_meter;

/* -ENOENT (camera), -EBUSY (LWI_METERS_MAX are open), -ENOMEM. */
int lwi_meter_open(struct lwi_meter **ret_meter, struct lwi_fleet *fleet, const char *id,
                   struct lw_error *reterr);

/* Of the picture that was judged last. -EAGAIN: there is none yet. */
int lwi_meter_newest(struct lwi_meter *meter, struct lwi_meter_reading *ret_reading,
                     struct lw_error *reterr);

/* Of the next picture of the stream, a few a second. Blocks up to timeout_ms. -ETIMEDOUT; -ENOENT:
 * the camera was removed. */
int lwi_meter_read(struct lwi_meter *meter, int timeout_ms, struct lwi_meter_reading *ret_reading,
                   struct lw_error *reterr);

void lwi_meter_close(struct lwi_meter **meter);

#endif
