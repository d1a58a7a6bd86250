/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Sums over the pixels of one row and their neighbours: luma itself, the Laplacian and
 * the Scharr gradient. One kernel, because they share their loads, and the square roots
 * of the last leave the processor time for the others.
 *
 * The Laplacian is 4c - (up + down + left + right). H and V of the gradient are the
 * differences across and along the row, smoothed by 3, 10, 3 the other way, so in
 * units of 1/16 of a level. Beyond the left and right end the pixel at the end is repeated;
 * the caller does the same above and below by passing the row itself.
 *
 * All is summed in integers and so the same in every instruction set, but for the
 * magnitudes sqrt(H^2 + V^2): these are rounded to 24 bits and summed in partial sums of at
 * most 64, and differ by no more than LWI_STENCIL_TOLERANCE of the sum.
 */
#ifndef LWI_KERNEL_STENCIL_H
#define LWI_KERNEL_STENCIL_H

#include <math.h>
#include <stddef.h>
#include <stdint.h>

/* A partial sum of 64 equal terms is the worst case: each addition rounds by at most
 * 2^-24 of the sum so far, the same way each time. In practice it is a hundredth of this. */
#define LWI_STENCIL_TOLERANCE 2e-6

/* Added to by each row. Set laplacian_max to INT32_MIN before the first. */
struct lwi_stencil_sums {
    uint64_t luma;             /* sum of the pixels */
    uint64_t luma_square;      /* sum of their squares */
    uint64_t laplacian_square; /* sum of the squared Laplacian */
    uint64_t gradient_square;  /* sum of H^2 + V^2 */
    double gradient_magnitude; /* sum of sqrt(H^2 + V^2) */
    int32_t laplacian_max;     /* largest Laplacian, -1020..1020 */
};

/* width >= 1. Reads exactly width bytes of each row. */
#define LWI_STENCIL_ROW(name)                                                                      \
    void name(const uint8_t *up, const uint8_t *row, const uint8_t *down, size_t width,            \
              struct lwi_stencil_sums *sums)

struct lwi_stencil_dsp {
    LWI_STENCIL_ROW((*row));
};

/* Fills in the fastest versions that cpu_mask (LW_CPU_*, all of them present) allows. */
void lwi_stencil_dsp_init(struct lwi_stencil_dsp *dsp, unsigned cpu_mask);

LWI_STENCIL_ROW(lwi_stencil_row_c);

/* Adds one pixel: for the ends of rows that the wide versions leave. */
static inline void lwi_stencil_add(struct lwi_stencil_sums *s, const uint8_t *up,
                                   const uint8_t *row, const uint8_t *down, size_t width, size_t x)
{
    const size_t l = x > 0 ? x - 1 : 0;
    const size_t r = x + 1 < width ? x + 1 : x;
    const int32_t c = row[x];
    const int32_t laplacian = 4 * c - row[l] - row[r] - up[x] - down[x];
    const int32_t falling = down[r] - up[l];
    const int32_t rising = up[r] - down[l];
    const int32_t h = 3 * (falling + rising) + 10 * (row[r] - row[l]);
    const int32_t v = 3 * (falling - rising) + 10 * (down[x] - up[x]);
    const int32_t gradient = h * h + v * v;
    s->luma += (uint64_t) c;
    s->luma_square += (uint64_t) (c * c);
    s->laplacian_square += (uint64_t) (laplacian * laplacian);
    s->laplacian_max = laplacian > s->laplacian_max ? laplacian : s->laplacian_max;
    s->gradient_square += (uint64_t) gradient;
    s->gradient_magnitude += (double) sqrtf((float) gradient);
}

#if defined(__x86_64__)
LWI_STENCIL_ROW(lwi_stencil_row_avx2);
#elif defined(__aarch64__)
LWI_STENCIL_ROW(lwi_stencil_row_neon);
#endif

#endif
