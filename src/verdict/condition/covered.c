/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * What is put before the lens is far out of focus: tiles that had contrast go flat, whatever
 * its colour. Flat everywhere and by itself also is a wall of fog, but that keeps what is near.
 */
#include <math.h>

#include "verdict/condition.h"

/* Half of the view, less what a soft edge leaves. */
#define SHARE_LIMIT 0.42
/* What lies over the upper and the lower half alike, in the usual light, is neither fog nor dusk:
 * on real sequences no healthy picture had more than 0.09 of both halves flat. */
#define EVEN_LIMIT 0.36
#define EVEN_PART  0.75
/* Fog flattens the upper half far more than the lower one; what is so needs this. */
#define FOG_LIKE_LIMIT 0.5
#define FOG_LIKE_PART  0.5
#define FOG_NEAR       0.7
#define FOG_LIMIT      0.8
/* An object leaves the rest as it was. Where what is still lit has lost so much of the energy of
 * its edges (log), it is fog or bad focus, in which what lamps do not light this night is flat. */
#define REST_LOST  1.7
#define REST_LIMIT 0.68
/* And through fog, or in next to no light, what is flat still shows the scene. */
#define SEEN_THROUGH 0.4

static void judge(const struct lwi_evidence *e, unsigned sensitivity, struct lwi_finding *ret)
{
    if (!e->baseline) {
        lwi_find_not(ret, "learning, %u of %d pictures", e->pictures, LWI_BASELINE_NEEDED);
        return;
    }
    if (e->usable < 6) {
        lwi_find_not(ret, "the scene has too little contrast to miss");
        return;
    }
    if (lwi_evidence_coded_away(e)) {
        /* What is hidden needs fewer bits, and is coded more finely. */
        lwi_find_not(ret, "coded so coarsely that little is left of what is there");
        return;
    }
    const int fog_like = e->flat_near < FOG_LIKE_PART * e->flat_far;
    /* What is near keeps its edges behind nothing but fog, yet weaker; beside an object, as they
     * were. */
    const int fog = (fog_like && e->detail_near < -FOG_NEAR) || e->seen_through > SEEN_THROUGH;
    const int even =
        fmin(e->flat_near, e->flat_far) > EVEN_PART * e->flat_share && lwi_evidence_same_light(e);
    const double least = fog                           ? FOG_LIMIT
                         : e->detail_rest < -REST_LOST ? REST_LIMIT
                         : fog_like                    ? FOG_LIKE_LIMIT
                         : even                        ? EVEN_LIMIT
                                                       : SHARE_LIMIT;
    const double limit = fmin(least * lwi_sensitivity_factor(sensitivity, 1.8), 0.95);
    lwi_find(ret, e->flat_share, limit, e->flat_share, "%.0f %% of the view is blocked",
             100 * e->flat_share);
    ret->severe = ret->state == LW_STATE_FAULT && e->flat_share > 0.8;
}

static const char *const yields_to[] = {"no_signal_picture", "too_dark", "too_bright", NULL};

const struct lwi_condition_info lwi_condition_covered = {
    .desc =
        {
            .name = "covered",
            .help = "Something in front of the lens blocks the view.",
            .also_known_as = "video tampering, shelter alarm, occlusion",
            .unit = "",
            .enabled = 1,
            .sensitivity = 50,
            .duration_s = 15,
            .clear_s = 15,
        },
    .blinds = 1,
    .yields_to = yields_to,
    .judge = judge,
};
