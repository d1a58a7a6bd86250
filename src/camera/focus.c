/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Moving the lens, and judging what came of it.
 *
 * Sharpness here is the variance of the Laplacian at the analysis size. It says
 * nothing of two different scenes, but before one and the same scene it is the
 * sharper measure of focus: the cameras' own search climbs the same hill.
 */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "camera/camera.h"
#include "camera/lens.h"
#include "lenswatch/feature.h"

#define MEASURE "laplacian_variance"

/* Pictures lag behind the lens. */
#define SETTLE_S 0.6
/* A search of the lens itself is over by then. */
#define SEARCH_S 20.0
#define POLL_S   0.5
/* The search: over the whole range, then around the best of it. */
#define COARSE 9
#define FINE   6
/* Less than this part of what it was is worse, beyond what noise does. */
#define WORSE 0.93
/* A picture to judge by comes within so many intervals, and so many seconds. */
#define JUDGE_INTERVALS 4
#define JUDGE_S         30

struct bench {
    struct lwi_camera *camera;
    struct lwi_device *device;
    struct lwi_judge *judge;
    int absolute;     /* the lens goes to positions; else it is counted in moves */
    double at;        /* where it is, as far as it is counted */
    int64_t moved_ns; /* realtime */
};

static int sleep_s(struct bench *b, double seconds, struct lw_error *reterr)
{
    for (double left = seconds; left > 0; left -= 0.1) {
        const struct timespec wait = {.tv_nsec = 100 * LWI_NS_PER_MS};
        if (atomic_load(&b->camera->lens.cancel))
            return lwi_error_set(reterr, -ECANCELED, "cancelled");
        (void) nanosleep(&wait, NULL);
    }
    return 0;
}

/* ---- measuring ---- */

static int open_bench(struct bench *b, struct lw_error *reterr)
{
    static const char *const features[] = {MEASURE, NULL};
    struct lw_assess_settings assess;
    struct lwi_decode_settings decode;
    lw_assess_settings_default(&assess);
    lwi_decode_settings_default(&decode);
    assess.model = b->camera->hub->model;
    assess.cpu_mask = b->camera->hub->cpu_mask;
    assess.features = features;
    assess.tile_map = 0;
    b->absolute = lwi_device_can_focus(b->device, LWI_FOCUS_TO);
    b->at = -1;
    (void) lwi_device_focus_position(b->device, &b->at, /* reterr= */ NULL);
    return lwi_judge_new(&b->judge, &assess, &decode, reterr);
}

/* The picture that the chain judged last, if it is newer than the last move. */
static int newest_picture(struct bench *b, uint8_t **ret_data, size_t *ret_size,
                          struct lw_error *reterr)
{
    double interval_s;
    (void) pthread_mutex_lock(&b->camera->lock);
    interval_s = b->camera->config.interval_s;
    (void) pthread_mutex_unlock(&b->camera->lock);
    for (double waited = 0; waited < JUDGE_S + JUDGE_INTERVALS * interval_s; waited += POLL_S) {
        struct lw_frame *frame = NULL;
        struct lwi_picture picture = {0};
        int64_t wall_ns = 0;
        int r = lwi_camera_frame(b->camera, &frame, &wall_ns);
        if (r == 0 && wall_ns > b->moved_ns)
            r = lwi_picture_make(&picture, frame);
        else
            r = -EAGAIN;
        lwi_frame_unref(&frame);
        if (r == 0) {
            *ret_data = picture.data;
            *ret_size = picture.size;
            return 0;
        }
        r = sleep_s(b, POLL_S, reterr);
        if (r < 0)
            return r;
    }
    return lwi_error_set(reterr, -ETIMEDOUT, "no picture comes to judge the focus by");
}

static int measure(struct bench *b, double *ret_sharpness, struct lw_error *reterr)
{
    uint8_t *data = NULL;
    size_t size = 0;
    struct lw_error error = {0};
    int r = lwi_device_snapshot(b->device, &data, &size, &error);
    if (r == -ECANCELED)
        return lwi_error_set(reterr, r, "cancelled");
    if (r < 0)
        r = newest_picture(b, &data, &size, reterr);
    if (r < 0)
        return r;
    struct lw_frame *frame = NULL;
    struct lw_assessment assessment;
    r = lwi_judge_image(b->judge, data, size, &frame, &assessment, reterr);
    free(data);
    lwi_frame_unref(&frame);
    if (r < 0)
        return r;
    const struct lw_value *value = &assessment.values[lw_feature_find(MEASURE)];
    if (value->reason)
        return lwi_error_set(reterr, -ENODATA, "the focus cannot be measured: %s", value->reason);
    *ret_sharpness = value->value;
    return 0;
}

/* ---- moving ---- */

static int move(struct bench *b, enum lwi_focus_kind kind, double amount, struct lw_error *reterr)
{
    const struct lwi_focus focus = {.kind = kind, .amount = amount};
    int r = lwi_device_focus(b->device, &focus, reterr);
    if (r == 0)
        r = sleep_s(b, SETTLE_S, reterr);
    b->moved_ns = lwi_clock_realtime(b->camera->hub->clock);
    return r;
}

