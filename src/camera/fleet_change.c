/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Adding, changing and removing cameras: in the store first, then in the fleet. */
#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "base/error.h"
#include "camera/baselines.h"
#include "camera/camera_id.h"
#include "camera/fleet_internal.h"

int lwi_fleet_store(struct lwi_fleet *fleet, const struct lwi_camera_config *config,
                    struct lw_error *reterr)
{
    json_t *object = lwi_camera_config_to_json(config);
    char *text = object ? json_dumps(object, JSON_COMPACT) : NULL;
    json_decref(object);
    if (!text)
        return lwi_error_set(reterr, -ENOMEM, "out of memory");
    int r = lwi_store_camera_put(fleet->hub.store, config->id, text, config->password, reterr);
    free(text);
    return r;
}

static void free_id(struct lwi_fleet *fleet, struct lwi_camera_config *config)
{
    for (unsigned attempt = 1; config->id[0] == '\0'; attempt++) {
        char id[33];
        lwi_camera_id_make(id, config->name, attempt);
        struct lwi_camera *taken = lwi_fleet_find(fleet, id);
        if (!taken)
            memcpy(config->id, id, sizeof(id));
        lwi_camera_unref(&taken);
    }
}

static int add_camera(struct lwi_fleet *fleet, struct lwi_camera_config *config,
                      struct lw_error *reterr)
{
    (void) pthread_mutex_lock(&fleet->lock);
    int full = fleet->count + fleet->leaving_count >= fleet->cameras_max;
    (void) pthread_mutex_unlock(&fleet->lock);
    if (full) {
        (void) lwi_error_set(reterr, -ENOSPC, "there are %zu cameras already", fleet->cameras_max);
        lwi_error_hint(reterr, "Remove one first.");
        return -ENOSPC;
    }
    struct lwi_camera *taken = config->id[0] ? lwi_fleet_find(fleet, config->id) : NULL;
    if (taken) {
        lwi_camera_unref(&taken);
        return lwi_error_set(reterr, -EEXIST, "there is a camera '%s' already", config->id);
    }
    free_id(fleet, config);
    int r = lwi_fleet_store(fleet, config, reterr);
    if (r < 0)
        return r;
    struct lwi_camera *camera;
    r = lwi_camera_new(&camera, &fleet->hub, config);
    if (r < 0)
        return lwi_error_set(reterr, r, "out of memory");
    r = lwi_camera_start(camera, reterr);
    if (r < 0) {
        lwi_camera_unref(&camera);
        (void) lwi_store_camera_delete(fleet->hub.store, config->id, NULL);
        return r;
    }
    (void) pthread_mutex_lock(&fleet->lock);
    fleet->cameras[fleet->count++] = camera;
    (void) pthread_mutex_unlock(&fleet->lock);
    lwi_notices_add(fleet->hub.notices, LWI_NOTICE_CAMERA, config->id, 0, NULL);
    return 0;
}

int lwi_fleet_camera_add(struct lwi_fleet *fleet, struct lwi_camera_config *config,
                         struct lw_error *reterr)
{
    struct lwi_camera_config copy = *config;
    (void) pthread_mutex_lock(&fleet->change_lock);
    int r = add_camera(fleet, &copy, reterr);
    (void) pthread_mutex_unlock(&fleet->change_lock);
    if (r == 0)
        memcpy(config->id, copy.id, sizeof(copy.id));
    explicit_bzero(copy.password, sizeof(copy.password));
    return r;
}

int lwi_fleet_camera_set(struct lwi_fleet *fleet, const struct lwi_camera_config *config,
                         struct lw_error *reterr)
{
    (void) pthread_mutex_lock(&fleet->change_lock);
    struct lwi_camera *camera = lwi_fleet_find(fleet, config->id);
    int r = camera ? lwi_fleet_store(fleet, config, reterr)
                   : lwi_error_set(reterr, -ENOENT, "there is no camera '%s'", config->id);
    if (r == 0)
        lwi_camera_configure(camera, config);
    lwi_camera_unref(&camera);
    (void) pthread_mutex_unlock(&fleet->change_lock);
    return r;
}

