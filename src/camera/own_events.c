/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * The events that a camera reports itself, kept beside ours as a second opinion. Its
 * own thread stores them; none of our engines has a say in them.
 */
#include <stdio.h>
#include <string.h>

#include "camera/camera.h"
#include "camera/lens.h"

static int take_picture(struct lwi_camera *camera, struct lwi_picture *ret_picture)
{
    struct lw_frame *frame;
    int r = lwi_camera_frame(camera, &frame, /* ret_wall_ns= */ NULL);
    if (r < 0)
        return r;
    r = lwi_picture_make(ret_picture, frame);
    lwi_frame_unref(&frame);
    return r;
}

static void report(struct lwi_camera *camera, const struct lw_error *error)
{
    lwi_log(camera->hub->log, LWI_LOG_ERROR, "camera %s: what it reports cannot be stored: %s",
            camera->id, error->message);
}

static void begin(struct lwi_camera *camera, int condition, const char *code)
{
    struct lwi_picture picture = {0};
    struct lw_error error = {0};
    int64_t now_ns = lwi_clock_realtime(camera->hub->clock);
    struct lwi_event e = {
        .started_ns = now_ns, .confirmed_ns = now_ns, .refreshed_ns = now_ns, .score = 1};
    memcpy(e.camera_id, camera->id, sizeof(e.camera_id));
    (void) snprintf(e.source, sizeof(e.source), "camera");
    (void) snprintf(e.condition, sizeof(e.condition), "%s", lwi_condition_name(condition));
    (void) snprintf(e.reason, sizeof(e.reason), "the camera says so itself: %.80s", code);
    (void) take_picture(camera, &picture);
    const struct lwi_event_pictures pictures = {.start = picture.data, .start_size = picture.size};
    if (lwi_store_event_start(camera->hub->store, &e, &pictures, &error) < 0) {
        report(camera, &error);
    } else {
        camera->lens.own_events[condition] = e.id;
        lwi_log_as(camera->hub->log, LWI_LOG_NOTICE, LWI_LOG_ALARM, e.condition,
                   "camera %s: event %lld: %s: %s", camera->id, (long long) e.id, e.condition,
                   e.reason);
        lwi_notices_add(camera->hub->notices, LWI_NOTICE_EVENT_START, camera->id, e.id, NULL);
    }
    lwi_picture_done(&picture);
}

static void end(struct lwi_camera *camera, int condition, const char *reason)
{
    struct lw_error error = {0};
    int64_t id = camera->lens.own_events[condition];
    if (id == 0)
        return;
    camera->lens.own_events[condition] = 0;
    if (lwi_store_event_end(camera->hub->store, id, lwi_clock_realtime(camera->hub->clock), reason,
                            /* pictures= */ NULL, &error) < 0)
        report(camera, &error);
    else
        lwi_notices_add(camera->hub->notices, LWI_NOTICE_EVENT_END, camera->id, id, NULL);
}

void lwi_own_event(struct lwi_camera *camera, const struct lwi_device_event *event)
{
    int condition = event->condition[0] ? lwi_condition_find(event->condition) : -1;
    (void) pthread_mutex_lock(&camera->lock);
    int channel = camera->config.channel;
    (void) pthread_mutex_unlock(&camera->lock);
    if (condition < 0 || (event->channel != 0 && event->channel != channel))
        return;
    camera->lens.said_ns[condition] = lwi_clock_monotonic(&lwi_clock_system);
    if (event->active && camera->lens.own_events[condition] == 0)
        begin(camera, condition, event->code);
    if (!event->active || event->pulse)
        end(camera, condition, event->pulse ? "the camera says no end" : "cleared");
}

void lwi_own_events_expire(struct lwi_camera *camera, double hold_s)
{
    int64_t now_ns = lwi_clock_monotonic(&lwi_clock_system);
    for (int i = 0; i < LWI_CONDITIONS_MAX && hold_s > 0; i++)
        if (camera->lens.own_events[i] != 0 &&
            (double) (now_ns - camera->lens.said_ns[i]) > hold_s * (double) LWI_NS_PER_S)
            end(camera, i, "cleared");
}

void lwi_own_events_end(struct lwi_camera *camera, const char *reason)
{
    for (int i = 0; i < LWI_CONDITIONS_MAX; i++)
        end(camera, i, reason);
}
