/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* What the camera's own interface has: presets, outputs, its defocus detection. */
#include <errno.h>
#include <jansson.h>
#include <microhttpd.h>
#include <string.h>

#include "api/answer.h"
#include "api/request.h"
#include "api/routes.h"
#include "base/error.h"
#include "camera/fleet.h"

static json_t *view_json(const struct lwi_device_view *v)
{
    json_t *presets = json_array(), *outputs = json_array();
    for (size_t i = 0; i < v->presets.count; i++)
        (void) json_array_append_new(presets,
                                     json_pack("{s:s, s:s}", "token", v->presets.list[i].token,
                                               "name", v->presets.list[i].name));
    for (size_t i = 0; i < v->outputs.count; i++) {
        int active = v->outputs.list[i].active;
        (void) json_array_append_new(
            outputs, json_pack("{s:s, s:o}", "token", v->outputs.list[i].token, "active",
                               active < 0 ? json_null() : json_boolean(active)));
    }
    json_t *defocus =
        v->has_defocus
            ? json_pack("{s:b, s:o}", "enabled", v->defocus.enabled, "sensitivity",
                        v->defocus.sensitivity < 0 ? json_null()
                                                   : json_integer(v->defocus.sensitivity))
            : json_null();
    return json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:o, s:o, s:o}", "driver", v->driver, "brand",
                     v->identity.brand, "model", v->identity.model, "firmware",
                     v->identity.firmware, "serial", v->identity.serial, "mac", v->identity.mac,
                     "presets", presets, "outputs", outputs, "own_defocus", defocus);
}

/* What the camera does not do is not the caller's fault: a 401 would send them to log in. */
static int answer_trouble(struct lwi_request *request, struct lw_error *error)
{
    if (error->code != -EINVAL && error->code != -ENOENT && error->code != -ENOMEM)
        error->code = -EAGAIN;
    return lwi_answer_failure(request, error);
}

static int answer_device(struct lwi_request *request)
{
    struct lw_error error = {0};
    struct lwi_device_view view;
    int r = lwi_request_camera(request, &error);
    if (r == 0)
        r = lwi_fleet_device_look(request->api->settings.fleet, request->id, &view, &error);
    return r < 0 ? answer_trouble(request, &error)
                 : lwi_answer_json(request, MHD_HTTP_OK, view_json(&view));
}

static int wrong(struct lw_error *reterr, const char *what)
{
    return lwi_error_set(reterr, -EINVAL, "%s", what);
}

/* What is pointed to belongs to the body. */
static int read_change(const json_t *body, struct lwi_device_change *ret_change,
                       struct lwi_device_defocus *ret_defocus, struct lw_error *reterr)
{
    const json_t *preset = json_object_get(body, "preset");
    const json_t *output = json_object_get(body, "output");
    const json_t *defocus = json_object_get(body, "own_defocus");
    const json_t *active = json_object_get(output, "active");
    const json_t *enabled = json_object_get(defocus, "enabled");
    const json_t *sensitivity = json_object_get(defocus, "sensitivity");
    if (preset && !json_is_string(preset))
        return wrong(reterr, "preset: it must be the token of one");
    if (output && (!json_is_string(json_object_get(output, "token")) || !json_is_boolean(active)))
        return wrong(reterr, "output: it must have a token, and active, which is true or false");
    if (defocus && !json_is_boolean(enabled))
        return wrong(reterr, "own_defocus: enabled must be true or false");
    if (sensitivity && !json_is_null(sensitivity) &&
        (!json_is_integer(sensitivity) || json_integer_value(sensitivity) < 1 ||
         json_integer_value(sensitivity) > 100))
        return wrong(reterr, "own_defocus: sensitivity must be from 1 to 100");
    if (!preset && !output && !defocus)
        return wrong(reterr, "there is nothing to change: preset, output or own_defocus");
    *ret_defocus = (struct lwi_device_defocus){
        .enabled = json_is_true(enabled),
        .sensitivity = json_is_integer(sensitivity) ? (int) json_integer_value(sensitivity) : -1,
    };
    *ret_change = (struct lwi_device_change){
        .preset = json_string_value(preset),
        .output = json_string_value(json_object_get(output, "token")),
        .output_active = json_is_true(active),
        .defocus = defocus ? ret_defocus : NULL,
    };
    return 0;
}

static int patch_device(struct lwi_request *request)
{
    static const char *const members[] = {"preset", "output", "own_defocus", NULL};
    struct lw_error error = {0};
    struct lwi_device_change change;
    struct lwi_device_defocus defocus;
    json_t *body = NULL;
    int r = lwi_request_camera(request, &error);
    if (r == 0)
        r = lwi_request_json(request, members, &body, &error);
    if (r == 0)
        r = read_change(body, &change, &defocus, &error);
    if (r == 0)
        r = lwi_fleet_device_set(request->api->settings.fleet, request->id, &change, &error);
    json_decref(body);
    return r < 0 ? answer_trouble(request, &error) : answer_device(request);
}

#define CAMERA "/api/v1/cameras/{id}"

const struct lwi_route lwi_routes_device[] = {
    {CAMERA "/device", LWI_GET, LWI_ACCESS_OPERATOR, LWI_BODY_NONE, answer_device},
    {CAMERA "/device", LWI_PATCH, LWI_ACCESS_ADMINISTRATOR, LWI_BODY_JSON, patch_device},
    {0},
};
