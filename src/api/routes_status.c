/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* How the daemon is: status, health, metrics, and the document of all this. */
#include <errno.h>
#include <jansson.h>
#include <microhttpd.h>
#include <stdlib.h>
#include <string.h>

#include "api/answer.h"
#include "api/json.h"
#include "api/metrics.h"
#include "api/request.h"
#include "api/routes.h"
#include "lenswatch/version.h"

#define OPEN_EVENTS_MAX 1000

static json_t *cameras_json(const struct lwi_request *request)
{
    static const enum lwi_camera_state states[] = {LWI_CAMERA_DISABLED, LWI_CAMERA_CONNECTING,
                                                   LWI_CAMERA_WATCHING, LWI_CAMERA_LOST};
    struct lwi_camera_status *statuses = NULL;
    size_t count = 0;
    if (lwi_request_cameras(request, &statuses, &count) < 0)
        return NULL;
    json_int_t counts[4] = {0}, fault = 0;
    for (size_t i = 0; i < count; i++) {
        fault += statuses[i].open_event_id != 0;
        for (int s = 0; s < 4; s++)
            counts[s] += statuses[i].state == states[s];
    }
    free(statuses);
    return json_pack("{s:I, s:I, s:I, s:I, s:I, s:I}", "total", (json_int_t) count, "disabled",
                     counts[0], "connecting", counts[1], "watching", counts[2], "lost", counts[3],
                     "fault", fault);
}

/* How many events are open; the list is bounded, and so is this number. */
static json_int_t open_events(const struct lwi_request *request)
{
    const struct lwi_event_query query = {
        .state = 1, .limit = OPEN_EVENTS_MAX, .cameras = request->who.cameras};
    struct lwi_event *events = NULL;
    size_t count = 0;
    if (lwi_store_event_list(request->api->settings.store, &query, &events, &count, NULL) == 0)
        free(events);
    return (json_int_t) count;
}

static const char *model_name(const struct lwi_api *api)
{
    return api->settings.model ? lw_model_name(api->settings.model) : "built in";
}

static int get_status(struct lwi_request *request)
{
    struct lwi_api *api = request->api;
    int authenticated = request->who.by != LWI_AUTH_NOBODY;
    json_t *status = json_pack("{s:b, s:b}", "activated", lwi_auth_activated(api->auth),
                               "authenticated", authenticated);
    if (!authenticated)
        return lwi_answer_json(request, MHD_HTTP_OK, status);
    struct lwi_store_stats stats = {0};
    struct lwi_system_config config;
    unsigned running, max;
    lwi_store_stats(api->settings.store, &stats);
    lwi_system_config(api->settings.system, &config);
    lwi_predictor_load(api->predictor, &running, &max);
    json_t *more = json_pack(
        "{s:s, s:s, s:s, s:o, s:o, s:o, s:I, s:{s:I, s:i, s:I}, s:{s:i, s:i}, s:{s:i, s:i}}",
        "version", lw_version(), "site_name", config.site_name, "model", model_name(api), "time",
        lwi_json_time(lwi_clock_realtime(api->settings.clock)), "started",
        lwi_json_time(api->started_ns), "cameras", cameras_json(request), "events_open",
        open_events(request), "store", "bytes", (json_int_t) stats.bytes, "version", stats.version,
        "measurements_dropped", (json_int_t) stats.measurements_dropped, "predict", "running",
        (int) running, "max", (int) max, "clients", "streams", (int) atomic_load(&api->streams),
        "streams_max", (int) api->settings.streams_max);
    if (!more || json_object_update(status, more) < 0) {
        json_decref(status);
        status = NULL;
    }
    json_decref(more);
    return lwi_answer_json(request, MHD_HTTP_OK, status);
}

static int get_health(struct lwi_request *request)
{
    return lwi_answer_static(request, MHD_HTTP_OK, "text/plain; charset=utf-8", "ok\n", 3);
}

static int get_openapi(struct lwi_request *request)
{
    return lwi_answer_static(request, MHD_HTTP_OK, "application/json", request->api->openapi,
                             strlen(request->api->openapi));
}

static int get_metrics(struct lwi_request *request)
{
    char *text = NULL;
    size_t size = 0;
    struct lw_error error = {0};
    if (lwi_metrics_format(request, &text, &size, &error) < 0)
        return lwi_answer_failure(request, &error);
    return lwi_answer_bytes(request, MHD_HTTP_OK, "text/plain; version=0.0.4; charset=utf-8",
                            (uint8_t *) text, size);
}

const struct lwi_route lwi_routes_status[] = {
    {"/api/v1/status", LWI_GET, LWI_ACCESS_OPEN, LWI_BODY_NONE, get_status},
    {"/api/v1/openapi.json", LWI_GET, LWI_ACCESS_OPEN, LWI_BODY_NONE, get_openapi},
    {"/healthz", LWI_GET, LWI_ACCESS_OPEN, LWI_BODY_NONE, get_health},
    {"/metrics", LWI_GET, LWI_ACCESS_METRICS, LWI_BODY_NONE, get_metrics},
    {0},
};
