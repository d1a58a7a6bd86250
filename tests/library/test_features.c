/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* What the features that the model reads must hold to, whatever their values. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lenswatch/assess.h"
#include "picture.h"

static lw_assessor *open_all(void)
{
    static const char *const all[] = {"all", NULL};
    struct lw_assess_settings settings;
    lw_assessor *assessor;

    lw_assess_settings_default(&settings);
    settings.features = all;
    assert_int_equal(lw_assessor_open(&assessor, &settings, NULL), 0);
    return assessor;
}

static double value(const struct lw_assessment *a, const char *name)
{
    long index = lw_feature_find(name);
    assert_true(index >= 0);
    if (a->values[index].reason)
        fail_msg("%s: %s", name, a->values[index].reason);
    return a->values[index].value;
}

static void assess(lw_assessor *assessor, const struct lw_frame *frame, struct lw_assessment *ret)
{
    assert_int_equal(lw_assessor_assess(assessor, frame, ret), 0);
}

static void test_contrast_is_nothing(void **state)
{
    (void) state;
    static const char *const names[] = {"edge_1x2_4x2_p50", "edge_2x1_4x1_p75",
                                        "slope_energy_1x2_4x2", "peak_4x1_p50",
                                        "direction_worst_1x2_4x2_p50"};
    lw_assessor *assessor = open_all();
    uint8_t *luma;
    struct lw_frame frame = picture_draw(800, 600, 2, &luma);
    struct lw_assessment a;
    double whole[5], probability;

    assess(assessor, &frame, &a);
    for (int i = 0; i < 5; i++)
        whole[i] = value(&a, names[i]);
    probability = a.blur_probability;
    double variance = value(&a, "laplacian_variance");
    for (size_t i = 0; i < (size_t) 800 * 600; i++)
        luma[i] = (uint8_t) (60 + luma[i] / 2);
    assess(assessor, &frame, &a);
    for (int i = 0; i < 5; i++)
        assert_true(fabs(value(&a, names[i]) - whole[i]) < 0.15);
    assert_true(fabs(a.blur_probability - probability) < 0.25);
    assert_true(value(&a, "laplacian_variance") < variance / 3); /* that one moves */
    free(luma);
    lw_assessor_close(&assessor);
}

static void test_growth_with_blur(void **state)
{
    (void) state;
    lw_assessor *assessor = open_all();
    double before = -1, radius = 0;

    for (unsigned blur = 0; blur <= 6; blur++) {
        uint8_t *luma;
        struct lw_frame frame = picture_draw(960, 540, blur, &luma);
        struct lw_assessment a;
        assess(assessor, &frame, &a);
        double growth = value(&a, "edge_1x2_4x2_p50");
        assert_true(growth > before);
        before = growth;
        if (blur >= 4) {
            assert_int_equal(a.verdict, LW_VERDICT_BLURRY);
            assert_true(a.psf_radius > radius);
            radius = a.psf_radius;
            assert_true(radius > blur && radius < 6 * blur); /* px@1080p: twice those here */
        }
        if (a.verdict != LW_VERDICT_BLURRY) {
            assert_int_equal(a.blur_kind, LW_BLUR_UNKNOWN);
            assert_true(a.psf_radius < 0);
        }
        free(luma);
    }
    lw_assessor_close(&assessor);
}

static void test_direction(void **state)
{
    (void) state;
    lw_assessor *assessor = open_all();
    uint8_t *luma;
    struct lw_frame frame = picture_draw(960, 540, 0, &luma);
    struct lw_assessment a;

    assess(assessor, &frame, &a);
    double still = value(&a, "direction_bias_1x2_4x2");
    for (size_t y = 0; y < 540; y++) { /* a motion across, of 9 pixels */
        uint8_t *row = luma + y * 960;
        for (size_t x = 0; x + 9 < 960; x++) {
            unsigned sum = 0;
            for (size_t k = 0; k < 9; k++)
                sum += row[x + k];
            row[x] = (uint8_t) (sum / 9);
        }
    }
    assess(assessor, &frame, &a);
    assert_true(value(&a, "direction_bias_1x2_4x2") > still + 0.4);
    assert_true(value(&a, "direction_energy_1_4") > 0.5);
    free(luma);
    lw_assessor_close(&assessor);
}

/* The mean of `count` pixels, `step_x` and `step_y` apart. */
static void move_picture(uint8_t *luma, int count, int step_x, int step_y)
{
    const int width = 960, height = 540;
    uint8_t *copy = malloc((size_t) width * (size_t) height);

    assert_non_null(copy);
    memcpy(copy, luma, (size_t) width * (size_t) height);
    for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
            unsigned sum = 0;
            for (int k = 0; k < count; k++) {
                int px = x + step_x * (k - count / 2), py = y + step_y * (k - count / 2);
                px = px < 0 ? 0 : px < width ? px : width - 1;
                py = py < 0 ? 0 : py < height ? py : height - 1;
                sum += copy[py * width + px];
            }
            luma[y * width + x] = (uint8_t) (sum / (unsigned) count);
        }
    }
    free(copy);
}

