/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* The contract of the assessor and of the feature table, through the public headers. */
#include <errno.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lenswatch/lenswatch.h"
#include "picture.h"

static const char *const all_features[] = {"all", NULL};

static lw_assessor *open_all(void)
{
    struct lw_assess_settings settings;
    lw_assess_settings_default(&settings);
    settings.features = all_features;
    lw_assessor *assessor = NULL;
    assert_int_equal(lw_assessor_open(&assessor, &settings, NULL), 0);
    return assessor;
}

static void assert_same_values(const struct lw_value *a, const struct lw_value *b)
{
    for (size_t i = 0; i < lw_feature_count(); i++) {
        assert_true(a[i].value == b[i].value);
        assert_ptr_equal(a[i].reason, b[i].reason);
    }
}

static void test_table(void **state)
{
    (void) state;
    const size_t count = lw_feature_count();
    assert_true(count >= 6);
    for (size_t i = 0; i < count; i++) {
        const struct lw_feature_desc *desc = lw_feature_at(i);
        assert_non_null(desc);
        assert_true(desc->name[0] != '\0' && desc->help[0] != '\0');
        assert_non_null(desc->unit);
        assert_non_null(desc->paper);
        assert_true(desc->version >= 1);
        assert_int_equal(strspn(desc->name, "abcdefghijklmnopqrstuvwxyz0123456789_"),
                         strlen(desc->name));
        assert_int_equal(lw_feature_find(desc->name), (long) i); /* so names are unique */
    }
    assert_null(lw_feature_at(count));
    assert_int_equal(lw_feature_find("none"), -1);
    assert_int_equal(lw_feature_find(NULL), -1);
}

static void test_sharp_and_soft(void **state)
{
    (void) state;
    static const struct {
        unsigned blur;
        enum lw_verdict verdict;
    } cases[] = {{0, LW_VERDICT_CLEAR}, {6, LW_VERDICT_BLURRY}};
    lw_assessor *assessor = NULL;
    assert_int_equal(lw_assessor_open(&assessor, NULL, NULL), 0);
    for (size_t i = 0; i < 2; i++) {
        uint8_t *luma;
        const struct lw_frame frame = picture_draw(640, 360, cases[i].blur, &luma);
        struct lw_assessment a;
        assert_int_equal(lw_assessor_assess(assessor, &frame, &a), 0);
        assert_int_equal(a.verdict, cases[i].verdict);
        assert_true(a.blur_probability >= 0 && a.blur_probability <= 1);
        assert_true(a.reason && a.reason[0]);
        assert_int_equal(a.value_count, lw_feature_count());
        assert_true(a.tiles && a.tiles_x > 0 && a.tiles_x <= LW_TILES_MAX);
        assert_true(a.tiles_y > 0 && a.tiles_y <= LW_TILES_MAX);
        for (size_t k = 0; k < (size_t) a.tiles_x * a.tiles_y; k++)
            assert_true(a.tiles[k] == LW_TILE_UNKNOWN || (a.tiles[k] >= 0 && a.tiles[k] <= 1));
        free(luma);
    }
    lw_assessor_close(&assessor);
}

/* A covered lens still shows the camera's own clock, which is crisp: that is no focus. */
static void test_clock_alone(void **state)
{
    (void) state;
    enum { WIDTH = 1280, HEIGHT = 720, DIGITS = 19, PITCH = 18 };
    lw_assessor *assessor = NULL;
    assert_int_equal(lw_assessor_open(&assessor, NULL, NULL), 0);
    uint8_t *luma = malloc((size_t) WIDTH * HEIGHT);
    assert_non_null(luma);
    for (size_t i = 0; i < (size_t) WIDTH * HEIGHT; i++)
        luma[i] = (uint8_t) (40 + i * 7919 % 3);
    for (int digit = 0; digit < DIGITS; digit++)
        for (int y = 20; y < 42; y++)
            for (int x = 0; x < 12; x++)
                if (x < 3 || x >= 9 || y < 23 || y >= 39)
                    luma[(size_t) y * WIDTH + (size_t) (900 + digit * PITCH + x)] = 235;
    const struct lw_frame frame = {
        .luma = luma, .stride = WIDTH, .width = WIDTH, .height = HEIGHT, .rows_whole = HEIGHT};
    struct lw_assessment a;
    assert_int_equal(lw_assessor_assess(assessor, &frame, &a), 0);
    assert_int_equal(a.verdict, LW_VERDICT_NOT_ASSESSABLE);
    assert_true(a.blur_probability == 0);
    assert_non_null(strstr(a.reason, "clock"));
    free(luma);
    lw_assessor_close(&assessor);
}

