/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "camera/fleet.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include <jansson.h>

#include "base/error.h"
#include "camera/fleet_internal.h"
#include "camera/pool.h"
#include "camera/watch.h"
#include "record/jpeg.h"

/* The fleet goes about its cameras this often. */
#define TICK_NS (200 * LWI_NS_PER_MS)
/* The close waits for threads for so long; what hangs longer (a name server) is left behind. */
#define CLOSE_NS (2500 * LWI_NS_PER_MS)
/* And what was learnt is saved for so long. */
#define SAVE_ALL_NS (2 * LWI_NS_PER_S)
#define EVENTS_PAGE 500
#define QUALITY     90

void lwi_fleet_settings_default(struct lwi_fleet_settings *ret_settings)
{
    *ret_settings = (struct lwi_fleet_settings){.cpu_mask = LW_CPU_ALL, .cameras_max = 1024};
}

struct lwi_camera *lwi_fleet_find_locked(struct lwi_fleet *fleet, const char *id, size_t *ret_index)
{
    for (size_t i = 0; i < fleet->count; i++) {
        if (strcmp(fleet->cameras[i]->id, id) == 0) {
            if (ret_index)
                *ret_index = i;
            return fleet->cameras[i];
        }
    }
    return NULL;
}

struct lwi_camera *lwi_fleet_find(struct lwi_fleet *fleet, const char *id)
{
    (void) pthread_mutex_lock(&fleet->lock);
    struct lwi_camera *camera = lwi_fleet_find_locked(fleet, id, NULL);
    if (camera)
        (void) lwi_camera_ref(camera);
    (void) pthread_mutex_unlock(&fleet->lock);
    return camera;
}

int lwi_fleet_all(struct lwi_fleet *fleet, struct lwi_camera ***ret_cameras, size_t *ret_count)
{
    int r = 0;
    (void) pthread_mutex_lock(&fleet->lock);
    size_t count = fleet->count;
    struct lwi_camera **cameras = calloc(count + 1, sizeof(struct lwi_camera *));
    if (!cameras)
        r = -ENOMEM;
    for (size_t i = 0; r == 0 && i < count; i++)
        cameras[i] = lwi_camera_ref(fleet->cameras[i]);
    (void) pthread_mutex_unlock(&fleet->lock);
    if (r < 0)
        return r;
    *ret_cameras = cameras;
    *ret_count = count;
    return 0;
}

/* ---- the fleet's own thread ---- */

static void reap_leaving_locked(struct lwi_fleet *fleet)
{
    const struct timespec past = {0};
    for (size_t i = 0; i < fleet->leaving_count;) {
        if (lwi_camera_join(fleet->leaving[i], &past) < 0) {
            i++;
            continue;
        }
        lwi_camera_unref(&fleet->leaving[i]);
        fleet->leaving[i] = fleet->leaving[--fleet->leaving_count];
    }
}

static int sleep_tick(struct lwi_fleet *fleet)
{
    int64_t wake_ns = lwi_clock_monotonic(&lwi_clock_system) + TICK_NS;
    struct timespec wake = {.tv_sec = wake_ns / LWI_NS_PER_S, .tv_nsec = wake_ns % LWI_NS_PER_S};
    (void) pthread_mutex_lock(&fleet->lock);
    reap_leaving_locked(fleet);
    if (!fleet->stop)
        (void) pthread_cond_timedwait(&fleet->wake, &fleet->lock, &wake);
    int stop = fleet->stop;
    (void) pthread_mutex_unlock(&fleet->lock);
    return !stop;
}

static void *fleet_main(void *cookie)
{
    struct lwi_fleet *fleet = cookie;
    do {
        struct lwi_camera **cameras;
        size_t count = 0;
        if (lwi_fleet_all(fleet, &cameras, &count) < 0)
            continue;
        for (size_t i = 0; i < count; i++) {
            atomic_store(&fleet->heartbeat_ns, lwi_clock_monotonic(&lwi_clock_system));
            lwi_camera_tick(cameras[i]);
            lwi_camera_unref(&cameras[i]);
        }
        free(cameras);
        atomic_store(&fleet->heartbeat_ns, lwi_clock_monotonic(&lwi_clock_system));
    } while (sleep_tick(fleet));
    return NULL;
}

