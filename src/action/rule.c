/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "action/rule.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <jansson.h>

#include "base/error.h"
#include "base/rfc3339.h"

#define DAY_S 86400

static const char *const severities[] = {"info", "warning", "critical", NULL};

static const struct lwi_action_option rows[] = {
    {"name", "Name that is shown.", LWI_ACTION_TEXT, 0, NULL, 0, 0, 64, NULL},
    {"enabled", "Whether it is asked at all.", LWI_ACTION_BOOL, 0, NULL, 1, 0, 0, NULL},
    {"conditions", "Conditions; none: every one.", LWI_ACTION_LIST, 0, NULL, 0, 0, 31, NULL},
    {"severity", "Only conditions that are at least so serious.", LWI_ACTION_CHOICE, 0, NULL, 0, 0,
     0, severities},
    {"cameras", "Cameras, by id; with groups and tags none: every one.", LWI_ACTION_LIST, 0, NULL,
     0, 0, 32, NULL},
    {"groups", "Cameras of these groups, too.", LWI_ACTION_LIST, 0, NULL, 0, 0, 64, NULL},
    {"tags", "Cameras with one of these tags, too.", LWI_ACTION_LIST, 0, NULL, 0, 0, 64, NULL},
    {"on", "Steps of the event: start, refresh, end; none: start and end.", LWI_ACTION_LIST, 0,
     NULL, 0, 0, 7, NULL},
    {"actions", "Actions that it sets off, by id.", LWI_ACTION_LIST, LWI_ACTION_REQUIRED, NULL, 0,
     0, 32, NULL},
    {"delay_s", "Only if the event lasts so many seconds; the start is told then.",
     LWI_ACTION_INTEGER, 0, NULL, 0, 0, 7 * DAY_S, NULL},
    {"cooldown_s",
     "Seconds after a start in which no other start or refresh of the camera and condition is "
     "told; its end always is.",
     LWI_ACTION_INTEGER, 0, NULL, 0, 0, 7 * DAY_S, NULL},
    {"unless_acknowledged",
     "Only if nobody has acknowledged the event by then: with delay_s an escalation.",
     LWI_ACTION_BOOL, 0, NULL, 0, 0, 0, NULL},
    {"fold_s", "Seconds to wait for events of other cameras, to tell of all in one message.",
     LWI_ACTION_INTEGER, 0, NULL, 0, 0, 3600, NULL},
    {"fold_min", "So many or more make one message; fewer are told one by one.", LWI_ACTION_INTEGER,
     0, NULL, 5, 2, 1000, NULL},
    {0},
};

static int is_in(const json_t *object, const char *name, const char *text)
{
    for (size_t i = 0; i < lwi_action_list(object, name); i++)
        if (strcmp(lwi_action_element(object, name, i), text) == 0)
            return 1;
    return 0;
}

static int validate(const struct json_t *rule, struct lw_error *reterr)
{
    for (size_t i = 0; i < lwi_action_list(rule, "on"); i++) {
        const char *phase = lwi_action_element(rule, "on", i);
        if (strcmp(phase, "start") != 0 && strcmp(phase, "refresh") != 0 &&
            strcmp(phase, "end") != 0)
            return lwi_error_set(reterr, -EINVAL, "on: it must be start, refresh or end");
    }
    if (lwi_action_bool(rule, "unless_acknowledged") && lwi_action_number(rule, "delay_s") == 0)
        return lwi_error_set(reterr, -EINVAL,
                             "unless_acknowledged: without delay_s nobody has time to do so");
    return 0;
}

const struct lwi_action_kind lwi_rule_rows = {
    .name = "a rule",
    .help = "Which conditions of which cameras set off which actions.",
    .options = rows,
    .validate = validate,
};

int lwi_rule_settings(const struct json_t *base, const struct json_t *given,
                      struct json_t **ret_rule, struct lw_error *reterr)
{
    return lwi_action_settings(&lwi_rule_rows, base, given, ret_rule, reterr);
}

const char *lwi_rule_severity(const char *condition)
{
    /* The picture is gone, or shows something else than it should: nothing is watched. */
    static const char *const critical[] = {"signal_lost", "covered",   "scene_changed", "frozen",
                                           "tampering",   "disk_full", "disk_error",    NULL};
    static const char *const info[] = {"certificate_expiring", NULL};
    for (size_t i = 0; critical[i]; i++)
        if (strcmp(critical[i], condition) == 0)
            return "critical";
    for (size_t i = 0; info[i]; i++)
        if (strcmp(info[i], condition) == 0)
            return "info";
    return "warning";
}

