/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* What the watch measures in pictures of every size. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "feature/scene.h"
#include "lenswatch/assess.h"

static struct lw_frame make(uint32_t width, uint32_t height)
{
    uint8_t *luma = malloc((size_t) width * height);
    uint32_t random = width * 31 + height;
    assert_non_null(luma);
    for (size_t i = 0; i < (size_t) width * height; i++) {
        random = random * 1664525u + 1013904223u;
        luma[i] = (uint8_t) (64 + (random >> 25));
    }
    return (struct lw_frame){.width = width,
                             .height = height,
                             .luma = luma,
                             .stride = (ptrdiff_t) width,
                             .rows_whole = height};
}

static struct lw_frame shrink(const struct lw_frame *f, uint32_t factor)
{
    struct lw_frame small = make(f->width / factor, f->height / factor);
    uint8_t *luma = (uint8_t *) small.luma;
    for (uint32_t y = 0; y < small.height; y++)
        for (uint32_t x = 0; x < small.width; x++) {
            uint32_t sum = 0;
            for (uint32_t i = 0; i < factor * factor; i++)
                sum += f->luma[(y * factor + i / factor) * f->width + x * factor + i % factor];
            luma[y * small.width + x] = (uint8_t) ((sum + factor * factor / 2) / (factor * factor));
        }
    return small;
}

/* A large picture is what its means are. */
static void test_large_is_shrunk(void **state)
{
    (void) state;
    static const struct {
        uint32_t width, height, factor;
    } sizes[] = {{1440, 900, 2}, {1920, 1080, 2}, {2560, 1440, 2}, {3840, 2160, 3}, {606, 4000, 3}};
    static const unsigned masks[] = {0, LW_CPU_ALL};
    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        struct lw_frame large = make(sizes[i].width, sizes[i].height);
        struct lw_frame small = shrink(&large, sizes[i].factor);
        for (size_t m = 0; m < sizeof(masks) / sizeof(masks[0]); m++) {
            struct lwi_scene_kernels kernels;
            static struct lwi_scene of_large, of_small;
            lwi_scene_kernels_init(&kernels, masks[m]);
            lwi_scene_measure(&of_large, &kernels, &large);
            lwi_scene_measure(&of_small, &kernels, &small);
            assert_int_equal(of_large.factor, sizes[i].factor);
            assert_int_equal(of_large.width, small.width);
            assert_int_equal(of_small.factor, 1);
            assert_int_equal(of_large.tiles_x * of_large.tiles_y,
                             of_small.tiles_x * of_small.tiles_y);
            for (unsigned k = 0; k < of_small.tiles_x * of_small.tiles_y; k++)
                assert_int_equal(of_large.tiles[k].signature, of_small.tiles[k].signature);
            assert_memory_equal(of_large.thumb, of_small.thumb, sizeof(of_small.thumb));
        }
        free((void *) large.luma);
        free((void *) small.luma);
    }
}

/* Whatever its shape, each tile is measured, and blurred by the largest of disks. */
static void test_every_shape(void **state)
{
    (void) state;
    static const uint32_t sides[] = {63, 64, 79, 80, 119, 120, 500, 1080, 1439, 1440, 1441, 2880};
    const size_t count = sizeof(sides) / sizeof(sides[0]);
    for (size_t i = 0; i < count * count; i++) {
        struct lw_frame f = make(sides[i / count], sides[i % count]);
        struct lwi_scene_kernels kernels;
        static struct lwi_scene s;
        lwi_scene_kernels_init(&kernels, LW_CPU_ALL);
        lwi_scene_measure(&s, &kernels, &f);
        const unsigned tiles = s.tiles_x * s.tiles_y;
        assert_true((tiles == 0) == (f.width / s.factor < 64 || f.height / s.factor < 64));
        if (tiles > 0) {
            const struct lwi_scene_rect last = lwi_scene_tile_rect(&s, tiles - 1);
            assert_int_equal(last.right, s.width & ~1u);
            assert_int_equal(last.bottom, s.height & ~1u);
            assert_true(lwi_scene_blur_drop(&s, &kernels, &f, tiles / 2, 6.5) <= 0);
        }
        free((void *) f.luma);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_large_is_shrunk),
        cmocka_unit_test(test_every_shape),
    };
    return cmocka_run_group_tests_name("scene", tests, NULL, NULL);
}
