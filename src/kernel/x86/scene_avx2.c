/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Sixteen pixels at a time in 16-bit lanes. A row of 256 pixels adds at most 16 steps of
 * 2 * 1020^2 to a signed 32-bit lane, so those are widened once a row.
 */
#include "kernel/scene.h"

#include <immintrin.h>

#define LANES 16

/* Sums in 64-bit lanes; the counts in 16-bit lanes, at most 256 * 16 to each. */
struct total {
    __m256i luma_square, laplacian_square, gradient_square, luma, dark, bright;
};

static inline __m256i load16(const uint8_t *p)
{
    return _mm256_cvtepu8_epi16(_mm_loadu_si128((const __m128i *) p));
}

/* Unsigned 32-bit lanes to 64-bit lanes. */
static inline __m256i widen(__m256i v)
{
    return _mm256_add_epi64(_mm256_and_si256(v, _mm256_set1_epi64x(0xffffffff)),
                            _mm256_srli_epi64(v, 32));
}

static inline uint64_t sum64(__m256i v)
{
    __m128i half = _mm_add_epi64(_mm256_castsi256_si128(v), _mm256_extracti128_si256(v, 1));
    return (uint64_t) _mm_cvtsi128_si64(half) + (uint64_t) _mm_extract_epi64(half, 1);
}

static inline uint32_t sum16(__m256i v)
{
    return (uint32_t) sum64(widen(_mm256_madd_epi16(v, _mm256_set1_epi16(1))));
}

/* The first width / LANES * LANES pixels of a row. */
static inline void add_row(struct total *t, const uint8_t *row, ptrdiff_t stride, unsigned width,
                           __m256i dark, __m256i bright)
{
    const __m256i zero = _mm256_setzero_si256();
    __m256i luma = zero, square = zero, laplacian_square = zero, gradient_square = zero;
    for (unsigned x = 0; x + LANES <= width; x += LANES) {
        const uint8_t *p = row + x;
        const __m256i c = load16(p), l = load16(p - 1), r = load16(p + 1);
        const __m256i u = load16(p - stride), d = load16(p + stride);
        const __m256i around = _mm256_add_epi16(_mm256_add_epi16(l, r), _mm256_add_epi16(u, d));
        const __m256i laplacian = _mm256_sub_epi16(_mm256_slli_epi16(c, 2), around);
        const __m256i across = _mm256_sub_epi16(r, l), down = _mm256_sub_epi16(d, u);
        luma = _mm256_add_epi32(luma, _mm256_madd_epi16(c, _mm256_set1_epi16(1)));
        square = _mm256_add_epi32(square, _mm256_madd_epi16(c, c));
        laplacian_square =
            _mm256_add_epi32(laplacian_square, _mm256_madd_epi16(laplacian, laplacian));
        gradient_square =
            _mm256_add_epi32(gradient_square, _mm256_add_epi32(_mm256_madd_epi16(across, across),
                                                               _mm256_madd_epi16(down, down)));
        t->dark = _mm256_sub_epi16(t->dark, _mm256_cmpgt_epi16(dark, c));
        t->bright = _mm256_sub_epi16(t->bright, _mm256_cmpgt_epi16(c, bright));
    }
    t->luma = _mm256_add_epi64(t->luma, widen(luma));
    t->luma_square = _mm256_add_epi64(t->luma_square, widen(square));
    t->laplacian_square = _mm256_add_epi64(t->laplacian_square, widen(laplacian_square));
    t->gradient_square = _mm256_add_epi64(t->gradient_square, widen(gradient_square));
}

LWI_SCENE_TILE(lwi_scene_tile_avx2)
{
    const __m256i dark = _mm256_set1_epi16((int16_t) (dark_max + 1));
    const __m256i bright = _mm256_set1_epi16((int16_t) (bright_min - 1));
    struct lwi_scene_sums s = {0};
    struct total t = {0};
    for (unsigned y = 0; y < height; y++, src += stride) {
        add_row(&t, src, stride, width, dark, bright);
        for (unsigned x = width / LANES * LANES; x < width; x++)
            lwi_scene_add(&s, src + x, stride, dark_max, bright_min);
    }
    s.luma += (uint32_t) sum64(t.luma);
    s.luma_square += sum64(t.luma_square);
    s.laplacian_square += sum64(t.laplacian_square);
    s.gradient_square += sum64(t.gradient_square);
    s.dark += sum16(t.dark);
    s.bright += sum16(t.bright);
    *ret_sums = s;
}
