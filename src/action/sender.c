/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* The sending threads: each takes an action that is ready, does its next row, and says in the
 * outbox how it went. */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>
#include <sodium.h>

#include "action/actor_internal.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/rfc3339.h"

/* An action whose rows all wait for another is asked again after so long. */
#define BLOCKED_NS (100 * LWI_NS_PER_MS)
/* A peer that failed twice and more is left alone for so long at most, also for other cameras. */
#define HOLD_MAX_S 60.0
/* When what was done cannot be written down. */
#define REPORT_RETRY_NS (LWI_NS_PER_S)
#define PICTURES        4

/* ---- one job ---- */

struct pictures {
    struct lwi_action_picture list[PICTURES];
    uint8_t *bytes[PICTURES];
    size_t count;
};

static void load_pictures(struct lwi_actor *actor, const struct lwi_outbox_row *row,
                          const char *camera_id, struct pictures *pictures)
{
    static const char *const kept[] = {"reference", "start", "end"};
    size_t size;
    for (size_t i = 0; row->event_id && i < 3; i++) {
        uint8_t **bytes = &pictures->bytes[pictures->count];
        if (lwi_store_event_picture(actor->settings.store, row->event_id, kept[i], bytes, &size,
                                    NULL) == 0)
            pictures->list[pictures->count++] =
                (struct lwi_action_picture){.which = kept[i], .jpeg = *bytes, .size = size};
    }
    int64_t time_ns = 0;
    uint8_t **bytes = &pictures->bytes[pictures->count];
    if (!row->event_id && actor->settings.look && camera_id[0] &&
        actor->settings.look(actor->settings.cookie, camera_id, bytes, &size, &time_ns) == 0)
        pictures->list[pictures->count++] = (struct lwi_action_picture){
            .which = "now", .time_ns = time_ns, .jpeg = *bytes, .size = size};
}

static int64_t time_of(const json_t *object, const char *name)
{
    int64_t ns = 0;
    return lwi_rfc3339_parse(lwi_action_text(object, name), &ns) < 0 ? 0 : ns;
}

int lwi_actor_run(struct lwi_actor *actor, struct lwi_actor_action *action,
                  const struct lwi_outbox_row *row, struct json_t *document, int limit_s,
                  char ret_answer[LWI_ACTION_ANSWER_MAX], struct lw_error *reterr)
{
    const json_t *event = json_object_get(document, "event");
    const json_t *camera = json_object_get(document, "camera");
    struct pictures pictures = {.count = 0};
    struct lwi_store_mark mark = {0};
    if (row->event_id && lwi_store_mark_get(actor->settings.store, row->event_id, &mark, NULL) == 0)
        (void) json_object_set_new((json_t *) event, "acknowledged",
                                   json_boolean(mark.acknowledged_ns != 0));
    int64_t others = 0;
    if (row->event_id && row->phase == LWI_ACTION_END)
        (void) lwi_store_outbox_others(actor->settings.store, action->id, row->event_id, &others,
                                       /* reterr= */ NULL);
    (void) json_object_set_new(document, "key", json_string(row->key));
    load_pictures(actor, row, lwi_action_text(camera, "id"), &pictures);
    struct lwi_action_job job = {
        .key = row->key,
        .phase = (enum lwi_action_phase) row->phase,
        .is_test = lwi_action_bool(document, "test"),
        .attempt = row->attempts + 1,
        .event_id = row->event_id,
        .condition = lwi_action_text(event, "condition"),
        .camera_id = lwi_action_text(camera, "id"),
        .camera_name = lwi_action_text(camera, "name"),
        .camera_address = lwi_action_text(camera, "address"),
        .time_zone = lwi_action_text(document, "time_zone"),
        .time_ns = time_of(document, "time"),
        .due_ns = row->due_ns,
        .started_ns = time_of(event, "started"),
        .ended_ns = time_of(event, "ended"),
        .others = others,
        .document = document,
        .pictures = pictures.list,
        .picture_count = pictures.count,
    };
    struct lwi_action_run run = {
        .cancel = &action->cancel,
        .deadline_ns = lwi_clock_monotonic(&lwi_clock_system) + limit_s * LWI_NS_PER_S,
        .look = actor->settings.look,
        .drive = actor->settings.drive,
        .keep = actor->settings.keep,
        .cookie = actor->settings.cookie,
        .state = action->state,
    };
    int r = action->kind->run(action->settings, &job, &run, reterr);
    run.answer[sizeof(run.answer) - 1] = '\0';
    lwi_action_settings_hide(action->kind, action->settings, run.answer);
    if (r != 0 && reterr)
        lwi_action_settings_hide(action->kind, action->settings, reterr->message);
    memcpy(ret_answer, run.answer, sizeof(run.answer));
    for (size_t i = 0; i < pictures.count; i++)
        free(pictures.bytes[i]);
    return r;
}

