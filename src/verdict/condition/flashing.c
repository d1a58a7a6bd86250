/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* The brightness goes up and down, again and again. */
#include <math.h>

#include "verdict/condition.h"

#define LIMIT  12.0
#define FRAMES 8u
/* Pictures further apart than this on average show other things. */
#define SECONDS_APART 30.0
/* An exposure that looks for what is right goes to and fro, too, but less and less: in the newer
 * half by no more than this part of what it did in the older. */
#define DYING_PART 0.7

struct steps {
    double sum, most;
};

static void add_step(struct steps *steps, double size)
{
    steps->sum += size;
    steps->most = fmax(steps->most, size);
}

static int dies_away(const struct steps *newer, const struct steps *older)
{
    return newer->sum <= DYING_PART * older->sum && newer->most <= DYING_PART * older->most;
}

static void judge(const struct lwi_evidence *e, unsigned sensitivity, struct lwi_finding *ret)
{
    const struct lwi_recent *r = e->recent;
    const double limit = LIMIT * lwi_sensitivity_factor(sensitivity, 2);
    struct steps halves[2] = {{0}}; /* newer, older */
    double last = 0;
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
        const double step = r->mean[at] - r->mean[before];
        add_step(&halves[i >= FRAMES / 2], fabs(step));
        /* Noise turns about, too. */
        turns += i > 0 && step * last < 0 && fmin(fabs(step), fabs(last)) > 0.3 * limit;
        last = step;
    }
    const double mean = (halves[0].sum + halves[1].sum) / FRAMES;
    const int is_flashing = turns >= FRAMES / 2 && !dies_away(&halves[0], &halves[1]);
    lwi_find(ret, is_flashing ? mean : fmin(mean, 0.9 * limit), limit, mean,
             "brightness goes up and down by %.0f levels", mean);
}

static const char *const yields_to[] = {"no_signal_picture", NULL};

const struct lwi_condition_info lwi_condition_flashing = {
    .desc =
        {
            .name = "flashing",
            .help = "The brightness of the whole picture goes up and down.",
            .also_known_as = "image flicker, brightness pumping",
            .unit = "levels",
            .enabled = 1,
            .sensitivity = 50,
            .duration_s = 60,
            .clear_s = 60,
        },
    .yields_to = yields_to,
    .judge = judge,
};
