/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Cameras: list, add, change, remove, pictures. */
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
#include "base/rfc3339.h"
#include "camera/fleet.h"
#include "config/camera_config.h"

#define LIST_HINT "GET /api/v1/cameras lists them"

static int no_camera(const char *id, struct lw_error *reterr)
{
    (void) lwi_error_set(reterr, -ENOENT, "There is no camera '%s'", id);
    lwi_error_hint(reterr, LIST_HINT);
    return -ENOENT;
}

static int answer_camera(struct lwi_request *request, unsigned status, const char *id)
{
    struct lwi_camera_status now;
    struct lw_error error = {0};
    if (lwi_fleet_camera_status(request->api->settings.fleet, id, &now) < 0) {
        (void) no_camera(id, &error);
        return lwi_answer_failure(request, &error);
    }
    return lwi_answer_json(request, status, lwi_json_camera(&now));
}

static int get_cameras(struct lwi_request *request)
{
    struct lwi_camera_status *statuses = NULL;
    size_t count = 0;
    if (lwi_request_cameras(request, &statuses, &count) < 0)
        return lwi_answer_json(request, MHD_HTTP_OK, NULL);
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        (void) json_array_append_new(list, lwi_json_camera(&statuses[i]));
    free(statuses);
    return lwi_answer_json(request, MHD_HTTP_OK, json_pack("{s:o}", "cameras", list));
}

static int post_camera(struct lwi_request *request)
{
    struct lw_error error = {0};
    struct lwi_camera_config base, config;
    json_t *body = NULL;
    lwi_camera_config_default(&base);
    int r = lwi_request_json(request, /* members= */ NULL, &body, &error);
    if (r == 0)
        r = lwi_camera_config_from_json(&config, &base, body, /* partial= */ 0, &error);
    json_decref(body);
    if (r == 0)
        r = lwi_fleet_camera_add(request->api->settings.fleet, &config, &error);
    if (r < 0)
        return lwi_answer_failure(request, &error);
    if (!config.sub_url[0])
        lwi_fleet_camera_find_sub(request->api->settings.fleet, config.id);
    lwi_answer_header(request, "Location", "/api/v1/cameras/%s", config.id);
    return answer_camera(request, MHD_HTTP_CREATED, config.id);
}

static int get_camera(struct lwi_request *request)
{
    return answer_camera(request, MHD_HTTP_OK, request->id);
}

static int patch_camera(struct lwi_request *request)
{
    struct lw_error error = {0};
    struct lwi_camera_config base, config;
    json_t *body = NULL;
    struct lwi_fleet *fleet = request->api->settings.fleet;
    int r = lwi_request_json(request, /* members= */ NULL, &body, &error);
    if (r == 0 && lwi_fleet_camera_config(fleet, request->id, &base) < 0)
        r = no_camera(request->id, &error);
    /* What GET answers may be changed and sent back. */
    (void) json_object_del(body, "status");
    if (r == 0)
        r = lwi_camera_config_from_json(&config, &base, body, /* partial= */ 1, &error);
    json_decref(body);
    if (r == 0)
        r = lwi_fleet_camera_set(fleet, &config, &error);
    if (r < 0)
        return lwi_answer_failure(request, &error);
    return answer_camera(request, MHD_HTTP_OK, request->id);
}

static int delete_camera(struct lwi_request *request)
{
    struct lw_error error = {0};
    int r = lwi_fleet_camera_remove(request->api->settings.fleet, request->id, &error);
    if (r == -ENOENT)
        (void) no_camera(request->id, &error);
    return r < 0 ? lwi_answer_failure(request, &error)
                 : lwi_answer_empty(request, MHD_HTTP_NO_CONTENT);
}

static int answer_picture(struct lwi_request *request, uint8_t *data, size_t size, int64_t wall_ns)
{
    char text[LWI_RFC3339_SIZE];
    lwi_rfc3339_format(wall_ns, text);
    lwi_answer_header(request, "X-Picture-Time", "%s", text);
    return lwi_answer_bytes(request, MHD_HTTP_OK, "image/jpeg", data, size);
}

static int get_snapshot(struct lwi_request *request)
{
    uint8_t *data = NULL;
    size_t size = 0;
    int64_t wall_ns = 0;
    struct lw_error error = {0};
    int r = lwi_fleet_snapshot(request->api->settings.fleet, request->id, &data, &size, &wall_ns);
    if (r == 0)
        return answer_picture(request, data, size, wall_ns);
    if (r == -ENOENT) {
        (void) no_camera(request->id, &error);
    } else if (r == -EAGAIN) {
        (void) lwi_error_set(&error, r, "The camera has sent no picture yet");
        lwi_error_hint(&error, "Its status says why: GET /api/v1/cameras/%s", request->id);
    } else {
        (void) lwi_error_set(&error, r, "The picture could not be encoded");
    }
    return lwi_answer_failure(request, &error);
}

static int get_reference(struct lwi_request *request)
{
    uint8_t *data = NULL;
    size_t size = 0;
    int64_t time_ns = 0;
    struct lw_error error = {0};
    struct lwi_camera_config config;
    if (lwi_fleet_camera_config(request->api->settings.fleet, request->id, &config) < 0) {
        (void) no_camera(request->id, &error);
        return lwi_answer_failure(request, &error);
    }
    int r = lwi_store_reference_get(request->api->settings.store, request->id, &time_ns, &data,
                                    &size, &error);
    if (r == -ENOENT) {
        (void) lwi_error_set(&error, r, "There is no healthy picture of this camera yet");
        lwi_error_hint(&error, "One is kept as soon as it is seen to be in focus");
    }
    return r < 0 ? lwi_answer_failure(request, &error)
                 : answer_picture(request, data, size, time_ns);
}

#define CAMERA "/api/v1/cameras/{id}"

const struct lwi_route lwi_routes_cameras[] = {
    {"/api/v1/cameras", LWI_GET, LWI_ACCESS_VIEWER, LWI_BODY_NONE, get_cameras},
    {"/api/v1/cameras", LWI_POST, LWI_ACCESS_ADMINISTRATOR, LWI_BODY_JSON, post_camera},
    {CAMERA, LWI_GET, LWI_ACCESS_VIEWER, LWI_BODY_NONE, get_camera},
    {CAMERA, LWI_PATCH, LWI_ACCESS_ADMINISTRATOR, LWI_BODY_JSON, patch_camera},
    {CAMERA, LWI_POST, LWI_ACCESS_ADMINISTRATOR, LWI_BODY_JSON, patch_camera},
    {CAMERA, LWI_DELETE, LWI_ACCESS_ADMINISTRATOR, LWI_BODY_NONE, delete_camera},
    {CAMERA "/snapshot.jpg", LWI_GET, LWI_ACCESS_VIEWER, LWI_BODY_NONE, get_snapshot},
    {CAMERA "/reference.jpg", LWI_GET, LWI_ACCESS_VIEWER, LWI_BODY_NONE, get_reference},
    {0},
};
