/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * The tile kernels for AVX2. A vector holds 32 pixels of a tile: one row of 32,
 * two of 16, four of 8 or eight of 4, so that small tiles of the coarse levels
 * cost no more a pixel.
 */
#include <immintrin.h>
#include <string.h>

#include "kernel/tile.h"

struct sums {
    __m256i abs[LWI_TILE_ABS_COUNT], square[LWI_TILE_LAG_COUNT], max[LWI_TILE_LAG_COUNT];
    __m256i square_diagonal[2], sum;
};

static inline int load_4(const uint8_t *src)
{
    int value;

    memcpy(&value, src, sizeof value);
    return value;
}

static inline __m128i load_4x4(const uint8_t *src, ptrdiff_t stride)
{
    return _mm_setr_epi32(load_4(src), load_4(src + stride), load_4(src + 2 * stride),
                          load_4(src + 3 * stride));
}

/* 32 pixels: 32 / width rows of a tile. */
static inline __m256i load(const uint8_t *src, ptrdiff_t stride, unsigned width)
{
    __m128i low, high;

    switch (width) {
    case 32:
        return _mm256_loadu_si256((const __m256i *) src);
    case 16:
        low = _mm_loadu_si128((const __m128i *) src);
        high = _mm_loadu_si128((const __m128i *) (src + stride));
        break;
    case 8:
        low = _mm_unpacklo_epi64(_mm_loadl_epi64((const __m128i *) src),
                                 _mm_loadl_epi64((const __m128i *) (src + stride)));
        high = _mm_unpacklo_epi64(_mm_loadl_epi64((const __m128i *) (src + 2 * stride)),
                                  _mm_loadl_epi64((const __m128i *) (src + 3 * stride)));
        break;
    default:
        low = load_4x4(src, stride);
        return _mm256_zextsi128_si256(low); /* half a vector: heights are multiples of 4 only */
    }
    return _mm256_inserti128_si256(_mm256_castsi128_si256(low), high, 1);
}

static inline __m256i distance(__m256i a, __m256i b)
{
    return _mm256_or_si256(_mm256_subs_epu8(a, b), _mm256_subs_epu8(b, a));
}

/* Squares of differences: small ones, below 128, as products of signed bytes. */
static inline __m256i add_squares(__m256i sum, __m256i d, int small)
{
    if (small)
        return _mm256_add_epi32(
            sum, _mm256_madd_epi16(_mm256_maddubs_epi16(d, d), _mm256_set1_epi16(1)));
    __m256i even = _mm256_and_si256(d, _mm256_set1_epi16(0xff));
    __m256i odd = _mm256_srli_epi16(d, 8);

    sum = _mm256_add_epi32(sum, _mm256_madd_epi16(even, even));
    return _mm256_add_epi32(sum, _mm256_madd_epi16(odd, odd));
}

static inline void add_all_squares(struct sums *sums, const __m256i d[LWI_TILE_LAG_COUNT],
                                   __m256i falling, __m256i rising, int small)
{
    for (int i = 0; i < LWI_TILE_LAG_COUNT; i++)
        sums->square[i] = add_squares(sums->square[i], d[i], small);
    sums->square_diagonal[0] = add_squares(sums->square_diagonal[0], falling, small);
    sums->square_diagonal[1] = add_squares(sums->square_diagonal[1], rising, small);
}

static inline void add_rows(struct sums *sums, const uint8_t *src, ptrdiff_t stride, unsigned width)
{
    __m256i at = load(src, stride, width);
    __m256i right = load(src + 1, stride, width);
    __m256i below = load(src + stride, stride, width);
    const __m256i d[LWI_TILE_LAG_COUNT] = {
        distance(at, right),
        distance(at, below),
        distance(at, load(src + 2, stride, width)),
        distance(at, load(src + 2 * stride, stride, width)),
    };
    __m256i falling = distance(at, load(src + stride + 1, stride, width));
    __m256i rising = distance(right, below);
    __m256i any = _mm256_or_si256(_mm256_or_si256(d[0], d[1]), _mm256_or_si256(d[2], d[3]));

    any = _mm256_or_si256(any, _mm256_or_si256(falling, rising));
    if (_mm256_movemask_epi8(any) == 0)
        add_all_squares(sums, d, falling, rising, /* small= */ 1);
    else
        add_all_squares(sums, d, falling, rising, /* small= */ 0);
    sums->abs[0] = _mm256_add_epi64(sums->abs[0], _mm256_sad_epu8(at, right));
    sums->abs[1] = _mm256_add_epi64(sums->abs[1], _mm256_sad_epu8(at, below));
    for (int i = 0; i < LWI_TILE_LAG_COUNT; i++)
        sums->max[i] = _mm256_max_epu8(sums->max[i], d[i]);
    sums->sum = _mm256_add_epi64(sums->sum, _mm256_sad_epu8(at, _mm256_setzero_si256()));
}

