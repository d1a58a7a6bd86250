/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * The scenes, drawn: each as different from the others as the places where cameras hang. In
 * units of a picture 1280 wide and 720 high, in gamma-coded colours.
 */
#ifndef SIM_SCENES_H
#define SIM_SCENES_H

#include "../../demo/paint.h"

/* What sways in the wind is painted so often, each time with other leaves. */
#define SIM_VARIANTS 3

struct sim_scene {
    const char *name;
    void (*back)(cairo_t *cr, uint64_t seed);
    /* What stands before everything that moves; NULL: nothing. */
    void (*front)(cairo_t *cr, uint64_t seed);
    int outdoor;      /* day and night, weather, shadows */
    int cars;         /* else people alone */
    double far_y;     /* where the ground is farthest; above it all is far */
    double far;       /* how far that is, times the near edge of the picture */
    double ground[2]; /* y of the feet of what moves: farthest, nearest */
    double size[2];   /* of what moves there */
};

extern const struct sim_scene sim_scenes[];
extern const int sim_scene_count;

#endif
