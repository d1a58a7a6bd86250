/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Differences between neighbouring pixels, summed over a tile, and the halving
 * of a picture. All in integers: every instruction set gives the same bits.
 */
#ifndef LWI_KERNEL_TILE_H
#define LWI_KERNEL_TILE_H

#include <stddef.h>
#include <stdint.h>

/* The neighbours that a pixel is compared with. */
enum lwi_tile_lag {
    LWI_TILE_RIGHT_1, /* of these two the sizes are summed up, too */
    LWI_TILE_BELOW_1,
    LWI_TILE_RIGHT_2,
    LWI_TILE_BELOW_2,
    LWI_TILE_LAG_COUNT,
};

#define LWI_TILE_ABS_COUNT 2

/* Pixels beyond the right and the lower side of a tile that are read, too. */
#define LWI_TILE_REACH 2

/* Widest tile; its height has the same limit. Sums then fit in 32 bits. */
#define LWI_TILE_SIDE_MAX 32

struct lwi_tile_sums {
    uint32_t abs[LWI_TILE_ABS_COUNT];    /* sum of |a - b| */
    uint32_t square[LWI_TILE_LAG_COUNT]; /* sum of (a - b)^2 */
    uint32_t max[LWI_TILE_LAG_COUNT];    /* largest |a - b| */
    uint32_t square_diagonal[2];         /* below right of a pixel; below left of its right one */
    uint32_t sum;                        /* of the pixels */
};

/* src: upper left pixel. width: 4, 8, 16 or 32; height: 4..32, a multiple of 4. */
#define LWI_DECL_TILE_SUMS(name)                                                                   \
    void name(const uint8_t *src, ptrdiff_t stride, unsigned width, unsigned height,               \
              struct lwi_tile_sums *ret_sums)

/* One row of a picture of half the size: means of 2x2 pixels, halves rounded up.
 * upper, lower: 2 * width pixels each. */
#define LWI_DECL_HALVE_ROW(name)                                                                   \
    void name(uint8_t *dst, const uint8_t *upper, const uint8_t *lower, size_t width)

/* sums[i] += src[i]. */
#define LWI_DECL_ADD_ROW(name) void name(uint16_t *sums, const uint8_t *src, size_t width)

struct lwi_tile_dsp {
    LWI_DECL_TILE_SUMS((*tile_sums));
    LWI_DECL_HALVE_ROW((*halve_row));
    LWI_DECL_ADD_ROW((*add_row));
};

/* The C versions, then those of cpu_flags (LW_CPU_*, already cut down to what runs here). */
void lwi_tile_dsp_init(struct lwi_tile_dsp *ret_dsp, unsigned cpu_flags);

LWI_DECL_TILE_SUMS(lwi_tile_sums_c);
LWI_DECL_HALVE_ROW(lwi_halve_row_c);
LWI_DECL_ADD_ROW(lwi_add_row_c);

LWI_DECL_TILE_SUMS(lwi_tile_sums_avx2);
LWI_DECL_HALVE_ROW(lwi_halve_row_avx2);
LWI_DECL_ADD_ROW(lwi_add_row_avx2);

LWI_DECL_TILE_SUMS(lwi_tile_sums_neon);
LWI_DECL_HALVE_ROW(lwi_halve_row_neon);
LWI_DECL_ADD_ROW(lwi_add_row_neon);

#endif