static void test_angle_of_motion(void **state)
{
    (void) state;
    static const struct {
        int step_x, step_y;
        double angle;
    } motions[] = {{1, 0, 0}, {1, -1, 45}, {0, 1, 90}, {1, 1, 135}};
    lw_assessor *assessor = open_all();

    for (size_t i = 0; i < sizeof(motions) / sizeof(motions[0]); i++) {
        uint8_t *luma;
        struct lw_frame frame = picture_draw(960, 540, 0, &luma);
        struct lw_assessment a;
        move_picture(luma, 13, motions[i].step_x, motions[i].step_y);
        assess(assessor, &frame, &a);
        double off = fabs(value(&a, "blur_angle") - motions[i].angle);
        assert_true(fmin(off, 180 - off) < 12);
        assert_true(value(&a, "blur_angle_strength") > 0.4);
        assert_int_equal(a.verdict, LW_VERDICT_BLURRY);
        if (a.blur_kind == LW_BLUR_MOTION || a.blur_kind == LW_BLUR_BOTH) {
            assert_true(a.motion_angle == value(&a, "blur_angle"));
            assert_true(a.motion_length > a.psf_radius);
        } else {
            assert_true(a.motion_angle < 0 && a.motion_length < 0);
        }
        free(luma);
    }
    lw_assessor_close(&assessor);
}

static void test_bars_are_left_out(void **state)
{
    (void) state;
    lw_assessor *assessor = open_all();
    uint8_t *luma;
    struct lw_frame frame = picture_draw(640, 480, 4, &luma);
    struct lw_assessment a;

    assess(assessor, &frame, &a);
    double growth = value(&a, "edge_1x2_4x2_p50");
    memset(luma, 16, (size_t) 640 * 60);
    memset(luma + (size_t) 640 * 420, 16, (size_t) 640 * 60);
    assess(assessor, &frame, &a);
    assert_true(fabs(value(&a, "edge_1x2_4x2_p50") - growth) < 0.1);
    assert_int_equal(a.verdict, LW_VERDICT_BLURRY);
    free(luma);
    lw_assessor_close(&assessor);
}

static void test_too_little_to_judge(void **state)
{
    (void) state;
    static const struct {
        uint32_t width, height;
        uint8_t level;
        const char *reason;
    } cases[] = {
        {640, 480, 128, "too little detail"}, {640, 480, 5, "too dark"},
        {64, 64, 200, "too little detail"},   {63, 200, 128, "smaller than 64x64"},
        {2000, 100, 128, "16 times"},         {1, 1, 0, "smaller than 64x64"},
    };
    lw_assessor *assessor = open_all();

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        size_t size = (size_t) cases[i].width * cases[i].height;
        uint8_t *luma = malloc(size);
        struct lw_frame frame = {.luma = luma,
                                 .stride = cases[i].width,
                                 .width = cases[i].width,
                                 .height = cases[i].height,
                                 .rows_whole = cases[i].height};
        struct lw_assessment a;
        assert_non_null(luma);
        memset(luma, cases[i].level, size);
        assess(assessor, &frame, &a);
        assert_int_equal(a.verdict, LW_VERDICT_NOT_ASSESSABLE);
        if (!strstr(a.reason, cases[i].reason))
            fail_msg("%ux%u: %s", cases[i].width, cases[i].height, a.reason);
        free(luma);
    }
    lw_assessor_close(&assessor);
}

/* Means over 2 * blur + 1 pixels along one direction, by running sums. */
static void soften(uint8_t *luma, size_t count, size_t step, size_t lines, size_t line, int blur)
{
    uint8_t was[4096];
    assert_true(count <= sizeof was);
    for (size_t l = 0; l < lines; l++) {
        int sum = 0;
        for (size_t i = 0; i < count; i++)
            was[i] = luma[l * line + i * step];
        for (int i = -blur; i <= blur; i++)
            sum += was[i < 0 ? 0 : i];
        for (size_t i = 0; i < count; i++) {
            luma[l * line + i * step] = (uint8_t) (sum / (2 * blur + 1));
            size_t next = i + (size_t) blur + 1, last = i > (size_t) blur ? i - (size_t) blur : 0;
            sum += was[next < count ? next : count - 1] - was[last];
        }
    }
}

/* The same scene is judged alike from a quarter of a megapixel to many. */
static void test_sizes(void **state)
{
    (void) state;
    static const uint32_t sizes[][2] = {{640, 360},   {960, 540},   {1280, 720},
                                        {1920, 1080}, {2880, 1620}, {700, 700}};
    lw_assessor *assessor = open_all();

    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        for (unsigned soft = 0; soft < 2; soft++) {
            uint8_t *luma;
            struct lw_frame frame = picture_draw(sizes[i][0], sizes[i][1], 0, &luma);
            const size_t w = frame.width, h = frame.height;
            const int blur = (int) w / 150;
            if (soft) {
                soften(luma, w, 1, h, w, blur);
                soften(luma, h, w, w, 1, blur);
            }
            struct lw_assessment a;
            assess(assessor, &frame, &a);
            assert_int_equal(a.verdict, soft ? LW_VERDICT_BLURRY : LW_VERDICT_CLEAR);
            free(luma);
        }
    }
    lw_assessor_close(&assessor);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_contrast_is_nothing),
        cmocka_unit_test(test_growth_with_blur),
        cmocka_unit_test(test_direction),
        cmocka_unit_test(test_angle_of_motion),
        cmocka_unit_test(test_bars_are_left_out),
        cmocka_unit_test(test_too_little_to_judge),
        cmocka_unit_test(test_sizes),
    };
    return cmocka_run_group_tests_name("features", tests, NULL, NULL);
}
