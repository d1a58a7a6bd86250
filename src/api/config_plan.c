/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Reading a configuration file: everything is checked before anything is changed.
 * A member that the file does not name has its default, but for secrets: those stay
 * as they are.
 */
#include "api/config_plan.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "action/rule.h"
#include "api/reinforcement.h"
#include "api/request.h"
#include "base/error.h"
#include "camera/condition.h"
#include "config/passphrase.h"
#include "config/yaml.h"
#include "event/arming.h"

#define PATH_SIZE    300
#define FINDINGS_MAX 500

static const char *const sections[] = {"settings", "cameras", "actions", "rules", "arming"};

/* ---- findings ---- */

/* The line of a path, or of what it lies in; 0: it is not in the file. */
static json_int_t line_of(const struct lwi_config_plan *plan, const char *path)
{
    char part[PATH_SIZE];
    (void) snprintf(part, sizeof(part), "%s", path);
    for (;;) {
        const json_t *line = json_object_get(plan->lines, part);
        char *slash = strrchr(part, '/');
        if (line || !slash)
            return json_integer_value(line);
        *slash = '\0';
    }
}

static void add(struct lwi_config_plan *plan, int is_error, const char *where, const char *problem)
{
    json_int_t line = line_of(plan, where);
    plan->errors += is_error != 0;
    if (json_array_size(plan->findings) < FINDINGS_MAX)
        (void) json_array_append_new(plan->findings,
                                     json_pack("{s:s,s:o,s:s,s:s}", "where", where, "line",
                                               line ? json_integer(line) : json_null(), "level",
                                               is_error ? "error" : "warning", "problem", problem));
}

/* What a check says begins with the member that it means: "conditions.covered.duration_s: why". */
static void add_refusal(struct lwi_config_plan *plan, const char *where,
                        const struct lw_error *error)
{
    char path[PATH_SIZE];
    size_t n = strcspn(error->message, ": ");
    int is_member = error->message[n] == ':';
    (void) snprintf(path, sizeof(path), "%s%s%.*s", where, is_member ? "/" : "",
                    is_member ? (int) n : 0, error->message);
    for (char *c = path + strlen(where); *c; c++)
        if (*c == '.')
            *c = '/';
    add(plan, 1, json_object_get(plan->lines, path) ? path : where, error->message);
}

/* What lies outside of the file was there before, and keeps nothing from being taken, unless
 * something is removed. */
static void add_lint(void *cookie, const char *level, const char *where, const char *problem)
{
    struct lwi_config_plan *plan = cookie;
    int is_in_file = json_object_get(plan->lines, where) != NULL;
    int counts = is_in_file || plan->prune || json_object_size(plan->file) == 0;
    add(plan, strcmp(level, "error") == 0 && counts, where, problem);
}

static void note_change(struct lwi_config_plan *plan, const char *section, const char *id,
                        const json_t *before, const json_t *after)
{
    char what[PATH_SIZE];
    const char *member;
    json_t *value, *members = json_array();
    if (before && after && json_equal(before, after)) {
        json_decref(members);
        return;
    }
    json_object_foreach((json_t *) after, member, value)
    {
        if (before && !json_equal(value, json_object_get(before, member)))
            (void) json_array_append_new(members, json_string(member));
    }
    json_object_foreach((json_t *) before, member, value)
    {
        if (after && !json_object_get(after, member))
            (void) json_array_append_new(members, json_string(member));
    }
    (void) snprintf(what, sizeof(what), "%s%s%s", section, id[0] ? "/" : "", id);
    (void) json_array_append_new(plan->changes, json_pack("{s:s,s:s,s:o}", "what", what, "change",
                                                          !before  ? "added"
                                                          : !after ? "removed"
                                                                   : "changed",
                                                          "members", members));
}

/* Puts one object into the result. after: taken. */
static void settle(struct lwi_config_plan *plan, const char *section, const char *id, json_t *after)
{
    note_change(plan, section, id, json_object_get(json_object_get(plan->present, section), id),
                after);
    (void) json_object_set_new(json_object_get(plan->result, section), id, after);
}

