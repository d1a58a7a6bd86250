/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* lenswatch user: who may log in, and for an administrator who forgot the password but can read the
 * data directory. */
#include <errno.h>
#include <jansson.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "cmd/cameras_option.h"
#include "cmd/cmd.h"
#include "cmd/remote.h"
#include "cmd/show.h"

#define USERS "/api/v1/users"

enum { PASSWORD_FILE, ROLE, CAMERAS, KEEP };

static int run_reset(struct lwi_remote_call *call, struct lw_error *reterr)
{
    char *password = NULL;
    int r = lwi_show_password(call->values[PASSWORD_FILE], "LENSWATCH_PASSWORD", "New password",
                              /* confirm= */ 1, &password, reterr);
    if (r < 0)
        return r;
    json_t *body =
        json_pack("{s:s, s:s}", "user", call->argument ? call->argument : "admin", "new", password);
    r = body ? lwi_remote_ask(call, "POST", "/api/v1/password", NULL, body, NULL, reterr)
             : lwi_error_set(reterr, -EINVAL, "The password is not UTF-8");
    json_decref(body);
    sodium_memzero(password, strlen(password));
    free(password);
    return r;
}

static const struct lwi_remote_option reset_options[] = {
    {"password-file", "FILE", "the first line is the new password (or $LENSWATCH_PASSWORD)"},
    {NULL, NULL, NULL},
};

static const struct lwi_remote_option add_options[] = {
    {"password-file", "FILE", "the first line is the password (or $LENSWATCH_PASSWORD)"},
    {"role", "viewer|operator|administrator", "what the user may do (default: viewer)"},
    {"cameras", "ID,ID...", "the user sees these alone (default: all)"},
    {"keep-password", NULL, "it need not be changed at the first login"},
    {NULL, NULL, NULL},
};

enum { CHANGE_ROLE, CHANGE_CAMERAS, CHANGE_NO_FACTOR, CHANGE_NO_RECOVERY };

static const struct lwi_remote_option change_options[] = {
    {"role", "viewer|operator|administrator", "what the user may do"},
    {"cameras", "ID,ID...|all", "the user sees these alone"},
    {"no-second-factor", NULL,
     "log in by the password alone again: the app and the codes are lost"},
    {"no-recovery", NULL, "remove the user's mail address and questions for a lost password"},
    {NULL, NULL, NULL},
};

static int run_list(struct lwi_remote_call *call, struct lw_error *reterr)
{
    json_t *answer = NULL, *one;
    size_t i;
    int r = lwi_remote_get(call, USERS, NULL, &answer, reterr);
    if (r < 0 || !answer)
        return r;
    struct lwi_table *table = lwi_table_headed("USER", "ROLE", "LOGGED IN", "TOKENS", "LAST USED",
                                               "SECOND FACTOR", "CAMERAS", "LOCKED UNTIL", NULL);
    json_array_foreach(json_object_get(answer, "users"), i, one)
    {
        char used[64];
        lwi_show_time(json_object_get(one, "used"), used, sizeof(used));
        lwi_table_cell(table, "%s", lwi_show_string(one, "name"));
        lwi_table_cell(table, "%s", lwi_show_string(one, "role"));
        lwi_table_cell(table, "%lld",
                       (long long) json_integer_value(json_object_get(one, "sessions")));
        lwi_table_cell(table, "%lld",
                       (long long) json_integer_value(json_object_get(one, "tokens")));
        lwi_table_cell(table, "%s", used);
        lwi_table_cell(table, "%s",
                       json_is_true(json_object_get(one, "second_factor")) ? "yes" : "no");
        lwi_cameras_cell(table, json_object_get(one, "cameras"));
        lwi_show_time(json_object_get(one, "locked_until"), used, sizeof(used));
        lwi_table_cell(table, "%s", used);
    }
    lwi_table_print(&table, stdout);
    json_decref(answer);
    return 0;
}

static int run_add(struct lwi_remote_call *call, struct lw_error *reterr)
{
    const char *role = call->values[ROLE] ? call->values[ROLE] : "viewer";
    char *password = NULL;
    int r = lwi_show_password(call->values[PASSWORD_FILE], "LENSWATCH_PASSWORD", "Password",
                              /* confirm= */ 1, &password, reterr);
    if (r < 0)
        return r;
    json_t *body = json_pack("{s:s, s:s, s:s, s:b, s:o}", "name", call->argument, "password",
                             password, "role", role, "must_change", call->values[KEEP] == NULL,
                             "cameras", lwi_cameras_json(call->values[CAMERAS]));
    r = body ? lwi_remote_ask(call, "POST", USERS, NULL, body, NULL, reterr)
             : lwi_error_set(reterr, -EINVAL, "The name or the password is not UTF-8");
    json_decref(body);
    sodium_memzero(password, strlen(password));
    free(password);
    return r;
}

