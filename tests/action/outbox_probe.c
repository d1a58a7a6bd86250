/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * A daemon reduced to events and actions: stores events of made-up cameras as fast
 * as it goes, each ended at once, with five actions that a rule sets off, and ends
 * when nothing waits any more. Killed at any moment and started again, it goes on.
 *
 * usage: outbox_probe DIR EVENTS SINK FOLDER
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <jansson.h>

#include "action/actor.h"
#include "base/clock.h"
#include "base/parse.h"
#include "lenswatch/error.h"
#include "store/outbox.h"

#define CAMERAS 20
#define ACTIONS 5

static void must(int r, const char *what, const struct lw_error *error)
{
    if (r < 0) {
        (void) fprintf(stderr, "%s: %s\n", what, error->message);
        exit(1);
    }
}

static void set_up(struct lwi_store *store, struct lwi_actor *actor, const char *sink,
                   const char *folder)
{
    struct lw_error error = {0};
    json_t *names = json_array(), *made = NULL;
    for (int i = 0; i < ACTIONS; i++) {
        char id[32], path[1000];
        (void) snprintf(id, sizeof(id), "action-%d", i);
        (void) snprintf(path, sizeof(path), "%s/%s", folder, id);
        json_t *action = json_pack("{s:s,s:{s:s,s:[s,s]}}", "kind", "command", "settings",
                                   "program", sink, "arguments", path, i == 1 ? "5" : "0");
        must(lwi_actor_action_put(actor, id, action, 0, &made, &error), id, &error);
        (void) json_array_append_new(names, json_string(id));
        json_decref(action);
        json_decref(made);
    }
    for (int i = 0; i < CAMERAS; i++) {
        char id[32];
        (void) snprintf(id, sizeof(id), "camera-%02d", i);
        must(lwi_store_camera_put(store, id, "{\"name\": \"C\", \"url\": \"rtsp://192.0.2.9/a\"}",
                                  NULL, &error),
             id, &error);
    }
    json_t *rule = json_pack("{s:o}", "actions", names);
    must(lwi_actor_rule_put(actor, "all", rule, 0, &made, &error), "rule", &error);
    json_decref(rule);
    json_decref(made);
}

static int64_t stored_events(struct lwi_store *store)
{
    struct lw_error error = {0};
    struct lwi_event_query query = {.limit = CAMERAS};
    struct lwi_event *events;
    size_t count;
    must(lwi_store_event_list(store, &query, &events, &count, &error), "events", &error);
    int64_t newest = count ? events[0].id : 0;
    for (size_t i = 0; i < count; i++)
        if (!events[i].ended_ns)
            must(lwi_store_event_end(store, events[i].id, events[i].started_ns, "restart", NULL,
                                     &error),
                 "end", &error);
    free(events);
    return newest;
}

static void store_event(struct lwi_store *store, int64_t i)
{
    struct lw_error error = {0};
    int64_t now_ns = lwi_clock_realtime(&lwi_clock_system);
    struct lwi_event event = {.started_ns = now_ns, .confirmed_ns = now_ns, .refreshed_ns = now_ns};
    (void) snprintf(event.camera_id, sizeof(event.camera_id), "camera-%02d", (int) (i % CAMERAS));
    (void) snprintf(event.condition, sizeof(event.condition), "covered");
    (void) snprintf(event.reason, sizeof(event.reason), "made up");
    must(lwi_store_event_start(store, &event, NULL, &error), "start", &error);
    must(lwi_store_event_end(store, event.id, now_ns, "cleared", NULL, &error), "end", &error);
    (void) printf("%lld\n", (long long) event.id); /* the program thinks that it is safe */
    (void) fflush(stdout);
}

int main(int argc, char **argv)
{
    struct lw_error error = {0};
    struct lwi_store *store = NULL;
    struct lwi_actor *actor = NULL;
    const struct lwi_log log = {.write = lwi_log_write_stderr, .max = LWI_LOG_ERROR};
    struct lwi_actor_settings settings;
    int64_t events;
    if (argc != 5 || lwi_parse_int(argv[2], 1, 1000000, &events) < 0)
        return 64;
    (void) signal(SIGPIPE, SIG_IGN);
    must(lwi_store_open(&store, argv[1], &log, &error), "store", &error);
    lwi_actor_settings_default(&settings);
    settings.store = store;
    settings.log = &log;
    settings.backoff_min_s = 0.02;
    settings.backoff_max_s = 0.2;
    must(lwi_actor_open(&actor, &settings, &error), "actor", &error);
    struct lwi_store_setting *rules;
    size_t count;
    must(lwi_store_setting_list(store, "rule", &rules, &count, &error), "rules", &error);
    lwi_store_setting_list_free(rules, count);
    if (count == 0)
        set_up(store, actor, argv[3], argv[4]);
    for (int64_t i = stored_events(store); i < events; i++)
        store_event(store, i);
    const struct timespec pause = {.tv_nsec = 20 * LWI_NS_PER_MS};
    while (!lwi_actor_is_idle(actor))
        (void) nanosleep(&pause, NULL);
    lwi_actor_close(&actor);
    lwi_store_close(&store);
    return 0;
}
