/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * It is on while there is a row of what the settings were before. That row is stored before the
 * settings are changed, and goes after they have been changed back: whatever happens in between,
 * it can be switched off again and nothing is lost.
 */
#include "api/reinforcement.h"

#include <errno.h>
#include <jansson.h>
#include <pthread.h>
#include <stdlib.h>

#include "api/https.h"
#include "api/request.h"
#include "base/error.h"
#include "config/strict.h"
#include "store/outbox.h"

#define ROW LWI_REINFORCEMENT_ROW

struct lwi_reinforcement {
    struct lwi_store *store;
    struct lwi_system *system;
    pthread_mutex_t switching; /* held while it is switched on or off */
    pthread_mutex_t lock;
    json_t *before; /* under lock, and changed under both; NULL: it is off */
};

/* What is weaker, as it is and as it should be. */
static void compare(const json_t *settings, json_t *ret_before, json_t *ret_changes)
{
    for (const struct lwi_strict_row *row = lwi_strict_rows; row->name; row++) {
        json_t *value = json_object_get(settings, row->name);
        if (!value)
            continue;
        (void) json_object_set(ret_before, row->name, value);
        if (lwi_strict_is_weaker(row, settings))
            (void) json_object_set_new(ret_changes, row->name, lwi_strict_value(row));
    }
}

static json_t *settings_of(struct lwi_system *system)
{
    struct lwi_system_config config;
    lwi_system_config(system, &config);
    return lwi_system_config_to_json(&config);
}

/* It is on, but was not finished, or there are settings that were not known then. */
static int tighten(struct lwi_reinforcement *reinforcement, struct lw_error *reterr)
{
    json_t *settings = settings_of(reinforcement->system);
    json_t *before = json_object(), *changes = json_object();
    compare(settings, before, changes);
    (void) json_object_update_missing(reinforcement->before, before);
    int r = json_object_size(changes) == 0
                ? 0
                : lwi_system_config_set(reinforcement->system, changes, reterr);
    json_decref(settings);
    json_decref(before);
    json_decref(changes);
    return r;
}

int lwi_reinforcement_new(struct lwi_reinforcement **ret_reinforcement, struct lwi_store *store,
                          struct lwi_system *system, struct lw_error *reterr)
{
    char *text = NULL;
    struct lwi_reinforcement *reinforcement = calloc(1, sizeof(*reinforcement));
    if (!reinforcement)
        return lwi_error_set(reterr, -ENOMEM, "out of memory");
    int r = lwi_store_setting_get(store, "system", ROW, &text, reterr);
    if (r < 0 && r != -ENOENT) {
        free(reinforcement);
        return r;
    }
    reinforcement->store = store;
    reinforcement->system = system;
    reinforcement->before = text ? json_loads(text, 0, NULL) : NULL;
    free(text);
    (void) pthread_mutex_init(&reinforcement->lock, NULL);
    (void) pthread_mutex_init(&reinforcement->switching, NULL);
    r = reinforcement->before ? tighten(reinforcement, reterr) : 0;
    if (r < 0) {
        lwi_reinforcement_free(&reinforcement);
        return r;
    }
    *ret_reinforcement = reinforcement;
    return 0;
}

void lwi_reinforcement_free(struct lwi_reinforcement **reinforcement)
{
    if (!*reinforcement)
        return;
    (void) pthread_mutex_destroy(&(*reinforcement)->lock);
    (void) pthread_mutex_destroy(&(*reinforcement)->switching);
    json_decref((*reinforcement)->before);
    free(*reinforcement);
    *reinforcement = NULL;
}

/* From now on; returns what was. */
static json_t *keep(struct lwi_reinforcement *reinforcement, json_t *before)
{
    (void) pthread_mutex_lock(&reinforcement->lock);
    json_t *was = reinforcement->before;
    reinforcement->before = before;
    (void) pthread_mutex_unlock(&reinforcement->lock);
    return was;
}

static json_t *show_row(const struct lwi_strict_row *row, const json_t *settings,
                        const json_t *before)
{
    json_t *value = json_object_get(settings, row->name);
    int weaker = lwi_strict_is_weaker(row, settings);
    json_t *was = json_object_get(before, row->name);
    return json_pack("{s:s, s:s, s:O, s:o, s:O, s:b}", "name", row->name, "why", row->why, "value",
                     value, "strict", weaker ? lwi_strict_value(row) : json_incref(value), "before",
                     was ? was : value, "changes",
                     before ? was && !json_equal(was, value) : weaker);
}

