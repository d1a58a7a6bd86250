/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * lenswatch camera turn: a movement for some seconds. One that is interrupted ends by itself, for
 * the daemon stops what nobody holds.
 */
#include "cmd/camera_turn.h"

#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/error.h"
#include "base/parse.h"
#include "cmd/show.h"

#define SECONDS_DEFAULT 1.0
#define HOLD_S          0.5

/* In the order of lwi_camera_turn_options. */
enum {
    OPTION_PAN = 0,
    OPTION_TILT,
    OPTION_ZOOM,
    OPTION_SECONDS,
    OPTION_PRESET,
    OPTION_SAVE,
};

const struct lwi_remote_option lwi_camera_turn_options[] = {
    {"pan", "SPEED", "to the right, up to 1; negative: to the left"},
    {"tilt", "SPEED", "upwards; negative: downwards"},
    {"zoom", "SPEED", "closer; negative: wider"},
    {"seconds", "SECONDS", "how long (default: 1)"},
    {"preset", "TOKEN", "go to a preset"},
    {"save", "NAME", "keep where it looks as a preset"},
    {NULL, NULL, NULL},
};

static int read_number(const struct lwi_remote_call *call, int option, double min, double max,
                       double *ret_value, struct lw_error *reterr)
{
    const char *text = call->values[option];
    return !text || lwi_parse_double(text, min, max, ret_value) == 0
               ? 0
               : lwi_error_set(reterr, -EINVAL, "--%s: it must be from %g to %g",
                               lwi_camera_turn_options[option].name, min, max);
}

/* *ret_body is NULL where nothing is to be done. */
static int read_order(const struct lwi_remote_call *call, json_t **ret_body, double *ret_seconds,
                      struct lw_error *reterr)
{
    double speeds[3] = {0};
    int r = read_number(call, OPTION_SECONDS, 0.1, 60, ret_seconds, reterr);
    for (int i = OPTION_PAN; r == 0 && i <= OPTION_ZOOM; i++)
        r = read_number(call, i, -1, 1, &speeds[i], reterr);
    const int moves = speeds[0] != 0 || speeds[1] != 0 || speeds[2] != 0;
    const char *preset = call->values[OPTION_PRESET], *save = call->values[OPTION_SAVE];
    if (r == 0 && moves + (preset != NULL) + (save != NULL) > 1)
        r = lwi_error_set(reterr, -EINVAL,
                          "A movement, --preset and --save cannot be done at once");
    if (r == 0 && moves)
        *ret_body =
            json_pack("{s:f, s:f, s:f}", "pan", speeds[0], "tilt", speeds[1], "zoom", speeds[2]);
    else if (r == 0 && preset)
        *ret_body = json_pack("{s:s}", "preset", preset);
    else if (r == 0 && save)
        *ret_body = json_pack("{s:s}", "save", save);
    return r;
}

static void show(const struct lwi_remote_call *call, const json_t *can)
{
    size_t i;
    json_t *preset;
    if (call->as_json) {
        lwi_show_json(stdout, can);
        return;
    }
    (void) printf("turns: %s, zooms: %s\n",
                  json_is_true(json_object_get(can, "move")) ? "yes" : "no",
                  json_is_true(json_object_get(can, "zoom")) ? "yes" : "no");
    if (json_array_size(json_object_get(can, "presets")) == 0)
        return;
    struct lwi_table *table = lwi_table_headed("PRESET", "NAME", NULL);
    json_array_foreach(json_object_get(can, "presets"), i, preset)
    {
        lwi_table_cell(table, "%s", lwi_show_string(preset, "token"));
        lwi_table_cell(table, "%s", lwi_show_string(preset, "name"));
    }
    lwi_table_print(&table, stdout);
}

/* Holds the movement for so long, and ends it, come what may. */
static int hold(struct lwi_remote_call *call, const char *path, double seconds,
                struct lw_error *reterr)
{
    char where[260];
    int r = 0;
    (void) snprintf(where, sizeof(where), "%s/hold", path);
    for (double left_s = seconds; r == 0 && left_s > 0; left_s -= HOLD_S) {
        const double nap_s = left_s < HOLD_S ? left_s : HOLD_S;
        const struct timespec nap = {.tv_nsec = (long) (nap_s * (double) LWI_NS_PER_S)};
        (void) nanosleep(&nap, NULL);
        if (left_s > HOLD_S)
            r = lwi_client_call(call->client, "POST", where, NULL, NULL, reterr);
    }
    (void) snprintf(where, sizeof(where), "%s/stop", path);
    const int stopped =
        lwi_client_call(call->client, "POST", where, NULL, NULL, r < 0 ? NULL : reterr);
    return r < 0 ? r : stopped;
}

int lwi_camera_turn_run(struct lwi_remote_call *call, struct lw_error *reterr)
{
    char path[200];
    double seconds = SECONDS_DEFAULT;
    json_t *body = NULL, *can = NULL;
    char *id = lwi_client_escape(call->argument);
    int n = snprintf(path, sizeof(path), "/api/v1/cameras/%s/ptz", id ? id : "");
    int r = !id || !*id || n >= (int) sizeof(path)
                ? lwi_error_set(reterr, -EINVAL, "'%.100s' is no id of a camera", call->argument)
                : read_order(call, &body, &seconds, reterr);
    free(id);
    const int moves = json_object_get(body, "pan") != NULL;
    const int asks = !body || json_object_get(body, "save");
    if (r == 0)
        r = lwi_client_call(call->client, body ? "POST" : "GET", path, body, asks ? &can : NULL,
                            reterr);
    if (r == 0 && moves)
        r = hold(call, path, seconds, reterr);
    if (r == 0 && asks)
        show(call, can);
    json_decref(body);
    json_decref(can);
    return r;
}
