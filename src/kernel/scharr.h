/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Sums over the Scharr gradient of one row of pixels, in units of 1/16 of a level:
 * H and V are the differences across and along the row, smoothed by 3, 10, 3 the
 * other way. Beyond the ends the pixel at the end is repeated, as in laplacian.h.
 *
 * The squares are summed in integers. The magnitudes sqrt(H^2 + V^2) are rounded to
 * 24 bits and summed in partial sums of at most 64 of them: the versions for
 * different instruction sets differ by no more than LWI_SCHARR_TOLERANCE of the sum.
 */
#ifndef LWI_KERNEL_SCHARR_H
#define LWI_KERNEL_SCHARR_H

#include <stddef.h>
#include <stdint.h>

/* A partial sum of 64 equal terms is the worst case: each addition rounds by at most
 * 2^-24 of the sum so far, the same way each time. In practice it is a hundredth of this. */
#define LWI_SCHARR_TOLERANCE 2e-6

/* Added to by each row. */
struct lwi_scharr_sums {
    uint64_t square;  /* sum of H^2 + V^2 */
    double magnitude; /* sum of sqrt(H^2 + V^2) */
};

/* width >= 1. Reads exactly width bytes of each row. */
#define LWI_SCHARR_ROW(name)                                                                       \
    void name(const uint8_t *up, const uint8_t *row, const uint8_t *down, size_t width,            \
              struct lwi_scharr_sums *sums)

struct lwi_scharr_dsp {
    LWI_SCHARR_ROW((*row));
};

/* Fills in the fastest versions that cpu_mask (LW_CPU_*, all of them present) allows. */
void lwi_scharr_dsp_init(struct lwi_scharr_dsp *dsp, unsigned cpu_mask);

LWI_SCHARR_ROW(lwi_scharr_row_c);

/* The same for the pixels from `begin` up to before `end` of the row. */
void lwi_scharr_span_c(const uint8_t *up, const uint8_t *row, const uint8_t *down, size_t width,
                       size_t begin, size_t end, struct lwi_scharr_sums *sums);

#if defined(__x86_64__)
LWI_SCHARR_ROW(lwi_scharr_row_avx2);
#endif

#endif
