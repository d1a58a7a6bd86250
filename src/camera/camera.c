/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "camera/camera.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/error.h"
#include "camera/pool.h"
#include "camera/recording.h"
#include "camera/watch.h"
#include "config/camera_sub.h"

/* An open event says again that it goes on this often. */
#define REFRESH_S 60.0

static const char *const state_names[] = {
    [LWI_CAMERA_DISABLED] = "disabled",
    [LWI_CAMERA_CONNECTING] = "connecting",
    [LWI_CAMERA_WATCHING] = "watching",
    [LWI_CAMERA_LOST] = "lost",
};

const char *lwi_camera_state_name(enum lwi_camera_state state)
{
    return state_names[state];
}

void lwi_camera_blind_locked(struct lwi_camera *camera, const char *reason)
{
    struct lwi_camera_status *s = &camera->status;
    s->verdict = LW_VERDICT_NOT_ASSESSABLE;
    s->blur_probability = -1;
    s->sharpness = -1;
    s->brightness = -1;
    (void) snprintf(s->verdict_reason, sizeof(s->verdict_reason), "%s", reason);
    for (size_t i = 0; i < lw_condition_count(); i++) {
        s->conditions[i] = (struct lwi_condition_status){.value = -1};
        (void) snprintf(s->conditions[i].reason, sizeof(s->conditions[i].reason), "%s", reason);
    }
}

static void init_status(struct lwi_camera *camera)
{
    struct lwi_camera_status *s = &camera->status;
    s->state = camera->config.enabled ? LWI_CAMERA_CONNECTING : LWI_CAMERA_DISABLED;
    s->state_since_ns = lwi_clock_realtime(camera->hub->clock);
    lwi_camera_blind_locked(camera, "no picture yet");
}

int lwi_camera_new(struct lwi_camera **ret_camera, struct lwi_hub *hub,
                   const struct lwi_camera_config *config)
{
    struct lwi_camera *camera = calloc(1, sizeof(*camera));
    if (!camera)
        return -ENOMEM;
    pthread_condattr_t attr;
    (void) pthread_condattr_init(&attr);
    (void) pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    (void) pthread_mutex_init(&camera->watch_lock, NULL);
    (void) pthread_mutex_init(&camera->lock, NULL);
    (void) pthread_cond_init(&camera->changed, &attr);
    (void) pthread_condattr_destroy(&attr);
    atomic_init(&camera->references, 1);
    atomic_init(&camera->cancel, false);
    atomic_init(&camera->all_frames, false);
    atomic_init(&camera->lens.cancel, false);
    atomic_init(&camera->sub.cancel, false);
    atomic_init(&camera->ptz.cancel, false);
    camera->live.camera = camera;
    camera->sub.feed.camera = camera;
    camera->hub = hub;
    camera->config = *config;
    (void) snprintf(camera->id, sizeof(camera->id), "%s", config->id);
    lwi_events_init(&camera->events, camera->id, hub->store, hub->notices, hub->log);
    lwi_camera_arming_load(camera);
    if (!config->enabled)
        lwi_events_disarm(&camera->events, "camera disabled", 0);
    init_status(camera);
    int64_t time_ns;
    (void) lwi_store_reference_get(hub->store, camera->id, &time_ns, &camera->reference.data,
                                   &camera->reference.size, /* reterr= */ NULL);
    int r = lwi_camera_watch_open(camera);
    if (r == 0)
        r = lwi_camera_recorder_open(camera);
    camera->events.recorder = camera->recorder;
    if (r < 0)
        lwi_camera_unref(&camera);
    *ret_camera = camera;
    return r;
}

struct lwi_camera *lwi_camera_ref(struct lwi_camera *camera)
{
    (void) atomic_fetch_add(&camera->references, 1);
    return camera;
}

