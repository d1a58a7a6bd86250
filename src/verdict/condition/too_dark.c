/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "verdict/condition.h"

const struct lwi_condition_info lwi_condition_too_dark = {
    .desc =
        {
            .name = "too_dark",
            .help = "The picture is too dark to see what happens.",
            .also_known_as = "brightness exception, ImageTooDark",
            .unit = "",
            .enabled = 1,
            .sensitivity = 50,
            .duration_s = 30,
            .clear_s = 30,
        },
};
