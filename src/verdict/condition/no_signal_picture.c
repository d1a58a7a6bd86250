/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Recorders and encoders send one colour, often blue or black, with a line of text at most. */
#include <math.h>

#include "verdict/condition.h"

#define CONTRAST_LIMIT 3.0
#define FLAT_LEVELS    1.5f
#define FLAT_SHARE     0.9

static void judge(const struct lwi_evidence *e, unsigned sensitivity, struct lwi_finding *ret)
{
    const struct lwi_scene *s = e->scene;
    unsigned flat = 0;
    double mean = 0;
    (void) sensitivity;
    /* Exactly flat: a sensor never is, not even in the dark. */
    for (unsigned i = 0; i < e->total; i++)
        flat += s->tiles[i].contrast < FLAT_LEVELS && s->tiles[i].roughness < 0.3f;
    for (unsigned i = 0; i < e->total; i++)
        mean += s->tiles[i].mean;
    mean /= e->total;
    double away = 0;
    for (unsigned i = 0; i < e->total; i++)
        if (s->tiles[i].contrast < FLAT_LEVELS)
            away += fabs(s->tiles[i].mean - mean);
    const double share = (double) flat / e->total;
    const int uniform = away / e->total < CONTRAST_LIMIT;
    lwi_find(ret, uniform ? share : fmin(share, 0.8 * FLAT_SHARE), FLAT_SHARE, share,
             "%.0f %% of the picture is one colour", 100 * share);
    ret->severe = ret->state == LW_STATE_FAULT;
}

const struct lwi_condition_info lwi_condition_no_signal_picture = {
    .desc =
        {
            .name = "no_signal_picture",
            .help = "A uniform picture, as a recorder or encoder shows without a camera.",
            .also_known_as = "video loss, signal loss",
            .unit = "",
            .enabled = 1,
            .sensitivity = 50,
            .duration_s = 10,
            .clear_s = 5,
        },
    .blinds = 1,
    .judge = judge,
};
