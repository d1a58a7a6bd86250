/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "kernel/luma.h"

#include <immintrin.h>

#define LANES 32
/* A lane of the 32-bit sums takes four squares of at most 255^2 a step. */
#define STEPS_MAX 4096

static inline uint64_t sum_u64(__m256i v)
{
    __m128i half = _mm_add_epi64(_mm256_castsi256_si128(v), _mm256_extracti128_si256(v, 1));
    return (uint64_t) _mm_cvtsi128_si64(half) + (uint64_t) _mm_extract_epi64(half, 1);
}

LWI_LUMA_ROW(lwi_luma_row_avx2)
{
    const __m256i zero = _mm256_setzero_si256();
    const __m256i low32 = _mm256_set1_epi64x(0xffffffff);
    size_t x = 0;
    while (x + LANES <= width) {
        size_t steps = (width - x) / LANES;
        steps = steps > STEPS_MAX ? STEPS_MAX : steps;
        __m256i sum = zero;
        __m256i square = zero;
        for (; steps > 0; steps--, x += LANES) {
            __m256i v = _mm256_loadu_si256((const __m256i *) (row + x));
            __m256i low = _mm256_unpacklo_epi8(v, zero);
            __m256i high = _mm256_unpackhi_epi8(v, zero);
            sum = _mm256_add_epi64(sum, _mm256_sad_epu8(v, zero));
            square = _mm256_add_epi32(square, _mm256_add_epi32(_mm256_madd_epi16(low, low),
                                                               _mm256_madd_epi16(high, high)));
        }
        sums->sum += sum_u64(sum);
        sums->square += sum_u64(
            _mm256_add_epi64(_mm256_and_si256(square, low32), _mm256_srli_epi64(square, 32)));
    }
    lwi_luma_row_c(row + x, width - x, sums);
}
