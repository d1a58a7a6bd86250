/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "verdict/condition.h"

const struct lwi_condition_info lwi_condition_scene_changed = {
    .desc =
        {
            .name = "scene_changed",
            .help = "The camera looks elsewhere: it was turned, moved or zoomed.",
            .also_known_as = "scene change, GlobalSceneChange",
            .unit = "",
            .enabled = 1,
            .sensitivity = 50,
            .duration_s = 30,
            .clear_s = 30,
        },
};
