/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* lenswatch token: API tokens, with no more rights than a program needs. */
#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/parse.h"
#include "cmd/cameras_option.h"
#include "cmd/cmd.h"
#include "cmd/remote.h"
#include "cmd/show.h"

#define TOKENS   "/api/v1/tokens"
#define DAYS_MAX 3650

enum { USER, ROLE, READ_ONLY, CAMERAS, DAYS };

static const struct lwi_remote_option add_options[] = {
    {"user", "NAME", "whose it is; needed on the host of the daemon, elsewhere one's own"},
    {"role", "viewer|operator|administrator", "what it may at most (default: viewer)"},
    {"read-only", NULL, "it changes nothing"},
    {"cameras", "ID,ID...", "it sees these alone (default: all that its user may see)"},
    {"days", "NUMBER", "it ends after so many days (default: never)"},
    {NULL, NULL, NULL},
};

static int run_list(struct lwi_remote_call *call, struct lw_error *reterr)
{
    json_t *answer = NULL, *one;
    size_t i;
    int r = lwi_remote_get(call, TOKENS, NULL, &answer, reterr);
    if (r < 0 || !answer)
        return r;
    struct lwi_table *table = lwi_table_headed("ID", "USER", "ROLE", "READ ONLY", "CAMERAS",
                                               "EXPIRES", "LAST USED", "LABEL", NULL);
    json_array_foreach(json_object_get(answer, "tokens"), i, one)
    {
        char time[64];
        const char *role = json_string_value(json_object_get(one, "role"));
        lwi_table_cell(table, "%s", lwi_show_string(one, "id"));
        lwi_table_cell(table, "%s", lwi_show_string(one, "user"));
        lwi_table_cell(table, "%s", role ? role : "its user's");
        lwi_table_cell(table, "%s", json_is_true(json_object_get(one, "read_only")) ? "yes" : "no");
        lwi_cameras_cell(table, json_object_get(one, "cameras"));
        lwi_show_time(json_object_get(one, "expires"), time, sizeof(time));
        lwi_table_cell(table, "%s", time);
        lwi_show_time(json_object_get(one, "used"), time, sizeof(time));
        lwi_table_cell(table, "%s", time);
        lwi_table_cell(table, "%s", lwi_show_string(one, "label"));
    }
    lwi_table_print(&table, stdout);
    json_decref(answer);
    return 0;
}

static int read_days(const char *text, json_t *body, struct lw_error *reterr)
{
    int64_t days;
    if (!text)
        return 0;
    if (lwi_parse_int(text, 1, DAYS_MAX, &days) < 0)
        return lwi_error_set(reterr, -EINVAL, "--days takes a number from 1 to %d", DAYS_MAX);
    (void) json_object_set_new(body, "expires_days", json_integer(days));
    return 0;
}

static int run_add(struct lwi_remote_call *call, struct lw_error *reterr)
{
    const char *role = call->values[ROLE] ? call->values[ROLE] : "viewer";
    json_t *answer = NULL;
    json_t *body = json_pack("{s:s, s:s, s:b, s:o}", "label", call->argument, "role", role,
                             "read_only", call->values[READ_ONLY] != NULL, "cameras",
                             lwi_cameras_json(call->values[CAMERAS]));
    int r = body ? read_days(call->values[DAYS], body, reterr)
                 : lwi_error_set(reterr, -EINVAL, "The label is not UTF-8");
    if (r == 0 && call->values[USER])
        (void) json_object_set_new(body, "user", json_string(call->values[USER]));
    if (r == 0)
        r = lwi_remote_ask(call, "POST", TOKENS, NULL, body, &answer, reterr);
    json_decref(body);
    if (r < 0)
        return r;
    if (call->as_json)
        lwi_show_json(stdout, answer);
    else
        (void) printf("%s\n", lwi_show_string(answer, "secret"));
    json_decref(answer);
    return 0;
}

static int run_remove(struct lwi_remote_call *call, struct lw_error *reterr)
{
    return lwi_remote_ask(call, "DELETE", TOKENS, call->argument, NULL, NULL, reterr);
}

static const struct lwi_remote subs[] = {
    {"list", "list API tokens", NULL,
     "Lists API tokens and what each may do: with the token of the data directory\n"
     "those of everybody, else one's own. Their secrets are shown once only, when they\n"
     "are made.",
     "token list", 0, NULL, run_list},
    {"add", "make an API token", "LABEL",
     "Makes an API token and prints its secret, which is not shown again. A token may\n"
     "at most what its user may.",
     "token add --user ada --read-only --days 90 \"home assistant\"", 0, add_options, run_add},
    {"remove", "revoke an API token", "ID",
     "Revokes the API token with this id. What uses it is let in no longer.",
     "token remove 9f86d081884c7d65", 0, NULL, run_remove},
    {0},
};

static int run(int argc, char **argv)
{
    return lwi_remote_run("token", subs, argc, argv);
}

const struct lwi_cmd lwi_cmd_token = {"token", "API tokens, with no more rights than needed", run};
