/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Any picture of any shape: the library must give a verdict with a reason and
 * no value that is not a number. The first bytes are the shape, the rest luma.
 */
#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "fuzz.h"
#include "lenswatch/lenswatch.h"

/* Enough for every kernel's widest step, and quick. */
#define SIDE_MAX 200

static void check(const struct lw_assessment *assessment)
{
    assert(assessment->reason && assessment->reason[0]);
    assert(assessment->blur_probability >= 0 && assessment->blur_probability <= 1);
    assert(assessment->value_count == lw_feature_count());
    for (size_t i = 0; i < assessment->value_count; i++)
        assert(isfinite(assessment->values[i].value));
    for (size_t i = 0; i < (size_t) assessment->tiles_x * assessment->tiles_y; i++)
        assert(assessment->tiles[i] == LW_TILE_UNKNOWN ||
               (assessment->tiles[i] >= 0 && assessment->tiles[i] <= 1));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    /* Opened once: to read it takes longer than what is tried here. */
    static lw_model *model;
    if (!model && lw_model_open(&model, NULL, NULL) < 0)
        abort();
    if (size < 5)
        return 0;
    struct lw_frame frame = {
        .width = 1 + data[0] % SIDE_MAX,
        .height = 1 + data[1] % SIDE_MAX,
        .range = data[2] & 1 ? LW_RANGE_LIMITED : LW_RANGE_FULL,
        .pts_ns = LW_TIME_NONE,
        .wall_ns = LW_TIME_NONE,
    };
    frame.stride = (ptrdiff_t) frame.width;
    frame.rows_whole = data[3] ? frame.height : frame.height / 2;
    unsigned cpu_mask = data[4] & 1 ? LW_CPU_ALL : 0;
    data += 5;
    size -= 5;

    /* The input again and again, so that a short one makes a whole picture. */
    size_t pixels = (size_t) frame.width * frame.height;
    uint8_t *luma = malloc(pixels);
    assert(luma);
    for (size_t i = 0; i < pixels; i++)
        luma[i] = size ? data[i % size] : 128;
    frame.luma = luma;

    struct lw_assess_settings settings;
    lw_assess_settings_default(&settings);
    static const char *const every[] = {"all", NULL};
    settings.features = every;
    settings.cpu_mask = cpu_mask;
    settings.model = model;
    lw_assessor *assessor;
    struct lw_assessment assessment;
    if (lw_assessor_open(&assessor, &settings, NULL) == 0) {
        if (lw_assessor_assess(assessor, &frame, &assessment) == 0)
            check(&assessment);
        lw_assessor_close(&assessor);
    }
    free(luma);
    return 0;
}
