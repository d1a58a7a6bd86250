/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * A camera that moves between presets and can say on which it stands: the watch then need not
 * recognise it by the picture. On the thread of the lens.
 */
#ifndef LWI_CAMERA_PRESET_H
#define LWI_CAMERA_PRESET_H

#include <stdint.h>

#include "driver/driver.h"

struct lwi_camera;

struct lwi_preset_follower {
    int wanted;      /* the camera moves, and its driver may know */
    int64_t next_ns; /* monotonic: when it is asked again */
    unsigned number; /* that the watch was told; LW_PRESET_ANY: none */
};

void lwi_preset_follow_begin(struct lwi_preset_follower *follower, const struct lwi_device *device,
                             int presets);
/* Asks where it is time, and tells the watch. */
void lwi_preset_follow(struct lwi_preset_follower *follower, struct lwi_camera *camera,
                       struct lwi_device *device);
/* It is recognised by the picture again. */
void lwi_preset_follow_end(struct lwi_preset_follower *follower, struct lwi_camera *camera);

#endif
