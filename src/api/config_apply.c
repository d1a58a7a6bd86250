/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Taking a plan: all that it adds and changes is stored in one commit, then the running parts are
 * told, which store the same once more. */
#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/config_plan.h"
#include "api/request.h"
#include "base/error.h"
#include "store/outbox.h"

/* Splits "cameras/front-door". */
static const json_t *object_of(const struct lwi_config_plan *plan, const char *what,
                               char ret_section[16], const char **ret_id)
{
    size_t n = strcspn(what, "/");
    (void) snprintf(ret_section, 16, "%.*s", (int) n, what);
    *ret_id = what[n] ? what + n + 1 : "";
    const json_t *section = json_object_get(plan->result, ret_section);
    return **ret_id ? json_object_get(section, *ret_id) : section;
}

static int is_change(const json_t *change, const char *section, int removed)
{
    const char *what = json_string_value(json_object_get(change, "what"));
    const char *how = json_string_value(json_object_get(change, "change"));
    size_t n = strlen(section);
    return strncmp(what, section, n) == 0 && (what[n] == '/' || what[n] == '\0') &&
           (strcmp(how, "removed") == 0) == removed;
}

/* The text of a row of the store; malloc'ed. */
static char *text_of(const char *section, const char *id, const json_t *object)
{
    json_t *copy = json_copy((json_t *) object);
    (void) json_object_del(copy, "password");
    if (strcmp(section, "actions") == 0 || strcmp(section, "rules") == 0)
        (void) json_object_set_new(copy, "id", json_string(id));
    char *text = copy ? json_dumps(copy, JSON_COMPACT) : NULL;
    json_decref(copy);
    return text;
}

static int store_all(struct lwi_config_plan *plan, struct lw_error *reterr)
{
    static const struct {
        const char *section, *type;
    } types[] = {{"cameras", "camera"},
                 {"actions", "action"},
                 {"rules", "rule"},
                 {"arming", "arming"},
                 {"settings", "system"}};
    size_t count = json_array_size(plan->changes), n = 0, i;
    struct lwi_store_import *rows = calloc(count + 1, sizeof(*rows));
    char **texts = calloc(count + 1, sizeof(*texts));
    json_t *change;
    int r = rows && texts ? 0 : lwi_error_set(reterr, -ENOMEM, "out of memory");
    json_array_foreach(plan->changes, i, change)
    {
        char section[16];
        const char *id, *type = NULL;
        const char *what = json_string_value(json_object_get(change, "what"));
        const json_t *object = object_of(plan, what, section, &id);
        for (size_t t = 0; t < sizeof(types) / sizeof(types[0]); t++)
            if (strcmp(types[t].section, section) == 0)
                type = types[t].type;
        if (r < 0 || !object || !type)
            continue; /* removed */
        texts[n] = text_of(section, id, object);
        if (!texts[n])
            r = lwi_error_set(reterr, -ENOMEM, "out of memory");
        rows[n] = (struct lwi_store_import){type, id[0] ? id : "all", texts[n],
                                            json_string_value(json_object_get(object, "password"))};
        n++;
    }
    if (r == 0)
        r = lwi_store_import(plan->api->settings.store, rows, n, reterr);
    for (i = 0; texts && i < n; i++) {
        if (texts[i])
            explicit_bzero(texts[i], strlen(texts[i])); /* of an action it has secrets */
        free(texts[i]);
    }
    free(texts);
    free(rows);
    return r;
}

static int tell_camera(struct lwi_config_plan *plan, const char *id, const json_t *object,
                       struct lw_error *reterr)
{
    struct lwi_fleet *fleet = plan->api->settings.fleet;
    struct lwi_camera_config config, old;
    lwi_camera_config_default(&config);
    (void) snprintf(config.id, sizeof(config.id), "%s", id);
    int r = lwi_camera_config_from_json(&config, &config, object, /* partial= */ 0, reterr);
    if (r == 0 && lwi_fleet_camera_config(fleet, id, &old) == 0) {
        explicit_bzero(old.password, sizeof(old.password));
        r = lwi_fleet_camera_set(fleet, &config, reterr);
    } else if (r == 0) {
        r = lwi_fleet_camera_add(fleet, &config, reterr);
    }
    explicit_bzero(config.password, sizeof(config.password));
    return r;
}

