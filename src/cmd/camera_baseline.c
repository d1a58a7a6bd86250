/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "cmd/camera_baseline.h"

#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/parse.h"
#include "cmd/show.h"

#define CAMERAS    "/api/v1/cameras"
#define PRESET_MAX 999

/* Both tables begin alike. */
enum {
    OPTION_LIGHT = 0,
    OPTION_PRESET,
    OPTION_PICTURE, /* of baselines */
    OPTION_ALL = OPTION_PICTURE,
};

const struct lwi_remote_option lwi_camera_baselines_options[] = {
    {"light", "day|night|lamps", "with --picture: of this light (default: day)"},
    {"preset", "NUMBER", "with --picture: of this preset (default: 0)"},
    {"picture", "FILE", "write what the camera looks like when it is healthy to this new file"},
    {NULL, NULL, NULL},
};

const struct lwi_remote_option lwi_camera_reset_options[] = {
    {"light", "day|night|lamps",
     "what was learnt in this light, at all presets unless one is named"},
    {"preset", "NUMBER", "what was learnt at this preset, in all lights unless one is named"},
    {"all", NULL, "in every light, not in the present one alone"},
    {NULL, NULL, NULL},
};

static int read_preset(const struct lwi_remote_call *call, int64_t *ret, struct lw_error *reterr)
{
    const char *text = call->values[OPTION_PRESET];
    if (!text || lwi_parse_int(text, 0, PRESET_MAX, ret) == 0)
        return 0;
    return lwi_error_set(reterr, -EINVAL, "--preset: it must be a number from 0 to %d", PRESET_MAX);
}

static int make_path(const struct lwi_remote_call *call, const char *rest, char *ret, size_t size,
                     struct lw_error *reterr)
{
    char *id = lwi_client_escape(call->argument);
    int n = snprintf(ret, size, CAMERAS "/%s/%s", id ? id : "", rest);
    int r = !id || !*id || n >= (int) size
                ? lwi_error_set(reterr, -EINVAL, "'%.100s' is no id of a camera", call->argument)
                : 0;
    free(id);
    return r;
}

static int save_picture(struct lwi_remote_call *call, struct lw_error *reterr)
{
    char path[300], rest[120];
    int64_t preset = 0;
    const char *light = call->values[OPTION_LIGHT] ? call->values[OPTION_LIGHT] : "day";
    const char *file = call->values[OPTION_PICTURE];
    int r = read_preset(call, &preset, reterr);
    char *escaped = lwi_client_escape(light);
    (void) snprintf(rest, sizeof(rest), "baseline.jpg?light=%.40s&preset=%lld",
                    escaped ? escaped : "", (long long) preset);
    free(escaped);
    if (r == 0)
        r = make_path(call, rest, path, sizeof(path), reterr);
    if (r == 0)
        r = lwi_client_download(call->client, path, file, reterr);
    if (r == 0 && call->as_json)
        (void) printf("{\"done\": true}\n");
    else if (r == 0)
        (void) printf("%s\n", file);
    return r;
}

/* A table of what there is, then what it cannot judge and why. */
static void show(const json_t *answer)
{
    struct lwi_table *table =
        lwi_table_headed("LIGHT", "PRESET", "PICTURES", "SINCE", "PICTURE", "JUDGES", NULL);
    const json_t *list = json_object_get(answer, "baselines");
    size_t i;
    json_t *b, *condition;
    const char *name;
    json_array_foreach(list, i, b)
    {
        size_t can = 0;
        char since[64], picture[64];
        const json_t *conditions = json_object_get(b, "conditions");
        json_object_foreach((json_t *) conditions, name, condition) can +=
            json_is_true(json_object_get(condition, "assessable"));
        lwi_show_time(json_object_get(b, "since"), since, sizeof(since));
        lwi_show_time(json_object_get(b, "picture_time"), picture, sizeof(picture));
        lwi_table_cell(table, "%s%s", lwi_show_string(b, "light"),
                       json_is_true(json_object_get(b, "current")) ? " (now)" : "");
        lwi_table_cell(table, "%lld", (long long) json_integer_value(json_object_get(b, "preset")));
        lwi_table_cell(table, "%lld",
                       (long long) json_integer_value(json_object_get(b, "pictures")));
        lwi_table_cell(table, "%s", since);
        lwi_table_cell(table, "%s", picture);
        lwi_table_cell(table, "%zu of %zu", can, json_object_size(conditions));
    }
    lwi_table_print(&table, stdout);
    json_array_foreach(list, i, b)
    {
        json_object_foreach(
            json_object_get(b, "conditions"), name,
            condition) if (!json_is_true(json_object_get(condition, "assessable")))(void)
            printf("%s, preset %lld: %s: not assessable: %s\n", lwi_show_string(b, "light"),
                   (long long) json_integer_value(json_object_get(b, "preset")), name,
                   lwi_show_string(condition, "reason"));
    }
}

int lwi_camera_baselines_run(struct lwi_remote_call *call, struct lw_error *reterr)
{
    char path[200];
    json_t *answer = NULL;
    if (call->values[OPTION_PICTURE])
        return save_picture(call, reterr);
    if (call->values[OPTION_LIGHT] || call->values[OPTION_PRESET])
        return lwi_error_set(reterr, -EINVAL, "--light and --preset go with --picture FILE");
    int r = make_path(call, "baselines", path, sizeof(path), reterr);
    if (r == 0)
        r = lwi_client_call(call->client, "GET", path, NULL, &answer, reterr);
    if (r == 0 && call->as_json)
        lwi_show_json(stdout, answer);
    else if (r == 0)
        show(answer);
    json_decref(answer);
    return r;
}

int lwi_camera_reset_run(struct lwi_remote_call *call, struct lw_error *reterr)
{
    char path[200];
    const char *light = call->values[OPTION_LIGHT];
    const int of_one = light || call->values[OPTION_PRESET];
    int64_t preset = -1;
    if (of_one && call->values[OPTION_ALL])
        return lwi_error_set(reterr, -EINVAL, "--all goes with neither --light nor --preset");
    int r = read_preset(call, &preset, reterr);
    if (r == 0)
        r = make_path(call, "baseline/reset", path, sizeof(path), reterr);
    if (r < 0)
        return r;
    json_t *body = json_object();
    if (!of_one)
        (void) json_object_set_new(body, "what",
                                   json_string(call->values[OPTION_ALL] ? "all" : "now"));
    if (light)
        (void) json_object_set_new(body, "light", json_string(light));
    if (preset >= 0)
        (void) json_object_set_new(body, "preset", json_integer((json_int_t) preset));
    r = lwi_client_call(call->client, "POST", path, body, NULL, reterr);
    json_decref(body);
    return r;
}
