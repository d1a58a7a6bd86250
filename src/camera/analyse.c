/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * What a worker does with a packet: judge it, note the numbers, keep a healthy
 * picture for later, and tell the events.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "camera/camera.h"

/* The healthy picture is taken anew this often: light and season change a scene. */
#define REFERENCE_NS (300 * LWI_NS_PER_S)
/* Of the lines and columns, each so many-th is looked at for the brightness. */
#define BRIGHTNESS_STEP 8
/* Without a verdict for longer than so many intervals, a fault must last anew. */
#define GAP_INTERVALS 4
#define GAP_MIN_S     30.0
#define REFRESH_S     60.0

static double brightness_of(const struct lw_frame *frame)
{
    uint64_t sum = 0, count = 0;
    for (uint32_t y = 0; y < frame->rows_whole; y += BRIGHTNESS_STEP) {
        const uint8_t *row = frame->luma + (ptrdiff_t) y * frame->stride;
        for (uint32_t x = 0; x < frame->width; x += BRIGHTNESS_STEP, count++)
            sum += row[x];
    }
    double mean = count > 0 ? (double) sum / (double) count : 0;
    if (frame->range == LW_RANGE_LIMITED)
        mean = (mean - 16) * 255 / 219;
    return mean < 0 ? 0 : mean > 255 ? 255 : mean;
}

/* What is known after a picture was judged. */
struct outcome {
    struct lwi_measurement measurement;
    enum lw_verdict verdict; /* by the sensitivity of the camera */
    char reason[160];
    double threshold;
    struct lwi_event_settings settings;
    int wants_reference;
};

/* The verdict by the camera's sensitivity; the assessment's is by the model's own threshold. */
static void decide(const struct lwi_hub *hub, int sensitivity,
                   const struct lw_assessment *assessment, struct outcome *o)
{
    struct lwi_measurement *m = &o->measurement;
    o->threshold = lwi_defocus_threshold(hub->threshold, sensitivity);
    o->verdict = assessment->verdict;
    m->blur_probability = m->sharpness = -1;
    (void) snprintf(o->reason, sizeof(o->reason), "%s", assessment->reason);
    if (assessment->verdict != LW_VERDICT_NOT_ASSESSABLE) {
        m->blur_probability = assessment->blur_probability;
        m->sharpness = lwi_defocus_sharpness(assessment->blur_probability);
        o->verdict =
            assessment->blur_probability >= o->threshold ? LW_VERDICT_BLURRY : LW_VERDICT_CLEAR;
        if (o->verdict != assessment->verdict)
            (void) snprintf(o->reason, sizeof(o->reason),
                            "probability of blur %.3f, which is %s the %.3f of sensitivity %d",
                            assessment->blur_probability,
                            o->verdict == LW_VERDICT_BLURRY ? "not under" : "under", o->threshold,
                            sensitivity);
    }
    m->verdict = (int) o->verdict;
}

/* Notes the numbers; 0 where the camera was stopped or cut off meanwhile. Takes over *packet. */
static int note_locked(struct lwi_camera *camera, struct lwi_packet **packet,
                       const struct lw_frame *frame, double took_ms, struct outcome *o)
{
    struct lwi_camera_status *s = &camera->status;
    s->frames_assessed++;
    camera->assess_ms_total += took_ms;
    camera->bad_run = 0;
    camera->bad_since_ns = 0;
    if (camera->stop || !camera->connected)
        return 0;
    lwi_packet_free(&camera->newest);
    camera->newest = *packet;
    *packet = NULL;
    s->frame_ns = o->measurement.time_ns;
    s->width = frame->width;
    s->height = frame->height;
    s->verdict = o->verdict;
    s->blur_probability = o->measurement.blur_probability;
    s->sharpness = o->measurement.sharpness;
    s->brightness = o->measurement.brightness;
    (void) snprintf(s->verdict_reason, sizeof(s->verdict_reason), "%s", o->reason);
    if (camera->config.enabled)
        lwi_camera_state_locked(camera, LWI_CAMERA_WATCHING, NULL);
    int64_t now_ns = lwi_clock_monotonic(camera->hub->clock);
    o->wants_reference =
        o->verdict == LW_VERDICT_CLEAR &&
        (camera->reference_ns == 0 || now_ns - camera->reference_ns >= REFERENCE_NS);
    if (o->wants_reference)
        camera->reference_ns = now_ns;
    return 1;
}

