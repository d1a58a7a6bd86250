/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "verdict/condition.h"

const struct lwi_condition_info lwi_condition_frozen = {
    .desc =
        {
            .name = "frozen",
            .help = "The stream runs and always shows the same picture.",
            .also_known_as = "image freeze",
            .unit = "s",
            .enabled = 1,
            .sensitivity = 50,
            .duration_s = 30,
            .clear_s = 5,
        },
};
