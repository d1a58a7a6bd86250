/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "verdict/condition.h"

const struct lwi_condition_info lwi_condition_dirty_lens = {
    .desc =
        {
            .name = "dirty_lens",
            .help = "Part of the view has lost its detail for long: drops, a web, dust or a film "
                    "on the lens.",
            .also_known_as = "protective film unremoved, dirty lens",
            .unit = "",
            .enabled = 1,
            .sensitivity = 50,
            .duration_s = 1800,
            .clear_s = 600,
        },
};
