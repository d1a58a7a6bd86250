/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Large parts at white that are not white when all is well. */
#include <math.h>

#include "verdict/condition.h"

#define SHARE_LIMIT 0.45
/* Overexposed: less of it is white, but far more than ever, and everything is brighter than in the
 * baseline by so much. */
#define OVER_SHARE 0.3
#define OVER_MORE  0.2
#define OVER_LIGHT 1.2
/* And still less where it is so much brighter, and the scene is that of neither day nor lamps. */
#define GLARE_SHARE 0.2
#define GLARE_LIGHT 2.0
#define GLARE_OTHER 0.4

/* By night so much light that neither the lamps nor the day look so. */
static int is_glare(const struct lwi_evidence *e)
{
    return e->light >= GLARE_LIGHT && e->other && e->other_likeness < GLARE_OTHER;
}

static void judge(const struct lwi_evidence *e, unsigned sensitivity, struct lwi_finding *ret)
{
    const struct lwi_scene *s = e->scene;
    const double usual =
        e->baseline ? e->baseline->bright.mean + 3 * e->baseline->bright.spread : 0;
    const double limit =
        fmin(SHARE_LIMIT * lwi_sensitivity_factor(sensitivity, 1.8) + usual / 2, 0.97);
    const struct lwi_running *bright = e->baseline ? &e->baseline->bright : NULL;
    const double more = bright ? bright->mean + fmax(OVER_MORE, 3 * bright->spread) : 1;
    const double share = is_glare(e) ? GLARE_SHARE : OVER_SHARE;
    const double over = fmax(share * lwi_sensitivity_factor(sensitivity, 1.8), more);
    if (e->baseline && s->bright < limit && s->bright >= over && e->light >= OVER_LIGHT) {
        lwi_find(ret, s->bright, over, s->bright,
                 "%.0f %% of the picture is white, and all of it %.1f times as bright as usual",
                 100 * s->bright, e->light);
        return;
    }
    lwi_find(ret, s->bright, limit, s->bright, "%.0f %% of the picture is white", 100 * s->bright);
    ret->severe = ret->state == LW_STATE_FAULT && s->bright > 0.8;
}

static const char *const yields_to[] = {"no_signal_picture", NULL};

const struct lwi_condition_info lwi_condition_too_bright = {
    .desc =
        {
            .name = "too_bright",
            .help = "The picture is washed out or blinded by light.",
            .also_known_as = "brightness exception, light spot, overexposure, ImageTooBright",
            .unit = "",
            .enabled = 1,
            .sensitivity = 50,
            .duration_s = 30,
            .clear_s = 30,
        },
    .blinds = 1,
    .yields_to = yields_to,
    .judge = judge,
};
