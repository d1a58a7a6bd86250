/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "kernel/laplacian.h"

#include <immintrin.h>

#define LANES 32
/* A lane of the 32-bit sums takes four squares of at most 1020^2 a step. */
#define STEPS_MAX 500

struct values32 {
    __m256i low, high;
};

static inline __m256i load32(const uint8_t *p)
{
    return _mm256_loadu_si256((const __m256i *) p);
}

/* 32 values of the Laplacian; bytes are paired, weighted and summed in one go. Their order
 * does not matter to sums. Pixels whose byte of `mask` is 0 give 0. */
static inline struct values32 laplacian32(const uint8_t *up, const uint8_t *row,
                                          const uint8_t *down, __m256i mask)
{
    const __m256i plus = _mm256_set1_epi8(1);
    const __m256i zero = _mm256_setzero_si256();
    __m256i c = _mm256_and_si256(load32(row), mask);
    __m256i l = _mm256_and_si256(load32(row - 1), mask);
    __m256i r = _mm256_and_si256(load32(row + 1), mask);
    __m256i u = _mm256_and_si256(load32(up), mask);
    __m256i d = _mm256_and_si256(load32(down), mask);
    __m256i low = _mm256_add_epi16(_mm256_maddubs_epi16(_mm256_unpacklo_epi8(l, r), plus),
                                   _mm256_maddubs_epi16(_mm256_unpacklo_epi8(u, d), plus));
    __m256i high = _mm256_add_epi16(_mm256_maddubs_epi16(_mm256_unpackhi_epi8(l, r), plus),
                                    _mm256_maddubs_epi16(_mm256_unpackhi_epi8(u, d), plus));
    struct values32 v = {
        _mm256_sub_epi16(_mm256_slli_epi16(_mm256_unpacklo_epi8(c, zero), 2), low),
        _mm256_sub_epi16(_mm256_slli_epi16(_mm256_unpackhi_epi8(c, zero), 2), high),
    };
    return v;
}

static inline __m256i square32(struct values32 v)
{
    return _mm256_add_epi32(_mm256_madd_epi16(v.low, v.low), _mm256_madd_epi16(v.high, v.high));
}

/* All bits of the bytes from `begin` on. */
static inline __m256i bytes_from(size_t begin)
{
    const __m256i index =
        _mm256_setr_epi8(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20,
                         21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31);
    return _mm256_cmpgt_epi8(index, _mm256_set1_epi8((char) ((int) begin - 1)));
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

    const __m256i all = _mm256_set1_epi8(-1);
    __m256i max = _mm256_set1_epi16(INT16_MIN);
    size_t x = 1;
    while (x + LANES < width) {
        size_t steps = (width - 1 - x) / LANES;
        steps = steps > STEPS_MAX ? STEPS_MAX : steps;
        __m256i square = _mm256_setzero_si256();
        for (; steps > 0; steps--, x += LANES) {
            struct values32 v = laplacian32(up + x, row + x, down + x, all);
            square = _mm256_add_epi32(square, square32(v));
            max = _mm256_max_epi16(max, _mm256_max_epi16(v.low, v.high));
        }
        sums->square += sum_u32(square);
    }

    /* The remainder: the last LANES pixels, for the squares without those counted already. */
    size_t last = width - 1 - LANES;
    struct values32 v = laplacian32(up + last, row + last, down + last, all);
    max = _mm256_max_epi16(max, _mm256_max_epi16(v.low, v.high));
    v = laplacian32(up + last, row + last, down + last, bytes_from(x - last));
    sums->square += sum_u32(square32(v));

    int32_t row_max = max_i16(max);
    sums->max = row_max > sums->max ? row_max : sums->max;
}
