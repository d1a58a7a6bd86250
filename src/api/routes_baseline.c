/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* What the watch of a camera has learnt: why it judges so, forgetting it, and whose it is. */
#include <errno.h>
#include <jansson.h>
#include <microhttpd.h>
#include <stdlib.h>
#include <string.h>

#include "api/answer.h"
#include "api/json.h"
#include "api/request.h"
#include "api/routes.h"
#include "base/error.h"
#include "camera/fleet.h"

/* Cameras number theirs up to 255 or 300. */
#define PRESET_MAX 999

static int read_condition(struct lwi_request *request, size_t *ret_index, struct lw_error *reterr)
{
    const char *name = lwi_request_query(request, "condition");
    long index = lw_condition_find(name ? name : "defocus");
    if (index < 0) {
        (void) lwi_error_set(reterr, -EINVAL, "'%.40s' is not a condition that can be explained",
                             name);
        lwi_error_hint(reterr, "The status of a camera lists them");
        return -EINVAL;
    }
    *ret_index = (size_t) index;
    return 0;
}

static int get_explain(struct lwi_request *request)
{
    struct lw_error error = {0};
    struct lwi_camera_explanation explanation;
    size_t condition = 0;
    int r = lwi_request_camera(request, &error);
    if (r == 0)
        r = read_condition(request, &condition, &error);
    if (r == 0) {
        r = lwi_fleet_camera_explain(request->api->settings.fleet, request->id, condition,
                                     &explanation);
        if (r < 0)
            (void) lwi_error_set(&error, r, "It cannot be explained: %s", strerror(-r));
    }
    if (r < 0)
        return lwi_answer_failure(request, &error);
    json_t *answer = lwi_json_explanation(request->id, condition, &explanation);
    free(explanation.tiles);
    return lwi_answer_json(request, MHD_HTTP_OK, answer);
}

static int post_reset(struct lwi_request *request)
{
    static const char *const members[] = {"what", NULL};
    struct lw_error error = {0};
    json_t *body = NULL;
    const char *what = "now";
    int r = lwi_request_camera(request, &error);
    if (r == 0)
        r = lwi_request_json(request, members, &body, &error);
    if (r == 0)
        r = lwi_json_string(body, "what", 8, "now", &what, &error);
    int all = r == 0 && strcmp(what, "all") == 0;
    if (r == 0 && !all && strcmp(what, "now") != 0)
        r = lwi_error_set(&error, -EINVAL, "what: it must be now or all");
    json_decref(body);
    if (r == 0)
        r = lwi_fleet_camera_reset(request->api->settings.fleet, request->id,
                                   all ? LW_RESET_ALL : LW_RESET_NOW, &error);
    return r < 0 ? lwi_answer_failure(request, &error)
                 : lwi_answer_empty(request, MHD_HTTP_NO_CONTENT);
}

static int post_preset(struct lwi_request *request)
{
    static const char *const members[] = {"preset", NULL};
    struct lw_error error = {0};
    json_t *body = NULL;
    int r = lwi_request_camera(request, &error);
    if (r == 0)
        r = lwi_request_json(request, members, &body, &error);
    const json_t *preset = r == 0 ? json_object_get(body, "preset") : NULL;
    const json_int_t number = json_is_integer(preset) ? json_integer_value(preset) : -1;
    if (r == 0 && !json_is_null(preset) && (number < 0 || number > PRESET_MAX))
        r = lwi_error_set(&error, -EINVAL, "preset: it must be a number from 0 to %d, or null",
                          PRESET_MAX);
    if (r == 0)
        r = lwi_fleet_camera_preset(request->api->settings.fleet, request->id,
                                    json_is_null(preset) ? LW_PRESET_ANY : (unsigned) number,
                                    &error);
    json_decref(body);
    return r < 0 ? lwi_answer_failure(request, &error)
                 : lwi_answer_empty(request, MHD_HTTP_NO_CONTENT);
}

#define CAMERA "/api/v1/cameras/{id}"

const struct lwi_route lwi_routes_baseline[] = {
    {CAMERA "/baseline/reset", LWI_POST, LWI_ACCESS_OPERATOR, LWI_BODY_JSON, post_reset},
    {CAMERA "/preset", LWI_POST, LWI_ACCESS_OPERATOR, LWI_BODY_JSON, post_preset},
    {CAMERA "/explain", LWI_GET, LWI_ACCESS_VIEWER, LWI_BODY_NONE, get_explain},
    {0},
};
