/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Bytes are paired and multiplied with their weights in one go (pmaddubsw). That leaves the
 * pixels in another order, the same for all; sums do not mind.
 */
#include "kernel/stencil.h"

#include <immintrin.h>

#define LANES 32
/* A step adds four squared magnitudes of at most 2 * 4080^2 to a signed 32-bit lane and
 * four magnitudes to a float lane; stencil.h promises at most 64 to a partial sum. */
#define STEPS_MAX 16
/* The roots leave time to fetch what comes next, for all that go over the rows in strips. */
#define ROWS_AHEAD 10

/* The pixels of a step and their neighbours: u above, d below, l left, r right. */
struct pixels {
    __m256i ul, u, ur, l, c, r, dl, d, dr;
};

/* Sums of up to STEPS_MAX steps, in 32-bit lanes but for luma. */
struct partial {
    __m256i luma, luma_square, laplacian_square, gradient_square;
    __m256 magnitude;
};

/* Sums of a row, in 64-bit lanes but for the maximum, which has 16 bits. */
struct total {
    __m256i luma, luma_square, laplacian_square, gradient_square, laplacian_max;
    __m256d magnitude;
};

static inline __m256i load32(const uint8_t *p)
{
    return _mm256_loadu_si256((const __m256i *) p);
}

static inline struct pixels load_pixels(const uint8_t *up, const uint8_t *row, const uint8_t *down)
{
    struct pixels p = {
        load32(up - 1),  load32(up),       load32(up + 1), load32(row - 1),  load32(row),
        load32(row + 1), load32(down - 1), load32(down),   load32(down + 1),
    };
    return p;
}

/* Two weights for each pair of bytes. */
static inline __m256i pair(int first, int second)
{
    return _mm256_set1_epi16((int16_t) ((first & 0xff) | (second & 0xff) << 8));
}

/* Adds the gradient of 16 pixels, given the pairs (dr, ul), (ur, dl), (r, l) and (d, u). */
static inline void add_gradient(struct partial *s, __m256i falling, __m256i rising, __m256i across,
                                __m256i along)
{
    falling = _mm256_maddubs_epi16(falling, pair(3, -3));
    rising = _mm256_maddubs_epi16(rising, pair(3, -3));
    across = _mm256_maddubs_epi16(across, pair(10, -10));
    along = _mm256_maddubs_epi16(along, pair(10, -10));
    __m256i h = _mm256_add_epi16(_mm256_add_epi16(falling, rising), across);
    __m256i v = _mm256_add_epi16(_mm256_sub_epi16(falling, rising), along);
    __m256i low = _mm256_unpacklo_epi16(h, v);
    __m256i high = _mm256_unpackhi_epi16(h, v);
    low = _mm256_madd_epi16(low, low);
    high = _mm256_madd_epi16(high, high);
    s->gradient_square = _mm256_add_epi32(s->gradient_square, _mm256_add_epi32(low, high));
    s->magnitude =
        _mm256_add_ps(s->magnitude, _mm256_add_ps(_mm256_sqrt_ps(_mm256_cvtepi32_ps(low)),
                                                  _mm256_sqrt_ps(_mm256_cvtepi32_ps(high))));
}

/* The Laplacian of 16 pixels, given them as 16-bit numbers and the pairs (r, l) and (d, u). */
static inline __m256i laplacian16(__m256i c, __m256i across, __m256i along)
{
    __m256i around = _mm256_add_epi16(_mm256_maddubs_epi16(across, pair(1, 1)),
                                      _mm256_maddubs_epi16(along, pair(1, 1)));
    return _mm256_sub_epi16(_mm256_slli_epi16(c, 2), around);
}

static inline __m256i add_squares(__m256i sum, __m256i low, __m256i high)
{
    return _mm256_add_epi32(
        sum, _mm256_add_epi32(_mm256_madd_epi16(low, low), _mm256_madd_epi16(high, high)));
}

static inline void add32(struct partial *s, __m256i *laplacian_max, const struct pixels *p)
{
    const __m256i zero = _mm256_setzero_si256();
    __m256i across_low = _mm256_unpacklo_epi8(p->r, p->l);
    __m256i across_high = _mm256_unpackhi_epi8(p->r, p->l);
    __m256i along_low = _mm256_unpacklo_epi8(p->d, p->u);
    __m256i along_high = _mm256_unpackhi_epi8(p->d, p->u);
    add_gradient(s, _mm256_unpacklo_epi8(p->dr, p->ul), _mm256_unpacklo_epi8(p->ur, p->dl),
                 across_low, along_low);
    add_gradient(s, _mm256_unpackhi_epi8(p->dr, p->ul), _mm256_unpackhi_epi8(p->ur, p->dl),
                 across_high, along_high);

    __m256i c_low = _mm256_unpacklo_epi8(p->c, zero);
    __m256i c_high = _mm256_unpackhi_epi8(p->c, zero);
    s->luma = _mm256_add_epi64(s->luma, _mm256_sad_epu8(p->c, zero));
    s->luma_square = add_squares(s->luma_square, c_low, c_high);

    __m256i low = laplacian16(c_low, across_low, along_low);
    __m256i high = laplacian16(c_high, across_high, along_high);
    s->laplacian_square = add_squares(s->laplacian_square, low, high);
    *laplacian_max = _mm256_max_epi16(*laplacian_max, _mm256_max_epi16(low, high));
}

