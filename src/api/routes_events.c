/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Events and their pictures. */
#include <errno.h>
#include <jansson.h>
#include <microhttpd.h>
#include <stdlib.h>
#include <string.h>

#include "api/answer.h"
#include "api/json.h"
#include "api/request.h"
#include "api/routes.h"
#include "base/clock.h"
#include "base/error.h"
#include "store/outbox.h"

#define EVENTS_DEFAULT 100
#define EVENTS_MAX     1000
#define DAY_NS         (86400 * LWI_NS_PER_S)

/* The name of its camera now, or its id. */
static struct json_t *event_json(struct lwi_api *api, const struct lwi_event *event)
{
    struct lwi_camera_config config;
    int known = lwi_fleet_camera_config(api->settings.fleet, event->camera_id, &config) == 0;
    return lwi_json_event(api->settings.store, event, known ? config.name : event->camera_id);
}

static int read_state(const char *text, int *ret_state, struct lw_error *reterr)
{
    static const char *const names[] = {"all", "open", "ended"}; /* as in lwi_event_query */
    if (!text)
        return 0;
    for (int i = 0; i < 3; i++) {
        if (strcmp(text, names[i]) == 0) {
            *ret_state = i;
            return 0;
        }
    }
    (void) lwi_error_set(reterr, -EINVAL, "'%s' is not a value for state", text);
    lwi_error_hint(reterr, "It is all, open or ended");
    return -EINVAL;
}

static int read_source(const char *text, const char **ret_source, struct lw_error *reterr)
{
    if (!text || strcmp(text, "all") == 0)
        return 0;
    *ret_source = strcmp(text, "lenswatch") == 0 ? "" : text;
    if (strcmp(text, "lenswatch") == 0 || strcmp(text, "camera") == 0 ||
        strcmp(text, "system") == 0)
        return 0;
    (void) lwi_error_set(reterr, -EINVAL, "'%s' is not a value for source", text);
    lwi_error_hint(reterr, "It is all, lenswatch, camera or system");
    return -EINVAL;
}

static int read_query(struct lwi_request *request, struct lwi_event_query *query,
                      struct lw_error *reterr)
{
    int64_t limit = EVENTS_DEFAULT;
    query->camera_id = lwi_request_query(request, "camera");
    query->condition = lwi_request_query(request, "condition");
    int r = read_state(lwi_request_query(request, "state"), &query->state, reterr);
    if (r == 0)
        r = read_source(lwi_request_query(request, "source"), &query->source, reterr);
    if (r == 0)
        r = lwi_request_query_time(request, "from", &query->from_ns, reterr);
    if (r == 0)
        r = lwi_request_query_time(request, "to", &query->to_ns, reterr);
    if (r == 0)
        r = lwi_request_query_number(request, "before", 1, INT64_MAX, &query->before_id, reterr);
    if (r == 0)
        r = lwi_request_query_number(request, "limit", 1, EVENTS_MAX, &limit, reterr);
    query->limit = (size_t) limit;
    query->cameras = request->who.cameras;
    return r;
}

static int get_events(struct lwi_request *request)
{
    struct lw_error error = {0};
    struct lwi_event_query query = {0};
    struct lwi_event *events = NULL;
    size_t count = 0;
    int r = read_query(request, &query, &error);
    if (r == 0)
        r = lwi_store_event_list(request->api->settings.store, &query, &events, &count, &error);
    if (r < 0)
        return lwi_answer_failure(request, &error);
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        (void) json_array_append_new(list, event_json(request->api, &events[i]));
    /* A full page may be the last one; the next is then empty. */
    json_t *next = count == query.limit ? json_integer(events[count - 1].id) : json_null();
    free(events);
    return lwi_answer_json(request, MHD_HTTP_OK,
                           json_pack("{s:o, s:o}", "events", list, "next_before", next));
}

/* The name of the camera is the page's to know. */
static json_t *change_json(const struct lwi_camera_change *change)
{
    static const char *const names[] = {"worse", "better", "passed"};
    json_t *newest = json_array();
    for (size_t i = 0; i < change->newest_count; i++)
        (void) json_array_append_new(
            newest, json_pack("{s:I, s:s, s:o, s:o}", "id", (json_int_t) change->newest[i].id,
                              "condition", change->newest[i].condition, "started",
                              lwi_json_time(change->newest[i].started_ns), "ended",
                              lwi_json_time(change->newest[i].ended_ns)));
    return json_pack("{s:s, s:s, s:I, s:o}", "camera_id", change->camera_id, "change",
                     names[change->change], "events", (json_int_t) change->events, "newest",
                     newest);
}

static int get_changes(struct lwi_request *request)
{
    struct lw_error error = {0};
    struct lwi_camera_change *changes = NULL;
    size_t count = 0;
    int64_t from_ns = lwi_clock_realtime(request->api->settings.clock) - DAY_NS;
    int r = lwi_request_query_time(request, "from", &from_ns, &error);
    if (r == 0)
        r = lwi_store_changes(request->api->settings.store, from_ns, request->who.cameras, &changes,
                              &count, &error);
    if (r < 0)
        return lwi_answer_failure(request, &error);
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        (void) json_array_append_new(list, change_json(&changes[i]));
    free(changes);
    return lwi_answer_json(
        request, MHD_HTTP_OK,
        json_pack("{s:o, s:o}", "from", lwi_json_time(from_ns), "changes", list));
}

