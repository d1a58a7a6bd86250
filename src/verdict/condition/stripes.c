/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "verdict/condition.h"

const struct lwi_condition_info lwi_condition_stripes = {
    .desc =
        {
            .name = "stripes",
            .help = "Bars or lines over the picture that are not part of the scene.",
            .also_known_as = "stripe interference",
            .unit = "",
            .enabled = 1,
            .sensitivity = 50,
            .duration_s = 60,
            .clear_s = 60,
        },
};
