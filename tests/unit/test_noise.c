/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * The noise against the plain definition: all coefficients in double precision, sorted. The
 * pictures are such that the lines which are looked at first tell nothing of the others, or the
 * wrong thing.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdlib.h>

#include "kernel/wavelet.h"
#include "lenswatch/lenswatch.h"

#define WIDTH  150u
#define HEIGHT 300u
#define TAPS   LWI_WAVELET_TAPS

static uint32_t state = 1;

static unsigned random_to(unsigned count)
{
    state = state * 1664525u + 1013904223u;
    return (unsigned) ((uint64_t) state * count >> 32);
}

static int by_size(const void *a, const void *b)
{
    const double x = *(const double *) a, y = *(const double *) b;
    return (x > y) - (x < y);
}

/* Standard deviation of the noise, as the paper and scikit-image have it; < 0: all are 0. */
static double noise_of(const uint8_t *luma, uint32_t width, uint32_t height)
{
    const size_t across = lwi_wavelet_count(width), down = lwi_wavelet_count(height);
    double *sizes = malloc(across * down * sizeof(*sizes));
    size_t count = 0;
    assert_non_null(sizes);
    for (size_t j = 0; j < down; j++) {
        for (size_t i = 0; i < across; i++) {
            const struct lwi_wavelet_taps y = lwi_wavelet_taps(j, height);
            const struct lwi_wavelet_taps x = lwi_wavelet_taps(i, width);
            double sum = 0;
            for (size_t k = 0; k < TAPS; k++) {
                double column = 0;
                for (size_t m = 0; m < TAPS; m++)
                    column += y.weight[m] * (luma[y.index[m] * width + x.index[k]] * (1.0 / 255));
                sum += x.weight[k] * column;
            }
            if (sum != 0)
                sizes[count++] = fabs(sum);
        }
    }
    qsort(sizes, count, sizeof(*sizes), by_size);
    const double median =
        count == 0 ? -1 : (sizes[(count - 1) / 2] + sizes[count / 2]) / 2 / 0.6744897501960817;
    free(sizes);
    return median;
}

enum kind { EVEN, FLAT_SAMPLE, ROUGH_SAMPLE, HALVES, STEPS, RARE, FLAT, KINDS };

/* Whether a row has to do with a line that is looked at first: of 16, at even distances. */
static int is_sampled(uint32_t y)
{
    const uint32_t lines = (uint32_t) lwi_wavelet_count(HEIGHT);
    for (uint32_t i = 0; i < 16; i++) {
        const uint32_t line = (2 * i + 1) * lines / 32;
        if (y + 4 >= 2 * line && y <= 2 * line + 3)
            return 1;
    }
    return 0;
}

static uint8_t pixel_of(enum kind kind, uint32_t x, uint32_t y)
{
    switch (kind) {
    case EVEN:
        return (uint8_t) (100 + random_to(20));
    case FLAT_SAMPLE:
        return (uint8_t) (is_sampled(y) ? 90 : 60 + random_to(100));
    case ROUGH_SAMPLE:
        return (uint8_t) (is_sampled(y) ? random_to(256) : 60 + random_to(3));
    case HALVES:
        return (uint8_t) (y < HEIGHT / 2 ? 50 + random_to(4) : 50 + random_to(200));
    case STEPS:
        return (uint8_t) ((x / 6 + y / 6) % 2 ? 200 : 40);
    case RARE:
        return (uint8_t) (x == 70 && y == 151 ? 90 : 80);
    case FLAT:
    case KINDS:
        break;
    }
    return 128;
}

static void check(enum kind kind, unsigned cpu_mask)
{
    static const char *const names[] = {"noise_sigma", NULL};
    static uint8_t luma[WIDTH * HEIGHT];
    const size_t noise = (size_t) lw_feature_find(names[0]);
    for (uint32_t y = 0; y < HEIGHT; y++)
        for (uint32_t x = 0; x < WIDTH; x++)
            luma[y * WIDTH + x] = pixel_of(kind, x, y);
    struct lw_assess_settings settings;
    lw_assess_settings_default(&settings);
    settings.features = names;
    settings.cpu_mask = cpu_mask;
    lw_assessor *assessor = NULL;
    assert_int_equal(lw_assessor_open(&assessor, &settings, NULL), 0);
    /* Two heights: the last lines reach beyond the end in another way. */
    for (uint32_t height = HEIGHT - 1; height <= HEIGHT; height++) {
        const struct lw_frame frame = {.luma = luma,
                                       .stride = WIDTH,
                                       .width = WIDTH,
                                       .height = height,
                                       .rows_whole = height,
                                       .pts_ns = LW_TIME_NONE,
                                       .wall_ns = LW_TIME_NONE};
        struct lw_assessment assessment;
        assert_int_equal(lw_assessor_assess(assessor, &frame, &assessment), 0);
        const struct lw_value *value = &assessment.values[noise];
        const double expected = noise_of(luma, WIDTH, height);
        if (expected < 0)
            assert_non_null(value->reason);
        else
            /* What is 0 in whole numbers may be 1e-17 here. */
            assert_true(!value->reason && fabs(value->value - expected) <= 1e-6 * expected + 1e-12);
    }
    lw_assessor_close(&assessor);
}

static void test_all(void **cmocka_state)
{
    (void) cmocka_state;
    for (int kind = 0; kind < KINDS; kind++) {
        check((enum kind) kind, LW_CPU_ALL);
        check((enum kind) kind, 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_all)};
    return cmocka_run_group_tests_name("noise", tests, NULL, NULL);
}
