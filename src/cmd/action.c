/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* lenswatch action, lenswatch rule: what events set off, from the shell. */
#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/parse.h"
#include "cmd/cmd.h"
#include "cmd/remote.h"
#include "cmd/show.h"

#define ACTIONS   "/api/v1/actions"
#define RULES     "/api/v1/rules"
#define OUTBOX    "/api/v1/outbox"
#define FILE_MAX  (1 << 20)
#define INPUT_MAX 65536

enum { SET_FILE };

static const struct lwi_remote_option set_options[] = {
    {"file", "FILE", "JSON with what is to be set; -: standard input"},
    {NULL, NULL, NULL},
};

enum { TEST_CAMERA, TEST_END };

static const struct lwi_remote_option test_options[] = {
    {"camera", "ID", "speak of this camera, and show its picture"},
    {"end", NULL, "as when an event ends: switches off what a start switched on"},
    {NULL, NULL, NULL},
};

enum { QUEUE_STATE, QUEUE_EVENT, QUEUE_CAMERA, QUEUE_LIMIT };

static const struct lwi_remote_option queue_options[] = {
    {"state", "STATE", "only waiting, done, expired, cancelled, refused or folded ones"},
    {"event", "ID", "only of this event"},
    {"camera", "ID", "only of this camera"},
    {"limit", "NUMBER", "at most so many, the newest (default: 100)"},
    {NULL, NULL, NULL},
};

enum { CHANGE_ROW };

static const struct lwi_remote_option change_options[] = {
    {"row", "NUMBER", "only this row of the queue (default: all of the action)"},
    {NULL, NULL, NULL},
};

/* Names of a list in one cell. */
static void show_names(struct lwi_table *table, const json_t *list, const char *none)
{
    char text[120] = "";
    size_t i, n = 0;
    json_t *name;
    json_array_foreach(list, i, name)
    {
        if (n < sizeof(text))
            n += (size_t) snprintf(text + n, sizeof(text) - n, "%s%s", i ? "," : "",
                                   json_string_value(name));
    }
    lwi_table_cell(table, "%s", text[0] ? text : none);
}

static int show_one(struct lwi_remote_call *call, const char *prefix, struct lw_error *reterr)
{
    json_t *answer = NULL;
    int r = lwi_remote_ask(call, "GET", prefix, call->argument, NULL, &answer, reterr);
    if (r < 0)
        return r;
    if (call->as_json)
        lwi_show_json(stdout, answer);
    else
        lwi_show_members(stdout, answer);
    json_decref(answer);
    return 0;
}

static int read_input(char **ret_text, struct lw_error *reterr)
{
    char *text = calloc(1, INPUT_MAX + 1);
    if (!text)
        return lwi_error_set(reterr, -ENOMEM, "Out of memory");
    size_t n = fread(text, 1, INPUT_MAX, stdin);
    if (n == INPUT_MAX || ferror(stdin)) {
        free(text);
        return lwi_error_set(reterr, -EINVAL, "The standard input cannot be read, or is too long");
    }
    *ret_text = text;
    return 0;
}

static int read_object(struct lwi_remote_call *call, json_t **ret_object, struct lw_error *reterr)
{
    const char *file = call->values[SET_FILE];
    char *text = NULL;
    size_t size = 0;
    json_error_t where;
    if (!file)
        return lwi_error_set(reterr, -EINVAL, "--file is missing");
    int r = strcmp(file, "-") == 0
                ? read_input(&text, reterr)
                : lwi_file_read(file, FILE_MAX, (uint8_t **) &text, &size, reterr);
    if (r < 0)
        return r;
    json_t *object = json_loads(text, JSON_REJECT_DUPLICATES, &where);
    free(text);
    if (!json_is_object(object)) {
        r = lwi_error_set(reterr, -EINVAL, "%s:%d: %s", file, object ? 1 : where.line,
                          object ? "it is no JSON object" : where.text);
        json_decref(object);
        return r;
    }
    *ret_object = object;
    return 0;
}

/* Changes it, or makes it where there is none. */
static int set_one(struct lwi_remote_call *call, const char *prefix, struct lw_error *reterr)
{
    json_t *object = NULL, *answer = NULL;
    int r = read_object(call, &object, reterr);
    if (r < 0)
        return r;
    r = lwi_remote_ask(call, "PATCH", prefix, call->argument, object, &answer, reterr);
    if (r == -ENOENT) {
        (void) json_object_set_new(object, "id", json_string(call->argument));
        r = lwi_remote_ask(call, "POST", prefix, NULL, object, &answer, reterr);
    }
    json_decref(object);
    if (r == 0 && call->as_json)
        lwi_show_json(stdout, answer);
    json_decref(answer);
    return r;
}

