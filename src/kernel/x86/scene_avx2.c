/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Sixteen pixels at a time in 16-bit lanes, in columns from top to bottom: a row that was
 * below is the middle one next, and above after that, so each is loaded once. Of a column of at
 * most 256 pixels the sums fit: 256 * 255 in an unsigned 16-bit lane, 256 * 2 * 1020^2 in a
 * signed 32-bit one. The last column overlaps the one before it, whose pixels it leaves out.
 */
#include "kernel/scene.h"

#include <immintrin.h>

#define LANES 16

/* Sums in 64-bit lanes. */
struct total {
    __m256i luma, luma_square, laplacian_square, gradient_square, dark, bright;
};

/* A column of pixels. */
struct column {
    const uint8_t *top;
    ptrdiff_t stride;
    unsigned height;
    unsigned first, end; /* lanes that count */
    unsigned ahead;      /* bytes: what is fetched for the tile on the right, which comes next */
};

static inline __m256i load(const uint8_t *p, int half)
{
    return _mm256_cvtepu8_epi16(half ? _mm_loadl_epi64((const __m128i *) p)
                                     : _mm_loadu_si128((const __m128i *) p));
}

/* Unsigned 32-bit lanes to 64-bit lanes. */
static inline __m256i widen(__m256i v)
{
    return _mm256_add_epi64(_mm256_and_si256(v, _mm256_set1_epi64x(0xffffffff)),
                            _mm256_srli_epi64(v, 32));
}

/* Unsigned 16-bit lanes to 64-bit lanes. */
static inline __m256i widen16(__m256i v)
{
    return widen(
        _mm256_add_epi32(_mm256_and_si256(v, _mm256_set1_epi32(0xffff)), _mm256_srli_epi32(v, 16)));
}

static inline uint64_t sum64(__m256i v)
{
    __m128i half = _mm_add_epi64(_mm256_castsi256_si128(v), _mm256_extracti128_si256(v, 1));
    return (uint64_t) _mm_cvtsi128_si64(half) + (uint64_t) _mm_extract_epi64(half, 1);
}

static inline __m256i lanes(unsigned first, unsigned end)
{
    const __m256i index = _mm256_setr_epi16(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    const __m256i from = _mm256_cmpgt_epi16(index, _mm256_set1_epi16((int16_t) ((int) first - 1)));
    return _mm256_and_si256(from, _mm256_cmpgt_epi16(_mm256_set1_epi16((int16_t) end), index));
}

static inline __m256i add_square(__m256i sum, __m256i v)
{
    return _mm256_add_epi32(sum, _mm256_madd_epi16(v, v));
}

/* half: the upper eight lanes are not loaded. part: only some lanes count. Both are constants. */
static inline void add_column(struct total *t, const struct column *column, __m256i dark,
                              __m256i bright, int half, int part)
{
    const __m256i mask = lanes(column->first, column->end);
    const __m256i zero = _mm256_setzero_si256();
    __m256i luma = zero, square = zero, laplacian_square = zero, gradient_square = zero;
    __m256i dark_count = zero, bright_count = zero;
    const uint8_t *p = column->top;
    __m256i u = load(p - column->stride, half), c = load(p, half);
    for (unsigned y = 0; y < column->height; y++, p += column->stride) {
        const __m256i l = load(p - 1, half), r = load(p + 1, half);
        const __m256i d = load(p + column->stride, half);
        const __m256i around = _mm256_add_epi16(_mm256_add_epi16(l, r), _mm256_add_epi16(u, d));
        __m256i laplacian = _mm256_sub_epi16(_mm256_slli_epi16(c, 2), around);
        __m256i across = _mm256_sub_epi16(r, l), down = _mm256_sub_epi16(d, u), own = c;
        __m256i is_dark = _mm256_cmpgt_epi16(dark, c), is_bright = _mm256_cmpgt_epi16(c, bright);
        if (part) {
            own = _mm256_and_si256(own, mask);
            laplacian = _mm256_and_si256(laplacian, mask);
            across = _mm256_and_si256(across, mask);
            down = _mm256_and_si256(down, mask);
            is_dark = _mm256_and_si256(is_dark, mask);
            is_bright = _mm256_and_si256(is_bright, mask);
        }
        luma = _mm256_add_epi16(luma, own);
        square = add_square(square, own);
        laplacian_square = add_square(laplacian_square, laplacian);
        gradient_square = add_square(add_square(gradient_square, across), down);
        dark_count = _mm256_sub_epi16(dark_count, is_dark);
        bright_count = _mm256_sub_epi16(bright_count, is_bright);
        _mm_prefetch((const char *) ((uintptr_t) p + column->ahead), _MM_HINT_T0);
        u = c;
        c = d;
    }
    t->luma = _mm256_add_epi64(t->luma, widen16(luma));
    t->luma_square = _mm256_add_epi64(t->luma_square, widen(square));
    t->laplacian_square = _mm256_add_epi64(t->laplacian_square, widen(laplacian_square));
    t->gradient_square = _mm256_add_epi64(t->gradient_square, widen(gradient_square));
    t->dark = _mm256_add_epi64(t->dark, widen16(dark_count));
    t->bright = _mm256_add_epi64(t->bright, widen16(bright_count));
}

LWI_SCENE_TILE(lwi_scene_tile_avx2)
{
    if (width < LANES / 2) {
        lwi_scene_tile_c(src, stride, width, height, dark_max, bright_min, ret_sums);
        return;
    }
    const __m256i dark = _mm256_set1_epi16((int16_t) (dark_max + 1));
    const __m256i bright = _mm256_set1_epi16((int16_t) (bright_min - 1));
    struct total t = {0};
    struct column column = {src, stride, height, 0, LANES, width + 2};
    unsigned x = 0;
    for (; x + LANES <= width; x += LANES, column.top += LANES)
        add_column(&t, &column, dark, bright, /* half= */ 0, /* part= */ 0);
    if (x > 0 && x < width) {
        column.top = src + width - LANES;
        column.first = x + LANES - width;
        add_column(&t, &column, dark, bright, /* half= */ 0, /* part= */ 1);
    } else if (x < width) {
        column.end = LANES / 2;
        add_column(&t, &column, dark, bright, /* half= */ 1, /* part= */ 1);
        column.top = src + width - LANES / 2;
        column.first = LANES - width;
        add_column(&t, &column, dark, bright, /* half= */ 1, /* part= */ 1);
    }
    ret_sums->luma = (uint32_t) sum64(t.luma);
    ret_sums->luma_square = sum64(t.luma_square);
    ret_sums->laplacian_square = sum64(t.laplacian_square);
    ret_sums->gradient_square = sum64(t.gradient_square);
    ret_sums->dark = (uint32_t) sum64(t.dark);
    ret_sums->bright = (uint32_t) sum64(t.bright);
}
