/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "verdict/condition.h"

const struct lwi_condition_info lwi_condition_compression = {
    .desc =
        {
            .name = "compression",
            .help = "Blocks, torn or grey parts: the coding or the line spoils the picture.",
            .also_known_as = "mosaic, image corruption",
            .unit = "",
            .enabled = 1,
            .sensitivity = 50,
            .duration_s = 60,
            .clear_s = 60,
        },
};