static int run_change(struct lwi_remote_call *call, struct lw_error *reterr)
{
    static const char *const parts[] = {
        [CHANGE_NO_FACTOR] = "second-factor", [CHANGE_NO_RECOVERY] = "recovery"};
    const int grants = call->values[CHANGE_ROLE] || call->values[CHANGE_CAMERAS];
    if (!grants && !call->values[CHANGE_NO_FACTOR] && !call->values[CHANGE_NO_RECOVERY])
        return lwi_error_set(reterr, -EINVAL,
                             "--role, --cameras, --no-second-factor or --no-recovery is missing");
    for (int i = CHANGE_NO_FACTOR; i <= CHANGE_NO_RECOVERY; i++) {
        char path[160];
        (void) snprintf(path, sizeof(path), "%.64s/%s", call->argument, parts[i]);
        int removed =
            call->values[i] ? lwi_remote_ask(call, "DELETE", USERS, path, NULL, NULL, reterr) : 0;
        if (removed < 0)
            return removed;
    }
    if (!grants)
        return 0;
    json_t *body = json_pack("{s:s*}", "role", call->values[CHANGE_ROLE]);
    if (body && call->values[CHANGE_CAMERAS])
        (void) json_object_set_new(body, "cameras", lwi_cameras_json(call->values[CHANGE_CAMERAS]));
    int r = body ? lwi_remote_ask(call, "PATCH", USERS, call->argument, body, NULL, reterr)
                 : lwi_error_set(reterr, -EINVAL, "The role is not UTF-8");
    json_decref(body);
    return r;
}

static int run_remove(struct lwi_remote_call *call, struct lw_error *reterr)
{
    return lwi_remote_ask(call, "DELETE", USERS, call->argument, NULL, NULL, reterr);
}

static int run_logout(struct lwi_remote_call *call, struct lw_error *reterr)
{
    char path[160];
    (void) snprintf(path, sizeof(path), "%.64s/logout", call->argument);
    return lwi_remote_ask(call, "POST", USERS, path, NULL, NULL, reterr);
}

static int run_unlock(struct lwi_remote_call *call, struct lw_error *reterr)
{
    char path[160];
    (void) snprintf(path, sizeof(path), "%.64s/unlock", call->argument);
    return lwi_remote_ask(call, "POST", USERS, path, NULL, NULL, reterr);
}

static int run_online(struct lwi_remote_call *call, struct lw_error *reterr)
{
    json_t *answer = NULL, *one;
    size_t i;
    int r = lwi_remote_get(call, "/api/v1/sessions", NULL, &answer, reterr);
    if (r < 0 || !answer)
        return r;
    struct lwi_table *table = lwi_table_headed("USER", "ADDRESS", "SINCE", "LAST ACTION", NULL);
    json_array_foreach(json_object_get(answer, "sessions"), i, one)
    {
        char time[64];
        lwi_table_cell(table, "%s", lwi_show_string(one, "user"));
        lwi_table_cell(table, "%s", lwi_show_string(one, "address"));
        lwi_show_time(json_object_get(one, "since"), time, sizeof(time));
        lwi_table_cell(table, "%s", time);
        lwi_show_time(json_object_get(one, "used"), time, sizeof(time));
        lwi_table_cell(table, "%s", time);
    }
    lwi_table_print(&table, stdout);
    json_decref(answer);
    return 0;
}

static const struct lwi_remote subs[] = {
    {"list", "list the users", NULL, "Lists the users: what each may do, and who is logged in.",
     "user list", 0, NULL, run_list},
    {"add", "make a user", "NAME",
     "Makes a user. A viewer sees cameras, events and recordings; an operator also\n"
     "acknowledges events, records, focuses lenses, arms cameras and has them learn\n"
     "anew; an administrator may do everything. To those who may see some cameras\n"
     "only, the others look as if they did not exist.",
     "user add --role operator --cameras yard,door ada", 0, add_options, run_add},
    {"change", "change what a user may do, or remove the second factor", "NAME",
     "Sets what a user may do. It counts at once, also for who is logged in. For who\n"
     "has lost the authenticator app and the recovery codes, --no-second-factor lets\n"
     "the user log in by the password alone again.",
     "user change --role viewer ada", 0, change_options, run_change},
    {"logout", "log a user out everywhere", "NAME", "Ends all sessions of a user. API tokens stay.",
     "user logout ada", 0, NULL, run_logout},
    {"online", "list who is logged in", NULL,
     "Lists who is logged in in a browser, from where, since when, and the last\n"
     "action.",
     "user online", 0, NULL, run_online},
    {"unlock", "end the lock of an account", "NAME",
     "Ends the lock of an account after too many failed logins, and that of every\n"
     "address.",
     "user unlock ada", 0, NULL, run_unlock},
    {"remove", "remove a user", "NAME",
     "Removes a user with all sessions and API tokens. The last administrator stays.",
     "user remove ada", 0, NULL, run_remove},
    {"reset", "set a forgotten password", "[NAME]",
     "Sets the password of a user (default: admin), on the daemon's host and as its\n"
     "user. All sessions and API tokens of that user are over then.",
     "user reset --data /var/lib/lenswatch", 0, reset_options, run_reset},
    {0},
};

static int run(int argc, char **argv)
{
    return lwi_remote_run("user", subs, argc, argv);
}

const struct lwi_cmd lwi_cmd_user = {"user", "users, what they may do, forgotten passwords", run};
