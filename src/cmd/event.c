/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* lenswatch event: the events of a running daemon, from the shell. */
#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/error.h"
#include "base/rfc3339.h"
#include "cmd/cmd.h"
#include "cmd/event_export.h"
#include "cmd/event_report.h"
#include "cmd/remote.h"
#include "cmd/show.h"

#define EVENTS "/api/v1/events"

/* They are query parameters of the same names. */
static const struct lwi_remote_option list_options[] = {
    {"camera", "ID", "only of this camera"},
    {"condition", "NAME", "only this condition, such as defocus"},
    {"state", "all|open|ended", "only open or ended ones (default: all)"},
    {"source", "all|lenswatch|camera|system",
     "who saw it: we, the camera itself, or we at the system"},
    {"from", "TIME", "only those that went on at or after it, such as 2026-11-21T10:00:00Z"},
    {"to", "TIME", "only those that had begun by it"},
    {"before", "ID", "only those with a lower number: the next page"},
    {"limit", "NUMBER", "at most so many (default: 100)"},
    {NULL, NULL, NULL},
};

static int make_query(const struct lwi_remote_call *call, char *ret_path, size_t size,
                      struct lw_error *reterr)
{
    size_t n = (size_t) snprintf(ret_path, size, "%s", EVENTS);
    for (int i = 0; list_options[i].name; i++) {
        if (!call->values[i])
            continue;
        char *value = lwi_client_escape(call->values[i]);
        n += (size_t) snprintf(ret_path + n, size - n, "%c%s=%s", strchr(ret_path, '?') ? '&' : '?',
                               list_options[i].name, value ? value : "");
        free(value);
        if (n >= size)
            return lwi_error_set(reterr, -EINVAL, "The options are too long");
    }
    return 0;
}

/* "42 s", "3 min", "5 h"; an open event lasts until now. */
static void show_length(const json_t *event, struct lwi_table *table)
{
    int64_t started, ended;
    const char *end = lwi_show_string(event, "ended");
    if (lwi_rfc3339_parse(lwi_show_string(event, "started"), &started) < 0 ||
        (*end && lwi_rfc3339_parse(end, &ended) < 0)) {
        lwi_table_cell(table, "-");
        return;
    }
    if (!*end)
        ended = lwi_clock_realtime(&lwi_clock_system);
    double s = (double) (ended - started) / 1e9;
    if (s < 120)
        lwi_table_cell(table, "%.0f s", s);
    else if (s < 7200)
        lwi_table_cell(table, "%.0f min", s / 60);
    else
        lwi_table_cell(table, "%.0f h", s / 3600);
}

static int run_list(struct lwi_remote_call *call, struct lw_error *reterr)
{
    char path[900];
    json_t *answer = NULL;
    int r = make_query(call, path, sizeof(path), reterr);
    if (r == 0)
        r = lwi_remote_get(call, path, NULL, &answer, reterr);
    if (r < 0 || !answer)
        return r;
    struct lwi_table *table = lwi_table_headed("ID", "CAMERA", "CONDITION", "STARTED", "ENDED",
                                               "LASTED", "SCORE", "SOURCE", "REASON", NULL);
    size_t i;
    json_t *event;
    json_array_foreach(json_object_get(answer, "events"), i, event)
    {
        char started[64], ended[64];
        lwi_show_time(json_object_get(event, "started"), started, sizeof(started));
        lwi_show_time(json_object_get(event, "ended"), ended, sizeof(ended));
        lwi_table_cell(table, "%lld", (long long) json_integer_value(json_object_get(event, "id")));
        lwi_table_cell(table, "%s", lwi_show_string(event, "camera_id"));
        lwi_table_cell(table, "%s", lwi_show_string(event, "condition"));
        lwi_table_cell(table, "%s", started);
        lwi_table_cell(table, "%s", ended);
        show_length(event, table);
        lwi_table_cell(table, "%.2f", json_number_value(json_object_get(event, "score")));
        lwi_table_cell(table, "%s", lwi_show_string(event, "source"));
        const char *note = lwi_show_string(event, "note");
        lwi_table_cell(table, "%s%s%s", lwi_show_string(event, "reason"), *note ? "; " : "", note);
    }
    lwi_table_print(&table, stdout);
    json_decref(answer);
    return 0;
}

