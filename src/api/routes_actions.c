/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Actions, the rules that set them off, and the outbox. */
#include <errno.h>
#include <jansson.h>
#include <microhttpd.h>
#include <stdlib.h>
#include <string.h>

#include "action/actor.h"
#include "api/answer.h"
#include "api/json.h"
#include "api/request.h"
#include "api/routes.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/parse.h"
#include "camera/condition.h"

#define ROWS_DEFAULT 100
#define ROWS_MAX     1000
#define ID_MAX       32

static struct lwi_actor *actor_of(const struct lwi_request *request)
{
    return request->api->settings.actor;
}

static json_t *id_of(const json_t *list, const char *id)
{
    size_t i;
    json_t *one;
    json_array_foreach(list, i, one)
    {
        if (strcmp(json_string_value(json_object_get(one, "id")), id) == 0)
            return one;
    }
    return NULL;
}

/* ---- what names cameras ---- */

/* Whether all cameras that the settings of an action name are there for who asks; a test would
 * reach the others. */
static int sees_action(const struct lwi_request *request, const json_t *action)
{
    size_t i;
    json_t *one;
    const json_t *settings = json_object_get(action, "settings");
    const char *id = json_string_value(json_object_get(settings, "camera"));
    if (id && id[0] && !lwi_request_sees(request, id))
        return 0;
    json_array_foreach(json_object_get(settings, "cameras"), i, one)
    {
        if (!lwi_request_sees(request, json_string_value(one)))
            return 0;
    }
    return 1;
}

/* Takes the cameras out of a rule that are not there for who asks. 0: nothing is left of it. */
static int narrow_rule(const struct lwi_request *request, json_t *rule)
{
    json_t *cameras = json_object_get(rule, "cameras");
    const size_t before = json_array_size(cameras);
    for (size_t i = before; i-- > 0;)
        if (!lwi_request_sees(request, json_string_value(json_array_get(cameras, i))))
            (void) json_array_remove(cameras, i);
    return before == 0 || json_array_size(cameras) > 0 ||
           json_array_size(json_object_get(rule, "groups")) > 0 ||
           json_array_size(json_object_get(rule, "tags")) > 0;
}

static json_t *read_actions(const struct lwi_request *request)
{
    json_t *actions = lwi_actor_actions(actor_of(request));
    for (size_t i = json_array_size(actions); request->who.cameras && i-- > 0;)
        if (!sees_action(request, json_array_get(actions, i)))
            (void) json_array_remove(actions, i);
    return actions;
}

static json_t *read_rules(const struct lwi_request *request)
{
    json_t *rules = lwi_actor_rules(actor_of(request));
    for (size_t i = json_array_size(rules); request->who.cameras && i-- > 0;)
        if (!narrow_rule(request, json_array_get(rules, i)))
            (void) json_array_remove(rules, i);
    return rules;
}

/* ---- kinds ---- */

static int get_kinds(struct lwi_request *request)
{
    json_t *list = json_array();
    for (size_t i = 0; lwi_action_kinds[i]; i++) {
        const struct lwi_action_kind *kind = lwi_action_kinds[i];
        (void) json_array_append_new(list, json_pack("{s:s,s:s,s:o}", "name", kind->name, "help",
                                                     kind->help, "settings",
                                                     lwi_action_settings_schema(kind)));
    }
    return lwi_answer_json(request, MHD_HTTP_OK, json_pack("{s:o}", "kinds", list));
}

/* ---- actions ---- */

/* How the outbox stands with each action, beside it. */
static int add_queues(struct lwi_request *request, json_t *actions, struct lw_error *reterr)
{
    struct lwi_outbox_count *counts = NULL;
    size_t count = 0, i;
    json_t *action;
    int r = lwi_store_outbox_counts(request->api->settings.store, request->who.cameras,
                                    lwi_clock_realtime(&lwi_clock_system), &counts, &count, reterr);
    if (r < 0)
        return r;
    json_array_foreach(actions, i, action)
    {
        static const struct lwi_outbox_count none;
        const struct lwi_outbox_count *c = &none;
        const char *id = json_string_value(json_object_get(action, "id"));
        for (size_t k = 0; k < count; k++)
            if (strcmp(counts[k].action, id) == 0)
                c = &counts[k];
        (void) json_object_set_new(
            action, "queue",
            json_pack("{s:I,s:I,s:I,s:o,s:o,s:s,s:s}", "waiting", (json_int_t) c->waiting, "done",
                      (json_int_t) c->done, "failed", (json_int_t) c->failed, "oldest",
                      lwi_json_time(c->oldest_ns), "tried", lwi_json_time(c->last_ns), "answer",
                      c->last_answer, "error", c->last_error));
    }
    free(counts);
    return 0;
}