/* To a position, by positions or by counted moves. */
static int go_to(struct bench *b, double position, struct lw_error *reterr)
{
    int r;
    if (b->absolute) {
        r = move(b, LWI_FOCUS_TO, position, reterr);
    } else {
        double by = position - b->at;
        r = move(b, by < 0 ? LWI_FOCUS_NEAR : LWI_FOCUS_FAR, fmin(1, fabs(by)), reterr);
    }
    if (r == 0)
        b->at = position;
    return r;
}

/* Lets the lens search by itself, and waits until it has done so. */
static int search_itself(struct bench *b, struct lw_error *reterr)
{
    double last = -2, now = -1;
    int r = move(b, LWI_FOCUS_AUTO, 0, reterr);
    if (r == 0 && lwi_device_focus_position(b->device, &now, NULL) < 0)
        return sleep_s(b, SEARCH_S / 4, reterr); /* it does not say */
    for (double waited = 0; r == 0 && waited < SEARCH_S && now != last; waited += POLL_S) {
        last = now;
        r = sleep_s(b, POLL_S, reterr);
        if (r == 0)
            (void) lwi_device_focus_position(b->device, &now, NULL);
    }
    b->moved_ns = lwi_clock_realtime(b->camera->hub->clock);
    return r;
}

/* ---- what may be asked ---- */

static void note_point(struct bench *b, double position, double sharpness)
{
    (void) pthread_mutex_lock(&b->camera->lock);
    struct lwi_lens_status *s = &b->camera->lens.status;
    if (s->count < LWI_LENS_POINTS_MAX)
        s->points[s->count++] = (struct lwi_lens_point){position, sharpness};
    (void) pthread_mutex_unlock(&b->camera->lock);
}

static int try_position(struct bench *b, double position, struct lwi_lens_point *best,
                        struct lw_error *reterr)
{
    double sharpness;
    int r = go_to(b, position, reterr);
    if (r == 0)
        r = measure(b, &sharpness, reterr);
    if (r < 0)
        return r;
    note_point(b, position, sharpness);
    if (sharpness > best->sharpness)
        *best = (struct lwi_lens_point){position, sharpness};
    return 0;
}

/* Goes through the range, and leaves the lens where it was sharpest. */
static int sweep(struct bench *b, struct lw_error *reterr)
{
    struct lwi_lens_point best = {0, -1};
    const double step = 1.0 / (COARSE - 1);
    int r = 0;
    if (!b->absolute) { /* the near end is where counting begins */
        r = move(b, LWI_FOCUS_NEAR, 1, reterr);
        b->at = 0;
    }
    for (int i = 0; r == 0 && i < COARSE; i++)
        r = try_position(b, i * step, &best, reterr);
    double middle = best.position;
    for (int i = -FINE / 2; r == 0 && i <= FINE / 2; i++) {
        double position = middle + i * step / (FINE / 2 + 1);
        if (i != 0 && position >= 0 && position <= 1)
            r = try_position(b, position, &best, reterr);
    }
    return r < 0 ? r : go_to(b, best.position, reterr);
}

static int act(struct bench *b, enum lwi_lens_do what, double amount, struct lw_error *reterr)
{
    switch (what) {
    case LWI_LENS_AUTO:
        return search_itself(b, reterr);
    case LWI_LENS_NEAR:
        return move(b, LWI_FOCUS_NEAR, amount, reterr);
    case LWI_LENS_FAR:
        return move(b, LWI_FOCUS_FAR, amount, reterr);
    case LWI_LENS_RESET:
        return move(b, LWI_FOCUS_RESET, 0, reterr);
    case LWI_LENS_SWEEP:
        return sweep(b, reterr);
    }
    return -EINVAL;
}

/* Back to where it was, if it is worse there and the lens can. 1: it went back. */
static int restore(struct bench *b, double was_at, double before, double after)
{
    if (!b->absolute || was_at < 0 || before < 0 || after < 0 || after >= WORSE * before)
        return 0;
    return go_to(b, was_at, /* reterr= */ NULL) == 0;
}

static void finish(struct bench *b, int result, const struct lw_error *error, int restored,
                   double before, double after)
{
    double position = -1;
    if (result == 0)
        (void) lwi_device_focus_position(b->device, &position, /* reterr= */ NULL);
    (void) pthread_mutex_lock(&b->camera->lock);
    struct lwi_lens_status *s = &b->camera->lens.status;
    s->state = result < 0 ? LWI_LENS_FAILED : LWI_LENS_DONE;
    s->ended_ns = lwi_clock_realtime(b->camera->hub->clock);
    s->before = before;
    s->after = after;
    s->position = position;
    s->restored = restored;
    if (result < 0) {
        (void) snprintf(s->message, sizeof(s->message), "%s", error->message);
        (void) snprintf(s->hint, sizeof(s->hint), "%s", error->hint);
    } else {
        (void) snprintf(s->message, sizeof(s->message), "%s",
                        restored                  ? "worse than before: the lens is back"
                        : before < 0 || after < 0 ? "done"
                        : after >= before / WORSE ? "sharper than before"
                        : after < WORSE * before  ? "less sharp than before"
                                                  : "as sharp as before");
    }
    lwi_log(b->camera->hub->log, LWI_LOG_INFO, "camera %s: lens, %s: %s", b->camera->id,
            lwi_lens_do_name((int) s->what), s->message);
    (void) pthread_mutex_unlock(&b->camera->lock);
    lwi_notices_add(b->camera->hub->notices, LWI_NOTICE_CAMERA, b->camera->id, 0, NULL);
}