struct json_t *lwi_reinforcement_show(struct lwi_reinforcement *reinforcement)
{
    (void) pthread_mutex_lock(&reinforcement->lock);
    json_t *settings = settings_of(reinforcement->system), *rows = json_array();
    for (const struct lwi_strict_row *row = lwi_strict_rows; settings && row->name; row++)
        if (json_object_get(settings, row->name))
            (void) json_array_append_new(rows, show_row(row, settings, reinforcement->before));
    int enabled = reinforcement->before != NULL;
    (void) pthread_mutex_unlock(&reinforcement->lock);
    json_decref(settings);
    return json_pack("{s:b, s:o}", "enabled", enabled, "settings", rows);
}

static int switch_on(struct lwi_api *api, struct lw_error *reterr)
{
    struct lwi_reinforcement *reinforcement = api->reinforcement;
    json_t *settings = settings_of(reinforcement->system);
    json_t *before = json_object(), *changes = json_object();
    compare(settings, before, changes);
    char *text = settings && before ? json_dumps(before, JSON_COMPACT) : NULL;
    int r = text ? lwi_store_setting_put(reinforcement->store, "system", ROW, text, reterr)
                 : lwi_error_set(reterr, -ENOMEM, "out of memory");
    if (r == 0) {
        r = lwi_https_change(api, /* request= */ NULL, /* force= */ 1, changes, reterr);
        if (r < 0)
            (void) lwi_store_setting_delete(reinforcement->store, "system", ROW, NULL);
        else
            keep(reinforcement, json_incref(before));
    }
    free(text);
    json_decref(settings);
    json_decref(before);
    json_decref(changes);
    return r;
}

static int switch_off(struct lwi_api *api, struct lw_error *reterr)
{
    struct lwi_reinforcement *reinforcement = api->reinforcement;
    json_t *before = keep(reinforcement, NULL);
    int r = lwi_https_change(api, /* request= */ NULL, /* force= */ 1, before, reterr);
    if (r == 0)
        r = lwi_store_setting_delete(reinforcement->store, "system", ROW, reterr);
    if (r < 0)
        (void) keep(reinforcement, before);
    else
        json_decref(before);
    return r;
}

int lwi_reinforcement_set(struct lwi_api *api, int enabled, struct lw_error *reterr)
{
    struct lwi_reinforcement *reinforcement = api->reinforcement;
    int r = 0;
    (void) pthread_mutex_lock(&reinforcement->switching);
    int is_on = reinforcement->before != NULL; /* nobody else changes it */
    if (enabled && !is_on)
        r = switch_on(api, reterr);
    else if (!enabled && is_on)
        r = switch_off(api, reterr);
    (void) pthread_mutex_unlock(&reinforcement->switching);
    return r;
}

int lwi_reinforcement_is_on(struct lwi_reinforcement *reinforcement)
{
    (void) pthread_mutex_lock(&reinforcement->lock);
    int is_on = reinforcement->before != NULL;
    (void) pthread_mutex_unlock(&reinforcement->lock);
    return is_on;
}

void lwi_reinforcement_hold(struct lwi_reinforcement *reinforcement, struct json_t *settings)
{
    if (!lwi_reinforcement_is_on(reinforcement))
        return;
    for (const struct lwi_strict_row *row = lwi_strict_rows; row->name; row++)
        if (lwi_strict_is_weaker(row, settings))
            (void) json_object_set_new(settings, row->name, lwi_strict_value(row));
}

static int check_locked(const struct lwi_reinforcement *reinforcement,
                        const struct lwi_system_config *config, struct lw_error *reterr)
{
    json_t *settings = reinforcement->before ? lwi_system_config_to_json(config) : NULL;
    int r = settings ? lwi_strict_check(settings, reterr) : 0;
    json_decref(settings);
    return r;
}

int lwi_reinforcement_config_check(struct lwi_reinforcement *reinforcement,
                                   const struct lwi_system_config *config, struct lw_error *reterr)
{
    int r = lwi_system_config_check(config, reterr);
    (void) pthread_mutex_lock(&reinforcement->lock);
    if (r == 0)
        r = check_locked(reinforcement, config, reterr);
    (void) pthread_mutex_unlock(&reinforcement->lock);
    return r;
}