/* Stores a text that the camera itself told, and nothing else: at `offset` of the settings. 0 or
 * why not. */
static int learn(struct lwi_fleet *fleet, struct lwi_camera *camera, size_t offset, size_t size,
                 const char *text, struct lw_error *reterr)
{
    struct lwi_camera_config config;
    lwi_camera_config_copy(camera, &config);
    char *place = (char *) &config + offset;
    (void) snprintf(place, size, "%s", text);
    int r = lwi_fleet_store(fleet, &config, reterr);
    explicit_bzero(config.password, sizeof(config.password));
    if (r < 0)
        return r;
    (void) pthread_mutex_lock(&camera->lock);
    memcpy((char *) &camera->config + offset, place, size);
    (void) pthread_mutex_unlock(&camera->lock);
    return 0;
}

void lwi_fleet_camera_pin(struct lwi_fleet *fleet, const char *id, int of_stream, const char *pin)
{
    struct lw_error error = {0};
    const size_t offset = of_stream ? offsetof(struct lwi_camera_config, stream_pin)
                                    : offsetof(struct lwi_camera_config, tls_pin);
    (void) pthread_mutex_lock(&fleet->change_lock);
    struct lwi_camera *camera = lwi_fleet_find(fleet, id);
    if (camera && learn(fleet, camera, offset, LWI_TLS_PIN_MAX + 1, pin, &error) < 0)
        lwi_log(fleet->hub.log, LWI_LOG_ERROR, "camera %s: its certificate is not pinned: %s", id,
                error.message);
    lwi_camera_unref(&camera);
    (void) pthread_mutex_unlock(&fleet->change_lock);
}

void lwi_fleet_camera_sub(struct lwi_fleet *fleet, const char *id, const char *url)
{
    struct lw_error error = {0};
    (void) pthread_mutex_lock(&fleet->change_lock);
    struct lwi_camera *camera = lwi_fleet_find(fleet, id);
    /* Only who holds change_lock changes it. */
    int r = !camera || camera->config.sub_url[0]
                ? -EEXIST
                : learn(fleet, camera, offsetof(struct lwi_camera_config, sub_url), LWI_URL_MAX + 1,
                        url, &error);
    if (r == 0) {
        lwi_log(fleet->hub.log, LWI_LOG_NOTICE, "camera %s: its sub stream is %s", id, url);
        lwi_notices_add(fleet->hub.notices, LWI_NOTICE_CAMERA, id, 0, NULL);
    } else if (r != -EEXIST) {
        lwi_log(fleet->hub.log, LWI_LOG_ERROR, "camera %s: its sub stream is not kept: %s", id,
                error.message);
    }
    lwi_camera_unref(&camera);
    (void) pthread_mutex_unlock(&fleet->change_lock);
}

void lwi_fleet_camera_find_sub(struct lwi_fleet *fleet, const char *id)
{
    struct lwi_camera *camera = lwi_fleet_find(fleet, id);
    if (camera)
        lwi_lens_want_sub(camera);
    lwi_camera_unref(&camera);
}

int lwi_fleet_camera_baselines(struct lwi_fleet *fleet, const char *id,
                               struct lwi_camera_baseline **ret_baselines, size_t *ret_count)
{
    struct lwi_camera *camera = lwi_fleet_find(fleet, id);
    if (!camera)
        return -ENOENT;
    int r = lwi_camera_baselines(camera, ret_baselines, ret_count);
    lwi_camera_unref(&camera);
    return r;
}

