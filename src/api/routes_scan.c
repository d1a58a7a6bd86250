/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Finding the cameras of a network: begun and ended by who is logged in, never by itself. */
#include <errno.h>
#include <jansson.h>
#include <microhttpd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/answer.h"
#include "api/json.h"
#include "api/request.h"
#include "api/routes.h"
#include "api/scanner.h"
#include "base/error.h"
#include "base/parse.h"
#include "camera/fleet.h"
#include "config/camera_config.h"

#define ADDED_MAX 4096

/* An array as GET /api/v1/cameras answers it. NULL: no memory. */
static json_t *list_cameras(struct lwi_fleet *fleet)
{
    struct lwi_camera_status *statuses = NULL;
    size_t count = 0;
    if (lwi_fleet_list(fleet, &statuses, &count) < 0)
        return NULL;
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        (void) json_array_append_new(list, lwi_json_camera(&statuses[i]));
    free(statuses);
    return list;
}

static int answer_scan(struct lwi_request *request, unsigned status)
{
    json_t *cameras = list_cameras(request->api->settings.fleet);
    json_t *object = cameras ? lwi_scanner_json(request->api->scanner, cameras) : NULL;
    json_decref(cameras);
    return lwi_answer_json(request, status, object);
}

static int get_scan(struct lwi_request *request)
{
    return answer_scan(request, MHD_HTTP_OK);
}

static int post_scan(struct lwi_request *request)
{
    static const char *const members[] = {"ranges",       "credentials", "ports", "announce",
                                          "max_attempts", "timeout_s",   "large", NULL};
    struct lw_error error = {0};
    json_t *body = NULL;
    int r = lwi_request_json(request, members, &body, &error);
    if (r == 0)
        r = lwi_scanner_start(request->api->scanner, body, &error);
    json_decref(body);
    if (r == -ENOENT) /* a host of that name, or a network; not the resource */
        error.code = -EINVAL;
    return r < 0 ? lwi_answer_failure(request, &error) : answer_scan(request, MHD_HTTP_ACCEPTED);
}

static int cancel_scan(struct lwi_request *request)
{
    lwi_scanner_cancel(request->api->scanner);
    return answer_scan(request, MHD_HTTP_OK);
}

static int delete_scan(struct lwi_request *request)
{
    lwi_scanner_forget(request->api->scanner);
    return lwi_answer_empty(request, MHD_HTTP_NO_CONTENT);
}

static int get_picture(struct lwi_request *request)
{
    struct lw_error error = {0};
    uint8_t *data = NULL;
    size_t size = 0;
    int64_t id = 0;
    int r = lwi_parse_int(request->id, 1, INT64_MAX, &id);
    if (r < 0)
        r = lwi_error_set(&error, -ENOENT, "No camera '%s' was found", request->id);
    else
        r = lwi_scanner_picture(request->api->scanner, id, &data, &size, &error);
    return r < 0 ? lwi_answer_failure(request, &error)
                 : lwi_answer_bytes(request, MHD_HTTP_OK, "image/jpeg", data, size);
}

/* ---- having them watched ---- */

/* Does what was made out; change->id is that of the camera afterwards. */
static int apply(struct lwi_fleet *fleet, struct lwi_found_change *change, struct lw_error *reterr)
{
    struct lwi_camera_config base, config;
    int r = 0;
    lwi_camera_config_default(&base);
    if (!change->body)
        return 0;
    if (change->id[0] && lwi_fleet_camera_config(fleet, change->id, &base) < 0)
        r = lwi_error_set(reterr, -ENOENT, "The camera was removed meanwhile");
    if (r == 0)
        r = lwi_camera_config_from_json(&config, &base, change->body, change->id[0] != '\0',
                                        reterr);
    if (r == 0)
        r = change->id[0] ? lwi_fleet_camera_set(fleet, &config, reterr)
                          : lwi_fleet_camera_add(fleet, &config, reterr);
    if (r == 0)
        (void) snprintf(change->id, sizeof(change->id), "%s", config.id);
    explicit_bzero(base.password, sizeof(base.password));
    return r;
}

/* What came of one of them. */
static json_t *add_one(struct lwi_request *request, int64_t id)
{
    struct lwi_found_change change = {0};
    struct lw_error error = {0};
    struct lwi_fleet *fleet = request->api->settings.fleet;
    /* Anew for each: two addresses may be those of one camera. */
    json_t *cameras = list_cameras(fleet);
    int r = cameras ? lwi_scanner_change(request->api->scanner, id, cameras, &change, &error)
                    : lwi_error_set(&error, -ENOMEM, "no memory");
    if (r == 0)
        r = apply(fleet, &change, &error);
    json_decref(cameras);
    json_decref(change.body);
    return json_pack("{s:I, s:s, s:o, s:s, s:s}", "id", (json_int_t) id, "result",
                     r < 0 ? "failed" : lwi_found_news_name(change.news), "camera_id",
                     r < 0 ? json_null() : json_string(change.id), "error",
                     r < 0 ? error.message : "", "hint", r < 0 ? error.hint : "");
}

static int add_found(struct lwi_request *request)
{
    static const char *const members[] = {"found", NULL};
    struct lw_error error = {0};
    json_t *body = NULL, *id;
    size_t i;
    int r = lwi_request_json(request, members, &body, &error);
    const json_t *found = json_object_get(body, "found");
    if (r == 0 && (!json_is_array(found) || json_array_size(found) > ADDED_MAX))
        r = lwi_error_set(&error, -EINVAL, "found: it must be an array of numbers");
    json_array_foreach(found, i, id)
    {
        if (r == 0 && !json_is_integer(id))
            r = lwi_error_set(&error, -EINVAL, "found: it must be an array of numbers");
    }
    if (r < 0) {
        json_decref(body);
        return lwi_answer_failure(request, &error);
    }
    json_t *results = json_array();
    json_array_foreach(found, i, id)
    {
        (void) json_array_append_new(results, add_one(request, json_integer_value(id)));
    }
    json_decref(body);
    return lwi_answer_json(request, MHD_HTTP_OK, json_pack("{s:o}", "results", results));
}

const struct lwi_route lwi_routes_scan[] = {
    {"/api/v1/scan", LWI_GET, LWI_ACCESS_ADMINISTRATOR, LWI_BODY_NONE, get_scan},
    {"/api/v1/scan", LWI_POST, LWI_ACCESS_ADMINISTRATOR, LWI_BODY_JSON, post_scan},
    {"/api/v1/scan", LWI_DELETE, LWI_ACCESS_ADMINISTRATOR, LWI_BODY_NONE, delete_scan},
    {"/api/v1/scan/add", LWI_POST, LWI_ACCESS_ADMINISTRATOR, LWI_BODY_JSON, add_found},
    {"/api/v1/scan/cancel", LWI_POST, LWI_ACCESS_ADMINISTRATOR, LWI_BODY_NONE, cancel_scan},
    {"/api/v1/scan/found/{id}/picture.jpg", LWI_GET, LWI_ACCESS_ADMINISTRATOR, LWI_BODY_NONE,
     get_picture},
    {0},
};