int64_t lwi_fleet_heartbeat_ns(struct lwi_fleet *fleet)
{
    return atomic_load(&fleet->heartbeat_ns);
}

/* ---- opening ---- */

static int config_from_store(const struct lwi_store_camera *stored,
                             struct lwi_camera_config *ret_config, struct lw_error *reterr)
{
    json_error_t where;
    json_t *object = json_loads(stored->settings_json, 0, &where);
    if (!object)
        return lwi_error_set(reterr, -EBADMSG, "its settings are no JSON: %s", where.text);
    struct lwi_camera_config config;
    lwi_camera_config_default(&config);
    int r = lwi_camera_config_from_json(&config, &config, object, /* partial= */ 0, reterr);
    json_decref(object);
    if (r < 0)
        return r;
    (void) snprintf(config.id, sizeof(config.id), "%s", stored->id);
    if (stored->password && stored->password[0])
        (void) snprintf(config.password, sizeof(config.password), "%s", stored->password);
    *ret_config = config;
    return 0;
}

/* Stored by an earlier version with a password in its URL: that is sealed from now on. */
static void seal_url(struct lwi_fleet *fleet, const struct lwi_store_camera *stored,
                     const struct lwi_camera_config *config)
{
    struct lw_error error = {0};
    if (!strstr(config->url, "{password}") || strstr(stored->settings_json, "{password}"))
        return;
    if (lwi_fleet_store(fleet, config, &error) < 0)
        lwi_log(fleet->hub.log, LWI_LOG_ERROR, "camera %s: its URL cannot be stored anew: %s",
                config->id, error.message);
}

static int load_cameras(struct lwi_fleet *fleet, struct lw_error *reterr)
{
    struct lwi_store_camera *stored;
    size_t count;
    int r = lwi_store_camera_list(fleet->hub.store, &stored, &count, reterr);
    if (r < 0)
        return r;
    for (size_t i = 0; i < count && r == 0; i++) {
        struct lwi_camera_config config;
        struct lw_error error;
        if (fleet->count == fleet->cameras_max) {
            lwi_log(fleet->hub.log, LWI_LOG_ERROR,
                    "only %zu of %zu cameras are watched: more are not allowed", fleet->cameras_max,
                    count);
            break;
        }
        /* One that cannot be read must not keep the others from being watched. */
        if (config_from_store(&stored[i], &config, &error) < 0) {
            lwi_log(fleet->hub.log, LWI_LOG_ERROR, "camera %s is not watched: %s", stored[i].id,
                    error.message);
            continue;
        }
        seal_url(fleet, &stored[i], &config);
        r = lwi_camera_new(&fleet->cameras[fleet->count], &fleet->hub, &config);
        if (r == 0)
            fleet->count++;
        explicit_bzero(config.password, sizeof(config.password));
    }
    lwi_store_camera_list_free(stored, count);
    return r;
}

static void take_up(struct lwi_fleet *fleet, const struct lwi_event *event)
{
    if (strcmp(event->source, "system") == 0)
        return; /* not of a camera */
    struct lwi_camera *camera = lwi_fleet_find_locked(fleet, event->camera_id, NULL);
    const char *reason = "restart";
    if (camera && !camera->config.enabled)
        reason = "camera disabled";
    else if (camera && !event->source[0] &&
             lwi_events_resume(&camera->events, event, lwi_clock_monotonic(fleet->hub.clock)) == 0)
        return;
    struct lw_error error = {0};
    if (lwi_store_event_end(fleet->hub.store, event->id, lwi_clock_realtime(fleet->hub.clock),
                            reason, NULL, &error) < 0)
        lwi_log(fleet->hub.log, LWI_LOG_ERROR, "event %lld of an earlier run cannot be ended: %s",
                (long long) event->id, error.message);
}

