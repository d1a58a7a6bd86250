/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Drops, webs and dust are far out of focus, each before a part of the picture: some tiles lose
 * their detail while the others keep theirs.
 */
#include <math.h>

#include "verdict/condition.h"

#define SHARE_LIMIT 0.12

static void judge(const struct lwi_evidence *e, unsigned sensitivity, struct lwi_finding *ret)
{
    if (!e->baseline) {
        lwi_find_not(ret, "learning, %u of %d pictures", e->pictures, LWI_BASELINE_NEEDED);
        return;
    }
    if (e->usable < 12) {
        lwi_find_not(ret, "only %u of %u tiles have lasting edges to judge by", e->usable,
                     e->total);
        return;
    }
    if (!lwi_evidence_same_light(e)) {
        lwi_find_not(ret, "the light is unlike that of the baseline");
        return;
    }
    if (e->lost_share > 0.5) {
        lwi_find_not(ret, "most of the picture has lost its detail, not a part");
        return;
    }
    const double limit = SHARE_LIMIT * lwi_sensitivity_factor(sensitivity, 2);
    lwi_find(ret, e->local_share, limit, e->local_share,
             "%.0f %% of the tiles have lost their detail while the others keep theirs",
             100 * e->local_share);
}

static const char *const yields_to[] = {"no_signal_picture",
                                        "covered",
                                        "scene_changed",
                                        "defocus",
                                        "too_dark",
                                        "too_bright",
                                        "impaired_visibility",
                                        "frozen",
                                        NULL};

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
