/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* What bench.py times of Lenswatch: chosen features alone, the whole assessment, and the watch. */
#include <stdint.h>
#include <stdlib.h>
#include <time.h>

#include "feature/scene.h"
#include "feature/set.h"
#include "lenswatch/lenswatch.h"

#define EXPORT __attribute__((visibility("default")))

EXPORT double bench_features_s(const char *const *names, unsigned cpu_mask, const uint8_t *luma,
                               uint32_t width, uint32_t height, int repeats);
EXPORT double bench_assess_s(unsigned cpu_mask, const uint8_t *luma, uint32_t width,
                             uint32_t height, int repeats);
EXPORT double bench_watch_s(unsigned cpu_mask, const uint8_t *luma, uint32_t width, uint32_t height,
                            int repeats, int measuring_alone);

/* Pictures that a watch sees in turn, each with noise of its own, and how many before it is timed:
 * it judges all conditions and learns as it does for years. */
#define NOISY         11
#define NOISE         5
#define LEARNT_BEFORE 60

/* Processor time of this thread: what else the machine does is not counted. */
static double now_s(void)
{
    struct timespec t;
    (void) clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double) t.tv_sec + (double) t.tv_nsec * 1e-9;
}

static struct lw_frame frame_of(const uint8_t *luma, uint32_t width, uint32_t height)
{
    struct lw_frame frame = {
        .luma = luma,
        .stride = (ptrdiff_t) width,
        .width = width,
        .height = height,
        .rows_whole = height,
        .pts_ns = LW_TIME_NONE,
        .wall_ns = LW_TIME_NONE,
    };
    return frame;
}

/* Seconds a picture of the features named, and no others; < 0 where it failed. */
double bench_features_s(const char *const *names, unsigned cpu_mask, const uint8_t *luma,
                        uint32_t width, uint32_t height, int repeats)
{
    const struct lw_frame frame = frame_of(luma, width, height);
    unsigned char *wanted = calloc(lw_feature_count(), 1);
    struct lw_value *values = calloc(lw_feature_count(), sizeof(*values));
    struct lwi_feature_set *set = NULL;
    double seconds = -1;
    for (; wanted && *names; names++)
        if (lw_feature_find(*names) >= 0)
            wanted[lw_feature_find(*names)] = 1;
    if (wanted && values && lwi_feature_set_new(&set, wanted, /* tiles= */ 0, cpu_mask) == 0 &&
        lwi_feature_set_measure(set, &frame, values, /* ret_tiles= */ NULL) == 0) {
        double start = now_s();
        for (int i = 0; i < repeats; i++)
            (void) lwi_feature_set_measure(set, &frame, values, NULL);
        seconds = (now_s() - start) / repeats;
    }
    lwi_feature_set_free(&set);
    free(values);
    free(wanted);
    return seconds;
}

/* Seconds a picture of all features, the tile map and the model; < 0 where it failed. */
double bench_assess_s(unsigned cpu_mask, const uint8_t *luma, uint32_t width, uint32_t height,
                      int repeats)
{
    static const char *const all[] = {"all", NULL};
    const struct lw_frame frame = frame_of(luma, width, height);
    struct lw_assess_settings settings;
    lw_assess_settings_default(&settings);
    settings.features = all;
    settings.cpu_mask = cpu_mask;
    lw_assessor *assessor = NULL;
    struct lw_assessment assessment;
    double seconds = -1;
    if (lw_assessor_open(&assessor, &settings, NULL) == 0 &&
        lw_assessor_assess(assessor, &frame, &assessment) == 0) {
        double start = now_s();
        for (int i = 0; i < repeats; i++)
            (void) lw_assessor_assess(assessor, &frame, &assessment);
        seconds = (now_s() - start) / repeats;
    }
    lw_assessor_close(&assessor);
    return seconds;
}

static uint8_t *draw_noisy(const uint8_t *luma, size_t pixels)
{
    uint32_t state = 1;
    uint8_t *noisy = malloc(NOISY * pixels);
    for (size_t i = 0; noisy && i < NOISY * pixels; i++) {
        state = state * 1664525u + 1013904223u;
        const int value = luma[i % pixels] + (int) (state >> 24) % (2 * NOISE + 1) - NOISE;
        noisy[i] = (uint8_t) (value < 0 ? 0 : value > 255 ? 255 : value);
    }
    return noisy;
}

/* Seconds a picture of a watch without an assessor; measuring_alone: only of the features that it
 * judges by. < 0 where it failed. */
double bench_watch_s(unsigned cpu_mask, const uint8_t *luma, uint32_t width, uint32_t height,
                     int repeats, int measuring_alone)
{
    static struct lwi_scene scene;
    struct lwi_scene_kernels kernels;
    struct lw_watch_settings settings;
    struct lw_watch_result result;
    lw_watch *watch = NULL;
    const size_t pixels = (size_t) width * height;
    uint8_t *noisy = draw_noisy(luma, pixels);
    lw_watch_settings_default(&settings);
    settings.cpu_mask = cpu_mask;
    lwi_scene_kernels_init(&kernels, cpu_mask);
    int r = noisy ? lw_watch_open(&watch, &settings, NULL) : -1;
    double start = 0, seconds = -1;
    for (int i = 0; r == 0 && i < LEARNT_BEFORE + repeats; i++) {
        if (i == LEARNT_BEFORE)
            start = now_s();
        struct lw_frame frame = frame_of(noisy + (size_t) (i % NOISY) * pixels, width, height);
        if (measuring_alone)
            lwi_scene_measure(&scene, &kernels, &frame);
        else
            r = lw_watch_frame(watch, NULL, &frame, &result);
    }
    if (r == 0)
        seconds = (now_s() - start) / repeats;
    lw_watch_close(&watch);
    free(noisy);
    return seconds;
}