static int is_id(const char *id)
{
    return id[0] && strlen(id) <= 32 && !id[strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789-")];
}

/* ---- one section after the other ---- */

static void read_camera(struct lwi_config_plan *plan, const char *id, const json_t *given)
{
    char where[PATH_SIZE];
    struct lw_error error = {0};
    struct lwi_camera_config base, old, config;
    (void) snprintf(where, sizeof(where), "cameras/%s", id);
    lwi_camera_config_default(&base);
    if (lwi_fleet_camera_config(plan->api->settings.fleet, id, &old) == 0) {
        /* What the file need not say; and for knowing whether the password would go to another
         * host. */
        memcpy(base.device_serial, old.device_serial, sizeof(base.device_serial));
        memcpy(base.device_mac, old.device_mac, sizeof(base.device_mac));
        memcpy(base.tls_pin, old.tls_pin, sizeof(base.tls_pin));
        memcpy(base.password, old.password, sizeof(base.password));
        memcpy(base.url, old.url, sizeof(base.url));
        memcpy(base.address, old.address, sizeof(base.address));
        memcpy(base.sub_url, old.sub_url, sizeof(base.sub_url));
        explicit_bzero(old.password, sizeof(old.password));
    }
    (void) snprintf(base.id, sizeof(base.id), "%s", id);
    int r = lwi_camera_config_from_json(&config, &base, given, /* partial= */ 0, &error);
    explicit_bzero(base.password, sizeof(base.password));
    if (r < 0) {
        add_refusal(plan, where, &error);
        return;
    }
    if (strcmp(config.id, id) != 0) {
        add(plan, 1, where, "id: it is another one than the name of this member");
        return;
    }
    if (!json_object_get(given, "address"))
        config.address[0] = '\0';
    if (!json_object_get(given, "sub_url"))
        memset(config.sub_url, 0, sizeof(config.sub_url));
    json_t *after = lwi_camera_config_to_json(&config);
    (void) json_object_del(after, "id");
    (void) json_object_del(after, "has_password");
    if (config.password[0])
        (void) json_object_set_new(after, "password", json_string(config.password));
    explicit_bzero(config.password, sizeof(config.password));
    settle(plan, "cameras", id, after);
}

static void read_action(struct lwi_config_plan *plan, const char *id, const json_t *given)
{
    char where[PATH_SIZE];
    struct lw_error error = {0};
    const char *member;
    json_t *value, *after = NULL, *whole = json_deep_copy(given);
    const json_t *old = json_object_get(json_object_get(plan->present, "actions"), id);
    const char *kind = json_string_value(json_object_get(given, "kind"));
    (void) snprintf(where, sizeof(where), "actions/%s", id);
    if (!json_object_get(whole, "settings"))
        (void) json_object_set_new(whole, "settings", json_object());
    json_object_foreach(json_object_get(old, "settings"), member, value)
    {
        if (lwi_config_is_secret(kind, member) &&
            json_equal(json_object_get(old, "kind"), json_object_get(given, "kind")))
            (void) json_object_set(json_object_get(whole, "settings"), member,
                                   json_object_get(json_object_get(given, "settings"), member)
                                       ? json_object_get(json_object_get(given, "settings"), member)
                                       : value);
    }
    (void) json_object_del(whole, "id");
    if (lwi_actor_action_check(id, whole, &after, &error) < 0)
        add_refusal(plan, where, &error);
    (void) json_object_del(after, "id");
    if (after)
        settle(plan, "actions", id, after);
    json_decref(whole);
}

static void read_rule(struct lwi_config_plan *plan, const char *id, const json_t *given)
{
    char where[PATH_SIZE];
    struct lw_error error = {0};
    json_t *rule = NULL;
    (void) snprintf(where, sizeof(where), "rules/%s", id);
    if (lwi_rule_settings(NULL, given, &rule, &error) < 0)
        add_refusal(plan, where, &error);
    else
        settle(plan, "rules", id, rule);
}

static void read_arming(struct lwi_config_plan *plan, const char *id, const json_t *given)
{
    char where[PATH_SIZE];
    struct lw_error error = {0};
    struct lwi_arming *arming = NULL;
    const char *name;
    json_t *days;
    (void) snprintf(where, sizeof(where), "arming/%s", id);
    int r = lwi_arming_new(&arming, given, "UTC", &error);
    lwi_arming_free(arming);
    json_object_foreach(json_object_get(given, "conditions"), name, days)
    {
        if (r == 0 && lwi_condition_find(name) < 0)
            r = lwi_error_set(&error, -EINVAL, "conditions: there is no condition '%.31s'", name);
    }
    if (r < 0)
        add_refusal(plan, where, &error);
    else
        settle(plan, "arming", id, json_deep_copy(given));
}

static void read_settings(struct lwi_config_plan *plan, const json_t *given)
{
    struct lw_error error = {0};
    struct lwi_system_config config;
    struct lwi_system_config present;
    lwi_system_config_default(&config);
    /* Who leaves the network out does not mean to be cut off. */
    lwi_system_config(plan->api->settings.system, &present);
    lwi_system_config_keep_network(&config, &present);
    int r = lwi_system_config_from_json(&config, &config, given, &error);
    if (r == 0)
        r = lwi_reinforcement_config_check(plan->api->reinforcement, &config, &error);
    if (r == 0)
        r = lwi_https_check(plan->api, plan->from, plan->force, &config, &error);
    if (r == -EALREADY)
        plan->lockout = error;
    if (r < 0) {
        add_refusal(plan, "settings", &error);
        return;
    }
    json_t *after = lwi_system_config_to_json(&config);
    note_change(plan, "settings", "", json_object_get(plan->present, "settings"), after);
    (void) json_object_set_new(plan->result, "settings", after);
}

typedef void read_one(struct lwi_config_plan *plan, const char *id, const json_t *given);

static void read_section(struct lwi_config_plan *plan, const char *name, read_one *read)
{
    const json_t *section = json_object_get(plan->file, name);
    const char *id;
    json_t *given;
    void *next;
    char where[PATH_SIZE];
    if (!section || json_is_null(section))
        return;
    if (!json_is_object(section)) {
        add(plan, 1, name, "it must be a mapping of ids");
        return;
    }
    json_object_foreach((json_t *) section, id, given)
    {
        (void) snprintf(where, sizeof(where), "%s/%.100s", name, id);
        if (!is_id(id))
            add(plan, 1, where, "an id has 1 to 32 of a-z, 0-9 and -");
        else if (!json_is_object(given))
            add(plan, 1, where, "it must be a mapping");
        else
            read(plan, id, given);
    }
    json_t *result = json_object_get(plan->result, name);
    json_object_foreach_safe(result, next, id, given)
    {
        if (!plan->prune || json_object_get(section, id))
            continue;
        note_change(plan, name, id, given, NULL);
        (void) json_object_del(result, id);
    }
}

/* ---- secrets ---- */

/* Puts a secret where its path says, unless the file says it openly there. */
static void place_secret(struct lwi_config_plan *plan, const char *path, const char *secret)
{
    char copy[PATH_SIZE], *rest = copy, *part, *last = NULL;
    json_t *object = plan->file;
    (void) snprintf(copy, sizeof(copy), "%s", path);
    while ((part = strsep(&rest, "/"))) {
        if (last && !json_object_get(object, last) && strcmp(last, "settings") == 0)
            (void) json_object_set_new(object, last, json_object());
        if (last)
            object = json_object_get(object, last);
        last = part;
    }
    if (json_is_object(object) && last && !json_object_get(object, last))
        (void) json_object_set_new(object, last, json_string(secret));
}

static int open_secrets(struct lwi_config_plan *plan, const char *passphrase,
                        struct lw_error *reterr)
{
    const json_t *sealed = json_object_get(plan->file, "secrets");
    const char *path;
    char *text = NULL;
    json_t *value;
    if (!sealed)
        return 0;
    if (!passphrase) {
        add(plan, 0, "secrets", "they are sealed, and without the passphrase are left out");
        return 0;
    }
    int r = lwi_passphrase_open(passphrase, sealed, &text, reterr);
    if (r < 0)
        return r;
    json_t *secrets = json_loads(text, 0, NULL);
    explicit_bzero(text, strlen(text));
    free(text);
    json_object_foreach(secrets, path, value)
    {
        if (json_is_string(value))
            place_secret(plan, path, json_string_value(value));
    }
    json_decref(secrets);
    return 0;
}

/* Cameras whose password the file once had, and nobody has now. */
static void warn_left_out(struct lwi_config_plan *plan)
{
    size_t i;
    json_t *path;
    json_array_foreach(json_object_get(plan->file, "left_out"), i, path)
    {
        char id[40] = "", what[80] = "";
        const char *text = json_string_value(path);
        if (!text || sscanf(text, "cameras/%32[a-z0-9-]/password", id) != 1)
            continue;
        const json_t *camera = json_object_get(json_object_get(plan->result, "cameras"), id);
        (void) snprintf(what, sizeof(what), "cameras/%s", id);
        if (camera && !json_object_get(camera, "password"))
            add(plan, 0, what, "its password was left out of the file: it must be given to it");
    }
}

/* ---- the whole ---- */

static void check_top(struct lwi_config_plan *plan)
{
    const char *name;
    json_t *value;
    json_object_foreach(plan->file, name, value)
    {
        int known = strcmp(name, "lenswatch") == 0 || strcmp(name, "secrets") == 0 ||
                    strcmp(name, "left_out") == 0;
        for (size_t i = 0; i < sizeof(sections) / sizeof(sections[0]); i++)
            known = known || strcmp(name, sections[i]) == 0;
        if (!known)
            add(plan, 1, name, "there is no such section");
        if (strcmp(name, "lenswatch") == 0 && json_integer_value(value) != 1)
            add(plan, 1, name, "the file is of another version; this program knows 1");
    }
}

static void check_limits(struct lwi_config_plan *plan)
{
    const struct {
        const char *section;
        size_t max;
    } limits[] = {{"cameras", lwi_fleet_cameras_max(plan->api->settings.fleet)},
                  {"actions", LWI_ACTOR_ACTIONS_MAX},
                  {"rules", LWI_ACTOR_RULES_MAX}};
    for (size_t i = 0; i < sizeof(limits) / sizeof(limits[0]); i++) {
        size_t before = json_object_size(json_object_get(plan->present, limits[i].section));
        size_t after = json_object_size(json_object_get(plan->result, limits[i].section));
        char text[80];
        (void) snprintf(text, sizeof(text), "there would be %zu, and no more than %zu can be",
                        after, limits[i].max);
        if (after > limits[i].max && after > before)
            add(plan, 1, limits[i].section, text);
    }
}

static int read_file(struct lwi_config_plan *plan, const struct lwi_config_request *request,
                     struct lw_error *reterr)
{
    int r = 0;
    if (request->text)
        r = lwi_yaml_read(request->text, request->size, &plan->file, &plan->lines, reterr);
    if (r == 0 && (!request->text || json_is_null(plan->file)))
        plan->file = json_object();
    if (r == 0 && !json_is_object(plan->file))
        r = lwi_error_set(reterr, -EINVAL, "line 1: a configuration is a mapping of sections");
    if (r == 0)
        r = open_secrets(plan, request->passphrase, reterr);
    if (r < 0)
        return r;
    check_top(plan);
    const json_t *settings = json_object_get(plan->file, "settings");
    if (settings && !json_is_null(settings))
        read_settings(plan, settings);
    read_section(plan, "cameras", read_camera);
    read_section(plan, "actions", read_action);
    read_section(plan, "rules", read_rule);
    read_section(plan, "arming", read_arming);
    warn_left_out(plan);
    check_limits(plan);
    lwi_config_lint(plan->result, add_lint, plan);
    return 0;
}

int lwi_config_plan_make(struct lwi_config_plan **ret_plan, struct lwi_api *api,
                         const struct lwi_config_request *request, struct lw_error *reterr)
{
    struct lwi_config_plan *plan = calloc(1, sizeof(*plan));
    if (!plan)
        return lwi_error_set(reterr, -ENOMEM, "out of memory");
    plan->api = api;
    plan->prune = request->prune;
    plan->from = request->from;
    plan->force = request->force;
    plan->present = lwi_config_present(api);
    plan->result = json_deep_copy(plan->present);
    plan->findings = json_array();
    plan->changes = json_array();
    int r = plan->result ? read_file(plan, request, reterr)
                         : lwi_error_set(reterr, -ENOMEM, "out of memory");
    if (r < 0) {
        lwi_config_plan_free(&plan);
        return r;
    }
    plan->from = NULL;
    *ret_plan = plan;
    return 0;
}

void lwi_config_plan_free(struct lwi_config_plan **plan_pointer)
{
    if (!plan_pointer || !*plan_pointer)
        return;
    struct lwi_config_plan *plan = *plan_pointer;
    *plan_pointer = NULL;
    lwi_config_wipe(plan->file);
    json_decref(plan->lines);
    lwi_config_wipe(plan->present);
    lwi_config_wipe(plan->result);
    json_decref(plan->findings);
    json_decref(plan->changes);
    free(plan);
}

size_t lwi_config_plan_errors(const struct lwi_config_plan *plan)
{
    return plan->errors;
}

int lwi_config_plan_lockout(const struct lwi_config_plan *plan, struct lw_error *reterr)
{
    if (plan->errors != 1 || plan->lockout.code == 0)
        return 0;
    *reterr = plan->lockout;
    return plan->lockout.code;
}

struct json_t *lwi_config_plan_findings(const struct lwi_config_plan *plan)
{
    return json_incref(plan->findings);
}

struct json_t *lwi_config_plan_changes(const struct lwi_config_plan *plan)
{
    return json_incref(plan->changes);
}
