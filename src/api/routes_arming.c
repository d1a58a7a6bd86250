/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* When a camera is armed. */
#include <jansson.h>
#include <microhttpd.h>

#include "api/answer.h"
#include "api/request.h"
#include "api/routes.h"
#include "camera/condition.h"

static int answer(struct lwi_request *request)
{
    struct lw_error error = {0};
    struct lwi_fleet *fleet = request->api->settings.fleet;
    json_t *schedule = NULL;
    int r = lwi_fleet_camera_arming(fleet, request->id, &schedule, &error);
    if (r < 0)
        return lwi_answer_failure(request, &error);
    json_t *armed = json_object();
    for (int i = 0; i < lwi_condition_count(); i++) {
        const char *name = lwi_condition_name(i);
        (void) json_object_set_new(
            armed, name, json_boolean(lwi_fleet_camera_armed(fleet, request->id, name) > 0));
    }
    return lwi_answer_json(request, MHD_HTTP_OK,
                           json_pack("{s:o,s:o,s:b}", "schedule", schedule, "armed", armed,
                                     "records", lwi_fleet_camera_records(fleet, request->id) > 0));
}

static int get_arming(struct lwi_request *request)
{
    return answer(request);
}

static int patch_arming(struct lwi_request *request)
{
    struct lw_error error = {0};
    json_t *body = NULL;
    int r = lwi_request_camera(request, &error);
    if (r == 0)
        r = lwi_request_json(request, /* members= */ NULL, &body, &error);
    if (r == 0)
        r = lwi_fleet_camera_arming_set(request->api->settings.fleet, request->id, body, &error);
    json_decref(body);
    return r < 0 ? lwi_answer_failure(request, &error) : answer(request);
}

#define ARMING "/api/v1/cameras/{id}/arming"

const struct lwi_route lwi_routes_arming[] = {
    {ARMING, LWI_GET, LWI_ACCESS_VIEWER, LWI_BODY_NONE, get_arming},
    {ARMING, LWI_PATCH, LWI_ACCESS_OPERATOR, LWI_BODY_JSON, patch_arming},
    {0},
};
