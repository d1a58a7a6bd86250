/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* What happens to healthy cameras and must raise no event. Pictures are 5 s apart. */
#include <math.h>

#include "camera.h"

typedef struct sim_moment moment;
typedef struct lwi_random rnd;

static void headlights(moment *m, unsigned step, unsigned pictures, rnd *random)
{
    m->shot.headlights = lwi_random_chance(random, 0.7) ? 0.5 : 0;
}

static void flare(moment *m, unsigned step, unsigned pictures, rnd *random)
{
    m->shot.glare[0] = 0.2 + 0.6 * step / pictures;
    m->shot.glare[1] = 0.1;
    m->shot.glare[2] = 1.2 * sin(M_PI * (step + 0.5) / pictures);
}

static void lightning(moment *m, unsigned step, unsigned pictures, rnd *random)
{
    if (lwi_random_chance(random, 0.25))
        m->shot.exposure += lwi_random_uniform(random, 1.5, 4);
    m->shot.rain = 1;
}

/* It stops before the camera for two pictures. */
static void lorry(moment *m, unsigned step, unsigned pictures, rnd *random)
{
    m->shot.lorry = step >= 2 && step <= 3 ? 1 : step == 1 || step == 4 ? 0.5 : 0;
}

static void crowd(moment *m, unsigned step, unsigned pictures, rnd *random)
{
    m->crowd = 14;
}

static void rain(moment *m, unsigned step, unsigned pictures, rnd *random)
{
    m->shot.rain = 5;
}

/* The exposure hunts for what is right after a sudden change. */
static void exposure_hunt(moment *m, unsigned step, unsigned pictures, rnd *random)
{
    m->shot.exposure += 1.4 * cos(step * 2.1) * exp(-0.3 * step);
}

/* Out of focus and back within three pictures, as a lens that looks for its focus. */
static void focus_hunt(moment *m, unsigned step, unsigned pictures, rnd *random)
{
    static const double radius[] = {0, 3, 8, 4, 0};
    m->radius[0] = m->radius[1] = step < 5 ? radius[step] : 0;
}

static void less_bits(moment *m, unsigned step, unsigned pictures, rnd *random)
{
    m->kbit = 512;
}

static void smaller(moment *m, unsigned step, unsigned pictures, rnd *random)
{
    m->resized = 1;
}

/* Restarted: dark, then the exposure comes. */
static void restart(moment *m, unsigned step, unsigned pictures, rnd *random)
{
    if (step == 0)
        m->shot.exposure -= 3;
    if (step == 1)
        m->shot.exposure += 1;
}

static void stutter(moment *m, unsigned step, unsigned pictures, rnd *random)
{
    m->repeat = step % 4 == 1 || step % 4 == 2;
}

/* The cut filter goes to and fro at dusk. */
static void night_switch(moment *m, unsigned step, unsigned pictures, rnd *random)
{
    m->shot.ir = step / 4 % 2;
}

static void wind(moment *m, unsigned step, unsigned pictures, rnd *random)
{
    m->shift[0] = lwi_random_uniform(random, -1.5, 1.5);
    m->shift[1] = lwi_random_uniform(random, -1, 1);
}

const struct sim_nuisance sim_nuisances[] = {
    {"headlights", 1, 1, 24, headlights},
    {"sun flare", 1, -1, 24, flare},
    {"lightning", 1, 1, 24, lightning},
    {"lorry fills the view", 1, 0, 8, lorry},
    {"crowd", 0, -1, 24, crowd},
    {"rain by night", 1, 1, 72, rain},
    {"exposure hunts", 0, 0, 16, exposure_hunt},
    {"focus hunts", 0, 0, 10, focus_hunt},
    {"bit rate falls", 0, 0, 24, less_bits},
    {"smaller pictures", 0, 0, 24, smaller},
    {"restart", 0, 0, 8, restart},
    {"stutter", 0, 0, 24, stutter},
    {"night switch to and fro", 1, 2, 24, night_switch},
    {"wind on the mast", 1, 0, 24, wind},
};

const int sim_nuisance_count = (int) (sizeof(sim_nuisances) / sizeof(sim_nuisances[0]));
