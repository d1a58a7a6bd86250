/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * The finest diagonal coefficients of Daubechies' second wavelet (db2), mirrored at the
 * edges.
 *
 * The weights are (-(1 + s), 3 + s, -(3 - s), 1 - s) / (4 sqrt 2) with s = sqrt 3, so a
 * coefficient of a picture of whole numbers is (A + B s) / 32 with A and B whole. They are
 * computed so, in two steps: across a row, p + q s for each row, then down. A and B are
 * the same in every instruction set, and so are the zeros; the magnitudes differ by no
 * more than LWI_WAVELET_TOLERANCE of their value.
 *
 * An exact 0 can be told from a small value this way. What is to be compared with values
 * computed in floating point needs to know which of the zeros these find, too:
 * weights that are not quite what they stand for often leave about 1e-17.
 */
#ifndef LWI_KERNEL_WAVELET_H
#define LWI_KERNEL_WAVELET_H

#include <stddef.h>
#include <stdint.h>

#define LWI_WAVELET_TAPS 4

/* Two roundings to 24 bits. */
#define LWI_WAVELET_TOLERANCE 1.2e-7

/* What gives one coefficient along one dimension: the pixels and their weights, in the
 * order in which PyWavelets, and so scikit-image, adds them up. */
struct lwi_wavelet_taps {
    size_t index[LWI_WAVELET_TAPS];
    int number[LWI_WAVELET_TAPS]; /* of the weight, 0 for the newest pixel */
    double weight[LWI_WAVELET_TAPS];
};

/* Coefficients along n >= 1 pixels. */
size_t lwi_wavelet_count(size_t n);

/* The taps of one of them. Those from 1 to (n - 2) / 2 touch no edge. */
struct lwi_wavelet_taps lwi_wavelet_taps(size_t coefficient, size_t n);

/* p[i], q[i] for all coefficients of a row. Reads exactly width bytes. */
#define LWI_WAVELET_ACROSS(name)                                                                   \
    void name(const uint8_t *row, size_t width, int16_t *ret_p, int16_t *ret_q)

/* |A + B sqrt 3| of count coefficients, from those of four rows, the newest (that furthest
 * down) first. Returns how many of them are 0. */
#define LWI_WAVELET_DOWN(name)                                                                     \
    size_t name(const int16_t *const p[LWI_WAVELET_TAPS],                                          \
                const int16_t *const q[LWI_WAVELET_TAPS], size_t count, float *ret_magnitudes)

/*
 * How many of the coefficients whose magnitude is 0 are 0 in double precision, too, with
 * pixels as 0..1. rows and weights are the taps down, in their order. Reads exactly width
 * bytes of each row.
 */
#define LWI_WAVELET_ZEROS(name)                                                                    \
    size_t name(const uint8_t *const rows[LWI_WAVELET_TAPS],                                       \
                const double weights[LWI_WAVELET_TAPS], size_t width, const float *magnitudes)

struct lwi_wavelet_dsp {
    LWI_WAVELET_ACROSS((*across));
    LWI_WAVELET_DOWN((*down));
    LWI_WAVELET_ZEROS((*zeros));
};

/* Fills in the fastest versions that cpu_mask (LW_CPU_*, all of them present) allows. */
void lwi_wavelet_dsp_init(struct lwi_wavelet_dsp *dsp, unsigned cpu_mask);

LWI_WAVELET_ACROSS(lwi_wavelet_across_c);
LWI_WAVELET_DOWN(lwi_wavelet_down_c);
LWI_WAVELET_ZEROS(lwi_wavelet_zeros_c);

/* The same for the coefficients from `begin` up to before `end`; for the edges and the
 * remainders that the wide versions leave. */
void lwi_wavelet_across_span_c(const uint8_t *row, size_t width, size_t begin, size_t end,
                               int16_t *ret_p, int16_t *ret_q);
size_t lwi_wavelet_down_span_c(const int16_t *const p[LWI_WAVELET_TAPS],
                               const int16_t *const q[LWI_WAVELET_TAPS], size_t begin, size_t end,
                               float *ret_magnitudes);
size_t lwi_wavelet_zeros_span_c(const uint8_t *const rows[LWI_WAVELET_TAPS],
                                const double weights[LWI_WAVELET_TAPS], size_t width, size_t begin,
                                size_t end, const float *magnitudes);

#if defined(__x86_64__)
LWI_WAVELET_ACROSS(lwi_wavelet_across_avx2);
LWI_WAVELET_DOWN(lwi_wavelet_down_avx2);
LWI_WAVELET_ZEROS(lwi_wavelet_zeros_avx2);
#elif defined(__aarch64__)
LWI_WAVELET_ACROSS(lwi_wavelet_across_neon);
LWI_WAVELET_DOWN(lwi_wavelet_down_neon);
LWI_WAVELET_ZEROS(lwi_wavelet_zeros_neon);
#endif

#endif
