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

#define PATH          "/api/v1/settings"
#define REINFORCEMENT "/api/v1/security/reinforcement"
#define SYSLOG        PATH "/syslog"

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

enum { RESET_YES, RESET_PASSWORD_FILE };

static const struct lwi_remote_option reset_options[] = {
    {"yes", NULL, "it is meant; without it nothing is done"},
    {"password-file", "FILE", "the first line is your password (or $LENSWATCH_PASSWORD)"},
    {NULL, NULL, NULL},
};

/* The user of the daemon's own host needs no password, whoever comes with a token does. */
static int reset(struct lwi_remote_call *call, const char *what, struct lw_error *reterr)
{
    char *password = NULL;
    if (!call->values[RESET_YES]) {
        (void) lwi_error_set(reterr, -EINVAL, "nothing was changed");
        lwi_error_hint(reterr, "Say --yes when it is meant.");
        return -EINVAL;
    }
    int r = 0;
    if (call->values[RESET_PASSWORD_FILE] || getenv("LENSWATCH_PASSWORD"))
        r = lwi_show_password(call->values[RESET_PASSWORD_FILE], "LENSWATCH_PASSWORD", "Password",
                              /* confirm= */ 0, &password, reterr);
    if (r < 0)
        return r;
    json_t *answer = NULL, *body = json_pack("{s:s, s:s*}", "what", what, "password", password);
    r = body ? lwi_remote_ask(call, "POST", PATH "/reset", NULL, body, &answer, reterr)
             : lwi_error_set(reterr, -EINVAL, "The password is not UTF-8");
    json_decref(body);
    if (password) {
        explicit_bzero(password, strlen(password));
        free(password);
    }
    if (r == 0 && call->as_json)
        lwi_show_json(stdout, answer);
    json_decref(answer);
    return r;
}

static int run_restore(struct lwi_remote_call *call, struct lw_error *reterr)
{
    return reset(call, "settings", reterr);
}

static int run_default(struct lwi_remote_call *call, struct lw_error *reterr)
{
    return reset(call, "everything", reterr);
}

enum { REINFORCE_ON, REINFORCE_OFF };

static const struct lwi_remote_option reinforce_options[] = {
    {"on", NULL, "switch to the strict settings"},
    {"off", NULL, "go back to what the settings were before"},
    {NULL, NULL, NULL},
};

static void put_cell(struct lwi_table *table, const json_t *value)
{
    char *text = json_dumps(value, JSON_ENCODE_ANY);
    lwi_table_cell(table, "%s", text ? text : "");
    free(text);
}

static void print_reinforcement(const json_t *answer)
{
    const int on = json_is_true(json_object_get(answer, "enabled"));
    json_t *one;
    size_t i;
    (void) printf("The security reinforcement is %s.\n\n", on ? "on" : "off");
    struct lwi_table *table =
        lwi_table_headed("SETTING", "NOW", on ? "SWITCHED OFF" : "SWITCHED ON", "WHY", NULL);
    json_array_foreach(json_object_get(answer, "settings"), i, one)
    {
        lwi_table_cell(table, "%s", lwi_show_string(one, "name"));
        put_cell(table, json_object_get(one, "value"));
        if (json_is_true(json_object_get(one, "changes")))
            put_cell(table, json_object_get(one, on ? "before" : "strict"));
        else
            lwi_table_cell(table, "the same");
        lwi_table_cell(table, "%s", lwi_show_string(one, "why"));
    }
    lwi_table_print(&table, stdout);
}

static int run_reinforce(struct lwi_remote_call *call, struct lw_error *reterr)
{
    json_t *answer = NULL, *body = NULL;
    if (call->values[REINFORCE_ON] && call->values[REINFORCE_OFF])
        return lwi_error_set(reterr, -EINVAL, "--on and --off exclude each other");
    int change = call->values[REINFORCE_ON] || call->values[REINFORCE_OFF];
    if (change)
        body = json_pack("{s:b}", "enabled", call->values[REINFORCE_ON] != NULL);
    int r =
        lwi_remote_ask(call, change ? "PATCH" : "GET", REINFORCEMENT, NULL, body, &answer, reterr);
    json_decref(body);
    if (r < 0)
        return r;
    if (call->as_json)
        lwi_show_json(stdout, answer);
    else if (!change)
        print_reinforcement(answer);
    json_decref(answer);
    return 0;
}

enum { SYSLOG_TEST };

static const struct lwi_remote_option syslog_options[] = {
    {"test", NULL, "send it one message, and say how that went"},
    {NULL, NULL, NULL},
};

static int test_syslog(struct lwi_remote_call *call, struct lw_error *reterr)
{
    json_t *answer = NULL;
    int r = lwi_remote_ask(call, "POST", SYSLOG "/test", NULL, NULL, &answer, reterr);
    if (r < 0)
        return r;
    if (call->as_json)
        lwi_show_json(stdout, answer);
    if (!json_is_true(json_object_get(answer, "done"))) {
        r = lwi_error_set(reterr, -EIO, "%s", lwi_show_string(answer, "error"));
        lwi_error_hint(reterr, "%s", lwi_show_string(answer, "hint"));
    } else if (!call->as_json) {
        (void) printf("The message was sent.\n");
    }
    json_decref(answer);
    return r;
}

static int run_syslog(struct lwi_remote_call *call, struct lw_error *reterr)
{
    json_t *answer = NULL;
    if (call->values[SYSLOG_TEST])
        return test_syslog(call, reterr);
    int r = lwi_remote_ask(call, "GET", SYSLOG, NULL, NULL, &answer, reterr);
    if (r < 0)
        return r;
    if (call->as_json)
        lwi_show_json(stdout, answer);
    else
        print_rows(answer);
    json_decref(answer);
    return 0;
}

static const struct lwi_remote subs[] = {
    {"show", "show all settings", NULL,
     "Shows the time zone, what is kept and for how long, and which exceptions of the\n"
     "system (a full disk, a lost network, ...) are events.",
     "settings show", 0, NULL, run_show},
    {"set", "change a setting", "NAME=VALUE", "Changes one setting. 'settings show' lists all.",
     "settings set certificate_days=10", 0, NULL, run_set},
    {"restore", "back to the defaults, but users and network", NULL,
     "Gives the settings of the system and of all cameras their defaults, and removes\n"
     "actions, rules and arming schedules. Users, the addresses and logins of cameras,\n"
     "how the daemon is reached, events, measurements and recordings stay.",
     "settings restore --yes", 0, reset_options, run_restore},
    {"default", "everything as at the first start", NULL,
     "Begins with a new database, and asks for the administrator's password again. The\n"
     "one that was there stays beside it, as lenswatch.db.before-*; recordings stay.",
     "settings default --yes", 0, reset_options, run_default},
    {"reinforce", "switch to the strict settings, and back", NULL,
     "Shows the security reinforcement: which settings it holds, what each is now and\n"
     "what it would be. --on switches it on: the settings can then be made stricter,\n"
     "but not weaker. --off sets them to what they were before.",
     "settings reinforce --on", 0, reinforce_options, run_reinforce},
    {"syslog", "whether the log gets to a syslog server", NULL,
     "Shows whether the system log and the audit log get to the syslog server of the\n"
     "setting syslog_server, and how many lines wait. --test sends it a message now.",
     "settings syslog --test", 0, syslog_options, run_syslog},
    {0},
};

static int run(int argc, char **argv)
{
    return lwi_remote_run("settings", subs, argc, argv);
}

const struct lwi_cmd lwi_cmd_settings = {"settings", "time zone, retention, exceptions", run};
