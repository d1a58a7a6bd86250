/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "cmd/scan_add.h"

#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "cmd/show.h"
#include "discover/row.h"

#define CAMERAS "/api/v1/cameras"

struct lwi_scan_adder {
    struct lwi_client *client;
    json_t *answer; /* the daemon's cameras, with those that were added */
    unsigned added, moved, known;
};

int lwi_scan_adder_open(struct lwi_scan_adder **ret_adder,
                        const struct lwi_client_settings *settings, struct lw_error *reterr)
{
    struct lwi_scan_adder *adder = calloc(1, sizeof(*adder));
    if (!adder)
        return lwi_error_set(reterr, -ENOMEM, "no memory");
    int r = lwi_client_open(&adder->client, settings, reterr);
    if (r == 0)
        r = lwi_client_call(adder->client, "GET", CAMERAS, NULL, &adder->answer, reterr);
    if (r < 0)
        lwi_scan_adder_close(&adder);
    else
        *ret_adder = adder;
    return r;
}

void lwi_scan_adder_close(struct lwi_scan_adder **adder)
{
    if (!adder || !*adder)
        return;
    json_decref((*adder)->answer);
    lwi_client_close(&(*adder)->client);
    free(*adder);
    *adder = NULL;
}

static int is_same(const json_t *camera, const char *member, const char *value)
{
    return *value && strcmp(lwi_show_string(camera, member), value) == 0;
}

/* The daemon's camera that this one is; NULL: none. Borrowed. */
static json_t *find(const struct lwi_scan_adder *adder, const char *serial, const char *mac,
                    const char *url)
{
    size_t i;
    json_t *camera;
    json_array_foreach(json_object_get(adder->answer, "cameras"), i, camera)
    {
        if (is_same(camera, "device_serial", serial) || is_same(camera, "device_mac", mac) ||
            is_same(camera, "url", url))
            return camera;
    }
    return NULL;
}

/* The daemon sends a password to no other host unless it is told so, so it goes with the URL. */
static int add_password(json_t *settings, const struct lwi_found *found,
                        const struct lwi_credentials *credentials)
{
    if (found->credential < 0)
        return json_object_set_new(settings, "password", json_null());
    const struct lwi_credential *c = &credentials->list[found->credential];
    const int r = json_object_set_new(settings, "user", json_string(c->user));
    return r | json_object_set_new(settings, "password", json_string(c->password));
}

static int move(struct lwi_scan_adder *adder, json_t *camera, const json_t *settings,
                struct lw_error *reterr)
{
    char path[256];
    static const char *const moves[] = {"url", "address", "device_serial", "device_mac"};
    json_t *body = json_object();
    const char *id = lwi_show_string(camera, "id");
    for (size_t i = 0; i < sizeof(moves) / sizeof(moves[0]); i++) {
        const char *new = lwi_show_string(settings, moves[i]);
        if (*new &&strcmp(new, lwi_show_string(camera, moves[i])) != 0)
            (void) json_object_set_new(body, moves[i], json_string(new));
    }
    int r = 0;
    const int moved = json_object_get(body, "url") != NULL;
    for (size_t i = 0; moved && i < 2; i++) {
        static const char *const login[] = {"user", "password"};
        json_t *value = json_object_get(settings, login[i]);
        if (value)
            (void) json_object_set(body, login[i], value);
    }
    (void) snprintf(path, sizeof(path), CAMERAS "/%.64s", id);
    if (json_object_size(body) > 0)
        r = lwi_client_call(adder->client, "PATCH", path, body, NULL, reterr);
    adder->moved += r == 0 && moved;
    adder->known += r == 0 && !moved;
    json_decref(body);
    return r;
}

int lwi_scan_add(struct lwi_scan_adder *adder, const struct lwi_found *found,
                 const struct lwi_credentials *credentials, struct lw_error *reterr)
{
    char serial[80], mac[80], name[65];
    if (!found->stream[0] || found->state != LWI_FOUND_PICTURE)
        return 0;
    lwi_found_serial(found, serial);
    lwi_found_mac(found, mac);
    lwi_found_name(found, name);
    json_t *settings = json_pack("{s:s, s:s, s:s, s:s}", "name", name, "url", found->stream,
                                 "device_serial", serial, "device_mac", mac);
    if (!settings || add_password(settings, found, credentials) < 0) {
        json_decref(settings);
        return lwi_error_set(reterr, -ENOMEM, "no memory");
    }
    if (found->driver[0]) {
        (void) json_object_set_new(settings, "driver", json_string(found->driver));
        (void) json_object_set_new(settings, "address", json_string(found->web));
        (void) json_object_set_new(settings, "channel", json_integer(found->channel));
    }
    json_t *old = find(adder, serial, mac, found->stream);
    json_t *answer = NULL;
    int r;
    if (old) {
        r = move(adder, old, settings, reterr);
    } else {
        r = lwi_client_call(adder->client, "POST", CAMERAS, settings, &answer, reterr);
        adder->added += r == 0;
        if (r == 0)
            (void) json_array_append(json_object_get(adder->answer, "cameras"), answer);
    }
    json_decref(answer);
    json_decref(settings);
    return r;
}

void lwi_scan_adder_tell(const struct lwi_scan_adder *adder)
{
    (void) fprintf(stderr, "%u added, %u with a new address, %u known already\n", adder->added,
                   adder->moved, adder->known);
}
