/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Eight pixels at a time in 16-bit lanes; H and V fit in them: at most 16 * 255. */
#include "kernel/stencil.h"

#include <arm_neon.h>

#define LANES 8
/* A step adds two squared magnitudes of at most 2 * 4080^2 to an unsigned 32-bit lane, and two
 * magnitudes to a float lane; stencil.h promises at most 64 to a partial sum. */
#define STEPS_MAX 32

/* Sums of up to STEPS_MAX steps. */
struct partial {
    uint16x8_t luma;
    uint32x4_t luma_square, laplacian_square, gradient_square;
    float32x4_t magnitude;
};

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

static inline void add_gradient(struct partial *s, int16x8_t h, int16x8_t v)
{
    const int16x4_t h_low = vget_low_s16(h), v_low = vget_low_s16(v);
    const int32x4_t low = vmlal_s16(vmull_s16(h_low, h_low), v_low, v_low);
    const int32x4_t high = vmlal_high_s16(vmull_high_s16(h, h), v, v);

    s->gradient_square = vaddq_u32(s->gradient_square, vreinterpretq_u32_s32(low));
    s->gradient_square = vaddq_u32(s->gradient_square, vreinterpretq_u32_s32(high));
    s->magnitude = vaddq_f32(
        s->magnitude, vaddq_f32(vsqrtq_f32(vcvtq_f32_s32(low)), vsqrtq_f32(vcvtq_f32_s32(high))));
}

static inline void add8(struct partial *s, int16x8_t *laplacian_max, const uint8_t *up,
                        const uint8_t *row, const uint8_t *down)
{
    const int16x8_t c = load8(row), l = load8(row - 1), r = load8(row + 1);
    const int16x8_t u = load8(up), d = load8(down);
    const int16x8_t falling = vsubq_s16(load8(down + 1), load8(up - 1));
    const int16x8_t rising = vsubq_s16(load8(up + 1), load8(down - 1));
    const int16x8_t around = vaddq_s16(vaddq_s16(l, r), vaddq_s16(u, d));
    const int16x8_t laplacian = vsubq_s16(vshlq_n_s16(c, 2), around);
    const int16x8_t h =
        vaddq_s16(vmulq_n_s16(vaddq_s16(falling, rising), 3), vmulq_n_s16(vsubq_s16(r, l), 10));
    const int16x8_t v =
        vaddq_s16(vmulq_n_s16(vsubq_s16(falling, rising), 3), vmulq_n_s16(vsubq_s16(d, u), 10));

    s->luma = vaddq_u16(s->luma, vreinterpretq_u16_s16(c));
    s->luma_square = add_squares(s->luma_square, c);
    s->laplacian_square = add_squares(s->laplacian_square, laplacian);
    *laplacian_max = vmaxq_s16(*laplacian_max, laplacian);
    add_gradient(s, h, v);
}

static inline void flush(struct lwi_stencil_sums *sums, const struct partial *s)
{
    sums->luma += vaddlvq_u16(s->luma);
    sums->luma_square += vaddlvq_u32(s->luma_square);
    sums->laplacian_square += vaddlvq_u32(s->laplacian_square);
    sums->gradient_square += vaddlvq_u32(s->gradient_square);
    sums->gradient_magnitude += vaddvq_f64(
        vaddq_f64(vcvt_f64_f32(vget_low_f32(s->magnitude)), vcvt_high_f64_f32(s->magnitude)));
}

LWI_STENCIL_ROW(lwi_stencil_row_neon)
{
    int16x8_t laplacian_max = vdupq_n_s16(INT16_MIN);
    size_t x = 1;

    lwi_stencil_add(sums, up, row, down, width, 0);
    while (x + LANES < width) {
        size_t steps = (width - 1 - x) / LANES;
        struct partial s = {0};
        steps = steps > STEPS_MAX ? STEPS_MAX : steps;
        for (; steps > 0; steps--, x += LANES)
            add8(&s, &laplacian_max, up + x, row + x, down + x);
        flush(sums, &s);
    }
    for (; x < width; x++)
        lwi_stencil_add(sums, up, row, down, width, x);
    const int32_t max = vmaxvq_s16(laplacian_max);
    sums->laplacian_max = max > sums->laplacian_max ? max : sums->laplacian_max;
}
