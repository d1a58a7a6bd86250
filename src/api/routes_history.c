/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* What was measured on a camera, and what its conditions would have made of it. */
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
#include "base/parse.h"
#include "camera/condition.h"
#include "camera/fleet.h"
#include "camera/preview.h"

#define MEASUREMENTS_DEFAULT 1000
#define MEASUREMENTS_MAX     10000
#define MEASUREMENTS_SPAN_NS (3600 * LWI_NS_PER_S)
#define PREVIEW_SPAN_NS      (7 * 86400 * LWI_NS_PER_S)
/* More would keep others waiting for too long. */
#define PREVIEW_SPAN_MAX_NS (31 * 86400 * LWI_NS_PER_S)
#define DURATION_MAX        3600

/* from and to; without them the last span_ns. */
static int read_times(struct lwi_request *request, int64_t span_ns, int64_t *ret_from,
                      int64_t *ret_to, struct lw_error *reterr)
{
    int64_t from = INT64_MIN, to = lwi_clock_realtime(request->api->settings.clock);
    int r = lwi_request_query_time(request, "to", &to, reterr);
    if (r == 0)
        r = lwi_request_query_time(request, "from", &from, reterr);
    if (r < 0)
        return r;
    if (from == INT64_MIN)
        from = to > INT64_MIN + span_ns ? to - span_ns : to;
    if (from > to)
        return lwi_error_set(reterr, -EINVAL, "from is later than to");
    *ret_from = from;
    *ret_to = to;
    return 0;
}

/* Missing: *ret stays as it is. */
static int read_condition(struct lwi_request *request, int *ret, struct lw_error *reterr)
{
    const char *name = lwi_request_query(request, "condition");
    const int condition = name ? lwi_condition_find(name) : *ret;
    if (name && condition < 0) {
        (void) lwi_error_set(reterr, -EINVAL, "There is no condition '%.40s'", name);
        lwi_error_hint(reterr, "The settings of a camera list them");
        return -EINVAL;
    }
    *ret = condition;
    return 0;
}

/* Missing: *ret stays as it is. */
static int read_measure(struct lwi_request *request, int *ret, struct lw_error *reterr)
{
    const char *name = lwi_request_query(request, "measure");
    if (!name)
        return 0;
    for (int i = 0; lwi_measure_name(i); i++) {
        if (strcmp(name, lwi_measure_name(i)) == 0) {
            *ret = i;
            return 0;
        }
    }
    (void) lwi_error_set(reterr, -EINVAL, "There is no measure '%.40s'", name);
    lwi_error_hint(reterr, "It is one of contrast, noise and colour");
    return -EINVAL;
}

static int get_measurements(struct lwi_request *request)
{
    struct lw_error error = {0};
    struct lwi_chart_query query = {.camera_id = request->id, .measure = -1};
    struct lwi_chart_point *points = NULL;
    size_t count = 0;
    int64_t limit = MEASUREMENTS_DEFAULT;
    int condition = -1;
    int r = lwi_request_camera(request, &error);
    if (r == 0)
        r = read_times(request, MEASUREMENTS_SPAN_NS, &query.from_ns, &query.to_ns, &error);
    if (r == 0)
        r = lwi_request_query_number(request, "limit", 1, MEASUREMENTS_MAX, &limit, &error);
    if (r == 0)
        r = read_condition(request, &condition, &error);
    if (r == 0)
        r = read_measure(request, &query.measure, &error);
    query.limit = (size_t) limit;
    query.condition = condition - LWI_CONDITION_FIRST;
    if (query.condition >= (long) lw_condition_count())
        query.condition = -1;
    if (r == 0)
        r = lwi_store_chart(request->api->settings.store, &query, &points, &count, &error);
    if (r < 0)
        return lwi_answer_failure(request, &error);
    json_t *answer = lwi_json_chart(&query, points, count);
    free(points);
    return lwi_answer_json(request, MHD_HTTP_OK, answer);
}

static int read_duration(struct lwi_request *request, const char *name, double *ret,
                         struct lw_error *reterr)
{
    const char *text = lwi_request_query(request, name);
    if (!text || lwi_parse_double(text, 0, DURATION_MAX, ret) == 0)
        return 0;
    (void) lwi_error_set(reterr, -EINVAL, "'%.40s' is not a value for %s", text, name);
    lwi_error_hint(reterr, "It is a number of seconds, 0 to %d", DURATION_MAX);
    return -EINVAL;
}

static int read_preview(struct lwi_request *request, struct lwi_preview_query *query,
                        struct lw_error *reterr)
{
    int64_t sensitivity = -1;
    query->condition = lwi_condition_find("defocus");
    query->duration_s = query->clear_duration_s = -1;
    int r = read_condition(request, &query->condition, reterr);
    if (r == 0)
        r = lwi_request_query_number(request, "sensitivity", 1, 100, &sensitivity, reterr);
    if (r == 0)
        r = read_duration(request, "duration_s", &query->duration_s, reterr);
    if (r == 0)
        r = read_duration(request, "clear_duration_s", &query->clear_duration_s, reterr);
    if (r == 0)
        r = read_times(request, PREVIEW_SPAN_NS, &query->from_ns, &query->to_ns, reterr);
    if (r == 0 && (uint64_t) query->to_ns - (uint64_t) query->from_ns > PREVIEW_SPAN_MAX_NS)
        r = lwi_error_set(reterr, -EINVAL, "from and to are more than 31 days apart");
    query->sensitivity = (int) sensitivity;
    return r;
}

static int get_preview(struct lwi_request *request)
{
    struct lw_error error = {0};
    struct lwi_preview_query query = {0};
    struct lwi_preview preview = {0};
    int r = lwi_request_camera(request, &error);
    if (r == 0)
        r = read_preview(request, &query, &error);
    if (r == 0)
        r = lwi_fleet_camera_preview(request->api->settings.fleet, request->id, &query, &preview,
                                     &error);
    if (r < 0)
        return lwi_answer_failure(request, &error);
    json_t *answer = lwi_json_preview(request->id, &query, &preview);
    free(preview.events);
    return lwi_answer_json(request, MHD_HTTP_OK, answer);
}

#define CAMERA "/api/v1/cameras/{id}"

const struct lwi_route lwi_routes_history[] = {
    {CAMERA "/measurements", LWI_GET, LWI_ACCESS_VIEWER, LWI_BODY_NONE, get_measurements},
    {CAMERA "/preview", LWI_GET, LWI_ACCESS_VIEWER, LWI_BODY_NONE, get_preview},
    {0},
};
