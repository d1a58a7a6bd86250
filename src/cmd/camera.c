/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* lenswatch camera: the cameras of a running daemon, from the shell. */
#include <errno.h>
#include <jansson.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "cmd/camera_areas.h"
#include "cmd/camera_baseline.h"
#include "cmd/camera_device.h"
#include "cmd/camera_focus.h"
#include "cmd/camera_preview.h"
#include "cmd/camera_turn.h"
#include "cmd/cmd.h"
#include "cmd/remote.h"
#include "cmd/show.h"

#define CAMERAS           "/api/v1/cameras"
#define PASSWORD_VARIABLE "LENSWATCH_CAMERA_PASSWORD"

/* Options of add and set, by their index in the call's values. */
enum {
    OPTION_PASSWORD_FILE = 0,
    OPTION_ASK_PASSWORD,
    OPTION_URL, /* the rest: set only */
    OPTION_CONDITION,
    OPTION_AREAS,
    OPTION_SHIELDS,
};

#define PASSWORD_OPTIONS                                                                           \
    {"password-file", "FILE",                                                                      \
     "the first line is the camera's password (or $" PASSWORD_VARIABLE ")"},                       \
    {                                                                                              \
        "ask-password", NULL, "ask for the camera's password on the terminal"                      \
    }

static void number(const json_t *object, const char *name, struct lwi_table *table)
{
    const json_t *value = json_object_get(object, name);
    if (json_is_number(value))
        lwi_table_cell(table, "%.2f", json_number_value(value));
    else
        lwi_table_cell(table, "-");
}

static int run_list(struct lwi_remote_call *call, struct lw_error *reterr)
{
    json_t *answer = NULL;
    int r = lwi_remote_get(call, CAMERAS, NULL, &answer, reterr);
    if (r < 0 || !answer)
        return r;
    struct lwi_table *table =
        lwi_table_headed("ID", "NAME", "STATE", "VERDICT", "SHARPNESS", "PICTURE", "EVENT", NULL);
    size_t i;
    json_t *camera;
    json_array_foreach(json_object_get(answer, "cameras"), i, camera)
    {
        const json_t *status = json_object_get(camera, "status");
        const char *condition = lwi_show_string(status, "open_condition");
        char time[64];
        lwi_show_time(json_object_get(status, "picture_time"), time, sizeof(time));
        lwi_table_cell(table, "%s", lwi_show_string(camera, "id"));
        lwi_table_cell(table, "%s", lwi_show_string(camera, "name"));
        lwi_table_cell(table, "%s",
                       json_is_true(json_object_get(status, "wrong_password"))
                           ? "wrong password"
                           : lwi_show_string(status, "state"));
        lwi_table_cell(table, "%s", lwi_show_string(status, "verdict"));
        number(status, "sharpness", table);
        lwi_table_cell(table, "%s", time);
        lwi_table_cell(table, "%s", *condition ? condition : "-");
    }
    lwi_table_print(&table, stdout);
    json_decref(answer);
    return 0;
}

/* A row a condition: how it is, and its settings. */
static void show_conditions(const json_t *settings, const json_t *states)
{
    const char *name;
    json_t *state;
    struct lwi_table *table =
        lwi_table_headed("CONDITION", "STATE", "SCORE", "SENSITIVITY", "REASON", NULL);
    json_object_foreach((json_t *) states, name, state)
    {
        const json_t *set = json_object_get(settings, name);
        lwi_table_cell(table, "%s", name);
        lwi_table_cell(table, "%s", lwi_show_string(state, "state"));
        number(state, "score", table);
        lwi_table_cell(table, "%lld",
                       (long long) json_integer_value(json_object_get(set, "sensitivity")));
        lwi_table_cell(table, "%s", lwi_show_string(state, "reason"));
    }
    (void) putchar('\n');
    lwi_table_print(&table, stdout);
}

/* Single values as a list, conditions as a table; of polygons how many. */
static void show_camera(const json_t *camera)
{
    json_t *plain = json_deep_copy(camera);
    json_t *status = json_object_get(plain, "status");
    json_t *learning = json_object_get(status, "learning");
    (void) json_object_set_new(
        plain, "detection_areas",
        json_integer((json_int_t) json_array_size(json_object_get(plain, "areas"))));
    (void) json_object_set_new(
        plain, "shielded",
        json_integer((json_int_t) json_array_size(json_object_get(plain, "shields"))));
    (void) json_object_set(status, "pictures_learnt", json_object_get(learning, "pictures"));
    (void) json_object_set(status, "tiles_usable",
                           json_object_get(json_object_get(status, "tiles"), "usable"));
    const json_t *recording = json_object_get(status, "recording");
    (void) json_object_set(status, "recording_now", json_object_get(recording, "kind"));
    (void) json_object_set(status, "recording_error", json_object_get(recording, "error"));
    static const char *const inner[] = {"conditions", "areas", "shields",
                                        "learning",   "tiles", "recording"};
    for (size_t i = 0; i < sizeof(inner) / sizeof(inner[0]); i++) {
        (void) json_object_del(plain, inner[i]);
        (void) json_object_del(status, inner[i]);
    }
    lwi_show_members(stdout, plain);
    json_decref(plain);
    show_conditions(json_object_get(camera, "conditions"),
                    json_object_get(json_object_get(camera, "status"), "conditions"));
}

