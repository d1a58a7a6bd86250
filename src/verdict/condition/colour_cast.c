/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "verdict/condition.h"

const struct lwi_condition_info lwi_condition_colour_cast = {
    .desc =
        {
            .name = "colour_cast",
            .help = "The white balance is gone: one colour lies over the whole picture.",
            .also_known_as = "color cast, ICR exception, purple edge",
            .unit = "levels",
            .enabled = 1,
            .sensitivity = 50,
            .duration_s = 60,
            .clear_s = 60,
        },
};
