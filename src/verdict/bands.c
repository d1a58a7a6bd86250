/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Rows, or columns, against those around them. Whatever moves before the camera makes bands, too,
 * but of all widths; interference comes at one distance from bar to bar, so nearly all of it lies
 * at one frequency.
 */
#include "verdict/bands.h"

#include <math.h>

/* So many to each side are around: bars are seen up to about twice that wide; what is wider is
 * light and shade. */
#define REACH       10u
#define REACH_THUMB 4u
/* Levels below which nobody asks for how periodic they are. */
#define LEVEL_MIN 1.5
#define COUNT_MAX LWI_SCENE_BANDS
/* What the scene has may be so many times as strong as usual. */
#define PART_MAX 2.0

/* Power of values[n] at a frequency of `cycles` over them (G. Goertzel, 1958). */
static double power_at(const double *values, unsigned n, unsigned cycles)
{
    const double twice = 2 * cos(2 * 3.14159265358979 * cycles / n);
    double last = 0, before = 0;
    for (unsigned i = 0; i < n; i++) {
        const double now = values[i] + twice * last - before;
        before = last;
        last = now;
    }
    return last * last + before * before - twice * last * before;
}

/* The share of the power at one frequency and those next to it, for no distance fits exactly. */
static double periodic_share(const double *values, unsigned n, double square)
{
    double best = 0, power[3] = {0, 0, 0};
    for (unsigned cycles = 1; cycles < n / 2; cycles++) {
        power[cycles % 3] = power_at(values, n, cycles);
        best = fmax(best, power[0] + power[1] + power[2]);
    }
    /* Parseval: each frequency stands for itself and its mirror. */
    return fmin(2 * best / (square * n), 1);
}

/* Rows less those around them. */
static void leave_out_wide(double *own, const float *values, unsigned n, unsigned reach)
{
    for (unsigned i = 0; i < n; i++) {
        double around = 0;
        for (unsigned k = i; k <= i + 2 * reach; k++)
            around += values[k];
        own[i] = values[i + reach] - around / (2 * reach + 1);
    }
}

/* A veil of light and its exposure make all that the scene has weaker or stronger, its own bands,
 * too: by how much, and what then is left is not the scene's. */
static void find(struct lwi_bands *ret, const float *now, const float *usual, unsigned count,
                 unsigned reach)
{
    double own[COUNT_MAX], scene[COUNT_MAX], both = 0, scenes = 0, square = 0;
    const unsigned n = count - 2 * reach;
    leave_out_wide(own, now, n, reach);
    leave_out_wide(scene, usual, n, reach);
    for (unsigned i = 0; i < n; i++) {
        both += own[i] * scene[i];
        scenes += scene[i] * scene[i];
    }
    const double part = scenes > 0 ? fmin(fmax(both / scenes, 0), PART_MAX) : 0;
    for (unsigned i = 0; i < n; i++) {
        own[i] -= part * scene[i];
        square += own[i] * own[i];
    }
    ret->level = sqrt(square / n);
    ret->periodic = ret->level >= LEVEL_MIN ? periodic_share(own, n, square) : 0;
}

void lwi_bands_across(struct lwi_bands *ret, const struct lwi_scene *scene, const float *usual)
{
    find(ret, scene->bands, usual, LWI_SCENE_BANDS, REACH);
}

static void columns_of(float *ret_means, const uint8_t *thumb)
{
    int sums[LWI_THUMB_X] = {0};
    for (unsigned i = 0; i < LWI_THUMB_PIXELS; i++)
        sums[i % LWI_THUMB_X] += thumb[i];
    for (unsigned i = 0; i < LWI_THUMB_X; i++)
        ret_means[i] = (float) sums[i] / LWI_THUMB_Y;
}

void lwi_bands_along(struct lwi_bands *ret, const struct lwi_scene *scene, const uint8_t *thumb)
{
    float now[LWI_THUMB_X], usual[LWI_THUMB_X];
    columns_of(now, scene->thumb);
    columns_of(usual, thumb);
    find(ret, now, usual, LWI_THUMB_X, REACH_THUMB);
}
