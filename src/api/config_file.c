/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "api/config_file.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "action/action.h"
#include "action/rule.h"
#include "api/request.h"
#include "base/error.h"
#include "config/passphrase.h"
#include "config/yaml.h"

#define PATH_SIZE 200

/* ---- what there is ---- */

static json_t *cameras_now(struct lwi_api *api)
{
    json_t *cameras = json_object();
    struct lwi_camera_status *list = NULL;
    size_t count = 0;
    if (lwi_fleet_list(api->settings.fleet, &list, &count) < 0)
        return cameras;
    for (size_t i = 0; i < count; i++) {
        struct lwi_camera_config config;
        if (lwi_fleet_camera_config(api->settings.fleet, list[i].config.id, &config) < 0)
            continue; /* just removed */
        json_t *camera = lwi_camera_config_to_json(&config);
        (void) json_object_del(camera, "id");
        (void) json_object_del(camera, "has_password");
        if (config.password[0])
            (void) json_object_set_new(camera, "password", json_string(config.password));
        (void) json_object_set_new(cameras, config.id, camera);
        explicit_bzero(config.password, sizeof(config.password));
    }
    free(list);
    return cameras;
}

static json_t *arming_now(struct lwi_api *api, const json_t *cameras)
{
    json_t *arming = json_object(), *camera, *schedule;
    const char *id;
    json_object_foreach((json_t *) cameras, id, camera)
    {
        if (lwi_fleet_camera_arming(api->settings.fleet, id, &schedule, NULL) < 0)
            continue;
        if (json_object_size(schedule) > 0)
            (void) json_object_set(arming, id, schedule);
        json_decref(schedule);
    }
    return arming;
}

/* A list of objects with "id" becomes an object by id. list: taken. */
static json_t *by_id(json_t *list)
{
    json_t *object = json_object(), *one;
    size_t i;
    json_array_foreach(list, i, one)
    {
        json_t *copy = json_copy(one);
        (void) json_object_del(copy, "id");
        (void) json_object_set_new(object, json_string_value(json_object_get(one, "id")), copy);
    }
    json_decref(list);
    return object;
}

struct json_t *lwi_config_present(struct lwi_api *api)
{
    struct lwi_system_config system;
    lwi_system_config(api->settings.system, &system);
    json_t *cameras = cameras_now(api);
    return json_pack(
        "{s:o,s:o,s:o,s:o,s:o}", "settings", lwi_system_config_to_json(&system), "cameras", cameras,
        "actions", by_id(lwi_actor_actions_open(api->settings.actor)), "rules",
        by_id(lwi_actor_rules(api->settings.actor)), "arming", arming_now(api, cameras));
}

int lwi_config_is_secret(const char *kind, const char *member)
{
    const struct lwi_action_kind *found = kind ? lwi_action_kind_find(kind) : NULL;
    for (size_t i = 0; found && found->options[i].name; i++)
        if (strcmp(found->options[i].name, member) == 0)
            return found->options[i].type == LWI_ACTION_SECRET;
    return 0;
}

/* ---- secrets ---- */

static void wipe_one(void *cookie, const char *path, json_t *value)
{
    (void) cookie;
    (void) path;
    /* It is ours alone, and nobody reads it any more. */
    if (json_is_string(value))
        explicit_bzero((char *) json_string_value(value), json_string_length(value));
}

/* Goes about the secrets that are set; remove: they are taken out of config. */
static void each_secret(json_t *config, int remove,
                        void (*found)(void *cookie, const char *path, json_t *value), void *cookie)
{
    const char *id, *member;
    json_t *one, *value;
    void *next;
    char path[PATH_SIZE];
    json_object_foreach(json_object_get(config, "cameras"), id, one)
    {
        value = json_object_get(one, "password");
        (void) snprintf(path, sizeof(path), "cameras/%s/password", id);
        if (value)
            found(cookie, path, value);
        if (remove && value) {
            wipe_one(NULL, path, value);
            (void) json_object_del(one, "password");
        }
    }
    json_object_foreach(json_object_get(config, "actions"), id, one)
    {
        const char *kind = json_string_value(json_object_get(one, "kind"));
        json_t *settings = json_object_get(one, "settings");
        json_object_foreach_safe(settings, next, member, value)
        {
            if (!lwi_config_is_secret(kind, member))
                continue;
            (void) snprintf(path, sizeof(path), "actions/%s/settings/%s", id, member);
            if (json_string_length(value) > 0)
                found(cookie, path, value);
            if (remove) {
                wipe_one(NULL, path, value);
                (void) json_object_del(settings, member);
            }
        }
    }
}

void lwi_config_secrets(struct json_t *config,
                        void (*found)(void *cookie, const char *path, struct json_t *value),
                        void *cookie)
{
    each_secret(config, /* remove= */ 0, found, cookie);
}

void lwi_config_wipe(struct json_t *config)
{
    if (config)
        each_secret(config, /* remove= */ 0, wipe_one, NULL);
    json_decref(config);
}

struct collected {
    json_t *secrets;  /* by path */
    json_t *left_out; /* paths */
    int take;
};

static void collect(void *cookie, const char *path, json_t *value)
{
    struct collected *c = cookie;
    if (c->take)
        (void) json_object_set_new(c->secrets, path, json_string(json_string_value(value)));
    else
        (void) json_array_append_new(c->left_out, json_string(path));
}

/* ---- leaving out what is as it would be anyway ---- */

