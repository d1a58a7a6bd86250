/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "simd.h"

#include <string.h>

#include "kernel/wavelet.h"

#define TAPS LWI_WAVELET_TAPS

/* Four rows, newest first, with their coefficients across by C. */
struct setting {
    struct simd_fence rows[TAPS], p[TAPS], q[TAPS];
    size_t width, count;
};

static void setting_new(struct setting *s, size_t width, enum simd_content content, int at_start)
{
    s->width = width;
    s->count = lwi_wavelet_count(width);
    for (size_t k = 0; k < TAPS; k++) {
        simd_fence_new(&s->rows[k], width, at_start);
        simd_fence_new(&s->p[k], s->count * sizeof(int16_t), at_start);
        simd_fence_new(&s->q[k], s->count * sizeof(int16_t), at_start);
        simd_fill(s->rows[k].data, width, content, TAPS - 1 - k);
        lwi_wavelet_across_c(s->rows[k].data, width, (int16_t *) (void *) s->p[k].data,
                             (int16_t *) (void *) s->q[k].data);
    }
}

static void setting_free(struct setting *s)
{
    for (size_t k = 0; k < TAPS; k++) {
        struct simd_fence *fences[] = {&s->rows[k], &s->p[k], &s->q[k]};
        for (size_t i = 0; i < 3; i++) {
            simd_fence_check(fences[i]);
            simd_fence_free(fences[i]);
        }
    }
}

static void check_across(const struct lwi_wavelet_dsp *dsp, const struct setting *s, int at_start)
{
    struct simd_fence p, q;
    const size_t bytes = s->count * sizeof(int16_t);
    simd_fence_new(&p, bytes, at_start);
    simd_fence_new(&q, bytes, at_start);
    dsp->across(s->rows[0].data, s->width, (int16_t *) (void *) p.data,
                (int16_t *) (void *) q.data);
    assert_memory_equal(p.data, s->p[0].data, bytes);
    assert_memory_equal(q.data, s->q[0].data, bytes);
    simd_fence_check(&p);
    simd_fence_check(&q);
    simd_fence_free(&p);
    simd_fence_free(&q);
}

static void check_down(const struct lwi_wavelet_dsp *dsp, const struct setting *s, int at_start)
{
    const int16_t *p[TAPS], *q[TAPS];
    const uint8_t *rows[TAPS];
    for (size_t k = 0; k < TAPS; k++) {
        p[k] = (const int16_t *) (const void *) s->p[k].data;
        q[k] = (const int16_t *) (const void *) s->q[k].data;
        rows[k] = s->rows[k].data;
    }
    struct simd_fence expected, got;
    simd_fence_new(&expected, s->count * sizeof(float), at_start);
    simd_fence_new(&got, s->count * sizeof(float), at_start);
    float *e = (float *) (void *) expected.data;
    float *g = (float *) (void *) got.data;
    assert_int_equal(dsp->down(p, q, s->count, g), lwi_wavelet_down_c(p, q, s->count, e));
    for (size_t i = 0; i < s->count; i++)
        simd_assert_close((double) g[i], (double) e[i], LWI_WAVELET_TOLERANCE);

    /* Of these, the zeros in double precision. The weights are those of an inner line. */
    const struct lwi_wavelet_taps taps = lwi_wavelet_taps(1, 100);
    assert_int_equal(dsp->zeros(rows, taps.weight, s->width, e),
                     lwi_wavelet_zeros_c(rows, taps.weight, s->width, e));
    simd_fence_check(&expected);
    simd_fence_check(&got);
    simd_fence_free(&expected);
    simd_fence_free(&got);
}

static void check(size_t width, enum simd_content content, int at_start, const void *cookie)
{
    struct setting s;
    setting_new(&s, width, content, at_start);
    check_across(cookie, &s, at_start);
    check_down(cookie, &s, at_start);
    setting_free(&s);
}

static void test_each(void **state)
{
    (void) state;
    size_t count;
    const struct simd_level *levels = simd_levels(&count);
    for (size_t i = 0; i < count; i++) {
        struct lwi_wavelet_dsp dsp;
        lwi_wavelet_dsp_init(&dsp, levels[i].mask);
#if defined(__x86_64__) /* ARM has none of its own yet */
        assert_true(dsp.across != lwi_wavelet_across_c);
        assert_true(dsp.down != lwi_wavelet_down_c);
        assert_true(dsp.zeros != lwi_wavelet_zeros_c);
#endif
        simd_each(check, &dsp);
    }
}

/* The whole numbers stand for what the weights of the taps give. */
static void test_against_weights(void **state)
{
    (void) state;
    static const size_t widths[] = {1, 2, 3, 4, 5, 6, 7, 8, 31, 32};
    for (size_t w = 0; w < sizeof(widths) / sizeof(widths[0]); w++) {
        struct setting s;
        setting_new(&s, widths[w], SIMD_RANDOM, 0);
        const int16_t *p = (const int16_t *) (const void *) s.p[0].data;
        const int16_t *q = (const int16_t *) (const void *) s.q[0].data;
        for (size_t i = 0; i < s.count; i++) {
            const struct lwi_wavelet_taps taps = lwi_wavelet_taps(i, widths[w]);
            double sum = 0;
            for (size_t k = 0; k < TAPS; k++) {
                assert_true(taps.index[k] < widths[w]);
                sum += taps.weight[k] * s.rows[0].data[taps.index[k]];
            }
            double exact = (p[i] + q[i] * 1.7320508075688772) / (4 * 1.4142135623730951);
            assert_true(sum - exact < 1e-11 && exact - sum < 1e-11);
        }
        setting_free(&s);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each),
        cmocka_unit_test(test_against_weights),
    };
    return cmocka_run_group_tests_name("wavelet", tests, simd_setup, NULL);
}
