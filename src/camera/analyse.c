/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * What a worker does with a packet: judge it, note the numbers, keep a healthy
 * picture for later, and tell the events.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "camera/baselines.h"
#include "camera/camera.h"
#include "camera/watch.h"

/* The healthy picture is taken anew this often: light and season change a scene. */
#define REFERENCE_NS (300 * LWI_NS_PER_S)
/* Of the lines and columns, each so many-th is looked at for the brightness. */
#define BRIGHTNESS_STEP 8

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
    enum lw_verdict verdict; /* on the focus, by the settings of the camera */
    struct lwi_condition_status conditions[LW_CONDITIONS_MAX];
    enum lw_light light;
    unsigned pictures_learnt, pictures_needed, tiles_total, tiles_usable, preset;
    int sensitivity; /* to defocus */
    double interval_s, flap_s;
    struct lwi_condition_config configs[LW_CONDITIONS_MAX];
    int wants_reference;
    int wants_baseline_picture;
    struct lwi_baseline_picture baseline_picture;
};

static void set_reason(struct lwi_condition_status *status, enum lw_state state, const char *reason)
{
    status->state = state;
    (void) snprintf(status->reason, sizeof(status->reason), "%s", reason);
}

/* The verdict on the focus by the picture alone, by the camera's sensitivity; the assessment's is
 * by the model's own threshold. */
static void decide_alone(const struct lwi_hub *hub, const struct lw_assessment *assessment,
                         int sensitivity, struct lwi_condition_status *ret_status)
{
    double threshold = lwi_defocus_threshold(hub->threshold, sensitivity);
    *ret_status = (struct lwi_condition_status){.value = -1};
    set_reason(ret_status, LW_STATE_NOT_ASSESSABLE, assessment->reason);
    if (assessment->verdict == LW_VERDICT_NOT_ASSESSABLE)
        return;
    int blurry = assessment->blur_probability >= threshold;
    ret_status->state = blurry ? LW_STATE_FAULT : LW_STATE_OK;
    ret_status->score = assessment->blur_probability;
    if (blurry != (assessment->verdict == LW_VERDICT_BLURRY))
        (void) snprintf(ret_status->reason, sizeof(ret_status->reason),
                        "probability of blur %.3f, which is %s the %.3f of sensitivity %d",
                        assessment->blur_probability, blurry ? "not under" : "under", threshold,
                        sensitivity);
}

/* What the watch found, copied: its strings do not last. */
static void copy_conditions(const struct lw_watch_result *result, struct outcome *o)
{
    for (size_t i = 0; i < lw_condition_count(); i++) {
        struct lwi_condition_status *c = &o->conditions[i];
        *c = (struct lwi_condition_status){.value = -1};
        if (!o->configs[i].enabled) {
            set_reason(c, LW_STATE_NOT_ASSESSABLE, "switched off");
        } else if (i >= result->condition_count) {
            set_reason(c, LW_STATE_NOT_ASSESSABLE, "learns once the picture is in focus");
        } else {
            const struct lw_condition_result *found = &result->conditions[i];
            set_reason(c, found->state, found->reason);
            c->score = found->score;
            c->value = found->value;
            c->lasted_s = found->lasted_s;
            c->severe = found->severe != 0;
        }
    }
    o->light = result->light;
    o->pictures_learnt = result->pictures_learnt;
    o->pictures_needed = result->pictures_needed;
    o->tiles_total = result->tiles_total;
    o->tiles_usable = result->tiles_usable;
    o->preset = result->preset;
}

/* What is stored of each condition, so that another sensitivity can be tried on it later. */
static void keep_limits(const struct lwi_hub *hub, const lw_watch *watch,
                        const struct lw_watch_result *result, int ready, struct lwi_measurement *m)
{
    m->light = (uint8_t) result->light;
    m->limit_count = (uint8_t) lw_condition_count();
    memset(m->limits, LW_LIMIT_NOT_ASSESSABLE, sizeof(m->limits));
    if (result->condition_count > 0)
        (void) lw_watch_limits(watch, m->limits);
    if (!ready && !result->held_off)
        m->limits[lw_condition_find("defocus")] =
            lwi_defocus_limit(hub->threshold, &result->assessment);
}

