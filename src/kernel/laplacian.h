/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Sums over the Laplacian 4c - (up + down + left + right) of one row of pixels.
 * Beyond the left and right end the pixel at the end is repeated; the caller does
 * the same above and below by passing the row itself. All in integers: every
 * instruction set gives the same numbers.
 */
#ifndef LWI_KERNEL_LAPLACIAN_H
#define LWI_KERNEL_LAPLACIAN_H

#include <stddef.h>
#include <stdint.h>

/* Added to by each row. Set max to INT32_MIN before the first. */
struct lwi_laplacian_sums {
    uint64_t square; /* sum of squares */
    int32_t max;     /* largest value, -1020..1020 */
};

/* width >= 1. Reads exactly width bytes of each row. */
#define LWI_LAPLACIAN_ROW(name)                                                                    \
    void name(const uint8_t *up, const uint8_t *row, const uint8_t *down, size_t width,            \
              struct lwi_laplacian_sums *sums)

struct lwi_laplacian_dsp {
    LWI_LAPLACIAN_ROW((*row));
};

/* Fills in the fastest versions that cpu_mask (LW_CPU_*, all of them present) allows. */
void lwi_laplacian_dsp_init(struct lwi_laplacian_dsp *dsp, unsigned cpu_mask);

LWI_LAPLACIAN_ROW(lwi_laplacian_row_c);

/* The same for the pixels from `begin` up to before `end` of the row; for the ends and
 * the remainders that the wide versions leave. */
void lwi_laplacian_span_c(const uint8_t *up, const uint8_t *row, const uint8_t *down, size_t width,
                          size_t begin, size_t end, struct lwi_laplacian_sums *sums);

#if defined(__x86_64__)
LWI_LAPLACIAN_ROW(lwi_laplacian_row_avx2);
#endif

#endif