/* The sums of the lanes of each. */
static inline __m128i total_4(__m256i a, __m256i b, __m256i c, __m256i d)
{
    __m256i sums = _mm256_hadd_epi32(_mm256_hadd_epi32(a, b), _mm256_hadd_epi32(c, d));

    return _mm_add_epi32(_mm256_castsi256_si128(sums), _mm256_extracti128_si256(sums, 1));
}

static inline __m128i halves_max(__m256i v)
{
    return _mm_max_epu8(_mm256_castsi256_si128(v), _mm256_extracti128_si256(v, 1));
}

/* The largest byte of each. */
static inline __m128i largest_4(const __m256i v[4])
{
    __m128i a = halves_max(v[0]), b = halves_max(v[1]), c = halves_max(v[2]), d = halves_max(v[3]);

    a = _mm_max_epu8(_mm_unpacklo_epi32(a, b), _mm_unpackhi_epi32(a, b));
    c = _mm_max_epu8(_mm_unpacklo_epi32(c, d), _mm_unpackhi_epi32(c, d));
    a = _mm_max_epu8(_mm_unpacklo_epi64(a, c), _mm_unpackhi_epi64(a, c));
    a = _mm_max_epu8(a, _mm_srli_epi32(a, 16));
    a = _mm_max_epu8(a, _mm_srli_epi32(a, 8));
    return _mm_and_si128(a, _mm_set1_epi32(0xff));
}

static inline void sum_tile(const uint8_t *src, ptrdiff_t stride, unsigned width, unsigned height,
                            struct lwi_tile_sums *ret_sums)
{
    const unsigned rows = width == 4 ? 4 : 32 / width;
    struct sums sums;
    uint32_t rest[4];

    memset(&sums, 0, sizeof sums);
    for (unsigned y = 0; y < height; y += rows, src += stride * (ptrdiff_t) rows)
        add_rows(&sums, src, stride, width);

    _mm_storeu_si128((__m128i *) ret_sums->square,
                     total_4(sums.square[0], sums.square[1], sums.square[2], sums.square[3]));
    _mm_storeu_si128((__m128i *) ret_sums->max, largest_4(sums.max));
    _mm_storeu_si128((__m128i *) rest, total_4(sums.abs[0], sums.abs[1], sums.square_diagonal[0],
                                               sums.square_diagonal[1]));
    memcpy(ret_sums->abs, rest, sizeof ret_sums->abs);
    memcpy(ret_sums->square_diagonal, rest + 2, sizeof ret_sums->square_diagonal);
    const __m128i sum = total_4(sums.sum, sums.sum, sums.sum, sums.sum);
    ret_sums->sum = (uint32_t) _mm_cvtsi128_si32(sum);
}

LWI_DECL_TILE_SUMS(lwi_tile_sums_avx2)
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

/* 16 pixels of half the size, in 16 bits. */
static inline __m256i halve_16(const uint8_t *upper, const uint8_t *lower)
{
    const __m256i ones = _mm256_set1_epi8(1);
    __m256i a = _mm256_maddubs_epi16(_mm256_loadu_si256((const __m256i *) upper), ones);
    __m256i b = _mm256_maddubs_epi16(_mm256_loadu_si256((const __m256i *) lower), ones);

    return _mm256_srli_epi16(_mm256_add_epi16(_mm256_add_epi16(a, b), _mm256_set1_epi16(2)), 2);
}

LWI_DECL_HALVE_ROW(lwi_halve_row_avx2)
{
    size_t x = 0;

    for (; x + 32 <= width; x += 32) {
        __m256i first = halve_16(upper + 2 * x, lower + 2 * x);
        __m256i second = halve_16(upper + 2 * x + 32, lower + 2 * x + 32);
        /* packus works on each half of the vectors apart. */
        __m256i packed = _mm256_packus_epi16(first, second);
        packed = _mm256_permute4x64_epi64(packed, _MM_SHUFFLE(3, 1, 2, 0));
        _mm256_storeu_si256((__m256i *) (dst + x), packed);
    }
    if (x + 16 <= width) {
        __m256i half = halve_16(upper + 2 * x, lower + 2 * x);
        _mm_storeu_si128(
            (__m128i *) (dst + x),
            _mm_packus_epi16(_mm256_castsi256_si128(half), _mm256_extracti128_si256(half, 1)));
        x += 16;
    }
    for (; x < width; x++) {
        unsigned sum = upper[2 * x] + upper[2 * x + 1] + lower[2 * x] + lower[2 * x + 1];
        dst[x] = (uint8_t) ((sum + 2) >> 2);
    }
}

LWI_DECL_ADD_ROW(lwi_add_row_avx2)
{
    size_t x = 0;

    for (; x + 16 <= width; x += 16) {
        __m256i sum = _mm256_loadu_si256((const __m256i *) (sums + x));
        __m256i add = _mm256_cvtepu8_epi16(_mm_loadu_si128((const __m128i *) (src + x)));
        _mm256_storeu_si256((__m256i *) (sums + x), _mm256_add_epi16(sum, add));
    }
    for (; x < width; x++)
        sums[x] = (uint16_t) (sums[x] + src[x]);
}