static int get_actions(struct lwi_request *request)
{
    struct lw_error error = {0};
    json_t *actions = read_actions(request);
    if (add_queues(request, actions, &error) < 0) {
        json_decref(actions);
        return lwi_answer_failure(request, &error);
    }
    return lwi_answer_json(request, MHD_HTTP_OK, json_pack("{s:o}", "actions", actions));
}

static int no_such(struct lwi_request *request, const char *what)
{
    char error[120], hint[80];
    (void) snprintf(error, sizeof(error), "There is no %s '%s'", what, request->id);
    (void) snprintf(hint, sizeof(hint), "GET /api/v1/%ss lists them", what);
    return lwi_answer_error(request, MHD_HTTP_NOT_FOUND, error, hint);
}

static int get_action(struct lwi_request *request)
{
    struct lw_error error = {0};
    json_t *actions = read_actions(request);
    json_t *one = id_of(actions, request->id);
    int r = one ? add_queues(request, actions, &error) : 0;
    one = json_incref(one);
    json_decref(actions);
    if (r < 0) {
        json_decref(one);
        return lwi_answer_failure(request, &error);
    }
    return one ? lwi_answer_json(request, MHD_HTTP_OK, one) : no_such(request, "action");
}

typedef int put_function(struct lwi_actor *actor, const char *id, const struct json_t *given,
                         int partial, struct json_t **ret_object, struct lw_error *reterr);

/* POST: the id is in the body. PATCH: in the path. */
static int put(struct lwi_request *request, put_function *function, int partial, const char *path)
{
    struct lw_error error = {0};
    json_t *body = NULL, *answer = NULL;
    const char *id = request->id;
    int r = lwi_request_json(request, /* members= */ NULL, &body, &error);
    if (r == 0 && !partial)
        r = lwi_json_string(body, "id", ID_MAX, NULL, &id, &error);
    (void) json_object_del(body, "queue"); /* what is answered may be sent back */
    if (r == 0)
        r = function(actor_of(request), id, body, partial, &answer, &error);
    if (r == 0 && !partial)
        lwi_answer_header(request, "Location", "/api/v1/%s/%s", path, id);
    json_decref(body);
    if (r < 0)
        return lwi_answer_failure(request, &error);
    return lwi_answer_json(request, partial ? MHD_HTTP_OK : MHD_HTTP_CREATED, answer);
}

static int post_action(struct lwi_request *request)
{
    return put(request, lwi_actor_action_put, 0, "actions");
}

static int patch_action(struct lwi_request *request)
{
    return put(request, lwi_actor_action_put, 1, "actions");
}

static int delete_action(struct lwi_request *request)
{
    struct lw_error error = {0};
    int r = lwi_actor_action_delete(actor_of(request), request->id, &error);
    if (r == -EBUSY) /* not "try again": it stays so */
        return lwi_answer_error(request, MHD_HTTP_CONFLICT, error.message, error.hint);
    return r < 0 ? lwi_answer_failure(request, &error)
                 : lwi_answer_empty(request, MHD_HTTP_NO_CONTENT);
}

static int has_action(const struct lwi_request *request)
{
    json_t *actions = read_actions(request);
    int known = id_of(actions, request->id) != NULL;
    json_decref(actions);
    return known;
}

/* The camera that a test speaks of, as the document has it; a new object, or NULL. */
static json_t *camera_json(struct lwi_request *request, const char *id)
{
    struct lwi_camera_config config;
    if (!lwi_request_sees(request, id) ||
        lwi_fleet_camera_config(request->api->settings.fleet, id, &config) < 0)
        return NULL;
    explicit_bzero(config.password, sizeof(config.password));
    const char *host = strstr(config.url, "://");
    host = host ? host + 3 : "";
    int is_v6 = host[0] == '[';
    host += is_v6;
    return json_pack("{s:s,s:s,s:s%}", "id", config.id, "name", config.name, "address", host,
                     strcspn(host, is_v6 ? "]" : ":/?#"));
}

static int test_action(struct lwi_request *request)
{
    static const char *const members[] = {"camera", "phase", NULL};
    struct lw_error error = {0};
    json_t *body = NULL, *camera = NULL, *answer = NULL;
    const char *id = "", *phase = "start";
    if (!has_action(request))
        return no_such(request, "action");
    int r = lwi_request_json(request, members, &body, &error);
    if (r == 0)
        r = lwi_json_string(body, "camera", 32, "", &id, &error);
    if (r == 0)
        r = lwi_json_string(body, "phase", 5, "start", &phase, &error);
    int is_end = strcmp(phase, "end") == 0;
    if (r == 0 && !is_end && strcmp(phase, "start") != 0)
        r = lwi_error_set(&error, -EINVAL, "phase: it must be start or end");
    if (r == 0 && id[0]) {
        camera = camera_json(request, id);
        if (!camera)
            r = lwi_error_set(&error, -EINVAL, "camera: there is no camera '%s'", id);
    }
    if (r == 0)
        r = lwi_actor_test(actor_of(request), request->id, camera,
                           is_end ? LWI_ACTION_END : LWI_ACTION_START, &answer, &error);
    json_decref(camera);
    json_decref(body);
    return r < 0 ? lwi_answer_failure(request, &error)
                 : lwi_answer_json(request, MHD_HTTP_OK, answer);
}

