/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Bands across the picture that the scene does not have. */
#include <math.h>

#include "verdict/condition.h"

#define LIMIT 3.5
/* Share of their power at one distance from bar to bar, in any light: what moves makes none such.
 * Columns are seen in the small picture alone, where there are fewer distances to choose from. */
#define PERIODIC       0.65
#define PERIODIC_ALONG 0.8
/* Bars that are so many times as strong as they must be, and nearly at one distance: the scene that
 * moves behind them may have spoilt it, or made it. */
#define DOUBT          0.5
#define DOUBT_STRONGER 2.0
/* A lens out of focus changes rows of any kind, too, but makes no bars: by this radius, px@1080p,
 * and by so much more than healthy pictures differ. */
#define COARSER_RADIUS  1.25
#define COARSER_SPREADS 4.0
#define COARSER_LEAST   0.3

static void judge(const struct lwi_evidence *e, unsigned sensitivity, struct lwi_finding *ret)
{
    const struct lwi_baseline *b = e->baseline;
    if (!b) {
        lwi_find_not(ret, "learning, %u of %d pictures", e->pictures, LWI_BASELINE_NEEDED);
        return;
    }
    const double least = LIMIT * lwi_sensitivity_factor(sensitivity, 2);
    if (e->across.periodic >= PERIODIC && e->across.level >= least) {
        lwi_find(ret, e->across.level, least, e->across.level,
                 "bars of %.1f levels across the picture, all at one distance", e->across.level);
        return;
    }
    if (e->along.periodic >= PERIODIC_ALONG && e->along.level >= least) {
        lwi_find(ret, e->along.level, least, e->along.level,
                 "bars of %.1f levels along the picture, all at one distance", e->along.level);
        return;
    }
    if (e->across.periodic >= DOUBT && e->across.level >= DOUBT_STRONGER * least) {
        lwi_find_not(ret, "bars of %.1f levels, or something that moves: too few at one distance",
                     e->across.level);
        return;
    }
    if (-e->drop > fmax(lwi_baseline_drop_of(b, COARSER_RADIUS),
                        fmax(COARSER_SPREADS * b->drop.spread, COARSER_LEAST))) {
        lwi_find_not(ret, "all over the picture detail is coarser");
        return;
    }
    if (!lwi_evidence_same_light(e)) {
        lwi_find_not(ret, "the light is unlike that of the baseline");
        return;
    }
    const struct lwi_look *look = lwi_evidence_known_look(e);
    if (!look) {
        lwi_find_not(ret, "the scene has not looked like this before, or not for long");
        return;
    }
    const double limit = fmax(least, look->banding + 6.0 * b->banding.spread);
    lwi_find(ret, e->across.level, limit, e->across.level, "bands of %.1f levels over the picture",
             e->across.level);
}

static const char *const yields_to[] = {
    "no_signal_picture", "covered", "scene_changed",       "too_dark", "too_bright",
    "compression",       "shaking", "impaired_visibility", NULL};

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
    .blinds = 1,
    .yields_to = yields_to,
    .judge = judge,
};
