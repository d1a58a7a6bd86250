/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "kernel/laplacian.h"

#include <immintrin.h>

#define LANES 16
/* A lane of the 32-bit sums takes two squares of at most 1020^2 a step. */
#define STEPS_MAX 1000

static inline __m256i load16(const uint8_t *p)
{
    return _mm256_cvtepu8_epi16(_mm_loadu_si128((const __m128i *) p));
}

static inline __m256i laplacian16(const uint8_t *up, const uint8_t *row, const uint8_t *down)
{
    __m256i across = _mm256_add_epi16(load16(row - 1), load16(row + 1));
    __m256i along = _mm256_add_epi16(load16(up), load16(down));
    __m256i centre = _mm256_slli_epi16(load16(row), 2);
    return _mm256_sub_epi16(centre, _mm256_add_epi16(across, along));
}

static inline uint64_t sum_u32(__m256i v)
{
    __m256i wide = _mm256_add_epi64(_mm256_and_si256(v, _mm256_set1_epi64x(0xffffffff)),
                                    _mm256_srli_epi64(v, 32));
    __m128i half = _mm_add_epi64(_mm256_castsi256_si128(wide), _mm256_extracti128_si256(wide, 1));
    return (uint64_t) _mm_cvtsi128_si64(half) + (uint64_t) _mm_extract_epi64(half, 1);
}

static inline int32_t max_i16(__m256i v)
{
    __m128i m = _mm_max_epi16(_mm256_castsi256_si128(v), _mm256_extracti128_si256(v, 1));
    /* phminposuw finds the smallest unsigned: turn the order round. */
    __m128i flipped = _mm_sub_epi16(_mm_set1_epi16(32767), m);
    return 32767 - (_mm_cvtsi128_si32(_mm_minpos_epu16(flipped)) & 0xffff);
}

LWI_LAPLACIAN_ROW(lwi_laplacian_row_avx2)
{
    if (width < LANES + 2) {
        lwi_laplacian_row_c(up, row, down, width, sums);
        return;
    }
    lwi_laplacian_span_c(up, row, down, width, 0, 1, sums);
    lwi_laplacian_span_c(up, row, down, width, width - 1, width, sums);

    __m256i max = _mm256_set1_epi16(INT16_MIN);
    size_t x = 1;
    while (x + LANES < width) {
        size_t steps = (width - 1 - x) / LANES;
        steps = steps > STEPS_MAX ? STEPS_MAX : steps;
        __m256i square = _mm256_setzero_si256();
        for (; steps > 0; steps--, x += LANES) {
            __m256i v = laplacian16(up + x, row + x, down + x);
            square = _mm256_add_epi32(square, _mm256_madd_epi16(v, v));
            max = _mm256_max_epi16(max, v);
        }
        sums->square += sum_u32(square);
    }

    /* The remainder: the last LANES pixels, those that were counted already as 0. */
    size_t last = width - 1 - LANES;
    __m256i index = _mm256_setr_epi16(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    __m256i counted = _mm256_cmpgt_epi16(_mm256_set1_epi16((short) (x - last)), index);
    __m256i v = laplacian16(up + last, row + last, down + last);
    max = _mm256_max_epi16(max, v);
    v = _mm256_andnot_si256(counted, v);
    sums->square += sum_u32(_mm256_madd_epi16(v, v));

    int32_t row_max = max_i16(max);
    sums->max = row_max > sums->max ? row_max : sums->max;
}
