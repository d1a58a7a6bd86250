/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Lets the tests drive a device from Python:
 *
 *     driver_probe VERB ADDRESS [NAME=VALUE...]
 *
 * prints one JSON object: what came of it, or "code" and "message". The password is in
 * the environment variable PROBE_PASSWORD.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "driver/driver.h"

struct options {
    const char *verb;
    const char *path; /* of "get" */
    struct lwi_device_settings settings;
    double bytes_max, total_s;
    const char *token;
    double amount; /* of what the verb does */
};

static int read_option(struct options *o, const char *text)
{
    const char *value = strchr(text, '=');
    if (!value)
        return -EINVAL;
    size_t n = (size_t) (value++ - text);
    if (strncmp(text, "driver", n) == 0)
        o->settings.driver = value;
    else if (strncmp(text, "user", n) == 0)
        o->settings.user = value;
    else if (strncmp(text, "channel", n) == 0)
        o->settings.channel = (int) strtol(value, NULL, 10);
    else if (strncmp(text, "timeout", n) == 0)
        o->settings.timeout_s = strtod(value, NULL);
    else if (strncmp(text, "total", n) == 0)
        o->total_s = strtod(value, NULL);
    else if (strncmp(text, "bytes_max", n) == 0)
        o->bytes_max = strtod(value, NULL);
    else if (strncmp(text, "trust", n) == 0)
        o->settings.trust = strcmp(value, "ca") == 0 ? LWI_HTTP_TRUST_CA : LWI_HTTP_TRUST_PIN;
    else if (strncmp(text, "pin", n) == 0)
        o->settings.pin = value;
    else if (strncmp(text, "what", n) == 0)
        o->token = value;
    else if (strncmp(text, "amount", n) == 0)
        o->amount = strtod(value, NULL);
    else if (strncmp(text, "path", n) == 0)
        o->path = value;
    else
        return -EINVAL;
    return 0;
}

static json_t *identity_json(const struct lwi_device_identity *i)
{
    return json_pack("{s:s, s:s, s:s, s:s, s:s, s:s}", "brand", i->brand, "model", i->model,
                     "firmware", i->firmware, "serial", i->serial, "mac", i->mac, "name", i->name);
}

static json_t *streams_json(const struct lwi_device_streams *streams)
{
    json_t *list = json_array();
    for (size_t i = 0; i < streams->count; i++) {
        const struct lwi_device_stream *s = &streams->list[i];
        (void) json_array_append_new(list, json_pack("{s:s, s:s, s:i, s:i, s:i, s:s}", "url",
                                                     s->url, "codec", s->codec, "width",
                                                     (int) s->width, "height", (int) s->height,
                                                     "channel", s->channel, "name", s->name));
    }
    return json_pack("{s:o, s:s, s:b}", "streams", list, "snapshot", streams->snapshot, "guessed",
                     streams->guessed);
}

/* Plain HTTP, without a device. */
static int get(const struct options *o, json_t *out, struct lw_error *error)
{
    struct lwi_http_settings settings;
    lwi_http_settings_default(&settings);
    settings.url = o->settings.url;
    settings.user = o->settings.user;
    settings.password = o->settings.password;
    settings.trust = o->settings.trust;
    settings.pin = o->settings.pin;
    settings.timeout_s = o->settings.timeout_s;
    if (o->total_s > 0)
        settings.total_s = o->total_s;
    if (o->bytes_max > 0)
        settings.body_bytes_max = (size_t) o->bytes_max;
    struct lwi_http *http = NULL;
    struct lwi_http_answer answer = {0};
    const struct lwi_http_request request = {.method = "GET", .path = o->path};
    int r = lwi_http_open(&http, &settings, error);
    for (int i = 0; r == 0 && i < 2; i++) { /* twice, as connections are kept open */
        lwi_http_answer_done(&answer);
        r = lwi_http_do(http, &request, &answer, error);
    }
    if (r == 0) {
        (void) json_object_set_new(out, "status", json_integer(answer.status));
        (void) json_object_set_new(out, "size", json_integer((json_int_t) answer.size));
        (void) json_object_set_new(out, "type", json_string(answer.type));
        (void) json_object_set_new(out, "realm", json_string(answer.realm));
        (void) json_object_set_new(out, "pin", json_string(lwi_http_pin(http)));
    } else if (http) { /* a password that was refused is not sent again */
        (void) lwi_http_do(http, &request, &answer, NULL);
    }
    lwi_http_answer_done(&answer);
    lwi_http_close(&http);
    return r;
}

