/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* The reference versions of the tile kernels, and the choice among all. */
#include "kernel/tile.h"

#include <string.h>

#include "lenswatch/assess.h"

static inline uint32_t distance(uint8_t a, uint8_t b)
{
    return a > b ? (uint32_t) (a - b) : (uint32_t) (b - a);
}

LWI_DECL_TILE_SUMS(lwi_tile_sums_c)
{
    struct lwi_tile_sums sums;

    memset(&sums, 0, sizeof sums);
    for (unsigned y = 0; y < height; y++, src += stride) {
        for (unsigned x = 0; x < width; x++) {
            const uint8_t *at = src + x;
            const uint32_t d[LWI_TILE_LAG_COUNT] = {
                distance(at[0], at[1]),
                distance(at[0], at[stride]),
                distance(at[0], at[2]),
                distance(at[0], at[2 * stride]),
            };
            for (int i = 0; i < LWI_TILE_LAG_COUNT; i++) {
                if (i < LWI_TILE_ABS_COUNT)
                    sums.abs[i] += d[i];
                sums.square[i] += d[i] * d[i];
                if (d[i] > sums.max[i])
                    sums.max[i] = d[i];
            }
            uint32_t falling = distance(at[0], at[stride + 1]);
            uint32_t rising = distance(at[1], at[stride]);
            sums.square_diagonal[0] += falling * falling;
            sums.square_diagonal[1] += rising * rising;
            sums.sum += at[0];
        }
    }
    *ret_sums = sums;
}

LWI_DECL_HALVE_ROW(lwi_halve_row_c)
{
    for (size_t x = 0; x < width; x++) {
        unsigned sum = upper[2 * x] + upper[2 * x + 1] + lower[2 * x] + lower[2 * x + 1];
        dst[x] = (uint8_t) ((sum + 2) >> 2);
    }
}

LWI_DECL_ADD_ROW(lwi_add_row_c)
{
    for (size_t x = 0; x < width; x++)
        sums[x] = (uint16_t) (sums[x] + src[x]);
}

void lwi_tile_dsp_init(struct lwi_tile_dsp *ret_dsp, unsigned cpu_flags)
{
    ret_dsp->tile_sums = lwi_tile_sums_c;
    ret_dsp->halve_row = lwi_halve_row_c;
    ret_dsp->add_row = lwi_add_row_c;
#if defined(__x86_64__)
    if (!(cpu_flags & LW_CPU_AVX2))
        return;
    ret_dsp->tile_sums = lwi_tile_sums_avx2;
    ret_dsp->halve_row = lwi_halve_row_avx2;
    ret_dsp->add_row = lwi_add_row_avx2;
#elif defined(__aarch64__)
    if (!(cpu_flags & LW_CPU_NEON))
        return;
    ret_dsp->tile_sums = lwi_tile_sums_neon;
    ret_dsp->halve_row = lwi_halve_row_neon;
    ret_dsp->add_row = lwi_add_row_neon;
#else
    (void) cpu_flags;
#endif
}
