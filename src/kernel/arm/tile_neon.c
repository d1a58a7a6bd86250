/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * The tile kernels for NEON, which every 64-bit ARM has. A vector holds 16 pixels of a tile:
 * half a row of 32, one of 16, two of 8 or four of 4.
 */
#include <arm_neon.h>
#include <string.h>

#include "kernel/tile.h"

/* A tile gives at most 64 vectors: pairs of bytes summed up in 16 bits cannot overflow. */
struct sums {
    uint16x8_t abs[LWI_TILE_ABS_COUNT], sum;
    uint32x4_t square[LWI_TILE_LAG_COUNT], square_diagonal[2];
    uint8x16_t max[LWI_TILE_LAG_COUNT];
};

/* 16 pixels: 16 / width rows of a tile, or half of one. */
static inline uint8x16_t load(const uint8_t *src, ptrdiff_t stride, unsigned width)
{
    uint32_t words[4];

    if (width >= 16)
        return vld1q_u8(src);
    if (width == 8)
        return vcombine_u8(vld1_u8(src), vld1_u8(src + stride));
    for (int i = 0; i < 4; i++, src += stride)
        memcpy(&words[i], src, sizeof(words[i]));
    return vreinterpretq_u8_u32(vld1q_u32(words));
}

static inline uint32x4_t add_squares(uint32x4_t sum, uint8x16_t d)
{
    sum = vpadalq_u16(sum, vmull_u8(vget_low_u8(d), vget_low_u8(d)));
    return vpadalq_u16(sum, vmull_high_u8(d, d));
}

static inline void add_lag(struct sums *sums, int lag, uint8x16_t a, uint8x16_t b)
{
    const uint8x16_t d = vabdq_u8(a, b);

    if (lag < LWI_TILE_ABS_COUNT)
        sums->abs[lag] = vpadalq_u8(sums->abs[lag], d);
    sums->square[lag] = add_squares(sums->square[lag], d);
    sums->max[lag] = vmaxq_u8(sums->max[lag], d);
}

static inline void add_pixels(struct sums *sums, const uint8_t *src, ptrdiff_t stride,
                              unsigned width)
{
    const uint8x16_t at = load(src, stride, width);
    const uint8x16_t right = load(src + 1, stride, width);
    const uint8x16_t below = load(src + stride, stride, width);
    const uint8x16_t falling = load(src + stride + 1, stride, width);

    add_lag(sums, LWI_TILE_RIGHT_1, at, right);
    add_lag(sums, LWI_TILE_BELOW_1, at, below);
    add_lag(sums, LWI_TILE_RIGHT_2, at, load(src + 2, stride, width));
    add_lag(sums, LWI_TILE_BELOW_2, at, load(src + 2 * stride, stride, width));
    sums->square_diagonal[0] = add_squares(sums->square_diagonal[0], vabdq_u8(at, falling));
    sums->square_diagonal[1] = add_squares(sums->square_diagonal[1], vabdq_u8(right, below));
    sums->sum = vpadalq_u8(sums->sum, at);
}

static inline void sum_tile(const uint8_t *src, ptrdiff_t stride, unsigned width, unsigned height,
                            struct lwi_tile_sums *ret_sums)
{
    const unsigned rows = width < 16 ? 16 / width : 1;
    struct sums sums;

    memset(&sums, 0, sizeof sums);
    for (unsigned y = 0; y < height; y += rows, src += stride * (ptrdiff_t) rows)
        for (unsigned x = 0; x < width; x += 16)
            add_pixels(&sums, src + x, stride, width);

    for (int i = 0; i < LWI_TILE_LAG_COUNT; i++) {
        if (i < LWI_TILE_ABS_COUNT)
            ret_sums->abs[i] = vaddlvq_u16(sums.abs[i]);
        ret_sums->square[i] = vaddvq_u32(sums.square[i]);
        ret_sums->max[i] = vmaxvq_u8(sums.max[i]);
    }
    ret_sums->square_diagonal[0] = vaddvq_u32(sums.square_diagonal[0]);
    ret_sums->square_diagonal[1] = vaddvq_u32(sums.square_diagonal[1]);
    ret_sums->sum = vaddlvq_u16(sums.sum);
}

LWI_DECL_TILE_SUMS(lwi_tile_sums_neon)
{
    switch (width) {
    case 32:
        sum_tile(src, stride, 32, height, ret_sums);
        break;
    case 16:
        sum_tile(src, stride, 16, height, ret_sums);
        break;
    case 8:
        sum_tile(src, stride, 8, height, ret_sums);
        break;
    default:
        sum_tile(src, stride, 4, height, ret_sums);
        break;
    }
}

LWI_DECL_HALVE_ROW(lwi_halve_row_neon)
{
    size_t x = 0;

    for (; x + 8 <= width; x += 8) {
        uint16x8_t sum = vpaddlq_u8(vld1q_u8(upper + 2 * x));
        sum = vpadalq_u8(sum, vld1q_u8(lower + 2 * x));
        vst1_u8(dst + x, vrshrn_n_u16(sum, 2));
    }
    for (; x < width; x++) {
        unsigned sum = upper[2 * x] + upper[2 * x + 1] + lower[2 * x] + lower[2 * x + 1];
        dst[x] = (uint8_t) ((sum + 2) >> 2);
    }
}

LWI_DECL_ADD_ROW(lwi_add_row_neon)
{
    size_t x = 0;

    for (; x + 8 <= width; x += 8)
        vst1q_u16(sums + x, vaddw_u8(vld1q_u16(sums + x), vld1_u8(src + x)));
    for (; x < width; x++)
        sums[x] = (uint16_t) (sums[x] + src[x]);
}