void lwi_camera_unref(struct lwi_camera **camera_pointer)
{
    if (!camera_pointer || !*camera_pointer)
        return;
    struct lwi_camera *camera = *camera_pointer;
    *camera_pointer = NULL;
    if (atomic_fetch_sub(&camera->references, 1) != 1)
        return;
    lwi_camera_recorder_close(camera, camera->removed);
    camera->events.recorder = NULL;
    lwi_live_clear_locked(&camera->live); /* nobody else has it: there is nothing to lock */
    lwi_live_clear_locked(&camera->sub.feed);
    lwi_events_done(&camera->events);
    lwi_packet_free(&camera->waiting);
    lwi_packet_free(&camera->newest);
    lwi_picture_done(&camera->reference);
    lw_watch_close(&camera->watch);
    (void) pthread_mutex_destroy(&camera->watch_lock);
    (void) pthread_mutex_destroy(&camera->lock);
    (void) pthread_cond_destroy(&camera->changed);
    explicit_bzero(camera->config.password, sizeof(camera->config.password));
    free(camera);
}

int lwi_camera_start(struct lwi_camera *camera, struct lw_error *reterr)
{
    (void) lwi_camera_ref(camera); /* the thread's */
    int r = pthread_create(&camera->thread, NULL, lwi_supervisor_main, camera);
    if (r != 0) {
        struct lwi_camera *reference = camera;
        lwi_camera_unref(&reference);
        (void) lwi_error_set(reterr, -r, "cannot start a thread for the camera: %s", strerror(r));
        lwi_error_hint(reterr, "Raise the limit on tasks (systemd: TasksMax=).");
        return -r;
    }
    camera->thread_runs = 1;
    lwi_lens_configure(camera);
    return 0;
}

int lwi_camera_wait_locked(struct lwi_camera *camera, int64_t wake_ns)
{
    const struct timespec wake = {.tv_sec = wake_ns / LWI_NS_PER_S,
                                  .tv_nsec = wake_ns % LWI_NS_PER_S};
    return -pthread_cond_timedwait(&camera->changed, &camera->lock, &wake);
}

void lwi_camera_stop(struct lwi_camera *camera)
{
    (void) pthread_mutex_lock(&camera->lock);
    camera->stop = 1;
    atomic_store(&camera->cancel, true);
    atomic_store(&camera->lens.cancel, true);
    atomic_store(&camera->sub.cancel, true);
    atomic_store(&camera->ptz.cancel, true);
    lwi_packet_free(&camera->waiting);
    (void) pthread_cond_broadcast(&camera->changed);
    (void) pthread_mutex_unlock(&camera->lock);
}

int lwi_camera_join(struct lwi_camera *camera, const struct timespec *until)
{
    if (!camera->thread_runs)
        return 0;
    int r = pthread_timedjoin_np(camera->thread, NULL, until);
    if (r == 0)
        camera->thread_runs = 0;
    return -r;
}

void lwi_camera_state_locked(struct lwi_camera *camera, enum lwi_camera_state state,
                             const struct lw_error *error)
{
    struct lwi_camera_status *s = &camera->status;
    int changed = s->state != state;
    if (changed) {
        s->state = state;
        s->state_since_ns = lwi_clock_realtime(camera->hub->clock);
    }
    if (strcmp(s->state_reason, error ? error->message : "") != 0)
        changed = 1;
    (void) snprintf(s->state_reason, sizeof(s->state_reason), "%s", error ? error->message : "");
    (void) snprintf(s->state_hint, sizeof(s->state_hint), "%s", error ? error->hint : "");
    if (state != LWI_CAMERA_LOST)
        s->wrong_password = 0;
    if (!changed)
        return;
    lwi_log_as(camera->hub->log, state == LWI_CAMERA_LOST ? LWI_LOG_WARNING : LWI_LOG_INFO,
               LWI_LOG_BY_LEVEL, state == LWI_CAMERA_LOST ? "camera_lost" : "camera",
               "camera %s: %s%s%s", camera->id, lwi_camera_state_name(state), error ? ": " : "",
               error ? error->message : "");
    lwi_notices_add(camera->hub->notices, LWI_NOTICE_CAMERA, camera->id, 0, NULL);
}

void lwi_camera_note_bad(struct lwi_camera *camera, int code, const struct lw_error *error)
{
    (void) pthread_mutex_lock(&camera->lock);
    camera->status.frames_bad++;
    if (camera->bad_run++ == 0)
        camera->bad_since_ns = lwi_clock_monotonic(camera->hub->clock);
    camera->bad_error = *error;
    if (!error->message[0])
        (void) lwi_error_set(&camera->bad_error, code, "%s", strerror(-code));
    (void) pthread_mutex_unlock(&camera->lock);
}

