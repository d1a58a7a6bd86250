/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* The noise of the flattest parts, against what the camera shows in this light. */
#include <math.h>

#include "verdict/condition.h"

#define FACTOR_LIMIT 2.5
#define LEVELS_LIMIT 6.0

static void judge(const struct lwi_evidence *e, unsigned sensitivity, struct lwi_finding *ret)
{
    const struct lwi_baseline *b = e->baseline;
    if (!b) {
        lwi_find_not(ret, "learning, %u of %d pictures", e->pictures, LWI_BASELINE_NEEDED);
        return;
    }
    const struct lwi_look *look = lwi_evidence_known_look(e);
    if (!look) {
        lwi_find_not(ret, "the scene has not looked like this before, or not for long");
        return;
    }
    const double factor = lwi_sensitivity_factor(sensitivity, 2);
    const double limit = fmax(fmax(LEVELS_LIMIT, FACTOR_LIMIT * look->noise) * factor,
                              look->noise + 6.0 * b->noise.spread);
    lwi_find(ret, e->scene->noise, limit, e->scene->noise, "noise of %.1f levels; normal is %.1f",
             e->scene->noise, look->noise);
}

static const char *const yields_to[] = {"no_signal_picture", "scene_changed", "stripes",
                                        "too_bright", NULL};

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
    .blinds = 1,
    .yields_to = yields_to,
    .judge = judge,
};
