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

static void find(struct lwi_bands *ret, const float *differences, unsigned count, unsigned reach)
{
    double own[COUNT_MAX], square = 0;
    const unsigned n = count - 2 * reach;
    for (unsigned i = reach; i + reach < count; i++) {
        double around = 0;
        for (unsigned k = i - reach; k <= i + reach; k++)
            around += differences[k];
        own[i - reach] = differences[i] - around / (2 * reach + 1);
        square += own[i - reach] * own[i - reach];
    }
    ret->level = sqrt(square / n);
    ret->periodic = ret->level >= LEVEL_MIN ? periodic_share(own, n, square) : 0;
}

void lwi_bands_across(struct lwi_bands *ret, const struct lwi_scene *scene, const float *usual)
{
    float differences[LWI_SCENE_BANDS];
    for (unsigned i = 0; i < LWI_SCENE_BANDS; i++)
        differences[i] = scene->bands[i] - usual[i];
    find(ret, differences, LWI_SCENE_BANDS, REACH);
}

void lwi_bands_along(struct lwi_bands *ret, const struct lwi_scene *scene, const uint8_t *thumb)
{
    int sums[LWI_THUMB_X] = {0};
    float differences[LWI_THUMB_X];
    for (unsigned i = 0; i < LWI_THUMB_PIXELS; i++)
        sums[i % LWI_THUMB_X] += scene->thumb[i] - thumb[i];
    for (unsigned i = 0; i < LWI_THUMB_X; i++)
        differences[i] = (float) sums[i] / LWI_THUMB_Y;
    find(ret, differences, LWI_THUMB_X, REACH_THUMB);
}
