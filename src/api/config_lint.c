/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * What cannot work: rules that name what there is not, rules that can never fire,
 * schedules that never arm. A pure function of a configuration and of the time.
 */
#include <stdio.h>
#include <string.h>

#include <jansson.h>

#include "action/action.h"
#include "action/rule.h"
#include "api/config_file.h"
#include "base/clock.h"
#include "camera/condition.h"
#include "event/arming.h"
#include "event/exception.h"

struct lint {
    const json_t *config;
    lwi_config_report *report;
    void *cookie;
    int64_t now_ns;
};

static void __attribute__((format(printf, 5, 6)))
say(const struct lint *lint, const char *level, const char *section, const char *id,
    const char *format, ...)
{
    char where[100], problem[300];
    va_list args;
    va_start(args, format);
    (void) vsnprintf(problem, sizeof(problem), format, args);
    va_end(args);
    (void) snprintf(where, sizeof(where), "%s/%s", section, id);
    lint->report(lint->cookie, level, where, problem);
}

static const json_t *section(const struct lint *lint, const char *name)
{
    return json_object_get(lint->config, name);
}

static int is_on(const json_t *object, const char *member, int standard)
{
    const json_t *value = json_object_get(object, member);
    return value ? json_is_true(value) : standard;
}

/* ---- arming ---- */

/* The schedule of a camera; NULL: always armed. Free it. */
static struct lwi_arming *arming_of(const struct lint *lint, const char *camera)
{
    struct lwi_arming *arming = NULL;
    const json_t *schedule = json_object_get(section(lint, "arming"), camera);
    if (!schedule || lwi_arming_new(&arming, schedule, "UTC", NULL) < 0)
        return NULL;
    return arming;
}

static void lint_arming(const struct lint *lint)
{
    const char *id;
    json_t *schedule;
    json_object_foreach((json_t *) section(lint, "arming"), id, schedule)
    {
        if (!json_object_get(section(lint, "cameras"), id))
            say(lint, "error", "arming", id, "there is no camera '%s'", id);
        struct lwi_arming *arming = arming_of(lint, id);
        int never = 0, count = lwi_condition_count();
        const char *name = "";
        for (int i = 0; arming && i < count; i++) {
            if (lwi_arming_ever(arming, lwi_condition_name(i), lint->now_ns))
                continue;
            name = lwi_condition_name(i);
            never++;
        }
        if (never == count)
            say(lint, "warning", "arming", id, "the schedule never arms the camera");
        else if (never > 0)
            say(lint, "warning", "arming", id, "the schedule never arms %s%s", name,
                never > 1 ? ", and others" : "");
        lwi_arming_free(arming);
    }
}

/* ---- rules ---- */

static int is_listed(const json_t *rule, const char *member, const char *text)
{
    for (size_t i = 0; i < lwi_action_list(rule, member); i++)
        if (strcmp(lwi_action_element(rule, member, i), text) == 0)
            return 1;
    return 0;
}

static int is_for_camera(const json_t *rule, const char *id, const json_t *camera)
{
    json_t *known = json_pack("{s:s,s:s,s:s}", "id", id, "group", lwi_action_text(camera, "group"),
                              "tags", lwi_action_text(camera, "tags"));
    int matches = known && lwi_rule_is_for(rule, known);
    json_decref(known);
    return matches;
}

/* Each name of a list must be of somebody. */
static void lint_names(const struct lint *lint, const char *id, const json_t *rule,
                       const char *member, const char *what)
{
    for (size_t i = 0; i < lwi_action_list(rule, member); i++) {
        const char *name = lwi_action_element(rule, member, i), *camera_id;
        json_t *camera, *only = json_pack("{s:[],s:[],s:[]}", "cameras", "groups", "tags");
        int found = 0;
        (void) json_array_append_new(json_object_get(only, member), json_string(name));
        json_object_foreach((json_t *) section(lint, "cameras"), camera_id, camera)
        {
            found = found || is_for_camera(only, camera_id, camera);
        }
        json_decref(only);
        if (!found)
            say(lint, "error", "rules", id, "%s '%s'", what, name);
    }
}

