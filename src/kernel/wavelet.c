/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "kernel/wavelet.h"

#include <math.h>

#include "lenswatch/assess.h"

#define TAPS LWI_WAVELET_TAPS

size_t lwi_wavelet_count(size_t n)
{
    return (n + TAPS - 1) / 2;
}

/* The pixel that stands at position p of a row of n, mirrored at both ends for ever. */
static size_t mirrored(int64_t p, int64_t n)
{
    if (p >= 0 && p < n)
        return (size_t) p;
    int64_t m = (p % (2 * n) + 2 * n) % (2 * n);
    return (size_t) (m < n ? m : 2 * n - 1 - m);
}

struct lwi_wavelet_taps lwi_wavelet_taps(size_t coefficient, size_t n)
{
    /* The last bits matter: they make the zeros that are not. */
    static const double weights[TAPS] = {-0.48296291314453416, 0.8365163037378079,
                                         -0.2241438680420134, -0.12940952255126037};
    struct lwi_wavelet_taps taps;
    const int64_t size = (int64_t) n;
    const int64_t newest = 2 * (int64_t) coefficient + 1;
    const int64_t beyond = newest < size ? 0 : newest - size + 1;
    if (beyond == 0 && newest >= TAPS - 1) {
        /* Nearly all are, and this is asked for each line. */
        for (int k = 0; k < TAPS; k++) {
            taps.index[k] = (size_t) newest - (size_t) k;
            taps.number[k] = k;
            taps.weight[k] = weights[k];
        }
        return taps;
    }
    /* First what lies beyond the end, outwards, then the rest, backwards. */
    for (int k = 0; k < TAPS; k++) {
        int64_t p = k < beyond ? size + k : newest - k;
        taps.index[k] = mirrored(p, size);
        taps.number[k] = (int) (newest - p);
        taps.weight[k] = weights[newest - p];
    }
    return taps;
}

void lwi_wavelet_across_span_c(const uint8_t *row, size_t width, size_t begin, size_t end,
                               int16_t *ret_p, int16_t *ret_q)
{
    for (size_t i = begin; i < end; i++) {
        int x[TAPS];
        for (int k = 0; k < TAPS; k++)
            x[k] = row[mirrored(2 * (int64_t) i + 1 - k, (int64_t) width)];
        ret_p[i] = (int16_t) (x[3] - x[0] + 3 * (x[1] - x[2]));
        ret_q[i] = (int16_t) (x[1] - x[0] + x[2] - x[3]);
    }
}

LWI_WAVELET_ACROSS(lwi_wavelet_across_c)
{
    size_t inner = width / 2 > 1 ? width / 2 : 1;
    lwi_wavelet_across_span_c(row, width, 0, 1, ret_p, ret_q);
    for (size_t i = 1; i < inner; i++) {
        const uint8_t *x = row + 2 * i - 2;
        ret_p[i] = (int16_t) (x[0] - x[3] + 3 * (x[2] - x[1]));
        ret_q[i] = (int16_t) (x[2] - x[3] + x[1] - x[0]);
    }
    lwi_wavelet_across_span_c(row, width, inner, lwi_wavelet_count(width), ret_p, ret_q);
}

size_t lwi_wavelet_down_span_c(const int16_t *const p[TAPS], const int16_t *const q[TAPS],
                               size_t begin, size_t end, float *ret_magnitudes)
{
    size_t zeros = 0;
    for (size_t i = begin; i < end; i++) {
        int a = p[3][i] - p[0][i] + 3 * (p[1][i] - p[2][i]) +
                3 * (q[1][i] - q[0][i] + q[2][i] - q[3][i]);
        int b = q[3][i] - q[0][i] + 3 * (q[1][i] - q[2][i]) + p[1][i] - p[0][i] + p[2][i] - p[3][i];
        ret_magnitudes[i] = (float) fabs(a + b * 1.7320508075688772);
        zeros += a == 0 && b == 0;
    }
    return zeros;
}

LWI_WAVELET_DOWN(lwi_wavelet_down_c)
{
    return lwi_wavelet_down_span_c(p, q, 0, count, ret_magnitudes);
}

static int is_zero(const uint8_t *const rows[TAPS], const double weights[TAPS],
                   const struct lwi_wavelet_taps *across)
{
    double sum = 0;
    for (int i = 0; i < TAPS; i++) {
        double column = 0;
        for (int k = 0; k < TAPS; k++)
            column += weights[k] * (rows[k][across->index[i]] * (1.0 / 255));
        sum += across->weight[i] * column;
    }
    return sum == 0;
}

size_t lwi_wavelet_zeros_span_c(const uint8_t *const rows[TAPS], const double weights[TAPS],
                                size_t width, size_t begin, size_t end, const float *magnitudes)
{
    size_t zeros = 0;
    for (size_t i = begin; i < end; i++) {
        if (magnitudes[i] != 0)
            continue;
        struct lwi_wavelet_taps across = lwi_wavelet_taps(i, width);
        zeros += (size_t) is_zero(rows, weights, &across);
    }
    return zeros;
}

LWI_WAVELET_ZEROS(lwi_wavelet_zeros_c)
{
    return lwi_wavelet_zeros_span_c(rows, weights, width, 0, lwi_wavelet_count(width), magnitudes);
}

void lwi_wavelet_dsp_init(struct lwi_wavelet_dsp *dsp, unsigned cpu_mask)
{
    dsp->across = lwi_wavelet_across_c;
    dsp->down = lwi_wavelet_down_c;
    dsp->zeros = lwi_wavelet_zeros_c;
#if defined(__x86_64__)
    if (!(cpu_mask & LW_CPU_AVX2))
        return;
    dsp->across = lwi_wavelet_across_avx2;
    dsp->down = lwi_wavelet_down_avx2;
    dsp->zeros = lwi_wavelet_zeros_avx2;
#elif defined(__aarch64__)
    if (!(cpu_mask & LW_CPU_NEON))
        return;
    dsp->across = lwi_wavelet_across_neon;
    dsp->down = lwi_wavelet_down_neon;
    dsp->zeros = lwi_wavelet_zeros_neon;
#endif
}
