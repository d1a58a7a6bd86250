/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "discover/settings.h"

#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "discover/row.h"

static const char *const news_names[] = {
    [LWI_FOUND_ADDED] = "added",
    [LWI_FOUND_MOVED] = "moved",
    [LWI_FOUND_KNOWN] = "known",
};

const char *lwi_found_news_name(enum lwi_found_news news)
{
    return news_names[news];
}

static const char *string_of(const json_t *object, const char *member)
{
    const char *text = json_string_value(json_object_get(object, member));
    return text ? text : "";
}

static int is_same(const json_t *camera, const char *member, const char *value)
{
    return *value && strcmp(string_of(camera, member), value) == 0;
}

const struct json_t *lwi_found_same(const struct lwi_found *found, const struct json_t *cameras)
{
    char serial[80], mac[80];
    size_t i;
    json_t *camera;
    lwi_found_serial(found, serial);
    lwi_found_mac(found, mac);
    json_array_foreach(cameras, i, camera)
    {
        if (is_same(camera, "device_serial", serial) || is_same(camera, "device_mac", mac) ||
            is_same(camera, "url", found->stream))
            return camera;
    }
    return NULL;
}

/* All that is known of it. The daemon sends a password to no other host unless it is told so, so it
 * goes with the URL. */
static json_t *settings_of(const struct lwi_found *found, const struct lwi_credentials *credentials)
{
    char serial[80], mac[80], name[65];
    lwi_found_serial(found, serial);
    lwi_found_mac(found, mac);
    lwi_found_name(found, name);
    json_t *settings = json_pack("{s:s, s:s, s:s, s:s}", "name", name, "url", found->stream,
                                 "device_serial", serial, "device_mac", mac);
    int r = settings ? 0 : -1;
    if (found->sub[0])
        r |= json_object_set_new(settings, "sub_url", json_string(found->sub));
    if (found->driver[0]) {
        r |= json_object_set_new(settings, "driver", json_string(found->driver));
        r |= json_object_set_new(settings, "address", json_string(found->web));
        r |= json_object_set_new(settings, "channel", json_integer(found->channel));
    }
    /* Cameras make their certificates themselves: what was seen is what is expected. */
    if (found->pin[0])
        r |= json_object_set_new(settings, "tls_pin", json_string(found->pin));
    if (strncmp(found->stream, "https:", 6) == 0 || strncmp(found->stream, "rtsps:", 6) == 0)
        r |= json_object_set_new(settings, "tls_verify", json_false());
    const size_t web = strlen(found->web);
    if (found->pin[0] && strncmp(found->stream, found->web, web) == 0 && found->stream[web] == '/')
        r |= json_object_set_new(settings, "stream_pin", json_string(found->pin));
    if (found->credential < 0) {
        r |= json_object_set_new(settings, "password", json_null());
    } else {
        const struct lwi_credential *c = &credentials->list[found->credential];
        r |= json_object_set_new(settings, "user", json_string(c->user));
        r |= json_object_set_new(settings, "password", json_string(c->password));
    }
    if (r == 0)
        return settings;
    json_decref(settings);
    return NULL;
}

/* What of it the daemon does not have. */
static json_t *difference(const json_t *camera, const json_t *settings)
{
    static const char *const moves[] = {"url", "address", "device_serial", "device_mac"};
    static const char *const login[] = {"user", "password"};
    json_t *body = json_object();
    for (size_t i = 0; i < sizeof(moves) / sizeof(moves[0]); i++) {
        const char *new = string_of(settings, moves[i]);
        if (*new &&strcmp(new, string_of(camera, moves[i])) != 0)
            (void) json_object_set_new(body, moves[i], json_string(new));
    }
    /* One that somebody has chosen stays, unless the camera has moved. */
    if (json_object_get(settings, "sub_url") &&
        (json_object_get(body, "url") || !string_of(camera, "sub_url")[0]))
        (void) json_object_set(body, "sub_url", json_object_get(settings, "sub_url"));
    for (size_t i = 0; json_object_get(body, "url") && i < 2; i++) {
        json_t *value = json_object_get(settings, login[i]);
        if (value)
            (void) json_object_set(body, login[i], value);
    }
    return body;
}

int lwi_found_change(const struct lwi_found *found, const struct lwi_credentials *credentials,
                     const struct json_t *cameras, struct lwi_found_change *ret_change,
                     struct lw_error *reterr)
{
    if (!found->stream[0] || found->state != LWI_FOUND_PICTURE)
        return lwi_error_set(reterr, -ENODATA, "%s gave no picture: %s", found->place,
                             lwi_found_state_name(found->state));
    json_t *settings = settings_of(found, credentials);
    if (!settings)
        return lwi_error_set(reterr, -ENOMEM, "no memory");
    const json_t *same = lwi_found_same(found, cameras);
    *ret_change = (struct lwi_found_change){.news = LWI_FOUND_ADDED, .body = settings};
    if (!same)
        return 0;
    (void) snprintf(ret_change->id, sizeof(ret_change->id), "%s", string_of(same, "id"));
    ret_change->body = difference(same, settings);
    json_decref(settings);
    ret_change->news = json_object_get(ret_change->body, "url") ? LWI_FOUND_MOVED : LWI_FOUND_KNOWN;
    if (json_object_size(ret_change->body) == 0) {
        json_decref(ret_change->body);
        ret_change->body = NULL;
    }
    return 0;
}
