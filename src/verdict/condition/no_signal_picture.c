/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "verdict/condition.h"

const struct lwi_condition_info lwi_condition_no_signal_picture = {
    .desc =
        {
            .name = "no_signal_picture",
            .help = "A uniform picture, as a recorder or encoder shows without a camera.",
            .also_known_as = "video loss, signal loss",
            .unit = "",
            .enabled = 1,
            .sensitivity = 50,
            .duration_s = 10,
            .clear_s = 5,
        },
};
