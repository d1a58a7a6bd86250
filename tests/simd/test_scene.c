/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "simd.h"

#include <string.h>

#include "kernel/scene.h"

#define HIGH 7

/* A tile of this width and HIGH rows, with its rim, at the very end or start of memory. */
static void check_tile(const struct lwi_scene_dsp *dsp, unsigned width, enum simd_content content,
                       int at_start)
{
    const size_t stride = width + 2;
    struct simd_fence fence;
    simd_fence_new(&fence, stride * (HIGH + 2), at_start);
    for (size_t y = 0; y < HIGH + 2; y++)
        simd_fill(fence.data + y * stride, stride, content, y);
    struct lwi_scene_sums expected, sums;
    memset(&sums, 0xff, sizeof(sums));
    lwi_scene_tile_c(fence.data + stride + 1, (ptrdiff_t) stride, width, HIGH, 20, 250, &expected);
    dsp->tile(fence.data + stride + 1, (ptrdiff_t) stride, width, HIGH, 20, 250, &sums);
    assert_int_equal(sums.luma, expected.luma);
    assert_true(sums.luma_square == expected.luma_square);
    assert_true(sums.laplacian_square == expected.laplacian_square);
    assert_true(sums.gradient_square == expected.gradient_square);
    assert_int_equal(sums.dark, expected.dark);
    assert_int_equal(sums.bright, expected.bright);
    simd_fence_check(&fence);
    simd_fence_free(&fence);
}

static void test_tile(void **state)
{
    (void) state;
    size_t count;
    const struct simd_level *levels = simd_levels(&count);
    for (size_t i = 0; i < count; i++) {
        struct lwi_scene_dsp dsp;
        lwi_scene_dsp_init(&dsp, levels[i].mask);
        assert_true(dsp.tile != lwi_scene_tile_c);
        for (unsigned width = 1; width <= LWI_SCENE_SIDE_MAX; width += width < 70 ? 1 : 31)
            for (int content = 0; content < SIMD_CONTENTS; content++)
                for (int at_start = 0; at_start < 2; at_start++)
                    check_tile(&dsp, width, (enum simd_content) content, at_start);
    }
}

static void test_largest(void **state)
{
    (void) state;
    static uint8_t picture[(LWI_SCENE_SIDE_MAX + 2) * (LWI_SCENE_SIDE_MAX + 2)];
    const ptrdiff_t stride = LWI_SCENE_SIDE_MAX + 2;
    for (size_t i = 0; i < sizeof(picture); i++)
        picture[i] = ((i / (size_t) stride) + i % (size_t) stride) % 2 ? 255 : 0;
    size_t count;
    const struct simd_level *levels = simd_levels(&count);
    for (size_t i = 0; i < count; i++) {
        struct lwi_scene_dsp dsp;
        struct lwi_scene_sums sums;
        lwi_scene_dsp_init(&dsp, levels[i].mask);
        dsp.tile(picture + stride + 1, stride, LWI_SCENE_SIDE_MAX, LWI_SCENE_SIDE_MAX, 255, 0,
                 &sums);
        const uint64_t pixels = (uint64_t) LWI_SCENE_SIDE_MAX * LWI_SCENE_SIDE_MAX;
        assert_true(sums.laplacian_square == pixels * 1020 * 1020);
        assert_int_equal(sums.dark, pixels);
        assert_int_equal(sums.bright, pixels);
    }
}

static void test_by_hand(void **state)
{
    (void) state;
    static const uint8_t rows[] = {1, 2, 3, 4, 50, 6, 7, 8, 9};
    struct lwi_scene_sums sums;
    lwi_scene_tile_c(rows + 4, 3, 1, 1, 49, 50, &sums);
    assert_int_equal(sums.luma, 50);
    assert_int_equal(sums.luma_square, 2500);
    assert_int_equal(sums.laplacian_square, 180 * 180); /* 200 - 2 - 4 - 6 - 8 */
    assert_int_equal(sums.gradient_square, 2 * 2 + 6 * 6);
    assert_int_equal(sums.dark, 0);
    assert_int_equal(sums.bright, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tile),
        cmocka_unit_test(test_largest),
        cmocka_unit_test(test_by_hand),
    };
    return cmocka_run_group_tests_name("scene", tests, simd_setup, NULL);
}
