/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* The lens of a camera: what is asked of it, and what came of it. */
#include <errno.h>
#include <jansson.h>
#include <microhttpd.h>
#include <string.h>

#include "api/answer.h"
#include "api/json.h"
#include "api/request.h"
#include "api/routes.h"
#include "base/error.h"
#include "camera/fleet.h"

#define AMOUNT_DEFAULT 0.05

static json_t *status_json(const struct lwi_lens_status *s)
{
    static const char *const states[] = {
        [LWI_LENS_IDLE] = "idle",
        [LWI_LENS_RUNNING] = "running",
        [LWI_LENS_DONE] = "done",
        [LWI_LENS_FAILED] = "failed",
    };
    json_t *points = json_array();
    for (size_t i = 0; i < s->count; i++)
        (void) json_array_append_new(points,
                                     json_pack("{s:f, s:f}", "position", s->points[i].position,
                                               "sharpness", s->points[i].sharpness));
    int idle = s->state == LWI_LENS_IDLE;
    int over = s->state == LWI_LENS_DONE;
    return json_pack(
        "{s:s, s:s, s:s, s:s, s:s, s:o, s:b, s:o, s:o, s:o, s:o, s:o, s:b, s:s, s:s, s:o}",
        "driver", s->driver, "brand", s->identity.brand, "model", s->identity.model, "problem",
        s->problem, "state", states[s->state], "do",
        idle ? json_null() : json_string(lwi_lens_do_name((int) s->what)), "by_event", s->by_event,
        "started", lwi_json_time(s->started_ns), "ended", lwi_json_time(s->ended_ns), "before",
        lwi_json_number(over ? s->before : -1), "after", lwi_json_number(over ? s->after : -1),
        "position", lwi_json_number(over ? s->position : -1), "restored", s->restored, "message",
        s->message, "hint", s->hint, "curve", points);
}

static int answer_lens(struct lwi_request *request, unsigned status)
{
    struct lwi_lens_status now;
    struct lw_error error = {0};
    int r = lwi_request_camera(request, &error);
    if (r == 0 && lwi_fleet_camera_lens(request->api->settings.fleet, request->id, &now) < 0)
        r = lwi_error_set(&error, -ENOENT, "There is no camera '%s'", request->id);
    return r < 0 ? lwi_answer_failure(request, &error)
                 : lwi_answer_json(request, status, status_json(&now));
}

static int get_focus(struct lwi_request *request)
{
    return answer_lens(request, MHD_HTTP_OK);
}

static int read_order(const json_t *body, enum lwi_lens_do *ret_what, double *ret_amount,
                      struct lw_error *reterr)
{
    const char *what = NULL;
    const json_t *amount = json_object_get(body, "amount");
    int r = lwi_json_string(body, "do", 8, NULL, &what, reterr);
    if (r < 0)
        return r;
    int i = 0;
    while (lwi_lens_do_name(i) && strcmp(lwi_lens_do_name(i), what ? what : "") != 0)
        i++;
    if (!lwi_lens_do_name(i))
        return lwi_error_set(reterr, -EINVAL, "do: it must be auto, near, far, reset or sweep");
    *ret_what = (enum lwi_lens_do) i;
    *ret_amount = amount ? json_number_value(amount) : AMOUNT_DEFAULT;
    if ((amount && !json_is_number(amount)) || !(*ret_amount > 0 && *ret_amount <= 1))
        return lwi_error_set(reterr, -EINVAL, "amount: it must be over 0 and at most 1");
    return 0;
}

static int post_focus(struct lwi_request *request)
{
    static const char *const members[] = {"do", "amount", NULL};
    struct lw_error error = {0};
    enum lwi_lens_do what = LWI_LENS_AUTO;
    double amount = 0;
    json_t *body = NULL;
    int r = lwi_request_camera(request, &error);
    if (r == 0)
        r = lwi_request_json(request, members, &body, &error);
    if (r == 0)
        r = read_order(body, &what, &amount, &error);
    json_decref(body);
    if (r == 0)
        r = lwi_fleet_camera_focus(request->api->settings.fleet, request->id, what, amount, &error);
    return r < 0 ? lwi_answer_failure(request, &error) : answer_lens(request, MHD_HTTP_ACCEPTED);
}

#define CAMERA "/api/v1/cameras/{id}"

const struct lwi_route lwi_routes_lens[] = {
    {CAMERA "/focus", LWI_GET, LWI_ACCESS_OPERATOR, LWI_BODY_NONE, get_focus},
    {CAMERA "/focus", LWI_POST, LWI_ACCESS_OPERATOR, LWI_BODY_JSON, post_focus},
    {0},
};
