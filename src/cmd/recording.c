/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* lenswatch recording: the recordings of a running daemon, from the shell. */
#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/parse.h"
#include "cmd/cmd.h"
#include "cmd/remote.h"
#include "cmd/show.h"

#define CAMERAS "/api/v1/cameras"

enum { LIST_FROM, LIST_TO, LIST_KIND, LIST_LIMIT };

static const struct lwi_remote_option list_options[] = {
    {"from", "TIME", "only those that went on at or after it (default: a day before --to)"},
    {"to", "TIME", "only those that had begun by it (default: now)"},
    {"kind", "event|always|manual|capture", "only these (default: all)"},
    {"limit", "NUMBER", "at most so many, the newest (default: 1000)"},
    {NULL, NULL, NULL},
};

enum { GET_START, GET_OUTPUT };

static const struct lwi_remote_option get_options[] = {
    {"start", "TIME", "when it starts, as the list says it"},
    {"output", "FILE", "where to write it (default: ID_TIME.mp4 in this folder)"},
    {NULL, NULL, NULL},
};

static const struct lwi_remote_option remove_options[] = {
    {"start", "TIME", "when it starts, as the list says it"},
    {NULL, NULL, NULL},
};

static const struct lwi_remote_option start_options[] = {
    {"seconds", "NUMBER", "for so long (default: 60)"},
    {NULL, NULL, NULL},
};

/* "/api/v1/cameras/ID/TAIL?NAME=VALUE..." of the options that were given. */
static int make_path(const struct lwi_remote_call *call, const char *tail,
                     const struct lwi_remote_option *options, int count, char *ret_path,
                     size_t size, struct lw_error *reterr)
{
    char *id = lwi_client_escape(call->argument);
    size_t n = (size_t) snprintf(ret_path, size, CAMERAS "/%s/%s", id ? id : "", tail);
    free(id);
    for (int i = 0, given = 0; i < count && n < size; i++) {
        if (!call->values[i])
            continue;
        char *value = lwi_client_escape(call->values[i]);
        n += (size_t) snprintf(ret_path + n, size - n, "%c%s=%s", given++ ? '&' : '?',
                               options[i].name, value ? value : "");
        free(value);
    }
    return n < size ? 0 : lwi_error_set(reterr, -EINVAL, "The options are too long");
}

static int need_start(const struct lwi_remote_call *call, struct lw_error *reterr)
{
    if (call->values[GET_START])
        return 0;
    (void) lwi_error_set(reterr, -EINVAL, "--start is missing");
    lwi_error_hint(reterr, "lenswatch recording list %.32s shows when each starts", call->argument);
    return -EINVAL;
}

static void show_bytes(const json_t *recording, struct lwi_table *table)
{
    double bytes = json_number_value(json_object_get(recording, "bytes"));
    lwi_table_cell(table, "%.1f MB", bytes / 1e6);
}

static int run_list(struct lwi_remote_call *call, struct lw_error *reterr)
{
    char path[900];
    json_t *answer = NULL;
    int r = make_path(call, "recordings", list_options, 4, path, sizeof(path), reterr);
    if (r == 0)
        r = lwi_remote_get(call, path, NULL, &answer, reterr);
    if (r < 0 || !answer)
        return r;
    struct lwi_table *table = lwi_table_headed("START", "END", "KIND", "EVENT", "SIZE", NULL);
    size_t i;
    json_t *one;
    json_array_foreach(json_object_get(answer, "recordings"), i, one)
    {
        char end[64];
        lwi_show_time(json_object_get(one, "end"), end, sizeof(end));
        json_int_t event = json_integer_value(json_object_get(one, "event_id"));
        /* Whole, for it is what --start takes. */
        lwi_table_cell(table, "%s", lwi_show_string(one, "start"));
        lwi_table_cell(table, "%s", json_is_true(json_object_get(one, "open")) ? "goes on" : end);
        lwi_table_cell(table, "%s", lwi_show_string(one, "kind"));
        lwi_table_cell(table, event ? "%lld" : "-", (long long) event);
        show_bytes(one, table);
    }
    lwi_table_print(&table, stdout);
    json_decref(answer);
    return 0;
}

