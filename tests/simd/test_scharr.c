/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "simd.h"

#include "kernel/scharr.h"

static void check(size_t width, enum simd_content content, int at_start, const void *cookie)
{
    const struct lwi_scharr_dsp *dsp = cookie;
    struct simd_rows rows;
    simd_rows_new(&rows, width, content, at_start);
    const uint8_t *up = rows.fences[0].data;
    const uint8_t *row = rows.fences[1].data;
    const uint8_t *down = rows.fences[2].data;

    struct lwi_scharr_sums expected = {3, 5};
    struct lwi_scharr_sums sums = expected;
    lwi_scharr_row_c(up, row, down, width, &expected);
    dsp->row(up, row, down, width, &sums);
    assert_true(sums.square == expected.square);
    simd_assert_close(sums.magnitude, expected.magnitude, LWI_SCHARR_TOLERANCE);
    simd_rows_free(&rows);
}

static void test_row(void **state)
{
    (void) state;
    size_t count;
    const struct simd_level *levels = simd_levels(&count);
    for (size_t i = 0; i < count; i++) {
        struct lwi_scharr_dsp dsp;
        lwi_scharr_dsp_init(&dsp, levels[i].mask);
        assert_true(dsp.row != lwi_scharr_row_c);
        simd_each(check, &dsp);
    }
}

static void test_by_hand(void **state)
{
    (void) state;
    static const uint8_t rows[3][3] = {{0, 0, 0}, {0, 0, 0}, {255, 255, 255}};
    struct lwi_scharr_sums sums = {0, 0};
    lwi_scharr_row_c(rows[0], rows[1], rows[2], 3, &sums);
    assert_int_equal(sums.square, 3 * (16 * 255) * (16 * 255));
    simd_assert_close(sums.magnitude, 3 * 16 * 255, 1e-7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_row),
        cmocka_unit_test(test_by_hand),
    };
    return cmocka_run_group_tests_name("scharr", tests, simd_setup, NULL);
}
