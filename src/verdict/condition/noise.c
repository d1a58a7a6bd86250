/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "verdict/condition.h"

const struct lwi_condition_info lwi_condition_noise = {
    .desc =
        {
            .name = "noise",
            .help = "Noise far above what this camera shows; snow of an analogue line.",
            .also_known_as = "image noise, snow interference",
            .unit = "levels",
            .enabled = 1,
            .sensitivity = 50,
            .duration_s = 60,
            .clear_s = 60,
        },
};
