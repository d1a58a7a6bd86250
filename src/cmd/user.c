/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* lenswatch user: for an administrator who forgot the password but can read the data directory. */
#include <errno.h>
#include <jansson.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "cmd/cmd.h"
#include "cmd/remote.h"
#include "cmd/show.h"

static int run_reset(struct lwi_remote_call *call, struct lw_error *reterr)
{
    char *password = NULL;
    int r = lwi_show_password(call->values[0], "LENSWATCH_PASSWORD", "New password",
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

static const struct lwi_remote subs[] = {
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

const struct lwi_cmd lwi_cmd_user = {"user", "set a forgotten password", run};
