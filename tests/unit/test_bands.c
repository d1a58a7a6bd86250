/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Bars that are not the scene's, and the scene's own, however strong the light shows them. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "verdict/bands.h"

/* Shelves, a kerb, the edge of a roof: rows of no one distance. */
static float row_of_scene(unsigned i)
{
    return (float) (120 + 25 * sin(0.02 * i * i) + 18 * sin(0.9 * i));
}

static struct lwi_bands across(double gain, double offset, double bars)
{
    static struct lwi_scene scene;
    float usual[LWI_SCENE_BANDS];
    struct lwi_bands found;
    for (unsigned i = 0; i < LWI_SCENE_BANDS; i++) {
        usual[i] = row_of_scene(i);
        scene.bands[i] = (float) (gain * usual[i] + offset + bars * sin(2 * M_PI * i / 12));
    }
    lwi_bands_across(&found, &scene, usual);
    return found;
}

static struct lwi_bands along(double gain, double bars)
{
    static struct lwi_scene scene;
    uint8_t usual[LWI_THUMB_PIXELS];
    struct lwi_bands found;
    for (unsigned i = 0; i < LWI_THUMB_PIXELS; i++) {
        const unsigned x = i % LWI_THUMB_X;
        usual[i] = (uint8_t) row_of_scene(x);
        scene.thumb[i] = (uint8_t) (gain * usual[i] + 20 + bars * sin(2 * M_PI * x / 5));
    }
    lwi_bands_along(&found, &scene, usual);
    return found;
}

static void test_light_makes_no_bars(void **state)
{
    (void) state;
    static const double gains[] = {0.2, 0.5, 0.8, 1, 1.3, 1.8};
    for (size_t i = 0; i < sizeof(gains) / sizeof(gains[0]); i++) {
        assert_true(across(gains[i], 30, 0).level < 0.1);
        if (gains[i] < 1.2)
            assert_true(along(gains[i], 0).level < 1);
    }
}

static void test_bars(void **state)
{
    (void) state;
    static const double gains[] = {0.5, 1, 1.3};
    for (size_t i = 0; i < sizeof(gains) / sizeof(gains[0]); i++) {
        const struct lwi_bands rows = across(gains[i], 10, 12);
        assert_true(rows.level > 7 && rows.level < 10); /* 12 / sqrt(2) */
        assert_true(rows.periodic > 0.8);
    }
    const struct lwi_bands columns = along(0.8, 12);
    assert_true(columns.level > 7 && columns.level < 10);
    assert_true(columns.periodic > 0.8);
}

/* A mirrored or inverted scene is another one. */
static void test_another_scene(void **state)
{
    (void) state;
    assert_true(across(-1, 240, 0).level > 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_light_makes_no_bars),
        cmocka_unit_test(test_bars),
        cmocka_unit_test(test_another_scene),
    };
    return cmocka_run_group_tests_name("bands", tests, NULL, NULL);
}
