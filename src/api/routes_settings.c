/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Settings of the system itself. */
#include <errno.h>
#include <jansson.h>
#include <microhttpd.h>

#include "api/answer.h"
#include "api/json.h"
#include "api/request.h"
#include "api/routes.h"
#include "base/error.h"

static int get_settings(struct lwi_request *request)
{
    struct lwi_system_config config;
    lwi_system_config(request->api->settings.system, &config);
    return lwi_answer_json(request, MHD_HTTP_OK, lwi_system_config_to_json(&config));
}

static int patch_settings(struct lwi_request *request)
{
    struct lw_error error = {0};
    struct lwi_system *system = request->api->settings.system;
    json_t *body = NULL;
    char zone[64];
    struct lwi_system_config config;
    int r = lwi_request_json(request, /* members= */ NULL, &body, &error);
    if (r == 0)
        r = lwi_https_change(request->api, request, lwi_request_is_forced(request), body, &error);
    json_decref(body);
    if (r < 0)
        return lwi_answer_failure(request, &error);
    lwi_system_time_zone(system, zone);
    lwi_system_config(system, &config);
    lwi_actor_place(request->api->settings.actor, zone, config.site_name);
    return get_settings(request);
}

/* ---- the syslog server ---- */

static int get_syslog(struct lwi_request *request)
{
    struct lwi_syslog_state state = {.server = ""};
    if (request->api->settings.syslog)
        lwi_syslog_state(request->api->settings.syslog, &state);
    return lwi_answer_json(
        request, MHD_HTTP_OK,
        json_pack("{s:s, s:s, s:s, s:s, s:I, s:o, s:I}", "server", state.server, "state",
                  !state.server[0]   ? "off"
                  : state.is_failing ? "failing"
                                     : "sending",
                  "error", state.error, "hint", state.hint, "sent", (json_int_t) state.sent,
                  "sent_at", lwi_json_time(state.sent_ns), "waiting", (json_int_t) state.waiting));
}

static int post_syslog_test(struct lwi_request *request)
{
    struct lw_error error = {0};
    int r = request->api->settings.syslog
                ? lwi_syslog_test(request->api->settings.syslog, &error)
                : lwi_error_set(&error, -ENOENT, "No syslog server is set");
    if (r == -ENOENT)
        return lwi_answer_failure(request, &error);
    return lwi_answer_json(
        request, MHD_HTTP_OK,
        json_pack("{s:b, s:s, s:s}", "done", r == 0, "error", error.message, "hint", error.hint));
}

const struct lwi_route lwi_routes_settings[] = {
    {"/api/v1/settings", LWI_GET, LWI_ACCESS_OPERATOR, LWI_BODY_NONE, get_settings},
    {"/api/v1/settings", LWI_PATCH, LWI_ACCESS_ADMINISTRATOR, LWI_BODY_JSON, patch_settings},
    {"/api/v1/settings/syslog", LWI_GET, LWI_ACCESS_ADMINISTRATOR, LWI_BODY_NONE, get_syslog},
    {"/api/v1/settings/syslog/test", LWI_POST, LWI_ACCESS_ADMINISTRATOR, LWI_BODY_NONE,
     post_syslog_test},
    {0},
};
