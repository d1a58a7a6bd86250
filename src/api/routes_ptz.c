/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Turning a camera: begun, held for as long as somebody has a finger on it, and stopped. What is
 * held is no record of its own in the audit log, for it comes twice a second.
 */
#include <errno.h>
#include <jansson.h>
#include <microhttpd.h>
#include <stdio.h>
#include <string.h>

#include "api/answer.h"
#include "api/json.h"
#include "api/request.h"
#include "api/routes.h"
#include "base/error.h"
#include "camera/fleet.h"

#define NAME_MAX_BYTES 32

/* What the camera does not do is not the caller's fault: a 401 would send them to log in. */
static int answer_trouble(struct lwi_request *request, struct lw_error *error)
{
    if (error->code != -EINVAL && error->code != -ENOENT && error->code != -ENOMEM &&
        error->code != -ENOTSUP && error->code != -ENOSPC)
        error->code = -EAGAIN;
    return lwi_answer_failure(request, error);
}

static int answer_view(struct lwi_request *request, const struct lwi_ptz_view *v)
{
    json_t *presets = json_array();
    for (size_t i = 0; i < v->presets.count; i++)
        (void) json_array_append_new(presets,
                                     json_pack("{s:s, s:s}", "token", v->presets.list[i].token,
                                               "name", v->presets.list[i].name));
    return lwi_answer_json(request, MHD_HTTP_OK,
                           json_pack("{s:b, s:b, s:b, s:o}", "move", v->can.move, "zoom",
                                     v->can.zoom, "save", v->can.save, "presets", presets));
}

static int order(struct lwi_request *request, const struct lwi_ptz_order *what,
                 struct lwi_ptz_view *ret_view, struct lw_error *reterr)
{
    return lwi_fleet_camera_ptz(request->api->settings.fleet, request->id, what, ret_view, reterr);
}

static int get_ptz(struct lwi_request *request)
{
    const struct lwi_ptz_order look = {.what = LWI_PTZ_LOOK};
    struct lw_error error = {0};
    struct lwi_ptz_view view = {0};
    int r = lwi_request_camera(request, &error);
    if (r == 0)
        r = order(request, &look, &view, &error);
    return r < 0 ? answer_trouble(request, &error) : answer_view(request, &view);
}

/* -1 to 1; 0 where there is none. */
static int read_speed(const json_t *body, const char *name, double *ret_speed,
                      struct lw_error *reterr)
{
    const json_t *value = json_object_get(body, name);
    const double speed = value ? json_number_value(value) : 0;
    if ((value && !json_is_number(value)) || !(speed >= -1 && speed <= 1))
        return lwi_error_set(reterr, -EINVAL, "%s: it must be from -1 to 1", name);
    *ret_speed = speed;
    return 0;
}

static int read_order(const json_t *body, struct lwi_ptz_order *ret_order, struct lw_error *reterr)
{
    const char *preset = "", *save = "";
    const int goes = json_object_get(body, "preset") != NULL;
    const int saves = json_object_get(body, "save") != NULL;
    struct lwi_ptz_order o = {.what = LWI_PTZ_MOVE};
    int r = lwi_json_string(body, "preset", sizeof(o.text) - 1, "", &preset, reterr);
    if (r == 0)
        r = lwi_json_string(body, "save", NAME_MAX_BYTES, "", &save, reterr);
    if (r == 0)
        r = read_speed(body, "pan", &o.move.pan, reterr);
    if (r == 0)
        r = read_speed(body, "tilt", &o.move.tilt, reterr);
    if (r == 0)
        r = read_speed(body, "zoom", &o.move.zoom, reterr);
    if (r < 0)
        return r;
    const int moves = !lwi_move_is_stop(&o.move);
    if (moves + goes + saves != 1)
        return lwi_error_set(reterr, -EINVAL,
                             "it is one of: speeds (pan, tilt, zoom), preset, or save");
    if (!moves && !*(goes ? preset : save))
        return lwi_error_set(reterr, -EINVAL, "%s: it is empty", goes ? "preset" : "save");
    if (!moves)
        o.what = goes ? LWI_PTZ_GO : LWI_PTZ_SAVE;
    (void) snprintf(o.text, sizeof(o.text), "%s", goes ? preset : save);
    *ret_order = o;
    return 0;
}

static int post_ptz(struct lwi_request *request)
{
    static const char *const members[] = {"pan", "tilt", "zoom", "preset", "save", NULL};
    struct lw_error error = {0};
    struct lwi_ptz_order what = {.what = LWI_PTZ_MOVE};
    struct lwi_ptz_view view = {0};
    json_t *body = NULL;
    int r = lwi_request_camera(request, &error);
    if (r == 0)
        r = lwi_request_json(request, members, &body, &error);
    if (r == 0)
        r = read_order(body, &what, &error);
    json_decref(body);
    if (r == 0)
        r = order(request, &what, &view, &error);
    if (r < 0)
        return answer_trouble(request, &error);
    return what.what == LWI_PTZ_SAVE ? answer_view(request, &view)
                                     : lwi_answer_empty(request, MHD_HTTP_NO_CONTENT);
}

static int post_stop(struct lwi_request *request)
{
    const struct lwi_ptz_order still = {.what = LWI_PTZ_MOVE};
    struct lw_error error = {0};
    int r = lwi_request_camera(request, &error);
    if (r == 0)
        r = order(request, &still, /* ret_view= */ NULL, &error);
    return r < 0 ? answer_trouble(request, &error) : lwi_answer_empty(request, MHD_HTTP_NO_CONTENT);
}

static int post_hold(struct lwi_request *request)
{
    struct lw_error error = {0};
    int r = lwi_request_camera(request, &error);
    if (r == 0)
        r = lwi_fleet_camera_ptz_hold(request->api->settings.fleet, request->id, &error);
    return r < 0 ? answer_trouble(request, &error) : lwi_answer_empty(request, MHD_HTTP_NO_CONTENT);
}

#define PTZ "/api/v1/cameras/{id}/ptz"

const struct lwi_route lwi_routes_ptz[] = {
    {PTZ, LWI_GET, LWI_ACCESS_OPERATOR, LWI_BODY_NONE, get_ptz},
    {PTZ, LWI_POST, LWI_ACCESS_OPERATOR, LWI_BODY_JSON, post_ptz},
    {PTZ "/hold", LWI_POST, LWI_ACCESS_OPERATOR, LWI_BODY_NONE, post_hold},
    {PTZ "/stop", LWI_POST, LWI_ACCESS_OPERATOR, LWI_BODY_NONE, post_stop},
    {0},
};