static void test_threshold(void **state)
{
    (void) state;
    uint8_t *luma;
    const struct lw_frame frame = picture_draw(320, 240, 3, &luma);
    static const double thresholds[] = {0, 1};
    static const enum lw_verdict verdicts[] = {LW_VERDICT_BLURRY, LW_VERDICT_CLEAR};
    for (size_t i = 0; i < 2; i++) {
        struct lw_assess_settings settings;
        lw_assess_settings_default(&settings);
        settings.threshold = thresholds[i];
        settings.tile_map = 0;
        lw_assessor *assessor = NULL;
        struct lw_assessment a;
        assert_int_equal(lw_assessor_open(&assessor, &settings, NULL), 0);
        assert_int_equal(lw_assessor_assess(assessor, &frame, &a), 0);
        if (a.blur_probability < 1)
            assert_int_equal(a.verdict, verdicts[i]);
        assert_null(a.tiles);
        assert_int_equal(a.tiles_x, 0);
        lw_assessor_close(&assessor);
        assert_null(assessor);
    }
    free(luma);
}

static void test_features_asked_for(void **state)
{
    (void) state;
    static const char *const names[] = {"noise_sigma", NULL};
    struct lw_assess_settings settings;
    lw_assess_settings_default(&settings);
    settings.features = names;
    lw_assessor *assessor = NULL;
    assert_int_equal(lw_assessor_open(&assessor, &settings, NULL), 0);

    uint8_t *luma;
    const struct lw_frame frame = picture_draw(320, 240, 0, &luma);
    struct lw_assessment a;
    assert_int_equal(lw_assessor_assess(assessor, &frame, &a), 0);
    assert_null(a.values[lw_feature_find("noise_sigma")].reason);
    assert_string_equal(a.values[lw_feature_find("laplacian_max")].reason, "not measured");
    assert_true(a.values[lw_feature_find("laplacian_max")].value == 0);
    free(luma);
    lw_assessor_close(&assessor);
}

static void test_settings_refused(void **state)
{
    (void) state;
    static const char *const unknown[] = {"noise_sigma", "sharpness", NULL};
    static const double thresholds[] = {1.01, NAN, INFINITY};
    struct lw_assess_settings settings;
    struct lw_error error = {0};
    lw_assessor *assessor = NULL;

    assert_int_equal(lw_assessor_open(NULL, NULL, &error), -EINVAL);
    lw_assess_settings_default(&settings);
    settings.features = unknown;
    assert_int_equal(lw_assessor_open(&assessor, &settings, &error), -EINVAL);
    assert_int_equal(error.code, -EINVAL);
    assert_non_null(strstr(error.message, "sharpness"));
    for (size_t i = 0; i < sizeof(thresholds) / sizeof(thresholds[0]); i++) {
        lw_assess_settings_default(&settings);
        settings.threshold = thresholds[i];
        assert_int_equal(lw_assessor_open(&assessor, &settings, NULL), -EINVAL);
    }
    assert_null(assessor);
    lw_assessor_close(&assessor);
    lw_assessor_close(NULL);
}

static void test_frames_refused(void **state)
{
    (void) state;
    uint8_t *luma;
    const struct lw_frame good = picture_draw(64, 48, 0, &luma);
    lw_assessor *assessor = open_all();
    struct lw_assessment a = {.value_count = 12345};
    struct lw_frame bad[7];
    for (size_t i = 0; i < 7; i++)
        bad[i] = good;
    bad[0].luma = NULL;
    bad[1].width = 0;
    bad[2].height = 0;
    bad[3].width = LW_FRAME_SIDE_MAX + 1;
    bad[4].stride = 63;
    bad[5].stride = -63;
    bad[6].rows_whole = 49;
    for (size_t i = 0; i < 7; i++)
        assert_int_equal(lw_assessor_assess(assessor, &bad[i], &a), -EINVAL);
    assert_int_equal(lw_assessor_assess(NULL, &good, &a), -EINVAL);
    assert_int_equal(lw_assessor_assess(assessor, NULL, &a), -EINVAL);
    assert_int_equal(lw_assessor_assess(assessor, &good, NULL), -EINVAL);
    assert_int_equal(a.value_count, 12345); /* untouched */
    lw_assessor_close(&assessor);
    free(luma);
}

