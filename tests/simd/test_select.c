/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "simd.h"

#include <stdlib.h>
#include <string.h>

#include "kernel/select.h"

enum kind { ALL_ZERO, ALL_SAME, TWO_VALUES, FEW_VALUES, MOSTLY_ZERO, RISING, WIDE, KINDS };

static float value_of(enum kind kind, size_t i)
{
    const uint32_t r = simd_random();
    switch (kind) {
    case ALL_SAME:
        return 3.25f;
    case TWO_VALUES:
        return r >> 31 ? 0.2679f : 0.7321f;
    case FEW_VALUES:
        return (float) (r >> 29) * 0.5f;
    case MOSTLY_ZERO:
        return r >> 28 == 0 ? (float) (r & 0xffff) : 0;
    case RISING:
        return (float) i;
    case WIDE:
        return (float) r * (float) (simd_random() >> 8) * 1e-9f;
    case ALL_ZERO:
    case KINDS:
        break;
    }
    return 0;
}

static int compare(const void *a, const void *b)
{
    const float x = *(const float *) a;
    const float y = *(const float *) b;
    return (x > y) - (x < y);
}

static void check_gather(const struct lwi_select_dsp *dsp, const float *values, size_t count,
                         float low, float high)
{
    const size_t room = count / 2;
    const size_t capacity = room + LWI_SELECT_SLACK;
    struct simd_fence inside;
    simd_fence_new(&inside, capacity * sizeof(float), 0);
    float *expected = malloc(capacity * sizeof(float));
    size_t below, below_expected;
    size_t got =
        dsp->gather(values, count, low, high, (float *) (void *) inside.data, capacity, &below);
    size_t want =
        lwi_select_gather_c(values, count, low, high, expected, capacity, &below_expected);
    assert_int_equal(got, want);
    assert_int_equal(below, below_expected);
    assert_memory_equal(inside.data, expected, (want < room ? want : room) * sizeof(float));
    assert_int_equal(dsp->gather(values, count, low, high, NULL, 0, &below), want);
    simd_fence_check(&inside);
    simd_fence_free(&inside);
    free(expected);
}

static void check_ranks(const struct lwi_select_dsp *dsp, const float *values, const float *sorted,
                        size_t count)
{
    const size_t work_count = lwi_select_work_count(count);
    const size_t ranks[] = {0, count / 100, count / 2, count - count / 50 - 1, count - 1};
    for (size_t i = 0; i < sizeof(ranks) / sizeof(ranks[0]); i++) {
        struct simd_fence work;
        simd_fence_new(&work, work_count * sizeof(float), 0);
        float two[2];
        lwi_select_two(dsp, values, count, ranks[i], (float *) (void *) work.data, two);
        assert_true(two[0] == sorted[ranks[i]]);
        assert_true(two[1] == sorted[ranks[i] + 1 < count ? ranks[i] + 1 : ranks[i]]);
        simd_fence_check(&work);
        simd_fence_free(&work);
    }
}

static void check(const struct lwi_select_dsp *dsp, enum kind kind, size_t count)
{
    struct simd_fence values;
    simd_fence_new(&values, count * sizeof(float), 0);
    float *v = (float *) (void *) values.data;
    for (size_t i = 0; i < count; i++)
        v[i] = value_of(kind, i);
    float *sorted = malloc(count * sizeof(float));
    assert_non_null(sorted);
    memcpy(sorted, v, count * sizeof(float));
    qsort(sorted, count, sizeof(float), compare);

    check_gather(dsp, v, count, sorted[count / 3], sorted[count / 2]);
    check_gather(dsp, v, count, 0, sorted[count - 1]);
    check_ranks(dsp, v, sorted, count);
    free(sorted);
    simd_fence_free(&values);
}

static void check_all(const struct lwi_select_dsp *dsp)
{
    static const size_t large[] = {2047, 2048, 2049, 5000, 60001};
    for (int kind = 0; kind < KINDS; kind++) {
        for (size_t count = 1; count <= 40; count++)
            check(dsp, (enum kind) kind, count);
        for (size_t i = 0; i < sizeof(large) / sizeof(large[0]); i++)
            check(dsp, (enum kind) kind, large[i]);
    }
}

static void test_each(void **state)
{
    (void) state;
    struct lwi_select_dsp dsp;
    lwi_select_dsp_init(&dsp, 0);
    assert_true(dsp.gather == lwi_select_gather_c);
    check_all(&dsp);
    size_t count;
    const struct simd_level *levels = simd_levels(&count);
    for (size_t i = 0; i < count; i++) {
        lwi_select_dsp_init(&dsp, levels[i].mask);
#if defined(__x86_64__) /* ARM has none of its own yet */
        assert_true(dsp.gather != lwi_select_gather_c);
#endif
        check_all(&dsp);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each),
    };
    return cmocka_run_group_tests_name("select", tests, simd_setup, NULL);
}