/* No event of before stays open for ever: it is taken up again, or ended. */
static int load_events(struct lwi_fleet *fleet, struct lw_error *reterr)
{
    struct lwi_event_query query = {.state = 1, .limit = EVENTS_PAGE};
    for (;;) {
        struct lwi_event *events;
        size_t count;
        int r = lwi_store_event_list(fleet->hub.store, &query, &events, &count, reterr);
        if (r < 0)
            return r;
        for (size_t i = 0; i < count; i++)
            take_up(fleet, &events[i]);
        if (count > 0)
            query.before_id = events[count - 1].id;
        free(events);
        if (count < EVENTS_PAGE)
            return 0;
    }
}

static int open_parts(struct lwi_fleet *fleet, const struct lwi_fleet_settings *settings,
                      struct lw_error *reterr)
{
    int r = 0;
    fleet->hub.model = settings->model;
    if (!fleet->hub.model) {
        r = lw_model_open(&fleet->own_model, /* path= */ NULL, reterr);
        fleet->hub.model = fleet->own_model;
    }
    if (r == 0) {
        fleet->hub.threshold = lw_model_threshold(fleet->hub.model);
        r = lwi_notices_new(&fleet->hub.notices);
    }
    if (r == 0)
        r = lwi_logins_new(&fleet->hub.logins);
    if (r == 0)
        r = lwi_pool_open(&fleet->hub.pool, &fleet->hub, settings->workers, reterr);
    if (r == 0)
        r = load_cameras(fleet, reterr);
    if (r == 0)
        r = load_events(fleet, reterr);
    for (size_t i = 0; r == 0 && i < fleet->count; i++)
        r = lwi_camera_start(fleet->cameras[i], reterr);
    if (r < 0)
        return r;
    r = pthread_create(&fleet->thread, NULL, fleet_main, fleet);
    if (r != 0)
        return lwi_error_set(reterr, -r, "cannot start a thread: %s", strerror(r));
    fleet->thread_runs = 1;
    return 0;
}

int lwi_fleet_open(struct lwi_fleet **ret_fleet, struct lwi_store *store,
                   const struct lwi_fleet_settings *settings, struct lw_error *reterr)
{
    struct lw_error error = {.code = -ENOMEM, .message = "out of memory"};
    struct lwi_fleet *fleet = calloc(1, sizeof(*fleet));
    if (fleet) {
        fleet->cameras_max = settings->cameras_max ? settings->cameras_max : 1024;
        fleet->cameras = calloc(fleet->cameras_max, sizeof(struct lwi_camera *));
        fleet->leaving = calloc(fleet->cameras_max, sizeof(struct lwi_camera *));
    }
    if (!fleet || !fleet->cameras || !fleet->leaving) {
        if (fleet) {
            free(fleet->cameras);
            free(fleet->leaving);
        }
        free(fleet);
        if (reterr)
            *reterr = error;
        return -ENOMEM;
    }
    fleet->hub.clock = settings->clock ? settings->clock : &lwi_clock_system;
    fleet->hub.log = settings->log;
    fleet->hub.io = settings->io ? settings->io : &lwi_camera_io_real;
    fleet->hub.store = store;
    fleet->hub.fleet = fleet;
    fleet->hub.cpu_mask = settings->cpu_mask;
    fleet->hub.recordings_dir = settings->recordings_dir;
    atomic_init(&fleet->hub.live_threads, 0);
    atomic_init(&fleet->hub.meters, 0);
    atomic_init(&fleet->hub.certificate_days, 0);
    atomic_init(&fleet->heartbeat_ns, lwi_clock_monotonic(&lwi_clock_system));
    pthread_condattr_t attr;
    (void) pthread_condattr_init(&attr);
    (void) pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    (void) pthread_mutex_init(&fleet->change_lock, NULL);
    (void) pthread_mutex_init(&fleet->lock, NULL);
    (void) pthread_mutex_init(&fleet->zone_lock, NULL);
    lwi_zone_of_system(fleet->zone);
    (void) pthread_cond_init(&fleet->wake, &attr);
    (void) pthread_condattr_destroy(&attr);
    int r = open_parts(fleet, settings, &error);
    if (r < 0) {
        if (reterr)
            *reterr = error;
        lwi_fleet_close(&fleet);
        return r;
    }
    *ret_fleet = fleet;
    return 0;
}

