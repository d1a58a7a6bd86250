/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Opening and closing the actor; tests of actions; cancelling and trying again. */
#include "action/actor.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <jansson.h>
#include <sodium.h>

#include "action/actor_internal.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/rfc3339.h"

/* A test waits so long for the action to be free, and then takes at most so long. */
#define TEST_WAIT_S  10
#define TEST_LIMIT_S 60

void lwi_actor_settings_default(struct lwi_actor_settings *ret_settings)
{
    *ret_settings = (struct lwi_actor_settings){
        .time_zone = "UTC",
        .site_name = "",
        .threads = 8,
        .backoff_min_s = 5,
        .backoff_max_s = 600,
    };
}

struct lwi_actor_action *lwi_actor_find_locked(struct lwi_actor *actor, const char *id)
{
    for (size_t i = 0; i < actor->action_count; i++)
        if (strcmp(actor->actions[i]->id, id) == 0)
            return actor->actions[i];
    return NULL;
}

static int start_threads(struct lwi_actor *actor, struct lw_error *reterr)
{
    if (actor->settings.threads == 0)
        return 0;
    actor->senders = calloc(actor->settings.threads, sizeof(*actor->senders));
    if (!actor->senders)
        return lwi_error_set(reterr, -ENOMEM, "out of memory");
    int r = pthread_create(&actor->planner, NULL, lwi_actor_planner, actor);
    actor->planner_runs = r == 0;
    for (unsigned i = 0; r == 0 && i < actor->settings.threads; i++) {
        r = pthread_create(&actor->senders[i], NULL, lwi_actor_sender, actor);
        actor->sender_count += r == 0;
    }
    return r == 0 ? 0 : lwi_error_set(reterr, -r, "cannot start a thread: %s", strerror(r));
}

static void set_place(struct lwi_actor *actor, const char *time_zone, const char *site_name)
{
    (void) snprintf(actor->time_zone, sizeof(actor->time_zone), "%s", time_zone);
    (void) snprintf(actor->site_name, sizeof(actor->site_name), "%s", site_name);
}

int lwi_actor_open(struct lwi_actor **ret_actor, const struct lwi_actor_settings *settings,
                   struct lw_error *reterr)
{
    pthread_condattr_t attr;
    struct lwi_actor *actor = calloc(1, sizeof(*actor));
    if (!actor || pthread_condattr_init(&attr) != 0) {
        free(actor);
        return lwi_error_set(reterr, -ENOMEM, "out of memory");
    }
    actor->settings = *settings;
    actor->host = (struct lwi_action_host){
        .log = settings->log,
        .look = settings->look,
        .drive = settings->drive,
        .cameras = settings->cameras,
        .cookie = settings->cookie,
    };
    set_place(actor, settings->time_zone, settings->site_name);
    (void) pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    (void) pthread_mutex_init(&actor->change_lock, NULL);
    (void) pthread_mutex_init(&actor->lock, NULL);
    (void) pthread_cond_init(&actor->wake, &attr);
    (void) pthread_condattr_destroy(&attr);
    int r = lwi_actor_load(actor, reterr);
    if (r == 0)
        r = start_threads(actor, reterr);
    if (r < 0) {
        lwi_actor_close(&actor);
        return r;
    }
    *ret_actor = actor;
    return 0;
}

static void stop_all(struct lwi_actor *actor)
{
    (void) pthread_mutex_lock(&actor->lock);
    actor->stop = 1;
    for (size_t i = 0; i < actor->action_count; i++)
        atomic_store(&actor->actions[i]->cancel, 1);
    (void) pthread_cond_broadcast(&actor->wake);
    (void) pthread_mutex_unlock(&actor->lock);
}

