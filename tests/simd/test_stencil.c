/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "simd.h"

#include "kernel/stencil.h"

static void check(size_t width, enum simd_content content, int at_start, const void *cookie)
{
    const struct lwi_stencil_dsp *dsp = cookie;
    struct simd_rows rows;
    simd_rows_new(&rows, width, content, at_start);
    const uint8_t *up = rows.fences[0].data;
    const uint8_t *row = rows.fences[1].data;
    const uint8_t *down = rows.fences[2].data;

    /* Sums are added to what was there. */
    struct lwi_stencil_sums expected = {1, 2, 3, 4, 5, -2000};
    struct lwi_stencil_sums sums = expected;
    lwi_stencil_row_c(up, row, down, width, &expected);
    dsp->row(up, row, down, width, &sums);
    assert_true(sums.luma == expected.luma);
    assert_true(sums.luma_square == expected.luma_square);
    assert_true(sums.laplacian_square == expected.laplacian_square);
    assert_int_equal(sums.laplacian_max, expected.laplacian_max);
    assert_true(sums.gradient_square == expected.gradient_square);
    simd_assert_close(sums.gradient_magnitude, expected.gradient_magnitude, LWI_STENCIL_TOLERANCE);
    simd_rows_free(&rows);
}

static void test_row(void **state)
{
    (void) state;
    size_t count;
    const struct simd_level *levels = simd_levels(&count);
    for (size_t i = 0; i < count; i++) {
        struct lwi_stencil_dsp dsp;
        lwi_stencil_dsp_init(&dsp, levels[i].mask);
        assert_true(dsp.row != lwi_stencil_row_c);
        simd_each(check, &dsp);
    }
}

static void test_by_hand(void **state)
{
    (void) state;
    static const uint8_t rows[3][3] = {{1, 2, 3}, {4, 50, 6}, {7, 8, 9}};
    struct lwi_stencil_sums sums = {.laplacian_max = INT32_MIN};
    lwi_stencil_row_c(rows[0], rows[1], rows[2], 3, &sums);
    assert_int_equal(sums.luma, 60);
    assert_int_equal(sums.luma_square, 16 + 2500 + 36);
    /* 16-4-50-1-7 = -46, 200-4-6-2-8 = 180, 24-50-6-3-9 = -44 */
    assert_int_equal(sums.laplacian_square, 46 * 46 + 180 * 180 + 44 * 44);
    assert_int_equal(sums.laplacian_max, 180);

    static const uint8_t edge[3][3] = {{0, 0, 0}, {0, 0, 0}, {255, 255, 255}};
    sums = (struct lwi_stencil_sums){.laplacian_max = INT32_MIN};
    lwi_stencil_row_c(edge[0], edge[1], edge[2], 3, &sums);
    assert_int_equal(sums.gradient_square, 3 * (16 * 255) * (16 * 255));
    simd_assert_close(sums.gradient_magnitude, 3 * 16 * 255, 1e-7);
    assert_int_equal(sums.laplacian_max, -255);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_row),
        cmocka_unit_test(test_by_hand),
    };
    return cmocka_run_group_tests_name("stencil", tests, simd_setup, NULL);
}
