/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "train/psf.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "verdict/model.h"

/* Points a pixel's side is divided into where a PSF is sampled. */
#define OVERSAMPLING 6

#define PATH_STEPS            256
#define GAUSS_SIGMA_OF_RADIUS 0.55
#define GAUSS_REACH           3.0

static void begin(struct lwi_psf *psf, double reach)
{
    unsigned half = (unsigned) ceil(reach) + 1;

    if (2 * half + 1 > LWI_PSF_SIDE_MAX)
        half = (LWI_PSF_SIDE_MAX - 1) / 2;
    psf->side = 2 * half + 1;
    psf->length = psf->angle = 0;
    memset(psf->weights, 0, sizeof(float) * psf->side * psf->side);
}

static void normalise(struct lwi_psf *psf)
{
    const size_t count = (size_t) psf->side * psf->side;
    double sum = 0;

    for (size_t i = 0; i < count; i++)
        sum += psf->weights[i];
    assert(sum > 0);
    for (size_t i = 0; i < count; i++)
        psf->weights[i] = (float) (psf->weights[i] / sum);
}

/* What a lens does to a point: a disk, drawn out by astigmatism, brighter or darker at its rim
 * by spherical aberration. rim 0, stretch 1: a plain disk. */
static void add_disk(struct lwi_psf *psf, double radius, double rim, double stretch, double angle)
{
    const int half = (int) psf->side / 2;
    const double c = cos(angle), s = sin(angle);

    const int points = (int) psf->side * OVERSAMPLING;

    for (int i = 0; i < points; i++) {
        for (int j = 0; j < points; j++) {
            double x = (j + 0.5) / OVERSAMPLING - 0.5 - half;
            double y = (i + 0.5) / OVERSAMPLING - 0.5 - half;
            double u = (x * c + y * s) / stretch, v = (y * c - x * s) * stretch;
            double q = (u * u + v * v) / (radius * radius);
            if (q <= 1)
                psf->weights[i / OVERSAMPLING * (int) psf->side + j / OVERSAMPLING] +=
                    (float) (1 + rim * q);
        }
    }
}

static void add_gauss(struct lwi_psf *psf, double sigma)
{
    const int half = (int) psf->side / 2;

    for (int y = -half; y <= half; y++)
        for (int x = -half; x <= half; x++)
            psf->weights[(y + half) * (int) psf->side + x + half] =
                (float) exp(-(x * x + y * y) / (2 * sigma * sigma));
}

/* A point at x, y, shared among the four pixels around it. */
static void add_point(struct lwi_psf *psf, double x, double y, float weight)
{
    const int half = (int) psf->side / 2, side = (int) psf->side;
    const int column = (int) floor(x), row = (int) floor(y);
    const float right = (float) (x - column), below = (float) (y - row);

    for (int i = 0; i < 4; i++) {
        int px = column + (i & 1) + half, py = row + (i >> 1) + half;
        float w = ((i & 1) ? right : 1 - right) * ((i >> 1) ? below : 1 - below);
        if (px >= 0 && px < side && py >= 0 && py < side)
            psf->weights[py * side + px] += w * weight;
    }
}

static void add_path(struct lwi_psf *psf, double length, double disk_radius,
                     struct lwi_random *random)
{
    const double angle = lwi_random_uniform(random, 0, M_PI);
    const double bend = lwi_random_chance(random, 0.5) ? lwi_random_uniform(random, -1, 1) : 0;
    const double c = cos(angle), s = sin(angle);

    psf->length = length;
    psf->angle = 180 - angle * 180 / M_PI; /* rows count downwards */
    for (int i = 0; i < PATH_STEPS; i++) {
        double t = (i + 0.5) / PATH_STEPS - 0.5;
        double along = length * t, beside = bend * length * (t * t - 1.0 / 12);
        if (disk_radius > 0) { /* somewhere on the disk, evenly */
            double r = disk_radius * sqrt(lwi_random_uniform(random, 0, 1));
            double a = lwi_random_uniform(random, 0, 2 * M_PI);
            for (int k = 0; k < 16; k++)
                add_point(psf, along * c - beside * s + r * cos(a + k * M_PI / 8),
                          along * s + beside * c + r * sin(a + k * M_PI / 8), 1.0f / 16);
        } else {
            add_point(psf, along * c - beside * s, along * s + beside * c, 1);
        }
    }
}

void lwi_psf_make(struct lwi_psf *ret_psf, enum lwi_psf_kind kind, double radius,
                  struct lwi_random *random)
{
    const double r = fmax(radius, 0.05);

    switch (kind) {
    case LWI_PSF_DISK:
        begin(ret_psf, r);
        add_disk(ret_psf, fmax(r, 1.0 / OVERSAMPLING), 0, 1, 0);
        break;
    case LWI_PSF_ABERRATED:
        begin(ret_psf, r * 1.3);
        add_disk(ret_psf, fmax(r, 1.0 / OVERSAMPLING), lwi_random_uniform(random, -0.8, 1.5),
                 lwi_random_uniform(random, 1, 1.3), lwi_random_uniform(random, 0, M_PI));
        break;
    case LWI_PSF_GAUSS:
        begin(ret_psf, r * GAUSS_SIGMA_OF_RADIUS * GAUSS_REACH);
        add_gauss(ret_psf, r * GAUSS_SIGMA_OF_RADIUS);
        break;
    case LWI_PSF_MOTION:
        begin(ret_psf, r * LWI_MOTION_LENGTH * 0.7);
        add_path(ret_psf, r * LWI_MOTION_LENGTH, 0, random);
        break;
    case LWI_PSF_BOTH:
        begin(ret_psf, r * 2);
        add_path(ret_psf, r * LWI_BOTH_LENGTH, r * 0.7, random);
        break;
    case LWI_PSF_NONE:
        begin(ret_psf, 0);
        add_point(ret_psf, 0, 0, 1);
        break;
    }
    normalise(ret_psf);
}
