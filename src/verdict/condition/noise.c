/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* The noise of the flattest parts, against what the camera shows in this light. */
#include <math.h>

#include "verdict/condition.h"

/* Least noise that is a fault; and above what the look has, in terms of it, of levels and of how
 * restless it is. */
#define LEVELS_LIMIT 4.5
#define FACTOR_MORE  1.5
#define LEVELS_MORE  4.5
#define SPREADS_MORE 3.0

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
    /* A camera that is noisy by night is so in each frame alike: more by some levels is a fault
     * there, too. */
    const double more =
        fmax(fmin(FACTOR_MORE * look->noise, LEVELS_MORE) * factor, SPREADS_MORE * b->grain.spread);
    const double limit = fmax(LEVELS_LIMIT * factor, look->noise + more);
    lwi_find(ret, e->scene->grain, limit, e->scene->grain, "noise of %.1f levels; normal is %.1f",
             e->scene->grain, look->noise);
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