void lwi_actor_close(struct lwi_actor **actor_pointer)
{
    if (!actor_pointer || !*actor_pointer)
        return;
    struct lwi_actor *actor = *actor_pointer;
    *actor_pointer = NULL;
    stop_all(actor);
    if (actor->planner_runs)
        (void) pthread_join(actor->planner, NULL);
    for (unsigned i = 0; i < actor->sender_count; i++)
        (void) pthread_join(actor->senders[i], NULL);
    for (size_t i = 0; i < actor->action_count; i++)
        lwi_actor_action_free(actor->actions[i]);
    for (size_t i = 0; i < actor->rule_count; i++)
        json_decref(actor->rules[i]);
    (void) pthread_mutex_destroy(&actor->change_lock);
    (void) pthread_mutex_destroy(&actor->lock);
    (void) pthread_cond_destroy(&actor->wake);
    free(actor->senders);
    free(actor);
}

/* ---- a test ---- */

void lwi_actor_place(struct lwi_actor *actor, const char *time_zone, const char *site_name)
{
    (void) pthread_mutex_lock(&actor->lock);
    set_place(actor, time_zone, site_name);
    (void) pthread_mutex_unlock(&actor->lock);
}

static json_t *test_document(struct lwi_actor *actor, const json_t *camera,
                             enum lwi_action_phase phase)
{
    char zone[sizeof(actor->time_zone)], site[sizeof(actor->site_name)];
    (void) pthread_mutex_lock(&actor->lock);
    memcpy(zone, actor->time_zone, sizeof(zone));
    memcpy(site, actor->site_name, sizeof(site));
    (void) pthread_mutex_unlock(&actor->lock);
    char now[LWI_RFC3339_SIZE];
    lwi_rfc3339_format(lwi_clock_realtime(&lwi_clock_system), now);
    json_t *copy = camera ? json_deep_copy(camera)
                          : json_pack("{s:s,s:s,s:s}", "id", "test", "name", "Test", "address", "");
    json_t *ended = phase == LWI_ACTION_END ? json_string(now) : json_null();
    return json_pack("{s:s,s:b,s:s,s:s,s:s,s:o,s:{s:i,s:s,s:s,s:s,s:s,s:o,s:f,s:s,s:s,s:s,s:b}}",
                     "phase", lwi_action_phase_name(phase), "test", 1, "time", now, "time_zone",
                     zone, "site", site, "camera", copy, "event", "id", 0, "condition", "defocus",
                     "started", now, "confirmed", now, "refreshed", now, "ended", ended, "score",
                     1.0, "reason", "this is a test: nothing is wrong", "end_reason", "",
                     "severity", "info", "acknowledged", 0);
}

/* The action, marked busy. */
static int seize(struct lwi_actor *actor, const char *id, struct lwi_actor_action **ret_action,
                 struct lw_error *reterr)
{
    struct timespec until;
    (void) clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += TEST_WAIT_S;
    int r = 0;
    (void) pthread_mutex_lock(&actor->lock);
    struct lwi_actor_action *action = lwi_actor_find_locked(actor, id);
    while (action && action->busy && r == 0 && !actor->stop) {
        r = pthread_cond_timedwait(&actor->wake, &actor->lock, &until);
        action = lwi_actor_find_locked(actor, id);
    }
    if (!action)
        r = lwi_error_set(reterr, -ENOENT, "there is no action '%.32s'", id);
    else if (action->busy || actor->stop || !actor->planner_runs)
        r = lwi_error_set(reterr, -EBUSY, "the action is being done just now; try again later");
    else {
        r = 0;
        action->busy = 1;
        atomic_store(&action->cancel, 0);
        *ret_action = action;
    }
    (void) pthread_mutex_unlock(&actor->lock);
    return r;
}

static void give_back(struct lwi_actor *actor, struct lwi_actor_action *action)
{
    (void) pthread_mutex_lock(&actor->lock);
    action->busy = 0;
    (void) pthread_cond_broadcast(&actor->wake);
    (void) pthread_mutex_unlock(&actor->lock);
}