static void show(const struct lwi_remote_call *call, const json_t *camera)
{
    if (call->as_json)
        lwi_show_json(stdout, camera);
    else
        show_camera(camera);
}

static int run_show(struct lwi_remote_call *call, struct lw_error *reterr)
{
    json_t *answer = NULL;
    int r = lwi_remote_ask(call, "GET", CAMERAS, call->argument, NULL, &answer, reterr);
    if (r < 0)
        return r;
    show(call, answer);
    json_decref(answer);
    return 0;
}

/* Of the URL that is an argument, or NULL, and of that of the sub stream. */
static int refuse_password(const char *url, struct lw_error *reterr)
{
    if (!url)
        return 0;
    const char *authority = strstr(url, "://");
    authority = authority ? authority + 3 : "";
    const char *at = memrchr(authority, '@', strcspn(authority, "/?#"));
    if (at && memchr(authority, ':', (size_t) (at - authority))) {
        (void) lwi_error_set(reterr, -EINVAL,
                             "A password in the URL can be seen in the list of processes");
        lwi_error_hint(reterr, "Leave it out, and give --user NAME with --ask-password or "
                               "--password-file FILE");
        return -EINVAL;
    }
    return 0;
}

static int set_url(struct lwi_remote_call *call, const char *url, struct lw_error *reterr)
{
    int r = refuse_password(url, reterr);
    if (r == 0)
        r = refuse_password(json_string_value(json_object_get(call->settings, "sub_url")), reterr);
    if (r == 0 && url)
        (void) json_object_set_new(call->settings, "url", json_string(url));
    return r;
}

static int set_password(struct lwi_remote_call *call, struct lw_error *reterr)
{
    const char *file = call->values[OPTION_PASSWORD_FILE];
    char *password = NULL;
    if (!file && !call->values[OPTION_ASK_PASSWORD] && !getenv(PASSWORD_VARIABLE))
        return 0;
    int r = lwi_show_password(file, PASSWORD_VARIABLE, "Password of the camera", /* confirm= */ 0,
                              &password, reterr);
    if (r < 0)
        return r;
    (void) json_object_set_new(call->settings, "password", json_string(password));
    sodium_memzero(password, strlen(password));
    free(password);
    return 0;
}

static int run_add(struct lwi_remote_call *call, struct lw_error *reterr)
{
    json_t *answer = NULL;
    if (!json_object_get(call->settings, "name"))
        (void) json_object_set_new(call->settings, "name", json_string(call->argument));
    int r = set_url(call, call->argument, reterr);
    if (r == 0)
        r = set_password(call, reterr);
    if (r == 0)
        r = lwi_remote_ask(call, "POST", CAMERAS, NULL, call->settings, &answer, reterr);
    if (r < 0)
        return r;
    if (call->as_json)
        lwi_show_json(stdout, answer);
    else
        (void) printf("%s\n", lwi_show_string(answer, "id"));
    json_decref(answer);
    return 0;
}

static int run_set(struct lwi_remote_call *call, struct lw_error *reterr)
{
    json_t *answer = NULL;
    const char *url = call->values[OPTION_URL];
    int r = set_url(call, url, reterr);
    if (r == 0)
        r = set_password(call, reterr);
    if (r == 0 && call->values[OPTION_CONDITION])
        r = lwi_camera_condition_settings(call->settings, call->values[OPTION_CONDITION], reterr);
    if (r == 0 && call->values[OPTION_AREAS])
        r = lwi_camera_areas_read(call->settings, "areas", call->values[OPTION_AREAS], reterr);
    if (r == 0 && call->values[OPTION_SHIELDS])
        r = lwi_camera_areas_read(call->settings, "shields", call->values[OPTION_SHIELDS], reterr);
    if (r == 0 && json_object_size(call->settings) == 0) {
        r = lwi_error_set(reterr, -EINVAL, "There is nothing to change");
        lwi_error_hint(reterr, "Name a setting, such as --sensitivity 60");
    }
    if (r == 0)
        r = lwi_remote_ask(call, "PATCH", CAMERAS, call->argument, call->settings, &answer, reterr);
    if (r == 0 && call->as_json)
        lwi_show_json(stdout, answer);
    json_decref(answer);
    return r;
}

/* Events and measurements go with the camera, so a slip of the hand must not be enough. */
static int run_remove(struct lwi_remote_call *call, struct lw_error *reterr)
{
    char line[16] = "";
    if (!call->values[0] && !isatty(STDIN_FILENO)) {
        (void) lwi_error_set(reterr, -EINVAL, "Removing also deletes events and measurements");
        lwi_error_hint(reterr, "Say --yes when that is meant");
        return -EINVAL;
    }
    if (!call->values[0]) {
        (void) fprintf(stderr, "Remove %s with its events and measurements? [y/N] ",
                       call->argument);
        if (!fgets(line, sizeof(line), stdin) || (line[0] != 'y' && line[0] != 'Y'))
            return lwi_error_set(reterr, -ECANCELED, "Nothing was removed");
    }
    return lwi_remote_ask(call, "DELETE", CAMERAS, call->argument, NULL, NULL, reterr);
}

