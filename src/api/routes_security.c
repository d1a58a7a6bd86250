/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* The security reinforcement. */
#include <errno.h>
#include <jansson.h>
#include <microhttpd.h>

#include "api/answer.h"
#include "api/reinforcement.h"
#include "api/request.h"
#include "api/routes.h"
#include "base/error.h"

static int get_reinforcement(struct lwi_request *request)
{
    return lwi_answer_json(request, MHD_HTTP_OK,
                           lwi_reinforcement_show(request->api->reinforcement));
}

static int patch_reinforcement(struct lwi_request *request)
{
    static const char *const members[] = {"enabled", NULL};
    struct lw_error error = {0};
    json_t *body = NULL;
    int r = lwi_request_json(request, members, &body, &error);
    const json_t *enabled = json_object_get(body, "enabled");
    if (r == 0 && !json_is_boolean(enabled))
        r = lwi_error_set(&error, -EINVAL, "enabled must be true or false");
    if (r == 0)
        r = lwi_reinforcement_set(request->api, json_is_true(enabled), &error);
    if (r == 0)
        lwi_log(request->api->settings.log, LWI_LOG_NOTICE,
                "the security reinforcement was switched %s by %s",
                json_is_true(enabled) ? "on" : "off", request->who.user);
    json_decref(body);
    return r < 0 ? lwi_answer_failure(request, &error) : get_reinforcement(request);
}

const struct lwi_route lwi_routes_security[] = {
    {"/api/v1/security/reinforcement", LWI_GET, LWI_ACCESS_ADMINISTRATOR, LWI_BODY_NONE,
     get_reinforcement},
    {"/api/v1/security/reinforcement", LWI_PATCH, LWI_ACCESS_ADMINISTRATOR, LWI_BODY_JSON,
     patch_reinforcement},
    {0},
};