static int tell_arming(struct lwi_config_plan *plan, const char *id, const json_t *object,
                       struct lw_error *reterr)
{
    const char *member;
    json_t *value, *whole = json_object();
    /* What it does not name any more is taken away. */
    json_object_foreach(json_object_get(json_object_get(plan->present, "arming"), id), member,
                        value)
    {
        (void) json_object_set_new(whole, member, json_null());
    }
    json_object_foreach((json_t *) object, member, value)
    {
        (void) json_object_set(whole, member, value);
    }
    int r = lwi_fleet_camera_arming_set(plan->api->settings.fleet, id, whole, reterr);
    json_decref(whole);
    return r;
}

static int tell_setting(struct lwi_config_plan *plan, const char *section, const char *id,
                        const json_t *object, struct lw_error *reterr)
{
    struct lwi_actor *actor = plan->api->settings.actor;
    int partial = json_object_get(json_object_get(plan->present, section), id) != NULL;
    json_t *answer = NULL;
    int r = strcmp(section, "actions") == 0
                ? lwi_actor_action_put(actor, id, object, partial, &answer, reterr)
                : lwi_actor_rule_put(actor, id, object, partial, &answer, reterr);
    json_decref(answer);
    return r;
}

static int tell(struct lwi_config_plan *plan, const char *section, const char *id,
                const json_t *object, struct lw_error *reterr)
{
    if (strcmp(section, "settings") == 0) {
        char zone[64];
        struct lwi_system_config config;
        int r = lwi_https_change(plan->api, /* request= */ NULL, /* force= */ 1, object, reterr);
        lwi_system_time_zone(plan->api->settings.system, zone);
        lwi_system_config(plan->api->settings.system, &config);
        lwi_actor_place(plan->api->settings.actor, zone, config.site_name);
        return r;
    }
    if (strcmp(section, "cameras") == 0)
        return tell_camera(plan, id, object, reterr);
    if (strcmp(section, "arming") == 0)
        return tell_arming(plan, id, object, reterr);
    return tell_setting(plan, section, id, object, reterr);
}

static int remove_one(struct lwi_config_plan *plan, const char *section, const char *id,
                      struct lw_error *reterr)
{
    if (strcmp(section, "cameras") == 0)
        return lwi_fleet_camera_remove(plan->api->settings.fleet, id, reterr);
    if (strcmp(section, "arming") == 0)
        return tell_arming(plan, id, NULL, reterr);
    return strcmp(section, "rules") == 0
               ? lwi_actor_rule_delete(plan->api->settings.actor, id, reterr)
               : lwi_actor_action_delete(plan->api->settings.actor, id, reterr);
}

int lwi_config_plan_apply(struct lwi_config_plan *plan, struct lw_error *reterr)
{
    /* What is named by others comes before them, and goes after them. */
    static const char *const added[] = {"settings", "cameras", "arming", "actions", "rules"};
    static const char *const removed[] = {"rules", "actions", "arming", "cameras"};
    size_t i;
    json_t *change;
    char section[16];
    const char *id;
    int r = store_all(plan, reterr);
    for (size_t s = 0; r == 0 && s < 5; s++) {
        json_array_foreach(plan->changes, i, change)
        {
            const char *what = json_string_value(json_object_get(change, "what"));
            if (r == 0 && is_change(change, added[s], 0)) {
                const json_t *object = object_of(plan, what, section, &id);
                r = tell(plan, section, id, object, reterr);
            }
        }
    }
    for (size_t s = 0; r == 0 && s < 4; s++) {
        json_array_foreach(plan->changes, i, change)
        {
            const char *what = json_string_value(json_object_get(change, "what"));
            if (r == 0 && is_change(change, removed[s], 1)) {
                (void) object_of(plan, what, section, &id);
                r = remove_one(plan, section, id, reterr);
            }
        }
    }
    return r;
}