void lwi_focus_run(struct lwi_camera *camera, struct lwi_device *device, enum lwi_lens_do what,
                   double amount)
{
    struct bench b = {.camera = camera, .device = device};
    struct lw_error error = {0};
    double before = -1, after = -1;
    int restored = 0;
    int r = open_bench(&b, &error);
    double was_at = b.at;
    if (r == 0)
        (void) measure(&b, &before, /* reterr= */ NULL);
    if (r == 0)
        r = act(&b, what, amount, &error);
    if (r == 0) {
        (void) measure(&b, &after, /* reterr= */ NULL);
        /* Who moves it by hand may mean to. */
        if (what == LWI_LENS_AUTO || what == LWI_LENS_SWEEP)
            restored = restore(&b, was_at, before, after);
    }
    finish(&b, r, &error, restored, before, after);
    lwi_judge_free(&b.judge);
}

/* ---- on an event ---- */

/* How the chain finds the focus on a picture of after the move. */
static int judge_again(struct bench *b, enum lw_state *ret_state, struct lw_error *reterr)
{
    long defocus = lw_condition_find("defocus");
    (void) pthread_mutex_lock(&b->camera->lock);
    double interval_s = b->camera->config.interval_s;
    (void) pthread_mutex_unlock(&b->camera->lock);
    for (double waited = 0; waited < JUDGE_S + JUDGE_INTERVALS * interval_s; waited += POLL_S) {
        (void) pthread_mutex_lock(&b->camera->lock);
        int new = b->camera->status.frame_ns > b->moved_ns;
        *ret_state = b->camera->status.conditions[defocus].state;
        (void) pthread_mutex_unlock(&b->camera->lock);
        if (new &&*ret_state != LW_STATE_NOT_ASSESSABLE)
            return 0;
        int r = sleep_s(b, POLL_S, reterr);
        if (r < 0)
            return r;
    }
    return lwi_error_set(reterr, -ETIMEDOUT, "no picture comes to judge the focus by");
}

static void note(struct lwi_camera *camera, int64_t event_id, const char *text)
{
    struct lw_error error = {0};
    lwi_log(camera->hub->log, LWI_LOG_NOTICE, "camera %s: event %lld: %s", camera->id,
            (long long) event_id, text);
    if (lwi_store_event_note(camera->hub->store, event_id, text, &error) < 0)
        lwi_log(camera->hub->log, LWI_LOG_ERROR, "event %lld: its note cannot be stored: %s",
                (long long) event_id, error.message);
    lwi_notices_add(camera->hub->notices, LWI_NOTICE_EVENT_REFRESH, camera->id, event_id, NULL);
}

static void begin_event_job(struct lwi_camera *camera)
{
    (void) pthread_mutex_lock(&camera->lock);
    struct lwi_lens_status *s = &camera->lens.status;
    s->state = LWI_LENS_RUNNING;
    s->what = LWI_LENS_AUTO;
    s->by_event = 1;
    s->started_ns = lwi_clock_realtime(camera->hub->clock);
    s->ended_ns = 0;
    s->count = 0;
    s->message[0] = s->hint[0] = '\0';
    (void) pthread_mutex_unlock(&camera->lock);
}

void lwi_focus_event(struct lwi_camera *camera, struct lwi_device *device, int64_t event_id,
                     int tries)
{
    struct bench b = {.camera = camera, .device = device};
    struct lw_error error = {0};
    enum lw_state state = LW_STATE_FAULT;
    double before = -1, after = -1;
    char text[160];
    begin_event_job(camera);
    int r = open_bench(&b, &error);
    double was_at = b.at;
    if (r == 0)
        (void) measure(&b, &before, /* reterr= */ NULL);
    int tried = 0;
    while (r == 0 && state == LW_STATE_FAULT && tried < tries) {
        tried++;
        r = search_itself(&b, &error);
        if (r == 0)
            r = judge_again(&b, &state, &error);
    }
    int restored = 0;
    if (r == 0) {
        (void) measure(&b, &after, /* reterr= */ NULL);
        restored = state == LW_STATE_FAULT && restore(&b, was_at, before, after);
    }
    if (r < 0)
        (void) snprintf(text, sizeof(text), "needs a person: the lens could not be focused: %.100s",
                        error.message);
    else if (state == LW_STATE_FAULT)
        (void) snprintf(text, sizeof(text), "needs a person: focusing %d times did not help%s",
                        tried, restored ? "; the lens is back where it was" : "");
    else
        (void) snprintf(text, sizeof(text), "refocused by itself");
    if (r != -ECANCELED)
        note(camera, event_id, text);
    finish(&b, r, &error, restored, before, after);
    lwi_judge_free(&b.judge);
}
