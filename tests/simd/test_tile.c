/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "simd.h"

#include <string.h>

#include "kernel/tile.h"

/* A tile with its reach, each row of it at the end of fenced memory of `stride` bytes. */
static void check_tile(const struct lwi_tile_dsp *dsp, unsigned width, unsigned height,
                       enum simd_content content, size_t stride)
{
    const size_t rows = height + LWI_TILE_REACH;
    const size_t size = (rows - 1) * stride + width + LWI_TILE_REACH;
    for (int at_start = 0; at_start < 2; at_start++) {
        struct simd_fence pixels;
        simd_fence_new(&pixels, size, at_start);
        for (size_t y = 0; y < rows; y++)
            simd_fill(pixels.data + y * stride, width + LWI_TILE_REACH, content, y);
        struct lwi_tile_sums expected, got;
        memset(&expected, 1, sizeof(expected));
        memset(&got, 2, sizeof(got));
        lwi_tile_sums_c(pixels.data, (ptrdiff_t) stride, width, height, &expected);
        dsp->tile_sums(pixels.data, (ptrdiff_t) stride, width, height, &got);
        assert_memory_equal(&expected, &got, sizeof(got));
        simd_fence_check(&pixels);
        simd_fence_free(&pixels);
    }
}

static void check_halve(size_t width, enum simd_content content, int at_start, const void *cookie)
{
    const struct lwi_tile_dsp *dsp = cookie;
    struct simd_fence upper, lower, expected, got;
    simd_fence_new(&upper, 2 * width, at_start);
    simd_fence_new(&lower, 2 * width, at_start);
    simd_fence_new(&expected, width, at_start);
    simd_fence_new(&got, width, at_start);
    simd_fill(upper.data, 2 * width, content, 0);
    simd_fill(lower.data, 2 * width, content, 1);
    lwi_halve_row_c(expected.data, upper.data, lower.data, width);
    dsp->halve_row(got.data, upper.data, lower.data, width);
    assert_memory_equal(expected.data, got.data, width);
    struct simd_fence *all[] = {&upper, &lower, &expected, &got};
    for (size_t i = 0; i < 4; i++) {
        simd_fence_check(all[i]);
        simd_fence_free(all[i]);
    }
}

static void check_add(size_t width, enum simd_content content, int at_start, const void *cookie)
{
    const struct lwi_tile_dsp *dsp = cookie;
    struct simd_fence row, expected, got;
    simd_fence_new(&row, width, at_start);
    simd_fence_new(&expected, width * sizeof(uint16_t), at_start);
    simd_fence_new(&got, width * sizeof(uint16_t), at_start);
    simd_fill(row.data, width, content, 0);
    simd_fill(expected.data, expected.size, SIMD_RANDOM, 0);
    memcpy(got.data, expected.data, expected.size);
    lwi_add_row_c((uint16_t *) (void *) expected.data, row.data, width);
    dsp->add_row((uint16_t *) (void *) got.data, row.data, width);
    assert_memory_equal(expected.data, got.data, expected.size);
    struct simd_fence *all[] = {&row, &expected, &got};
    for (size_t i = 0; i < 3; i++) {
        simd_fence_check(all[i]);
        simd_fence_free(all[i]);
    }
}

static void test_each(void **state)
{
    (void) state;
    static const unsigned widths[] = {4, 8, 16, 32};
    size_t count;
    const struct simd_level *levels = simd_levels(&count);
    for (size_t i = 0; i < count; i++) {
        struct lwi_tile_dsp dsp;
        lwi_tile_dsp_init(&dsp, levels[i].mask);
        assert_true(dsp.tile_sums != lwi_tile_sums_c);
        for (size_t w = 0; w < 4; w++)
            for (unsigned height = 4; height <= LWI_TILE_SIDE_MAX; height += 4)
                for (int content = 0; content < SIMD_CONTENTS; content++)
                    for (size_t more = 0; more < 3; more++)
                        check_tile(&dsp, widths[w], height, (enum simd_content) content,
                                   widths[w] + LWI_TILE_REACH + 7 * more);
        simd_each(check_halve, &dsp);
        simd_each(check_add, &dsp);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each),
    };
    return cmocka_run_group_tests_name("tile", tests, simd_setup, NULL);
}
