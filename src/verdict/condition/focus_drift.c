/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "verdict/condition.h"

const struct lwi_condition_info lwi_condition_focus_drift = {
    .desc =
        {
            .name = "focus_drift",
            .help = "The lens loses focus slowly, over days: the limit will be reached.",
            .also_known_as = "focus drift",
            .unit = "px@1080p",
            .enabled = 1,
            .sensitivity = 50,
            .duration_s = 3600,
            .clear_s = 3600,
        },
};
