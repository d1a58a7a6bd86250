/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * A quantiser, or steps on the grid of 8 pixels, far above what the camera has; or rows that did
 * not arrive.
 */
#include <math.h>

#include "verdict/condition.h"

#define BLOCKING_LIMIT 1.8
#define TORN_LIMIT     0.02

static void judge(const struct lwi_evidence *e, unsigned sensitivity, struct lwi_finding *ret)
{
    const double torn = 1 - e->scene->whole;
    if (torn > TORN_LIMIT) {
        lwi_find(ret, 1 + torn, 1, torn, "%.0f %% of the rows are missing", 100 * torn);
        ret->severe = torn > 0.5;
        return;
    }
    /* With a quantiser that is known the steps need not be looked for, which a deblocking filter
     * takes away. */
    const double step = exp2(e->scene->quantiser);
    const double step_limit = LWI_STEP_COARSE * lwi_sensitivity_factor(sensitivity, 1.5);
    if (lwi_evidence_coarsely_coded(e) && step >= step_limit) {
        lwi_find(ret, step, step_limit, step,
                 "coded in steps of %.0f levels, %.1f times as coarsely as usual", step,
                 exp2(e->coarser));
        return;
    }
    const double usual =
        e->baseline ? e->baseline->blocking.mean + 4 * e->baseline->blocking.spread : 1.5;
    const double limit =
        fmax(usual * 1.3, BLOCKING_LIMIT * lwi_sensitivity_factor(sensitivity, 1.5));
    lwi_find(ret, e->scene->blocking, limit, e->scene->blocking,
             "steps between blocks are %.1f times those within", e->scene->blocking);
}

static const char *const yields_to[] = {
    "no_signal_picture", "frozen", "covered", "scene_changed", "too_dark", "too_bright", NULL};

const struct lwi_condition_info lwi_condition_compression = {
    .desc =
        {
            .name = "compression",
            .help = "Blocks, torn or grey parts: the coding or the line spoils the picture.",
            .also_known_as = "mosaic, image corruption",
            .unit = "",
            .enabled = 1,
            .sensitivity = 50,
            .duration_s = 60,
            .clear_s = 60,
        },
    .yields_to = yields_to,
    .judge = judge,
};