static void keep_measures(const struct lw_watch_result *result, struct lwi_measurement *m)
{
    m->measures[LWI_MEASURE_CONTRAST] =
        result->condition_count > 0 ? (double) result->contrast : -1;
    m->measures[LWI_MEASURE_NOISE] = (double) result->noise;
    m->measures[LWI_MEASURE_COLOUR] = (double) result->colour;
}

/* ready: the baseline has learnt enough for the watch to judge the focus. */
static void decide(const struct lwi_hub *hub, const struct lw_watch_result *result, int ready,
                   struct outcome *o)
{
    static const enum lw_verdict verdicts[] = {
        [LW_STATE_NOT_ASSESSABLE] = LW_VERDICT_NOT_ASSESSABLE,
        [LW_STATE_OK] = LW_VERDICT_CLEAR,
        [LW_STATE_FAULT] = LW_VERDICT_BLURRY,
    };
    const struct lw_assessment *assessment = &result->assessment;
    struct lwi_measurement *m = &o->measurement;
    copy_conditions(result, o);
    long defocus = lw_condition_find("defocus");
    struct lwi_condition_status *focus = &o->conditions[defocus];
    if (o->configs[defocus].enabled && !ready && !result->held_off)
        decide_alone(hub, assessment, o->sensitivity, focus);
    o->verdict = verdicts[focus->state];
    m->verdict = (int) o->verdict;
    m->blur_probability = m->sharpness = -1;
    if (assessment->verdict != LW_VERDICT_NOT_ASSESSABLE) {
        m->blur_probability = assessment->blur_probability;
        m->sharpness = lwi_defocus_sharpness(assessment->blur_probability);
    }
}

static int any_fault(const struct outcome *o)
{
    for (size_t i = 0; i < lw_condition_count(); i++)
        if (o->conditions[i].state == LW_STATE_FAULT)
            return 1;
    return 0;
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
    (void) snprintf(s->verdict_reason, sizeof(s->verdict_reason), "%s",
                    o->conditions[lw_condition_find("defocus")].reason);
    memcpy(s->conditions, o->conditions, sizeof(s->conditions));
    s->light = o->light;
    s->pictures_learnt = o->pictures_learnt;
    s->pictures_needed = o->pictures_needed;
    s->tiles_total = o->tiles_total;
    s->tiles_usable = o->tiles_usable;
    s->preset = o->preset;
    if (camera->config.enabled)
        lwi_camera_state_locked(camera, LWI_CAMERA_WATCHING, NULL);
    int64_t now_ns = lwi_clock_monotonic(camera->hub->clock);
    o->wants_reference =
        o->verdict == LW_VERDICT_CLEAR && !any_fault(o) &&
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
    struct eye eye = {camera, frame};
    int64_t monotonic_ns = lwi_clock_monotonic(camera->hub->clock);
    int64_t wall_ns = lwi_clock_realtime(camera->hub->clock);
    for (size_t i = 0; i < lw_condition_count(); i++) {
        const struct lwi_condition_status *c = &o->conditions[i];
        const struct lwi_event_settings settings =
            lwi_events_settings(&o->configs[i], o->interval_s, o->flap_s);
        const struct lwi_events_verdict verdict = {
            .condition = (int) i + LWI_CONDITION_FIRST,
            .state = lwi_event_state(c->state, o->measurement.limits[i],
                                     (unsigned) o->configs[i].sensitivity),
            .score = c->score,
            .lasted_s = c->lasted_s,
            .reason = c->reason,
            .monotonic_ns = monotonic_ns,
            .wall_ns = wall_ns,
        };
        if (o->configs[i].enabled)
            lwi_events_step(&camera->events, &settings, &verdict,
                            &(struct lwi_events_eye){look_at_frame, &eye});
        else
            lwi_events_end(&camera->events, verdict.condition, "switched off", wall_ns);
    }
}

