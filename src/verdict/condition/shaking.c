/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* The picture goes to and fro from frame to frame, and no way in the end. */
#include <math.h>

#include "verdict/condition.h"

#define LIMIT  2.0
#define FRAMES 8u
/* Pictures further apart than this on average show other things. */
#define SECONDS_APART 30.0

static void judge(const struct lwi_evidence *e, unsigned sensitivity, struct lwi_finding *ret)
{
    const struct lwi_recent *r = e->recent;
    double square = 0, sum_x = 0, sum_y = 0;
    unsigned turns = 0;
    if (e->recent_s > FRAMES * SECONDS_APART) {
        lwi_find_not(ret, "pictures come too rarely to tell");
        return;
    }
    if (r->count < FRAMES + 1) {
        lwi_find_not(ret, "%u of %u pictures seen", r->count, FRAMES + 1);
        return;
    }
    for (unsigned i = 0; i < FRAMES; i++) {
        const unsigned at = (r->next + LWI_RECENT - 1 - i) % LWI_RECENT;
        const unsigned before = (at + LWI_RECENT - 1) % LWI_RECENT;
        const double x = r->shift_x[at], y = r->shift_y[at];
        square += x * x + y * y;
        sum_x += x;
        sum_y += y;
        turns += i + 1 < FRAMES && x * r->shift_x[before] + y * r->shift_y[before] < -0.25;
    }
    const double rms = sqrt(square / FRAMES / 2);
    const double limit = LIMIT * lwi_sensitivity_factor(sensitivity, 2);
    const int trembles = turns >= FRAMES / 3 && hypot(sum_x, sum_y) < 3 * rms * sqrt(FRAMES);
    lwi_find(ret, trembles ? rms : fmin(rms, 0.9 * limit), limit, rms,
             "from picture to picture it moves by %.1f px@1080p", rms);
}

static const char *const yields_to[] = {"no_signal_picture", "frozen", "covered", NULL};

const struct lwi_condition_info lwi_condition_shaking = {
    .desc =
        {
            .name = "shaking",
            .help = "The whole picture trembles.",
            .also_known_as = "image flutter, vibration detection",
            .unit = "px@1080p",
            .enabled = 1,
            .sensitivity = 50,
            .duration_s = 30,
            .clear_s = 30,
        },
    .yields_to = yields_to,
    .judge = judge,
};
