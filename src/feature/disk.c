/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "feature/disk.h"

#include <math.h>
#include <string.h>

/* Points a pixel's side is divided into where the disk is sampled. */
#define POINTS 8
/* Zeros of Lanczos' kernel on either side. */
#define LANCZOS 3
/* Points from the middle to where a fine disk ends. */
#define REACH_POINTS (LWI_DISK_FINE_MAX * POINTS)

static double sinc(double x)
{
    return x == 0 ? 1 : sin(M_PI * x) / (M_PI * x);
}

/* What the pixels around a point that is so far from their middle one have of it. */
static void fill_lanczos(double *weights, int reach, double at)
{
    double sum = 0;
    for (int i = -reach; i <= reach; i++) {
        const double x = i - at;
        weights[i + reach] = fabs(x) < LANCZOS ? sinc(x) * sinc(x / LANCZOS) : 0;
        sum += weights[i + reach];
    }
    for (int i = 0; i <= 2 * reach; i++)
        weights[i] /= sum;
}

static double place_of(int point)
{
    return (point + 0.5) / POINTS;
}

/* The sum over the disk's points of one row of them at a time. */
static void draw_fine(struct lwi_disk *disk, double radius)
{
    const int reach = (int) disk->side / 2;
    double kernels[2 * REACH_POINTS][LWI_DISK_SIDE_MAX];
    const int points = (int) ceil(radius * POINTS);
    for (int i = -points; i < points; i++)
        fill_lanczos(kernels[i + points], reach, place_of(i));
    for (int j = -points; j < points; j++) {
        double row[LWI_DISK_SIDE_MAX] = {0};
        for (int i = -points; i < points; i++) {
            if (hypot(place_of(i), place_of(j)) > radius)
                continue;
            for (unsigned x = 0; x < disk->side; x++)
                row[x] += kernels[i + points][x];
        }
        for (unsigned y = 0; y < disk->side; y++)
            for (unsigned x = 0; x < disk->side; x++)
                disk->weights[y * disk->side + x] += (float) (kernels[j + points][y] * row[x]);
    }
}

/* The share of a pixel, dx and dy from the middle, that the disk covers. */
static float share_at(int dx, int dy, double radius)
{
    int inside = 0;
    for (int j = 0; j < POINTS; j++)
        for (int i = 0; i < POINTS; i++)
            inside += hypot(dx - 0.5 + place_of(i), dy - 0.5 + place_of(j)) <= radius;
    return (float) inside / (POINTS * POINTS);
}

static void draw_shares(struct lwi_disk *disk, double radius)
{
    const int reach = (int) disk->side / 2;
    for (int y = -reach; y <= reach; y++)
        for (int x = -reach; x <= reach; x++)
            disk->weights[(y + reach) * (int) disk->side + x + reach] = share_at(x, y, radius);
}

void lwi_disk_make(struct lwi_disk *ret_disk, double radius)
{
    float sum = 0;
    memset(ret_disk, 0, sizeof(*ret_disk));
    radius = fmin(radius, LWI_DISK_RADIUS_MAX);
    const int fine = radius <= LWI_DISK_FINE_MAX;
    ret_disk->side = 2 * (unsigned) ceil(fine ? radius + LANCZOS : radius - 0.5) + 1;
    if (fine)
        draw_fine(ret_disk, radius);
    else
        draw_shares(ret_disk, radius);
    const unsigned count = ret_disk->side * ret_disk->side;
    for (unsigned i = 0; i < count; i++)
        sum += ret_disk->weights[i];
    for (unsigned i = 0; i < count; i++)
        ret_disk->weights[i] /= sum;
}