/* The packet to judge, with the settings of now; NULL: none. */
static struct lwi_packet *take_packet(struct lwi_camera *camera, struct outcome *o)
{
    (void) pthread_mutex_lock(&camera->lock);
    struct lwi_packet *packet = camera->waiting;
    camera->waiting = NULL;
    o->sensitivity = camera->config.sensitivity;
    o->interval_s = camera->config.interval_s;
    o->flap_s = camera->config.flap_s;
    for (size_t i = 0; i < lw_condition_count(); i++)
        o->configs[i] = lwi_camera_config_condition(&camera->config, i);
    (void) pthread_mutex_unlock(&camera->lock);
    return packet;
}

/* Judges by the watch. A picture out of focus is nothing to learn from while the watch cannot tell
 * by itself: a camera that is blurred from the beginning would pass for healthy. */
static int judge_locked(struct lwi_camera *camera, void *judge, const struct lwi_packet *packet,
                        struct lw_frame **ret_frame, struct outcome *o, struct lw_error *reterr)
{
    const struct lwi_hub *hub = camera->hub;
    int alone_counts = !camera->watch_ready && o->configs[lw_condition_find("defocus")].enabled;
    const struct lwi_judge_order order = {
        .watch = camera->watch,
        .wall_ns = o->measurement.time_ns,
        .blur_max = alone_counts ? lwi_defocus_threshold(hub->threshold, o->sensitivity) : 2,
    };
    struct lw_watch_result result;
    int r = hub->io->judge(hub->io->cookie, judge, packet, &order, ret_frame, &result, reterr);
    if (r < 0)
        return r;
    camera->watch_ready =
        result.condition_count > 0 && result.pictures_learnt >= result.pictures_needed;
    if (result.condition_count > 0 && result.pictures_learnt > 0)
        camera->watch_unsaved = 1;
    decide(hub, &result, camera->watch_ready, o);
    keep_measures(&result, &o->measurement);
    keep_limits(hub, camera->watch, &result, camera->watch_ready, &o->measurement);
    o->wants_baseline_picture =
        result.condition_count > 0 && !any_fault(o) &&
        lwi_camera_baseline_due_locked(camera, o->measurement.time_ns, &o->baseline_picture);
    return 0;
}

void lwi_camera_analyse(struct lwi_camera *camera, void *judge)
{
    const struct lwi_hub *hub = camera->hub;
    struct outcome o = {0};
    struct lw_frame *frame;
    struct lw_error error = {0};
    (void) pthread_mutex_lock(&camera->watch_lock);
    struct lwi_packet *packet = take_packet(camera, &o);
    if (!packet) {
        (void) pthread_mutex_unlock(&camera->watch_lock);
        return;
    }
    lwi_camera_watch_configure_locked(camera);
    int64_t begun_ns = lwi_clock_monotonic(&lwi_clock_system);
    o.measurement.time_ns = lwi_clock_realtime(hub->clock); /* a file's own time is of no use */
    int r = judge_locked(camera, judge, packet, &frame, &o, &error);
    (void) pthread_mutex_unlock(&camera->watch_lock);
    if (r < 0) {
        lwi_camera_note_bad(camera, r, &error);
        lwi_packet_free(&packet);
        return;
    }
    double took_ms = (double) (lwi_clock_monotonic(&lwi_clock_system) - begun_ns) / 1e6;
    o.measurement.brightness = brightness_of(frame);

    (void) pthread_mutex_lock(&camera->lock);
    int goes_on = note_locked(camera, &packet, frame, took_ms, &o);
    (void) pthread_mutex_unlock(&camera->lock);
    lwi_packet_free(&packet);
    if (goes_on) {
        lwi_store_measurement_add(hub->store, camera->id, &o.measurement);
        lwi_notices_add(hub->notices, LWI_NOTICE_MEASUREMENT, camera->id, 0, &o.measurement);
        if (o.wants_reference)
            keep_reference(camera, frame, o.measurement.time_ns);
        if (o.wants_baseline_picture)
            lwi_camera_baseline_keep(camera, frame, &o.baseline_picture);
        tell_events(camera, frame, &o);
        lwi_camera_watch_save_due(camera);
    }
    lwi_frame_unref(&frame);
}