/* Rows far apart, unaligned, and from the bottom up are the same picture. */
static void test_strides(void **state)
{
    (void) state;
    uint8_t *luma;
    const struct lw_frame plain = picture_draw(201, 133, 0, &luma);
    const size_t stride = 251;
    uint8_t *wide = malloc(stride * plain.height + 3);
    uint8_t *flipped = malloc((size_t) plain.width * plain.height);
    assert_true(wide && flipped);
    memset(wide, 0xff, stride * plain.height + 3);
    for (size_t y = 0; y < plain.height; y++) {
        const uint8_t *row = plain.luma + y * plain.width;
        memcpy(wide + 3 + y * stride, row, plain.width);
        memcpy(flipped + (plain.height - 1 - y) * plain.width, row, plain.width);
    }
    struct lw_frame frames[2] = {plain, plain};
    frames[0].luma = wide + 3;
    frames[0].stride = (ptrdiff_t) stride;
    frames[1].luma = flipped + (size_t) (plain.height - 1) * plain.width;
    frames[1].stride = -(ptrdiff_t) plain.width;

    lw_assessor *first = open_all();
    lw_assessor *second = open_all();
    struct lw_assessment expected, got;
    assert_int_equal(lw_assessor_assess(first, &plain, &expected), 0);
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(lw_assessor_assess(second, &frames[i], &got), 0);
        assert_same_values(expected.values, got.values);
        assert_true(expected.blur_probability == got.blur_probability);
    }
    lw_assessor_close(&first);
    lw_assessor_close(&second);
    free(wide);
    free(flipped);
    free(luma);
}

/* A torn picture is judged by its whole rows; where there are none, it cannot be. */
static void test_torn(void **state)
{
    (void) state;
    uint8_t *luma;
    const struct lw_frame whole = picture_draw(320, 240, 0, &luma);
    struct lw_frame torn = whole;
    torn.rows_whole = 150;
    struct lw_frame part = whole;
    part.height = part.rows_whole = 150;
    memset(luma + (size_t) 320 * 150, 0x80, (size_t) 320 * 90);

    lw_assessor *first = open_all();
    lw_assessor *second = open_all();
    struct lw_assessment a, b;
    assert_int_equal(lw_assessor_assess(first, &part, &a), 0);
    assert_int_equal(lw_assessor_assess(second, &torn, &b), 0);
    assert_same_values(a.values, b.values);
    assert_int_equal(a.verdict, b.verdict);

    torn.rows_whole = 0;
    assert_int_equal(lw_assessor_assess(second, &torn, &b), 0);
    assert_int_equal(b.verdict, LW_VERDICT_NOT_ASSESSABLE);
    assert_true(b.blur_probability == 0);
    for (size_t i = 0; i < b.value_count; i++)
        assert_true(b.values[i].reason && b.values[i].value == 0);
    lw_assessor_close(&first);
    lw_assessor_close(&second);
    free(luma);
}

/* One assessor for pictures of all shapes, in any order, gives what a new one gives. */
static void test_sizes_in_turn(void **state)
{
    (void) state;
    static const uint32_t sizes[][2] = {{200, 100}, {1, 1},  {640, 360},  {3, 500}, {500, 3},
                                        {64, 64},   {1, 64}, {1281, 721}, {2, 2},   {320, 240}};
    lw_assessor *one = open_all();
    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        uint8_t *luma;
        const struct lw_frame frame = picture_draw(sizes[i][0], sizes[i][1], 0, &luma);
        lw_assessor *fresh = open_all();
        struct lw_assessment a, b;
        assert_int_equal(lw_assessor_assess(one, &frame, &a), 0);
        assert_int_equal(lw_assessor_assess(fresh, &frame, &b), 0);
        assert_same_values(a.values, b.values);
        assert_int_equal(a.verdict, b.verdict);
        assert_string_equal(a.reason, b.reason);
        lw_assessor_close(&fresh);
        free(luma);
    }
    lw_assessor_close(&one);
}

static void test_words(void **state)
{
    (void) state;
    assert_string_equal(lw_verdict_name(LW_VERDICT_CLEAR), "CLEAR");
    assert_string_equal(lw_verdict_name(LW_VERDICT_BLURRY), "BLURRY");
    assert_string_equal(lw_verdict_name(LW_VERDICT_NOT_ASSESSABLE), "NOT ASSESSABLE");
    assert_true(lw_version()[0] >= '0' && lw_version()[0] <= '9');
    assert_int_equal(lw_version_api() >> 16, LW_API_VERSION_MAJOR);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_table),
        cmocka_unit_test(test_sharp_and_soft),
        cmocka_unit_test(test_clock_alone),
        cmocka_unit_test(test_threshold),
        cmocka_unit_test(test_features_asked_for),
        cmocka_unit_test(test_settings_refused),
        cmocka_unit_test(test_frames_refused),
        cmocka_unit_test(test_strides),
        cmocka_unit_test(test_torn),
        cmocka_unit_test(test_sizes_in_turn),
        cmocka_unit_test(test_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