static int no_event(struct lwi_request *request)
{
    char error[120];
    (void) snprintf(error, sizeof(error), "There is no event '%s'", request->id);
    return lwi_answer_error(request, MHD_HTTP_NOT_FOUND, error, "GET /api/v1/events lists them");
}

static int get_event(struct lwi_request *request)
{
    struct lw_error error = {0};
    struct lwi_event event;
    int r = lwi_request_event(request, request->id, &event, &error);
    if (r == -ENOENT)
        return no_event(request);
    if (r < 0)
        return lwi_answer_failure(request, &error);
    return lwi_answer_json(request, MHD_HTTP_OK, event_json(request->api, &event));
}

/* What is said stays beside what was said before. */
static int read_mark(struct lwi_request *request, const json_t *body, struct lwi_store_mark *mark,
                     struct lw_error *reterr)
{
    const json_t *acknowledged = json_object_get(body, "acknowledged");
    const json_t *false_alarm = json_object_get(body, "false_alarm");
    const json_t *comment = json_object_get(body, "comment");
    if ((acknowledged && !json_is_boolean(acknowledged)) ||
        (false_alarm && !json_is_boolean(false_alarm)))
        return lwi_error_set(reterr, -EINVAL, "acknowledged and false_alarm must be true or false");
    if (comment &&
        (!json_is_string(comment) || json_string_length(comment) >= sizeof(mark->comment)))
        return lwi_error_set(reterr, -EINVAL, "comment: it must be a string of at most 1000 bytes");
    if (comment)
        (void) snprintf(mark->comment, sizeof(mark->comment), "%s", json_string_value(comment));
    if (false_alarm)
        mark->is_false_alarm = json_is_true(false_alarm);
    if (acknowledged && json_is_false(acknowledged)) {
        mark->acknowledged_ns = 0;
        mark->acknowledged_by[0] = '\0';
    } else if (acknowledged && !mark->acknowledged_ns) { /* the first one counts */
        mark->acknowledged_ns = lwi_clock_realtime(&lwi_clock_system);
        (void) snprintf(mark->acknowledged_by, sizeof(mark->acknowledged_by), "%.64s",
                        request->who.user);
    }
    return 0;
}

static int patch_event(struct lwi_request *request)
{
    static const char *const members[] = {"acknowledged", "comment", "false_alarm", NULL};
    struct lw_error error = {0};
    struct lwi_store_mark mark;
    struct lwi_event event;
    struct lwi_store *store = request->api->settings.store;
    json_t *body = NULL;
    int r = lwi_request_event(request, request->id, &event, &error);
    if (r == -ENOENT)
        return no_event(request);
    if (r == 0)
        r = lwi_request_json(request, members, &body, &error);
    if (r == 0)
        r = lwi_store_mark_get(store, event.id, &mark, &error);
    if (r == 0)
        r = read_mark(request, body, &mark, &error);
    if (r == 0)
        r = lwi_store_mark_put(store, &mark, &error);
    json_decref(body);
    return r < 0 ? lwi_answer_failure(request, &error)
                 : lwi_answer_json(request, MHD_HTTP_OK, event_json(request->api, &event));
}

static int answer_picture(struct lwi_request *request, const char *which)
{
    struct lw_error error = {0};
    uint8_t *data = NULL;
    size_t size = 0;
    struct lwi_event event;
    int r = lwi_request_event(request, request->id, &event, &error);
    if (r == -ENOENT)
        return no_event(request);
    if (r == 0)
        r = lwi_store_event_picture(request->api->settings.store, event.id, which, &data, &size,
                                    &error);
    if (r == -ENOENT) {
        (void) lwi_error_set(&error, r, "There is no such picture of event %s", request->id);
        lwi_error_hint(&error, "Not every event has all three");
    }
    if (r < 0)
        return lwi_answer_failure(request, &error);
    /* It never changes, but the next user of this browser may not be allowed to see it. */
    lwi_answer_header(request, "Cache-Control", "private, max-age=3600");
    return lwi_answer_bytes(request, MHD_HTTP_OK, "image/jpeg", data, size);
}

static int get_start(struct lwi_request *request)
{
    return answer_picture(request, "start");
}

static int get_reference(struct lwi_request *request)
{
    return answer_picture(request, "reference");
}

static int get_end(struct lwi_request *request)
{
    return answer_picture(request, "end");
}

#define EVENT "/api/v1/events/{id}"

const struct lwi_route lwi_routes_events[] = {
    {"/api/v1/events", LWI_GET, LWI_ACCESS_VIEWER, LWI_BODY_NONE, get_events},
    {"/api/v1/changes", LWI_GET, LWI_ACCESS_VIEWER, LWI_BODY_NONE, get_changes},
    {EVENT, LWI_GET, LWI_ACCESS_VIEWER, LWI_BODY_NONE, get_event},
    {EVENT, LWI_PATCH, LWI_ACCESS_OPERATOR, LWI_BODY_JSON, patch_event},
    {EVENT "/start.jpg", LWI_GET, LWI_ACCESS_VIEWER, LWI_BODY_NONE, get_start},
    {EVENT "/reference.jpg", LWI_GET, LWI_ACCESS_VIEWER, LWI_BODY_NONE, get_reference},
    {EVENT "/end.jpg", LWI_GET, LWI_ACCESS_VIEWER, LWI_BODY_NONE, get_end},
    {0},
};
