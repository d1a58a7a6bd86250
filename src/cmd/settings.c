/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* lenswatch settings: what holds for all of a running daemon. */
#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "cmd/cmd.h"
#include "cmd/remote.h"
#include "cmd/show.h"

#define PATH "/api/v1/settings"

static void print_rows(const json_t *settings)
{
    const char *name;
    json_t *value;
    json_object_foreach((json_t *) settings, name, value)
    {
        char *text = json_is_string(value) ? NULL : json_dumps(value, JSON_ENCODE_ANY);
        (void) printf("%-22s %s\n", name, text ? text : json_string_value(value));
        free(text);
    }
}

/* body: taken; NULL: only ask. */
static int ask(struct lwi_remote_call *call, json_t *body, struct lw_error *reterr)
{
    json_t *answer = NULL;
    int r = lwi_remote_ask(call, body ? "PATCH" : "GET", PATH, NULL, body, &answer, reterr);
    int quiet = body && !call->as_json;
    json_decref(body);
    if (r < 0)
        return r;
    if (call->as_json)
        lwi_show_json(stdout, answer);
    else if (!quiet)
        print_rows(answer);
    json_decref(answer);
    return 0;
}

static int run_show(struct lwi_remote_call *call, struct lw_error *reterr)
{
    return ask(call, NULL, reterr);
}

static int run_set(struct lwi_remote_call *call, struct lw_error *reterr)
{
    const char *equals = strchr(call->argument, '=');
    if (!equals || equals == call->argument)
        return lwi_error_set(reterr, -EINVAL, "'%s' is not NAME=VALUE", call->argument);
    json_t *value = json_loads(equals + 1, JSON_DECODE_ANY, NULL);
    if (!value || json_is_object(value) || json_is_array(value)) {
        json_decref(value);
        value = json_string(equals + 1);
    }
    json_t *body = json_object();
    char name[64];
    (void) snprintf(name, sizeof(name), "%.*s", (int) (equals - call->argument), call->argument);
    if (!value || !body || json_object_set_new(body, name, value) < 0) {
        json_decref(body);
        return lwi_error_set(reterr, -EINVAL, "the value is not text in UTF-8");
    }
    return ask(call, body, reterr);
}

static const struct lwi_remote subs[] = {
    {"show", "show all settings", NULL,
     "Shows the time zone, what is kept and for how long, and which exceptions of the\n"
     "system (a full disk, a lost network, ...) are events.",
     "settings show", 0, NULL, run_show},
    {"set", "change a setting", "NAME=VALUE", "Changes one setting. 'settings show' lists all.",
     "settings set certificate_days=10", 0, NULL, run_set},
    {0},
};

static int run(int argc, char **argv)
{
    return lwi_remote_run("settings", subs, argc, argv);
}

const struct lwi_cmd lwi_cmd_settings = {"settings", "time zone, retention, exceptions", run};
