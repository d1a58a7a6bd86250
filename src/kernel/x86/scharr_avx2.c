/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "kernel/scharr.h"

#include <immintrin.h>

#define LANES 32
/* A step adds four squared magnitudes of at most 2 * 4080^2 to a signed 32-bit lane and
 * four magnitudes to a float lane; scharr.h promises at most 64 to a partial sum. */
#define STEPS_MAX 16

struct sums32 {
    __m256i square;
    __m256 magnitude;
};

static inline __m256i load32(const uint8_t *p)
{
    return _mm256_loadu_si256((const __m256i *) p);
}

/* The weighted differences 3 (a1 - a0) + 10 (b1 - b0) + 3 (c1 - c0), of the low or the high
 * half of each 128-bit lane: bytes are paired and multiplied in one go. */
static inline __m256i weigh(__m256i a, __m256i b, __m256i c)
{
    const __m256i three = _mm256_set1_epi16((int16_t) (0x03 | (0xfd << 8)));
    const __m256i ten = _mm256_set1_epi16((int16_t) (0x0a | (0xf6 << 8)));
    return _mm256_add_epi16(
        _mm256_maddubs_epi16(b, ten),
        _mm256_add_epi16(_mm256_maddubs_epi16(a, three), _mm256_maddubs_epi16(c, three)));
}

static inline void add16(struct sums32 *s, __m256i h, __m256i v)
{
    __m256i low = _mm256_unpacklo_epi16(h, v);
    __m256i high = _mm256_unpackhi_epi16(h, v);
    low = _mm256_madd_epi16(low, low);
    high = _mm256_madd_epi16(high, high);
    s->square = _mm256_add_epi32(s->square, _mm256_add_epi32(low, high));
    s->magnitude =
        _mm256_add_ps(s->magnitude, _mm256_add_ps(_mm256_sqrt_ps(_mm256_cvtepi32_ps(low)),
                                                  _mm256_sqrt_ps(_mm256_cvtepi32_ps(high))));
}

/* Only the pixels whose byte of `mask` is 0xff count. */
static inline void add32(struct sums32 *s, const uint8_t *up, const uint8_t *row,
                         const uint8_t *down, __m256i mask)
{
    __m256i ul = _mm256_and_si256(load32(up - 1), mask);
    __m256i u = _mm256_and_si256(load32(up), mask);
    __m256i ur = _mm256_and_si256(load32(up + 1), mask);
    __m256i l = _mm256_and_si256(load32(row - 1), mask);
    __m256i r = _mm256_and_si256(load32(row + 1), mask);
    __m256i dl = _mm256_and_si256(load32(down - 1), mask);
    __m256i d = _mm256_and_si256(load32(down), mask);
    __m256i dr = _mm256_and_si256(load32(down + 1), mask);
    add16(s,
          weigh(_mm256_unpacklo_epi8(ur, ul), _mm256_unpacklo_epi8(r, l),
                _mm256_unpacklo_epi8(dr, dl)),
          weigh(_mm256_unpacklo_epi8(dl, ul), _mm256_unpacklo_epi8(d, u),
                _mm256_unpacklo_epi8(dr, ur)));
    add16(s,
          weigh(_mm256_unpackhi_epi8(ur, ul), _mm256_unpackhi_epi8(r, l),
                _mm256_unpackhi_epi8(dr, dl)),
          weigh(_mm256_unpackhi_epi8(dl, ul), _mm256_unpackhi_epi8(d, u),
                _mm256_unpackhi_epi8(dr, ur)));
}

static inline void flush(struct sums32 *s, __m256i *square, __m256d *magnitude)
{
    const __m256i low = _mm256_set1_epi64x(0xffffffff);
    *square = _mm256_add_epi64(*square, _mm256_add_epi64(_mm256_and_si256(s->square, low),
                                                         _mm256_srli_epi64(s->square, 32)));
    *magnitude = _mm256_add_pd(
        *magnitude, _mm256_add_pd(_mm256_cvtps_pd(_mm256_castps256_ps128(s->magnitude)),
                                  _mm256_cvtps_pd(_mm256_extractf128_ps(s->magnitude, 1))));
    s->square = _mm256_setzero_si256();
    s->magnitude = _mm256_setzero_ps();
}

/* All bits of the bytes from `begin` on. */
static inline __m256i bytes_from(size_t begin)
{
    const __m256i index =
        _mm256_setr_epi8(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20,
                         21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31);
    return _mm256_cmpgt_epi8(index, _mm256_set1_epi8((char) ((int) begin - 1)));
}

LWI_SCHARR_ROW(lwi_scharr_row_avx2)
{
    if (width < LANES + 2) {
        lwi_scharr_row_c(up, row, down, width, sums);
        return;
    }
    lwi_scharr_span_c(up, row, down, width, 0, 1, sums);
    lwi_scharr_span_c(up, row, down, width, width - 1, width, sums);

    struct sums32 s = {_mm256_setzero_si256(), _mm256_setzero_ps()};
    __m256i square = _mm256_setzero_si256();
    __m256d magnitude = _mm256_setzero_pd();
    size_t x = 1;
    while (x + LANES < width) {
        size_t steps = (width - 1 - x) / LANES;
        steps = steps > STEPS_MAX ? STEPS_MAX : steps;
        for (; steps > 0; steps--, x += LANES)
            add32(&s, up + x, row + x, down + x, _mm256_set1_epi8(-1));
        flush(&s, &square, &magnitude);
    }

    /* The remainder: the last LANES pixels, without those that were counted already. */
    size_t last = width - 1 - LANES;
    add32(&s, up + last, row + last, down + last, bytes_from(x - last));
    flush(&s, &square, &magnitude);

    uint64_t squares[4];
    double magnitudes[4];
    _mm256_storeu_si256((__m256i *) squares, square);
    _mm256_storeu_pd(magnitudes, magnitude);
    for (int i = 0; i < 4; i++) {
        sums->square += squares[i];
        sums->magnitude += magnitudes[i];
    }
}