int lwi_actor_test(struct lwi_actor *actor, const char *id, const struct json_t *camera,
                   enum lwi_action_phase phase, struct json_t **ret_answer, struct lw_error *reterr)
{
    struct lwi_actor_action *action = NULL;
    struct lwi_outbox_row row = {.id = 0, .phase = (int) phase};
    struct lw_error error = {0};
    uint8_t key[16];
    randombytes_buf(key, sizeof(key));
    (void) sodium_bin2hex(row.key, sizeof(row.key), key, sizeof(key));
    json_t *document = test_document(actor, camera, phase);
    if (!document)
        return lwi_error_set(reterr, -ENOMEM, "out of memory");
    int r = seize(actor, id, &action, reterr);
    if (r < 0) {
        json_decref(document);
        return r;
    }
    int64_t began_ns = lwi_clock_monotonic(&lwi_clock_system);
    int limit_s = action->kind->limit_s < TEST_LIMIT_S ? action->kind->limit_s : TEST_LIMIT_S;
    int done = lwi_actor_run(actor, action, &row, document, limit_s, row.answer, &error);
    give_back(actor, action);
    double s = (double) (lwi_clock_monotonic(&lwi_clock_system) - began_ns) / 1e9;
    json_decref(document);
    json_t *answer = json_string(row.answer);
    if (!answer)
        answer = json_string("(it cannot be shown as text)");
    *ret_answer = json_pack("{s:b,s:o,s:s,s:s,s:f}", "done", done == 0, "answer", answer, "error",
                            done == 0          ? ""
                            : error.message[0] ? error.message
                                               : strerror(-done),
                            "hint", done == 0 ? "" : error.hint, "seconds", s);
    return *ret_answer ? 0 : lwi_error_set(reterr, -ENOMEM, "out of memory");
}

/* ---- the queue ---- */

int lwi_actor_cancel(struct lwi_actor *actor, int64_t id, const char *action, int64_t *ret_count,
                     struct lw_error *reterr)
{
    int r = lwi_store_outbox_cancel(actor->settings.store, id, action,
                                    lwi_clock_realtime(&lwi_clock_system), ret_count, reterr);
    if (r < 0)
        return r;
    (void) pthread_mutex_lock(&actor->lock);
    for (size_t i = 0; i < actor->action_count; i++) {
        struct lwi_actor_action *one = actor->actions[i];
        if (one->row_id && (id == 0 || one->row_id == id) &&
            (!action || strcmp(one->id, action) == 0))
            atomic_store(&one->cancel, 1);
    }
    (void) pthread_mutex_unlock(&actor->lock);
    return 0;
}

int lwi_actor_retry(struct lwi_actor *actor, int64_t id, const char *action, int64_t *ret_count,
                    struct lw_error *reterr)
{
    int64_t now_ns = lwi_clock_realtime(&lwi_clock_system);
    (void) pthread_mutex_lock(&actor->lock);
    for (size_t i = 0; i < actor->action_count; i++)
        if (!action || strcmp(actor->actions[i]->id, action) == 0)
            actor->actions[i]->hold_ns = 0;
    (void) pthread_mutex_unlock(&actor->lock);
    return lwi_store_outbox_retry(actor->settings.store, id, action, now_ns,
                                  now_ns + 72 * 3600 * LWI_NS_PER_S, ret_count, reterr);
}

int lwi_actor_is_idle(struct lwi_actor *actor)
{
    struct lwi_store_step *steps = NULL;
    size_t count = 1;
    if (lwi_store_step_list(actor->settings.store, 1, &steps, &count, NULL) == 0)
        lwi_store_step_list_free(steps, count);
    struct lwi_outbox_row *rows = NULL;
    struct lwi_outbox_query query = {.state = "waiting", .limit = 1};
    size_t waiting = 1;
    if (count == 0 &&
        lwi_store_outbox_list(actor->settings.store, &query, &rows, &waiting, NULL) == 0)
        free(rows);
    return count == 0 && waiting == 0;
}