/* ---- closing ---- */

/* Whether all threads of all cameras have ended before the time is up. */
static int join_all(struct lwi_fleet *fleet)
{
    struct timespec until;
    int64_t until_ns = lwi_clock_realtime(&lwi_clock_system) + CLOSE_NS;
    int64_t live_until_ns = lwi_clock_monotonic(&lwi_clock_system) + CLOSE_NS;
    until =
        (struct timespec){.tv_sec = until_ns / LWI_NS_PER_S, .tv_nsec = until_ns % LWI_NS_PER_S};
    int all = 1;
    for (size_t i = 0; i < fleet->count; i++)
        all = lwi_camera_join(fleet->cameras[i], &until) == 0 && all;
    for (size_t i = 0; i < fleet->leaving_count; i++)
        all = lwi_camera_join(fleet->leaving[i], &until) == 0 && all;
    const struct timespec moment = {.tv_nsec = 5 * LWI_NS_PER_MS};
    while (atomic_load(&fleet->hub.live_threads) > 0 &&
           lwi_clock_monotonic(&lwi_clock_system) < live_until_ns)
        (void) nanosleep(&moment, NULL);
    return all && atomic_load(&fleet->hub.live_threads) == 0;
}

/* As far as the time allows: what is not saved is learnt anew within minutes. */
static void save_watches(struct lwi_fleet *fleet)
{
    int64_t until_ns = lwi_clock_monotonic(&lwi_clock_system) + SAVE_ALL_NS;
    for (size_t i = 0; i < fleet->count; i++) {
        if (lwi_clock_monotonic(&lwi_clock_system) > until_ns) {
            lwi_log(fleet->hub.log, LWI_LOG_WARNING,
                    "what was learnt last of %zu cameras is not stored: no time", fleet->count - i);
            return;
        }
        lwi_camera_watch_save(fleet->cameras[i]);
    }
}

void lwi_fleet_close(struct lwi_fleet **fleet_pointer)
{
    if (!fleet_pointer || !*fleet_pointer)
        return;
    struct lwi_fleet *fleet = *fleet_pointer;
    *fleet_pointer = NULL;
    (void) pthread_mutex_lock(&fleet->lock);
    fleet->stop = 1;
    (void) pthread_cond_broadcast(&fleet->wake);
    (void) pthread_mutex_unlock(&fleet->lock);
    if (fleet->hub.notices)
        lwi_notices_stop(fleet->hub.notices);
    for (size_t i = 0; i < fleet->count; i++)
        lwi_camera_stop(fleet->cameras[i]);
    if (fleet->thread_runs)
        (void) pthread_join(fleet->thread, NULL);
    int all_ended = join_all(fleet);
    lwi_pool_close(&fleet->hub.pool);
    save_watches(fleet);
    if (!all_ended) {
        /* Their memory must stay; the process ends soon. */
        lwi_log(fleet->hub.log, LWI_LOG_WARNING, "a camera's thread hangs, and is left behind");
        return;
    }
    for (size_t i = 0; i < fleet->count; i++)
        lwi_camera_unref(&fleet->cameras[i]);
    for (size_t i = 0; i < fleet->leaving_count; i++)
        lwi_camera_unref(&fleet->leaving[i]);
    lwi_notices_free(&fleet->hub.notices);
    lwi_logins_free(&fleet->hub.logins);
    lw_model_close(&fleet->own_model);
    (void) pthread_mutex_destroy(&fleet->change_lock);
    (void) pthread_mutex_destroy(&fleet->lock);
    (void) pthread_mutex_destroy(&fleet->zone_lock);
    (void) pthread_cond_destroy(&fleet->wake);
    free(fleet->cameras);
    free(fleet->leaving);
    free(fleet);
}

/* ---- looking ---- */

size_t lwi_fleet_cameras_max(const struct lwi_fleet *fleet)
{
    return fleet->cameras_max;
}

