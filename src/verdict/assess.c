/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * The assessor: measures the features that the model reads and the caller asked
 * for, has the model judge them, and words the verdict.
 */
#include "lenswatch/assess.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "feature/set.h"
#include "verdict/model.h"

/* A picture of which less than this part is whole is not judged. */
#define TORN_PART 4

/*
 * CLEAR needs detail in at least this part of the tiles. A clock and a name in the picture, which
 * the camera writes behind the lens, are always crisp: on a covered demo camera they are
 * 3.8 % of the tiles. Real scenes have more: 6.8 % is the least of the webcams at night.
 */
#define CLEAR_DETAIL_MIN 0.05

struct lw_assessor {
    const struct lw_model *model;
    struct lw_model *own_model; /* opened here, or NULL */
    double threshold;
    struct lwi_feature_set *features;
    size_t detail;              /* index of the feature that CLEAR_DETAIL_MIN is about */
    size_t angle, strength;     /* and of those that tell the direction of a motion */
    struct lw_value *values;    /* lw_feature_count() of them */
    struct lwi_tiles *measures; /* NULL: no tile map */
    float *tiles;               /* NULL: no tile map */
};

const char *lw_verdict_name(enum lw_verdict verdict)
{
    switch (verdict) {
    case LW_VERDICT_CLEAR:
        return "CLEAR";
    case LW_VERDICT_BLURRY:
        return "BLURRY";
    case LW_VERDICT_NOT_ASSESSABLE:
        break;
    }
    return "NOT ASSESSABLE";
}

const char *lw_blur_kind_name(enum lw_blur_kind kind)
{
    static const char *const names[] = {"unknown", "defocus", "motion", "both"};
    size_t index = (size_t) kind;
    return names[index < sizeof(names) / sizeof(names[0]) ? index : 0];
}

void lw_assess_settings_default(struct lw_assess_settings *ret_settings)
{
    memset(ret_settings, 0, sizeof(*ret_settings));
    ret_settings->threshold = -1;
    ret_settings->cpu_mask = LW_CPU_ALL;
    ret_settings->tile_map = 1;
}

/* Marks the named features in wanted, which has an entry for each of the table. */
static int mark_wanted(unsigned char *wanted, const char *const *names,
                       struct lw_error *reterr_error)
{
    for (; names && *names; names++) {
        if (strcmp(*names, "all") == 0) {
            memset(wanted, 1, lw_feature_count());
            continue;
        }
        long index = lw_feature_find(*names);
        if (index < 0)
            return lwi_error_set(reterr_error, -EINVAL, "there is no feature '%s'", *names);
        wanted[index] = 1;
    }
    return 0;
}

static int open_features(struct lw_assessor *a, const struct lw_assess_settings *settings,
                         struct lw_error *reterr_error)
{
    unsigned char *wanted = calloc(lw_feature_count(), 1);
    if (!wanted)
        return lwi_error_set(reterr_error, -ENOMEM, "out of memory");
    static const char *const always[] = {"detail", "blur_angle", "blur_angle_strength", NULL};
    a->detail = (size_t) lw_feature_find(always[0]);
    a->angle = (size_t) lw_feature_find(always[1]);
    a->strength = (size_t) lw_feature_find(always[2]);
    int r = mark_wanted(wanted, always, reterr_error);
    if (r == 0)
        r = mark_wanted(wanted, lwi_model_features(a->model), reterr_error);
    if (r == 0)
        r = mark_wanted(wanted, settings->features, reterr_error);
    if (r == 0) {
        r = lwi_feature_set_new(&a->features, wanted, settings->tile_map != 0, settings->cpu_mask);
        if (r < 0)
            (void) lwi_error_set(reterr_error, r, "cannot prepare the features: %s", strerror(-r));
    }
    free(wanted);
    return r;
}

static int open_half_built(struct lw_assessor *a, const struct lw_assess_settings *settings,
                           struct lw_error *reterr_error)
{
    a->model = settings->model;
    if (!a->model) {
        int r = lw_model_open(&a->own_model, /* path= */ NULL, reterr_error);
        if (r < 0)
            return r;
        a->model = a->own_model;
    }
    a->threshold = settings->threshold < 0 ? lw_model_threshold(a->model) : settings->threshold;

    a->values = calloc(lw_feature_count(), sizeof(*a->values));
    if (settings->tile_map) {
        a->measures = calloc(1, sizeof(*a->measures));
        a->tiles = calloc((size_t) LW_TILES_MAX * LW_TILES_MAX, sizeof(*a->tiles));
    }
    if (!a->values || (settings->tile_map && (!a->measures || !a->tiles)))
        return lwi_error_set(reterr_error, -ENOMEM, "out of memory");
    return open_features(a, settings, reterr_error);
}

int lw_assessor_open(lw_assessor **ret_assessor, const struct lw_assess_settings *settings,
                     struct lw_error *reterr_error)
{
    if (!ret_assessor)
        return lwi_error_set(reterr_error, -EINVAL, "no place to put the assessor");
    struct lw_assess_settings defaults;
    if (!settings) {
        lw_assess_settings_default(&defaults);
        settings = &defaults;
    }
    if (!(settings->threshold <= 1)) /* NaN, too */
        return lwi_error_set(reterr_error, -EINVAL, "the threshold %g is not a probability",
                             settings->threshold);

