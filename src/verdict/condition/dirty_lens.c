/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Drops, webs and dust are far out of focus, each before a part of the picture: some tiles lose
 * their detail while the others keep theirs, and it stays so (stains.c).
 */
#include <math.h>

#include "verdict/condition.h"

/* Share of the usable tiles. Healthy pictures of the real sequences came to 0.041, but for a
 * building site's with 0.062: a scene that is rebuilt, or grows, has its own limit. That site came
 * to 4.4 spreads. */
#define SHARE_LIMIT   0.05
#define USUAL_SPREADS 6.0
/* Of fewer tiles two are that share already. */
#define USABLE_LEAST 40
/* Least likeness to a look, and most scatter, with which the tiles can be compared. */
#define LIKENESS     0.3
#define SCATTER_MOST 0.7

static void judge(const struct lwi_evidence *e, unsigned sensitivity, struct lwi_finding *ret)
{
    if (!e->baseline || e->pictures < LWI_BASELINE_NEEDED) {
        lwi_find_not(ret, "learning, %u of %d pictures", e->pictures, LWI_BASELINE_NEEDED);
        return;
    }
    if (e->usable < USABLE_LEAST) {
        lwi_find_not(ret, "only %u of %u tiles have lasting edges to judge by", e->usable,
                     e->total);
        return;
    }
    if (e->fit.aligned < LIKENESS || e->scatter > SCATTER_MOST) {
        lwi_find_not(ret, "the light is unlike that of the baseline");
        return;
    }
    if (e->lost_share > 0.5) {
        lwi_find_not(ret, "most of the picture has lost its detail, not a part");
        return;
    }
    const struct lwi_running *usual = &e->baseline->stained;
    const double limit = fmax(SHARE_LIMIT * lwi_sensitivity_factor(sensitivity, 2),
                              usual->mean + USUAL_SPREADS * usual->spread);
    lwi_find(ret, e->stained_share, limit, e->stained_share,
             "%.0f %% of the tiles have lost their detail while the others keep theirs",
             100 * e->stained_share);
}

static const char *const yields_to[] = {
    "no_signal_picture",   "covered", "scene_changed", "defocus", "too_dark", "too_bright",
    "impaired_visibility", "stripes", "frozen",        NULL};

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
    .yields_to = yields_to,
    .judge = judge,
};