static int rank(const char *severity)
{
    int i = 0;
    while (severities[i] && strcmp(severities[i], severity) != 0)
        i++;
    return i;
}

/* tags: "indoor, gate"; names around commas, spaces ignored. */
static int has_tag(const char *tags, const json_t *rule)
{
    while (*tags) {
        tags += strspn(tags, ", ");
        size_t size = strcspn(tags, ",");
        char tag[65];
        size_t n = size;
        while (n > 0 && tags[n - 1] == ' ')
            n--;
        (void) snprintf(tag, sizeof(tag), "%.*s", (int) (n < 64 ? n : 64), tags);
        if (tag[0] && is_in(rule, "tags", tag))
            return 1;
        tags += size;
    }
    return 0;
}

int lwi_rule_is_for(const struct json_t *rule, const struct json_t *camera)
{
    if (lwi_action_list(rule, "cameras") + lwi_action_list(rule, "groups") +
            lwi_action_list(rule, "tags") ==
        0)
        return 1;
    const char *group = lwi_action_text(camera, "group");
    return is_in(rule, "cameras", lwi_action_text(camera, "id")) ||
           (group[0] && is_in(rule, "groups", group)) ||
           has_tag(lwi_action_text(camera, "tags"), rule);
}

int lwi_rule_is_on(const struct json_t *rule, int phase)
{
    return lwi_action_list(rule, "on") == 0 ? phase != LWI_ACTION_REFRESH
                                            : is_in(rule, "on", lwi_action_phase_name(phase));
}

int lwi_rule_matches(const struct json_t *rule, const struct json_t *document, int phase)
{
    const json_t *event = json_object_get(document, "event");
    const char *condition = lwi_action_text(event, "condition");
    if (!lwi_action_bool(rule, "enabled"))
        return 0;
    if (!lwi_rule_is_on(rule, phase))
        return 0;
    if (lwi_action_list(rule, "conditions") && !is_in(rule, "conditions", condition))
        return 0;
    if (rank(lwi_rule_severity(condition)) < rank(lwi_action_text(rule, "severity")))
        return 0;
    return lwi_rule_is_for(rule, json_object_get(document, "camera"));
}

/* The host of a URL; "" where there is none. */
static void host_of(const char *url, char *ret_host, size_t size)
{
    const char *host = strstr(url, "://");
    host = host ? host + 3 : "";
    int is_v6 = host[0] == '[';
    host += is_v6;
    (void) snprintf(ret_host, size, "%.*s", (int) strcspn(host, is_v6 ? "]" : ":/?#"), host);
}

/* event.started_ns becomes event.started; 0 is null. */
static int set_time(json_t *event, const char *from, const char *to)
{
    char text[LWI_RFC3339_SIZE];
    int64_t ns = json_integer_value(json_object_get(event, from));
    lwi_rfc3339_format(ns, text);
    (void) json_object_del(event, from);
    return json_object_set_new(event, to, ns ? json_string(text) : json_null());
}

struct json_t *lwi_rule_document(const struct lwi_store_step *step, const char *time_zone,
                                 const char *site_name)
{
    char host[256], time[LWI_RFC3339_SIZE];
    json_t *document = json_loads(step->document, 0, NULL);
    json_t *event = json_object_get(document, "event");
    json_t *camera = json_object_get(document, "camera");
    if (!json_is_object(event) || !json_is_object(camera)) {
        json_decref(document);
        return NULL;
    }
    host_of(lwi_action_text(camera, "url"), host, sizeof(host));
    lwi_rfc3339_format(step->time_ns, time);
    (void) json_object_del(camera, "url");
    const char *name = lwi_action_text(camera, "name");
    int failed =
        json_object_set_new(camera, "address", json_string(host)) ||
        (!name[0] &&
         json_object_set_new(camera, "name", json_string(lwi_action_text(camera, "id")))) ||
        set_time(event, "started_ns", "started") || set_time(event, "confirmed_ns", "confirmed") ||
        set_time(event, "refreshed_ns", "refreshed") || set_time(event, "ended_ns", "ended") ||
        json_object_set_new(event, "severity",
                            json_string(lwi_rule_severity(lwi_action_text(event, "condition")))) ||
        json_object_set_new(event, "acknowledged", json_false()) ||
        json_object_set_new(document, "phase", json_string(lwi_action_phase_name(step->phase))) ||
        json_object_set_new(document, "test", json_false()) ||
        json_object_set_new(document, "time", json_string(time)) ||
        json_object_set_new(document, "time_zone", json_string(time_zone)) ||
        json_object_set_new(document, "site", json_string(site_name));
    if (failed) {
        json_decref(document);
        return NULL;
    }
    return document;
}
