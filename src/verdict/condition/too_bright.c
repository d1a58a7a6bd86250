/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "verdict/condition.h"

const struct lwi_condition_info lwi_condition_too_bright = {
    .desc =
        {
            .name = "too_bright",
            .help = "The picture is washed out or blinded by light.",
            .also_known_as = "brightness exception, light spot, overexposure, ImageTooBright",
            .unit = "",
            .enabled = 1,
            .sensitivity = 50,
            .duration_s = 30,
            .clear_s = 30,
        },
};
