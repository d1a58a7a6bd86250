/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* What actions are told of the cameras at any time; see struct lwi_action_host. */
#include <stdlib.h>

#include <jansson.h>

#include "camera/camera.h"
#include "camera/fleet_internal.h"

static json_t *condition_json(struct lwi_camera *camera, int condition, const char *state)
{
    return json_pack("{s:s,s:I}", "state", state, "event",
                     (json_int_t) lwi_events_open_of(&camera->events, condition));
}

static json_t *conditions_json(struct lwi_camera *camera, const struct lwi_camera_status *s)
{
    json_t *object = json_object();
    const char *lost = s->state == LWI_CAMERA_LOST       ? "fault"
                       : s->state == LWI_CAMERA_WATCHING ? "ok"
                                                         : "not assessable";
    (void) json_object_set_new(object, lwi_condition_name(LWI_CONDITION_SIGNAL_LOST),
                               condition_json(camera, LWI_CONDITION_SIGNAL_LOST, lost));
    for (size_t i = 0; i < lw_condition_count(); i++)
        if (lwi_camera_config_condition(&s->config, i).enabled)
            (void) json_object_set_new(object, lw_condition_at(i)->name,
                                       condition_json(camera, (int) i + LWI_CONDITION_FIRST,
                                                      lw_state_name(s->conditions[i].state)));
    return object;
}

static json_t *camera_json(struct lwi_camera *camera, const struct lwi_camera_status *s)
{
    const char *name = s->config.name[0] ? s->config.name : s->config.id;
    return json_pack("{s:s,s:s,s:s,s:s,s:o,s:o}", "id", s->config.id, "name", name, "state",
                     lwi_camera_state_name(s->state), "verdict", lw_verdict_name(s->verdict),
                     "sharpness", s->sharpness < 0 ? json_null() : json_real(s->sharpness),
                     "conditions", conditions_json(camera, s));
}

struct json_t *lwi_fleet_summary(struct lwi_fleet *fleet)
{
    struct lwi_camera **cameras;
    size_t count;
    if (lwi_fleet_all(fleet, &cameras, &count) < 0)
        return NULL;
    struct lwi_camera_status *status = malloc(sizeof(*status));
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++) {
        if (status) {
            lwi_camera_status(cameras[i], status);
            (void) json_array_append_new(list, camera_json(cameras[i], status));
        }
        lwi_camera_unref(&cameras[i]);
    }
    free(cameras);
    if (!status) {
        json_decref(list);
        return NULL;
    }
    free(status);
    return list;
}
