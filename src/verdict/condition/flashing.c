/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "verdict/condition.h"

const struct lwi_condition_info lwi_condition_flashing = {
    .desc =
        {
            .name = "flashing",
            .help = "The brightness of the whole picture goes up and down.",
            .also_known_as = "image flicker, brightness pumping",
            .unit = "levels",
            .enabled = 1,
            .sensitivity = 50,
            .duration_s = 60,
            .clear_s = 60,
        },
};
