/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "simd.h"

#include "kernel/luma.h"

static void check(size_t width, enum simd_content content, int at_start, const void *cookie)
{
    const struct lwi_luma_dsp *dsp = cookie;
    struct simd_fence row;
    simd_fence_new(&row, width, at_start);
    simd_fill(row.data, width, content, 0);
    struct lwi_luma_sums expected = {3, 5};
    struct lwi_luma_sums sums = expected;
    lwi_luma_row_c(row.data, width, &expected);
    dsp->row(row.data, width, &sums);
    assert_true(sums.sum == expected.sum);
    assert_true(sums.square == expected.square);
    simd_fence_check(&row);
    simd_fence_free(&row);
}

static void test_row(void **state)
{
    (void) state;
    size_t count;
    const struct simd_level *levels = simd_levels(&count);
    for (size_t i = 0; i < count; i++) {
        struct lwi_luma_dsp dsp;
        lwi_luma_dsp_init(&dsp, levels[i].mask);
        assert_true(dsp.row != lwi_luma_row_c);
        simd_each(check, &dsp);
    }
}

static void test_by_hand(void **state)
{
    (void) state;
    static const uint8_t row[3] = {0, 3, 255};
    struct lwi_luma_sums sums = {0, 0};
    lwi_luma_row_c(row, 3, &sums);
    assert_int_equal(sums.sum, 258);
    assert_int_equal(sums.square, 9 + 255 * 255);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_row),
        cmocka_unit_test(test_by_hand),
    };
    return cmocka_run_group_tests_name("luma", tests, simd_setup, NULL);
}