/* Somebody changed something, and is to see at once what comes of it. */
static void forgive(struct lwi_camera *camera, const struct lwi_camera_config *config)
{
    struct lwi_login login;
    char address[LWI_ADDRESS_MAX + 1];
    struct lwi_logins *logins = camera->hub->logins;
    lwi_logins_who(logins, LWI_LOGIN_STREAM, config->url, config->user, config->password, &login);
    lwi_logins_forgive(logins, &login);
    lwi_logins_who(logins, LWI_LOGIN_STREAM, config->sub_url, config->user, config->password,
                   &login);
    lwi_logins_forgive(logins, &login);
    lwi_camera_config_address(config, address);
    lwi_logins_who(logins, LWI_LOGIN_INTERFACE, address, config->user, config->password, &login);
    lwi_logins_forgive(logins, &login);
}

void lwi_camera_configure(struct lwi_camera *camera, const struct lwi_camera_config *config)
{
    int64_t wall_ns = lwi_clock_realtime(camera->hub->clock);
    if (!config->enabled)
        lwi_events_disarm(&camera->events, "camera disabled", wall_ns);
    (void) pthread_mutex_lock(&camera->lock);
    int restart = lwi_camera_config_needs_restart(&camera->config, config);
    int lens = lwi_lens_differs(&camera->config, config);
    int sub = lwi_camera_sub_differs(&camera->config, config);
    if (strcmp(camera->config.url, config->url) != 0) {
        /* Perhaps another scene: what the old one looked like says nothing of it. */
        lwi_packet_free(&camera->newest);
        camera->status.frame_ns = 0;
        lwi_picture_done(&camera->reference);
        camera->reference_ns = 0;
        camera->watch_foreign = 1;
    }
    if (strcmp(camera->config.url, config->url) != 0 ||
        strcmp(camera->config.address, config->address) != 0) {
        camera->certificate_ns = 0;
        camera->certificate_due_ns = 0;
    }
    camera->config = *config;
    camera->watch_stale = 1;
    if (restart || lens || sub)
        forgive(camera, config);
    if (sub)
        lwi_sub_again_locked(camera);
    if (lens)
        lwi_ptz_again_locked(camera);
    if (restart) {
        lwi_camera_blind_locked(camera,
                                config->enabled ? "no picture yet" : "the camera is disabled");
        camera->generation++;
        camera->connected = 0; /* what a worker is still at is of the old stream */
        lwi_packet_free(&camera->waiting);
        lwi_camera_state_locked(
            camera, config->enabled ? LWI_CAMERA_CONNECTING : LWI_CAMERA_DISABLED, NULL);
        camera->status.retry_ns = 0;
        atomic_store(&camera->cancel, true);
        (void) pthread_cond_broadcast(&camera->changed);
    }
    (void) pthread_mutex_unlock(&camera->lock);
    /* Not only when the next picture comes: perhaps none does. */
    for (size_t i = 0; i < lw_condition_count(); i++)
        if (!config->conditions[i].enabled)
            lwi_events_end(&camera->events, (int) i + LWI_CONDITION_FIRST, "switched off", wall_ns);
    if (!config->signal_lost.enabled)
        lwi_events_end(&camera->events, LWI_CONDITION_SIGNAL_LOST, "switched off", wall_ns);
    if (config->enabled)
        lwi_events_arm(&camera->events);
    lwi_camera_recorder_configure(camera, config);
    if (lens)
        lwi_lens_configure(camera);
    lwi_notices_add(camera->hub->notices, LWI_NOTICE_CAMERA, camera->id, 0, NULL);
}

void lwi_camera_status(struct lwi_camera *camera, struct lwi_camera_status *ret_status)
{
    const char *condition;
    (void) pthread_mutex_lock(&camera->lock);
    *ret_status = camera->status;
    ret_status->config = camera->config;
    ret_status->live_video = camera->newest && camera->newest->kind == LWI_PACKET_VIDEO;
    (void) snprintf(ret_status->sub_problem, sizeof(ret_status->sub_problem), "%s",
                    camera->sub.error.message);
    if (camera->status.frames_assessed > 0)
        ret_status->assess_ms_mean =
            camera->assess_ms_total / (double) camera->status.frames_assessed;
    (void) pthread_mutex_unlock(&camera->lock);
    if (camera->recorder)
        lwi_recorder_status(camera->recorder, &ret_status->recording);
    int has_password = ret_status->config.password[0] != '\0';
    explicit_bzero(ret_status->config.password, sizeof(ret_status->config.password));
    if (has_password)
        ret_status->config.password[0] = '*';
    lwi_events_open(&camera->events, &ret_status->open_event_id, &condition);
    (void) snprintf(ret_status->open_condition, sizeof(ret_status->open_condition), "%s",
                    condition);
}

