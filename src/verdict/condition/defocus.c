/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "verdict/condition.h"

const struct lwi_condition_info lwi_condition_defocus = {
    .desc =
        {
            .name = "defocus",
            .help = "The lens is out of focus, compared with how sharp this camera is when it is "
                    "healthy.",
            .also_known_as = "defocus detection, clarity exception, blurred screen, ImageTooBlurry",
            .unit = "px@1080p",
            .enabled = 1,
            .sensitivity = 50,
            .duration_s = 30,
            .clear_s = 30,
        },
};