/* ID_2026-11-21T101530.250Z.mp4: no file system minds it. */
static void default_name(const struct lwi_remote_call *call, char *ret_name, size_t size)
{
    size_t n = (size_t) snprintf(ret_name, size, "%s_", call->argument);
    for (const char *c = call->values[GET_START]; *c && n + 6 < size; c++)
        if (*c != ':' && *c != '/')
            ret_name[n++] = *c;
    (void) snprintf(ret_name + n, size - n, ".mp4");
}

static int run_get(struct lwi_remote_call *call, struct lw_error *reterr)
{
    char path[900], name[200];
    int r = need_start(call, reterr);
    if (r == 0)
        r = make_path(call, "recordings/file", get_options, 1, path, sizeof(path), reterr);
    if (r < 0)
        return r;
    default_name(call, name, sizeof(name));
    const char *output = call->values[GET_OUTPUT] ? call->values[GET_OUTPUT] : name;
    r = lwi_client_download(call->client, path, output, reterr);
    if (r == 0)
        (void) printf("%s\n", output);
    return r;
}

static int run_remove(struct lwi_remote_call *call, struct lw_error *reterr)
{
    char path[900];
    int r = need_start(call, reterr);
    if (r == 0)
        r = make_path(call, "recordings/file", remove_options, 1, path, sizeof(path), reterr);
    return r < 0 ? r : lwi_remote_ask(call, "DELETE", path, NULL, NULL, NULL, reterr);
}

static int record(struct lwi_remote_call *call, double seconds, struct lw_error *reterr)
{
    char path[900];
    int r = make_path(call, "record", NULL, 0, path, sizeof(path), reterr);
    json_t *body = json_pack("{s:f}", "seconds", seconds);
    if (r == 0)
        r = lwi_remote_ask(call, "POST", path, NULL, body, NULL, reterr);
    json_decref(body);
    return r;
}

static int run_start(struct lwi_remote_call *call, struct lw_error *reterr)
{
    double seconds = 60;
    if (call->values[0] && lwi_parse_double(call->values[0], 1, 3600, &seconds) < 0)
        return lwi_error_set(reterr, -EINVAL, "--seconds must be a number from 1 to 3600");
    return record(call, seconds, reterr);
}

static int run_stop(struct lwi_remote_call *call, struct lw_error *reterr)
{
    return record(call, 0, reterr);
}

static const struct lwi_remote subs[] = {
    {"list", "list the recordings of a camera", "ID",
     "Lists what was recorded of a camera: clips around events, continuous recordings,\n"
     "recordings by hand, captured pictures.",
     "recording list front-door --from 2026-11-21T08:00:00Z", 0, list_options, run_list},
    {"get", "download a recording", "ID", "Downloads a recording: MP4, or JPEG of a capture.",
     "recording get front-door --start 2026-11-21T10:15:30.250Z", 0, get_options, run_get},
    {"remove", "remove a recording", "ID", "Removes a recording for good.",
     "recording remove front-door --start 2026-11-21T10:15:30.250Z", 0, remove_options, run_remove},
    {"start", "record by hand", "ID",
     "Records a camera from now on, whatever its settings say. What it records\n"
     "always, or around events, is set with 'lenswatch camera set ID --record'.",
     "recording start front-door --seconds 120", 0, start_options, run_start},
    {"stop", "end a recording by hand", "ID", "Ends a recording that was started by hand.",
     "recording stop front-door", 0, NULL, run_stop},
    {0},
};

static int run(int argc, char **argv)
{
    return lwi_remote_run("recording", subs, argc, argv);
}

const struct lwi_cmd lwi_cmd_recording = {"recording", "list, download, make recordings", run};