    struct lw_assessor *a = calloc(1, sizeof(*a));
    if (!a)
        return lwi_error_set(reterr_error, -ENOMEM, "out of memory");
    int r = open_half_built(a, settings, reterr_error);
    if (r < 0) {
        lw_assessor_close(&a);
        return r;
    }
    *ret_assessor = a;
    return 0;
}

static int is_possible(const struct lw_frame *frame)
{
    return frame->luma && frame->width > 0 && frame->width <= LW_FRAME_SIDE_MAX &&
           frame->height > 0 && frame->height <= LW_FRAME_SIDE_MAX &&
           frame->rows_whole <= frame->height &&
           (frame->height == 1 || llabs((long long) frame->stride) >= frame->width);
}

static void judge_tiles(struct lw_assessor *a, struct lw_assessment *assessment)
{
    if (!a->measures)
        return;
    size_t count = (size_t) a->measures->count_x * a->measures->count_y;
    for (size_t i = 0; i < count; i++)
        a->tiles[i] = lwi_model_tile(a->model, a->measures->measure[i]);
    if (count > 0) {
        assessment->tiles_x = a->measures->count_x;
        assessment->tiles_y = a->measures->count_y;
        assessment->tiles = a->tiles;
    }
}

/* px@1080p for each pixel at the analysis size. */
static double radius_scale(const struct lw_frame *frame)
{
    double width_there = (double) frame->width / lwi_analysis_factor(frame->width, frame->height);
    return 1920 / width_there;
}

/* Whether all that is crisp may be what the camera itself wrote into the picture. */
static int may_be_overlay(const struct lw_assessor *a)
{
    const struct lw_value *detail = &a->values[a->detail];
    return !detail->reason && detail->value < CLEAR_DETAIL_MIN;
}

/* What the blur of a BLURRY picture looks like. */
static void describe_blur(const struct lw_assessor *a, const struct lw_frame *frame,
                          const struct lwi_prediction *p, struct lw_assessment *assessment)
{
    const double scale = radius_scale(frame);
    const struct lw_value *strength = &a->values[a->strength];

    assessment->blur_kind = p->kind;
    if (p->radius >= 0)
        assessment->psf_radius = p->radius * scale;
    if (p->radius_error >= 0)
        assessment->psf_radius_error = p->radius_error * scale;
    if (p->kind != LW_BLUR_MOTION && p->kind != LW_BLUR_BOTH)
        return;
    if (p->radius >= 0)
        assessment->motion_length =
            assessment->psf_radius *
            (p->kind == LW_BLUR_MOTION ? LWI_MOTION_LENGTH : LWI_BOTH_LENGTH);
    if (!strength->reason && strength->value >= LWI_ANGLE_STRENGTH_MIN)
        assessment->motion_angle = a->values[a->angle].value;
}

static void judge(struct lw_assessor *a, const struct lw_frame *frame,
                  struct lw_assessment *assessment)
{
    struct lwi_prediction p;
    int r = lwi_model_predict(a->model, a->values, a->threshold, &p);
    assessment->reason = p.reason;
    if (r == 0 && p.probability < a->threshold && may_be_overlay(a)) {
        assessment->reason = "so little has detail that it may be the camera's own clock or name";
    } else if (r == 0) {
        assessment->blur_probability = p.probability;
        assessment->verdict = p.probability >= a->threshold ? LW_VERDICT_BLURRY : LW_VERDICT_CLEAR;
    }
    if (assessment->verdict == LW_VERDICT_BLURRY)
        describe_blur(a, frame, &p, assessment);
    judge_tiles(a, assessment);
}

int lw_assessor_assess(lw_assessor *assessor, const struct lw_frame *frame,
                       struct lw_assessment *ret_assessment)
{
    if (!assessor || !frame || !ret_assessment || !is_possible(frame))
        return -EINVAL;
    struct lw_assessment assessment = {
        .verdict = LW_VERDICT_NOT_ASSESSABLE,
        .reason = "nothing of the picture is whole",
        .psf_radius = -1,
        .psf_radius_error = -1,
        .motion_angle = -1,
        .motion_length = -1,
        .value_count = lw_feature_count(),
        .values = assessor->values,
    };
    if (frame->rows_whole > 0) {
        /* What is below the last whole row is not the camera's picture. */
        struct lw_frame whole = *frame;
        whole.height = frame->rows_whole;
        int r = lwi_feature_set_measure(assessor->features, &whole, assessor->values,
                                        assessor->measures);
        if (r < 0)
            return r;
        if (whole.height < frame->height / TORN_PART)
            assessment.reason = "less than a quarter of the picture is whole";
        else
            judge(assessor, &whole, &assessment);
    } else {
        for (size_t i = 0; i < assessment.value_count; i++)
            lwi_value_invalid(&assessor->values[i], assessment.reason);
    }
    *ret_assessment = assessment;
    return 0;
}

void lw_assessor_close(lw_assessor **assessor)
{
    if (!assessor || !*assessor)
        return;
    lwi_feature_set_free(&(*assessor)->features);
    lw_model_close(&(*assessor)->own_model);
    free((*assessor)->values);
    free((*assessor)->measures);
    free((*assessor)->tiles);
    free(*assessor);
    *assessor = NULL;
}
