/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Eight pixels at a time in 16-bit lanes. A row of 256 pixels adds at most 32 steps of
 * 2 * 1020^2 to a 32-bit lane, so those are widened once a row.
 */
#include "kernel/scene.h"

#include <arm_neon.h>

#define LANES 8

static inline int16x8_t load8(const uint8_t *p)
{
    return vreinterpretq_s16_u16(vmovl_u8(vld1_u8(p)));
}

static inline uint32x4_t add_squares(uint32x4_t sum, int16x8_t v)
{
    const int16x4_t low = vget_low_s16(v);

    sum = vaddq_u32(sum, vreinterpretq_u32_s32(vmull_s16(low, low)));
    return vaddq_u32(sum, vreinterpretq_u32_s32(vmull_high_s16(v, v)));
}

/* The first width / LANES * LANES pixels of a row. */
static inline void add_row(struct lwi_scene_sums *s, const uint8_t *row, ptrdiff_t stride,
                           unsigned width, uint8_t dark_max, uint8_t bright_min)
{
    const uint8x8_t dark_limit = vdup_n_u8(dark_max), bright_limit = vdup_n_u8(bright_min);
    const uint8x8_t one = vdup_n_u8(1);
    uint32x4_t square = vdupq_n_u32(0), laplacian_square = square, gradient_square = square;
    uint16x8_t luma = vdupq_n_u16(0), dark = luma, bright = luma;

    for (unsigned x = 0; x + LANES <= width; x += LANES) {
        const uint8_t *p = row + x;
        const uint8x8_t bytes = vld1_u8(p);
        const int16x8_t c = load8(p), l = load8(p - 1), r = load8(p + 1);
        const int16x8_t u = load8(p - stride), d = load8(p + stride);
        const int16x8_t around = vaddq_s16(vaddq_s16(l, r), vaddq_s16(u, d));

        luma = vaddw_u8(luma, bytes);
        square = add_squares(square, c);
        laplacian_square = add_squares(laplacian_square, vsubq_s16(vshlq_n_s16(c, 2), around));
        gradient_square = add_squares(gradient_square, vsubq_s16(r, l));
        gradient_square = add_squares(gradient_square, vsubq_s16(d, u));
        dark = vaddw_u8(dark, vand_u8(vcle_u8(bytes, dark_limit), one));
        bright = vaddw_u8(bright, vand_u8(vcge_u8(bytes, bright_limit), one));
    }
    s->luma += vaddlvq_u16(luma);
    s->luma_square += vaddlvq_u32(square);
    s->laplacian_square += vaddlvq_u32(laplacian_square);
    s->gradient_square += vaddlvq_u32(gradient_square);
    s->dark += vaddlvq_u16(dark);
    s->bright += vaddlvq_u16(bright);
}

LWI_SCENE_TILE(lwi_scene_tile_neon)
{
    struct lwi_scene_sums s = {0};

    for (unsigned y = 0; y < height; y++, src += stride) {
        add_row(&s, src, stride, width, dark_max, bright_min);
        for (unsigned x = width / LANES * LANES; x < width; x++)
            lwi_scene_add(&s, src + x, stride, dark_max, bright_min);
    }
    *ret_sums = s;
}
