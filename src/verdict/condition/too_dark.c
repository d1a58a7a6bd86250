/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* A picture in which next to nothing is left above black; by night only against the baseline. */
#include <math.h>

#include "verdict/condition.h"

#define MEAN_LIMIT 22.0
#define DARK_SHARE 0.75
/* Next to black: no healthy night of the real sequences was darker than 18. */
#define BLACK_MEAN  16.0
#define BLACK_SHARE 0.6
/* Underexposed: nothing in the small picture is brighter than this, but for an overlay, and yet it
 * shows the scene as it is known. A nightfall draws another one, with lamps and what they light. */
#define DIM_LEVELS   64
#define DIM_SHARE    0.98
#define DIM_LIKENESS 0.3
/* The same without what is brightest, which may be a clock. */
#define DIM_FAINT 0.4
/* Too dim for colour it is taken for a night; then the looks of the day are known. */
#define DIM_LIKENESS_DAY 0.5
#define DIM_PART         2.2

/* Share of the small picture that is dim. */
static double dim_share(const struct lwi_scene *s)
{
    unsigned dim = 0;
    for (unsigned i = 0; i < LWI_THUMB_PIXELS; i++)
        dim += s->thumb[i] < DIM_LEVELS;
    return (double) dim / LWI_THUMB_PIXELS;
}

/* Whether it shows what the day does that is known beside the lamps, and far darker. */
static int is_dim_day(const struct lwi_evidence *e)
{
    return e->other && e->other_likeness > DIM_LIKENESS_DAY &&
           e->other->luma.mean > DIM_PART * e->scene->mean;
}

/* Whether the look of the scene that it shows is a far brighter one. */
static int is_dimmer(const struct lwi_evidence *e)
{
    const struct lwi_look *look = lwi_evidence_known_look(e);
    return (look && look->mean > DIM_PART * e->scene->mean) || is_dim_day(e);
}

static void judge(const struct lwi_evidence *e, unsigned sensitivity, struct lwi_finding *ret)
{
    const struct lwi_scene *s = e->scene;
    const double factor = lwi_sensitivity_factor(sensitivity, 2);
    const int black = s->mean < BLACK_MEAN / factor;
    const double limit = 1 - (1 - (black ? BLACK_SHARE : DARK_SHARE)) / factor;
    if (e->baseline && e->baseline->luma.mean - 2 * e->baseline->luma.spread < MEAN_LIMIT &&
        e->lost_share < 0.7 && !is_dimmer(e)) {
        lwi_find(ret, 0.5 * fmax(s->dark, 0), 1, s->dark, "as dark as this scene often is");
        return;
    }
    const double dim = dim_share(s), dim_limit = 1 - (1 - DIM_SHARE) / factor;
    const int known =
        (e->baseline && (e->fit.correlation > DIM_LIKENESS || e->faint > DIM_FAINT)) ||
        (!e->baseline && e->day_look && e->day_likeness > DIM_LIKENESS_DAY) || is_dim_day(e);
    if (known && s->dark < limit && s->mean < LWI_DIM_MEAN / factor && dim >= dim_limit) {
        lwi_find(ret, dim, dim_limit, s->dark, "nothing in the picture is bright: %.0f of 255",
                 s->mean);
        return;
    }
    if (s->mean > MEAN_LIMIT / factor) {
        lwi_find(ret, fmin(s->dark, 0.9 * limit), limit, s->dark, "bright enough: %.0f of 255",
                 s->mean);
        return;
    }
    lwi_find(ret, s->dark, limit, s->dark, "%.0f %% of the picture is black", 100 * s->dark);
    ret->severe = s->dark > 0.95;
}

static const char *const yields_to[] = {"no_signal_picture", NULL};

const struct lwi_condition_info lwi_condition_too_dark = {
    .desc =
        {
            .name = "too_dark",
            .help = "The picture is too dark to see what happens.",
            .also_known_as = "brightness exception, ImageTooDark",
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