/* ---- rules ---- */

static int get_rules(struct lwi_request *request)
{
    return lwi_answer_json(request, MHD_HTTP_OK, json_pack("{s:o}", "rules", read_rules(request)));
}

static int get_rule(struct lwi_request *request)
{
    json_t *rules = read_rules(request);
    json_t *one = json_incref(id_of(rules, request->id));
    json_decref(rules);
    return one ? lwi_answer_json(request, MHD_HTTP_OK, one) : no_such(request, "rule");
}

/* A rule for what nothing is called would never fire, and nobody would know. */
static int put_known_rule(struct lwi_actor *actor, const char *id, const struct json_t *given,
                          int partial, struct json_t **ret_rule, struct lw_error *reterr)
{
    size_t i;
    json_t *value;
    json_array_foreach(json_object_get(given, "conditions"), i, value)
    {
        const char *name = json_string_value(value);
        if (name && !lwi_condition_is_known(name))
            return lwi_error_set(reterr, -EINVAL, "conditions: there is no condition '%.31s'",
                                 name);
    }
    return lwi_actor_rule_put(actor, id, given, partial, ret_rule, reterr);
}

static int post_rule(struct lwi_request *request)
{
    return put(request, put_known_rule, 0, "rules");
}

static int patch_rule(struct lwi_request *request)
{
    return put(request, put_known_rule, 1, "rules");
}

static int delete_rule(struct lwi_request *request)
{
    struct lw_error error = {0};
    int r = lwi_actor_rule_delete(actor_of(request), request->id, &error);
    return r < 0 ? lwi_answer_failure(request, &error)
                 : lwi_answer_empty(request, MHD_HTTP_NO_CONTENT);
}

/* ---- the outbox ---- */

static json_t *row_json(const struct lwi_outbox_row *row)
{
    return json_pack(
        "{s:I,s:s,s:s,s:s,s:s,s:I,s:s,s:s,s:s,s:o,s:o,s:o,s:o,s:o,s:o,s:i,s:s,s:s,s:o}", "id",
        (json_int_t) row->id, "key", row->key, "action", row->action, "rule", row->rule,
        "camera_id", row->camera, "event", (json_int_t) row->event_id, "condition", row->condition,
        "phase", lwi_action_phase_name((enum lwi_action_phase) row->phase), "state", row->state,
        "created", lwi_json_time(row->created_ns), "due", lwi_json_time(row->due_ns), "next",
        lwi_json_time(strcmp(row->state, "waiting") == 0 ? row->next_ns : 0), "expires",
        lwi_json_time(row->expires_ns), "tried", lwi_json_time(row->tried_ns), "finished",
        lwi_json_time(row->finished_ns), "attempts", row->attempts, "answer", row->answer, "error",
        row->error, "folded_into", row->folded_into ? json_integer(row->folded_into) : json_null());
}

static int get_outbox(struct lwi_request *request)
{
    struct lw_error error = {0};
    int64_t limit = ROWS_DEFAULT;
    struct lwi_outbox_query query = {
        .action = lwi_request_query(request, "action"),
        .camera = lwi_request_query(request, "camera"),
        .state = lwi_request_query(request, "state"),
        .cameras = request->who.cameras,
    };
    struct lwi_outbox_row *rows = NULL;
    size_t count = 0;
    int r = lwi_request_query_number(request, "event", 1, INT64_MAX, &query.event_id, &error);
    if (r == 0)
        r = lwi_request_query_number(request, "before", 1, INT64_MAX, &query.before_id, &error);
    if (r == 0)
        r = lwi_request_query_number(request, "limit", 1, ROWS_MAX, &limit, &error);
    query.limit = (size_t) limit;
    if (r == 0)
        r = lwi_store_outbox_list(request->api->settings.store, &query, &rows, &count, &error);
    if (r < 0)
        return lwi_answer_failure(request, &error);
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        (void) json_array_append_new(list, row_json(&rows[i]));
    json_t *next = count == query.limit ? json_integer(rows[count - 1].id) : json_null();
    free(rows);
    return lwi_answer_json(request, MHD_HTTP_OK,
                           json_pack("{s:o,s:o}", "outbox", list, "next_before", next));
}

