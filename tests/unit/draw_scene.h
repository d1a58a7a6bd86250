/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* A drawn street for the tests of a watch, and everything that can go wrong with its picture. */
#ifndef LW_TESTS_DRAW_SCENE_H
#define LW_TESTS_DRAW_SCENE_H

#include <stdint.h>

#include "lenswatch/frame.h"

#define DRAW_WIDTH  960
#define DRAW_HEIGHT 540

/* All zero but for the seed: a healthy picture. */
struct draw {
    unsigned seed;    /* of the noise */
    unsigned scene;   /* which scene */
    double blur;      /* radius of a disk, pixels */
    double covered;   /* share of the picture behind something flat, from the left */
    int covered_luma; /* of what is put before the lens */
    int shift_x;      /* pixels */
    double gain;      /* on the luma; 0: 1 */
    double offset;    /* added to the luma, levels */
    double fog;       /* 0..1 at the top, falling to a quarter of it at the bottom */
    double noise;     /* beside the sensor's own, levels */
    double grain;     /* the same where it is black, falling to none at 80 levels */
    double stripes;   /* levels */
    int columns;      /* they go along the picture, not across it */
    int cast;         /* levels on both chroma planes */
    int grey;         /* no colour */
    int blocks;       /* of 8 pixels, quantised */
    int lamps;        /* night: what lamps light, and the rest dark */
    double unlit;     /* share of the picture's height, from the bottom, in which most lamps are
                       * out */
    double dirt;      /* share of the picture behind drops */
    unsigned clock;   /* changes a small overlay */
    int captions;     /* bright letters at the top and at the bottom, which change with the clock */
    int letters;      /* how bold those are whose lines lie over the top and the bottom; 0: none */
    unsigned recoded; /* the same picture coded anew: of nine tiles in ten a pixel here and there is
                       * another level each time; 0: not */
    int recoded_much; /* that in more pixels, of seven tiles in ten */
    unsigned calm;   /* so many of 100 parts of the picture have the noise of every other picture in
                       * which they are calm, as what is denoised and coded coarsely may have */
    int flat;        /* one colour all over */
    float quantiser; /* step with which it was coded, levels; 0: 8 */
};

/* Draws into planes that belong to the module, until the next call. */
struct lw_frame draw_scene(const struct draw *draw, int64_t wall_ns);

#endif
