/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * The same pixels again and again. Sensors have noise, so even an empty room differs from frame
 * to frame; a clock in the picture changes a few tiles only and hides nothing, nor does it that the
 * same picture is coded anew each time.
 */
#include <math.h>

#include "verdict/condition.h"
#include "verdict/repeat.h"

/* No sensor gives all the same values twice; but some cameras answer twice with one picture. */
#define FRAMES_LIMIT  2.0
#define SECONDS_LIMIT 10.0

static void judge(const struct lwi_evidence *e, unsigned sensitivity, struct lwi_finding *ret)
{
    const struct lwi_repeat *r = &e->recent->repeat;
    const double since = r->same ? (double) (r->until_ns - r->since_ns) / 1e9 : 0;
    const double frames = FRAMES_LIMIT * lwi_sensitivity_factor(sensitivity, 2);
    const double limit = SECONDS_LIMIT * lwi_sensitivity_factor(sensitivity, 2);
    if (r->same < frames || !lwi_repeat_is_one(r) || since < limit) {
        lwi_find(ret, fmin(r->same / frames, 0.99), 1, since,
                 "the picture changes: %.0f %% of the tiles", 100 * fmin(e->repeated, e->moved));
        return;
    }
    lwi_find(ret, since / limit, 1, since, "the same picture for %.0f s, %u times", since,
             r->same + 1);
    ret->severe = 1;
    ret->lasted_s = since;
}

static const char *const yields_to[] = {"no_signal_picture", NULL};

const struct lwi_condition_info lwi_condition_frozen = {
    .desc =
        {
            .name = "frozen",
            .help = "The stream runs and always shows the same picture.",
            .also_known_as = "image freeze",
            .unit = "s",
            .enabled = 1,
            .sensitivity = 50,
            .duration_s = 30,
            .clear_s = 5,
        },
    .blinds = 1,
    .yields_to = yields_to,
    .judge = judge,
};