/* Reads `count` events and prints each as it comes. */
static int events(struct lwi_device *device, const struct options *o, json_t *out,
                  struct lw_error *error)
{
    json_t *list = json_array();
    (void) json_object_set_new(out, "events", list);
    int r = lwi_device_events_begin(device, error);
    if (r == 0) {
        printf("begun\n"); /* now the camera may say something */
        (void) fflush(stdout);
    }
    while (r == 0 && json_array_size(list) < (size_t) o->amount) {
        struct lwi_device_event e;
        r = lwi_device_events_read(device, 1, &e, error);
        if (r == -EAGAIN)
            r = 0;
        else if (r == 0)
            (void) json_array_append_new(list,
                                         json_pack("{s:s, s:s, s:b, s:b, s:i}", "condition",
                                                   e.condition, "code", e.code, "active", e.active,
                                                   "pulse", e.pulse, "channel", e.channel));
    }
    if (r == 0)
        *error = (struct lw_error){0};
    lwi_device_events_end(device);
    return r;
}

static int focus(struct lwi_device *device, const struct options *o, json_t *out,
                 struct lw_error *error)
{
    static const char *const kinds[] = {"auto", "near", "far", "to", "reset"};
    struct lwi_focus what = {.amount = o->amount};
    for (unsigned i = 0; i < 5; i++)
        if (strcmp(o->token, kinds[i]) == 0)
            what.kind = (enum lwi_focus_kind) i;
    double position = -1;
    int r = lwi_device_focus(device, &what, error);
    if (r == 0 && lwi_device_focus_position(device, &position, NULL) == 0)
        (void) json_object_set_new(out, "position", json_real(position));
    return r;
}

static int lists(struct lwi_device *device, const struct options *o, json_t *out,
                 struct lw_error *error)
{
    static struct lwi_presets presets;
    static struct lwi_device_outputs outputs;
    json_t *list = json_array();
    (void) json_object_set_new(out, "list", list);
    int is_presets = strcmp(o->verb, "presets") == 0;
    int r = is_presets ? lwi_device_presets(device, &presets, error)
                       : lwi_device_outputs(device, &outputs, error);
    for (size_t i = 0; i < presets.count; i++)
        (void) json_array_append_new(
            list, json_pack("[s, s]", presets.list[i].token, presets.list[i].name));
    for (size_t i = 0; i < outputs.count; i++)
        (void) json_array_append_new(
            list, json_pack("[s, i]", outputs.list[i].token, outputs.list[i].active));
    if (r == 0 && o->token)
        r = is_presets ? lwi_device_preset_go(device, o->token, error)
                       : lwi_device_output_set(device, o->token, o->amount > 0, error);
    return r;
}

static int defocus(struct lwi_device *device, const struct options *o, json_t *out,
                   struct lw_error *error)
{
    struct lwi_device_defocus d = {.enabled = o->amount > 0, .sensitivity = (int) o->amount};
    int r = o->amount != 0 ? lwi_device_defocus_set(device, &d, error) : 0;
    if (r == 0)
        r = lwi_device_defocus_get(device, &d, error);
    if (r == 0)
        (void) json_object_update_new(
            out, json_pack("{s:b, s:i}", "enabled", d.enabled, "sensitivity", d.sensitivity));
    return r;
}

