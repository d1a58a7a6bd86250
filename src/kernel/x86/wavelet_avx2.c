/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "kernel/wavelet.h"

#include <immintrin.h>

#define TAPS  LWI_WAVELET_TAPS
#define LANES 16 /* coefficients to a step */

static inline __m256i load256(const void *p)
{
    return _mm256_loadu_si256((const __m256i *) p);
}

/* Two weights for each pair of neighbouring pixels. */
static inline __m256i pair(int first, int second)
{
    return _mm256_set1_epi16((short) ((first & 0xff) | (second & 0xff) << 8));
}

static inline void across16(const uint8_t *row, size_t i, int16_t *ret_p, int16_t *ret_q)
{
    __m256i old = load256(row + 2 * i - 2);
    __m256i new = load256(row + 2 * i);
    __m256i p = _mm256_add_epi16(_mm256_maddubs_epi16(old, pair(1, -3)),
                                 _mm256_maddubs_epi16(new, pair(3, -1)));
    __m256i q = _mm256_add_epi16(_mm256_maddubs_epi16(old, pair(-1, 1)),
                                 _mm256_maddubs_epi16(new, pair(1, -1)));
    _mm256_storeu_si256((__m256i *) (ret_p + i), p);
    _mm256_storeu_si256((__m256i *) (ret_q + i), q);
}

LWI_WAVELET_ACROSS(lwi_wavelet_across_avx2)
{
    if (width < 2 * LANES + 2) {
        lwi_wavelet_across_c(row, width, ret_p, ret_q);
        return;
    }
    size_t inner = width / 2; /* the first that looks beyond the end */
    lwi_wavelet_across_span_c(row, width, 0, 1, ret_p, ret_q);
    across16(row, 1, ret_p, ret_q);
    /* From here on all that is stored is aligned where p and q are. */
    for (size_t i = LANES; i + LANES < inner; i += LANES)
        across16(row, i, ret_p, ret_q);
    across16(row, inner - LANES, ret_p, ret_q);
    lwi_wavelet_across_span_c(row, width, inner, lwi_wavelet_count(width), ret_p, ret_q);
}

static inline __m256i times3(__m256i v)
{
    return _mm256_add_epi16(_mm256_add_epi16(v, v), v);
}

/* |a + b sqrt 3| of 8. The root in two parts, so that the result is right to the last bit. */
static inline __m256 magnitude8(__m128i a, __m128i b)
{
    const float root = 1.7320508075688772f;
    const __m256 high = _mm256_set1_ps(root);
    const __m256 low = _mm256_set1_ps((float) (1.7320508075688772 - (double) root));
    __m256 fa = _mm256_cvtepi32_ps(_mm256_cvtepi16_epi32(a));
    __m256 fb = _mm256_cvtepi32_ps(_mm256_cvtepi16_epi32(b));
    __m256 sum = _mm256_fmadd_ps(fb, high, fa);
    /* What the rounding of fb * low loses is far below that of the sum. */
    sum = _mm256_fmadd_ps(fb, low, sum);
    return _mm256_andnot_ps(_mm256_set1_ps(-0.0f), sum);
}

/* Returns as many bits as there are zeros, two for each. */
static inline unsigned down16(const int16_t *const p[TAPS], const int16_t *const q[TAPS], size_t i,
                              float *ret_magnitudes)
{
    __m256i p0 = load256(p[0] + i), p1 = load256(p[1] + i);
    __m256i p2 = load256(p[2] + i), p3 = load256(p[3] + i);
    __m256i q0 = load256(q[0] + i), q1 = load256(q[1] + i);
    __m256i q2 = load256(q[2] + i), q3 = load256(q[3] + i);
    __m256i q10 = _mm256_sub_epi16(q1, q0);
    __m256i q23 = _mm256_sub_epi16(q2, q3);
    __m256i a = _mm256_add_epi16(_mm256_sub_epi16(p1, p2), _mm256_add_epi16(q10, q23));
    a = _mm256_add_epi16(_mm256_sub_epi16(p3, p0), times3(a));
    __m256i b = _mm256_add_epi16(_mm256_sub_epi16(q3, q0), times3(_mm256_sub_epi16(q1, q2)));
    b = _mm256_add_epi16(b, _mm256_add_epi16(_mm256_sub_epi16(p1, p0), _mm256_sub_epi16(p2, p3)));
    _mm256_storeu_ps(ret_magnitudes + i,
                     magnitude8(_mm256_castsi256_si128(a), _mm256_castsi256_si128(b)));
    _mm256_storeu_ps(ret_magnitudes + i + 8,
                     magnitude8(_mm256_extracti128_si256(a, 1), _mm256_extracti128_si256(b, 1)));
    __m256i zero = _mm256_cmpeq_epi16(_mm256_or_si256(a, b), _mm256_setzero_si256());
    return (unsigned) _mm256_movemask_epi8(zero);
}