void lwi_camera_config_copy(struct lwi_camera *camera, struct lwi_camera_config *ret_config)
{
    (void) pthread_mutex_lock(&camera->lock);
    *ret_config = camera->config;
    (void) pthread_mutex_unlock(&camera->lock);
}

int lwi_camera_frame(struct lwi_camera *camera, struct lw_frame **ret_frame, int64_t *ret_wall_ns)
{
    struct lwi_packet *packet = NULL;
    (void) pthread_mutex_lock(&camera->lock);
    int r = camera->newest ? lwi_packet_clone(&packet, camera->newest) : -EAGAIN;
    int64_t wall_ns = camera->status.frame_ns;
    (void) pthread_mutex_unlock(&camera->lock);
    if (r < 0)
        return r;
    r = camera->hub->io->decode(camera->hub->io->cookie, packet, ret_frame, /* reterr= */ NULL);
    if (r == 0 && ret_wall_ns)
        *ret_wall_ns = wall_ns;
    lwi_packet_free(&packet);
    return r;
}

/* Pictures for signal_lost: the last before, the first after. */
static void look_at_newest(void *cookie, struct lwi_picture *ret_now,
                           struct lwi_picture *ret_reference)
{
    struct lwi_camera *camera = cookie;
    struct lw_frame *frame;
    if (lwi_camera_frame(camera, &frame, /* ret_wall_ns= */ NULL) == 0) {
        (void) lwi_picture_make(ret_now, frame);
        lwi_frame_unref(&frame);
    }
    if (ret_reference) {
        (void) pthread_mutex_lock(&camera->lock);
        (void) lwi_picture_copy(ret_reference, &camera->reference);
        (void) pthread_mutex_unlock(&camera->lock);
    }
}

void lwi_camera_tick(struct lwi_camera *camera)
{
    static const enum lwi_condition_state states[] = {
        [LWI_CAMERA_DISABLED] = LWI_STATE_NOT_ASSESSABLE,
        [LWI_CAMERA_CONNECTING] = LWI_STATE_NOT_ASSESSABLE,
        [LWI_CAMERA_WATCHING] = LWI_STATE_OK,
        [LWI_CAMERA_LOST] = LWI_STATE_FAULT,
    };
    struct lwi_events_verdict verdict = {
        .condition = LWI_CONDITION_SIGNAL_LOST,
        .monotonic_ns = lwi_clock_monotonic(camera->hub->clock),
        .wall_ns = lwi_clock_realtime(camera->hub->clock),
    };
    struct lwi_event_settings settings = {.refresh_s = REFRESH_S};
    char reason[sizeof(camera->status.state_reason)];
    (void) pthread_mutex_lock(&camera->lock);
    verdict.state = states[camera->status.state];
    memcpy(reason, camera->status.state_reason, sizeof(reason));
    const struct lwi_condition_config lost = lwi_camera_config_signal_lost(&camera->config);
    settings.duration_s = lost.duration_s;
    settings.clear_duration_s = lost.clear_duration_s;
    settings.flap_s = camera->config.flap_s;
    lwi_camera_all_frames_locked(camera);
    lwi_sub_tick_locked(camera);
    (void) pthread_mutex_unlock(&camera->lock);
    verdict.score = verdict.state == LWI_STATE_FAULT ? 1 : 0;
    verdict.reason = reason;
    const struct lwi_events_eye eye = {look_at_newest, camera};
    if (lost.enabled)
        lwi_events_step(&camera->events, &settings, &verdict, &eye);
    lwi_camera_certificate_tick(camera);
    lwi_camera_recorder_tick(camera);
    lwi_events_retry(&camera->events, verdict.monotonic_ns);
}