/* ---- actions ---- */

static int run_list(struct lwi_remote_call *call, struct lw_error *reterr)
{
    json_t *answer = NULL, *one;
    size_t i;
    int r = lwi_remote_get(call, ACTIONS, NULL, &answer, reterr);
    if (r < 0 || !answer)
        return r;
    struct lwi_table *table =
        lwi_table_headed("ID", "KIND", "ON", "WAITING", "DONE", "FAILED", "LAST", "ANSWER", NULL);
    json_array_foreach(json_object_get(answer, "actions"), i, one)
    {
        const json_t *queue = json_object_get(one, "queue");
        char tried[64];
        lwi_show_time(json_object_get(queue, "tried"), tried, sizeof(tried));
        const char *error = lwi_show_string(queue, "error");
        lwi_table_cell(table, "%s", lwi_show_string(one, "id"));
        lwi_table_cell(table, "%s", lwi_show_string(one, "kind"));
        lwi_table_cell(table, "%s", json_is_true(json_object_get(one, "enabled")) ? "yes" : "no");
        lwi_table_cell(table, "%lld",
                       (long long) json_integer_value(json_object_get(queue, "waiting")));
        lwi_table_cell(table, "%lld",
                       (long long) json_integer_value(json_object_get(queue, "done")));
        lwi_table_cell(table, "%lld",
                       (long long) json_integer_value(json_object_get(queue, "failed")));
        lwi_table_cell(table, "%s", tried);
        const char *said = error[0] ? error : lwi_show_string(queue, "answer");
        lwi_table_cell(table, "%.*s", (int) strcspn(said, "\r\n"), said);
    }
    lwi_table_print(&table, stdout);
    json_decref(answer);
    return 0;
}

static int run_show(struct lwi_remote_call *call, struct lw_error *reterr)
{
    return show_one(call, ACTIONS, reterr);
}

static int run_set(struct lwi_remote_call *call, struct lw_error *reterr)
{
    return set_one(call, ACTIONS, reterr);
}

static int run_remove(struct lwi_remote_call *call, struct lw_error *reterr)
{
    return lwi_remote_ask(call, "DELETE", ACTIONS, call->argument, NULL, NULL, reterr);
}

static int run_kinds(struct lwi_remote_call *call, struct lw_error *reterr)
{
    json_t *answer = NULL, *kind, *row;
    const char *name;
    size_t i;
    int r = lwi_remote_ask(call, "GET", "/api/v1/action-kinds", NULL, NULL, &answer, reterr);
    if (r < 0)
        return r;
    if (call->as_json)
        lwi_show_json(stdout, answer);
    json_array_foreach(json_object_get(answer, "kinds"), i, kind)
    {
        if (call->as_json)
            break;
        (void) printf("%s%s: %s\n", i ? "\n" : "", lwi_show_string(kind, "name"),
                      lwi_show_string(kind, "help"));
        json_object_foreach(json_object_get(json_object_get(kind, "settings"), "properties"), name,
                            row)
        {
            (void) printf("  %-20s %s\n", name, lwi_show_string(row, "description"));
        }
    }
    json_decref(answer);
    return 0;
}

static int run_test(struct lwi_remote_call *call, struct lw_error *reterr)
{
    char path[120];
    json_t *answer = NULL;
    json_t *body = json_object();
    if (call->values[TEST_CAMERA])
        (void) json_object_set_new(body, "camera", json_string(call->values[TEST_CAMERA]));
    if (call->values[TEST_END])
        (void) json_object_set_new(body, "phase", json_string("end"));
    char *id = lwi_client_escape(call->argument);
    int n = snprintf(path, sizeof(path), ACTIONS "/%s/test", id ? id : "");
    free(id);
    int r = n < (int) sizeof(path) ? lwi_remote_ask(call, "POST", path, NULL, body, &answer, reterr)
                                   : lwi_error_set(reterr, -EINVAL, "The id is too long");
    json_decref(body);
    if (r < 0)
        return r;
    int done = json_is_true(json_object_get(answer, "done"));
    if (call->as_json)
        lwi_show_json(stdout, answer);
    else
        (void) printf("%s%s%s\n", done ? "Done." : "",
                      lwi_show_string(answer, "answer")[0] && done ? " It answered: "
                      : lwi_show_string(answer, "answer")[0]       ? "It answered: "
                                                                   : "",
                      lwi_show_string(answer, "answer"));
    if (!done) {
        r = lwi_error_set(reterr, -EIO, "it failed: %s", lwi_show_string(answer, "error"));
        lwi_error_hint(reterr, "%s", lwi_show_string(answer, "hint"));
    }
    json_decref(answer);
    return r;
}