/* ---- how it went ---- */

/* Text that JSON can hold, whatever the peer sent. */
static void clean(char *text)
{
    json_t *value = json_string(text);
    for (char *c = text; *c; c++)
        if ((!value && (unsigned char) *c >= 0x80) ||
            ((unsigned char) *c < ' ' && *c != '\n' && *c != '\t'))
            *c = '?';
    json_decref(value);
}

static double backoff_s(const struct lwi_actor *actor, int attempts)
{
    double s = ldexp(actor->settings.backoff_min_s, attempts < 30 ? attempts - 1 : 30);
    if (s > actor->settings.backoff_max_s)
        s = actor->settings.backoff_max_s;
    /* Peers that came back must not hear of all at once. */
    return s * (0.75 + 0.5 * randombytes_uniform(1000) / 1000);
}

static void judge(struct lwi_actor *actor, struct lwi_outbox_row *row, int r,
                  const struct lw_error *error)
{
    int64_t now_ns = lwi_clock_realtime(&lwi_clock_system);
    row->attempts++;
    row->tried_ns = now_ns;
    row->next_ns = now_ns;
    row->error[0] = '\0';
    if (r != 0)
        (void) snprintf(row->error, sizeof(row->error), "%s",
                        error->message[0] ? error->message : strerror(-r));
    clean(row->answer);
    clean(row->error);
    const char *state = r == 0 ? "done" : r == -EINVAL ? "refused" : "waiting";
    (void) snprintf(row->state, sizeof(row->state), "%s", state);
    if (strcmp(state, "waiting") == 0)
        row->next_ns += (int64_t) (backoff_s(actor, row->attempts) * (double) LWI_NS_PER_S);
    else
        row->finished_ns = now_ns;
}

static void tell(struct lwi_actor *actor, const struct lwi_outbox_row *row, unsigned failures)
{
    const struct lwi_log *log = actor->settings.log;
    if (strcmp(row->state, "refused") == 0)
        lwi_log(log, LWI_LOG_ERROR, "action %s: event %lld of camera %s was refused: %s",
                row->action, (long long) row->event_id, row->camera, row->error);
    else if (row->error[0] && failures == 1)
        lwi_log(log, LWI_LOG_WARNING,
                "action %s: event %lld of camera %s, and will be tried again: %s", row->action,
                (long long) row->event_id, row->camera, row->error);
    else if (!row->error[0] && failures > 0)
        lwi_log(log, LWI_LOG_NOTICE, "action %s: done again after %u failures", row->action,
                failures);
}

static void settle(struct lwi_actor *actor, struct lwi_actor_action *action,
                   const struct lwi_outbox_row *row)
{
    int64_t now_ns = lwi_clock_monotonic(&lwi_clock_system);
    (void) pthread_mutex_lock(&actor->lock);
    unsigned before = action->failures;
    if (strcmp(row->state, "waiting") == 0) {
        action->failures++;
        double s = (double) (row->next_ns - row->tried_ns) / (double) LWI_NS_PER_S;
        if (action->failures > 1)
            action->hold_ns = now_ns + (int64_t) (fmin(s, HOLD_MAX_S) * (double) LWI_NS_PER_S);
    } else {
        action->failures = 0;
    }
    unsigned failures = action->failures ? action->failures : before;
    (void) pthread_mutex_unlock(&actor->lock);
    tell(actor, row, failures);
}

