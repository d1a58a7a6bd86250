/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "camera/preset.h"

#include <errno.h>

#include "camera/camera.h"
#include "camera/watch.h"

/* Patrols stay at a place for ten seconds and more. */
#define ASK_NS (2 * LWI_NS_PER_S)

static void tell(struct lwi_preset_follower *follower, struct lwi_camera *camera, unsigned number)
{
    if (number == follower->number)
        return;
    follower->number = number;
    (void) lwi_camera_watch_preset(camera, number);
}

void lwi_preset_follow_begin(struct lwi_preset_follower *follower, const struct lwi_device *device,
                             int presets)
{
    *follower = (struct lwi_preset_follower){
        .wanted = presets > 1 && lwi_device_driver(device)->preset_now != NULL,
        .number = LW_PRESET_ANY,
    };
}

void lwi_preset_follow(struct lwi_preset_follower *follower, struct lwi_camera *camera,
                       struct lwi_device *device)
{
    const int64_t now_ns = lwi_clock_monotonic(&lwi_clock_system);
    unsigned number = LW_PRESET_ANY;
    struct lw_error error = {0};
    if (!follower->wanted || now_ns < follower->next_ns)
        return;
    follower->next_ns = now_ns + ASK_NS;
    const int r = lwi_device_preset_now(device, &number, &error);
    if (r == -ENOTSUP || r == -EPROTO || r == -EINVAL || r == -EACCES) {
        /* It never will. */
        follower->wanted = 0;
        lwi_log(camera->hub->log, LWI_LOG_INFO,
                "camera %s: %s; presets are recognised by the picture", camera->id, error.message);
    }
    tell(follower, camera, r == 0 ? number : LW_PRESET_ANY);
}

void lwi_preset_follow_end(struct lwi_preset_follower *follower, struct lwi_camera *camera)
{
    follower->wanted = 0;
    tell(follower, camera, LW_PRESET_ANY);
}