/* Whether the row is of a camera that is there for who asks. */
static int sees_row(const struct lwi_request *request, int64_t id)
{
    const struct lwi_outbox_query query = {
        .before_id = id < INT64_MAX ? id + 1 : id, .limit = 1, .cameras = request->who.cameras};
    struct lwi_outbox_row *rows = NULL;
    size_t count = 0;
    if (!request->who.cameras)
        return 1;
    if (lwi_store_outbox_list(request->api->settings.store, &query, &rows, &count, NULL) < 0)
        return 0;
    int found = count == 1 && rows[0].id == id;
    free(rows);
    return found;
}

typedef int queue_function(struct lwi_actor *actor, int64_t id, const char *action,
                           int64_t *ret_count, struct lw_error *reterr);

static int change_queue(struct lwi_request *request, queue_function *function, int of_action)
{
    struct lw_error error = {0};
    int64_t id = 0, count = 0;
    if (of_action) {
        if (!has_action(request))
            return no_such(request, "action");
    } else if (lwi_parse_int(request->id, 1, INT64_MAX, &id) < 0 || !sees_row(request, id)) {
        return lwi_answer_error(request, MHD_HTTP_NOT_FOUND, "There is no such row",
                                "GET /api/v1/outbox lists them");
    }
    int r = function(actor_of(request), id, of_action ? request->id : NULL, &count, &error);
    if (r < 0)
        return lwi_answer_failure(request, &error);
    return lwi_answer_json(request, MHD_HTTP_OK, json_pack("{s:I}", "count", (json_int_t) count));
}

static int cancel_action(struct lwi_request *request)
{
    return change_queue(request, lwi_actor_cancel, 1);
}

static int retry_action(struct lwi_request *request)
{
    return change_queue(request, lwi_actor_retry, 1);
}

static int cancel_row(struct lwi_request *request)
{
    return change_queue(request, lwi_actor_cancel, 0);
}

static int retry_row(struct lwi_request *request)
{
    return change_queue(request, lwi_actor_retry, 0);
}

#define ACTION "/api/v1/actions/{id}"
#define RULE   "/api/v1/rules/{id}"
#define ROW    "/api/v1/outbox/{id}"

const struct lwi_route lwi_routes_actions[] = {
    {"/api/v1/action-kinds", LWI_GET, LWI_ACCESS_OPERATOR, LWI_BODY_NONE, get_kinds},
    {"/api/v1/actions", LWI_GET, LWI_ACCESS_OPERATOR, LWI_BODY_NONE, get_actions},
    {"/api/v1/actions", LWI_POST, LWI_ACCESS_ADMINISTRATOR, LWI_BODY_JSON, post_action},
    {ACTION, LWI_GET, LWI_ACCESS_OPERATOR, LWI_BODY_NONE, get_action},
    {ACTION, LWI_PATCH, LWI_ACCESS_ADMINISTRATOR, LWI_BODY_JSON, patch_action},
    {ACTION, LWI_DELETE, LWI_ACCESS_ADMINISTRATOR, LWI_BODY_NONE, delete_action},
    {ACTION "/test", LWI_POST, LWI_ACCESS_OPERATOR, LWI_BODY_JSON, test_action},
    {ACTION "/cancel", LWI_POST, LWI_ACCESS_ADMINISTRATOR, LWI_BODY_NONE, cancel_action},
    {ACTION "/retry", LWI_POST, LWI_ACCESS_ADMINISTRATOR, LWI_BODY_NONE, retry_action},
    {"/api/v1/rules", LWI_GET, LWI_ACCESS_OPERATOR, LWI_BODY_NONE, get_rules},
    {"/api/v1/rules", LWI_POST, LWI_ACCESS_ADMINISTRATOR, LWI_BODY_JSON, post_rule},
    {RULE, LWI_GET, LWI_ACCESS_OPERATOR, LWI_BODY_NONE, get_rule},
    {RULE, LWI_PATCH, LWI_ACCESS_ADMINISTRATOR, LWI_BODY_JSON, patch_rule},
    {RULE, LWI_DELETE, LWI_ACCESS_ADMINISTRATOR, LWI_BODY_NONE, delete_rule},
    {"/api/v1/outbox", LWI_GET, LWI_ACCESS_OPERATOR, LWI_BODY_NONE, get_outbox},
    {ROW "/cancel", LWI_POST, LWI_ACCESS_OPERATOR, LWI_BODY_NONE, cancel_row},
    {ROW "/retry", LWI_POST, LWI_ACCESS_OPERATOR, LWI_BODY_NONE, retry_row},
    {0},
};
