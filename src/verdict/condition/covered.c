/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "verdict/condition.h"

const struct lwi_condition_info lwi_condition_covered = {
    .desc =
        {
            .name = "covered",
            .help = "Something in front of the lens blocks the view.",
            .also_known_as = "video tampering, shelter alarm, occlusion",
            .unit = "",
            .enabled = 1,
            .sensitivity = 50,
            .duration_s = 15,
            .clear_s = 15,
        },
};