/* Unsigned 32-bit lanes to 64-bit lanes. */
static inline __m256i widen(__m256i v)
{
    return _mm256_add_epi64(_mm256_and_si256(v, _mm256_set1_epi64x(0xffffffff)),
                            _mm256_srli_epi64(v, 32));
}

static inline void flush(struct total *t, const struct partial *s)
{
    t->luma = _mm256_add_epi64(t->luma, s->luma);
    t->luma_square = _mm256_add_epi64(t->luma_square, widen(s->luma_square));
    t->laplacian_square = _mm256_add_epi64(t->laplacian_square, widen(s->laplacian_square));
    t->gradient_square = _mm256_add_epi64(t->gradient_square, widen(s->gradient_square));
    t->magnitude = _mm256_add_pd(
        t->magnitude, _mm256_add_pd(_mm256_cvtps_pd(_mm256_castps256_ps128(s->magnitude)),
                                    _mm256_cvtps_pd(_mm256_extractf128_ps(s->magnitude, 1))));
}

static inline uint64_t sum_u64(__m256i v)
{
    __m128i half = _mm_add_epi64(_mm256_castsi256_si128(v), _mm256_extracti128_si256(v, 1));
    return (uint64_t) _mm_cvtsi128_si64(half) + (uint64_t) _mm_extract_epi64(half, 1);
}

static inline double sum_pd(__m256d v)
{
    __m128d half = _mm_add_pd(_mm256_castpd256_pd128(v), _mm256_extractf128_pd(v, 1));
    return _mm_cvtsd_f64(_mm_add_sd(half, _mm_unpackhi_pd(half, half)));
}

static inline int32_t max_i16(__m256i v)
{
    __m128i m = _mm_max_epi16(_mm256_castsi256_si128(v), _mm256_extracti128_si256(v, 1));
    /* phminposuw finds the smallest unsigned: turn the order round. */
    __m128i flipped = _mm_sub_epi16(_mm_set1_epi16(32767), m);
    return 32767 - (_mm_cvtsi128_si32(_mm_minpos_epu16(flipped)) & 0xffff);
}

static inline void add_total(struct lwi_stencil_sums *sums, const struct total *t)
{
    sums->luma += sum_u64(t->luma);
    sums->luma_square += sum_u64(t->luma_square);
    sums->laplacian_square += sum_u64(t->laplacian_square);
    sums->gradient_square += sum_u64(t->gradient_square);
    sums->gradient_magnitude += sum_pd(t->magnitude);
    const int32_t max = max_i16(t->laplacian_max);
    sums->laplacian_max = max > sums->laplacian_max ? max : sums->laplacian_max;
}

/* Clears the first `count` pixels and all their neighbours: they then add 0 to every sum. */
static inline void clear_first(struct pixels *p, size_t count)
{
    const __m256i index =
        _mm256_setr_epi8(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20,
                         21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31);
    const __m256i keep = _mm256_cmpgt_epi8(index, _mm256_set1_epi8((char) ((int) count - 1)));
    __m256i *all[] = {&p->ul, &p->u, &p->ur, &p->l, &p->c, &p->r, &p->dl, &p->d, &p->dr};
    for (int i = 0; i < 9; i++)
        *all[i] = _mm256_and_si256(*all[i], keep);
}

/* The last pixels of a row but one, without the first `counted` of them. */
static inline void add_remainder(struct total *t, struct pixels p, size_t counted)
{
    struct partial s = {0};
    struct partial unused = {0};
    __m256i unused_max = t->laplacian_max;
    add32(&unused, &t->laplacian_max, &p);
    clear_first(&p, counted);
    add32(&s, &unused_max, &p);
    flush(t, &s);
}

LWI_STENCIL_ROW(lwi_stencil_row_avx2)
{
    if (width < LANES + 2) {
        lwi_stencil_row_c(up, row, down, width, sums);
        return;
    }
    lwi_stencil_add(sums, up, row, down, width, 0);
    lwi_stencil_add(sums, up, row, down, width, width - 1);

    struct total t = {.laplacian_max = _mm256_set1_epi16(INT16_MIN)};
    /* An address, not a pointer: it may be beyond the picture. */
    const uintptr_t ahead = (uintptr_t) row + ROWS_AHEAD * ((uintptr_t) down - (uintptr_t) row);
    size_t x = 1;
    while (x + LANES < width) {
        size_t steps = (width - 1 - x) / LANES;
        steps = steps > STEPS_MAX ? STEPS_MAX : steps;
        struct partial s = {0};
        for (; steps > 0; steps--, x += LANES) {
            const struct pixels p = load_pixels(up + x, row + x, down + x);
            add32(&s, &t.laplacian_max, &p);
            _mm_prefetch((const char *) (ahead + x), _MM_HINT_T0);
        }
        flush(&t, &s);
    }
    const size_t last = width - 1 - LANES;
    if (x < width - 1)
        add_remainder(&t, load_pixels(up + last, row + last, down + last), x - last);
    add_total(sums, &t);
}