/* what: "pan,tilt,zoom"; stops after it. Nothing: what it can. */
static int ptz(struct lwi_device *device, const struct options *o, json_t *out,
               struct lw_error *error)
{
    static const struct lwi_move still = {0};
    struct lwi_ptz_can can;
    struct lwi_move move = {0};
    int r = lwi_device_ptz(device, &can, error);
    if (r == 0)
        (void) json_object_update_new(out, json_pack("{s:b, s:b, s:b}", "move", can.move, "zoom",
                                                     can.zoom, "save", can.save));
    if (r < 0 || !o->token)
        return r;
    if (sscanf(o->token, "%lf,%lf,%lf", &move.pan, &move.tilt, &move.zoom) != 3)
        return lwi_device_preset_save(device, o->token, error);
    r = lwi_device_move(device, &move, error);
    return r < 0 ? r : lwi_device_move(device, &still, error);
}

static int with_device(const struct options *o, json_t *out, struct lw_error *error)
{
    struct lwi_device *device = NULL;
    struct lwi_device_identity identity = {0};
    static struct lwi_device_streams streams;
    int r = lwi_device_open(&device, &o->settings, error);
    if (r == 0)
        r = lwi_device_probe(device, &identity, error);
    if (r == 0 || identity.brand[0])
        (void) json_object_set_new(out, "identity", identity_json(&identity));
    if (r == 0) {
        (void) json_object_set_new(out, "driver", json_string(lwi_device_driver(device)->name));
        (void) json_object_set_new(out, "pin", json_string(lwi_device_pin(device)));
    }
    if (r == 0 && strcmp(o->verb, "streams") == 0) {
        r = lwi_device_streams(device, &streams, error);
        if (r == 0)
            (void) json_object_update_new(out, streams_json(&streams));
    }
    if (r == 0 && strcmp(o->verb, "snapshot") == 0) {
        uint8_t *data = NULL;
        size_t size = 0;
        r = lwi_device_snapshot(device, &data, &size, error);
        (void) json_object_set_new(out, "size", json_integer((json_int_t) size));
        free(data);
    }
    if (r == 0 && strcmp(o->verb, "events") == 0)
        r = events(device, o, out, error);
    if (r == 0 && strcmp(o->verb, "focus") == 0)
        r = focus(device, o, out, error);
    if (r == 0 && (strcmp(o->verb, "presets") == 0 || strcmp(o->verb, "outputs") == 0))
        r = lists(device, o, out, error);
    if (r == 0 && strcmp(o->verb, "preset") == 0) {
        unsigned number = 0;
        r = lwi_device_preset_now(device, &number, error);
        (void) json_object_set_new(out, "preset", json_integer((json_int_t) number));
    }
    if (r == 0 && strcmp(o->verb, "ptz") == 0)
        r = ptz(device, o, out, error);
    if (r == 0 && strcmp(o->verb, "defocus") == 0)
        r = defocus(device, o, out, error);
    lwi_device_close(&device);
    return r;
}

int main(int argc, char **argv)
{
    struct options o = {0};
    struct lw_error error = {0};
    if (argc < 3)
        return 2;
    lwi_device_settings_default(&o.settings);
    o.verb = argv[1];
    o.settings.url = argv[2];
    o.settings.password = getenv("PROBE_PASSWORD");
    for (int i = 3; i < argc; i++)
        if (read_option(&o, argv[i]) < 0)
            return 2;
    json_t *out = json_object();
    int r = strcmp(o.verb, "get") == 0 ? get(&o, out, &error) : with_device(&o, out, &error);
    (void) json_object_set_new(out, "code", json_integer(r));
    (void) json_object_set_new(out, "message", json_string(error.message));
    (void) json_object_set_new(out, "hint", json_string(error.hint));
    (void) json_dumpf(out, stdout, JSON_COMPACT | JSON_SORT_KEYS);
    json_decref(out);
    return 0;
}
