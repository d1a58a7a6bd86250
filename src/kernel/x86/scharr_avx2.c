/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "kernel/scharr.h"

#include <immintrin.h>

#define LANES 16
/* A step adds two squared magnitudes of at most 2 * 4080^2 to a signed 32-bit lane and
 * two magnitudes to a float lane; scharr.h promises at most 64 to a partial sum. */
#define STEPS_MAX 32

struct sums16 {
    __m256i square;
    __m256 magnitude;
};

static inline __m256i load16(const uint8_t *p)
{
    return _mm256_cvtepu8_epi16(_mm_loadu_si128((const __m128i *) p));
}

/* `counted` has all bits set in the lanes that are not to be added. */
static inline void add16(struct sums16 *s, const uint8_t *up, const uint8_t *row,
                         const uint8_t *down, __m256i counted)
{
    const __m256i three = _mm256_set1_epi16(3);
    const __m256i ten = _mm256_set1_epi16(10);
    __m256i falling = _mm256_sub_epi16(load16(down + 1), load16(up - 1));
    __m256i rising = _mm256_sub_epi16(load16(up + 1), load16(down - 1));
    __m256i across = _mm256_sub_epi16(load16(row + 1), load16(row - 1));
    __m256i along = _mm256_sub_epi16(load16(down), load16(up));
    __m256i h = _mm256_add_epi16(_mm256_mullo_epi16(_mm256_add_epi16(falling, rising), three),
                                 _mm256_mullo_epi16(across, ten));
    __m256i v = _mm256_add_epi16(_mm256_mullo_epi16(_mm256_sub_epi16(falling, rising), three),
                                 _mm256_mullo_epi16(along, ten));
    h = _mm256_andnot_si256(counted, h);
    v = _mm256_andnot_si256(counted, v);

    __m256i low = _mm256_unpacklo_epi16(h, v);
    __m256i high = _mm256_unpackhi_epi16(h, v);
    low = _mm256_madd_epi16(low, low);
    high = _mm256_madd_epi16(high, high);
    s->square = _mm256_add_epi32(s->square, _mm256_add_epi32(low, high));
    s->magnitude =
        _mm256_add_ps(s->magnitude, _mm256_add_ps(_mm256_sqrt_ps(_mm256_cvtepi32_ps(low)),
                                                  _mm256_sqrt_ps(_mm256_cvtepi32_ps(high))));
}

static inline void flush(struct sums16 *s, __m256i *square, __m256d *magnitude)
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

LWI_SCHARR_ROW(lwi_scharr_row_avx2)
{
    if (width < LANES + 2) {
        lwi_scharr_row_c(up, row, down, width, sums);
        return;
    }
    lwi_scharr_span_c(up, row, down, width, 0, 1, sums);
    lwi_scharr_span_c(up, row, down, width, width - 1, width, sums);

    struct sums16 s = {_mm256_setzero_si256(), _mm256_setzero_ps()};
    __m256i square = _mm256_setzero_si256();
    __m256d magnitude = _mm256_setzero_pd();
    size_t x = 1;
    while (x + LANES < width) {
        size_t steps = (width - 1 - x) / LANES;
        steps = steps > STEPS_MAX ? STEPS_MAX : steps;
        for (; steps > 0; steps--, x += LANES)
            add16(&s, up + x, row + x, down + x, _mm256_setzero_si256());
        flush(&s, &square, &magnitude);
    }

    /* The remainder: the last LANES pixels, without those that were counted already. */
    size_t last = width - 1 - LANES;
    __m256i index = _mm256_setr_epi16(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    __m256i counted = _mm256_cmpgt_epi16(_mm256_set1_epi16((short) (x - last)), index);
    add16(&s, up + last, row + last, down + last, counted);
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