static int run_show(struct lwi_remote_call *call, struct lw_error *reterr)
{
    json_t *answer = NULL;
    int r = lwi_remote_ask(call, "GET", EVENTS, call->argument, NULL, &answer, reterr);
    if (r < 0)
        return r;
    if (call->as_json)
        lwi_show_json(stdout, answer);
    else
        lwi_show_members(stdout, answer);
    json_decref(answer);
    return 0;
}

enum { MARK_COMMENT, MARK_FALSE_ALARM };

static const struct lwi_remote_option acknowledge_options[] = {
    {"comment", "TEXT", "what is being done about it"},
    {NULL, NULL, NULL},
};

static const struct lwi_remote_option mark_options[] = {
    {"comment", "TEXT", "what there is to say; empty: nothing"},
    {"false-alarm", "yes|no", "whether nothing was wrong"},
    {NULL, NULL, NULL},
};

/* body: taken. */
static int mark(struct lwi_remote_call *call, json_t *body, struct lw_error *reterr)
{
    json_t *answer = NULL;
    if (call->values[MARK_COMMENT])
        (void) json_object_set_new(body, "comment", json_string(call->values[MARK_COMMENT]));
    int r = lwi_remote_ask(call, "PATCH", EVENTS, call->argument, body, &answer, reterr);
    json_decref(body);
    if (r == 0 && call->as_json)
        lwi_show_json(stdout, answer);
    json_decref(answer);
    return r;
}

static int run_acknowledge(struct lwi_remote_call *call, struct lw_error *reterr)
{
    return mark(call, json_pack("{s:b}", "acknowledged", 1), reterr);
}

static int run_mark(struct lwi_remote_call *call, struct lw_error *reterr)
{
    const char *value = call->values[MARK_FALSE_ALARM];
    if (value && strcmp(value, "yes") != 0 && strcmp(value, "no") != 0)
        return lwi_error_set(reterr, -EINVAL, "--false-alarm is yes or no");
    return mark(
        call, value ? json_pack("{s:b}", "false_alarm", strcmp(value, "yes") == 0) : json_object(),
        reterr);
}

static const struct lwi_remote subs[] = {
    {"list", "list events, newest first", NULL,
     "Lists events, newest first. An event without an end is open.",
     "event list --camera front-door --state open", 0, list_options, run_list},
    {"show", "show one event", "ID", "Shows one event.", "event show 17", 0, NULL, run_show},
    {"acknowledge", "say that somebody takes care of one", "ID",
     "Says that somebody takes care of an event: rules with unless_acknowledged are\n"
     "then silent about it.",
     "event acknowledge 17 --comment 'wiped the dome'", 0, acknowledge_options, run_acknowledge},
    {"mark", "say that one was a false alarm, or a comment", "ID",
     "Keeps what you know of an event beside it.", "event mark 17 --false-alarm yes", 0,
     mark_options, run_mark},
    {"export", "write judged pictures and their labels", NULL,
     "Writes the pictures of defocus events that somebody has judged into a folder,\n"
     "with labels.csv for 'lenswatch evaluate' and 'train': of false alarms as clear,\n"
     "of events that were acknowledged and were none as blurry.",
     "event export --output judged", 0, lwi_event_export_options, lwi_event_export},
    {"report", "make a PDF of the events of a period", "FILE.pdf",
     "Writes a report of the events of a period, a week by default: how many there\n"
     "were, by condition and by camera, for how long each camera was watched, and\n"
     "each event with its pictures, up to 1000 of them.",
     "event report --from 2026-11-01T00:00:00Z --camera yard yard.pdf", 0, lwi_event_report_options,
     lwi_event_report},
    {0},
};

static int run(int argc, char **argv)
{
    return lwi_remote_run("event", subs, argc, argv);
}

const struct lwi_cmd lwi_cmd_event = {"event", "list events", run};