static void keep_reference(struct lwi_camera *camera, const struct lw_frame *frame, int64_t time_ns)
{
    struct lwi_picture picture = {0};
    struct lw_error error = {0};
    if (lwi_picture_make(&picture, frame) < 0)
        return;
    if (lwi_store_reference_put(camera->hub->store, camera->id, time_ns, picture.data, picture.size,
                                &error) < 0)
        lwi_log(camera->hub->log, LWI_LOG_WARNING,
                "camera %s: its healthy picture cannot be stored: %s", camera->id, error.message);
    (void) pthread_mutex_lock(&camera->lock);
    struct lwi_picture old = camera->reference;
    camera->reference = picture;
    (void) pthread_mutex_unlock(&camera->lock);
    lwi_picture_done(&old);
}

struct eye {
    struct lwi_camera *camera;
    const struct lw_frame *frame;
};

static void look_at_frame(void *cookie, struct lwi_picture *ret_now,
                          struct lwi_picture *ret_reference)
{
    const struct eye *eye = cookie;
    (void) lwi_picture_make(ret_now, eye->frame);
    if (ret_reference) {
        (void) pthread_mutex_lock(&eye->camera->lock);
        (void) lwi_picture_copy(ret_reference, &eye->camera->reference);
        (void) pthread_mutex_unlock(&eye->camera->lock);
    }
}

static void tell_events(struct lwi_camera *camera, const struct lw_frame *frame,
                        const struct outcome *o)
{
    static const enum lwi_condition_state states[] = {
        [LW_VERDICT_NOT_ASSESSABLE] = LWI_STATE_NOT_ASSESSABLE,
        [LW_VERDICT_CLEAR] = LWI_STATE_OK,
        [LW_VERDICT_BLURRY] = LWI_STATE_FAULT,
    };
    const struct lwi_events_verdict verdict = {
        .condition = LWI_CONDITION_DEFOCUS,
        .state = states[o->verdict],
        .score = o->measurement.blur_probability > 0 ? o->measurement.blur_probability : 0,
        .reason = o->reason,
        .monotonic_ns = lwi_clock_monotonic(camera->hub->clock),
        .wall_ns = lwi_clock_realtime(camera->hub->clock),
    };
    struct eye eye = {camera, frame};
    lwi_events_step(&camera->events, &o->settings, &verdict,
                    &(struct lwi_events_eye){look_at_frame, &eye});
}

static void settings_of(const struct lwi_camera_config *config, struct outcome *o)
{
    double gap_s = GAP_INTERVALS * config->interval_s;
    o->settings = (struct lwi_event_settings){
        .duration_s = config->duration_s,
        .clear_duration_s = config->clear_duration_s,
        .refresh_s = REFRESH_S,
        .gap_s = gap_s > GAP_MIN_S ? gap_s : GAP_MIN_S,
    };
}

void lwi_camera_analyse(struct lwi_camera *camera, void *judge)
{
    const struct lwi_hub *hub = camera->hub;
    struct outcome o = {0};
    (void) pthread_mutex_lock(&camera->lock);
    struct lwi_packet *packet = camera->waiting;
    camera->waiting = NULL;
    int sensitivity = camera->config.sensitivity;
    settings_of(&camera->config, &o);
    (void) pthread_mutex_unlock(&camera->lock);
    if (!packet)
        return;

    struct lw_frame *frame;
    struct lw_assessment assessment;
    struct lw_error error = {0};
    int64_t begun_ns = lwi_clock_monotonic(&lwi_clock_system);
    int r = hub->io->judge(hub->io->cookie, judge, packet, &frame, &assessment, &error);
    if (r < 0) {
        lwi_camera_note_bad(camera, r, &error);
        lwi_packet_free(&packet);
        return;
    }
    double took_ms = (double) (lwi_clock_monotonic(&lwi_clock_system) - begun_ns) / 1e6;
    decide(hub, sensitivity, &assessment, &o);
    o.measurement.brightness = brightness_of(frame);
    o.measurement.time_ns = lwi_clock_realtime(hub->clock); /* a file's own time is of no use */

    (void) pthread_mutex_lock(&camera->lock);
    int goes_on = note_locked(camera, &packet, frame, took_ms, &o);
    (void) pthread_mutex_unlock(&camera->lock);
    lwi_packet_free(&packet);
    if (goes_on) {
        lwi_store_measurement_add(hub->store, camera->id, &o.measurement);
        lwi_notices_add(hub->notices, LWI_NOTICE_MEASUREMENT, camera->id, 0, &o.measurement);
        if (o.wants_reference)
            keep_reference(camera, frame, o.measurement.time_ns);
        tell_events(camera, frame, &o);
    }
    lwi_frame_unref(&frame);
}