static int queue_path(const struct lwi_remote_call *call, char *ret_path, size_t size,
                      struct lw_error *reterr)
{
    size_t n = (size_t) snprintf(ret_path, size, "%s?", OUTBOX);
    for (int i = -1; i < 4 && n < size; i++) {
        const char *given = i < 0 ? call->argument : call->values[i];
        if (!given)
            continue;
        char *value = lwi_client_escape(given);
        n += (size_t) snprintf(ret_path + n, size - n, "%s=%s&",
                               i < 0 ? "action" : queue_options[i].name, value ? value : "");
        free(value);
    }
    return n < size ? 0 : lwi_error_set(reterr, -EINVAL, "The options are too long");
}

static int run_queue(struct lwi_remote_call *call, struct lw_error *reterr)
{
    char path[600];
    json_t *answer = NULL, *row;
    size_t i;
    int r = queue_path(call, path, sizeof(path), reterr);
    if (r == 0)
        r = lwi_remote_get(call, path, NULL, &answer, reterr);
    if (r < 0 || !answer)
        return r;
    struct lwi_table *table = lwi_table_headed("ROW", "ACTION", "EVENT", "CAMERA", "PHASE", "STATE",
                                               "DUE", "ATTEMPTS", "SAID", NULL);
    json_array_foreach(json_object_get(answer, "outbox"), i, row)
    {
        char due[64];
        lwi_show_time(json_object_get(row, "due"), due, sizeof(due));
        const char *error = lwi_show_string(row, "error");
        const char *said = error[0] ? error : lwi_show_string(row, "answer");
        lwi_table_cell(table, "%lld", (long long) json_integer_value(json_object_get(row, "id")));
        lwi_table_cell(table, "%s", lwi_show_string(row, "action"));
        lwi_table_cell(table, "%lld",
                       (long long) json_integer_value(json_object_get(row, "event")));
        lwi_table_cell(table, "%s", lwi_show_string(row, "camera_id"));
        lwi_table_cell(table, "%s", lwi_show_string(row, "phase"));
        lwi_table_cell(table, "%s", lwi_show_string(row, "state"));
        lwi_table_cell(table, "%s", due);
        lwi_table_cell(table, "%lld",
                       (long long) json_integer_value(json_object_get(row, "attempts")));
        lwi_table_cell(table, "%.*s", (int) strcspn(said, "\r\n"), said);
    }
    lwi_table_print(&table, stdout);
    json_decref(answer);
    return 0;
}

static int change_queue(struct lwi_remote_call *call, const char *what, struct lw_error *reterr)
{
    char path[160];
    int64_t row = 0;
    json_t *answer = NULL;
    const char *text = call->values[CHANGE_ROW];
    if (text && lwi_parse_int(text, 1, INT64_MAX, &row) < 0)
        return lwi_error_set(reterr, -EINVAL, "--row must be a number, as 'action queue' shows it");
    if (!text && !call->argument)
        return lwi_error_set(reterr, -EINVAL, "Say which action, or --row");
    char *id = lwi_client_escape(call->argument ? call->argument : "");
    int n = text ? snprintf(path, sizeof(path), OUTBOX "/%lld/%s", (long long) row, what)
                 : snprintf(path, sizeof(path), ACTIONS "/%s/%s", id ? id : "", what);
    free(id);
    int r = n < (int) sizeof(path) ? lwi_remote_ask(call, "POST", path, NULL, NULL, &answer, reterr)
                                   : lwi_error_set(reterr, -EINVAL, "The id is too long");
    if (r < 0)
        return r;
    if (call->as_json)
        lwi_show_json(stdout, answer);
    else
        (void) printf("%lld\n", (long long) json_integer_value(json_object_get(answer, "count")));
    json_decref(answer);
    return 0;
}

static int run_retry(struct lwi_remote_call *call, struct lw_error *reterr)
{
    return change_queue(call, "retry", reterr);
}

static int run_cancel(struct lwi_remote_call *call, struct lw_error *reterr)
{
    return change_queue(call, "cancel", reterr);
}