LWI_WAVELET_DOWN(lwi_wavelet_down_avx2)
{
    size_t zeros = 0;
    size_t i = 0;
    for (; i + LANES <= count; i += LANES)
        zeros += (size_t) _mm_popcnt_u32(down16(p, q, i, ret_magnitudes)) / 2;
    return zeros + lwi_wavelet_down_span_c(p, q, i, count, ret_magnitudes);
}

/* The four columns of one block, summed down in double precision, each weighted. */
static inline __m256d columns(const uint8_t *const rows[TAPS], const __m256d down[TAPS],
                              __m256d across, size_t x)
{
    const __m256d unit = _mm256_set1_pd(1.0 / 255);
    __m256d sum = _mm256_setzero_pd();
    for (int k = 0; k < TAPS; k++) {
        int32_t bytes;
        __builtin_memcpy(&bytes, rows[k] + x, sizeof(bytes));
        __m256d v = _mm256_cvtepi32_pd(_mm_cvtepu8_epi32(_mm_cvtsi32_si128(bytes)));
        sum = _mm256_add_pd(sum, _mm256_mul_pd(down[k], _mm256_mul_pd(v, unit)));
    }
    return _mm256_mul_pd(sum, across);
}

/* Of four blocks, how many sum up to 0. The newest pixel is added first. */
static inline size_t count_zeros4(const __m256d block[4])
{
    __m256d t0 = _mm256_unpacklo_pd(block[0], block[1]);
    __m256d t1 = _mm256_unpackhi_pd(block[0], block[1]);
    __m256d t2 = _mm256_unpacklo_pd(block[2], block[3]);
    __m256d t3 = _mm256_unpackhi_pd(block[2], block[3]);
    __m256d sum =
        _mm256_add_pd(_mm256_permute2f128_pd(t1, t3, 0x31), _mm256_permute2f128_pd(t0, t2, 0x31));
    sum = _mm256_add_pd(sum, _mm256_permute2f128_pd(t1, t3, 0x20));
    sum = _mm256_add_pd(sum, _mm256_permute2f128_pd(t0, t2, 0x20));
    __m256d zero = _mm256_cmp_pd(sum, _mm256_setzero_pd(), _CMP_EQ_OQ);
    return (size_t) _mm_popcnt_u32((unsigned) _mm256_movemask_pd(zero));
}

static inline int has_zero32(const float *magnitudes)
{
    __m256 least = _mm256_min_ps(
        _mm256_min_ps(_mm256_loadu_ps(magnitudes), _mm256_loadu_ps(magnitudes + 8)),
        _mm256_min_ps(_mm256_loadu_ps(magnitudes + 16), _mm256_loadu_ps(magnitudes + 24)));
    return _mm256_movemask_ps(_mm256_cmp_ps(least, _mm256_setzero_ps(), _CMP_EQ_OQ)) != 0;
}

LWI_WAVELET_ZEROS(lwi_wavelet_zeros_avx2)
{
    const size_t count = lwi_wavelet_count(width);
    if (width < 2 * LANES + 2)
        return lwi_wavelet_zeros_c(rows, weights, width, magnitudes);

    struct lwi_wavelet_taps taps = lwi_wavelet_taps(1, width);
    const __m256d across =
        _mm256_setr_pd(taps.weight[3], taps.weight[2], taps.weight[1], taps.weight[0]);
    __m256d down[TAPS];
    for (int k = 0; k < TAPS; k++)
        down[k] = _mm256_set1_pd(weights[k]);

    const size_t inner = width / 2;
    size_t zeros = lwi_wavelet_zeros_span_c(rows, weights, width, 0, 1, magnitudes);
    __m256d block[4];
    unsigned waiting = 0;
    size_t i = 1;
    while (i + 8 <= inner) {
        /* Most have none: passed over 32 at a time. */
        if (i + 32 <= inner && !has_zero32(magnitudes + i)) {
            i += 32;
            continue;
        }
        __m256 is_zero =
            _mm256_cmp_ps(_mm256_loadu_ps(magnitudes + i), _mm256_setzero_ps(), _CMP_EQ_OQ);
        unsigned mask = (unsigned) _mm256_movemask_ps(is_zero);
        for (; mask != 0; mask &= mask - 1) {
            size_t at = i + (size_t) __builtin_ctz(mask);
            block[waiting++] = columns(rows, down, across, 2 * at - 2);
            if (waiting == 4) {
                zeros += count_zeros4(block);
                waiting = 0;
            }
        }
        i += 8;
    }
    for (unsigned k = waiting; waiting != 0 && k < 4; k++)
        block[k] = _mm256_set1_pd(1);
    if (waiting != 0)
        zeros += count_zeros4(block);
    return zeros + lwi_wavelet_zeros_span_c(rows, weights, width, i, count, magnitudes);
}
