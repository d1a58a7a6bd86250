/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "verdict/condition.h"

const struct lwi_condition_info lwi_condition_impaired_visibility = {
    .desc =
        {
            .name = "impaired_visibility",
            .help = "Fog, smoke, rain or snow take the contrast, most of it far away.",
            .also_known_as = "ImpairedVisibility, defog, low contrast",
            .unit = "",
            .enabled = 1,
            .sensitivity = 50,
            .duration_s = 300,
            .clear_s = 300,
        },
};