static const struct lwi_remote_option add_options[] = {
    PASSWORD_OPTIONS,
    {NULL, NULL, NULL},
};
static const struct lwi_remote_option set_options[] = {
    PASSWORD_OPTIONS,
    {"url", "URL", "where the pictures come from"},
    {"condition", "NAME",
     "--enabled, --sensitivity, --duration and --clear-duration are of this condition"},
    {"areas", "POLYGONS", "where it is watched: \"x,y x,y x,y; ...\", 0 to 1; none: everywhere"},
    {"shields", "POLYGONS", "what is left out; none: nothing"},
    {NULL, NULL, NULL},
};
static const struct lwi_remote_option remove_options[] = {
    {"yes", NULL, "do not ask"},
    {NULL, NULL, NULL},
};

static const struct lwi_remote subs[] = {
    {"add", "add a camera", "URL",
     "Adds a camera and watches it from now on; prints its id. URL is rtsp://,\n"
     "rtsps://, http:// or https:// (snapshot or MJPEG), a file, a folder or\n"
     "/dev/videoN.",
     "camera add --name \"Front door\" --user viewer --ask-password \\\n"
     "      rtsp://192.0.2.10/stream1",
     1, add_options, run_add},
    {"list", "list the cameras and how they are", NULL, "Lists the cameras and how they are.",
     "camera list --format json", 0, NULL, run_list},
    {"show", "show one camera", "ID", "Shows one camera: its settings and how it is.",
     "camera show front-door", 0, NULL, run_show},
    {"set", "change settings of a camera", "ID",
     "Changes settings of a camera; those that are not named stay as they are.",
     "camera set front-door --sensitivity 60 --duration 30\n"
     "  lenswatch camera set front-door --condition flashing --enabled no\n"
     "  lenswatch camera set front-door --shields \"0,0 0.3,0 0.3,0.1 0,0.1\"",
     1, set_options, run_set},
    {"preview", "what other settings would have done", "ID",
     "Says which events a condition would have had with another sensitivity and other\n"
     "durations, from the stored judgement of every picture. Nothing is changed.",
     "camera preview front-door --sensitivity 70 --duration 10", 0, lwi_camera_preview_options,
     lwi_camera_preview_run},
    {"baselines", "what was learnt of a camera", "ID",
     "Lists what the camera was learnt to look like when it is healthy: in each light,\n"
     "at each preset, from how many pictures, since when, and which conditions can be\n"
     "judged there. Lights are day (colour), night (grey, infra-red) and lamps (night\n"
     "in colour).",
     "camera baselines front-door\n"
     "  lenswatch camera baselines front-door --light night --picture night.jpg",
     0, lwi_camera_baselines_options, lwi_camera_baselines_run},
    {"reset", "forget what was learnt of a camera", "ID",
     "Forgets what the camera looks like when it is healthy, and learns it anew: after\n"
     "it was turned, or its scene was rebuilt. In the present light unless said\n"
     "otherwise. Events stay.",
     "camera reset front-door\n"
     "  lenswatch camera reset front-door --light night --preset 2",
     0, lwi_camera_reset_options, lwi_camera_reset_run},
    {"device", "ask the camera's own interface", "ID",
     "Shows what the camera says of itself, its presets, outputs and its own defocus\n"
     "detection; goes to a preset, switches an output, changes that detection.",
     "camera device front-door --own-defocus yes --own-sensitivity 60", 0,
     lwi_camera_device_options, lwi_camera_device_run},
    {"focus", "move the lens of a camera", "ID",
     "Moves the lens through the camera's own interface (its setting driver), and\n"
     "says whether the picture got sharper. What --auto or --sweep made worse is\n"
     "undone where the lens can go back. A sweep goes through the whole range,\n"
     "measures each position, stays at the sharpest and shows the curve.",
     "camera focus front-door --sweep", 0, lwi_camera_focus_options, lwi_camera_focus_run},
    {"turn", "turn and zoom a camera, go to its presets", "ID",
     "Turns the camera through its own interface (its setting driver) for some\n"
     "seconds; goes to a preset, or keeps where it looks as one. Without any of\n"
     "that: what the camera can, and its presets.",
     "camera turn front-door --pan -0.5 --seconds 2", 0, lwi_camera_turn_options,
     lwi_camera_turn_run},
    {"remove", "remove a camera and all that is stored of it", "ID",
     "Removes a camera with its events and measurements.", "camera remove front-door", 0,
     remove_options, run_remove},
    {0},
};

static int run(int argc, char **argv)
{
    return lwi_remote_run("camera", subs, argc, argv);
}

const struct lwi_cmd lwi_cmd_camera = {"camera", "add, list, change and remove cameras", run};