int lwi_fleet_camera_forget(struct lwi_fleet *fleet, const char *id, enum lw_light light,
                            unsigned preset, struct lw_error *reterr)
{
    struct lwi_camera *camera = lwi_fleet_find(fleet, id);
    if (!camera)
        return lwi_error_set(reterr, -ENOENT, "there is no camera '%s'", id);
    int r = lwi_camera_baselines_forget(camera, light, preset, reterr);
    lwi_camera_unref(&camera);
    return r;
}

int lwi_fleet_camera_focus(struct lwi_fleet *fleet, const char *id, enum lwi_lens_do what,
                           double amount, struct lw_error *reterr)
{
    struct lwi_camera *camera = lwi_fleet_find(fleet, id);
    int r = camera ? lwi_lens_ask(camera, what, amount, reterr)
                   : lwi_error_set(reterr, -ENOENT, "there is no camera '%s'", id);
    lwi_camera_unref(&camera);
    return r;
}

int lwi_fleet_camera_lens(struct lwi_fleet *fleet, const char *id,
                          struct lwi_lens_status *ret_status)
{
    struct lwi_camera *camera = lwi_fleet_find(fleet, id);
    if (!camera)
        return -ENOENT;
    lwi_lens_status(camera, ret_status);
    lwi_camera_unref(&camera);
    return 0;
}

int lwi_fleet_camera_ptz(struct lwi_fleet *fleet, const char *id, const struct lwi_ptz_order *order,
                         struct lwi_ptz_view *ret_view, struct lw_error *reterr)
{
    struct lwi_camera *camera = lwi_fleet_find(fleet, id);
    int r = camera ? lwi_ptz_ask(camera, order, ret_view, reterr)
                   : lwi_error_set(reterr, -ENOENT, "there is no camera '%s'", id);
    lwi_camera_unref(&camera);
    return r;
}

int lwi_fleet_camera_ptz_hold(struct lwi_fleet *fleet, const char *id, struct lw_error *reterr)
{
    struct lwi_camera *camera = lwi_fleet_find(fleet, id);
    int r = camera ? lwi_ptz_hold(camera, reterr)
                   : lwi_error_set(reterr, -ENOENT, "there is no camera '%s'", id);
    lwi_camera_unref(&camera);
    return r;
}

static int remove_camera(struct lwi_fleet *fleet, struct lwi_camera *camera,
                         struct lw_error *reterr)
{
    lwi_events_disarm(&camera->events, "camera removed", lwi_clock_realtime(fleet->hub.clock));
    int r = lwi_store_camera_delete(fleet->hub.store, camera->id, reterr);
    if (r < 0) {
        struct lwi_camera_config config;
        lwi_camera_config_copy(camera, &config);
        if (config.enabled)
            lwi_events_arm(&camera->events);
        return r;
    }
    camera->removed = 1;
    lwi_camera_stop(camera);
    size_t index = 0;
    (void) pthread_mutex_lock(&fleet->lock);
    (void) lwi_fleet_find_locked(fleet, camera->id, &index);
    fleet->leaving[fleet->leaving_count++] = fleet->cameras[index];
    fleet->cameras[index] = fleet->cameras[--fleet->count];
    (void) pthread_mutex_unlock(&fleet->lock);
    lwi_log(fleet->hub.log, LWI_LOG_INFO, "camera %s: removed", camera->id);
    lwi_notices_add(fleet->hub.notices, LWI_NOTICE_REMOVED, camera->id, 0, NULL);
    return 0;
}

int lwi_fleet_camera_remove(struct lwi_fleet *fleet, const char *id, struct lw_error *reterr)
{
    (void) pthread_mutex_lock(&fleet->change_lock);
    struct lwi_camera *camera = lwi_fleet_find(fleet, id);
    int r = camera ? remove_camera(fleet, camera, reterr)
                   : lwi_error_set(reterr, -ENOENT, "there is no camera '%s'", id);
    lwi_camera_unref(&camera);
    (void) pthread_mutex_unlock(&fleet->change_lock);
    return r;
}
