/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* What bench.py times of Lenswatch: chosen features alone, and the whole assessment. */
#include <stdint.h>
#include <stdlib.h>
#include <time.h>

#include "feature/set.h"
#include "lenswatch/lenswatch.h"

#define EXPORT __attribute__((visibility("default")))

EXPORT double bench_features_s(const char *const *names, unsigned cpu_mask, const uint8_t *luma,
                               uint32_t width, uint32_t height, int repeats);
EXPORT double bench_assess_s(unsigned cpu_mask, const uint8_t *luma, uint32_t width,
                             uint32_t height, int repeats);

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
