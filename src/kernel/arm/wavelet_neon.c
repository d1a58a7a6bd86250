/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "kernel/wavelet.h"

#include <arm_neon.h>

#define TAPS  LWI_WAVELET_TAPS
#define LANES 8 /* coefficients to a step */

/* a - b of pixels; what is below 0 wraps around to the right number. */
static inline int16x8_t difference(uint8x8_t a, uint8x8_t b)
{
    return vreinterpretq_s16_u16(vsubl_u8(a, b));
}

static inline void across8(const uint8_t *row, size_t i, int16_t *ret_p, int16_t *ret_q)
{
    const uint8x8x2_t old = vld2_u8(row + 2 * i - 2); /* pixels 0 and 1 of each coefficient */
    const uint8x8x2_t new = vld2_u8(row + 2 * i);     /* 2 and 3 */

    vst1q_s16(ret_p + i, vmlaq_n_s16(difference(old.val[0], new.val[1]),
                                     difference(new.val[0], old.val[1]), 3));
    vst1q_s16(ret_q + i,
              vaddq_s16(difference(new.val[0], new.val[1]), difference(old.val[1], old.val[0])));
}

LWI_WAVELET_ACROSS(lwi_wavelet_across_neon)
{
    const size_t inner = width / 2; /* the first that looks beyond the end */

    if (inner < LANES + 1) {
        lwi_wavelet_across_c(row, width, ret_p, ret_q);
        return;
    }
    lwi_wavelet_across_span_c(row, width, 0, 1, ret_p, ret_q);
    for (size_t i = 1; i + LANES < inner; i += LANES)
        across8(row, i, ret_p, ret_q);
    across8(row, inner - LANES, ret_p, ret_q);
    lwi_wavelet_across_span_c(row, width, inner, lwi_wavelet_count(width), ret_p, ret_q);
}

/* |a + b sqrt 3| of 4. The root in two parts, so that the result is right to the last bit. */
static inline float32x4_t magnitude4(int16x4_t a, int16x4_t b)
{
    const float root = 1.7320508075688772f;
    const float rest = (float) (1.7320508075688772 - (double) root);
    const float32x4_t fb = vcvtq_f32_s32(vmovl_s16(b));
    float32x4_t sum = vfmaq_n_f32(vcvtq_f32_s32(vmovl_s16(a)), fb, root);

    /* What the rounding of fb * rest loses is far below that of the sum. */
    return vabsq_f32(vfmaq_n_f32(sum, fb, rest));
}

/* Returns how many of the 8 are zeros. */
static inline size_t down8(const int16_t *const p[TAPS], const int16_t *const q[TAPS], size_t i,
                           float *ret_magnitudes)
{
    int16x8_t pv[TAPS], qv[TAPS];

    for (int k = 0; k < TAPS; k++) {
        pv[k] = vld1q_s16(p[k] + i);
        qv[k] = vld1q_s16(q[k] + i);
    }
    int16x8_t a = vaddq_s16(vsubq_s16(pv[1], pv[2]),
                            vaddq_s16(vsubq_s16(qv[1], qv[0]), vsubq_s16(qv[2], qv[3])));
    a = vmlaq_n_s16(vsubq_s16(pv[3], pv[0]), a, 3);
    int16x8_t b = vmlaq_n_s16(vsubq_s16(qv[3], qv[0]), vsubq_s16(qv[1], qv[2]), 3);
    b = vaddq_s16(b, vaddq_s16(vsubq_s16(pv[1], pv[0]), vsubq_s16(pv[2], pv[3])));
    vst1q_f32(ret_magnitudes + i, magnitude4(vget_low_s16(a), vget_low_s16(b)));
    vst1q_f32(ret_magnitudes + i + 4, magnitude4(vget_high_s16(a), vget_high_s16(b)));
    return vaddvq_u16(vshrq_n_u16(vceqzq_s16(vorrq_s16(a, b)), 15));
}

LWI_WAVELET_DOWN(lwi_wavelet_down_neon)
{
    size_t zeros = 0, i = 0;

    for (; i + LANES <= count; i += LANES)
        zeros += down8(p, q, i, ret_magnitudes);
    return zeros + lwi_wavelet_down_span_c(p, q, i, count, ret_magnitudes);
}

/* Most coefficients are no zeros: those are passed over four at a time, and the others left
 * to the C version. */
LWI_WAVELET_ZEROS(lwi_wavelet_zeros_neon)
{
    const size_t count = lwi_wavelet_count(width);
    size_t zeros = 0, i = 0;

    for (; i + 4 <= count; i += 4)
        if (vmaxvq_u32(vceqzq_f32(vld1q_f32(magnitudes + i))) != 0)
            zeros += lwi_wavelet_zeros_span_c(rows, weights, width, i, i + 4, magnitudes);
    return zeros + lwi_wavelet_zeros_span_c(rows, weights, width, i, count, magnitudes);
}