static void drop_defaults(json_t *object, const json_t *standard)
{
    const char *name;
    json_t *value, *other;
    void *next;
    json_object_foreach_safe(object, next, name, value)
    {
        other = json_object_get(standard, name);
        if (json_is_object(value) && json_is_object(other))
            drop_defaults(value, other);
        if (json_equal(value, other) || (json_is_object(other) && json_object_size(value) == 0))
            (void) json_object_del(object, name);
    }
}

/* What a condition has from its camera is said there. */
static void set_own(json_t *standard, const json_t *camera, const char *condition)
{
    static const char *const members[] = {"sensitivity", "duration_s", "clear_duration_s"};
    json_t *settings = json_object_get(json_object_get(standard, "conditions"), condition);
    for (size_t i = 0; i < sizeof(members) / sizeof(members[0]); i++)
        if (json_object_get(settings, members[i]))
            (void) json_object_set(settings, members[i], json_object_get(camera, members[i]));
}

static void drop_camera_defaults(json_t *cameras)
{
    struct lwi_camera_config config;
    lwi_camera_config_default(&config);
    json_t *standard = lwi_camera_config_to_json(&config), *camera;
    const char *id;
    json_object_foreach(cameras, id, camera)
    {
        set_own(standard, camera, "signal_lost");
        set_own(standard, camera, "defocus");
        drop_defaults(camera, standard);
    }
    json_decref(standard);
}

/* Of one that has only what must be there. */
static void drop_row_defaults(const struct lwi_action_kind *kind, json_t *settings)
{
    for (const struct lwi_action_option *row = kind->options; row->name; row++) {
        json_t *value = json_object_get(settings, row->name), *standard = NULL;
        if (row->flags & LWI_ACTION_REQUIRED)
            continue;
        switch (row->type) {
        case LWI_ACTION_BOOL:
            standard = json_boolean(row->number != 0);
            break;
        case LWI_ACTION_CHOICE:
            standard = json_string(row->standard ? row->standard : row->choices[0]);
            break;
        case LWI_ACTION_INTEGER:
        case LWI_ACTION_NUMBER:
            if (json_number_value(value) == row->number)
                standard = json_incref(value);
            break;
        case LWI_ACTION_LIST:
            standard = json_array();
            break;
        default:
            standard = json_string(row->standard ? row->standard : "");
            break;
        }
        if (json_equal(value, standard))
            (void) json_object_del(settings, row->name);
        json_decref(standard);
    }
}

static void drop_all_defaults(json_t *config)
{
    const char *id;
    json_t *one;
    struct lwi_system_config system;
    lwi_system_config_default(&system);
    json_t *standard = lwi_system_config_to_json(&system);
    drop_defaults(json_object_get(config, "settings"), standard);
    json_decref(standard);
    drop_camera_defaults(json_object_get(config, "cameras"));
    json_object_foreach(json_object_get(config, "actions"), id, one)
    {
        const struct lwi_action_kind *kind =
            lwi_action_kind_find(json_string_value(json_object_get(one, "kind")));
        if (kind)
            drop_row_defaults(kind, json_object_get(one, "settings"));
        if (json_is_true(json_object_get(one, "enabled")))
            (void) json_object_del(one, "enabled");
        if (json_number_value(json_object_get(one, "expires_h")) == LWI_ACTOR_EXPIRES_H)
            (void) json_object_del(one, "expires_h");
        if (strcmp(lwi_action_text(one, "name"), id) == 0)
            (void) json_object_del(one, "name");
    }
    json_object_foreach(json_object_get(config, "rules"), id, one)
    {
        drop_row_defaults(&lwi_rule_rows, one);
    }
}

/* ---- writing ---- */

static int seal(json_t *config, const json_t *secrets, const char *passphrase,
                struct lw_error *reterr)
{
    json_t *sealed = NULL;
    char *text = json_dumps(secrets, JSON_COMPACT);
    int r = text ? lwi_passphrase_seal(passphrase, text, &sealed, reterr)
                 : lwi_error_set(reterr, -ENOMEM, "out of memory");
    if (text)
        explicit_bzero(text, strlen(text));
    free(text);
    if (r == 0)
        (void) json_object_set_new(config, "secrets", sealed);
    return r;
}

int lwi_config_export(struct lwi_api *api, const char *passphrase, char **ret_text,
                      struct json_t **ret_left_out, struct lw_error *reterr)
{
    struct collected c = {json_object(), json_array(), passphrase != NULL};
    json_t *present = lwi_config_present(api);
    /* "lenswatch" first: it says of which kind the file is. */
    json_t *config = present ? json_pack("{s:i}", "lenswatch", 1) : NULL;
    if (!config || json_object_update(config, present) < 0)
        present = NULL;
    int r = present ? 0 : lwi_error_set(reterr, -ENOMEM, "out of memory");
    if (r == 0) {
        each_secret(config, /* remove= */ 1, collect, &c);
        drop_all_defaults(config);
        if (passphrase)
            r = seal(config, c.secrets, passphrase, reterr);
        else if (json_array_size(c.left_out) > 0)
            (void) json_object_set(config, "left_out", c.left_out);
    }
    char *text = r == 0 ? lwi_yaml_write(config) : NULL;
    if (r == 0 && !text)
        r = lwi_error_set(reterr, -ENOMEM, "out of memory");
    json_decref(present);
    json_decref(config);
    const char *path;
    json_t *secret;
    json_object_foreach(c.secrets, path, secret)
    {
        wipe_one(NULL, path, secret);
    }
    json_decref(c.secrets);
    if (r < 0) {
        json_decref(c.left_out);
        return r;
    }
    *ret_text = text;
    *ret_left_out = c.left_out;
    return 0;
}
