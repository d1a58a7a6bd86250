/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * The standard deviation of the noise, from the finest diagonal wavelet coefficients:
 * the median of their magnitudes, over the same of the normal distribution. The
 * wavelet is Daubechies' second (db2); beyond the edges the picture is mirrored;
 * coefficients of exactly 0 are left out.
 *
 * D.L. Donoho and I.M. Johnstone, Ideal spatial adaptation by wavelet shrinkage,
 * Biometrika 81(3), 1994, section 4.2.
 */
#include <math.h>
#include <stdlib.h>

#include "feature/feature.h"

#define TAPS 4
/* The third quartile of the normal distribution. */
#define NORMAL_QUARTILE 0.6744897501960817

/* Wavelet coefficients along one dimension of n pixels. */
static size_t coefficient_count(uint32_t n)
{
    return ((size_t) n + TAPS - 1) / 2;
}

/* The pixel that stands at position p of a row of n, mirrored at both ends for ever. */
static size_t mirrored(int64_t p, int64_t n)
{
    int64_t m = (p % (2 * n) + 2 * n) % (2 * n);
    return (size_t) (m < n ? m : 2 * n - 1 - m);
}

/* The inputs of one coefficient, and its weights, in the order in which they are added. */
struct taps {
    size_t index[TAPS];
    double weight[TAPS];
};

static struct taps taps_of(size_t coefficient, uint32_t n)
{
    static const double weights[TAPS] = {-0.48296291314453416, 0.8365163037378079,
                                         -0.2241438680420134, -0.12940952255126037};
    struct taps t;
    int64_t newest = 2 * (int64_t) coefficient + 1;
    int k = 0;
    for (int64_t p = n; p <= newest; p++, k++) {
        t.index[k] = mirrored(p, n);
        t.weight[k] = weights[newest - p];
    }
    for (int64_t p = newest < n ? newest : (int64_t) n - 1; k < TAPS; p--, k++) {
        t.index[k] = mirrored(p, n);
        t.weight[k] = weights[newest - p];
    }
    return t;
}

static double coefficient(const struct lw_frame *f, const struct taps *across,
                          const struct taps *along)
{
    double sum = 0;
    for (int i = 0; i < TAPS; i++) {
        double column = 0;
        for (int k = 0; k < TAPS; k++)
            column +=
                along->weight[k] *
                (f->luma[(ptrdiff_t) along->index[k] * f->stride + (ptrdiff_t) across->index[i]] *
                 (1.0 / 255));
        sum += across->weight[i] * column;
    }
    return sum;
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *) a;
    double y = *(const double *) b;
    return (x > y) - (x < y);
}

static size_t scratch_size(uint32_t width, uint32_t height)
{
    return coefficient_count(width) * coefficient_count(height) * sizeof(double);
}

static void extract(void *state, const struct lwi_feature_input *input, struct lw_value *ret_values)
{
    (void) state;
    const struct lw_frame *f = input->frame;
    double *magnitudes = (double *) (void *) input->scratch;
    size_t count = 0;
    for (size_t y = 0; y < coefficient_count(f->height); y++) {
        struct taps along = taps_of(y, f->height);
        for (size_t x = 0; x < coefficient_count(f->width); x++) {
            struct taps across = taps_of(x, f->width);
            double value = coefficient(f, &across, &along);
            if (value != 0)
                magnitudes[count++] = fabs(value);
        }
    }
    if (count == 0) {
        lwi_value_invalid(&ret_values[0], "there is no texture to tell the noise from");
        return;
    }
    qsort(magnitudes, count, sizeof(double), compare);
    double median = (magnitudes[(count - 1) / 2] + magnitudes[count / 2]) / 2;
    lwi_value_set(&ret_values[0], median / NORMAL_QUARTILE);
}

static const struct lw_feature_desc outputs[] = {
    {
        .name = "noise_sigma",
        .unit = "",
        .help = "Standard deviation of the noise of luma as 0..1.",
        .paper = "Donoho and Johnstone, Biometrika 1994",
        .version = 1,
    },
};

const struct lwi_feature_info lwi_feature_noise = {
    .outputs = outputs,
    .output_count = 1,
    .scratch_size = scratch_size,
    .extract = extract,
};
