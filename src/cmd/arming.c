/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* lenswatch arming: when the cameras of a running daemon are armed. */
#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/error.h"
#include "base/file.h"
#include "cmd/cmd.h"
#include "cmd/remote.h"
#include "cmd/show.h"

#define FILE_BYTES_MAX 65536

static const struct lwi_remote_option set_options[] = {
    {"file", "FILE", "JSON with the members of the schedule that are to be set"},
    {NULL, NULL, NULL},
};

static const struct lwi_remote_option until_options[] = {
    {"until", "TIME", "only until then, such as 2026-11-21T12:00:00Z (default: for good)"},
    {NULL, NULL, NULL},
};

/* body: taken; NULL: only ask. */
static int ask(struct lwi_remote_call *call, json_t *body, struct lw_error *reterr)
{
    char path[200];
    json_t *answer = NULL;
    char *id = lwi_client_escape(call->argument);
    int n = snprintf(path, sizeof(path), "/api/v1/cameras/%s/arming", id ? id : "");
    free(id);
    int r = n < (int) sizeof(path)
                ? lwi_remote_ask(call, body ? "PATCH" : "GET", path, NULL, body, &answer, reterr)
                : lwi_error_set(reterr, -EINVAL, "The id is too long");
    int quiet = body && !call->as_json;
    json_decref(body);
    if (r < 0)
        return r;
    if (call->as_json) {
        lwi_show_json(stdout, answer);
    } else if (!quiet) {
        const char *name;
        json_t *armed;
        json_object_foreach(json_object_get(answer, "armed"), name, armed)
        {
            (void) printf("%-20s %s\n", name, json_is_true(armed) ? "armed" : "not armed");
        }
        const json_t *schedule = json_object_get(answer, "schedule");
        if (json_object_get(schedule, "recording"))
            (void) printf("%-20s %s\n", "recording",
                          json_is_true(json_object_get(answer, "records")) ? "may record"
                                                                           : "does not record");
        (void) printf("\n");
        lwi_show_json(stdout, schedule);
    }
    json_decref(answer);
    return 0;
}

static int run_show(struct lwi_remote_call *call, struct lw_error *reterr)
{
    return ask(call, NULL, reterr);
}

static int run_set(struct lwi_remote_call *call, struct lw_error *reterr)
{
    uint8_t *text = NULL;
    size_t size;
    json_error_t where;
    const char *file = call->values[0];
    if (!file)
        return lwi_error_set(reterr, -EINVAL, "--file is missing");
    int r = lwi_file_read(file, FILE_BYTES_MAX, &text, &size, reterr);
    if (r < 0)
        return r;
    json_t *body = json_loads((const char *) text, JSON_REJECT_DUPLICATES, &where);
    free(text);
    if (!body)
        return lwi_error_set(reterr, -EINVAL, "%s:%d: %s", file, where.line, where.text);
    return ask(call, body, reterr);
}

static int by_hand(struct lwi_remote_call *call, const char *what, struct lw_error *reterr)
{
    const char *until = call->values[0];
    return ask(call, json_pack("{s:s?,s:s?}", "manual", what, "until", what ? until : NULL),
               reterr);
}

static int run_arm(struct lwi_remote_call *call, struct lw_error *reterr)
{
    return by_hand(call, "armed", reterr);
}

static int run_disarm(struct lwi_remote_call *call, struct lw_error *reterr)
{
    return by_hand(call, "disarmed", reterr);
}

static int run_auto(struct lwi_remote_call *call, struct lw_error *reterr)
{
    return ask(call, json_pack("{s:n,s:n}", "manual", "until"), reterr);
}

static const struct lwi_remote subs[] = {
    {"show", "show whether a camera is armed now", "ID",
     "Shows which conditions of a camera are armed now, and its schedule.",
     "arming show front-door", 0, NULL, run_show},
    {"set", "set the schedule of a camera", "ID",
     "Sets what the file names of the schedule; null removes a member. Such as\n"
     "{\"time_zone\": \"Europe/Berlin\", \"days\": {\"mon-fri\": [\"08:00-18:00\"]}}",
     "arming set front-door --file office.json", 0, set_options, run_set},
    {"arm", "arm a camera by hand", "ID", "Arms a camera, whatever its schedule says.",
     "arming arm front-door", 0, until_options, run_arm},
    {"disarm", "disarm a camera by hand, or for a while", "ID",
     "Disarms a camera, whatever its schedule says. Its open events end. It is\n"
     "watched and shown as before.",
     "arming disarm front-door --until 2026-11-21T12:00:00Z", 0, until_options, run_disarm},
    {"auto", "let the schedule decide again", "ID", "Lets the schedule decide again.",
     "arming auto front-door", 0, NULL, run_auto},
    {0},
};

static int run(int argc, char **argv)
{
    return lwi_remote_run("arming", subs, argc, argv);
}

const struct lwi_cmd lwi_cmd_arming = {"arming", "when cameras are armed", run};
