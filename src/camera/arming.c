/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Arming schedules: kept in the store, used by the events of each camera. */
#include "event/arming.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "base/error.h"
#include "camera/fleet_internal.h"
#include "store/outbox.h"

static int read_stored(struct lwi_store *store, const char *id, json_t **ret_object,
                       struct lw_error *reterr)
{
    char *text = NULL;
    int r = lwi_store_setting_get(store, "arming", id, &text, reterr);
    json_t *object = r == 0 ? json_loads(text, 0, NULL) : NULL;
    free(text);
    if (r == -ENOENT)
        object = json_object();
    else if (r < 0)
        return r;
    if (!json_is_object(object)) {
        json_decref(object);
        return lwi_error_set(reterr, -EBADMSG, "the stored schedule cannot be read");
    }
    *ret_object = object;
    return 0;
}

static int new_arming(struct lwi_fleet *fleet, struct lwi_arming **ret_arming, const json_t *object,
                      struct lw_error *reterr)
{
    char zone[LWI_ZONE_SIZE];
    (void) pthread_mutex_lock(&fleet->zone_lock);
    memcpy(zone, fleet->zone, sizeof(zone));
    (void) pthread_mutex_unlock(&fleet->zone_lock);
    return lwi_arming_new(ret_arming, object, zone, reterr);
}

void lwi_camera_arming_load(struct lwi_camera *camera)
{
    struct lw_error error = {0};
    struct lwi_arming *arming = NULL;
    json_t *object = NULL;
    int r = read_stored(camera->hub->store, camera->id, &object, &error);
    if (r == 0 && json_object_size(object) > 0)
        r = new_arming(camera->hub->fleet, &arming, object, &error);
    json_decref(object);
    if (r < 0) /* better an alarm too many than one too few */
        lwi_log(camera->hub->log, LWI_LOG_ERROR,
                "camera %s: its arming schedule is not used, it is always armed: %s", camera->id,
                error.message);
    lwi_events_schedule(&camera->events, arming);
}

static int no_camera(const char *id, struct lw_error *reterr)
{
    return lwi_error_set(reterr, -ENOENT, "There is no camera '%.32s'", id);
}

int lwi_fleet_camera_arming(struct lwi_fleet *fleet, const char *id, struct json_t **ret_arming,
                            struct lw_error *reterr)
{
    struct lwi_camera *camera = lwi_fleet_find(fleet, id);
    if (!camera)
        return no_camera(id, reterr);
    int r = read_stored(fleet->hub.store, id, ret_arming, reterr);
    lwi_camera_unref(&camera);
    return r;
}

int lwi_camera_arming_copy(struct lwi_fleet *fleet, const char *id, struct lwi_arming **ret_arming,
                           struct lw_error *reterr)
{
    struct lwi_arming *arming = NULL;
    json_t *object = NULL;
    int r = read_stored(fleet->hub.store, id, &object, reterr);
    if (r < 0)
        return r;
    (void) json_object_del(object, "manual");
    (void) json_object_del(object, "until");
    if (json_object_size(object) > 0)
        r = new_arming(fleet, &arming, object, reterr);
    json_decref(object);
    if (r == 0)
        *ret_arming = arming;
    return r;
}

static int check_conditions(const json_t *object, struct lw_error *reterr)
{
    const char *name;
    json_t *days;
    json_object_foreach(json_object_get(object, "conditions"), name, days)
    {
        if (lwi_condition_find(name) < 0)
            return lwi_error_set(reterr, -EINVAL, "conditions: there is no condition '%.31s'",
                                 name);
    }
    return 0;
}

static int change(struct lwi_fleet *fleet, struct lwi_camera *camera, const json_t *changes,
                  struct lw_error *reterr)
{
    json_t *object = NULL, *value;
    const char *name;
    struct lwi_arming *arming = NULL;
    int r = read_stored(fleet->hub.store, camera->id, &object, reterr);
    if (r < 0)
        return r;
    json_object_foreach((json_t *) changes, name, value)
    {
        if (json_is_null(value))
            (void) json_object_del(object, name);
        else
            (void) json_object_set(object, name, value);
    }
    r = new_arming(fleet, &arming, object, reterr);
    if (r == 0)
        r = check_conditions(object, reterr);
    char *text = r == 0 ? json_dumps(object, JSON_COMPACT) : NULL;
    if (r == 0 && !text)
        r = lwi_error_set(reterr, -ENOMEM, "out of memory");
    if (r == 0)
        r = lwi_store_setting_put(fleet->hub.store, "arming", camera->id, text, reterr);
    if (r == 0)
        lwi_events_schedule(&camera->events, arming);
    else
        lwi_arming_free(arming);
    free(text);
    json_decref(object);
    return r;
}

int lwi_fleet_camera_arming_set(struct lwi_fleet *fleet, const char *id,
                                const struct json_t *changes, struct lw_error *reterr)
{
    /* One change at a time, and none of a camera that is being removed. */
    (void) pthread_mutex_lock(&fleet->change_lock);
    struct lwi_camera *camera = lwi_fleet_find(fleet, id);
    int r = camera ? change(fleet, camera, changes, reterr) : no_camera(id, reterr);
    if (camera)
        lwi_camera_unref(&camera);
    (void) pthread_mutex_unlock(&fleet->change_lock);
    return r;
}

void lwi_fleet_time_zone(struct lwi_fleet *fleet, const char *zone)
{
    struct lwi_camera **cameras;
    size_t count;
    (void) pthread_mutex_lock(&fleet->change_lock);
    (void) pthread_mutex_lock(&fleet->zone_lock);
    int is_new = strcmp(fleet->zone, zone) != 0;
    (void) snprintf(fleet->zone, sizeof(fleet->zone), "%s", zone);
    (void) pthread_mutex_unlock(&fleet->zone_lock);
    if (is_new && lwi_fleet_all(fleet, &cameras, &count) == 0) {
        for (size_t i = 0; i < count; i++) {
            lwi_camera_arming_load(cameras[i]);
            lwi_camera_unref(&cameras[i]);
        }
        free(cameras);
    }
    (void) pthread_mutex_unlock(&fleet->change_lock);
}

int lwi_fleet_camera_armed(struct lwi_fleet *fleet, const char *id, const char *condition)
{
    struct lwi_camera *camera = lwi_fleet_find(fleet, id);
    if (!camera)
        return -ENOENT;
    int armed = lwi_events_armed(&camera->events, condition, lwi_clock_realtime(fleet->hub.clock));
    lwi_camera_unref(&camera);
    return armed;
}

int lwi_fleet_camera_records(struct lwi_fleet *fleet, const char *id)
{
    struct lwi_camera *camera = lwi_fleet_find(fleet, id);
    if (!camera)
        return -ENOENT;
    int records = lwi_events_records(&camera->events, lwi_clock_realtime(fleet->hub.clock));
    lwi_camera_unref(&camera);
    return records;
}
