/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* The actions and rules of the actor: loaded, changed, shown. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "action/actor_internal.h"
#include "action/rule.h"
#include "base/clock.h"
#include "base/error.h"

#define EXPIRES_H_MAX 720.0

void lwi_actor_action_free(struct lwi_actor_action *action)
{
    if (!action)
        return;
    if (action->state)
        action->kind->close(action->state);
    json_decref(action->settings);
    free(action);
}

static int no_memory(struct lw_error *reterr)
{
    return lwi_error_set(reterr, -ENOMEM, "out of memory");
}

static int check_id(const char *id, struct lw_error *reterr)
{
    if (!id[0] || strlen(id) > 32 || id[strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789-")])
        return lwi_error_set(reterr, -EINVAL, "id: 1 to 32 of a-z, 0-9 and -");
    return 0;
}

/* ---- actions ---- */

static int read_members(struct lwi_actor_action *action, const json_t *given,
                        struct lw_error *reterr)
{
    static const char *const known[] = {"id",        "name",     "kind", "enabled",
                                        "expires_h", "settings", NULL};
    const char *member;
    json_t *value;
    json_object_foreach((json_t *) given, member, value)
    {
        size_t i = 0;
        while (known[i] && strcmp(known[i], member) != 0)
            i++;
        if (!known[i])
            return lwi_error_set(reterr, -EINVAL, "%.60s: an action has no such member", member);
    }
    value = json_object_get(given, "name");
    if (value && (!json_is_string(value) || strlen(json_string_value(value)) > 64))
        return lwi_error_set(reterr, -EINVAL, "name: it must be a string of at most 64 bytes");
    if (value)
        (void) snprintf(action->name, sizeof(action->name), "%s", json_string_value(value));
    value = json_object_get(given, "enabled");
    if (value && !json_is_boolean(value))
        return lwi_error_set(reterr, -EINVAL, "enabled: it must be true or false");
    if (value)
        action->enabled = json_is_true(value);
    value = json_object_get(given, "expires_h");
    double hours = json_number_value(value);
    if (value && !(json_is_number(value) && hours >= 0.01 && hours <= EXPIRES_H_MAX))
        return lwi_error_set(reterr, -EINVAL, "expires_h: it must be from 0.01 to 720");
    if (value)
        action->expires_h = hours;
    return 0;
}

static int read_kind(struct lwi_actor_action *action, const json_t *given, struct lw_error *reterr)
{
    const json_t *value = json_object_get(given, "kind");
    const struct lwi_action_kind *kind =
        value ? lwi_action_kind_find(json_is_string(value) ? json_string_value(value) : "")
              : action->kind;
    if (!kind) {
        (void) lwi_error_set(reterr, -EINVAL, "kind: %s",
                             value ? "there is no such kind" : "it is missing");
        lwi_error_hint(reterr, "'lenswatch action kinds' lists them.");
        return -EINVAL;
    }
    if (action->kind && kind != action->kind)
        return lwi_error_set(reterr, -EINVAL, "kind: it cannot be changed");
    action->kind = kind;
    return 0;
}

/* A new action of what was there (may be NULL) and what is given. */
static int make_action(const char *id, const struct lwi_actor_action *base, const json_t *given,
                       struct lwi_actor_action **ret_action, struct lw_error *reterr)
{
    if (!json_is_object(given))
        return lwi_error_set(reterr, -EINVAL, "an action is a JSON object");
    struct lwi_actor_action *action = calloc(1, sizeof(*action));
    if (!action)
        return no_memory(reterr);
    action->enabled = base ? base->enabled : 1;
    action->expires_h = base ? base->expires_h : LWI_ACTOR_EXPIRES_H;
    action->kind = base ? base->kind : NULL;
    (void) snprintf(action->id, sizeof(action->id), "%s", id);
    (void) snprintf(action->name, sizeof(action->name), "%s", base ? base->name : id);
    int r = check_id(id, reterr);
    if (r == 0)
        r = read_members(action, given, reterr);
    if (r == 0)
        r = read_kind(action, given, reterr);
    if (r == 0)
        r = lwi_action_settings(action->kind, base ? base->settings : NULL,
                                json_object_get(given, "settings"), &action->settings, reterr);
    if (r < 0) {
        lwi_actor_action_free(action);
        return r;
    }
    *ret_action = action;
    return 0;
}

/* settings: taken. */
static json_t *action_json(const struct lwi_actor_action *action, json_t *settings)
{
    return json_pack("{s:s,s:s,s:s,s:b,s:f,s:o}", "id", action->id, "name", action->name, "kind",
                     action->kind->name, "enabled", action->enabled, "expires_h", action->expires_h,
                     "settings", settings);
}

static json_t *action_shown(const struct lwi_actor_action *action)
{
    return action_json(action, lwi_action_settings_shown(action->kind, action->settings));
}

struct json_t *lwi_actor_actions_open(struct lwi_actor *actor)
{
    json_t *list = json_array();
    (void) pthread_mutex_lock(&actor->change_lock);
    for (size_t i = 0; i < actor->action_count; i++)
        (void) json_array_append_new(
            list, action_json(actor->actions[i], json_deep_copy(actor->actions[i]->settings)));
    (void) pthread_mutex_unlock(&actor->change_lock);
    return list;
}

int lwi_actor_action_check(const char *id, const struct json_t *given, struct json_t **ret_action,
                           struct lw_error *reterr)
{
    struct lwi_actor_action *action;
    int r = json_is_object(given) ? make_action(id, NULL, given, &action, reterr)
                                  : lwi_error_set(reterr, -EINVAL, "an action is an object");
    if (r < 0)
        return r;
    *ret_action = action_json(action, json_incref(action->settings));
    lwi_actor_action_free(action);
    return *ret_action ? 0 : no_memory(reterr);
}

static int store_setting(struct lwi_actor *actor, const char *type, const char *id, json_t *object,
                         struct lw_error *reterr)
{
    char *text = object ? json_dumps(object, JSON_COMPACT) : NULL;
    json_decref(object);
    if (!text)
        return no_memory(reterr);
    int r = lwi_store_setting_put(actor->settings.store, type, id, text, reterr);
    free(text);
    return r;
}

/* Waits until nobody works on it, so that nobody's settings change under them. */
static void wait_until_free_locked(struct lwi_actor *actor, const struct lwi_actor_action *action)
{
    while (action->busy)
        (void) pthread_cond_wait(&actor->wake, &actor->lock);
}

/* Where nothing is sent, nothing is kept up, either. */
static void open_state(struct lwi_actor *actor, struct lwi_actor_action *action)
{
    struct lw_error error = {0};
    if (!action->kind->open || !action->enabled || actor->settings.threads == 0)
        return;
    if (action->kind->open(&action->state, action->id, action->settings, &actor->host, &error) < 0)
        lwi_log(actor->settings.log, LWI_LOG_ERROR, "action %s: %s", action->id, error.message);
}

/* It is busy until the old one has let go of what both may want: a relay, a name. */
static void swap_action(struct lwi_actor *actor, struct lwi_actor_action *action)
{
    action->busy = 1;
    (void) pthread_mutex_lock(&actor->lock);
    struct lwi_actor_action *old = lwi_actor_find_locked(actor, action->id);
    if (old) {
        old->enabled = 0;              /* nobody begins anew */
        atomic_store(&old->cancel, 1); /* what it does is done again, with what it is now */
        wait_until_free_locked(actor, old);
        size_t i = 0;
        while (actor->actions[i] != old)
            i++;
        actor->actions[i] = action;
    } else {
        size_t i = actor->action_count++;
        for (; i > 0 && strcmp(actor->actions[i - 1]->id, action->id) > 0; i--)
            actor->actions[i] = actor->actions[i - 1];
        actor->actions[i] = action;
    }
    (void) pthread_mutex_unlock(&actor->lock);
    lwi_actor_action_free(old);
    open_state(actor, action);
    (void) pthread_mutex_lock(&actor->lock);
    action->busy = 0;
    (void) pthread_cond_broadcast(&actor->wake);
    (void) pthread_mutex_unlock(&actor->lock);
}

static int put_action(struct lwi_actor *actor, const char *id, const json_t *given, int partial,
                      json_t **ret_action, struct lw_error *reterr)
{
    struct lwi_actor_action *action;
    /* Actions change under change_lock alone, so no other lock is needed to read them. */
    const struct lwi_actor_action *base = lwi_actor_find_locked(actor, id);
    if (partial && !base)
        return lwi_error_set(reterr, -ENOENT, "there is no action '%.32s'", id);
    if (!partial && base)
        return lwi_error_set(reterr, -EEXIST, "there is an action '%s' already", id);
    if (!base && actor->action_count == LWI_ACTOR_ACTIONS_MAX)
        return lwi_error_set(reterr, -ENOSPC, "there are %d actions, and no more can be",
                             LWI_ACTOR_ACTIONS_MAX);
    int r = make_action(id, base, given, &action, reterr);
    if (r < 0)
        return r;
    r = store_setting(actor, "action", id, action_json(action, json_incref(action->settings)),
                      reterr);
    if (r < 0) {
        lwi_actor_action_free(action);
        return r;
    }
    *ret_action = action_shown(action);
    swap_action(actor, action);
    return *ret_action ? 0 : no_memory(reterr);
}

int lwi_actor_action_put(struct lwi_actor *actor, const char *id, const struct json_t *given,
                         int partial, struct json_t **ret_action, struct lw_error *reterr)
{
    (void) pthread_mutex_lock(&actor->change_lock);
    int r = put_action(actor, id, given, partial, ret_action, reterr);
    (void) pthread_mutex_unlock(&actor->change_lock);
    return r;
}

static const char *rule_of(const struct lwi_actor *actor, const char *action)
{
    for (size_t i = 0; i < actor->rule_count; i++)
        for (size_t k = 0; k < lwi_action_list(actor->rules[i], "actions"); k++)
            if (strcmp(lwi_action_element(actor->rules[i], "actions", k), action) == 0)
                return lwi_action_text(actor->rules[i], "id");
    return NULL;
}

static int delete_action(struct lwi_actor *actor, const char *id, struct lw_error *reterr)
{
    int64_t cancelled;
    const char *rule = rule_of(actor, id);
    if (rule) {
        (void) lwi_error_set(reterr, -EBUSY, "rule '%s' names the action", rule);
        lwi_error_hint(reterr, "Change or remove the rule first.");
        return -EBUSY;
    }
    int r = lwi_store_setting_delete(actor->settings.store, "action", id, reterr);
    if (r < 0)
        return r;
    (void) pthread_mutex_lock(&actor->lock);
    struct lwi_actor_action *action = lwi_actor_find_locked(actor, id);
    if (action) {
        action->enabled = 0;
        atomic_store(&action->cancel, 1);
        wait_until_free_locked(actor, action);
        size_t i = 0;
        while (actor->actions[i] != action)
            i++;
        actor->action_count--;
        memmove(&actor->actions[i], &actor->actions[i + 1],
                (actor->action_count - i) * sizeof(actor->actions[0]));
    }
    (void) pthread_mutex_unlock(&actor->lock);
    lwi_actor_action_free(action);
    return lwi_store_outbox_cancel(actor->settings.store, 0, id,
                                   lwi_clock_realtime(&lwi_clock_system), &cancelled, reterr);
}

int lwi_actor_action_delete(struct lwi_actor *actor, const char *id, struct lw_error *reterr)
{
    (void) pthread_mutex_lock(&actor->change_lock);
    int r = delete_action(actor, id, reterr);
    (void) pthread_mutex_unlock(&actor->change_lock);
    return r;
}

struct json_t *lwi_actor_actions(struct lwi_actor *actor)
{
    json_t *list = json_array();
    (void) pthread_mutex_lock(&actor->change_lock);
    for (size_t i = 0; i < actor->action_count; i++)
        (void) json_array_append_new(list, action_shown(actor->actions[i]));
    (void) pthread_mutex_unlock(&actor->change_lock);
    return list;
}

/* ---- rules ---- */

static json_t *find_rule(const struct lwi_actor *actor, const char *id, size_t *ret_index)
{
    for (size_t i = 0; i < actor->rule_count; i++) {
        if (strcmp(lwi_action_text(actor->rules[i], "id"), id) == 0) {
            *ret_index = i;
            return actor->rules[i];
        }
    }
    return NULL;
}

/* The object without its "id", which is no row. */
static json_t *without_id(const json_t *object)
{
    json_t *copy = json_is_object(object) ? json_deep_copy(object) : NULL;
    if (copy)
        (void) json_object_del(copy, "id");
    return copy;
}

static int make_rule(struct lwi_actor *actor, const char *id, const json_t *base,
                     const json_t *given, json_t **ret_rule, struct lw_error *reterr)
{
    json_t *rule = NULL;
    json_t *rows = without_id(given);
    int r = check_id(id, reterr);
    if (r == 0 && !rows)
        r = lwi_error_set(reterr, -EINVAL, "a rule is a JSON object");
    if (r == 0)
        r = lwi_rule_settings(base, rows, &rule, reterr);
    for (size_t i = 0; r == 0 && i < lwi_action_list(rule, "actions"); i++) {
        const char *action = lwi_action_element(rule, "actions", i);
        if (!lwi_actor_find_locked(actor, action))
            r = lwi_error_set(reterr, -EINVAL, "actions: there is no action '%.32s'", action);
    }
    if (r == 0 && json_object_set_new(rule, "id", json_string(id)) < 0)
        r = no_memory(reterr);
    json_decref(rows);
    if (r < 0) {
        json_decref(rule);
        return r;
    }
    *ret_rule = rule;
    return 0;
}

static void swap_rule(struct lwi_actor *actor, json_t *rule, int is_new, size_t index)
{
    json_t *old = NULL;
    (void) pthread_mutex_lock(&actor->lock);
    if (is_new) {
        size_t i = actor->rule_count++;
        for (; i > 0 &&
               strcmp(lwi_action_text(actor->rules[i - 1], "id"), lwi_action_text(rule, "id")) > 0;
             i--)
            actor->rules[i] = actor->rules[i - 1];
        actor->rules[i] = rule;
    } else {
        old = actor->rules[index];
        actor->rules[index] = rule;
    }
    (void) pthread_mutex_unlock(&actor->lock);
    json_decref(old);
}

static int put_rule(struct lwi_actor *actor, const char *id, const json_t *given, int partial,
                    json_t **ret_rule, struct lw_error *reterr)
{
    size_t index = 0;
    json_t *rule;
    const json_t *base = find_rule(actor, id, &index);
    if (partial && !base)
        return lwi_error_set(reterr, -ENOENT, "there is no rule '%.32s'", id);
    if (!partial && base)
        return lwi_error_set(reterr, -EEXIST, "there is a rule '%s' already", id);
    if (!base && actor->rule_count == LWI_ACTOR_RULES_MAX)
        return lwi_error_set(reterr, -ENOSPC, "there are %d rules, and no more can be",
                             LWI_ACTOR_RULES_MAX);
    int r = make_rule(actor, id, base, given, &rule, reterr);
    if (r < 0)
        return r;
    r = store_setting(actor, "rule", id, json_incref(rule), reterr);
    if (r < 0) {
        json_decref(rule);
        return r;
    }
    *ret_rule = json_deep_copy(rule);
    swap_rule(actor, rule, !base, index);
    return *ret_rule ? 0 : no_memory(reterr);
}

int lwi_actor_rule_put(struct lwi_actor *actor, const char *id, const struct json_t *given,
                       int partial, struct json_t **ret_rule, struct lw_error *reterr)
{
    (void) pthread_mutex_lock(&actor->change_lock);
    int r = put_rule(actor, id, given, partial, ret_rule, reterr);
    (void) pthread_mutex_unlock(&actor->change_lock);
    return r;
}

int lwi_actor_rule_delete(struct lwi_actor *actor, const char *id, struct lw_error *reterr)
{
    size_t index = 0;
    (void) pthread_mutex_lock(&actor->change_lock);
    int r = lwi_store_setting_delete(actor->settings.store, "rule", id, reterr);
    json_t *rule = r == 0 ? find_rule(actor, id, &index) : NULL;
    if (rule) {
        (void) pthread_mutex_lock(&actor->lock);
        actor->rule_count--;
        memmove(&actor->rules[index], &actor->rules[index + 1],
                (actor->rule_count - index) * sizeof(actor->rules[0]));
        (void) pthread_mutex_unlock(&actor->lock);
        json_decref(rule);
    }
    (void) pthread_mutex_unlock(&actor->change_lock);
    return r;
}

struct json_t *lwi_actor_rules(struct lwi_actor *actor)
{
    json_t *list = json_array();
    (void) pthread_mutex_lock(&actor->change_lock);
    for (size_t i = 0; i < actor->rule_count; i++)
        (void) json_array_append_new(list, json_deep_copy(actor->rules[i]));
    (void) pthread_mutex_unlock(&actor->change_lock);
    return list;
}

/* ---- loading ---- */

/* One that this program cannot read, perhaps of another version, is left alone and said so. */
static void load_one(struct lwi_actor *actor, const char *type,
                     const struct lwi_store_setting *setting)
{
    struct lw_error error = {0};
    int is_rule = strcmp(type, "rule") == 0;
    json_t *given = json_loads(setting->json, 0, NULL);
    json_t *rule = NULL;
    struct lwi_actor_action *action = NULL;
    int r = is_rule ? make_rule(actor, setting->id, NULL, given, &rule, &error)
                    : make_action(setting->id, NULL, given, &action, &error);
    if (r < 0)
        lwi_log(actor->settings.log, LWI_LOG_ERROR, "%s %s is not used: %s", type, setting->id,
                error.message);
    else if (is_rule)
        swap_rule(actor, rule, /* is_new= */ 1, 0);
    else
        swap_action(actor, action);
    json_decref(given);
}

int lwi_actor_load(struct lwi_actor *actor, struct lw_error *reterr)
{
    static const char *const types[] = {"action", "rule"};
    static const size_t max[] = {LWI_ACTOR_ACTIONS_MAX, LWI_ACTOR_RULES_MAX};
    for (size_t t = 0; t < 2; t++) {
        struct lwi_store_setting *settings = NULL;
        size_t count = 0;
        int r = lwi_store_setting_list(actor->settings.store, types[t], &settings, &count, reterr);
        if (r < 0)
            return r;
        for (size_t i = 0; i < count && i < max[t]; i++)
            load_one(actor, types[t], &settings[i]);
        lwi_store_setting_list_free(settings, count);
    }
    return 0;
}
