/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* lenswatch camera device: asks the camera's own interface, through the daemon. */
#include "cmd/camera_device.h"

#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/parse.h"
#include "cmd/show.h"

/* In the order of lwi_camera_device_options. */
enum {
    OPTION_PRESET = 0,
    OPTION_ON,
    OPTION_OFF,
    OPTION_OWN_DEFOCUS,
    OPTION_OWN_SENSITIVITY,
};

const struct lwi_remote_option lwi_camera_device_options[] = {
    {"preset", "TOKEN", "go to this preset"},
    {"output-on", "TOKEN", "switch this output on"},
    {"output-off", "TOKEN", "switch this output off"},
    {"own-defocus", "yes|no", "the camera's own defocus detection"},
    {"own-sensitivity", "NUMBER", "with --own-defocus: its sensitivity, 1 to 100"},
    {NULL, NULL, NULL},
};

/* What is to change; an empty object: nothing. */
static int read_change(const struct lwi_remote_call *call, json_t *body, struct lw_error *reterr)
{
    const char *own = call->values[OPTION_OWN_DEFOCUS];
    const char *sensitivity = call->values[OPTION_OWN_SENSITIVITY];
    const char *on = call->values[OPTION_ON], *off = call->values[OPTION_OFF];
    int64_t number = 0;
    if (on && off)
        return lwi_error_set(reterr, -EINVAL, "One output at a time is switched");
    if (own && strcmp(own, "yes") != 0 && strcmp(own, "no") != 0)
        return lwi_error_set(reterr, -EINVAL, "--own-defocus: it must be yes or no");
    if (sensitivity && (!own || lwi_parse_int(sensitivity, 1, 100, &number) < 0))
        return lwi_error_set(reterr, -EINVAL,
                             "--own-sensitivity: it is 1 to 100, and goes with --own-defocus");
    if (call->values[OPTION_PRESET])
        (void) json_object_set_new(body, "preset", json_string(call->values[OPTION_PRESET]));
    if (on || off)
        (void) json_object_set_new(
            body, "output", json_pack("{s:s, s:b}", "token", on ? on : off, "active", on != NULL));
    if (own)
        (void) json_object_set_new(body, "own_defocus",
                                   json_pack("{s:b, s:o}", "enabled", strcmp(own, "yes") == 0,
                                             "sensitivity",
                                             number ? json_integer(number) : json_null()));
    return 0;
}

static void show_lists(const json_t *answer)
{
    size_t i;
    json_t *one;
    json_array_foreach(json_object_get(answer, "presets"), i, one)(void)
        printf("preset %s: %s\n", lwi_show_string(one, "token"), lwi_show_string(one, "name"));
    json_array_foreach(json_object_get(answer, "outputs"), i, one)
    {
        const json_t *active = json_object_get(one, "active");
        (void) printf("output %s: %s\n", lwi_show_string(one, "token"),
                      json_is_null(active)   ? "not known whether it is on"
                      : json_is_true(active) ? "on"
                                             : "off");
    }
    const json_t *own = json_object_get(answer, "own_defocus");
    const json_t *sensitivity = json_object_get(own, "sensitivity");
    if (!json_is_object(own))
        (void) printf("own defocus detection: none\n");
    else if (json_is_integer(sensitivity))
        (void) printf("own defocus detection: %s, sensitivity %lld\n",
                      json_is_true(json_object_get(own, "enabled")) ? "on" : "off",
                      (long long) json_integer_value(sensitivity));
    else
        (void) printf("own defocus detection: %s\n",
                      json_is_true(json_object_get(own, "enabled")) ? "on" : "off");
}

static void show(const struct lwi_remote_call *call, const json_t *answer)
{
    if (call->as_json) {
        lwi_show_json(stdout, answer);
        return;
    }
    json_t *plain = json_deep_copy(answer);
    static const char *const lists[] = {"presets", "outputs", "own_defocus"};
    for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
        (void) json_object_del(plain, lists[i]);
    lwi_show_members(stdout, plain);
    json_decref(plain);
    show_lists(answer);
}

int lwi_camera_device_run(struct lwi_remote_call *call, struct lw_error *reterr)
{
    char path[200];
    json_t *body = json_object(), *answer = NULL;
    char *id = lwi_client_escape(call->argument);
    int n = snprintf(path, sizeof(path), "/api/v1/cameras/%s/device", id ? id : "");
    int r = !id || !*id || n >= (int) sizeof(path)
                ? lwi_error_set(reterr, -EINVAL, "'%.100s' is no id of a camera", call->argument)
                : read_change(call, body, reterr);
    free(id);
    int changes = json_object_size(body) > 0;
    if (r == 0)
        r = lwi_client_call(call->client, changes ? "PATCH" : "GET", path, changes ? body : NULL,
                            &answer, reterr);
    if (r == 0)
        show(call, answer);
    json_decref(body);
    json_decref(answer);
    return r;
}
