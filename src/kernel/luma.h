/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Sum and sum of squares of a row of pixels, in integers. */
#ifndef LWI_KERNEL_LUMA_H
#define LWI_KERNEL_LUMA_H

#include <stddef.h>
#include <stdint.h>

/* Added to by each row. */
struct lwi_luma_sums {
    uint64_t sum;
    uint64_t square;
};

/* Reads exactly width bytes. */
#define LWI_LUMA_ROW(name) void name(const uint8_t *row, size_t width, struct lwi_luma_sums *sums)

struct lwi_luma_dsp {
    LWI_LUMA_ROW((*row));
};

/* Fills in the fastest versions that cpu_mask (LW_CPU_*, all of them present) allows. */
void lwi_luma_dsp_init(struct lwi_luma_dsp *dsp, unsigned cpu_mask);

LWI_LUMA_ROW(lwi_luma_row_c);

#if defined(__x86_64__)
LWI_LUMA_ROW(lwi_luma_row_avx2);
#endif

#endif
