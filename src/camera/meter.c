/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "camera/meter.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "camera/camera.h"
#include "camera/fleet_internal.h"
#include "camera/live.h"
#include "lenswatch/feature.h"

/* As the search of the lens measures, so that both show the same numbers. */
#define MEASURE "laplacian_variance"
/* A hand on the lens follows a number that changes so often; more is decoding for nothing. */
#define FPS 6

struct lwi_meter {
    struct lwi_camera *camera;
    struct lwi_fleet *fleet;
    lw_assessor *assessor;
    struct lwi_live *live; /* NULL: no stream was asked for yet */
};

int lwi_meter_open(struct lwi_meter **ret_meter, struct lwi_fleet *fleet, const char *id,
                   struct lw_error *reterr)
{
    static const char *const features[] = {MEASURE, NULL};
    struct lwi_camera *camera = lwi_fleet_find(fleet, id);
    if (!camera)
        return lwi_error_set(reterr, -ENOENT, "there is no camera '%s'", id);
    struct lwi_hub *hub = camera->hub;
    if (atomic_fetch_add(&hub->meters, 1) >= LWI_METERS_MAX) {
        (void) atomic_fetch_sub(&hub->meters, 1);
        lwi_camera_unref(&camera);
        (void) lwi_error_set(reterr, -EBUSY, "the sharpness of other cameras is measured now");
        lwi_error_hint(reterr, "Try again in a moment, or close a focus meter; at most %d are open",
                       LWI_METERS_MAX);
        return -EBUSY;
    }
    struct lw_assess_settings settings;
    lw_assess_settings_default(&settings);
    settings.model = hub->model;
    settings.cpu_mask = hub->cpu_mask;
    settings.features = features;
    struct lwi_meter *meter = calloc(1, sizeof(*meter));
    int r = meter ? lw_assessor_open(&meter->assessor, &settings, reterr)
                  : lwi_error_set(reterr, -ENOMEM, "out of memory");
    if (r < 0) {
        free(meter);
        (void) atomic_fetch_sub(&hub->meters, 1);
        lwi_camera_unref(&camera);
        return r;
    }
    meter->camera = camera;
    meter->fleet = fleet;
    *ret_meter = meter;
    return 0;
}

void lwi_meter_close(struct lwi_meter **meter)
{
    if (!meter || !*meter)
        return;
    struct lwi_meter *m = *meter;
    lwi_live_close(&m->live);
    lw_assessor_close(&m->assessor);
    (void) atomic_fetch_sub(&m->camera->hub->meters, 1);
    lwi_camera_unref(&m->camera);
    free(m);
    *meter = NULL;
}

static int measure(struct lwi_meter *meter, const struct lw_frame *frame, int64_t wall_ns,
                   struct lwi_meter_reading *ret_reading, struct lw_error *reterr)
{
    struct lw_assessment a;
    int r = lw_assessor_assess(meter->assessor, frame, &a);
    if (r < 0)
        return lwi_error_set(reterr, r, "the picture cannot be judged: %s", strerror(-r));
    const struct lw_value *value = &a.values[lw_feature_find(MEASURE)];
    const int known = a.verdict != LW_VERDICT_NOT_ASSESSABLE;
    *ret_reading = (struct lwi_meter_reading){
        .wall_ns = wall_ns,
        .width = frame->width,
        .height = frame->height,
        .verdict = a.verdict,
        .blur_probability = known ? a.blur_probability : -1,
        .sharpness = value->reason ? -1 : value->value,
        .tiles_x = a.tiles_x,
        .tiles_y = a.tiles_y,
        .tiles = a.tiles,
    };
    (void) snprintf(ret_reading->reason, sizeof(ret_reading->reason), "%s",
                    value->reason ? value->reason : a.reason);
    return 0;
}

int lwi_meter_newest(struct lwi_meter *meter, struct lwi_meter_reading *ret_reading,
                     struct lw_error *reterr)
{
    struct lw_frame *frame;
    int64_t wall_ns;
    int r = lwi_camera_frame(meter->camera, &frame, &wall_ns);
    if (r == -EAGAIN)
        return lwi_error_set(reterr, r, "there is no picture of the camera yet");
    if (r < 0)
        return lwi_error_set(reterr, r, "the picture cannot be decoded: %s", strerror(-r));
    r = measure(meter, frame, wall_ns, ret_reading, reterr);
    lwi_frame_unref(&frame);
    return r;
}

int lwi_meter_read(struct lwi_meter *meter, int timeout_ms, struct lwi_meter_reading *ret_reading,
                   struct lw_error *reterr)
{
    struct lw_frame *frame = NULL;
    int r = 0;
    if (!meter->live)
        r = lwi_live_open(&meter->live, meter->fleet, meter->camera->id, LWI_LIVE_MAIN, 0, reterr);
    if (r == 0)
        r = lwi_live_frame(meter->live, timeout_ms, FPS, &frame);
    if (r == 0)
        r = measure(meter, frame, lwi_clock_realtime(meter->camera->hub->clock), ret_reading,
                    reterr);
    lwi_frame_unref(&frame);
    return r;
}
