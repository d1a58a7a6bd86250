/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "verdict/condition.h"

const struct lwi_condition_info lwi_condition_monochrome = {
    .desc =
        {
            .name = "monochrome",
            .help = "Colour is lost where this camera has it at this time of the day.",
            .also_known_as = "ICR exception, black and white",
            .unit = "",
            .enabled = 1,
            .sensitivity = 50,
            .duration_s = 600,
            .clear_s = 60,
        },
};
