/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* The mean colour of the picture, far from where it is when all is well. */
#include <math.h>

#include "verdict/condition.h"

#define LIMIT 18.0

static void judge(const struct lwi_evidence *e, unsigned sensitivity, struct lwi_finding *ret)
{
    const struct lwi_baseline *b = e->baseline;
    const struct lwi_scene *s = e->scene;
    if (s->colour < 1.2f && (!b || b->colour.mean < 1.2f)) {
        lwi_find_not(ret, "the picture has no colour");
        return;
    }
    if (!b) {
        lwi_find_not(ret, "learning, %u of %d pictures", e->pictures, LWI_BASELINE_NEEDED);
        return;
    }
    const struct lwi_look *look = lwi_evidence_known_look(e);
    if (!look) {
        lwi_find_not(ret, "the scene has not looked like this before, or not for long");
        return;
    }
    const double away = hypot(s->cast_u - look->cast_u, s->cast_v - look->cast_v);
    const double limit = fmax(LIMIT * lwi_sensitivity_factor(sensitivity, 2),
                              6.0 * fmax(b->cast_u.spread, b->cast_v.spread));
    lwi_find(ret, away, limit, away, "the mean colour is %.0f levels from normal", away);
}

static const char *const yields_to[] = {
    "no_signal_picture",   "covered", "scene_changed", "too_dark", "too_bright",
    "impaired_visibility", NULL};

const struct lwi_condition_info lwi_condition_colour_cast = {
    .desc =
        {
            .name = "colour_cast",
            .help = "The white balance is gone: one colour lies over the whole picture.",
            .also_known_as = "color cast, ICR exception, purple edge",
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