static int is_severe(const json_t *rule, const char *condition)
{
    static const char *const order[] = {"info", "warning", "critical"};
    int wanted = 0, has = 0;
    for (int i = 0; i < 3; i++) {
        wanted = strcmp(lwi_action_text(rule, "severity"), order[i]) == 0 ? i : wanted;
        has = strcmp(lwi_rule_severity(condition), order[i]) == 0 ? i : has;
    }
    return has >= wanted;
}

static int wants(const json_t *rule, const char *condition)
{
    return (lwi_action_list(rule, "conditions") == 0 || is_listed(rule, "conditions", condition)) &&
           is_severe(rule, condition);
}

/* Whether a camera can ever have an event that sets the rule off. */
static int can_fire_for(const struct lint *lint, const json_t *rule, const char *id,
                        const json_t *camera)
{
    int can = 0;
    if (!is_on(camera, "enabled", 1) || !is_for_camera(rule, id, camera))
        return 0;
    struct lwi_arming *arming = arming_of(lint, id);
    /* It may report what we do not look for, armed or not. */
    int tells_itself =
        strcmp(lwi_action_text(camera, "driver"), "none") != 0 && is_on(camera, "own_events", 1);
    for (int i = 0; i < lwi_condition_count() && !can; i++) {
        const char *name = lwi_condition_name(i);
        const json_t *settings = json_object_get(json_object_get(camera, "conditions"), name);
        int is_seen =
            settings ? is_on(settings, "enabled", 1) : is_on(section(lint, "settings"), name, 1);
        can = wants(rule, name) &&
              (tells_itself || (is_seen && lwi_arming_ever(arming, name, lint->now_ns)));
    }
    lwi_arming_free(arming);
    return can;
}

static int can_fire(const struct lint *lint, const json_t *rule)
{
    const char *id;
    json_t *camera;
    int is_for_all = lwi_action_list(rule, "cameras") + lwi_action_list(rule, "groups") +
                         lwi_action_list(rule, "tags") ==
                     0;
    for (int i = 0; is_for_all && i < LWI_EXCEPTIONS; i++)
        if (wants(rule, lwi_exception_name(i)) &&
            is_on(section(lint, "settings"), lwi_exception_name(i), 1))
            return 1;
    json_object_foreach((json_t *) section(lint, "cameras"), id, camera)
    {
        if (can_fire_for(lint, rule, id, camera))
            return 1;
    }
    return 0;
}

static void lint_rule(const struct lint *lint, const char *id, const json_t *rule)
{
    size_t count = lwi_action_list(rule, "actions"), off = 0;
    int unknown = 0;
    for (size_t i = 0; i < count; i++) {
        const char *name = lwi_action_element(rule, "actions", i);
        const json_t *action = json_object_get(section(lint, "actions"), name);
        if (!action)
            say(lint, "error", "rules", id, "there is no action '%s'", name);
        off += action && !is_on(action, "enabled", 1);
    }
    for (size_t i = 0; i < lwi_action_list(rule, "conditions"); i++) {
        const char *name = lwi_action_element(rule, "conditions", i);
        if (lwi_condition_is_known(name))
            continue;
        say(lint, "error", "rules", id, "there is no condition '%s'", name);
        unknown = 1;
    }
    lint_names(lint, id, rule, "cameras", "there is no camera");
    lint_names(lint, id, rule, "groups", "no camera is of the group");
    lint_names(lint, id, rule, "tags", "no camera has the tag");
    if (off == count)
        say(lint, "warning", "rules", id, "all its actions are switched off");
    if (!unknown && is_on(rule, "enabled", 1) && !can_fire(lint, rule))
        say(lint, "warning", "rules", id,
            "it can never fire: no camera that it is for is watched, armed at any time and has a "
            "condition switched on that it is for");
}

void lwi_config_lint(const struct json_t *config, lwi_config_report *report, void *cookie)
{
    const struct lint lint = {config, report, cookie, lwi_clock_realtime(&lwi_clock_system)};
    const char *id;
    json_t *rule;
    json_object_foreach((json_t *) section(&lint, "rules"), id, rule)
    {
        lint_rule(&lint, id, rule);
    }
    lint_arming(&lint);
}
