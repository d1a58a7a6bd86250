/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* The parts of training: random numbers, PSFs, the simulated camera, scores. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "train/camera_model.h"
#include "train/dataset.h"
#include "train/score.h"

static void test_random(void **state)
{
    (void) state;
    struct lwi_random a = lwi_random_for(1, 2), b = lwi_random_for(1, 2), c = lwi_random_for(1, 3);
    assert_true(lwi_random_bits(&a) == lwi_random_bits(&b));
    assert_true(lwi_random_bits(&a) != lwi_random_bits(&c));

    double sum = 0, square = 0;
    unsigned below[7] = {0};
    for (int i = 0; i < 20000; i++) {
        double n = lwi_random_normal(&a);
        sum += n;
        square += n * n;
        below[lwi_random_below(&a, 7)]++;
    }
    assert_true(fabs(sum / 20000) < 0.03);
    assert_true(fabs(square / 20000 - 1) < 0.05);
    for (int i = 0; i < 7; i++)
        assert_true(below[i] > 2500);
}

/* Sum, centre and mean squared distance from it. */
static void measure_psf(const struct lwi_psf *psf, double *ret_sum, double *ret_off,
                        double *ret_square)
{
    const int half = (int) psf->side / 2;
    double sum = 0, x = 0, y = 0, square = 0;
    for (int j = -half; j <= half; j++) {
        for (int i = -half; i <= half; i++) {
            double w = (double) psf->weights[(j + half) * (int) psf->side + i + half];
            assert_true(w >= 0);
            sum += w;
            x += w * i;
            y += w * j;
            square += w * (i * i + j * j);
        }
    }
    *ret_sum = sum;
    *ret_off = hypot(x, y);
    *ret_square = square;
}

static void test_psf(void **state)
{
    (void) state;
    static struct lwi_psf psf;
    struct lwi_random random = lwi_random_for(7, 0);
    for (int kind = LWI_PSF_NONE; kind <= LWI_PSF_BOTH; kind++) {
        for (double radius = 0; radius < 20; radius += 0.7) {
            double sum, off, square;
            lwi_psf_make(&psf, (enum lwi_psf_kind) kind, radius, &random);
            assert_true(psf.side % 2 == 1 && psf.side <= LWI_PSF_SIDE_MAX);
            measure_psf(&psf, &sum, &off, &square);
            assert_true(fabs(sum - 1) < 1e-4);
            if (kind != LWI_PSF_BOTH) /* that one is drawn at random */
                assert_true(off < 0.05 + 0.1 * radius);
            if (kind == LWI_PSF_DISK && radius > 2) /* r^2 / 2, and the pixels' own size */
                assert_true(fabs(square / (radius * radius / 2 + 1.0 / 6) - 1) < 0.05);
            if (kind == LWI_PSF_MOTION && radius > 2) /* L^2 / 12 and the bend */
                assert_true(square > pow(2.8 * radius, 2) / 12 * 0.95);
        }
    }
}

static struct lw_frame *draw_scene(void)
{
    const struct lwi_frame_format format = {.width = 320, .height = 240};
    struct lw_frame *frame;
    struct lwi_random random = lwi_random_for(3, 3);
    assert_int_equal(lwi_frame_new(&frame, &format), 0);
    memset(lwi_frame_luma(frame), 60, (size_t) frame->stride * 240);
    for (int k = 0; k < 150; k++) {
        unsigned x = lwi_random_below(&random, 280), y = lwi_random_below(&random, 210);
        unsigned w = 4 + lwi_random_below(&random, 36), h = 4 + lwi_random_below(&random, 26);
        for (unsigned j = y; j < y + h; j++)
            memset(lwi_frame_luma(frame) + frame->stride * (ptrdiff_t) j + x, 30 + k, w);
    }
    return frame;
}

static double step_energy(const struct lw_frame *f)
{
    double sum = 0;
    for (uint32_t y = 20; y + 20 < f->height; y++)
        for (uint32_t x = 0; x + 1 < f->width; x++) {
            double d =
                f->luma[f->stride * (ptrdiff_t) y + x + 1] - f->luma[f->stride * (ptrdiff_t) y + x];
            sum += d * d;
        }
    return sum / ((double) f->width * f->height);
}

