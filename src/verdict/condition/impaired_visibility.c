/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Fog takes contrast and leaves edges as fine as they are, most of it far away, which is the
 * upper part of most views; bad focus takes the fine detail and leaves the coarse contrast.
 */
#include <math.h>

#include "verdict/condition.h"

/* Fall of the log of the energy of the edges: contrast falls by half of it. */
#define DETAIL_LIMIT 1.9
/* Part of the contrast of light and shade that is left. */
#define CONTRAST_LEFT 0.72
#define FINE_LEFT     0.55
#define FAR_MORE      1.0
#define VEIL_LIGHT    1.1
/* In less light than this, levels, it is no darker than usual: a veil takes no light. */
#define LIT_MEAN 40.0f
#define LIT_PART 0.75

static void judge(const struct lwi_evidence *e, unsigned sensitivity, struct lwi_finding *ret)
{
    const struct lwi_baseline *b = e->baseline;
    if (!b) {
        lwi_find_not(ret, "learning, %u of %d pictures", e->pictures, LWI_BASELINE_NEEDED);
        return;
    }
    if (e->usable < 12) {
        lwi_find_not(ret, "only %u of %u tiles have lasting edges to judge by", e->usable,
                     e->total);
        return;
    }
    if (lwi_evidence_coded_away(e)) {
        lwi_find_not(ret, "coded so coarsely that little is left of what is there");
        return;
    }
    const double limit =
        fmax(DETAIL_LIMIT * lwi_sensitivity_factor(sensitivity, 1.5), 5.0 * b->detail.spread);
    const double fall = fmax(-fmin(e->detail, e->detail_far), 0);
    /* What is far has lost more than what is near, and what was dark is veiled. */
    const int veiled = e->detail_far - e->detail_near < -FAR_MORE && e->light > VEIL_LIGHT;
    const int lit = e->scene->mean > LIT_MEAN || e->light > LIT_PART;
    const int hazy = (e->contrast_ratio < CONTRAST_LEFT || veiled) && lit;
    /* The best quarter of the tiles is as fine as ever: not the lens. */
    const int fine = e->drop_most > -FINE_LEFT;
    if (!hazy || !fine) {
        lwi_find(ret, fmin(fall, 0.9 * limit), limit, fall, "contrast is as ever");
        return;
    }
    lwi_find(ret, fall, limit, fall,
             "edges sharp near, lost far: fog, not focus; contrast is %.0f %% of normal",
             100 * fmin(e->contrast_ratio, 1));
}

static const char *const yields_to[] = {"no_signal_picture", "covered",       "too_dark",
                                        "too_bright",        "scene_changed", NULL};

const struct lwi_condition_info lwi_condition_impaired_visibility = {
    .desc =
        {
            .name = "impaired_visibility",
            .help = "Fog, smoke, rain or snow take the contrast, most of it far away.",
            .also_known_as = "ImpairedVisibility, defog, low contrast",
            .unit = "",
            .enabled = 1,
            .sensitivity = 50,
            .duration_s = 300,
            .clear_s = 300,
        },
    .blinds = 1,
    .yields_to = yields_to,
    .judge = judge,
};
