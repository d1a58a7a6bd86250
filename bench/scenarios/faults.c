/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* The faults, one row each: what they do to a picture, by strength. */
#include <math.h>

#include "camera.h"

typedef struct sim_moment moment;
typedef struct lwi_random rnd;

static void defocus(moment *m, double strength, unsigned step, rnd *random)
{
    m->radius[0] = m->radius[1] = strength;
}

static void tilted(moment *m, double strength, unsigned step, rnd *random)
{
    m->radius[0] = 0.4 * strength;
    m->radius[1] = 1.6 * strength;
}

static void covered(moment *m, double strength, unsigned step, rnd *random)
{
    m->shot.cover = strength;
}

static void moved(moment *m, double strength, unsigned step, rnd *random)
{
    m->shift[0] = strength;
    m->shift[1] = -0.3 * strength;
}

static void dirty(moment *m, double strength, unsigned step, rnd *random)
{
    m->shot.dirt = strength;
}

static void fog(moment *m, double strength, unsigned step, rnd *random)
{
    m->shot.fog = strength;
}

static void dark(moment *m, double strength, unsigned step, rnd *random)
{
    m->shot.exposure -= strength;
}

static void bright(moment *m, double strength, unsigned step, rnd *random)
{
    m->shot.exposure += strength;
}

static void cast(moment *m, double strength, unsigned step, rnd *random)
{
    m->shot.cast[0] += strength;
    m->shot.cast[1] += 0.6 * strength;
}

static void mono(moment *m, double strength, unsigned step, rnd *random)
{
    m->shot.mono = 1;
}

static void noise(moment *m, double strength, unsigned step, rnd *random)
{
    m->shot.noise = strength;
}

static void stripes(moment *m, double strength, unsigned step, rnd *random)
{
    m->shot.stripes = strength;
    m->shot.stripes_phase = 0.37 * step;
}

static void frozen(moment *m, double strength, unsigned step, rnd *random)
{
    m->frozen = step > 0;
}

static void shaking(moment *m, double strength, unsigned step, rnd *random)
{
    const double angle = lwi_random_uniform(random, 0, 2 * M_PI);

    m->shift[0] = strength * cos(angle);
    m->shift[1] = strength * sin(angle);
}

static void flashing(moment *m, double strength, unsigned step, rnd *random)
{
    m->shot.flash = step & 1 ? strength : -strength;
}

static void torn(moment *m, double strength, unsigned step, rnd *random)
{
    m->torn = strength * lwi_random_uniform(random, 0.8, 1.2);
}

static void starved(moment *m, double strength, unsigned step, rnd *random)
{
    m->kbit = strength;
}

static void no_signal(moment *m, double strength, unsigned step, rnd *random)
{
    m->shot.no_signal = 1;
}

const struct sim_fault sim_faults[] = {
    {"defocus", "defocus", "focus_drift", "px@1080p", {1.2, 1.5, 2, 3}, 2, 0, 0, defocus},
    {"defocus, gross", "defocus", "focus_drift", "px@1080p", {6, 12}, 6, 0, 0, defocus},
    {"defocus, tilted lens", "defocus", "focus_drift", "px@1080p, mean", {2, 3}, 3, 0, 0, tilted},
    {"covered", "covered", NULL, "share", {0.3, 0.5, 0.7, 1}, 0.7, 0, 0, covered},
    {"scene changed", "scene_changed", NULL, "px@1080p", {20, 60, 200, 700}, 60, 0, 0, moved},
    {"dirty lens", "dirty_lens", NULL, "share", {0.1, 0.2, 0.35}, 0.2, 1, 0, dirty},
    {"impaired visibility",
     "impaired_visibility",
     NULL,
     "contrast lost",
     {0.5, 0.7, 0.85, 0.95},
     0.85,
     1,
     1,
     fog},
    {"too dark", "too_dark", NULL, "stops", {3, 4.5, 6, 8}, 6, 0, 0, dark},
    {"too bright", "too_bright", NULL, "stops", {2, 3, 4.5, 6}, 4.5, 0, 0, bright},
    {"colour cast", "colour_cast", NULL, "stops", {0.5, 1, 1.5}, 1.5, 1, 0, cast},
    {"monochrome", "monochrome", NULL, "", {1}, 1, 1, 0, mono},
    {"noise", "noise", NULL, "levels", {10, 20, 40}, 20, 0, 0, noise},
    {"stripes", "stripes", NULL, "levels", {6, 12, 24}, 12, 0, 0, stripes},
    {"frozen, clock running", "frozen", NULL, "", {1}, 1, 0, 0, frozen},
    {"shaking", "shaking", NULL, "px@1080p", {4, 10, 20}, 10, 0, 0, shaking},
    {"flashing", "flashing", NULL, "levels", {10, 25, 50}, 25, 0, 0, flashing},
    {"torn frames", "compression", NULL, "share", {0.15, 0.3, 0.6}, 0.3, 0, 0, torn},
    {"too few bits", "compression", NULL, "kbit/s at 1080p", {64}, 64, 1, 0, starved},
    {"no signal picture", "no_signal_picture", NULL, "", {1}, 1, 0, 0, no_signal},
};

const int sim_fault_count = (int) (sizeof(sim_faults) / sizeof(sim_faults[0]));