static void test_camera_model(void **state)
{
    (void) state;
    struct lw_frame *scene = draw_scene(), *frame[2];
    struct lwi_camera_model *model;
    double energy[2] = {0, 0};
    assert_int_equal(lwi_camera_model_new(&model), 0);
    for (uint64_t item = 0; item < 24; item++) {
        struct lwi_simulated made[2];
        int blurry = item % 2;
        for (int k = 0; k < 2; k++) { /* twice the same */
            struct lwi_random random = lwi_random_for(5, item);
            assert_int_equal(
                lwi_camera_model_run(model, scene, blurry, &random, &frame[k], &made[k]), 0);
        }
        assert_int_equal(frame[0]->width, frame[1]->width);
        for (uint32_t y = 0; y < frame[0]->height; y++)
            assert_memory_equal(frame[0]->luma + frame[0]->stride * (ptrdiff_t) y,
                                frame[1]->luma + frame[1]->stride * (ptrdiff_t) y, frame[0]->width);
        assert_true(made[0].radius == made[1].radius);
        if (blurry)
            assert_true(made[0].radius >= LWI_CAMERA_BLURRY_MIN &&
                        made[0].radius < LWI_CAMERA_BLURRY_MAX);
        else
            assert_true(made[0].radius < LWI_CAMERA_CLEAR_MAX);
        energy[blurry] += step_energy(frame[0]);
        lwi_frame_unref(&frame[0]);
        lwi_frame_unref(&frame[1]);
    }
    assert_true(energy[1] < energy[0] / 1.5);
    lwi_camera_model_free(&model);
    lwi_frame_unref(&scene);
}

static void test_score(void **state)
{
    (void) state;
    struct lwi_answer answers[] = {{0.1, 0, 0}, {0.4, 0, 1}, {0.35, 1, 2}, {0.8, 1, 3}};
    struct lwi_score s;
    lwi_score_at(&s, answers, 4, 0.38);
    assert_int_equal(s.clear, 2);
    assert_int_equal(s.clear_right, 1);
    assert_int_equal(s.blurry_right, 1);
    assert_true(s.balanced_accuracy == 0.5);
    assert_true(lwi_score_auc(answers, 4) == 0.75);

    double low, high;
    lwi_score_auc_interval(answers, 4, 200, 1, &low, &high);
    assert_true(low <= 0.75 && high >= 0.75 && high <= 1);

    struct lwi_answer ties[] = {{0.5, 0, 0}, {0.5, 1, 0}, {NAN, 1, 1}};
    assert_true(lwi_score_auc(ties, 3) == 0.5);
    lwi_score_at(&s, ties, 3, 0.5);
    assert_int_equal(s.blurry_unjudged, 1);
    assert_int_equal(s.blurry_right, 1);
    assert_true(isnan(lwi_score_auc(ties, 1)));

    struct lwi_reliability r;
    struct lwi_answer said[] = {{0.25, 0, 0}, {0.25, 1, 0}, {0.25, 0, 0}, {0.25, 0, 0}, {1, 1, 0}};
    lwi_score_reliability(&r, said, 5);
    assert_int_equal(r.count[2], 4);
    assert_true(r.was[2] == 0.25 && r.error == 0);
    assert_int_equal(r.count[9], 1);

    double values[] = {5, 1, 4, 2};
    assert_true(lwi_score_median(values, 4) == 3);
}

static void test_folds(void **state)
{
    (void) state;
    struct lwi_dataset d;
    unsigned seen[5] = {0};
    memset(&d, 0, sizeof d);
    for (int i = 0; i < 200; i++) {
        char name[16];
        struct lwi_picture picture = {.path = name};
        (void) snprintf(name, sizeof name, "scene%d", i / 2);
        assert_int_equal(lwi_dataset_add(&d, &picture, "set", name), 0);
    }
    assert_int_equal(d.groups.count, 100);
    assert_int_equal(d.sets.count, 1);
    for (unsigned g = 0; g < 100; g++)
        seen[lwi_dataset_fold(&d, g, 5)]++;
    for (int f = 0; f < 5; f++)
        assert_true(seen[f] > 8);
    lwi_dataset_clear(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_random),       cmocka_unit_test(test_psf),
        cmocka_unit_test(test_camera_model), cmocka_unit_test(test_score),
        cmocka_unit_test(test_folds),
    };
    return cmocka_run_group_tests_name("train", tests, NULL, NULL);
}