static const struct lwi_remote action_subs[] = {
    {"list", "list the actions, and how they stand", NULL,
     "Lists the actions that are set up: how many of their jobs wait, were done and\n"
     "failed, and what the peer answered last.",
     "action list", 0, NULL, run_list},
    {"kinds", "list what kinds of actions there are", NULL,
     "Lists the kinds of actions, and the settings of each.", "action kinds", 0, NULL, run_kinds},
    {"show", "show one action", "ID",
     "Shows one action. Of passwords and keys only whether there is one.", "action show mail", 0,
     NULL, run_show},
    {"set", "make or change an action", "ID",
     "Makes an action, or changes what the file names of it. The file is JSON such as\n"
     "{\"kind\": \"command\", \"settings\": {\"program\": \"/usr/local/bin/alarm\"}}",
     "action set alarm --file alarm.json", 0, set_options, run_set},
    {"remove", "remove an action", "ID",
     "Removes an action that no rule names. What waits for it is cancelled.", "action remove alarm",
     0, NULL, run_remove},
    {"test", "do an action now, and show the answer", "ID",
     "Does an action for real, with an event that says that it is a test, and shows\n"
     "what the peer answered.",
     "action test mail --camera front-door", 0, test_options, run_test},
    {"queue", "list what was and is to be done", "[ID]",
     "Lists the queue, newest first: of one action, or of all.",
     "action queue mail --state waiting", 0, queue_options, run_queue},
    {"retry", "try again at once", "[ID]",
     "Tries again what waits for its next attempt, and also what was given up.",
     "action retry mail", 0, change_options, run_retry},
    {"cancel", "cancel what waits", "[ID]", "Cancels what waits, for good.",
     "action cancel --row 17", 0, change_options, run_cancel},
    {0},
};

static int run_action(int argc, char **argv)
{
    return lwi_remote_run("action", action_subs, argc, argv);
}

const struct lwi_cmd lwi_cmd_action = {"action", "what events set off, and its queue", run_action};

/* ---- rules ---- */

static int run_rule_list(struct lwi_remote_call *call, struct lw_error *reterr)
{
    json_t *answer = NULL, *one;
    size_t i;
    int r = lwi_remote_get(call, RULES, NULL, &answer, reterr);
    if (r < 0 || !answer)
        return r;
    struct lwi_table *table =
        lwi_table_headed("ID", "ON", "CONDITIONS", "CAMERAS", "ACTIONS", "NAME", NULL);
    json_array_foreach(json_object_get(answer, "rules"), i, one)
    {
        int some = json_array_size(json_object_get(one, "groups")) +
                       json_array_size(json_object_get(one, "tags")) >
                   0;
        lwi_table_cell(table, "%s", lwi_show_string(one, "id"));
        lwi_table_cell(table, "%s", json_is_true(json_object_get(one, "enabled")) ? "yes" : "no");
        show_names(table, json_object_get(one, "conditions"), "all");
        show_names(table, json_object_get(one, "cameras"), some ? "by group, tag" : "all");
        show_names(table, json_object_get(one, "actions"), "-");
        lwi_table_cell(table, "%s", lwi_show_string(one, "name"));
    }
    lwi_table_print(&table, stdout);
    json_decref(answer);
    return 0;
}

static int run_rule_show(struct lwi_remote_call *call, struct lw_error *reterr)
{
    return show_one(call, RULES, reterr);
}

static int run_rule_set(struct lwi_remote_call *call, struct lw_error *reterr)
{
    return set_one(call, RULES, reterr);
}

static int run_rule_remove(struct lwi_remote_call *call, struct lw_error *reterr)
{
    return lwi_remote_ask(call, "DELETE", RULES, call->argument, NULL, NULL, reterr);
}

static const struct lwi_remote rule_subs[] = {
    {"list", "list the rules", NULL,
     "Lists the rules: which conditions of which cameras set off which actions.", "rule list", 0,
     NULL, run_rule_list},
    {"show", "show one rule", "ID", "Shows one rule.", "rule show night", 0, NULL, run_rule_show},
    {"set", "make or change a rule", "ID",
     "Makes a rule, or changes what the file names of it. The file is JSON such as\n"
     "{\"conditions\": [\"defocus\"], \"actions\": [\"mail\"], \"delay_s\": 600}",
     "rule set night --file night.json", 0, set_options, run_rule_set},
    {"remove", "remove a rule", "ID", "Removes a rule. What it set off goes on.",
     "rule remove night", 0, NULL, run_rule_remove},
    {0},
};

static int run_rule(int argc, char **argv)
{
    return lwi_remote_run("rule", rule_subs, argc, argv);
}

const struct lwi_cmd lwi_cmd_rule = {"rule", "which events set off which actions", run_rule};
