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
    if (!lwi_evidence_same_light(e)) {
        lwi_find_not(ret, "the light is unlike that of the baseline");
        return;
    }
    const double factor = lwi_sensitivity_factor(sensitivity, 2);
    const double limit = fmax(fmax(LEVELS_LIMIT, FACTOR_LIMIT * b->noise.mean) * factor,
                              b->noise.mean + 6.0 * b->noise.spread);
    lwi_find(ret, e->scene->noise, limit, e->scene->noise, "noise of %.1f levels; normal is %.1f",
             e->scene->noise, b->noise.mean);
}

static const char *const yields_to[] = {"no_signal_picture", "scene_changed", "stripes", NULL};

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
    .yields_to = yields_to,
    .judge = judge,
};