int lwi_fleet_camera_config(struct lwi_fleet *fleet, const char *id,
                            struct lwi_camera_config *ret_config)
{
    struct lwi_camera *camera = lwi_fleet_find(fleet, id);
    if (!camera)
        return -ENOENT;
    lwi_camera_config_copy(camera, ret_config);
    lwi_camera_unref(&camera);
    return 0;
}

int lwi_fleet_camera_status(struct lwi_fleet *fleet, const char *id,
                            struct lwi_camera_status *ret_status)
{
    struct lwi_camera *camera = lwi_fleet_find(fleet, id);
    if (!camera)
        return -ENOENT;
    lwi_camera_status(camera, ret_status);
    lwi_camera_unref(&camera);
    return 0;
}

int lwi_fleet_camera_reset(struct lwi_fleet *fleet, const char *id, enum lw_reset what,
                           struct lw_error *reterr)
{
    struct lwi_camera *camera = lwi_fleet_find(fleet, id);
    if (!camera)
        return lwi_error_set(reterr, -ENOENT, "there is no camera '%s'", id);
    int r = lwi_camera_watch_reset(camera, what, reterr);
    lwi_camera_unref(&camera);
    return r;
}

int lwi_fleet_camera_preset(struct lwi_fleet *fleet, const char *id, unsigned preset,
                            struct lw_error *reterr)
{
    struct lwi_camera *camera = lwi_fleet_find(fleet, id);
    if (!camera)
        return lwi_error_set(reterr, -ENOENT, "there is no camera '%s'", id);
    int r = lwi_camera_watch_preset(camera, preset);
    lwi_camera_unref(&camera);
    return r;
}

int lwi_fleet_camera_explain(struct lwi_fleet *fleet, const char *id, size_t condition,
                             struct lwi_camera_explanation *ret_explanation)
{
    struct lwi_camera *camera = lwi_fleet_find(fleet, id);
    if (!camera)
        return -ENOENT;
    int r = lwi_camera_watch_explain(camera, condition, ret_explanation);
    lwi_camera_unref(&camera);
    return r;
}

static int by_name(const void *a, const void *b)
{
    const struct lwi_camera_status *left = a, *right = b;
    int order = strcasecmp(left->config.name, right->config.name);
    return order ? order : strcmp(left->config.id, right->config.id);
}

int lwi_fleet_list(struct lwi_fleet *fleet, struct lwi_camera_status **ret_statuses,
                   size_t *ret_count)
{
    struct lwi_camera **cameras;
    size_t count;
    int r = lwi_fleet_all(fleet, &cameras, &count);
    if (r < 0)
        return r;
    struct lwi_camera_status *statuses = calloc(count + 1, sizeof(*statuses));
    for (size_t i = 0; i < count; i++) {
        if (statuses)
            lwi_camera_status(cameras[i], &statuses[i]);
        lwi_camera_unref(&cameras[i]);
    }
    free(cameras);
    if (!statuses)
        return -ENOMEM;
    qsort(statuses, count, sizeof(*statuses), by_name);
    *ret_statuses = statuses;
    *ret_count = count;
    return 0;
}

int lwi_fleet_snapshot(struct lwi_fleet *fleet, const char *id, uint8_t **ret_data,
                       size_t *ret_size, int64_t *ret_wall_ns)
{
    struct lwi_camera *camera = lwi_fleet_find(fleet, id);
    if (!camera)
        return -ENOENT;
    struct lw_frame *frame;
    int64_t wall_ns = 0;
    int r = lwi_camera_frame(camera, &frame, &wall_ns);
    lwi_camera_unref(&camera);
    if (r < 0)
        return r;
    const struct lwi_jpeg_settings settings = {.quality = QUALITY};
    r = lwi_jpeg_encode(frame, &settings, ret_data, ret_size);
    lwi_frame_unref(&frame);
    if (r == 0 && ret_wall_ns)
        *ret_wall_ns = wall_ns;
    return r;
}

size_t lwi_fleet_notices(struct lwi_fleet *fleet, uint64_t after, struct lwi_notice *notices,
                         size_t max, int timeout_ms, uint64_t *ret_skipped)
{
    return lwi_notices_read(fleet->hub.notices, after, notices, max, timeout_ms, ret_skipped);
}
