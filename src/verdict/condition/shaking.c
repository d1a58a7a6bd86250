/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "verdict/condition.h"

const struct lwi_condition_info lwi_condition_shaking = {
    .desc =
        {
            .name = "shaking",
            .help = "The whole picture trembles.",
            .also_known_as = "image flutter, vibration detection",
            .unit = "px@1080p",
            .enabled = 1,
            .sensitivity = 50,
            .duration_s = 30,
            .clear_s = 30,
        },
};