/* Until it is written down, or the actor stops: else the same would be done again and again. */
static void report(struct lwi_actor *actor, struct lwi_actor_action *action,
                   const struct lwi_outbox_row *row)
{
    struct lw_error error = {0};
    const struct lwi_action_run pause = {
        .cancel = &action->cancel,
        .deadline_ns = INT64_MAX,
    };
    while (lwi_store_outbox_report(actor->settings.store, row, &error) < 0) {
        lwi_log(actor->settings.log, LWI_LOG_ERROR, "action %s: what was done cannot be stored: %s",
                row->action, error.message);
        if (lwi_action_pause(&pause, (double) REPORT_RETRY_NS / (double) LWI_NS_PER_S) < 0)
            return;
    }
}

/* ---- the threads ---- */

/* The action that is ready and waited longest, marked busy; NULL: none now. */
static struct lwi_actor_action *choose_locked(struct lwi_actor *actor, int64_t now_ns)
{
    struct lwi_actor_action *chosen = NULL;
    for (size_t i = 0; i < actor->action_count; i++) {
        struct lwi_actor_action *action = actor->actions[i];
        if (action->ready && !action->busy && action->enabled && action->hold_ns <= now_ns &&
            (!chosen || action->served_ns < chosen->served_ns))
            chosen = action;
    }
    if (chosen) {
        chosen->busy = 1;
        chosen->served_ns = now_ns;
        atomic_store(&chosen->cancel, 0);
    }
    return chosen;
}

static struct lwi_actor_action *wait_for_action(struct lwi_actor *actor)
{
    struct lwi_actor_action *action = NULL;
    (void) pthread_mutex_lock(&actor->lock);
    while (!actor->stop) {
        action = choose_locked(actor, lwi_clock_monotonic(&lwi_clock_system));
        if (action)
            break;
        (void) pthread_cond_wait(&actor->wake, &actor->lock);
    }
    (void) pthread_mutex_unlock(&actor->lock);
    return action;
}

static void release(struct lwi_actor *actor, struct lwi_actor_action *action, int r)
{
    (void) pthread_mutex_lock(&actor->lock);
    action->busy = 0;
    action->row_id = 0;
    if (r == -ENOENT) {
        action->ready = 0;
        int64_t hold_ns = lwi_clock_monotonic(&lwi_clock_system) + BLOCKED_NS;
        if (action->hold_ns < hold_ns)
            action->hold_ns = hold_ns;
    }
    (void) pthread_cond_broadcast(&actor->wake);
    (void) pthread_mutex_unlock(&actor->lock);
}

static void set_row(struct lwi_actor *actor, struct lwi_actor_action *action, int64_t id)
{
    (void) pthread_mutex_lock(&actor->lock);
    action->row_id = id;
    if (actor->stop)
        atomic_store(&action->cancel, 1);
    (void) pthread_mutex_unlock(&actor->lock);
}

static int do_next(struct lwi_actor *actor, struct lwi_actor_action *action)
{
    struct lwi_outbox_row row;
    struct lw_error error = {0};
    int r = lwi_store_outbox_take(actor->settings.store, action->id,
                                  lwi_clock_realtime(&lwi_clock_system), &row, &error);
    if (r < 0) {
        if (r != -ENOENT)
            lwi_log(actor->settings.log, LWI_LOG_ERROR, "action %s: %s", action->id, error.message);
        return -ENOENT;
    }
    set_row(actor, action, row.id);
    json_t *document = json_loads(row.document, 0, NULL);
    free(row.document);
    row.document = NULL;
    row.answer[0] = '\0';
    if (document)
        r = lwi_actor_run(actor, action, &row, document, action->kind->limit_s, row.answer, &error);
    else
        r = lwi_error_set(&error, -EINVAL, "its document cannot be read");
    json_decref(document);
    if (r != 0 && atomic_load(&action->cancel))
        return 0; /* it says so itself, or is tried again after the restart */
    judge(actor, &row, r, &error);
    report(actor, action, &row);
    settle(actor, action, &row);
    return 0;
}

void *lwi_actor_sender(void *cookie)
{
    struct lwi_actor *actor = cookie;
    struct lwi_actor_action *action;
    while ((action = wait_for_action(actor)))
        release(actor, action, do_next(actor, action));
    return NULL;
}
