/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "cmd/camera_preview.h"

#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/rfc3339.h"
#include "cmd/show.h"

const struct lwi_remote_option lwi_camera_preview_options[] = {
    {"condition", "NAME", "of this condition (default: defocus)"},
    {"sensitivity", "NUMBER", "1 to 100 (default: as it is set)"},
    {"duration", "SECONDS", "how long a fault lasts before it is an event (as it is set)"},
    {"clear-duration", "SECONDS", "how long it must be gone (as it is set)"},
    {"from", "TIME", "such as 2026-11-21T10:00:00Z (default: a week ago)"},
    {"to", "TIME", "the end of that time (default: now)"},
    {NULL, NULL, NULL},
};

/* As the query of the API calls them. */
static const char *const names[] = {"condition",        "sensitivity", "duration_s",
                                    "clear_duration_s", "from",        "to"};

static int make_path(const struct lwi_remote_call *call, char *ret_path, size_t size,
                     struct lw_error *reterr)
{
    char *id = lwi_client_escape(call->argument);
    size_t n =
        (size_t) snprintf(ret_path, size, "/api/v1/cameras/%s/preview", id && *id ? id : "-");
    free(id);
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]) && n < size; i++) {
        char *value = call->values[i] ? lwi_client_escape(call->values[i]) : NULL;
        if (value)
            n += (size_t) snprintf(ret_path + n, size - n, "%c%s=%s",
                                   strchr(ret_path, '?') ? '&' : '?', names[i], value);
        free(value);
    }
    return n < size ? 0 : lwi_error_set(reterr, -EINVAL, "The options are too long");
}

/* "42 s", "3 min", "5 h". */
static void length_text(double s, char *ret_text, size_t size)
{
    if (s < 120)
        (void) snprintf(ret_text, size, "%.0f s", s);
    else if (s < 7200)
        (void) snprintf(ret_text, size, "%.0f min", s / 60);
    else
        (void) snprintf(ret_text, size, "%.0f h", s / 3600);
}

static void show_event(const json_t *event, struct lwi_table *table)
{
    int64_t started, ended;
    char from[64], to[64], lasted[32] = "-";
    lwi_show_time(json_object_get(event, "started"), from, sizeof(from));
    lwi_show_time(json_object_get(event, "ended"), to, sizeof(to));
    if (lwi_rfc3339_parse(lwi_show_string(event, "started"), &started) == 0 &&
        lwi_rfc3339_parse(lwi_show_string(event, "ended"), &ended) == 0)
        length_text((double) (ended - started) / 1e9, lasted, sizeof(lasted));
    lwi_table_cell(table, "%s", from);
    lwi_table_cell(table, "%s", to);
    lwi_table_cell(table, "%s", lasted);
}

static void show_events(const json_t *answer)
{
    const json_t *events = json_object_get(answer, "events");
    const json_int_t count = json_integer_value(json_object_get(answer, "event_count"));
    if (json_array_size(events) == 0)
        return;
    struct lwi_table *table = lwi_table_headed("STARTED", "ENDED", "LASTED", NULL);
    for (size_t i = 0; i < json_array_size(events); i++)
        show_event(json_array_get(events, i), table);
    (void) putchar('\n');
    lwi_table_print(&table, stdout);
    if (count > (json_int_t) json_array_size(events))
        (void) printf("and %lld more\n", (long long) count - (long long) json_array_size(events));
}

/* What is known of that time, which the numbers are worth nothing without. */
static void show_history(const json_t *answer)
{
    const char *history = lwi_show_string(answer, "history");
    char first[64];
    lwi_show_time(json_object_get(answer, "history_from"), first, sizeof(first));
    if (strcmp(history, "never") == 0)
        (void) printf("This condition is not judged from pictures: nothing is kept to try other "
                      "settings on.\n");
    else if (strcmp(history, "nothing") == 0)
        (void) printf("Nothing is kept of that time yet.\n");
    else if (strcmp(history, "short") == 0)
        (void) printf("Kept is only what came from %s on.\n", first);
}

static void show(const json_t *answer)
{
    char from[64], to[64], lasted[32];
    const long long judged = (long long) json_integer_value(json_object_get(answer, "judged"));
    const long long disarmed = (long long) json_integer_value(json_object_get(answer, "disarmed"));
    lwi_show_time(json_object_get(answer, "from"), from, sizeof(from));
    lwi_show_time(json_object_get(answer, "to"), to, sizeof(to));
    length_text(json_number_value(json_object_get(answer, "event_s")), lasted, sizeof(lasted));
    (void) printf("%s at sensitivity %lld for %g s, gone for %g s, from %s to %s\n",
                  lwi_show_string(answer, "condition"),
                  (long long) json_integer_value(json_object_get(answer, "sensitivity")),
                  json_number_value(json_object_get(answer, "duration_s")),
                  json_number_value(json_object_get(answer, "clear_duration_s")), from, to);
    show_history(answer);
    if (json_integer_value(json_object_get(answer, "pictures")) == 0)
        return;
    (void) printf("events: %lld, %s in all; at fault %lld of %lld pictures that can be judged, of "
                  "%lld\n",
                  (long long) json_integer_value(json_object_get(answer, "event_count")), lasted,
                  (long long) json_integer_value(json_object_get(answer, "faults")), judged,
                  (long long) json_integer_value(json_object_get(answer, "pictures")));
    if (disarmed > 0)
        (void) printf("not armed: %lld of the pictures\n", disarmed);
    show_events(answer);
}

int lwi_camera_preview_run(struct lwi_remote_call *call, struct lw_error *reterr)
{
    char path[900];
    json_t *answer = NULL;
    int r = make_path(call, path, sizeof(path), reterr);
    if (r == 0)
        r = lwi_remote_ask(call, "GET", path, NULL, NULL, &answer, reterr);
    if (r < 0)
        return r;
    if (call->as_json)
        lwi_show_json(stdout, answer);
    else
        show(answer);
    json_decref(answer);
    return 0;
}
