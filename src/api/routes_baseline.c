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

static int get_baselines(struct lwi_request *request)
{
    struct lw_error error = {0};
    struct lwi_camera_baseline *baselines = NULL;
    size_t count = 0;
    int r = lwi_request_camera(request, &error);
    if (r == 0) {
        r = lwi_fleet_camera_baselines(request->api->settings.fleet, request->id, &baselines,
                                       &count);
        if (r < 0)
            (void) lwi_error_set(&error, r, "What was learnt cannot be listed: %s", strerror(-r));
    }
    if (r < 0)
        return lwi_answer_failure(request, &error);
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        (void) json_array_append_new(list, lwi_json_baseline(request->id, &baselines[i]));
    free(baselines);
    return lwi_answer_json(request, MHD_HTTP_OK,
                           json_pack("{s:s, s:o}", "camera_id", request->id, "baselines", list));
}

/* name NULL: *ret stays as it is. */
static int read_light(const char *name, enum lw_light *ret, struct lw_error *reterr)
{
    if (!name)
        return 0;
    for (int light = LW_LIGHT_DAY; light <= LW_LIGHT_LAMPS; light++) {
        if (strcmp(name, lw_light_name((enum lw_light) light)) == 0) {
            *ret = (enum lw_light) light;
            return 0;
        }
    }
    return lwi_error_set(reterr, -EINVAL, "light: it must be day, night or lamps");
}

static int get_picture(struct lwi_request *request)
{
    struct lw_error error = {0};
    enum lw_light light = LW_LIGHT_DAY;
    int64_t preset = 0;
    uint8_t *data = NULL;
    size_t size = 0;
    int r = lwi_request_camera(request, &error);
    if (r == 0)
        r = read_light(lwi_request_query(request, "light"), &light, &error);
    if (r == 0)
        r = lwi_request_query_number(request, "preset", 0, PRESET_MAX, &preset, &error);
    if (r == 0)
        r = lwi_store_baseline_picture_get(request->api->settings.store, request->id, (int) light,
                                           (unsigned) preset, &data, &size, &error);
    if (r == -ENOENT && !error.hint[0])
        lwi_error_hint(&error, "GET /api/v1/cameras/{id}/baselines says which there are");
    return r < 0 ? lwi_answer_failure(request, &error)
                 : lwi_answer_bytes(request, MHD_HTTP_OK, "image/jpeg", data, size);
}

/* What is to be forgotten: of a light, of a preset, or else `what`. */
struct reset {
    int of_one, all;
    enum lw_light light;
    unsigned preset;
};

static int read_reset(const json_t *body, struct reset *ret, struct lw_error *reterr)
{
    const json_t *preset = json_object_get(body, "preset");
    const json_int_t number = json_is_integer(preset) ? json_integer_value(preset) : -1;
    const char *what = "now", *light = NULL;
    int r = lwi_json_string(body, "what", 8, "now", &what, reterr);
    if (r == 0 && json_object_get(body, "light"))
        r = lwi_json_string(body, "light", 8, NULL, &light, reterr);
    if (r == 0)
        r = read_light(light, &ret->light, reterr);
    if (r < 0)
        return r;
    ret->of_one = light || preset;
    ret->all = strcmp(what, "all") == 0;
    ret->preset = preset ? (unsigned) number : LW_PRESET_ANY;
    if (preset && (number < 0 || number > PRESET_MAX))
        return lwi_error_set(reterr, -EINVAL, "preset: it must be a number from 0 to %d",
                             PRESET_MAX);
    if (!ret->all && strcmp(what, "now") != 0)
        return lwi_error_set(reterr, -EINVAL, "what: it must be now or all");
    if (ret->of_one && json_object_get(body, "what"))
        return lwi_error_set(reterr, -EINVAL, "what goes with neither light nor preset");
    return 0;
}

static int post_reset(struct lwi_request *request)
{
    static const char *const members[] = {"light", "preset", "what", NULL};
    struct lw_error error = {0};
    struct lwi_fleet *fleet = request->api->settings.fleet;
    struct reset reset = {.light = LW_LIGHT_UNKNOWN};
    json_t *body = NULL;
    int r = lwi_request_camera(request, &error);
    if (r == 0)
        r = lwi_request_json(request, members, &body, &error);
    if (r == 0)
        r = read_reset(body, &reset, &error);
    json_decref(body);
    if (r == 0 && reset.of_one)
        r = lwi_fleet_camera_forget(fleet, request->id, reset.light, reset.preset, &error);
    else if (r == 0)
        r = lwi_fleet_camera_reset(fleet, request->id, reset.all ? LW_RESET_ALL : LW_RESET_NOW,
                                   &error);
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
    {CAMERA "/baselines", LWI_GET, LWI_ACCESS_VIEWER, LWI_BODY_NONE, get_baselines},
    {CAMERA "/baseline.jpg", LWI_GET, LWI_ACCESS_VIEWER, LWI_BODY_NONE, get_picture},
    {CAMERA "/baseline/reset", LWI_POST, LWI_ACCESS_OPERATOR, LWI_BODY_JSON, post_reset},
    {CAMERA "/preset", LWI_POST, LWI_ACCESS_OPERATOR, LWI_BODY_JSON, post_preset},
    {CAMERA "/explain", LWI_GET, LWI_ACCESS_VIEWER, LWI_BODY_NONE, get_explain},
    {0},
};
